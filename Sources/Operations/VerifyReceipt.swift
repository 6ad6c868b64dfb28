// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
public import Hashing
import Integrity

/// Checks a receipt: whether its signature is sound, whether the key is the one that is trusted, and whether a folder is the one it is about.
public struct VerifyReceipt: Sendable {
  /// Whose signature counts.
  public enum Trust: Hashable, Sendable {
    /// Any: the key's fingerprint is told, and a person compares it.
    case anyKey
    /// That of one key.
    case key(VerifyingKey)
    /// That of the key with this fingerprint.
    case fingerprint(Digest)

    func includes(_ key: VerifyingKey) -> Bool? {
      switch self {
      case .anyKey: nil
      case .key(let trusted): key == trusted
      case .fingerprint(let fingerprint): key.fingerprint == fingerprint
      }
    }
  }

  /// The receipt's file.
  public var path: String
  /// The folder to hold it against; nothing checks the receipt alone.
  public var folder: String?
  /// Whose signature counts.
  public var trust: Trust

  /// A check of the receipt at `path`.
  public init(_ path: String, folder: String? = nil, trust: Trust = .anyKey) {
    self.path = path
    self.folder = folder
    self.trust = trust
  }

  /// Whether the file at `path` claims to be a receipt: a small JSON file that speaks of one. A file that cannot be read claims nothing.
  public static func isReceipt(at path: String) -> Bool {
    guard let facts = try? FileFacts.of(path), facts.kind == .file, facts.size <= Int64(SignedReceipt.mostBytes),
      let bytes = try? InputFile.contents(of: path, limit: SignedReceipt.mostBytes)
    else { return false }
    return SignedReceipt.isClaimed(by: bytes)
  }

  /// Checks. The folder is read only when the signature is sound and its key not another than the trusted one: otherwise the receipt says nothing.
  ///
  /// - Throws: `FilesError` where the receipt or the folder cannot be read at all. A receipt that was damaged is no error but a broken one.
  public func run(in environment: Environment, task: String? = nil) async throws -> ReceiptReport {
    let start = ContinuousClock.now
    let bytes = try InputFile.contents(of: path, limit: SignedReceipt.mostBytes)
    let signed: SignedReceipt
    do { signed = try SignedReceipt.reading(bytes, subject: path) } catch {
      return ReceiptReport(
        status: .rejected, against: path, receipt: .init(broken: error.description), notes: [Self.unread(folder)].compactMap(\.self))
    }
    let finding = ReceiptReport.Finding(signed, isTrusted: trust.includes(signed.publicKey))
    guard finding.signature == .sound, finding.trusted != false else {
      return ReceiptReport(status: .rejected, against: path, receipt: finding, notes: [Self.unread(folder)].compactMap(\.self))
    }
    guard let folder else { return ReceiptReport(status: .clean, against: path, receipt: finding) }
    guard try FileFacts.of(folder).kind == .folder else {
      throw FilesError(.notDirectory, subject: folder, remedy: "a receipt is of a folder; name the folder that was received")
    }
    let show = environment.progress
    var report = try await onOwnThread { [path] cancellation in
      var comparison = try FolderComparison(folder, with: signed.receipt, cancellation)
      return try comparison.report(against: path, finding) { name, done, total in
        show(WorkProgress(task: task, subject: name, done: done, total: total, unit: .bytes))
      }
    }
    report.seconds = (ContinuousClock.now - start) / .seconds(1)
    return report
  }

  private static func unread(_ folder: String?) -> String? { folder.map { "\($0) was not read: a receipt that does not hold says nothing about it" } }
}

/// A folder held against a receipt.
private struct FolderComparison {
  private let folder: String
  private let receipt: Receipt
  private let cancellation: Cancellation
  private var inventory: FolderInventory
  private var digests: [ContainedPath: [Digest]] = [:]
  private var failed: [CopyReport.Failure]
  /// Whether a manifest that the receipt names is in the folder's history; true where that was not looked at.
  private var isOfSameHistory = true

  init(_ folder: String, with receipt: Receipt, _ cancellation: Cancellation) throws {
    self.folder = folder
    self.receipt = receipt
    self.cancellation = cancellation
    inventory = try FolderInventory(folder, ignoring: IgnorePatterns(receipt.ignored))
    failed = inventory.troubles.map { .init(path: $0.subject, reason: $0.description) }
  }

  mutating func report(
    against path: String, _ finding: ReceiptReport.Finding, _ progress: (String, Int, Int) -> Void
  ) throws -> ReceiptReport {
    try hash(progress)
    var report = ReceiptReport(status: .rejected, against: path, receipt: finding)
    report.bytes = inventory.bytes
    var finding = finding
    finding.compare { inventory.rootHash(digests, $0) }
    if !finding.isMatched, failed.isEmpty, !inventory.litter.isEmpty {
      let (litter, rest) = (inventory.litter, inventory.withoutLitter())
      var cleaner = finding
      cleaner.compare { rest.rootHash(digests, $0) }
      if cleaner.isMatched {
        (finding, inventory) = (cleaner, rest)
        let names = litter.map(\.text).firstFew
        report.notes.append(
          "not covered by the receipt, and no media but what computers leave in folders: \(names); the files that were received are whole")
      }
    }
    let isWhole = failed.isEmpty && finding.isMatched
    let isCounted = inventory.files.count == receipt.files && inventory.bytes == receipt.bytes
    if !isCounted {
      report.notes.append(
        "the receipt is for ‘\(receipt.folder)’ with \(Self.amount(receipt.files, receipt.bytes)); here "
          + "\(inventory.files.count == 1 ? "is" : "are") \(Self.amount(inventory.files.count, inventory.bytes))")
    }
    if isWhole, isCounted {
      report.status = .clean
      report.verified = inventory.files.count
    } else {
      try name(&report)
    }
    report.failed = failed + report.failed
    if report.status != .clean, report.failed.isEmpty, report.missing.isEmpty, report.new.isEmpty {
      report.failed = [.init(path: ".", reason: wholeReason(finding, isEveryFileAsRecorded: report.verified == inventory.files.count, isCounted))]
    }
    report.notes += inventory.uncounted.map { "\($0) is not covered by the receipt" }
    report.receipt = finding
    return report
  }

  // MARK: -

  private static func amount(_ files: Int, _ bytes: Int64) -> String { "\(CountText(files, "file")), \(ByteText(bytes).exact)" }

  /// What is wrong with a folder in which no file could be named.
  private func wholeReason(_ finding: ReceiptReport.Finding, isEveryFileAsRecorded: Bool, _ isCounted: Bool) -> String {
    if finding.rootHashes.allSatisfy({ $0.contentMatches == true }) { return "names or places are not those of the receipt, though the contents are" }
    if isEveryFileAsRecorded, !isOfSameHistory {
      return "this is another folder than the one that the receipt is for: every file here is as its own history records it, and that history is not "
        + "the receipt’s. The receipt is for ‘\(receipt.folder)’; name that folder, or ask for the receipt of this one"
    }
    // An empty folder counts as content in ASC MHL.
    if isEveryFileAsRecorded, isCounted {
      return "every file is as its history records it, but this is not what the receipt is for: folders were added or removed"
    }
    return "the contents are not those of the receipt"
  }

  private mutating func hash(_ progress: (String, Int, Int) -> Void) throws {
    let total = Int(clamping: inventory.bytes)
    var done = 0
    let algorithms = receipt.rootHashes.map(\.algorithm)
    for file in inventory.files {
      do {
        var hasher = MultiHasher(algorithms)
        let input = try InputFile("\(folder)/\(file.path)", followLinks: false)
        input.expectSequentialReading()
        try input.forEachBlock(of: 4 << 20) { block in
          try cancellation.check()
          hasher.updateConcurrently(block)
          done += block.count
          progress(file.path.text, done, total)
        }
        digests[file.path] = hasher.finish()
      } catch let error as FilesError {
        failed.append(.init(path: file.path.text, reason: error.description))
      }
    }
  }

  /// Which files it is that differ, as far as the history beside them knows.
  private mutating func name(_ report: inout ReceiptReport) throws {
    guard let recorded = try RecordedFolder(folder, nested: inventory.nestedHistories) else {
      report.notes.append("there is no history in the folder that could name the files that differ")
      return
    }
    report.chain = .init(generations: recorded.history.generations.count, intact: recorded.faults.isEmpty)
    let names = Set(receipt.copies.map(\.manifestC4))
    isOfSameHistory = recorded.history.generations.contains { names.contains($0.c4) }
    if !isOfSameHistory {
      report.notes.append("the manifest that the receipt names is not in this folder: the names of files that differ are its own history's word")
    }
    let unreadable = Set(failed.map(\.path))
    for file in inventory.files where !unreadable.contains(file.path.text) {
      guard let wanted = recorded.digests[file.path] else {
        report.new.append(file.path.text)
        continue
      }
      let computed = digests[file.path] ?? []
      let pairs = wanted.compactMap { old in computed.first { $0.algorithm == old.algorithm }.map { (old, $0) } }
      if let (old, new) = pairs.first(where: { $0 != $1 }) {
        report.failed.append(.init(path: file.path.text, reason: "has changed: \(old) is recorded, \(new.text) was found"))
      } else if !pairs.isEmpty {
        report.verified += 1
      }
    }
    let present = Set(inventory.files.map(\.path))
    report.missing = recorded.digests.keys.filter { !present.contains($0) }.sorted().map(\.text)
  }
}
