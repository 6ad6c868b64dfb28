// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

@Test func `every flipped bit is found and the right file named`() throws {
  let scope = try Scope([("A002/x.mov", "some bytes of x"), ("A002/y.mov", "y"), ("Clips/a.mov", "abcd\n"), ("notes & <odd>.txt", "n")])
  try scope.pass(.create, [.xxh64], at: "A002")
  try scope.pass(.create, [.xxh64, .md5])
  try scope.pass(.verify)
  var files: [String] = []
  for case .entry(let entry) in try FolderWalk(scope.path) where entry.facts.kind == .file { files.append(entry.path.text) }
  var random = SeededRandom(60)
  for _ in 0..<120 {
    let file = try #require(files.randomElement(using: &random))
    let original = try InputFile.contents(of: "\(scope.path)/\(file)")
    var flipped = original
    flipped[Int.random(in: 0..<flipped.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    try TestCard.write(flipped, "\(scope.path)/\(file)")
    let report = try Verifier(scope.path).verify()
    #expect(report.status == .rejected, "\(file)")
    let name = SystemPath.split(file).name
    if file.contains("ascmhl/") {
      #expect(report.chain?.intact == false && report.notes.contains { $0.contains(name) }, "\(file): \(report.notes)")
    } else {
      #expect(report.failed.map(\.path) == [file] && report.chain?.intact == true)
    }
    try TestCard.write(original, "\(scope.path)/\(file)")
  }
  #expect(try Verifier(scope.path).verify().status == .clean)
}

@Test func `every single bit of a chain counts`() throws {
  let scope = try Scope([("a", "a")])
  try scope.pass(.create)
  let path = "\(scope.path)/ascmhl/ascmhl_chain.xml"
  let original = try InputFile.contents(of: path)
  for place in original.indices {
    var flipped = original
    flipped[place] ^= 1 << UInt8(place % 8)
    try TestCard.write(flipped, path)
    #expect(try History(scope: scope.path)?.isIntact == false, "byte \(place)")
  }
}

@Test func `another program's chain may be laid out as it likes, and nothing strange may stand in it`() throws {
  let scope = try Scope([("a", "a")])
  try scope.pass(.create) { $0.signature.host = HostFacts(hostName: "h", operatingSystem: "o", user: "u", tool: "Other Tool", toolVersion: "1") }
  let path = "\(scope.path)/ascmhl/ascmhl_chain.xml"
  let text = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
  for (from, to) in [("\n", "\r\n"), ("  ", "\t"), ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version='1.0'?><!-- by hand -->")] {
    try TestCard.write(Array(text.replacingOccurrences(of: from, with: to).utf8), path)
    #expect(try scope.history().faults == [])
  }
  for (from, to) in [
    ("DIRECTORY:v2.0", "DIRECTORY:v2.1"), ("sequencenr", "sequencens"), ("<path>", "x<path>"), ("</ascmhldirectory>", "<more/></ascmhldirectory>"),
  ] {
    try TestCard.write(Array(text.replacingOccurrences(of: from, with: to).utf8), path)
    #expect(try !scope.history().isIntact, "\(to)")
  }
}
