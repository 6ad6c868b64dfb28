// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// What a manifest says, without the dates and the process, which differ between a copy and a later hashing in place.
private struct Said: Equatable {
  var entries: [String]
  var root: [String]

  init(_ list: HashList) {
    entries = list.entries.map { entry in
      switch entry {
      case .file(let file):
        "\(file.path) \(file.size ?? -1) " + file.hashes.map { "\($0.digest) \($0.action?.rawValue ?? "")" }.joined(separator: ",")
      case .folder(let folder): "\(folder.path)/ \(folder.digests.content) \(folder.digests.structure)"
      }
    }
    root = ["\(list.process.rootHash?.content ?? [])", "\(list.process.rootHash?.structure ?? [])"]
  }
}

@Test(.enabled(if: Fixtures.hasScenarios), arguments: [("scenario_02", HashAlgorithm.xxh64), ("scenario_03", .md5)])
func `a copy of a copy continues its history as the reference tool did`(_ scenario: String, _ format: HashAlgorithm) throws {
  let folder = try TemporaryFolder()
  let root = Fixtures.integrity.appendingPathComponent(scenario)
  var plan = CopyPlan(
    source: root.appendingPathComponent("travel_01/A002R2EC").path, destinations: [folder.path("file_server")],
    host: HostFacts(hostName: "myHost.local", operatingSystem: "", user: "", tool: "lineup", toolVersion: "1"),
    clock: .fixed(Timestamp(seconds: 1_579_271_400)))  // 2020-01-17T14:30:00Z
  plan.algorithms = [format]
  let report = try Copier(plan).run()
  #expect(report.status == .clean)
  let ours = try #require(try History(scope: report.destinations[0].path))
  let theirs = try #require(try History(scope: root.appendingPathComponent("file_server/A002R2EC").path))
  #expect(ours.isIntact)
  #expect(ours.generations.map(\.fileName) == theirs.generations.map(\.fileName))
  #expect(ours.generations[0].c4 == theirs.generations[0].c4, "carried byte for byte")
  #expect(ours.generations[1].hashList.process.kind == .transfer)
  #expect(Said(ours.generations[1].hashList) == Said(theirs.generations[1].hashList))
  #expect(try Verifier(report.destinations[0].path).verify().status == .clean)
  let again = try Copier(plan).run()
  #expect(again.status == .clean)
  #expect(try History(scope: report.destinations[0].path)?.generations.count == 2, "a second run adds nothing")
}

/// A copy of a card with a history of its own, to copy on.
private func cardWithHistory() throws -> (card: TestCard, first: String, plan: CopyPlan) {
  let card = try TestCard(largest: 1000, isSmall: true)
  let first = try Copier(card.plan([card.destination("travel")])).run().destinations[0].path
  var plan = card.plan([try card.destination("server")])
  plan.source = first
  return (card, first, plan)
}

@Test func `a source that is not what its history says is rejected by name`() throws {
  let (card, first, plan) = try cardWithHistory()
  defer { withExtendedLifetime(card) {} }
  try TestCard.write(Array("scene 2\n".utf8), first + "/Sidecar.txt")
  let report = try Copier(plan).run()
  #expect(report.status == .rejected)
  #expect(report.failed.map(\.path) == ["Sidecar.txt"])
  #expect(report.failed.first?.reason.contains("not what its own history says") == true)
  #expect(!FileManager.default.fileExists(atPath: report.destinations[0].path + "/Sidecar.txt"))
  #expect(report.destinations[0].manifest == nil && !report.safeToErase)
}

@Test func `a file that the source's history lists and the source lacks is named`() throws {
  let (card, first, plan) = try cardWithHistory()
  defer { withExtendedLifetime(card) {} }
  try FileManager.default.removeItem(atPath: first + "/Clips/A001C002.mov")
  let report = try Copier(plan).run()
  #expect(report.status == .partial)
  #expect(report.failed.map(\.path) == ["Clips/A001C002.mov"])
}

@Test func `a damaged history is left behind and said so, and the media is copied`() throws {
  let (card, first, plan) = try cardWithHistory()
  try TestCard.write(Array("<hashlist/>".utf8), "\(first)/ascmhl/\(card.manifests(first)[0])")
  let report = try Copier(plan).run()
  #expect(report.status == .partial)
  #expect(report.skipped.map(\.path) == ["ascmhl"])
  #expect(report.skipped.first?.reason.contains("left behind") == true)
  #expect(try card.manifests(report.destinations[0].path).count == 1)
}

@Test func `a copy cut off between any two steps carries a history to two generations`() throws {
  let (card, _, plan) = try cardWithHistory()
  for acts in 1... {
    var plan = plan
    plan.destinations = [try card.destination("act\(acts)")]
    let left = LastValue<Int>()
    left.set(acts)
    _ = try Copier(plan) { _ in
      DestinationGate(act: { (_, path) throws(FilesError) in
        let rest = (left.value ?? 0) - 1
        left.set(rest)
        if rest < 0 { throw FilesError(.ioError, subject: path) }
      })
    }.run()
    let report = try Copier(plan).run()
    #expect(report.status == .clean, "\(acts): \(report.destinations)")
    let history = try #require(try History(scope: report.destinations[0].path))
    #expect(history.isIntact && history.generations.count == 2)
    #expect(history.generations[1].hashList.files.allSatisfy { $0.hashes.allSatisfy { $0.action == .verified } })
    if left.value ?? 0 >= 0 { break }
  }
}

@Test func `nested histories are carried, continued and referred to`() throws {
  let card = try TestCard(largest: 1000)
  // A card within the roll, handed over with a history of its own.
  let inner = try Copier(card.plan([card.destination("roll")])).run().destinations[0].path
  try TestCard.write([1, 2, 3], card.folder.path("roll/notes.txt"))
  var plan = card.plan([try card.destination("server")])
  plan.source = card.folder.path("roll")
  let first = try Copier(plan).run()
  #expect(first.status == .clean)
  let copy = first.destinations[0].path
  let nested = try #require(try History(scope: "\(copy)/A001R2EC"))
  let top = try #require(try History(scope: copy))
  #expect(nested.isIntact && nested.generations.count == 2 && top.isIntact && top.generations.count == 1)
  #expect(top.generations[0].hashList.files.map(\.path.text) == ["notes.txt"], "the closest history records a file")
  #expect(top.generations[0].hashList.folders.map(\.path.text) == ["A001R2EC"])
  let reference = try #require(top.generations[0].hashList.references.first)
  #expect(reference.path.text == "A001R2EC/ascmhl/\(nested.generations[1].fileName)" && reference.c4 == nested.generations[1].c4)
  #expect(nested.generations[1].hashList.files.count == card.files.count)
  #expect(try Verifier(copy).verify().status == .clean)
  #expect(try History(scope: inner)?.generations.count == 1, "the source is as it was")
  #expect(try Copier(plan).run().status == .clean)
  #expect(try History(scope: copy)?.generations.count == 1)
  guard Fixtures.hasReferenceTool, let ascmhl = Fixtures.ascmhl else { return }
  let judged = try Fixtures.run(ascmhl, ["diff", copy])
  #expect(judged.status == 0, "\(judged.output)")
}

@Test func `histories that went different ways are not joined`() throws {
  let (card, first, plan) = try cardWithHistory()
  _ = try Copier(plan).run()
  try TestCard.write([1], first + "/Clips/A001C003.mov")
  try TestCard.write([1], card.source + "/Clips/A001C003.mov")
  var again = card.plan([card.folder.path("travel")])
  again.clock = .fixed(Timestamp(seconds: 1_579_200_000))
  #expect(try Copier(again).run().status == .clean, "the source's history goes on")
  let report = try Copier(plan).run()
  #expect(report.status != .clean)
  #expect(report.destinations[0].reason?.contains("different ways") == true)
}

@Test func `other manifests on a card are files like any other`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  try TestCard.write(Array("d41d8cd98f00b204e9800998ecf8427e  Clips/empty.mov\n".utf8), card.source + "/card.md5")
  let report = try Copier(card.plan([card.destination("one")])).run()
  #expect(report.status == .clean && report.files == card.files.count + 1)
}

@Test(arguments: [HashAlgorithm.xxh64, .md5])
func `a source whose inner history was begun after a file changed is rejected in the words of both`(_ format: HashAlgorithm) throws {
  let (card, first, plan) = try cardWithHistory()
  defer { withExtendedLifetime(card) {} }
  try TestCard.write([1, 2, 3], first + "/Clips/A001C002.mov")
  var inner = HistoryPass(first + "/Clips", as: .create, signature: Scope.signature)
  inner.algorithms = [format]
  #expect(try inner.run().status == .clean)
  let report = try Copier(plan).run()
  #expect(report.status == .rejected && report.failed.map(\.path) == ["Clips/A001C002.mov"], "\(report.failed)")
  #expect(report.failed.first?.reason.contains("the history of ‘A001R2EC’, around the later one of ‘Clips’, says") == true, "\(report.failed)")
}

@Test func `a file that only the history further out lists is named where it is gone`() throws {
  let (card, first, plan) = try cardWithHistory()
  defer { withExtendedLifetime(card) {} }
  try FileManager.default.removeItem(atPath: first + "/Clips/A001C002.mov")
  #expect(try HistoryPass(first + "/Clips", as: .create, signature: Scope.signature).run().status == .clean)
  let report = try Copier(plan).run()
  #expect(report.status == .partial && report.failed.map(\.path) == ["Clips/A001C002.mov"], "\(report.failed)")
}

@Test func `what a carried history leaves out and the copy has is on record, and is verified`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let root = card.folder.path("travel/A001R2EC")
  for name in ["a.xml", "Clips/b.xml", "cut/c.mov", "keep.mov"] { try TestCard.write(Array(name.utf8), "\(root)/\(name)") }
  var pass = HistoryPass(root, as: .create, signature: Scope.signature)
  pass.ignorePatterns = ["*.xml", "cut/"]
  #expect(try pass.run().status == .clean)
  var plan = card.plan([try card.destination("server")])
  plan.source = root
  let copy = try Copier(plan).run().destinations[0]
  #expect(copy.status == .clean && copy.complete == 4)
  for _ in 0..<2 {
    let report = try Verifier(copy.path).verify(recording: Scope.signature)
    #expect(report.status == .clean && report.verified == 4, "\(report)")
  }
  try TestCard.write(Array("b.xml".utf8), "\(copy.path)/a.xml")
  try TestCard.write(Array("b.xml".utf8), "\(copy.path)/late.xml")
  let report = try Verifier(copy.path).verify()
  #expect(
    report.status == .rejected && report.failed.map(\.path) == ["a.xml"] && report.new == [], "the pattern holds for what it left out: \(report)")
  guard Fixtures.hasReferenceTool, let ascmhl = Fixtures.ascmhl else { return }
  try FileManager.default.removeItem(atPath: "\(copy.path)/late.xml")
  try TestCard.write(Array("a.xml".utf8), "\(copy.path)/a.xml")
  let judged = try Fixtures.run(ascmhl, ["diff", copy.path])
  #expect(judged.status == 0, "\(judged.output)")
}
