// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

extension PreflightSurvey {
  /// Looks at what is to be copied; nil where that makes no sense.
  mutating func examineSource() -> CopyJob? {
    guard !plan.source.isEmpty else {
      refuse(.sourceMissing, "the source", "its path is empty; name a card, a folder or a file")
      return nil
    }
    guard let source = RealPath.of(plan.source), let facts = try? FileFacts.of(source), let volume = try? system.volume(source) else {
      refuse(.sourceMissing, plan.source, "there is no such file or folder; check the path and that the card is mounted")
      return nil
    }
    let name = plan.name ?? source.split(separator: "/").last.map(String.init) ?? ""
    guard let path = try? ContainedPath(name), path.depth == 0 else {
      refuse(.sourceUnusable, plan.source, "‘\(name)’ cannot be the name of the copy; give one name without a slash")
      return nil
    }
    switch facts.kind {
    case .file:
      if let withheld = plan.withheld.first(where: { $0.path.text == name || $0.path.text == RealPath.name(of: source) }) {
        refuse(.sourceUnusable, plan.source, "is not to be copied: \(withheld.reason)")
      }
      let file = FolderEntry(path: path, facts: facts)
      return CopyJob(
        plan: plan, name: name, source: source, sourceVolume: VolumeSummary(volume), sourceDisks: system.disks(volume),
        mark: SourceMark(path: source, label: volume.label, files: 1, bytes: facts.size, ignoring: plan.ignorePatterns), isFolder: false,
        files: [file], folders: [], skipped: [], ignore: IgnorePatterns(plan.ignorePatterns))
    case .folder: return examineFolder(source, facts, volume, name)
    case .link, .special:
      refuse(.sourceUnusable, plan.source, "is neither a file nor a folder; name a card, a folder or a file")
      return nil
    }
  }

  private mutating func examineFolder(_ source: String, _ facts: FileFacts, _ volume: VolumeFacts, _ name: String) -> CopyJob? {
    // At a destination it would pass for the history of all that is there.
    guard RealPath.name(of: source) != GenerationName.folder, name != GenerationName.folder else {
      refuse(.sourceUnusable, plan.source, "is a history, and no media is in it: name the folder around it, ‘\(SystemPath.split(source).folder)’")
      return nil
    }
    let ignore = IgnorePatterns(plan.ignorePatterns)
    let scan: FolderScan
    do { scan = try FolderScan(source, ignoring: ignore) } catch {
      refuse(.unreadableEntry, plan.source, error.description)
      return nil
    }
    var skipped: [CopyReport.Failure] = []
    for oddity in scan.oddities {
      switch oddity.kind {
      // One odd name does not keep a card from being copied; that it stays behind keeps the card from being called safe to erase.
      case .link, .unreadable, .special, .unnameable: skipped.append(.init(path: oddity.path, reason: oddity.text))
      case .history: break
      case .leftOver: refuse(.unsupportedEntry, oddity.path, oddity.text + "; finish that copy before copying from it")
      }
    }
    let stray = StrayEntries(scan.leftOut, in: source)
    skipped += stray.entries.map { entry in
      plan.withheld.first { $0.path.text == entry.path }.map { .init(path: entry.path, reason: $0.reason) } ?? entry
    }
    let own = scan.refusalNotes.map(\.path.text).filter { RefusedOffload.isGenuine("\(source)/\($0)") }
    if !own.isEmpty { notes.append("left out: what Lineup noted of refused offloads to copies there: \(own.listed)") }
    for path in scan.refusalNotes.map(\.path.text) where !own.contains(path) {
      skipped.append(.init(path: path, reason: "is called like a note of Lineup’s and is none: it is in no copy; rename it and copy again"))
    }
    if stray.systemFiles > 0 { notes.append("left out: \(stray.systemFiles) .DS_Store of macOS, which no history lists") }
    let files = withhold(scan.files, &skipped)
    if files.isEmpty, problems.isEmpty {
      let left = skipped.isEmpty ? "" : " that can be copied (left out: \(skipped.map(\.path).listed))"
      refuse(.sourceEmpty, plan.source, "has no files\(left); is the card mounted?")
      return nil  // what an earlier copy holds is then not on the source, file by file, and that would hide the one cause
    }
    noteSecondNames(files)
    let histories = SourceHistories(root: source, scan: scan, files: files, algorithms: plan.algorithms) { path, reason in
      skipped.append(.init(path: path, reason: reason))
    }
    if !histories.carried.isEmpty { notes.append(Self.carriedNote(histories)) }
    return CopyJob(
      plan: plan, name: name, source: source, sourceVolume: VolumeSummary(volume), sourceDisks: system.disks(volume),
      mark: SourceMark(
        path: source, label: volume.label, files: scan.files.count, bytes: scan.files.totalSize, ignoring: plan.ignorePatterns), isFolder: true,
      files: files, folders: scan.folders, skipped: skipped, ignore: ignore, leftOutPatterns: ignore.lines(leavingOut: scan.leftOut),
      histories: histories)
  }

  private static func carriedNote(_ histories: SourceHistories) -> String {
    let generations = histories.carried.reduce(0) { $0 + $1.history.generations.count }
    return "the source brought \(histories.carried.count == 1 ? "a history" : "\(histories.carried.count) histories") of "
      + "\(CountText(generations, "generation")), which every copy continues"
  }

  /// Takes out what the plan says is not to be copied.
  private mutating func withhold(_ files: [FolderEntry], _ skipped: inout [CopyReport.Failure]) -> [FolderEntry] {
    guard !plan.withheld.isEmpty else { return files }
    let reasons = Dictionary(plan.withheld.map { ($0.path, $0.reason) }) { first, _ in first }
    var found: Set<ContainedPath> = []
    let rest = files.filter { file in
      guard let reason = reasons[file.path] else { return true }
      found.insert(file.path)
      skipped.append(.init(path: file.path.text, reason: reason))
      return false
    }
    found.formUnion(skipped.compactMap { try? ContainedPath($0.path) })
    for one in plan.withheld where !found.contains(one.path) {
      notes.append("\(one.path) was to be left behind (\(one.reason)) and is not on the source")
    }
    return rest
  }

  /// Files under several names take their room once at the source and once a name at a destination.
  private mutating func noteSecondNames(_ files: [FolderEntry]) {
    let linked = files.filter { $0.facts.linkCount > 1 }
    guard !linked.isEmpty else { return }
    notes.append("files with more than one name (hard links) are copied once a name: \(linked.map(\.path.text).listed)")
  }
}
