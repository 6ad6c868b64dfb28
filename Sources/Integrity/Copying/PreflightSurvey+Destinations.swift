// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

extension PreflightSurvey {
  /// Looks at one destination; nil where nothing can be written there.
  mutating func examineDestination(_ given: String, _ job: CopyJob) -> CopyJob.Target? {
    guard !given.isEmpty else {
      refuse(.destinationNotFolder, "a destination", "its path is empty; name a folder")
      return nil
    }
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
    guard let volume = try? system.volume(folder) else {
      refuse(.destinationNotWritable, given, "its volume does not answer; check that it is mounted")
      return nil
    }
    let exists = FileManager.default.fileExists(atPath: folder)
    if exists, let card = CardFolderCheck.format(of: folder) {
      refuse(
        .destinationNotFolder, given,
        "is a card itself (\(card.title)), and nothing is written to one: were source and destination mixed up? Name another folder")
      return nil
    }
    if job.isFolder, let objection = CardPart.objection(to: folder, copyNamed: job.name) {
      refuse(.destinationNotFolder, given, objection)
      return nil
    }
    var target = CopyJob.Target(
      given: given, folder: folder, root: root, volume: VolumeSummary(volume), disks: system.disks(volume), existed: exists,
      isCascade: plan.cascade.contains(given))
    target.hold = VolumeHold(folder)
    target.manifests = job.isFolder ? CopyJob.Target.manifests(at: root) : []
    let journal = CopyJournal.path(folder: folder, name: job.name)
    target.isNew = job.isFolder && FileFacts.isAbsent(root) && !CopyJournal.isBegun(journal, from: job.source, where: { $0 == job.mark })
    for file in job.files where file.path.name.utf8.count > volume.longestName {
      refuse(.unsupportedEntry, file.path.text, "its name is too long for \(given), which takes \(volume.longestName) bytes")
    }
    noteMissingVolume(target)
    examineCollisions(&target, job)
    if job.isFolder, exists { examineDuplicate(target, job) }
    return target
  }

  // MARK: - What is there already

  private mutating func examineCollisions(_ target: inout CopyJob.Target, _ job: CopyJob) {
    if !job.isFolder { return examineCollision(at: "\(target.root)/\(job.name)", job.files[0].facts.size) }
    guard let facts = try? FileFacts.ifExists(target.root) else { return }
    guard facts.kind == .folder else {
      return refuse(.collision, target.root, "something else has the copy's name; move it away or use another name")
    }
    if let around = try? FileFacts.of(target.folder), around.device != facts.device {
      return refuse(
        .collision, target.root,
        "is a volume of its own that is mounted there, perhaps the card itself: were source and destination mixed up? Name another folder")
    }
    let history = "\(target.root)/\(GenerationName.folder)"
    if let facts = try? FileFacts.ifExists(history), facts.kind != .folder {
      refuse(.collision, history, "is no folder, so it cannot keep the copy's history; move it away")
    }
    let scan: FolderScan
    do { scan = try FolderScan(target.root, ignoring: job.ignore) } catch { return refuse(.destinationNotWritable, target.root, error.description) }
    target.leftOvers = Self.unwanted(scan.oddities.filter { $0.kind == .leftOver }.map(\.path), job)
    if hasOtherCopy(target, job) { target.finished = IndexSet(scan.files.compactMap { job.files.place(of: $0.path) }) }
    let known = problems.count
    examineFiles(scan, target, job)
    for folder in scan.folders where job.folders.place(of: folder.path) == nil && SystemLitter.maker(ofAnythingAt: folder, in: target.root) == nil {
      refuse(.collision, "\(target.root)/\(folder.path)", "is a folder that is not on the source; move it away or give the copy another name")
    }
    for oddity in scan.oddities where oddity.kind != .leftOver && oddity.kind != .history {
      refuse(.collision, "\(target.root)/\(oddity.path)", oddity.text + "; move it away")
    }
    let obstacles = problems[known...].filter { $0.code == .collision }
    if !obstacles.isEmpty {
      refusals.append(.init(root: target.root, refusal: .init(date: plan.clock.now, source: job.source, reasons: obstacles.map(\.description))))
    }
  }

  /// Holds the files that are there against those of the source, by names and sizes.
  private mutating func examineFiles(_ scan: FolderScan, _ target: CopyJob.Target, _ job: CopyJob) {
    var (strangers, other, same): ([ContainedPath], [ContainedPath], Int) = ([], [], 0)
    var litter: [String] = []
    for file in scan.files {
      if let place = job.files.place(of: file.path) {
        if job.files[place].facts.size == file.facts.size { same += 1 } else { other.append(file.path) }
      } else if SystemLitter.maker(ofAnythingAt: file, in: target.root) != nil {
        litter.append(file.path.text)
      } else {
        strangers.append(file.path)
      }
    }
    if !litter.isEmpty {
      notes.append(
        "\(target.root) has what by name computers leave in folders, and the source has not: \(litter.listed). It was left alone, not looked at and "
          + "not recorded by this copy; no file of the card is touched by it")
    }
    let isOther = target.finished != nil
    if isOther, strangers.isEmpty, same > 0, !other.isEmpty, other.allSatisfy(GrownCard.isIndex) {
      let free = GrownCard.freeName(job.name, in: plan.destinations)
      let new = job.files.count - same - other.count
      return refuse(
        .collision, target.root, GrownCard.words(same: same, proof: "name and size", indexes: other.map(\.text), new: new, free: free))
    }
    if isOther { refuseWithdrawn(target, job) }
    // What else is there is of this card, as far as names and sizes tell: its bytes are compared before anything is added to it.
    let isOfThisCard = other.isEmpty && same > 0 && same >= strangers.count
    let isWhole = isOfThisCard && same == job.files.count
    for path in strangers {
      let advice =
        !isOther
        ? "move it away or give the copy another name"
        : isWhole
          ? "every file of the card is there by name and size, and this one is besides: move it away and run this again, or check the copy with "
            + "‘lineup verify’"
          : isOfThisCard
            ? "all else in that copy is on the source, by name and size, and \(CountText(job.files.count - same, "file")) of the source would be new "
              + "there: move this one away and run this again, or find out who put it there" : FinishedCopyCheck.advice
      refuse(.collision, "\(target.root)/\(path)", "is not on the source; \(advice)")
    }
    for path in other {
      let text = isOther ? "is already there with different content; \(FinishedCopyCheck.advice)" : Self.otherContent
      refuse(.collision, "\(target.root)/\(path)", text)
    }
  }

  /// A file that the history there lets go would be copied, and no later check would look at it.
  private mutating func refuseWithdrawn(_ target: CopyJob.Target, _ job: CopyJob) {
    let withdrawals = Withdrawals(of: target.root)
    guard !withdrawals.isEmpty else { return }
    for file in job.files {
      guard let one = withdrawals.covering(file.path) else { continue }
      let who = one.generation.map { "generation \($0), signed by \(one.author)" } ?? one.author
      refuse(
        .collision, "\(target.root)/\(file.path)",
        "its history lets that file go (\(who): \(one.reason)), so no check would look at the new one: give the copy another name")
    }
  }

  /// Whether a copy other than this one, begun or gone on with from the same source, was made there.
  private func hasOtherCopy(_ target: CopyJob.Target, _ job: CopyJob) -> Bool {
    let journal = CopyJournal.path(folder: target.folder, name: job.name)
    if CopyJournal.isBegun(journal, from: job.source, where: { $0 == job.mark }) { return false }
    let hasHistory = (try? History.stands(in: target.root)) ?? true
    return hasHistory || !FileFacts.isAbsent(journal)
  }

  /// What a stopped copy left of a file that is wanted is gone on with; what it left of others goes.
  private static func unwanted(_ leftOvers: [String], _ job: CopyJob) -> [String] {
    guard !leftOvers.isEmpty else { return [] }
    var unwanted = Set(leftOvers)
    for file in job.files {
      let path = PendingFile.temporaryPath(for: file.path.text)
      unwanted.remove(path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
    }
    return leftOvers.filter(unwanted.contains)
  }

  private mutating func examineCollision(at path: String, _ size: Int64) {
    guard let facts = try? FileFacts.ifExists(path) else { return }
    if facts.kind != .file || facts.size != size { refuse(.collision, path, Self.otherContent) }
  }

  private static let otherContent = "is already there with different content; nothing is overwritten: move it away or give the copy another name"

  // MARK: - The same card under another name

  /// Looks for a folder beside the copy that has the very files of the source, by paths, sizes and times.
  private mutating func examineDuplicate(_ target: CopyJob.Target, _ job: CopyJob) {
    guard let walk = try? FolderWalk(target.folder, where: { $0.parent == nil }), !job.files.isEmpty else { return }
    for case .entry(let entry) in walk where entry.facts.kind == .folder && entry.path.name != job.name {
      let folder = "\(target.folder)/\(entry.path)"
      guard !RealPath.isSame(folder, job.source), holdsSame(folder, job) else { continue }
      let text = "has the same \(job.files.count == 1 ? "file" : "\(job.files.count) files") as the source, by names, sizes and times"
      if plan.acceptsDuplicate {
        notes.append("\(folder) \(text)")
      } else {
        refuse(.duplicate, folder, "\(text): this card was copied before; go on with that copy, or add --accept-duplicate for a second one")
      }
    }
  }

  private func holdsSame(_ folder: String, _ job: CopyJob) -> Bool {
    // Most folders are told by the first file that is not there.
    for index in [0, job.files.count / 2, job.files.count - 1] {
      let file = job.files[index]
      guard let facts = try? FileFacts.ifExists("\(folder)/\(file.path)"), Self.looksSame(facts, file.facts) else { return false }
    }
    guard let scan = try? FolderScan(folder, ignoring: job.ignore), scan.files.count == job.files.count else { return false }
    return zip(scan.files, job.files).allSatisfy { $0.path == $1.path && Self.looksSame($0.facts, $1.facts) }
  }

  /// FAT keeps times to two seconds.
  private static func looksSame(_ one: FileFacts, _ other: FileFacts) -> Bool {
    one.kind == other.kind && one.size == other.size && abs(one.modified.seconds - other.modified.seconds) <= 2
  }

  // MARK: - A volume that is not there

  private static let mountFolders = ["/Volumes", "/media", "/mnt", "/run/media"]

  /// An empty folder of the system's own volume where volumes are mounted is most likely one whose volume is not.
  private mutating func noteMissingVolume(_ target: CopyJob.Target) {
    guard Self.mountFolders.contains(where: { target.folder.utf8.starts(with: "\($0)/".utf8) }), target.volume.mountPoint == "/" else { return }
    var folder = target.folder
    while FileFacts.isAbsent(folder), folder != "/" { folder = (folder as NSString).deletingLastPathComponent }
    guard !Self.mountFolders.contains(folder), folder != "/", let walk = try? FolderWalk(folder), walk.first(where: { _ in true }) == nil else {
      return
    }
    notes.append("\(folder) is an empty folder of the system's own volume; check that the volume that belongs there is mounted")
  }
}
