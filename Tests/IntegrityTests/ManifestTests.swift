// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Integrity
import TestSupport
import Testing

/// A manifest with everything that one can hold.
func fullManifest() throws -> HashList {
  let date = Timestamp(seconds: 1_579_166_100)
  let digests = HashAlgorithm.manifestFormats.map { Digest.of("abcd\n", algorithm: $0) }
  return try HashList(
    creator: .init(
      date: date, hostName: "suite-2", tool: "lineup", toolVersion: "1.0",
      authors: [.init(name: "Ann <Data> Wrangler", role: "DIT", email: "ann@set.example", phone: "+44 20")], location: "Stage & lot", comment: "a\nb"),
    process: .init(kind: .transfer, rootHash: .init(content: digests, structure: digests, date: date), ignorePatterns: [".DS_Store", "*.tmp"]),
    entries: [
      .file(
        .init(
          path: ContainedPath("Clips/ leading & <odd>\n\".mov"), size: 0, modified: date,
          hashes: digests.map { .init($0, action: .original, date: date) }, previousPath: ContainedPath("Clips/old.mov"))),
      .folder(.init(path: ContainedPath("Clips"), modified: date, digests: .init(content: digests, structure: digests, date: date))),
    ],
    references: [.init(path: ContainedPath("A002/ascmhl/0001_A002_2020-01-16_091500Z.mhl"), c4: Digest.of("x", algorithm: .c4))])
}

@Test func `a manifest reads back as it was written`() throws {
  let (value, notes) = try HashList.reading(fullManifest().xml(), subject: "m")
  #expect(try value == fullManifest())
  #expect(notes == [])
}

@Test func `hashes stand in the order of the schema and an empty file has a size`() throws {
  let text = String(decoding: try fullManifest().xml(), as: UTF8.self)
  let places = try [
    "<path size=\"0\" last", "<c4 action", "<md5 action", "<sha1 action", "<xxh128 action", "<xxh3 action", "<xxh64 action", "<previousPath",
  ]
  .map { try #require(text.range(of: $0)?.lowerBound) }
  #expect(places == places.sorted())
}

@Test(.enabled(if: Fixtures.hasScenarios && Fixtures.xmllint != nil, "needs the ASC MHL schemas and xmllint"))
func `manifest and chain are valid by the schemas`() throws {
  let folder = try TemporaryFolder()
  let xmllint = try #require(Fixtures.xmllint)
  try Data(fullManifest().xml()).write(to: folder.url.appendingPathComponent("m.mhl"))
  let chain = HashChain(links: [.init(number: 1, fileName: "m.mhl", c4: Digest.of("x", algorithm: .c4))])
  try Data(chain.xml()).write(to: folder.url.appendingPathComponent("chain.xml"))
  let manifest = try Fixtures.run(xmllint, ["--noout", "--schema", Fixtures.schema, folder.path("m.mhl")])
  #expect(manifest.status == 0, "\(manifest.output)")
  let list = try Fixtures.run(xmllint, ["--noout", "--schema", Fixtures.chainSchema, folder.path("chain.xml")])
  #expect(list.status == 0, "\(list.output)")
}

@Test func `what the schema cannot hold is refused, not written wrongly`() throws {
  var list = try fullManifest()
  list.creator.authors[0].email = "nobody"
  #expect(throws: IntegrityError.self) { try list.xml() }
  list = try fullManifest()
  list.entries.append(list.entries[0])
  #expect(throws: IntegrityError.self) { try list.xml() }
  list = try fullManifest()
  let path = try ContainedPath("a")
  list.entries = [.file(.init(path: path, size: 1, modified: nil, hashes: [.init(Digest.of("a", algorithm: .sha256), action: .original)]))]
  #expect(throws: IntegrityError.self) { try list.xml() }
}

@Test func `a careless manifest is read with notes`() throws {
  let text = """
    <?xml version="1.0"?><hashlist version="2.0">
    <hashes><hash><xxh64>0EA03B369A463D9D</xxh64><path>b.mov</path><sha999>1</sha999></hash>
    <hash><path>../../etc/passwd</path><md5 action="original">614dd0e977becb4c6f7fa99e64549b12</md5></hash>
    <hash><path>b.mov</path><md5 action="original">614dd0e977becb4c6f7fa99e64549b12</md5></hash></hashes>
    <processinfo><process>teleport</process></processinfo><extra/></hashlist>
    """
  let (value, notes) = try HashList.reading(Array(text.utf8), subject: "m")
  #expect(value.files.map(\.path.text) == ["b.mov"])
  #expect(value.files[0].hashes.map(\.digest.text) == ["0ea03b369a463d9d"])
  let said = notes.map(\.description).joined(separator: "\n")
  for word in ["namespace", "without an action", "sha999", "passwd", "twice", "teleport", "extra"] { #expect(said.contains(word)) }
}

@Test(arguments: ["", "hello", "<a/>", "<hashlist version=\"1.1\"/>", "<hashlist version=\"2.0\"><hashes>"])
func `what is no manifest is refused in words`(_ text: String) {
  #expect(throws: IntegrityError.self) { try HashList.reading(Array(text.utf8), subject: "m") }
}

@Test func `two thousand damaged manifests are read or refused, never more`() throws {
  let original = try fullManifest().xml()
  var random = SeededRandom(2)
  for _ in 0..<2000 {
    var bytes = original
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
      default: bytes.removeSubrange(place..<min(bytes.count, place + 200))
      }
    }
    do throws(IntegrityError) {
      for file in try HashList.reading(bytes, subject: "m").value.files { #expect(!file.path.text.hasPrefix("/") && !file.path.names.contains("..")) }
    } catch { #expect(error.code == .malformed) }
  }
}

@Test func `generation names count on beyond 9999 and fit the file system`() throws {
  let date = Timestamp(seconds: 1_579_166_100)
  #expect(GenerationName(number: 1, folder: "A002R2EC", date: date).description == "0001_A002R2EC_2020-01-16_091500Z.mhl")
  #expect(GenerationName("10000_A_2020-01-16_091500Z.mhl")?.number == 10000)
  #expect(GenerationName("notes.txt") == nil && GenerationName("12_A.mhl") == nil && GenerationName("ascmhl_chain.xml") == nil)
  #expect(GenerationName(number: 1, folder: String(repeating: "é", count: 127), date: date).description.utf8.count <= 255)
}

@Test(arguments: [
  ("*.tmp", "a/b.tmp", false, true), ("*.tmp", "a/b.tmpx", false, false), ("/top", "top", false, true), ("/top", "a/top", false, false),
  ("dir/", "dir", true, true), ("dir/", "dir", false, false), ("a/**/z", "a/b/c/z", false, true), ("a/**/z", "a/z", false, true),
  ("**/z", "q/z", false, true), ("a/*", "a/b", false, true), ("[a-c]?.mov", "b1.mov", false, true), ("[!a-c]?.mov", "b1.mov", false, false),
  ("# comment", "# comment", false, false), ("\\#x", "#x", false, true), ("*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false, false),
  ("a/**", "a", true, false), ("a/**", "a/b/c", false, true), ("**/b/**/d", "a/b/c/b/d", false, true), ("**/b/**/d", "a/b/c/e", false, false),
  ("*\u{301}.mov", "a\u{304}\u{301}.mov", false, true), ("*\u{301}", "a", false, false), ("\u{65}\u{301}?.mov", "\u{E9}1.mov", false, true),
  ("[\u{E9}]", "e\u{301}", false, true), ("a/\u{301}b", "a/\u{301}b", false, true), ("!\u{301}x", "x", false, false),
])
func `ignore patterns follow gitignore`(_ pattern: String, _ path: String, _ isFolder: Bool, _ isIgnored: Bool) throws {
  #expect(try IgnorePatterns([pattern]).ignores(ContainedPath(path), isFolder: isFolder) == isIgnored)
}

@Test func `a pattern made to take for ever does not`() throws {
  let pattern = String(repeating: "**/a/", count: 40) + "b"
  let path = try ContainedPath(Array(repeating: "a", count: 80).joined(separator: "/"))
  let begin = ContinuousClock.now
  #expect(!IgnorePatterns([pattern]).ignores(path, isFolder: false))
  #expect(ContinuousClock.now - begin < .seconds(20))
}

@Test func `the last ignore pattern that matches decides`() throws {
  let patterns = IgnorePatterns(["*.xml", "!KEEP.xml"])
  #expect(try patterns.ignores(ContainedPath("a.xml"), isFolder: false))
  #expect(try !patterns.ignores(ContainedPath("KEEP.xml"), isFolder: false))
}
