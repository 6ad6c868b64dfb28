// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// Looks at a plan before anything is written, and lists everything that stands in its way.
public struct Preflight: Sendable {
  /// What must be put right first. Empty: the copy can begin.
  public let problems: [CopyProblem]
  /// How many files would be copied.
  public let files: Int
  /// How many bytes they have.
  public let bytes: Int64
  /// What would be left out, and why: `path: reason`.
  public let skipped: [String]
  /// What to know, although it stands in nobody's way.
  public let notes: [String]
  /// Of the notes, those that are still true when the copy is done.
  let lastingNotes: [String]
  let job: CopyJob?

  /// Examines `plan`. Nothing is left behind; files at the destinations are compared by size only.
  public init(_ plan: CopyPlan) {
    var survey = Survey(plan)
    survey.examine()
    problems = survey.problems
    lastingNotes = survey.notes
    notes = survey.unmade.map { "\($0) does not exist yet and will be made" } + survey.notes
    files = survey.job?.files.count ?? 0
    bytes = survey.job?.bytes ?? 0
    skipped = survey.job?.skipped.map { "\($0.path): \($0.text)" } ?? []
    job = survey.problems.isEmpty ? survey.job : nil
  }
}

/// The examination under way.
private struct Survey {
  let plan: CopyPlan
  var problems: [CopyProblem] = []
  var notes: [String] = []
  var job: CopyJob?

  /// The destinations that are not there yet.
  var unmade: [String] { job?.targets.filter { !$0.existed }.map(\.given) ?? [] }

  init(_ plan: CopyPlan) { self.plan = plan }

  mutating func examine() {
    if plan.destinations.isEmpty { refuse(.planIncomplete, plan.source, "no destination is named; add one with --to") }
    if !plan.algorithms.contains(where: \.isManifestFormat) {
      let formats = plan.algorithms.map(\.rawValue).joined(separator: ", ")
      refuse(.planIncomplete, formats, "no ASC MHL manifest can hold these hashes alone; add xxh64")
    }
    guard var job = examineSource() else { return }
    for destination in plan.destinations {
      if let target = examineDestination(destination, job) { job.targets.append(target) }
    }
    examineNames(job)
    examineRoom(job)
    self.job = job
  }

  private mutating func refuse(_ code: CopyProblem.Code, _ subject: String, _ text: String) { problems.append(CopyProblem(code, subject, text)) }

  // MARK: - Source

  private mutating func examineSource() -> CopyJob? {
    guard let source = RealPath.of(plan.source), let facts = try? FileFacts.of(source) else {
      refuse(.sourceMissing, plan.source, "there is no such file or folder; check the path and that the card is mounted")
      return nil
    }
    let name = plan.name ?? source.split(separator: "/").last.map(String.init) ?? ""
    guard let path = try? ContainedPath(name), path.depth == 0 else {
      refuse(.sourceUnusable, plan.source, "‘\(name)’ cannot be the name of the copy; give one name without a slash")
      return nil
    }
    let ignore = IgnorePatterns(plan.ignorePatterns)
    switch facts.kind {
    case .file:
      let file = FolderEntry(path: path, facts: facts)
      return CopyJob(
        plan: plan, name: name, source: source, sourceDevice: facts.device, isFolder: false, files: [file], folders: [], skipped: [], ignore: ignore)
    case .folder: return examineFolder(source, facts, name, ignore)
    case .link, .special:
      refuse(.sourceUnusable, plan.source, "is neither a file nor a folder; name a card, a folder or a file")
      return nil
    }
  }

  private mutating func examineFolder(_ source: String, _ facts: FileFacts, _ name: String, _ ignore: IgnorePatterns) -> CopyJob? {
    let scan: FolderScan
    do { scan = try FolderScan(source, ignoring: ignore) } catch {
      refuse(.unreadableEntry, plan.source, error.description)
      return nil
    }
    var skipped: [FolderScan.Oddity] = []
    for oddity in scan.oddities {
      switch oddity.kind {
      case .link, .history: skipped.append(oddity)
      case .unreadable: refuse(.unreadableEntry, oddity.path, oddity.text)
      case .special: refuse(.unsupportedEntry, oddity.path, oddity.text + "; leave it out with an ignore pattern")
      case .unnameable: refuse(.unsupportedEntry, oddity.path, oddity.text)
      case .leftOver: refuse(.unsupportedEntry, oddity.path, oddity.text + "; finish that copy before copying from it")
      }
    }
    if scan.files.isEmpty, problems.isEmpty { refuse(.sourceEmpty, plan.source, "has no files; is the card mounted?") }
    return CopyJob(
      plan: plan, name: name, source: source, sourceDevice: facts.device, isFolder: true, files: scan.files, folders: scan.folders, skipped: skipped,
      ignore: ignore)
  }

  // MARK: - Destinations

  private mutating func examineDestination(_ given: String, _ job: CopyJob) -> CopyJob.Target? {
    guard let folder = RealPath.ofPossible(given) else {
      refuse(.destinationNotFolder, given, "its path leads nowhere; check it and that the volume is mounted")
      return nil
    }
    let root = job.isFolder ? "\(folder == "/" ? "" : folder)/\(job.name)" : folder
    if let facts = try? FileFacts.of(folder), facts.kind != .folder {
      refuse(.destinationNotFolder, given, "is not a folder; name a folder")
      return nil
    }
    if job.targets.contains(where: { RealPath.isSame($0.folder, folder) }) {
      refuse(.destinationTwice, given, "is the same folder as another destination; name different ones")
      return nil
    }
    if RealPath.isInside(folder, job.source) {
      refuse(.destinationInsideSource, given, "is inside the source; choose a folder outside it")
      return nil
    }
    if job.isFolder ? RealPath.isInside(job.source, root) : RealPath.isSame(job.source, "\(folder)/\(job.name)") {
      refuse(.sourceInsideDestination, given, "the copy would be written over its own source; choose another folder")
      return nil
    }
    guard RealPath.isWritable(folder) else {
      refuse(.destinationNotWritable, given, "cannot be written; check its permissions and that the volume is not locked")
      return nil
    }
    guard let volume = try? VolumeFacts.of(folder) else {
      refuse(.destinationNotWritable, given, "its volume does not answer; check that it is mounted")
      return nil
    }
    let exists = FileManager.default.fileExists(atPath: folder)
    var target = CopyJob.Target(given: given, folder: folder, root: root, device: volume.device, existed: exists)
    for file in job.files where file.path.name.utf8.count > volume.longestName {
      refuse(.unsupportedEntry, file.path.text, "its name is too long for \(given), which takes \(volume.longestName) bytes")
    }
    examineCollisions(&target, job)
    return target
  }

  private mutating func examineCollisions(_ target: inout CopyJob.Target, _ job: CopyJob) {
    if !job.isFolder { return examineCollision(at: "\(target.root)/\(job.name)", job.files[0].facts.size) }
    guard let facts = try? FileFacts.ifExists(target.root) else { return }
    guard facts.kind == .folder else {
      return refuse(.collision, target.root, "something else has the copy's name; move it away or use another name")
    }
    let history = "\(target.root)/\(GenerationName.folder)"
    if let facts = try? FileFacts.ifExists(history), facts.kind != .folder {
      refuse(.collision, history, "is no folder, so it cannot keep the copy's history; move it away")
    }
    let scan: FolderScan
    do { scan = try FolderScan(target.root, ignoring: job.ignore) } catch { return refuse(.destinationNotWritable, target.root, error.description) }
    target.leftOvers = scan.oddities.filter { $0.kind == .leftOver }.map(\.path)
    let wanted = Dictionary(job.files.map { ($0.path, $0.facts.size) }) { first, _ in first }
    let folders = Set(job.folders.map(\.path))
    for file in scan.files {
      guard let size = wanted[file.path] else {
        refuse(.collision, "\(target.root)/\(file.path)", "is not on the source; move it away or give the copy another name")
        continue
      }
      if size != file.facts.size { refuse(.collision, "\(target.root)/\(file.path)", Self.otherContent) }
    }
    for folder in scan.folders where !folders.contains(folder.path) {
      refuse(.collision, "\(target.root)/\(folder.path)", "is a folder that is not on the source; move it away or give the copy another name")
    }
    for oddity in scan.oddities where oddity.kind != .leftOver && oddity.kind != .history {
      refuse(.collision, "\(target.root)/\(oddity.path)", oddity.text + "; move it away")
    }
  }

  private mutating func examineCollision(at path: String, _ size: Int64) {
    guard let facts = try? FileFacts.ifExists(path) else { return }
    if facts.kind != .file || facts.size != size { refuse(.collision, path, Self.otherContent) }
  }

  private static let otherContent = "is already there with different content; nothing is overwritten: move it away or give the copy another name"

  /// Names that differ only by case or by Unicode normalization: a problem where the volume takes them for one, worth a note elsewhere.
  private mutating func examineNames(_ job: CopyJob) {
    let pairs = LookAlikeNames.among(job.folders.map(\.path) + job.files.map(\.path))
    guard !pairs.isEmpty else { return }
    let folding = job.targets.filter { RealPath.foldsNames($0.folder) }
    let names = folding.map(\.given).joined(separator: ", ")
    for pair in pairs {
      if folding.isEmpty {
        notes.append("\(pair.description): \(pair.confused) them for one")
      } else {
        refuse(.namesCollide, pair.second.text, "\(pair.description), which \(names) cannot keep apart; rename one of them")
      }
    }
  }

  // MARK: - Room

  /// Destinations on one volume share its room. What is already there is not counted again.
  private mutating func examineRoom(_ job: CopyJob) {
    for (_, targets) in Dictionary(grouping: job.targets, by: \.device).sorted(by: { $0.key < $1.key }) {
      guard let first = targets.first, let volume = try? VolumeFacts.of(first.folder) else { continue }
      let needed = targets.reduce(Int64(0)) { $0.addingCapped(bytesMissing($1, job)) }
      if needed > volume.availableBytes {
        let names = targets.map(\.given).joined(separator: ", ")
        refuse(.noSpace, names, "needs \(needed) bytes and has \(volume.availableBytes) free; make room or choose another volume")
      }
      if targets.count > 1 { notes.append("\(targets.map(\.given).joined(separator: ", ")) are on the same disk") }
    }
  }

  private func bytesMissing(_ target: CopyJob.Target, _ job: CopyJob) -> Int64 {
    let manifest = Int64(64 << 10) + Int64(job.files.count) * 1024
    return job.files.reduce(manifest) { sum, file in
      let existing = try? FileFacts.ifExists("\(target.root)/\(file.path)")
      return existing == nil ? sum.addingCapped(file.facts.size).addingCapped(4095) : sum  // the last block is taken whole
    }
  }
}
