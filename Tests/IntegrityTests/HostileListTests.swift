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
