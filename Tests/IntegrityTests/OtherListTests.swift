// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// An MHL 1.1 list of one file, with `hashes` inside.
private func legacy(_ file: String, _ hashes: String, size: Int? = nil) -> String {
  """
  <?xml version="1.0" encoding="UTF-8"?>
  <hashlist version="1.1"><creatorinfo><username>u</username><hostname>h</hostname><tool>t</tool></creatorinfo>
  <hash>\(hashes)<file>\(file)</file>\(size.map { "<size>\($0)</size>" } ?? "")<hashdate>2020-01-01T00:00:00Z</hashdate></hash></hashlist>
  """
}

private func verify(_ scope: Scope, _ text: String, encoding: String.Encoding = .utf8, name: String = "list.mhl") throws -> VerificationReport {
  try #require(text.data(using: encoding)).write(to: URL(fileURLWithPath: scope.folder.path(name)))
  return try Verifier(scope.path).verify(against: .list(scope.folder.path(name)))
}

@Test func `the hashes of version 1 are understood from either end`() throws {
  let scope = try Scope([("a.mov", "abcd\n")])
  let digest = Digest.of("abcd\n", algorithm: .xxh64)
  let reversed = try Digest(bytes: digest.bytes.reversed(), algorithm: .xxh64).text
  let small = Digest.of("abcd\n", algorithm: .xxh32).bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
  for (hash, isOdd) in [
    ("<xxhash64be>\(digest.text)</xxhash64be>", false), ("<xxhash64>\(reversed)</xxhash64>", false), ("<xxhash64>\(digest.text)</xxhash64>", true),
    ("<xxhash64be>\(reversed.uppercased())</xxhash64be>", true), ("<xxhash>\(small)</xxhash>", false),
    ("<md5>\(Digest.of("abcd\n", algorithm: .md5).text)</md5>", false), ("<sha1>\(Digest.of("abcd\n", algorithm: .sha1).text)</sha1>", false),
  ] {
    let report = try verify(scope, legacy("a.mov", hash, size: 5))
    #expect(report.status == .clean && report.verified == 1, "\(hash): \(report)")
    #expect(report.notes.contains { $0.contains("from the other end") } == isOdd, "\(hash)")
  }
  #expect(try verify(scope, legacy("a.mov", "<xxhash>1</xxhash>")).status == .rejected)
  #expect(try verify(scope, legacy("a.mov", "<xxhash64>0123456789abcdef</xxhash64>")).failed.map(\.path) == ["a.mov"])
}

@Test func `XXH32 is the published one`() {
  #expect(Digest.of("", algorithm: .xxh32).text == "02cc5d05")
  #expect(!HashAlgorithm.allCases.contains(.xxh32))
}

@Test func `a list of version 1 with a length only compares the length, and says so`() throws {
  let scope = try Scope([("a.mov", "abcd\n")])
  let report = try verify(scope, legacy("a.mov", "<null/>", size: 5))
  #expect(report.status == .partial && report.notes.contains { $0.contains("only the length is recorded") && $0.contains("a.mov") }, "\(report)")
  #expect(try verify(scope, legacy("a.mov", "<null/>", size: 6)).status == .rejected)
  #expect(try verify(scope, legacy("a.mov", "", size: 5)).status == .rejected, "no hash and no word that none is meant")
}

@Test func `a file that a list names twice is held against both lines, and that is said`() throws {
  let scope = try Scope([("a.mov", "abcd\n")])
  let (right, wrong) = (Digest.of("abcd\n", algorithm: .md5).text, Digest.of("other", algorithm: .md5).text)
  let alike = try verify(scope, "\(right)  a.mov\n\(right)  ./a.mov\n", name: "list.md5")
  #expect(alike.status == .clean && alike.listed == 1 && alike.notes.contains { $0.contains("line 2: a.mov is listed twice; both count") })
  for lines in [[right, wrong], [wrong, right]] {
    let report = try verify(scope, lines.map { "\($0)  a.mov\n" }.joined(), name: "list.md5")
    #expect(report.status == .rejected && report.failed.count == 1 && report.failed[0].reason.contains(wrong), "\(report)")
  }
  // Two algorithms of one file are no contradiction.
  let sha1 = Digest.of("abcd\n", algorithm: .sha1).text
  #expect(try verify(scope, "\(right)  a.mov\n\(sha1)  a.mov\n", name: "sums.txt").status == .clean)
}

@Test func `a list of version 1 that names a file twice is held to both entries, and to their sizes`() throws {
  let scope = try Scope([("a.mov", "abcd\n")])
  let (right, wrong) = (Digest.of("abcd\n", algorithm: .md5).text, Digest.of("other", algorithm: .md5).text)
  func list(_ first: String, _ second: String, size: Int = 5) -> String {
    let entry = "<hash><file>a.mov</file><size>\(size)</size><md5>\(second)</md5></hash></hashlist>"
    return legacy("a.mov", "<md5>\(first)</md5>", size: 5).replacing("</hashlist>", with: entry)
  }
  #expect(try verify(scope, list(right, right)).status == .clean)
  #expect(try verify(scope, list(right, wrong)).failed.map(\.path) == ["a.mov"])
  let sizes = try verify(scope, list(right, right, size: 6))
  #expect(sizes.status == .rejected && sizes.failed.contains { $0.reason.contains("listed twice, with 5 bytes and with 6 bytes") }, "\(sizes)")
}

@Test func `a size that is recorded wrongly is remarked where the hash is right`() throws {
  let scope = try Scope([("a.mov", "abcd\n")])
  let report = try verify(scope, legacy("a.mov", "<md5>\(Digest.of("abcd\n", algorithm: .md5).text)</md5>", size: 6))
  #expect(report.status == .clean && report.notes.contains { $0.contains("6 bytes are recorded and it has 5") }, "\(report)")
}

@Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .isoLatin1, .windowsCP1251])
func `odd encodings of version 1 are read`(_ encoding: String.Encoding) throws {
  let (names, declared): ([String.Encoding: String], [String.Encoding: String]) = (
    [.isoLatin1: "Brüllaffe.mov", .windowsCP1251: "Мир.mov"], [.isoLatin1: "ISO-8859-1", .windowsCP1251: "windows-1251"]
  )
  let name = names[encoding] ?? "Größe 日本.mov"
  let scope = try Scope([(name, "abcd\n")])
  let text = legacy(name, "<md5>\(Digest.of("abcd\n", algorithm: .md5).text)</md5>")
    .replacingOccurrences(of: "UTF-8", with: declared[encoding] ?? "UTF-16")
  #expect(try verify(scope, text, encoding: encoding).status == .clean)
}

@Test(arguments: [ListWriter.Format.md5, .sha1, .sha256, .xxh64, .xxh3, .xxh128, .c4, .mhl1])
func `lists of other kinds are written and read back`(_ format: ListWriter.Format) throws {
  let scope = try Scope([("Clips/a b.mov", "abcd\n"), ("back\\slash\nbreak.mov", "def\n"), ("Größe.mov", "g")])
  let list = scope.folder.path("list.\(format == .mhl1 ? "mhl" : format.rawValue)")
  var writer = ListWriter(scope.path, format: format, signature: Scope.signature)
  writer.algorithms = [.md5, .xxh64]
  if format == .mhl1 { writer.ignorePatterns = ["back*"] }
  #expect(try writer.write(to: list).status == .clean)
  if format == .mhl1 { try scope.remove("back\\slash\nbreak.mov") }
  let report = try Verifier(scope.path).verify(against: .list(list))
  #expect(report.status == .clean && report.verified == (format == .mhl1 ? 2 : 3), "\(report)")
  try scope.write("changed", "Größe.mov")
  #expect(try Verifier(scope.path).verify(against: .list(list)).failed.map(\.path) == ["Größe.mov"])
}

@Test func `what version 1 cannot say is refused`() throws {
  let scope = try Scope([("a", "a"), ("empty", "")])
  var writer = ListWriter(scope.path, format: .mhl1, signature: Scope.signature)
  let cancellation = Cancellation()
  cancellation.cancel()  // any reading would now end in `cancelled`
  let error = #expect(throws: IntegrityError.self) { try writer.write(to: scope.folder.path("l.mhl"), cancellation: cancellation) }
  #expect(error?.code == .inexpressible)
  #expect(!FileManager.default.fileExists(atPath: scope.folder.path("l.mhl")))
  writer.algorithms = [.c4]
  #expect(throws: IntegrityError.self) { try writer.write(to: scope.folder.path("l.mhl")) }
}

@Test func `a collection bundles packing lists of several scopes`() throws {
  let scope = try Scope([("A002/x.mov", "x"), ("A003/y.mov", "y")], name: "drive")
  for inner in ["A002", "A003"] { try scope.pass(.create, at: inner) }
  let out = scope.folder.path("out")
  try Folder.create(out)
  let lists = try ["A002", "A003"].map { try PackingList(of: "\(scope.path)/\($0)", signature: Scope.signature).write(to: out) }
  let collection = try PackingList.collect(lists, in: out)
  #expect(collection.hasSuffix("/ascmhl_collection.xml"))
  let report = try Verifier(scope.path).verify(against: .list(collection))
  #expect(report.status == .clean && report.verified == 2, "\(report)")
  #expect(try HistoryCheck.run(collection).status == .clean)
  try scope.write("Y", "A003/y.mov")
  #expect(try Verifier(scope.path).verify(against: .list(collection)).failed.map(\.path) == ["A003/y.mov"])
  try scope.write("y", "A003/y.mov")
  try TestCard.write(try InputFile.contents(of: lists[0]) + [0x0A], lists[0])
  #expect(try Verifier(scope.path).verify(against: .list(collection)).status == .rejected)
  #expect(try HistoryCheck.run(collection).status == .rejected)
}

@Test func `a packing list has the earliest hashes and the latest name`() throws {
  let scope = try Scope([("a.mov", "one"), ("b.mov", "two")])
  try scope.pass(.create, [.xxh64])
  try scope.move("a.mov", to: "c.mov")
  try scope.pass(.create, [.md5]) { $0.detectsRenames = true }
  try scope.write("TWO", "b.mov")
  try scope.pass(.verify)
  let list = try PackingList(of: scope.path, signature: Scope.signature).list
  #expect(list.files.map(\.path.text) == ["c.mov", "b.mov"])
  #expect(list.files[0].previousPath?.text == "a.mov")
  #expect(list.files[0].hashes.map { "\($0.digest.algorithm.rawValue) \($0.action?.rawValue ?? "")" } == ["xxh64 original", "md5 verified"])
  #expect(list.files[1].hashes.allSatisfy { $0.action != .failed })
}

@Test func `a packing list says which of its files failed last, and which are not there`() throws {
  let scope = try Scope()
  try scope.pass(.create, [.xxh64])
  try scope.write("Abcd\n", "Clips/a.mov")
  try scope.pass(.verify)
  try scope.remove("Sidecar.txt")
  let notes = try PackingList(of: scope.path, signature: Scope.signature).notes
  #expect(notes.count == 2 && notes[0].hasPrefix("Clips/a.mov did not match") && notes[1] == "Sidecar.txt is listed and is not there", "\(notes)")
  // What was put right, and said to be, is no matter any more.
  try scope.write("abcd\n", "Clips/a.mov")
  try scope.write("scene 1\n", "Sidecar.txt")
  try scope.pass(.verify)
  #expect(try PackingList(of: scope.path, signature: Scope.signature).notes.isEmpty)
}

@Test func `a list that was made in a folder inside says so`() throws {
  let scope = try Scope([("day/card/a.mov", "a"), ("day/card/sub/b.mov", "b"), ("c.mov", "c")], name: "del")
  let md5 = { Digest.of($0 as String, algorithm: .md5).text }
  let report = try verify(scope, "\(md5("a"))  a.mov\n\(md5("b"))  sub/b.mov\n", name: "list.md5")
  #expect(report.notes == ["what the list names is in ‘day/card’: verify that folder against it"], "\(report)")
  let other = try verify(scope, "\(md5("a"))  a.mov\n\(md5("b"))  sub/x.mov\n", name: "other.md5")
  #expect(!other.notes.contains { $0.contains("verify that folder") }, "\(other)")
}

@Test func `a list that was made one folder up says so`() throws {
  let scope = try Scope([("a.mov", "a"), ("sub/b.mov", "b")], name: "del")
  let md5 = { Digest.of($0 as String, algorithm: .md5).text }
  let report = try verify(scope, "\(md5("a"))  del/a.mov\n\(md5("b"))  del/sub/b.mov\n", name: "list.md5")
  #expect(report.status == .rejected && report.notes == ["the list's paths begin with ‘del/’: verify the folder above"], "\(report)")
  #expect(report.listed == 2 && report.present == 0)
  #expect(try verify(scope, "\(md5("a"))  del/x.mov\n", name: "list.md5").notes.isEmpty)
  #expect(try verify(scope, "\(md5("b"))  sub/b.mov\n", name: "list.md5").notes.isEmpty)
}
