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
