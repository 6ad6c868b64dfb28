// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Testing

@testable import Integrity

private let scenarios = [
  "scenario_01/travel_01", "scenario_02/travel_01", "scenario_02/file_server", "scenario_03/travel_01", "scenario_03/file_server",
]

@Test(.enabled(if: Fixtures.hasScenarios, "needs the stored ASC MHL scenarios"), arguments: scenarios)
func `the stored histories verify`(_ name: String) throws {
  let report = try Verifier(Fixtures.integrity.appendingPathComponent("\(name)/A002R2EC").path).verify()
  #expect(report.status == .clean, "\(report)")
  #expect(report.verified == 3)
  #expect(report.chain == VerificationReport.Chain(generations: name.hasSuffix("file_server") ? 2 : 1, intact: true))
}

@Test(.enabled(if: Fixtures.hasScenarios, "needs the stored ASC MHL scenarios"), arguments: scenarios)
func `the stored folder hashes are reproduced`(_ name: String) throws {
  let history = try #require(try History(scope: Fixtures.integrity.appendingPathComponent("\(name)/A002R2EC").path))
  for generation in history.generations {
    let list = generation.hashList
    let root = try #require(list.process.rootHash)
    let algorithm = try #require(root.content.first?.algorithm)
    let files = list.files.map { (path: $0.path, digests: $0.hashes.map(\.digest)) }
    let found = try #require(DirectoryHasher.digests(files: files, folders: list.folders.map(\.path), algorithm: algorithm))
    #expect(found[nil]?.content == root.content[0])
    #expect(found[nil]?.structure == root.structure[0])
    for folder in list.folders {
      #expect(found[folder.path]?.content == folder.digests.content[0])
      #expect(found[folder.path]?.structure == folder.digests.structure[0])
    }
  }
}

@Test func `an empty folder has the hash of nothing`() throws {
  for (algorithm, text) in [(HashAlgorithm.xxh64, "ef46db3751d8e999"), (.xxh3, "2d06800538d394c2")] {
    let found = try #require(DirectoryHasher.digests(files: [], folders: [], algorithm: algorithm))
    #expect(found[nil]?.content.text == text)
    #expect(found[nil]?.structure.text == text)
  }
}

@Test(.enabled(if: Fixtures.hasScenarios && Fixtures.xmllint != nil, "needs the stored scenarios and xmllint"))
func `a copied scenario has the stored hashes and a valid manifest`() throws {
  let card = try TestCard(largest: 10)
  var plan = card.plan([try card.destination("one")])
  plan.source = Fixtures.integrity.appendingPathComponent("scenario_01/travel_01/A002R2EC").path
  let report = try Copier(plan).run()
  #expect(report.status == .clean, "\(report)")
  let manifest = try #require(report.destinations[0].manifest)
  let (list, _) = try HashList.reading(InputFile.contents(of: manifest), subject: manifest)
  #expect(list.process.rootHash?.content.map(\.text) == ["8d02114c32e28cbe"])
  #expect(list.process.rootHash?.structure.map(\.text) == ["f557f8ca8e5a88ef"])
  #expect(list.entries.count == 4)
  let xmllint = try Fixtures.run(try #require(Fixtures.xmllint), ["--noout", "--schema", Fixtures.schema, manifest])
  #expect(xmllint.status == 0, "\(xmllint.output)")
}

@Test(
  .enabled(if: Fixtures.hasReferenceTool, "needs ascmhl 1.2 in .venv-judges"),
  arguments: [[HashAlgorithm.xxh64], [.c4, .md5, .sha1, .xxh3, .xxh128]])
func `the reference tool accepts our history`(_ algorithms: [HashAlgorithm]) throws {
  let card = try TestCard(largest: 100_000)
  var plan = card.plan([try card.destination("one")])
  plan.algorithms = algorithms
  let copy = try Copier(plan).run().destinations[0].path
  let (ascmhl, debug) = (try #require(Fixtures.ascmhl), try #require(Fixtures.ascmhlDebug))
  for arguments in [["diff", copy], ["info", copy]] {
    let judged = try Fixtures.run(ascmhl, arguments)
    #expect(judged.status == 0, "\(arguments): \(judged.output)")
  }
  let verified = try Fixtures.run(debug, ["verify", copy])
  #expect(verified.status == 0, "\(verified.output)")
}

@Test(.enabled(if: Fixtures.hasReferenceTool, "needs ascmhl 1.2 in .venv-judges"))
func `the reference tool continues our history, and we read what it wrote`() throws {
  // Without the name that has a line break: the tool indents the second line, and so writes another name.
  let card = try TestCard(largest: 100_000, isSmall: true)
  let copy = try Copier(card.plan([card.destination("one")])).run().destinations[0].path
  let created = try Fixtures.run(try #require(Fixtures.ascmhl), ["create", "-h", "md5", copy])
  #expect(created.status == 0, "\(created.output)")
  let report = try Verifier(copy).verify()
  #expect(report.status == .clean, "\(report)")
  #expect(report.chain == VerificationReport.Chain(generations: 2, intact: true))
}

@Test(.enabled(if: Fixtures.hasReferenceTool, "needs ascmhl 1.2 in .venv-judges"))
func `our folder hashes are the reference tool's own`() throws {
  let card = try TestCard(largest: 100_000)
  let ours = try Copier(card.plan([card.destination("one")])).run().destinations[0].path
  let created = try Fixtures.run(try #require(Fixtures.ascmhl), ["create", "-h", "xxh64", card.source])
  #expect(created.status == 0, "\(created.output)")
  let mine = try #require(try History(scope: ours)).generations[0].hashList
  let theirs = try #require(try History(scope: card.source)).generations[0].hashList
  #expect(mine.process.rootHash?.content == theirs.process.rootHash?.content)
  #expect(mine.process.rootHash?.structure == theirs.process.rootHash?.structure)
  func folders(_ list: HashList) -> [ContainedPath: [Digest]] {
    Dictionary(uniqueKeysWithValues: list.folders.map { ($0.path, $0.digests.content + $0.digests.structure) })
  }
  #expect(folders(mine) == folders(theirs))
}
