// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

private func copied() throws -> (card: TestCard, copy: String, manifest: String) {
  let card = try TestCard(largest: 5000, isSmall: true)
  let destination = try Copier(card.plan([card.destination("one")])).run().destinations[0]
  return (card, destination.path, try #require(destination.manifest))
}

@Test func `a generation numbered beyond counting does not stop the program`() throws {
  let (card, copy, manifest) = try copied()
  let name = "9223372036854775807_A001R2EC.mhl"
  let link = HashChain.Link(number: 1, fileName: name, c4: Digest.of(try InputFile.contents(of: manifest), algorithm: .c4))
  try FileManager.default.moveItem(atPath: manifest, toPath: "\(copy)/ascmhl/\(name)")
  try TestCard.write(try HashChain(links: [link]).xml(), "\(copy)/ascmhl/ascmhl_chain.xml")
  #expect(GenerationName(name) == nil)
  var plan = card.plan([card.folder.path("one")])
  plan.algorithms = [.md5]
  #expect(try Copier(plan).run().destinations[0].manifest == nil)
  #expect(try Verifier(copy).verify().chain?.intact == false)
}

@Test func `a manifest whose name says another generation than its chain is found`() throws {
  let (card, copy, manifest) = try copied()
  defer { withExtendedLifetime(card) {} }
  let link = HashChain.Link(number: 1, fileName: "0007_A.mhl", c4: Digest.of(try InputFile.contents(of: manifest), algorithm: .c4))
  try FileManager.default.moveItem(atPath: manifest, toPath: "\(copy)/ascmhl/0007_A.mhl")
  try TestCard.write(try HashChain(links: [link]).xml(), "\(copy)/ascmhl/ascmhl_chain.xml")
  #expect(try Verifier(copy).verify().chain?.intact == false)
}

@Test func `a chain emptied of its generations does not vouch for a manifest`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  try TestCard.write(try HashChain().xml(), "\(copy)/ascmhl/ascmhl_chain.xml")
  let report = try Verifier(copy).verify()
  #expect(report.status == .rejected)
  #expect(report.chain?.intact == false)
}

@Test func `a link in the place of a history takes no manifest elsewhere`() throws {
  let card = try TestCard(largest: 100, isSmall: true)
  let outside = try card.destination("outside")
  let copy = try card.destination("one") + "/A001R2EC"
  try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
  try FileManager.default.createSymbolicLink(atPath: "\(copy)/ascmhl", withDestinationPath: outside)
  #expect(throws: IntegrityError.self) { try Copier(card.plan([card.folder.path("one")])).run() }
  #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])
}
