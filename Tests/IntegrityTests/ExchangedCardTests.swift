// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// A card that was copied, and then another one in its place with the same names and sizes and one byte that differs.
private func exchanged() throws -> (card: TestCard, plan: CopyPlan, copy: String) {
  let card = try TestCard(largest: 1000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  let copy = try Copier(plan).run().destinations[0].path
  var bytes = card.files[0].bytes
  bytes[500] ^= 1
  try TestCard.write(bytes, "\(card.source)/\(card.files[0].name)")
  return (card, plan, copy)
}

@Test func `another card of the same name is not poured into the first card's folder`() throws {
  let (card, plan, copy) = try exchanged()
  try TestCard.write([1, 2, 3], card.source + "/Clips/S001T003.wav")
  for _ in 0..<2 {
    let error = try #require(throws: IntegrityError.self) { try Copier(plan).run() }
    #expect(error.problems.map(\.code) == [.collision] && error.problems[0].text.contains("another card of this name"))
    #expect(!error.problems[0].text.contains("move"), "nobody moves the first card's copy")
    #expect(card.differences(copy) == [])
    #expect(try beside(plan) == ["A001R2EC"], "no journal stays")
  }
  #expect(try Verifier(copy).verify().status == .clean)
}

@Test func `where it cannot be noted that an offload was refused, that is told, and so is a note that cannot be read or taken away`() throws {
  let (card, plan, copy) = try exchanged()
  let name = RefusedOffload.prefix + Digest.of("A001R2EC").text
  try TestCard.write([1], "\(plan.destinations[0])/\(name)/in the way")
  #expect(throws: IntegrityError.self) { try RefusedOffload.beside(copy) }
  let report = try Copier(plan).run().keepingRefusals()
  #expect(report.status == .rejected && report.notes.contains { $0.contains("could not be noted") }, "\(report.notes)")
  try TestCard.write([1, 2, 3], card.source + "/Clips/S001T003.wav")
  let error = try #require(throws: IntegrityError.self) { try Copier(plan).run() }.keepingRefusals()
  #expect(error.problems.contains { $0.text.contains("could not be noted") }, "\(error)")
  #expect(RefusedOffload.forget(beside: copy)?.contains("is noted there still") == true)
}

@Test func `another card with nothing to add is rejected and leaves no trace but a word beside the copy`() throws {
  let (card, plan, copy) = try exchanged()
  let report = try Copier(plan).run().keepingRefusals()
  #expect(report.status == .rejected && report.destinations[0].failed[0].reason.contains("another card of this name"))
  #expect(try beside(plan) == ["A001R2EC"])
  #expect(try RefusedOffload.beside("\(plan.destinations[0])/A001R2EC")?.reasons.isEmpty == false)
  try TestCard.write([1, 2, 3], card.source + "/Clips/S001T003.wav")
  #expect(throws: IntegrityError.self) { try Copier(plan).run() }
  #expect(try card.manifests(copy).count == 1)
}

@Test func `a copier keeps nothing beside a copy: what is due is in its report or its error, for whoever ends the offload`() throws {
  let (card, plan, copy) = try exchanged()
  let report = try Copier(plan).run()
  let root = try #require(RealPath.of(copy))
  #expect(report.status == .rejected && report.refusals.map(\.root) == [root])
  #expect(try RefusedOffload.beside(copy) == nil)
  try TestCard.write([1, 2, 3], card.source + "/Clips/S001T003.wav")
  let error = try #require(throws: IntegrityError.self) { try Copier(plan).run() }
  #expect(error.refusals.count == 1 && error.refusals[0].refusal.reasons[0].contains("another card of this name"))
  #expect(try RefusedOffload.beside(copy) == nil)
  #expect(report.keepingRefusals().refusals.isEmpty)
  #expect(try RefusedOffload.beside(copy) == report.refusals[0].refusal)
}

@Test func `what is called like a note of ours and is none is told among what was left out`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let name = RefusedOffload.prefix + Digest.of("A001R2EC").text
  try TestCard.write([1, 2, 3], "\(card.source)/Clips/\(name)")
  let report = try Copier(card.plan([try card.destination("one")])).run()
  #expect(report.skipped.map(\.path) == ["Clips/\(name)"] && !report.safeToErase, "\(report.skipped)")
}

@Test func `one file too many in the copy of a card that has grown is told as that, and not as another card`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  let copy = try Copier(plan).run().destinations[0].path
  try TestCard.write([1], "\(copy)/lunch.txt")
  try TestCard.write([1, 2, 3], card.source + "/Clips/S001T03.wav")
  let text = try #require(Preflight(plan).problems.first).description
  #expect(text.contains("lunch.txt") && text.contains("1 file of the source would be new there: move this one away"), "\(text)")
  #expect(!text.contains("another card"), "\(text)")
}

@Test func `a journal that cannot be looked for may stand`() throws {
  let folder = try TemporaryFolder()
  try FileManager.default.createSymbolicLink(atPath: folder.path("loop"), withDestinationPath: folder.path("loop"))
  #expect(CopyJournal.stands(beside: folder.path("loop/copy")) && !FileFacts.isAbsent(folder.path("loop/copy")))
  try TestCard.write([1], folder.path("file"))
  for path in ["none", "none/below", "file/below"] { #expect(FileFacts.isAbsent(folder.path(path)), "\(path)") }
  #expect(!CopyJournal.stands(beside: folder.path("none/copy")))
}

@Test func `what was stopped before the card was looked at leaves nothing that looks like its journal`() throws {
  let (card, plan, _) = try exchanged()
  try TestCard.write([1, 2, 3], card.source + "/Clips/S001T003.wav")
  let cancellation = Cancellation()
  cancellation.cancel()
  #expect(try Copier(plan).run(cancellation: cancellation).status == .cancelled)
  #expect(throws: IntegrityError.self) { try Copier(plan).run() }
}

@Test func `a copy that was begun belongs to the card it was begun from`() throws {
  let card = try TestCard(largest: 100_000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  _ = try Copier(plan) { _ in DestinationGate(write: { _, _ in 0 }) }.run()
  func wasBegun() -> Bool { CopyPlan.wasBegun(from: card.source, to: plan.destinations[0], name: "A001R2EC") }
  #expect(wasBegun())
  try TestCard.write([1], card.source + "/another.mov")
  #expect(!wasBegun(), "another card is mounted there")
  try FileManager.default.removeItem(atPath: card.source + "/another.mov")
  #expect(wasBegun())
}

@Test func `a run that opens its journal twice is counted once, and an earlier one is not lost`() throws {
  let folder = try TemporaryFolder()
  let mark = SourceMark(path: "/card", label: nil, files: 1, bytes: 1, ignoring: [])
  let started = Timestamp(seconds: 1000)
  for run in ["a", "b", "b", "c", "b"] {
    _ = try CopyJournal(
      in: OpenFolder(folder.url.path), name: "x", source: mark, started: started, run: run, gate: DestinationGate())
  }
  let journal = try CopyJournal(in: OpenFolder(folder.url.path), name: "x", source: mark, started: started, run: "c", gate: DestinationGate())
  #expect(journal.earlierRuns.count == 2)
}

@Test func `empty paths and swapped arguments are refused`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  #expect(Preflight(card.plan([""])).problems.map(\.code) == [.destinationNotFolder])
  var plan = card.plan([try card.destination("one")])
  plan.source = ""
  #expect(Preflight(plan).problems.map(\.code) == [.sourceMissing])
  try TestCard.write([1], card.folder.path("CARD/XDROOT/Clip/C0001.MXF"))
  try TestCard.write([1], card.folder.path("CARD/XDROOT/MEDIAPRO.XML"))
  let swapped = Preflight(card.plan([card.folder.path("CARD")])).problems
  #expect(swapped.map(\.code) == [.destinationNotFolder] && swapped[0].text.contains("mixed up"))
  try FileManager.default.createDirectory(atPath: card.folder.path("CARD/ascmhl"), withIntermediateDirectories: true)
  #expect(Preflight(card.plan([card.folder.path("CARD")])).problems == [], "a copy with a history may take more")
}

@Test func `a destination that goes away is told as one, not as a file of a strange name`() throws {
  let card = try TestCard(largest: 100_000, isSmall: true)
  var plan = card.plan([try card.destination("one"), try card.destination("two")])
  plan.catchUp = nil
  let report = try Copier(plan) { [folder = plan.destinations[0]] index in
    DestinationGate(act: { (act, _) throws(FilesError) in
      if index == 0, case .synchronize = act { try? FileManager.default.removeItem(atPath: folder) }
    })
  }.run()
  #expect(report.destinations[0].reason?.contains("went away") == true, "\(report.destinations[0].reason ?? "")")
  #expect(report.destinations[1].status == .clean)
}

@Test func `a finished copy on a volume that hangs is named and not waited for`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  var plan = card.plan([try card.destination("stuck"), try card.destination("good")])
  #expect(try Copier(plan).run().status == .clean)
  try TestCard.write([1, 2, 3], card.source + "/Clips/S001T003.wav")
  plan.stallLimit = .milliseconds(300)
  let hang = DispatchSemaphore(value: 0)
  let begun = ContinuousClock.now
  let error = try #require(throws: IntegrityError.self) {
    try Copier(plan) { index in
      DestinationGate(act: { (act, _) throws(FilesError) in if case .readBack = act, index == 0 { hang.wait() } })
    }.run()
  }
  #expect(error.problems.map(\.subject) == [plan.destinations[0]] && error.problems.map(\.code) == [.unreadableCopy])
  #expect(error.problems[0].text.contains("gave nothing for 0 s") && error.problems[0].text.contains("cable"))
  #expect(.now - begun < .seconds(20))
  hang.signal()
  plan.stallLimit = .seconds(180)
  #expect(try Copier(plan).run().status == .clean)
}

@Test func `what a finished copy is compared by is told as progress`() throws {
  let card = try TestCard(largest: 3_000_000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  #expect(try Copier(plan).run().status == .clean)
  try TestCard.write([1, 2, 3], card.source + "/Clips/S001T003.wav")
  let job = try #require(Preflight(plan).job)
  let last = LastValue<IntegrityProgress>()
  let check = FinishedCopyCheck(job, gates: [DestinationGate()], cancellation: Cancellation()) { last.set($0) }
  #expect(check.problems == [])
  #expect(last.value?.bytesDone == last.value?.bytesTotal && last.value?.filesDone == 4, "\(String(describing: last.value))")
}

/// What lies at the first destination, but for what is kept of a refusal.
private func beside(_ plan: CopyPlan) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: plan.destinations[0]).filter { !$0.hasPrefix(RefusedOffload.prefix) }
}
