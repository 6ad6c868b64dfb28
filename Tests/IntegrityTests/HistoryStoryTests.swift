// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// Stories of the reference implementation, told again.

@Test func `folder totals are those of the folder hasher`() throws {
  let scope = try Scope((0..<60).map { ("d\($0 % 4)/e-\($0 % 3)/f\($0)", "\($0)") } + [("d1.txt", "x"), ("d1-x/y", "y")])
  try scope.makeFolder("d1/empty")
  let tree = try TreeScan(scope.path, record: HistoryRecord(beginningIn: scope.path), ignoring: [])
  var comparison = Comparison(tree, parts: [])
  try comparison.hash([.md5], detectsRenames: false, asksDevice: false, Cancellation(), nil)
  let totals = comparison.totals(nil)
  let files = tree.files.indices.map { (path: tree.files[$0].path, digests: comparison.digests[$0].all) }
  let expected = try #require(DirectoryHasher.digests(files: files, folders: tree.folders.map(\.path), algorithm: .md5))
  #expect(totals.root == [expected[nil]])
  for (index, folder) in tree.folders.enumerated() { #expect(totals.pairs[index] == [expected[folder.path]]) }
}

@Test(.enabled(if: Fixtures.hasScenarios, "needs the stored ASC MHL scenarios"))
func `the stored scenarios made anew have the stored hashes`() throws {
  let stored = Fixtures.integrity.appendingPathComponent("scenario_03/file_server/A002R2EC").path
  let expected = try #require(try History(scope: stored)).generations
  let scope = try Scope([], name: "work")
  try FileManager.default.copyItem(atPath: stored, toPath: scope.path)
  try scope.remove("ascmhl")
  for generation in expected {
    let formats = Set(generation.hashList.process.rootHash?.content.map(\.algorithm) ?? []).sorted()
    try scope.pass(.create, formats) { pass in
      pass.signature.clock = .fixed(generation.hashList.creator.date)
      pass.name = "A002R2EC"
    }
  }
  let made = try scope.history().generations
  #expect(made.map(\.fileName) == expected.map(\.fileName))
  for (mine, theirs) in zip(made, expected) {
    #expect(mine.hashList.process.rootHash?.content == theirs.hashList.process.rootHash?.content)
    #expect(mine.hashList.process.rootHash?.structure == theirs.hashList.process.rootHash?.structure)
    #expect(mine.hashList.entries.map(\.path) == theirs.hashList.entries.map(\.path))
    for (file, other) in zip(mine.hashList.files, theirs.hashList.files) {
      #expect(file.hashes.map(\.digest) == other.hashes.map(\.digest) && file.hashes.map(\.action) == other.hashes.map(\.action))
    }
  }
}

@Test func `the story of a copy that failed ends with one failed file`() throws {
  // A card is sealed on a travel drive; one clip is damaged on the way to the server and the server's generation says so.
  let scope = try Scope([("Clips/A002C006.mov", "abcd\n"), ("Clips/A002C007.mov", "def\n"), ("Sidecar.txt", "notes\n")])
  try scope.pass(.create, [.xxh64])
  try scope.write("ABCD\n", "Clips/A002C006.mov")
  let report = try scope.pass(.create, [.xxh64])
  #expect(report.status == .rejected && report.failed.map(\.path) == ["Clips/A002C006.mov"] && report.verified == 2)
  #expect(try scope.actions("Clips/A002C006.mov").last == ["failed xxh64"])
  #expect(try HistorySummary.of(scope.path)[0].generations.map(\.failed) == [0, 1])
}
