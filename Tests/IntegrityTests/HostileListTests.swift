// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

@Test func `a list that begins with a byte order mark is checked from its first line`() throws {
  let folder = try TemporaryFolder()
  try TestCard.write([1], folder.path("a.mov"))
  try TestCard.write(Array("\u{FEFF}\(Digest.of([2], algorithm: .md5).text)  a.mov\r\n".utf8), folder.path("list.md5"))
  #expect(try Verifier(folder.url.path).verify(against: .list(folder.path("list.md5"))).failed.map(\.path) == ["a.mov"])
}

@Test func `a listed path outside the folder is a failure, not a remark`() throws {
  let folder = try TemporaryFolder()
  try TestCard.write([1], folder.path("a.mov"))
  let md5 = Digest.of([1], algorithm: .md5).text
  try TestCard.write(Array("\(md5)  a.mov\n\(md5)  ../b.mov\n\(md5)  /c.mov\n".utf8), folder.path("list.md5"))
  let report = try Verifier(folder.url.path).verify(against: .list(folder.path("list.md5")))
  #expect(report.status == .rejected)
  #expect(report.failed.map(\.path) == ["../b.mov", "/c.mov"])
  #expect(report.verified == 1)
}

@Test func `a manifest entry outside the folder is a failure, not a remark`() throws {
  let card = try TestCard(largest: 5000, isSmall: true)
  let destination = try Copier(card.plan([card.destination("one")])).run().destinations[0]
  let (copy, manifest) = (destination.path, try #require(destination.manifest))
  let text = try InputFile.text(of: manifest).replacingOccurrences(of: "Sidecar.txt", with: "../Sidecar.txt")
  try TestCard.write(Array(text.utf8), card.folder.path("list.mhl"))
  let report = try Verifier(copy).verify(against: .list(card.folder.path("list.mhl")))
  #expect(report.status == .rejected)
  #expect(report.failed.contains { $0.reason.contains("no path inside the folder") })
}

@Test(arguments: ["d41d8cd98f00b204e9800998ecf8427  b.mov", "d41d8cd98f00b20", "zzz", "MD5 (b.mov) = d41d"])
func `a line of a checksum list that cannot be read is a failure, not a remark`(_ line: String) throws {
  let folder = try TemporaryFolder()
  try TestCard.write([1], folder.path("card/a.mov"))
  let list = folder.path("list.md5")
  try TestCard.write(Array("# made by hand\n\n \t\n\(Digest.of([1], algorithm: .md5).text)  a.mov\n\(line)".utf8), list)
  let report = try Verifier(folder.path("card")).verify(against: .list(list))
  #expect(report.status == .rejected && report.verified == 1)
  #expect(report.failed.count == 1 && report.failed[0].path == list && report.failed[0].reason.contains("line 5"), "\(report)")
}

@Test func `a file that its manifest calls failed is not good for having the same length`() throws {
  let scope = try Scope()
  try scope.pass(.create, [.xxh64])
  try scope.write("Abcd\n", "Clips/a.mov")
  try scope.pass(.verify)
  let manifest = try scope.manifest(2)
  for text in ["Abcd\n", "abcd\n"] {
    try scope.write(text, "Clips/a.mov")
    let report = try Verifier(scope.path).verify(against: .list(manifest))
    #expect(report.status == .rejected && report.failed.map(\.path) == ["Clips/a.mov"] && report.verified == 4, "\(report)")
  }
}

@Test(arguments: [("Failed", false), (" failed ", false), ("FAILED", false), ("broken", false), ("", false), ("Original", true), (" VERIFIED", true)])
func `a hash whose action is written otherwise, or is unknown, is no reference unless it says that it was right`(
  _ action: String, _ isReference: Bool
) throws {
  let scope = try Scope([("a.mov", "abcd\n")])
  try scope.pass(.create, [.xxh64])
  let text = try InputFile.text(of: scope.manifest(1)).replacingOccurrences(of: "action=\"original\"", with: "action=\"\(action)\"")
  try TestCard.write(Array(text.utf8), scope.folder.path("list.mhl"))
  let report = try Verifier(scope.path).verify(against: .list(scope.folder.path("list.mhl")))
  #expect(report.status == (isReference ? .clean : .rejected), "\(report)")
}

@Test func `entries outside the folder are told so many times at most, and how many more there are`() throws {
  let scope = try Scope([("a.mov", "abcd\n")])
  try scope.pass(.create, [.xxh64])
  let entry = "<hash><path>../x</path><xxh64 action=\"original\">0ea03b369a463d9d</xxh64></hash>"
  let text = try InputFile.text(of: scope.manifest(1)).replacingOccurrences(
    of: "</hashes>", with: String(repeating: entry, count: 1500) + "</hashes>")
  let legacy = "<hashlist version=\"1.1\">" + String(repeating: "<hash><file>../x</file><null/></hash>", count: 1500) + "</hashlist>"
  let md5 = Digest.of("abcd\n", algorithm: .md5).text
  let plain = "\(md5)  a.mov\n" + String(repeating: "\(md5)  ../x\n", count: 750) + String(repeating: "zzz\n", count: 750)
  for (name, list) in [("list.mhl", text), ("old.mhl", legacy), ("list.md5", plain)] {
    try TestCard.write(Array(list.utf8), scope.folder.path(name))
    let report = try Verifier(scope.path).verify(against: .list(scope.folder.path(name)))
    #expect(report.status == .rejected && (201...401).contains(report.failed.count), "\(name): \(report.failed.count)")
    let more = name == "list.md5" ? "1,100 more lines" : "1,300 more entries"
    #expect(report.failed.contains { $0.reason.contains(more) }, "\(report.failed.last.debugDescription)")
  }
}

@Test func `an entry that is listed twice is told after any number of other notes`() throws {
  let scope = try Scope([("a.mov", "abcd\n")])
  try scope.pass(.create, [.xxh64])
  let odd = String(repeating: "<odd/>", count: 300)
  let again = "<hash><path>a.mov</path><xxh64 action=\"original\">0ea03b369a463d9d</xxh64></hash>"
  let text = try InputFile.text(of: scope.manifest(1)).replacingOccurrences(of: "</hashes>", with: odd + again + "</hashes>")
  try TestCard.write(Array(text.utf8), scope.folder.path("list.mhl"))
  let report = try Verifier(scope.path).verify(against: .list(scope.folder.path("list.mhl")))
  #expect(report.failed.contains { $0.reason.contains("listed twice") }, "\(report)")
}

@Test func `more patterns than anybody needs are not tried, which is said, and hide nothing`() throws {
  let files = (0..<200).map { ("a\(String(repeating: "b", count: 30))\($0).mov", "x") }
  let scope = try Scope(files)
  let begun = ContinuousClock.now
  let patterns = (0..<20_000).map { "*a*b*c\($0)" }
  _ = try scope.pass(.create) { $0.ignorePatterns = patterns + ["*.mov"] }
  let report = try scope.pass(.look)
  #expect(.now - begun < .seconds(30))
  #expect(report.verified == 200 && report.notes.contains { $0.contains("patterns of what to leave out were passed over") }, "\(report.notes)")
  #expect(IgnorePatterns((0..<20_000).map { "/Clips/C\($0).mov" }).untried == 0, "those of one path each are looked up, not tried")
}
