// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

private func codes(_ plan: CopyPlan) -> [CopyProblem.Code] { Preflight(plan).problems.map(\.code) }

@Test func `names that differ only by code points or case are noted once, and how they differ`() throws {
  let card = try TestCard(largest: 10)
  try TestCard.write([1], card.source + "/SIDECAR.TXT")
  let notes = Preflight(card.plan([try card.destination("one"), try card.destination("two")])).notes
  #expect(notes.filter { $0.contains("differ only by case") }.map { $0.contains("Sidecar.txt") } == [true])
  #expect(notes.filter { $0.contains("U+") }.map { $0.contains("(U+00E9)") && $0.contains("(U+0065 U+0301)") } == [true])
}

@Test func `what is in folders that look alike is not told again`() throws {
  let paths = try ["caf\u{E9}", "cafe\u{301}", "caf\u{E9}/a.mov", "caf\u{E9}/A.mov", "cafe\u{301}/a.mov"].map { try ContainedPath($0) }
  #expect(LookAlikeNames.among(paths).map(\.second) == [paths[1], paths[3]])
}

@Test(arguments: [
  ("a:b.mov", NameRules.exFAT, "‘:’"), ("end.", .exFAT, "ends in a dot"), ("end ", .ntfs, "ends in a space"), ("con.txt", .ntfs, "device"),
  ("LPT1", .ntfs, "device"), ("a\u{1}b", .fat32, "control"), (String(repeating: "é", count: 256), .exFAT, "255 UTF-16 units"),
  (String(repeating: "🎬", count: 128), .ntfs, "255 UTF-16 units"), (String(repeating: "a/", count: 600) + "b", .s3, "1024 bytes"),
  ("a:b", .ltfs, "‘:’"), ("a:\u{301}b", .exFAT, "‘:’"),
])
func `a name that a storage does not take is refused`(_ name: String, _ rules: NameRules, _ words: String) throws {
  #expect(rules.fault(of: try ContainedPath(name), size: 1)?.contains(words) == true)
}

@Test(arguments: [
  ("con1.txt", NameRules.ntfs), ("COM0", .ntfs), ("console", .ntfs), (".hidden", .exFAT), ("a b.mov", .exFAT), ("café 🎬.mov", .ltfs),
  (String(repeating: "é", count: 255), .exFAT), ("a:b", .s3),
])
func `a name that a storage takes is not refused`(_ name: String, _ rules: NameRules) throws {
  #expect(rules.fault(of: try ContainedPath(name), size: 1) == nil)
}

@Test func `FAT takes no file of four gibibytes`() throws {
  #expect(NameRules.fat32.fault(of: try ContainedPath("a.mov"), size: 0xFFFF_FFFF) == nil)
  #expect(NameRules.fat32.fault(of: try ContainedPath("a.mov"), size: 1 << 32)?.contains("larger than FAT32 takes") == true)
}

@Test func `the rules come from the volume, and from where the copy will go`() throws {
  let card = try TestCard(largest: 10)
  try TestCard.write([1], card.source + "/take:1.mov")
  var plan = card.plan([try card.destination("one")])
  #expect(codes(plan) == [])
  let refused = Preflight(plan, on: .withRoom(1 << 30, fileSystem: "exfat")).problems
  #expect(refused.contains { $0.code == .unsupportedEntry && $0.subject == "take:1.mov" && $0.text.contains("exFAT") })
  plan.targetSystems = [.ltfs]
  #expect(Preflight(plan).problems.contains { $0.subject == "take:1.mov" && $0.text.contains("LTFS") })
  #expect(Set(NameRules.known.keys) == ["exfat", "fat32", "ltfs", "mac", "ntfs", "s3"])
}

@Test func `names that only some systems confuse are refused for those`() throws {
  let card = try TestCard(largest: 10, isSmall: true)
  try TestCard.write([1], card.source + "/SIDECAR.TXT")
  var plan = card.plan([try card.destination("one")])
  #expect(codes(plan) == [])
  plan.targetSystems = [.ltfs]
  #expect(codes(plan) == [], "LTFS tells case apart")
  plan.targetSystems = [.ntfs]
  #expect(codes(plan) == [.namesCollide])
}

@Test func `paths beyond what Windows opens are noted`() throws {
  let card = try TestCard(largest: 10, isSmall: true)
  try TestCard.write([1], card.source + "/" + String(repeating: "folder-of-thirty-characters-ok/", count: 10) + "clip.mov")
  var plan = card.plan([try card.destination("one")])
  plan.targetSystems = [.ntfs]
  #expect(codes(plan) == [])
  #expect(Preflight(plan).notes.contains { $0.contains("longer than the 259 characters") })
}
