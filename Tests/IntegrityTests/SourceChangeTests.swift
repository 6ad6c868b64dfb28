// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import Integrity

/// Copies `card` to two disks, and does something to it when the first file is placed.
private func copy(_ card: TestCard, _ meanwhile: @escaping @Sendable () throws -> Void) throws -> CopyReport {
  let isDone = Cancellation()
  let plan = card.plan([try card.destination("one"), try card.destination("two")])
  return try Copier(plan) { _ in
    DestinationGate(act: { (act, _) throws(FilesError) in
      guard case .place = act, !isDone.isCancelled else { return }
      isDone.cancel()
      try? meanwhile()
    })
  }.run()
}

@Test func `what appeared on the source while it was copied is named, and nothing is safe to erase`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let source = card.source
  let report = try copy(card) {
    try TestCard.write([1], source + "/Clips/A001C009.mov")
    try FileManager.default.createDirectory(atPath: source + "/Clips.new", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: source + "/link", withDestinationPath: "/nowhere")
  }
  #expect(report.status == .partial && !report.safeToErase)
  #expect(report.failed.map(\.path) == ["Clips/A001C009.mov", "Clips.new", "link"])
  #expect(report.failed.allSatisfy { $0.reason.contains("appeared") && $0.reason.contains("run the same command again") })
  #expect(report.destinations.allSatisfy { $0.manifest == nil })
  #expect(report.reasons.contains { $0.contains("A001C009.mov") })
  try FileManager.default.removeItem(atPath: source + "/link")
  #expect(try copy(card) {}.status == .clean, "and running it again takes what is new")
}

@Test func `what vanished from the source or changed while it was copied is named`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let source = card.source
  try TestCard.write([1], source + "/Clips.txt")
  let report = try copy(card) {
    try FileManager.default.removeItem(atPath: source + "/Clips.txt")
    try FileManager.default.removeItem(atPath: source + "/EMPTY")
    try TestCard.write([1, 2], source + "/Clips/A001C001.mov")
  }
  #expect(report.status == .partial && !report.safeToErase)
  #expect(report.failed.map(\.path).sorted() == ["Clips.txt", "Clips/A001C001.mov", "EMPTY"])
}

@Test func `a source that is as it was is listed again without a word, also where all was there`() throws {
  let card = try TestCard(largest: 1000)
  try FileManager.default.createSymbolicLink(atPath: card.source + "/dangling", withDestinationPath: "/nowhere")
  try TestCard.write([1], card.source + "/deep.txt")
  try TestCard.write([1], card.source + "/deep-er/x.txt")
  for _ in 0..<2 { #expect(try copy(card) {}.failed == []) }
  let plan = card.plan([try card.destination("one")])
  let source = card.source
  let report = try Copier(plan) { _ in
    DestinationGate(act: { (act, _) throws(FilesError) in
      if case .journal = act { try? TestCard.write([1], source + "/late.mov") }
    })
  }.run()
  #expect(report.failed.map(\.path) == ["late.mov"])
}

@Test(arguments: ["exfat", "vfat", "msdos", "ntfs3", "fuseblk", "fuse.sshfs", "nfs4", ""])
func `a file that a volume without lasting numbers gave another one is not a changed file`(_ fileSystem: String) throws {
  let (job, planned, now) = try renumbered(on: fileSystem)
  #expect(CopyOrigin.source.isUnchanged(planned, now, in: job))
}

@Test(arguments: ["ext4", "xfs", "btrfs", "zfs", "apfs", "hfs"])
func `another file of the same size and time is found where files keep their numbers`(_ fileSystem: String) throws {
  let (job, planned, now) = try renumbered(on: fileSystem)
  #expect(!CopyOrigin.source.isUnchanged(planned, now, in: job))
  #expect(CopyOrigin.source.isUnchanged(planned, planned, in: job))
}

@Test func `a changed size or time is a change on every volume`() throws {
  let (job, planned, _) = try renumbered(on: "exfat")
  let other = FileManager.default.temporaryDirectory.appendingPathComponent("lineup-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: other) }
  for (bytes, time) in [(Int(planned.size) + 1, planned.modified), (Int(planned.size), Timestamp(seconds: 1))] {
    try? FileManager.default.removeItem(atPath: other)
    do {
      let file = try OutputFile(creating: other)
      try file.truncate(to: Int64(bytes))
      try file.setModified(time)
    }
    #expect(try !CopyOrigin.source.isUnchanged(planned, FileFacts.of(other), in: job))
  }
}

/// A planned file, and one of another number with the same size and time.
private func renumbered(on fileSystem: String) throws -> (job: CopyJob, planned: FileFacts, now: FileFacts) {
  let card = try TestCard(largest: 10, isSmall: true)
  let job = try #require(Preflight(card.plan([try card.destination("one")]), on: .withRoom(1 << 30, fileSystem: fileSystem)).job)
  let planned = try #require(job.files.last).facts
  let twin = card.folder.path("twin")
  do {
    let file = try OutputFile(creating: twin)
    try file.truncate(to: planned.size)
    try file.setModified(planned.modified)
  }
  let now = try FileFacts.of(twin)
  #expect(!now.isSameFile(as: planned))
  return (job, planned, now)
}

@Test func `patterns that left nothing out speak against nothing, and what one leaves out that came meanwhile is named`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  var plan = card.plan([try card.destination("one"), try card.destination("two")])
  plan.ignorePatterns = ["*.tmp", "*.bak"]
  #expect(try !Copier(plan).run().reasons.contains { $0.contains("by pattern") })
  try TestCard.write([1], card.source + "/Clips/x.bak")
  plan.destinations = [try card.destination("three")]
  let report = try Copier(plan).run()
  #expect(report.reasons.contains("files were left out by pattern: *.bak") && !report.safeToErase, "\(report.reasons)")
  plan.destinations = [try card.destination("four")]
  let source = card.source
  let changed = try Copier(plan) { _ in
    DestinationGate(act: { (act, _) throws(FilesError) in
      if case .place = act { try? TestCard.write([1], source + "/Clips/x.tmp") }
    })
  }.run()
  #expect(changed.failed.map(\.path) == ["Clips/x.tmp"], "\(changed.failed)")
}

/// Copies `card` to one disk and from there to another, and does something when the first copy has its manifest.
private func cascade(_ card: TestCard, _ meanwhile: @escaping @Sendable () throws -> Void) throws -> CopyReport {
  var plan = card.plan([try card.destination("one"), try card.destination("two")])
  plan.cascade = [plan.destinations[1]]
  let asked = LastValue<Int>()
  let system = PreflightSystem(disks: { _ in
    asked.set((asked.value ?? 0) + 1)
    return ["disk \(asked.value ?? 0)"]
  })
  return try Copier(plan, on: system) { index in
    DestinationGate(act: { (act, _) throws(FilesError) in
      if index == 0, case .writeChain = act { try? meanwhile() }
    })
  }.run()
}

@Test func `a clip that was shot while another copy was brought up is named, and nothing is safe to erase`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let source = card.source
  let report = try cascade(card) { try TestCard.write([1], source + "/Clips/A001C009.mov") }
  #expect(report.status == .partial && !report.safeToErase)
  #expect(report.failed.map(\.path) == ["Clips/A001C009.mov"])
  #expect(report.destinations.allSatisfy { $0.status == .clean && $0.manifest != nil }, "both are whole copies of the card as it was")
  #expect(report.reasons.contains { $0.contains("A001C009.mov") }, "\(report.reasons)")
  let again = try cascade(card) {}
  #expect(again.status == .clean && again.files == card.files.count + 1, "and running it again takes it: \(again.failed)")
}

@Test func `of a source that was taken out while another copy was brought up it is said when it was seen last`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let source = card.source
  let seen = try cascade(card) {}
  #expect(seen.status == .clean && seen.lastLook == .init(date: Fixtures.clock.now))
  let other = try TestCard(largest: 1000, isSmall: true)
  let (from, to) = (other.source, other.folder.path("pocket"))
  let gone = try cascade(other) { try FileManager.default.moveItem(atPath: from, toPath: to) }
  #expect(gone.status == .clean && gone.failed == [] && gone.lastLook == .init(date: Fixtures.clock.now, isGoneSince: true))
  guard gone.destinations.allSatisfy({ $0.readBack?.isOfDevice == true }) else { return }
  #expect(seen.safeToErase && seen.reasons[0].hasSuffix("the source was looked at last at 2020-01-16T09:15:00Z"), "\(seen.reasons)")
  #expect(gone.safeToErase && gone.reasons[0].hasSuffix("so this is of the source as it was at 2020-01-16T09:15:00Z"), "\(gone.reasons)")
  #expect(FileManager.default.fileExists(atPath: source))
}
