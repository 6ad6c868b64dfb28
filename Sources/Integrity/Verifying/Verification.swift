// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// A verification under way: the folder is walked once, every file read once for all its formats.
struct Verification {
  private let expected: Expectation
  private let only: ContainedPath?
  private let cancellation: Cancellation
  private var verified: [(path: ContainedPath, digests: [Digest])] = []
  private var failed: [CopyReport.Failure] = []
  private var missing: [String] = []
  private var new: [String] = []
  private var bytes: Int64 = 0

  /// - Parameter only: the part of the scope to look at; nil for all of it.
  init(_ expected: Expectation, only: ContainedPath?, _ cancellation: Cancellation) {
    self.expected = expected
    self.only = only
    self.cancellation = cancellation
  }

  /// Compares everything.
  /// - Throws: `IntegrityError`: `cancelled`, or `unreadable` when the scope itself cannot be listed.
  mutating func run(_ progress: (@Sendable (IntegrityProgress) -> Void)?) throws(IntegrityError) -> VerificationReport {
    let begin = ContinuousClock.now
    let scan: FolderScan
    do throws(FilesError) { scan = try FolderScan(expected.scope, ignoring: expected.ignore) } catch {
      throw IntegrityError(.unreadable, expected.scope, error.description)
    }
    if only == nil { failed = expected.unusable }
    try compareFiles(scan, progress)
    compareFolders(scan)
    if only == nil { compareRootHash(scan) }
    return report(seconds: (ContinuousClock.now - begin).inSeconds)
  }

  // MARK: -

  private func isWanted(_ path: ContainedPath) -> Bool { only.map(path.isInside) ?? true }

  private mutating func compareFiles(_ scan: FolderScan, _ progress: (@Sendable (IntegrityProgress) -> Void)?) throws(IntegrityError) {
    let found = (scan.files + expected.passedOver(by: scan)).filter { isWanted($0.path) }
    let listed = found.filter { expected.files[$0.path] != nil }
    var meter = ProgressMeter(bytes: listed.totalSize, files: listed.count, report: progress)
    for file in found {
      guard let wanted = expected.files[file.path] else {
        if expected.listFacts?.isSameFile(as: file.facts) != true { new.append(file.path.text) }
        continue
      }
      try compare(file, with: wanted, &meter)
      meter.finishFile(file.path.text)
    }
    let present = Set(found.map(\.path))
    let odd = Dictionary(scan.oddities.map { ($0.path, $0.text) }) { first, _ in first }
    for path in expected.files.keys.sorted() where isWanted(path) && !present.contains(path) {
      if let text = odd[path.text] { failed.append(.init(path: path.text, reason: "is now \(text)")) } else { missing.append(path.text) }
    }
    for oddity in scan.oddities where oddity.kind == .unreadable { failed.append(.init(path: oddity.path, reason: oddity.text)) }
  }

  private mutating func compare(_ file: FolderEntry, with wanted: Expectation.File, _ meter: inout ProgressMeter) throws(IntegrityError) {
    func fail(_ reason: String) { failed.append(.init(path: file.path.text, reason: reason)) }
    guard !wanted.digests.isEmpty else { return fail("no hash is recorded that it could be compared with") }
    let digests: [Digest]
    do throws(FilesError) {
      let input = try InputFile("\(expected.scope)/\(file.path)", followLinks: false)
      input.expectSequentialReading()
      digests = try FileHasher.digests(of: input, algorithms: wanted.digests.map(\.algorithm)) { (count) throws(FilesError) in
        bytes += Int64(count)
        meter.add(bytes: Int64(count), file: file.path.text)
        if cancellation.isCancelled { throw FilesError(.busy, subject: file.path.text) }
      }
    } catch {
      guard !cancellation.isCancelled else { throw IntegrityError(.cancelled, expected.scope, "the verification was stopped; run it again") }
      return fail(error.description)
    }
    let wrong = wanted.digests.filter { !digests.contains($0) }
    if wrong.isEmpty || wanted.anyWillDo && wrong.count < wanted.digests.count {
      verified.append((file.path, digests))
    } else if let size = wanted.size, size != file.facts.size {
      fail("has \(file.facts.size) bytes where \(size) are recorded")
    } else {
      let values = wrong.map { old in "\(old) is recorded, \(digests.first { $0.algorithm == old.algorithm }?.text ?? "nothing") was found" }
      fail("has changed: " + values.joined(separator: "; "))
    }
  }

  private mutating func compareFolders(_ scan: FolderScan) {
    let present = Set(scan.folders.map(\.path))
    for folder in expected.folders.sorted() where isWanted(folder) && !present.contains(folder) { missing.append("\(folder)/") }
    for link in scan.oddities where link.kind == .link {
      if let path = try? ContainedPath(link.path), isWanted(path) { new.append(link.path) }
    }
  }

  /// Where every file is as recorded and nothing was added, the hash of the whole must agree too; it also covers names and empty folders.
  private mutating func compareRootHash(_ scan: FolderScan) {
    guard failed.isEmpty, missing.isEmpty, new.isEmpty, let recorded = expected.rootHash else { return }
    for (content, structure) in zip(recorded.content, recorded.structure) where content.algorithm == structure.algorithm {
      let found = DirectoryHasher.digests(files: verified, folders: scan.folders.map(\.path), algorithm: content.algorithm)
      guard let root = found?[nil] else { continue }
      if root.content != content { failed.append(.init(path: ".", reason: "the content hash of the folder is not the recorded one")) }
      if root.structure != structure {
        failed.append(.init(path: ".", reason: "names or empty folders have changed: the structure hash is not the recorded one"))
      }
    }
  }

  private func report(seconds: Double) -> VerificationReport {
    let chain = expected.generations.map { VerificationReport.Chain(generations: $0, intact: expected.faults.isEmpty) }
    let isRejected = !failed.isEmpty || !missing.isEmpty || !expected.faults.isEmpty
    return VerificationReport(
      status: isRejected ? .rejected : new.isEmpty ? .clean : .partial, against: expected.against, verified: verified.count, bytes: bytes,
      seconds: seconds, failed: failed, missing: missing, new: new, chain: chain, notes: expected.faults + expected.notes)
  }
}
