// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// Files and folders that were recorded under other names.

@Test func `renames are followed back and forth, and when two files change names`() throws {
  let scope = try Scope([("a", "one"), ("b", "two"), ("d/x", "three"), ("d/y", "four")])
  try scope.pass(.create)
  func step(_ moves: [(String, String)]) throws -> VerificationReport {
    for (from, to) in moves { try scope.move(from, to: to) }
    return try scope.pass(.create) { $0.detectsRenames = true }
  }
  #expect(try step([("a", "c")]).renamed == [.init(from: "a", to: "c")])
  #expect(try step([("c", "a")]).status == .clean)
  #expect(try step([("a", "e")]).status == .clean)
  #expect(try scope.actions("e") == [["verified xxh64"]])
  let folder = try step([("d", "moved/d")])
  #expect(folder.status == .clean && folder.renamed.contains(.init(from: "d/", to: "moved/d/")), "\(folder)")
  #expect(try scope.pass(.look).status == .clean)
  try scope.write("ONE", "e")
  #expect(try scope.pass(.look).failed.map(\.path) == ["e"])
}

@Test func `two files that changed names in one generation keep their hashes`() throws {
  let scope = try Scope([("a", "one"), ("b", "two")])
  try scope.pass(.create)
  let (one, two) = (Digest.of("one"), Digest.of("two"))
  let list = HashList(
    creator: Scope.signature.creator(Timestamp(seconds: 0)), process: .init(kind: .inPlace),
    entries: try [("a", "b", two), ("b", "a", one)].map { path, previous, digest in
      .file(
        .init(
          path: try ContainedPath(path), size: 3, modified: nil, hashes: [.init(digest, action: .verified)], previousPath: try ContainedPath(previous)
        ))
    })
  let record = try #require(try HistoryRecord(scope: scope.path))
  _ = try GenerationWriter(scope: scope.path, gate: DestinationGate()).append(
    list, entries: list.entries, after: record.chain, number: 2, folderName: "A")
  try scope.write("two", "a")
  try scope.write("one", "b")
  #expect(try scope.pass(.look).status == .clean)
}

@Test func `a file on record that a pattern leaves out by now is named once, also where others were renamed`() throws {
  let scope = try Scope([("a", "one"), ("b", "two")])
  try scope.pass(.create)
  try scope.move("b", to: "c")
  let report = try scope.pass(.create) {
    $0.detectsRenames = true
    $0.ignorePatterns = ["a"]
  }
  #expect(report.renamed == [.init(from: "b", to: "c")])
  #expect(report.notes.contains { $0.hasSuffix("because a pattern leaves it out: a") }, "\(report.notes)")
}

@Test func `empty files are renamed only under their own name`() throws {
  let scope = try Scope([("one/e1", ""), ("one/e2", ""), ("x", "x")])
  try scope.pass(.create)
  try scope.move("one", to: "two")
  try scope.move("two/e2", to: "two/e3")
  let report = try scope.pass(.create) { $0.detectsRenames = true }
  #expect(report.renamed.contains(.init(from: "one/e1", to: "two/e1")) && report.missing == ["one/e2"] && report.new == ["two/e3"], "\(report)")
}

@Test func `names in other code points are the same file, and said so`() throws {
  let scope = try Scope([("cafe\u{301}.mov", "c"), ("plain.mov", "p")])
  try scope.pass(.create)
  let manager = FileManager.default
  try manager.removeItem(atPath: "\(scope.path)/cafe\u{301}.mov")
  try scope.write("c", "caf\u{E9}.mov")
  let looked = try scope.pass(.look)
  #expect(looked.status == .clean && looked.notes.contains { $0.contains("code points") }, "\(looked)")
  #expect(try scope.pass(.verify).status == .clean)
  let file = try #require(try scope.history().generations[1].hashList.files.first { $0.previousPath != nil })
  #expect(
    Array(file.path.text.utf8) == Array("caf\u{E9}.mov".utf8) && Array(file.previousPath?.text.utf8 ?? "".utf8) == Array("cafe\u{301}.mov".utf8))
  #expect(try scope.pass(.verify).notes.isEmpty)
  try scope.write("C", "caf\u{E9}.mov")
  #expect(try scope.pass(.look).status == .rejected)
}
