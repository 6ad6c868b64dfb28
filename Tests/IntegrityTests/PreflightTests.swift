// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

private func codes(_ plan: CopyPlan) -> [CopyProblem.Code] { Preflight(plan).problems.map(\.code) }

@Test(
  arguments: [
    ("XDROOT/Clip", "XDROOT/Clip", "lies in"), ("A001/CONTENTS", "A001/CONTENTS/AUDIO", "lies in"),
    ("A001/CONTENTS/AUDIO/new", "A001/CONTENTS/AUDIO", "lies in"),
    ("A001", "A001/CONTENTS/AUDIO", "holds ‘CONTENTS’"), ("A001", "A001/BPAV/TAKE", "holds ‘BPAV’"), ("CONTENTS", "CONTENTS/Scripts", nil),
    ("A001", "A001/Contents", nil), ("CLIP", "CLIP", nil),
  ] as [(String, String, String?)])
func `no copy goes into a card, or beside loose parts of one`(_ destination: String, _ standing: String, _ says: String?) throws {
  let card = try TestCard(largest: 10)
  try FileManager.default.createDirectory(atPath: card.folder.path(standing), withIntermediateDirectories: true)
  try Data("essence".utf8).write(to: URL(filePath: card.folder.path(standing + "/0001AB.dat")))
  let problems = Preflight(card.plan([card.folder.path(destination)])).problems
  #expect(problems.map(\.code) == (says == nil ? [] : [.destinationNotFolder]))
  guard let says else { return }
  #expect(problems.first?.text.contains(says) == true && problems.first?.text.contains("name a folder") == true, "\(problems)")
}

@Test func `a missing source and a destination that is a file are both named`() throws {
  let card = try TestCard(largest: 10)
  var plan = card.plan([card.source + "/Sidecar.txt"])
  #expect(codes(plan) == [.destinationNotFolder])
  plan.source = card.folder.path("nothing")
  #expect(codes(plan) == [.sourceMissing])
  #expect(throws: IntegrityError.self) { try Copier(plan).run() }
}

@Test func `a destination inside the source is refused, through a link as well`() throws {
  let card = try TestCard(largest: 10)
  #expect(codes(card.plan([card.source])) == [.destinationInsideSource])
  #expect(codes(card.plan([card.source + "/Clips"])) == [.destinationInsideSource])
  #expect(codes(card.plan([card.source + "/new/folder"])) == [.destinationInsideSource])
  try FileManager.default.createSymbolicLink(atPath: card.folder.path("link"), withDestinationPath: card.source + "/Clips")
  #expect(codes(card.plan([card.folder.path("link")])) == [.destinationInsideSource])
}

@Test func `hashes that no manifest holds are refused alone, and beside others are said to stand in a report only`() throws {
  let card = try TestCard(largest: 10)
  var plan = card.plan([try card.destination("one")])
  plan.algorithms = [.sha256]
  #expect(codes(plan) == [.planIncomplete])
  plan.algorithms = [.xxh64, .sha256]
  let report = try Copier(plan).run()
  #expect(report.status == .clean && report.notes.contains { $0.contains("can hold sha256") && $0.contains("CSV report only") }, "\(report.notes)")
}

@Test func `a history is no card, and an empty card has one cause`() throws {
  let card = try TestCard(largest: 10)
  let one = try card.destination("one")
  #expect(try Copier(card.plan([one])).run().status == .clean)
  var plan = card.plan([try card.destination("two")])
  plan.source = try #require(try FileManager.default.contentsOfDirectory(atPath: one).first.map { "\(one)/\($0)/ascmhl" })
  let problems = Preflight(plan).problems
  #expect(problems.map(\.code) == [.sourceUnusable] && problems[0].text.contains("name the folder around it"))
  for name in try FileManager.default.contentsOfDirectory(atPath: card.source) {
    try FileManager.default.removeItem(atPath: "\(card.source)/\(name)")
  }
  #expect(codes(card.plan([one])) == [.sourceEmpty])
}

@Test(arguments: [false, true])
func `a copy that was planned before another took its name adds nothing to that`(isBegun: Bool) throws {
  let (mine, theirs) = (try TestCard(largest: 10), try TestCard(largest: 100))
  let place = try mine.destination("one")
  func plan(_ card: TestCard) -> CopyPlan {
    var plan = card.plan([place])
    plan.name = "roll_01"
    return plan
  }
  // Somebody may have made the folder already, and no more.
  if isBegun { try FileManager.default.createDirectory(atPath: place + "/roll_01", withIntermediateDirectories: true) }
  let planned = try #require(Preflight(plan(mine)).job)
  #expect(try Copier(plan(theirs)).run().status == .clean)
  let run = CopyRun(planned, gates: [DestinationGate()], pause: .zero, cancellation: Cancellation())
  run.copy(nil)
  let report = run.report(notes: [])
  #expect(report.status == .failed && report.destinations[0].reason?.contains("took that name meanwhile") == true, "\(report)")
  #expect(try Verifier(place + "/roll_01").verify().status == .clean)
  #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["roll_01"])
}

@Test func `a copy over its own source is refused`() throws {
  let card = try TestCard(largest: 10)
  #expect(codes(card.plan([card.folder.url.path])) == [.sourceInsideDestination])
  var plan = card.plan([card.source])
  plan.source += "/Sidecar.txt"
  #expect(codes(plan) == [.sourceInsideDestination])
}

@Test func `the same destination twice is refused, however it is written`() throws {
  let card = try TestCard(largest: 10)
  let one = try card.destination("one")
  #expect(codes(card.plan([one, one + "/../one/"])) == [.destinationTwice])
}

@Test func `other content with the same name is refused and left alone`() throws {
  let card = try TestCard(largest: 10)
  let one = try card.destination("one")
  try TestCard.write([9], one + "/A001R2EC/Sidecar.txt")
  try TestCard.write([9], one + "/A001R2EC/other.txt")
  #expect(codes(card.plan([one])) == [.collision, .collision])
  #expect(throws: IntegrityError.self) { try Copier(card.plan([one])).run() }
  #expect(FileManager.default.contents(atPath: one + "/A001R2EC/Sidecar.txt") == Data([9]))
}

@Test func `other content of the same length is found while copying and left alone`() throws {
  let card = try TestCard(largest: 10)
  let one = try card.destination("one")
  try TestCard.write(Array("scene 2\n".utf8), one + "/A001R2EC/Sidecar.txt")
  let report = try Copier(card.plan([one])).run()
  #expect(report.status == .rejected)
  #expect(report.destinations[0].failed.map(\.path) == ["Sidecar.txt"])
  #expect(report.destinations[0].manifest == nil)
  #expect(FileManager.default.contents(atPath: one + "/A001R2EC/Sidecar.txt") == Data("scene 2\n".utf8))
}

@Test func `a plan without destination, without manifest format or with a path for a name is refused`() throws {
  let card = try TestCard(largest: 10)
  #expect(codes(card.plan([])) == [.planIncomplete])
  var plan = card.plan([try card.destination("one")])
  plan.algorithms = [.sha256]
  #expect(codes(plan) == [.planIncomplete])
  plan.algorithms = [.xxh64]
  plan.name = "../escape"
  #expect(codes(plan) == [.sourceUnusable])
  plan.source = "/"
  plan.name = nil
  #expect(codes(plan) == [.sourceUnusable])
}

@Test func `a source without files is refused as a card that is not mounted`() throws {
  let folder = try TemporaryFolder()
  try FileManager.default.createDirectory(atPath: folder.path("card/EMPTY"), withIntermediateDirectories: true)
  let plan = CopyPlan(source: folder.path("card"), destinations: [folder.path("one")], host: Fixtures.host)
  #expect(codes(plan) == [.sourceEmpty])
  let error = #expect(throws: IntegrityError.self) { try Copier(plan).run() }
  #expect(error?.description == "\(folder.path("card")): has no files; is the card mounted?")
  #expect(!FileManager.default.fileExists(atPath: folder.path("one")))
}

@Test func `a refusal names every problem, and of very many the first`() throws {
  let card = try TestCard(largest: 10)
  let one = try card.destination("one")
  for index in 0..<2 { try TestCard.write([9], one + "/A001R2EC/other \(index).txt") }
  let error = #expect(throws: IntegrityError.self) { try Copier(card.plan([one])).run() }
  let lines = error?.description.split(separator: "\n") ?? []
  #expect(lines.count == 3 && lines[1].contains("other 0.txt: is not on the source") && lines[2].contains("other 1.txt: "))
  let many = IntegrityError(.refused, "a", "b", problems: (0..<23).map { CopyProblem(.collision, "\($0).mov", "is there") })
  #expect(many.description.split(separator: "\n").suffix(2) == ["  19.mov: is there", "  and 3 more"])
}

@Test func `a destination that does not exist is made, and that is noted`() throws {
  let card = try TestCard(largest: 10)
  let plan = card.plan([card.folder.path("new/place")])
  #expect(Preflight(plan).notes.contains { $0.contains("will be made") })
  let report = try Copier(plan).run()
  #expect(report.status == .clean)
  #expect(report.notes.contains("\(card.folder.path("new/place")) did not exist and was made"))
  #expect(!report.notes.contains { $0.contains("will be") })
}

@Test func `a refusal shows a hostile name without obeying it`() {
  #expect(CopyProblem(.collision, "a\u{1B}[31m\u{202E}b", "is there").description == "a\\u{1B}[31m\\u{202E}b: is there")
}

@Test func `the same card under another name is refused, or noted where it is wanted`() throws {
  let card = try TestCard(largest: 1000)
  var plan = card.plan([try card.destination("one")])
  plan.name = "A001"
  #expect(try Copier(plan).run().status == .clean)
  plan.name = "A001_again"
  let problems = Preflight(plan).problems
  #expect(problems.map(\.code) == [.duplicate] && problems[0].subject.hasSuffix("/one/A001"))
  plan.acceptsDuplicate = true
  #expect(codes(plan) == [])
  #expect(Preflight(plan).notes.contains { $0.contains("has the same") })
  try TestCard.write([9], card.source + "/Sidecar.txt")
  plan.acceptsDuplicate = false
  #expect(codes(plan) == [], "other content is another card")
}

@Test func `withheld files stay behind, with their reason, and the source is not safe to erase`() throws {
  let card = try TestCard(largest: 1000)
  var plan = card.plan([try card.destination("one")])
  plan.withheld = [
    .init(path: try ContainedPath("Sidecar.txt"), reason: "infected: Eicar-Test-Signature"),
    .init(path: try ContainedPath("gone"), reason: "infected"),
  ]
  let report = try Copier(plan).run()
  #expect(report.status == .partial && report.files == card.files.count - 1)
  #expect(report.skipped == [.init(path: "Sidecar.txt", reason: "infected: Eicar-Test-Signature")])
  #expect(report.reasons.contains { $0.contains("left out: Sidecar.txt") })
  #expect(report.notes.contains { $0.contains("gone") })
  #expect(!FileManager.default.fileExists(atPath: report.destinations[0].path + "/Sidecar.txt"))
}

@Test func `a source that holds the journal of a copy beside it is not copied before that copy is finished`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  try TestCard.write([], card.source + "/.lineup-journal-\(Digest.of("A001").text)")
  let problems = Preflight(card.plan([try card.destination("one")])).problems
  #expect(problems.map(\.code) == [.unsupportedEntry] && problems[0].text.contains("the journal of a copy"), "\(problems)")
}
