// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

private func codes(_ plan: CopyPlan) -> [CopyProblem.Code] { Preflight(plan).problems.map(\.code) }

@Test func `a missing source and a destination that is a file are both named`() throws {
  let card = try TestCard(largest: 10)
  var plan = card.plan([card.source + "/Sidecar.txt"])
  #expect(codes(plan) == [.destinationNotFolder])
  plan.source = card.folder.path("nothing")
  #expect(codes(plan) == [.sourceMissing])
  #expect(throws: IntegrityError.self) { try Copier(plan).run() }
}

@Test func `a destination inside the source is refused, through a link as well`() throws {
  let card = try TestCard(largest: 10)
  #expect(codes(card.plan([card.source])) == [.destinationInsideSource])
  #expect(codes(card.plan([card.source + "/Clips"])) == [.destinationInsideSource])
  #expect(codes(card.plan([card.source + "/new/folder"])) == [.destinationInsideSource])
  try FileManager.default.createSymbolicLink(atPath: card.folder.path("link"), withDestinationPath: card.source + "/Clips")
  #expect(codes(card.plan([card.folder.path("link")])) == [.destinationInsideSource])
}

@Test func `a copy over its own source is refused`() throws {
  let card = try TestCard(largest: 10)
  #expect(codes(card.plan([card.folder.url.path])) == [.sourceInsideDestination])
  var plan = card.plan([card.source])
  plan.source += "/Sidecar.txt"
  #expect(codes(plan) == [.sourceInsideDestination])
}

@Test func `the same destination twice is refused, however it is written`() throws {
  let card = try TestCard(largest: 10)
  let one = try card.destination("one")
  #expect(codes(card.plan([one, one + "/../one/"])) == [.destinationTwice])
}

@Test func `other content with the same name is refused and left alone`() throws {
  let card = try TestCard(largest: 10)
  let one = try card.destination("one")
  try TestCard.write([9], one + "/A001R2EC/Sidecar.txt")
  try TestCard.write([9], one + "/A001R2EC/other.txt")
  #expect(codes(card.plan([one])) == [.collision, .collision])
  #expect(throws: IntegrityError.self) { try Copier(card.plan([one])).run() }
  #expect(FileManager.default.contents(atPath: one + "/A001R2EC/Sidecar.txt") == Data([9]))
}

@Test func `other content of the same length is found while copying and left alone`() throws {
  let card = try TestCard(largest: 10)
  let one = try card.destination("one")
  try TestCard.write(Array("scene 2\n".utf8), one + "/A001R2EC/Sidecar.txt")
  let report = try Copier(card.plan([one])).run()
  #expect(report.status == .rejected)
  #expect(report.destinations[0].failed.map(\.path) == ["Sidecar.txt"])
  #expect(report.destinations[0].manifest == nil)
  #expect(FileManager.default.contents(atPath: one + "/A001R2EC/Sidecar.txt") == Data("scene 2\n".utf8))
}

@Test func `pipes and control characters are refused and named`() throws {
  let card = try TestCard(largest: 10)
  mkfifo(card.source + "/pipe", 0o644)
  try TestCard.write([1], card.source + "/bell\u{7}.txt")
  let problems = Preflight(card.plan([try card.destination("one")])).problems
  #expect(Set(problems.map(\.code)) == [.unsupportedEntry])
  #expect(problems.count == 2)
}

@Test func `a plan without destination, without manifest format or with a path for a name is refused`() throws {
  let card = try TestCard(largest: 10)
  #expect(codes(card.plan([])) == [.planIncomplete])
  var plan = card.plan([try card.destination("one")])
  plan.algorithms = [.sha256]
  #expect(codes(plan) == [.planIncomplete])
  plan.algorithms = [.xxh64]
  plan.name = "../escape"
  #expect(codes(plan) == [.sourceUnusable])
  plan.source = "/"
  plan.name = nil
  #expect(codes(plan) == [.sourceUnusable])
}

@Test func `two destinations on one volume share its room`() throws {
  let card = try TestCard(largest: 1 << 20)
  let system = PreflightSystem.withRoom(2 << 20)
  #expect(Preflight(card.plan([try card.destination("one")]), on: system).problems == [])
  let both = card.plan([try card.destination("one"), try card.destination("two")])
  #expect(Preflight(both, on: system).problems.map(\.code) == [.noSpace])
}

@Test func `files that claim more bytes than can be counted are refused, not added up`() throws {
  let card = try TestCard(largest: 10)
  for name in ["one.mov", "two.mov"] {
    try TestCard.write([], "\(card.source)/\(name)")
    guard truncate("\(card.source)/\(name)", off_t.max / 4 * 3) == 0 else { return }  // few volumes take such a file
  }
  #expect(codes(card.plan([try card.destination("one")])) == [.noSpace])
}

@Test func `sizes add up to the largest number at most`() {
  #expect(Int64.max.addingCapped(1) == .max)
  #expect(Int64(1).addingCapped(2) == 3)
}

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

@Test func `destinations on one disk are noted without the system's number for it`() throws {
  let card = try TestCard(largest: 10)
  let (one, two) = (try card.destination("one"), try card.destination("two"))
  #expect(Preflight(card.plan([one, two])).notes.contains("\(one), \(two) are on the same disk"))
}

@Test func `a source without files is refused as a card that is not mounted`() throws {
  let folder = try TemporaryFolder()
  try FileManager.default.createDirectory(atPath: folder.path("card/EMPTY"), withIntermediateDirectories: true)
  let plan = CopyPlan(source: folder.path("card"), destinations: [folder.path("one")], host: Fixtures.host)
  #expect(codes(plan) == [.sourceEmpty])
  let error = #expect(throws: IntegrityError.self) { try Copier(plan).run() }
  #expect(error?.description == "\(folder.path("card")): has no files; is the card mounted?")
  #expect(!FileManager.default.fileExists(atPath: folder.path("one")))
}

@Test func `a refusal names every problem, and of very many the first`() throws {
  let card = try TestCard(largest: 10)
  let one = try card.destination("one")
  for index in 0..<2 { try TestCard.write([9], one + "/A001R2EC/other \(index).txt") }
  let error = #expect(throws: IntegrityError.self) { try Copier(card.plan([one])).run() }
  let lines = error?.description.split(separator: "\n") ?? []
  #expect(lines.count == 3 && lines[1].contains("other 0.txt: is not on the source") && lines[2].contains("other 1.txt: "))
  let many = IntegrityError(.refused, "a", "b", problems: (0..<23).map { CopyProblem(.collision, "\($0).mov", "is there") })
  #expect(many.description.split(separator: "\n").suffix(2) == ["  19.mov: is there", "  and 3 more"])
}

@Test func `a destination that does not exist is made, and that is noted`() throws {
  let card = try TestCard(largest: 10)
  let plan = card.plan([card.folder.path("new/place")])
  #expect(Preflight(plan).notes.contains { $0.contains("will be made") })
  let report = try Copier(plan).run()
  #expect(report.status == .clean)
  #expect(report.notes.contains("\(card.folder.path("new/place")) did not exist and was made"))
  #expect(!report.notes.contains { $0.contains("will be") })
}

@Test func `a refusal shows a hostile name without obeying it`() {
  #expect(CopyProblem(.collision, "a\u{1B}[31m\u{202E}b", "is there").description == "a\\u{1B}[31m\\u{202E}b: is there")
}

extension PreflightSystem {
  /// A system on which every path is on one volume with so much room.
  static func withRoom(_ bytes: Int64, fileSystem: String = "ext4", claimed: Int64 = 0) -> PreflightSystem {
    PreflightSystem(
      volume: { (path) throws(FilesError) in
        VolumeFacts(device: try VolumeFacts.of(path).device, totalBytes: 1 << 40, availableBytes: bytes, fileSystem: fileSystem)
      }, claimed: { _ in claimed })
  }
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

@Test func `the same card under another name is refused, or noted where it is wanted`() throws {
  let card = try TestCard(largest: 1000)
  var plan = card.plan([try card.destination("one")])
  plan.name = "A001"
  #expect(try Copier(plan).run().status == .clean)
  plan.name = "A001_again"
  let problems = Preflight(plan).problems
  #expect(problems.map(\.code) == [.duplicate] && problems[0].subject.hasSuffix("/one/A001"))
  plan.acceptsDuplicate = true
  #expect(codes(plan) == [])
  #expect(Preflight(plan).notes.contains { $0.contains("has the same") })
  try TestCard.write([9], card.source + "/Sidecar.txt")
  plan.acceptsDuplicate = false
  #expect(codes(plan) == [], "other content is another card")
}

@Test func `withheld files stay behind, with their reason, and the source is not safe to erase`() throws {
  let card = try TestCard(largest: 1000)
  var plan = card.plan([try card.destination("one")])
  plan.withheld = [
    .init(path: try ContainedPath("Sidecar.txt"), reason: "infected: Eicar-Test-Signature"),
    .init(path: try ContainedPath("gone"), reason: "infected"),
  ]
  let report = try Copier(plan).run()
  #expect(report.status == .partial && report.files == card.files.count - 1)
  #expect(report.skipped == [.init(path: "Sidecar.txt", reason: "infected: Eicar-Test-Signature")])
  #expect(report.reasons.contains { $0.contains("left out: Sidecar.txt") })
  #expect(report.notes.contains { $0.contains("gone") })
  #expect(!FileManager.default.fileExists(atPath: report.destinations[0].path + "/Sidecar.txt"))
}

@Test func `two disks are needed, and two partitions of one are one`() throws {
  let card = try TestCard(largest: 1000)
  var plan = card.plan([try card.destination("one"), try card.destination("two")])
  func system(_ disks: [String]) -> PreflightSystem {
    let asked = LastValue<Int>()
    return PreflightSystem(disks: { _ in
      let next = (asked.value ?? -1) + 1
      asked.set(next)
      return Set(disks[min(next, disks.count - 1)].split(separator: "+").map(String.init))
    })
  }
  func report(_ disks: [String]) throws -> CopyReport { try Copier(plan, on: system(disks)) { _ in DestinationGate() }.run() }
  let apart = try report(["card", "disk a", "disk b"])
  if apart.destinations.allSatisfy({ $0.readBack == .dropped || $0.readBack == .notKept }) {
    #expect(apart.safeToErase, "\(apart.reasons)")
    plan.reservations = ["clip A003 is incomplete"]
    let reserved = try report(["card", "disk a", "disk b"])
    #expect(!reserved.safeToErase && reserved.reasons == ["clip A003 is incomplete"])
    plan.reservations = []
  }
  #expect(try !report(["card", "disk a", "disk a"]).safeToErase)
  #expect(try !report(["disk a", "disk a", "disk b"]).safeToErase)
  #expect(try !report(["card", "disk a+disk b", "disk b+disk c"]).safeToErase, "two arrays that share a disk")
}

@Test func `running copies claim room, and a claim that nobody holds counts for nothing`() throws {
  let card = try TestCard(largest: 1000)
  let folder = card.folder.path("claims")
  var target = CopyJob.Target(
    given: "one", folder: card.folder.path("one"), root: "", volume: VolumeSummary(try VolumeFacts.of(card.source)), disks: ["a"])
  target.bytesMissing = 5000
  do {
    let claim = try #require(RoomClaim([target], in: folder))
    #expect(RoomClaim.claimed(of: target.device, in: folder) == 5000)
    #expect(RoomClaim.claimed(of: target.device + 1, in: folder) == 0)
    claim.update(target, bytes: 17)
    #expect(RoomClaim.claimed(of: target.device, in: folder) == 17)
    claim.release(target)
    claim.add(target)
    claim.add(target)
    #expect(RoomClaim.claimed(of: target.device, in: folder) == 5000, "one that catches up claims then, and once")
    claim.release(target)
    #expect(RoomClaim.claimed(of: target.device, in: folder) == 0)
  }
  try TestCard.write(Array("99999 /gone".utf8), "\(folder)/\(target.device)-1-1-0")
  #expect(RoomClaim.claimed(of: target.device, in: folder) == 0)
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  let system = PreflightSystem.withRoom(2 << 20, claimed: 2 << 20)
  let problems = Preflight(card.plan([try card.destination("one")]), on: system).problems
  #expect(problems.map(\.code) == [.noSpace] && problems[0].text.contains("running copies still need"))
}

@Test func `files with two names are noted`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  #expect(link(card.source + "/Sidecar.txt", card.source + "/Second.txt") == 0)
  #expect(Preflight(card.plan([try card.destination("one")])).notes.contains { $0.contains("hard links") && $0.contains("Second.txt") })
}
