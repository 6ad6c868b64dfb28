// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Markup
import TestSupport
import Testing

@testable import Integrity

@Test func `our histories are sound by our own rules and by the schema`() throws {
  let scope = try Scope([("A002/x.mov", "x"), ("z & <y>.mov", "z"), ("e", "")])
  try scope.pass(.create, at: "A002")
  try scope.pass(.create, [.c4, .md5, .sha1, .xxh3, .xxh128, .xxh64])
  try scope.pass(.create, [.xxh64]) { $0.hashesFolders = false }
  try scope.pass(.create) { $0.parts = [try ContainedPath("e")] }
  let report = try HistoryCheck.run(scope.path)
  #expect(report.status == .clean && report.verified == 3 + 1 + 3 + 1, "\(report)")
  guard let xmllint = Fixtures.xmllint, Fixtures.hasScenarios else { return }
  for inner in ["", "A002"] {
    let folder = "\(scope.path)/\(inner)/ascmhl"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let judged = try Fixtures.run(
        xmllint, ["--noout", "--schema", name.hasSuffix(".mhl") ? Fixtures.schema : Fixtures.chainSchema, "\(folder)/\(name)"])
      #expect(judged.status == 0, "\(judged.output)")
    }
  }
}

@Test(
  .enabled(if: Fixtures.hasScenarios && Fixtures.xmllint != nil, "needs the ASC MHL schemas and xmllint"),
  arguments: [
    ("<creatorinfo>", "<creatorinfo><extra/>"), ("<process>in-place</process>", "<process>teleport</process>"),
    ("version=\"2.0\"", "version=\"2.1\""),
    ("urn:ASC:MHL:v2.0", "urn:ASC:MHL:v2.1"), ("action=\"original\"", "action=\"first\""), ("<hostname>", "<hostnam>"),
    ("<ignore>", "<ignore/><ignore>"),
    ("email=\"ann@set.example\"", "email=\"ann\""), ("<references>", "<references><other/>"), ("size=\"1\"", "size=\"one\""), ("size=", "length="),
    ("<creationdate>2020-01-16T09:15:00+00:00</creationdate>", "<creationdate>yesterday</creationdate>"),
  ])
func `what the schema refuses our rules refuse`(_ from: String, _ to: String) throws {
  let scope = try Scope([("A002/x.mov", "x"), ("z.mov", "z")])
  try scope.pass(.create, at: "A002")
  try scope.pass(.create)
  let text = try InputFile.text(of: scope.manifest(1))
  #expect(text.contains(from))
  var broken = text.replacingOccurrences(of: from, with: to)
  if from == "<hostname>" { broken = broken.replacingOccurrences(of: "</hostname>", with: "</hostnam>") }
  let path = scope.folder.path("broken.mhl")
  try TestCard.write(Array(broken.utf8), path)
  #expect(try Fixtures.run(try #require(Fixtures.xmllint), ["--noout", "--schema", Fixtures.schema, path]).status != 0)
  #expect(try HistoryCheck.run(path).status == .rejected)
}

@Test func `what only the specification refuses is refused too`() throws {
  let scope = try Scope([("x.mov", "x")])
  try scope.pass(.create)
  let text = try InputFile.text(of: scope.manifest(1))
  for (from, to) in [
    (">x.mov<", ">../x.mov<"), (" action=\"original\"", ""), ("<xxh64 action=\"original\"", "<xxh3 action=\"original\""),
    (Digest.of("x").text, Digest.of("x").text.uppercased()),
  ] {
    var broken = text.replacingOccurrences(of: from, with: to)
    if to.contains("xxh3") {
      broken = broken.replacingOccurrences(of: "\(Digest.of("x").text)</xxh64>\n    </hash>", with: "abc</xxh3>\n    </hash>")
    }
    try TestCard.write(Array(broken.utf8), scope.folder.path("broken.mhl"))
    #expect(try HistoryCheck.run(scope.folder.path("broken.mhl")).status == .rejected, "\(to)")
  }
}

@Test func `a history's own story is told, of one file as well`() throws {
  let scope = try Scope([("a.mov", "one"), ("b.mov", "two")])
  try scope.pass(.create, [.xxh64])
  try scope.move("a.mov", to: "c.mov")
  try scope.pass(.create) { $0.detectsRenames = true }
  let summary = try HistorySummary.of(scope.path, file: try ContainedPath("c.mov"))[0]
  #expect(summary.generations.map(\.files) == [2, 2] && summary.intact)
  #expect(summary.generations[0].file == ["original \(Digest.of("one"))"])
  #expect(summary.generations[1].file == ["verified \(Digest.of("one"))", "renamed from a.mov"])
  #expect(summary.generations[0].authors == ["Ann (DIT, ann@set.example, +44)"])
}

/// Bytes damaged in the ways of files from outside.
private func damaged(_ original: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
  var bytes = original
  for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...60, using: &random)))
    case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
    default: bytes.removeSubrange(place...)
    }
  }
  return bytes
}

@Test func `damaged chains, lists and manifests are read or refused, never more`() throws {
  let scope = try Scope([("a.mov", "one"), ("b.mov", "two")])
  try scope.pass(.create, [.xxh64, .c4])
  var writer = ListWriter(scope.path, format: .mhl1, signature: Scope.signature)
  writer.algorithms = [.md5, .xxh64]
  _ = try writer.write(to: scope.folder.path("l.mhl"))
  let chain = try InputFile.contents(of: "\(scope.path)/ascmhl/ascmhl_chain.xml")
  let (manifest, legacy) = (try InputFile.contents(of: scope.manifest(1)), try InputFile.contents(of: scope.folder.path("l.mhl")))
  let plain = Array("0123456789abcdef  a.mov\nMD5 (b.mov) = 614dd0e977becb4c6f7fa99e64549b12\n\\abc  x\\n\n".utf8)
  var random = SeededRandom(7)
  for _ in 0..<400 {
    _ = try? HashChain.reading(damaged(chain, &random), subject: "c")
    _ = try? LegacyList.reading(damaged(legacy, &random), subject: "l")
    _ = try? ChecksumList(String(decoding: damaged(plain, &random), as: UTF8.self), fileName: "l.md5")
    let bytes = damaged(manifest, &random)
    for isChain in [false, true] {
      _ = try? ManifestRules.breaches({ () throws(MarkupError) in try XMLReader(bytes, subject: "m") }, subject: "m", isChain: isChain)
    }
    for list in [chain, legacy, manifest, plain] {
      let path = scope.folder.path("fuzz.\(Bool.random(using: &random) ? "mhl" : "xml")")
      try TestCard.write(damaged(list, &random), path)
      do throws(IntegrityError) { _ = try Verifier(scope.path).verify(against: .list(path)) } catch { #expect(error.code != .cancelled) }
    }
  }
}

@Test func `two files that changed names in one generation keep their own hashes for whoever carries the history`() throws {
  let scope = try Scope([("a", "one"), ("b", "two"), ("c", "three")])
  try scope.pass(.create, [.xxh64])
  let moves = [("a", "b"), ("b", "a"), ("c", "d")]
  let texts = ["a": "one", "b": "two", "c": "three"]
  let list = HashList(
    creator: Scope.signature.creator(Timestamp(seconds: 0)), process: .init(kind: .inPlace),
    entries: try moves.map { from, to in
      .file(
        .init(
          path: try ContainedPath(to), size: nil, modified: nil, hashes: [.init(Digest.of(texts[from] ?? ""), action: .verified)],
          previousPath: try ContainedPath(from)))
    })
  let history = try scope.history()
  _ = try GenerationWriter(scope: scope.path, gate: DestinationGate()).append(list, entries: list.entries, to: history, folderName: "A") { _ in }
  let references = try scope.history().references()
  #expect(
    references == [
      try ContainedPath("a"): [Digest.of("two")], try ContainedPath("b"): [Digest.of("one")], try ContainedPath("d"): [Digest.of("three")],
    ])
}

@Test func `a check counts the documents that there are and should be`() throws {
  let scope = try Scope()
  for _ in 0..<3 { try scope.pass(.create) }
  #expect(try HistoryCheck.run(scope.path).listed == 4)
  try TestCard.write(try InputFile.contents(of: scope.manifest(2)) + [0x20], try scope.manifest(2))
  let changed = try HistoryCheck.run(scope.path)
  #expect(changed.status == .rejected && changed.verified == 3 && changed.listed == 4, "\(changed)")
  try FileManager.default.removeItem(atPath: try scope.manifest(2))
  let cut = try HistoryCheck.run(scope.path)
  #expect(cut.status == .rejected && cut.verified == 3 && cut.listed == 4, "\(cut)")
}
