// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import Hashing
import Integrity

/// A folder held against a receipt.
///
/// Whether it is what was received, the receipt's own hashes say. Which files differ where it is not, only the history in the folder can say, and it is
/// asked as it was when the receipt was made: what it has learnt since was not received.
struct FolderComparison {
  private let folder: String
  private let receipt: Receipt
  private let cancellation: Cancellation
  private let inventory: FolderInventory
  private let recorded: RecordedFolder?
  private var digests: [ContainedPath: [Digest]] = [:]
  private var failed: [CopyReport.Failure]

  init(_ folder: String, with receipt: Receipt, _ cancellation: Cancellation) throws {
    self.folder = folder
    self.receipt = receipt
    self.cancellation = cancellation
    inventory = try FolderInventory(folder, ignoring: IgnorePatterns(receipt.ignored))
    recorded = try RecordedFolder(folder, nested: inventory.nestedHistories, asOf: Set(receipt.copies.map(\.manifestC4)))
    failed = inventory.troubles.map { .init(path: $0.subject, reason: $0.description) }
  }

  /// Reads the folder and says what it is.
  mutating func report(against path: String, _ finding: ReceiptReport.Finding, _ progress: (String, Int, Int) -> Void) throws -> ReceiptReport {
    try hash(progress)
    var report = ReceiptReport(status: .rejected, against: path, receipt: finding)
    report.bytes = inventory.bytes
    report.receipt = matched(finding, by: inventory)
    if isReceived(report.receipt, inventory) {
      report.status = .clean
      report.verified = inventory.files.count
    } else {
      let litter = litter
      let isLitter = Set(litter)
      if !look(at: inventory.keeping { !isLitter.contains($0.path) }, as: .clean, finding, &report) {
        noteOther(inventory, &report)
        try name(&report, besides: isLitter)
        let isNamed = !report.failed.isEmpty || !report.missing.isEmpty || !report.new.isEmpty
        if !isNamed || !look(at: inventory.keeping(isRecorded), as: .partial, finding, &report) { accuse(&report) }
      }
      noteLitter(litter, report.status, &report)
    }
    noteLeftOut(&report)
    report.failed = failed + report.failed
    report.notes += inventory.uncounted.map { "\($0) is not covered by the receipt" }
    return report
  }

  // MARK: - What was received

  private func matched(_ finding: ReceiptReport.Finding, by part: FolderInventory) -> ReceiptReport.Finding {
    var finding = finding
    finding.compare { part.rootHash(digests, $0) }
    return finding
  }

  private func isReceived(_ finding: ReceiptReport.Finding, _ part: FolderInventory) -> Bool {
    failed.isEmpty && finding.isMatched && part.files.count == receipt.files && part.bytes == receipt.bytes
  }

  /// Whether a part of the folder is what was received.
  private func look(
    at part: FolderInventory, as status: IntegrityStatus, _ finding: ReceiptReport.Finding, _ report: inout ReceiptReport
  ) -> Bool {
    let finding = matched(finding, by: part)
    guard isReceived(finding, part) else { return false }
    (report.status, report.receipt, report.verified) = (status, finding, part.files.count)
    return true
  }

  private func isRecorded(_ entry: FolderEntry) -> Bool {
    guard let recorded else { return false }
    guard entry.facts.kind == .folder else { return recorded.digests[entry.path] != nil }
    return !recorded.listsFolders || recorded.folders.contains(entry.path)
  }

  /// What by its name computers leave in folders, and the history does not have.
  private var litter: [ContainedPath] {
    (inventory.files + inventory.folders).filter { (recorded == nil || !isRecorded($0)) && SystemLitter.maker(ofAnythingAt: $0, in: folder) != nil }
      .map(\.path)
  }

  // MARK: - What is not

  private func noteOther(_ inventory: FolderInventory, _ report: inout ReceiptReport) {
    func amount(_ files: Int, _ bytes: Int64) -> String { "\(CountText(files, "file")), \(ByteText(bytes).exact)" }
    guard inventory.files.count != receipt.files || inventory.bytes != receipt.bytes else { return }
    report.notes.append(
      "the receipt is for ‘\(receipt.folder)’ with \(amount(receipt.files, receipt.bytes)); here "
        + "\(inventory.files.count == 1 ? "is" : "are") \(amount(inventory.files.count, inventory.bytes))")
  }

  private func noteLitter(_ litter: [ContainedPath], _ status: IntegrityStatus, _ report: inout ReceiptReport) {
    guard !litter.isEmpty else { return }
    let rest = status == .clean ? "; the files that were received are whole" : ""
    report.notes.append("not covered by the receipt, and by name what computers leave in folders: \(litter.map(\.text).firstFew)\(rest)")
  }

  /// A file that the receipt leaves out may be anything: it is there besides what was received.
  private func noteLeftOut(_ report: inout ReceiptReport) {
    guard !inventory.leftOut.isEmpty else { return }
    if report.status == .clean { report.status = .partial }
    let withdrawals = Withdrawals(around: inventory.leftOut, in: folder)
    var (returned, others): ([(path: String, withdrawal: Withdrawal)], [ContainedPath]) = ([], [])
    for path in inventory.leftOut {
      if let one = withdrawals.covering(path) { returned.append((path.text, one)) } else { others.append(path) }
    }
    report.notes += Withdrawal.wordsOfReturn(returned).map { "the receipt does not vouch for what was removed and put back: \($0)" }
    guard !others.isEmpty else { return }
    report.notes.append("the receipt does not vouch for what it leaves out by pattern or by path: \(others.map(\.text).firstFew)")
  }

  /// Which files it is that differ, as far as the history beside them knows.
  private func name(_ report: inout ReceiptReport, besides litter: Set<ContainedPath>) throws {
    guard let recorded else {
      report.notes.append("there is no history in the folder that could name the files that differ")
      return
    }
    report.chain = .init(generations: recorded.history.generations.count, intact: recorded.faults.isEmpty)
    if !isOfSameHistory {
      report.notes.append("the manifest that the receipt names is not in this folder: the names of files that differ are its own history's word")
    }
    let unreadable = Set(failed.map(\.path))
    var added: [ContainedPath] = []
    for file in inventory.files where !unreadable.contains(file.path.text) && !litter.contains(file.path) {
      guard let wanted = recorded.digests[file.path] else {
        added.append(file.path)
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
    let gone = recorded.digests.keys.filter { !present.contains($0) && !inventory.isUnread($0) }.sorted()
    report.missing = gone.map(\.text)
    report.new = added.map(\.text)
    report.notes += Withdrawals(around: gone, in: folder).words
    nameFolders(&report, recorded, gone, litter)
    noteGrowth(&report, recorded, added)
  }

  /// Folders that are gone or new, where no file in them says so already.
  private func nameFolders(_ report: inout ReceiptReport, _ recorded: RecordedFolder, _ gone: [ContainedPath], _ litter: Set<ContainedPath>) {
    guard recorded.listsFolders else { return }
    let present = Set(inventory.folders.map(\.path))
    let told = gone.foldersAround
    let absent = recorded.folders.filter { !present.contains($0) && !told.contains($0) && !inventory.isUnread($0) }
    report.missing += absent.sorted().map { "\($0)/" }
    let inhabited = inventory.files.lazy.map(\.path).filter { !litter.contains($0) }.foldersAround
    let new = present.filter { !recorded.folders.contains($0) && !inhabited.contains($0) && !litter.contains($0) }
    report.new += new.sorted().map { "\($0)/" }
  }

  /// Says of files that were not received which generations since have them on record: a later offload to the copy adds to it.
  private func noteGrowth(_ report: inout ReceiptReport, _ recorded: RecordedFolder, _ added: [ContainedPath]) {
    guard isOfSameHistory, let then = recorded.generation else { return }
    var rest = Set(added)
    for generation in recorded.history.generations where generation.number > then.number {
      let known = generation.hashList.files.map(\.path).filter { rest.remove($0) != nil }
      guard !known.isEmpty else { continue }
      let (made, files) = (generation.hashList.creator, CountText(known.count, "file"))
      report.notes.append(
        "it has grown since the receipt: \(files) \(known.count == 1 ? "was" : "were") "
          + "\(generation.hashList.process.kind == .transfer ? "copied there" : "recorded there") on \(made.date.wholeSecond), says generation "
          + "\(generation.number), made by \(made.tool) on \(made.hostName)".printable)
    }
  }

  /// Whether a manifest that the receipt names is in the folder's history; true where there is none.
  private var isOfSameHistory: Bool {
    guard let history = recorded?.history else { return true }
    let names = Set(receipt.copies.map(\.manifestC4))
    return history.generations.contains { names.contains($0.c4) }
  }

  /// What is said of a folder in which nothing could be named.
  private func accuse(_ report: inout ReceiptReport) {
    guard failed.isEmpty, report.failed.isEmpty, report.missing.isEmpty, report.new.isEmpty else { return }
    report.failed = [.init(path: ".", reason: reason(report))]
  }

  private func reason(_ report: ReceiptReport) -> String {
    if report.receipt.rootHashes.allSatisfy({ $0.contentMatches == true }) {
      return "names or places are not those of the receipt, though the contents are"
    }
    let isEveryFileAsRecorded = report.verified == inventory.files.count
    if isEveryFileAsRecorded, !isOfSameHistory {
      return "this is another folder than the one that the receipt is for: every file here is as its own history records it, and that history is not "
        + "the receipt’s. The receipt is for ‘\(receipt.folder)’; name that folder, or ask for the receipt of this one"
    }
    // An empty folder counts as content in ASC MHL.
    if isEveryFileAsRecorded, inventory.files.count == receipt.files, inventory.bytes == receipt.bytes {
      return "every file is as its history records it, but this is not what the receipt is for: folders were added or removed"
    }
    return "the contents are not those of the receipt"
  }

  // MARK: - Reading

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
}
