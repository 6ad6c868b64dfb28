// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

private func codes(_ plan: CopyPlan) -> [CopyProblem.Code] { Preflight(plan).problems.map(\.code) }

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

@Test func `destinations on one disk are noted without the system's number for it`() throws {
  let card = try TestCard(largest: 10)
  let (one, two) = (try card.destination("one"), try card.destination("two"))
  #expect(Preflight(card.plan([one, two])).notes.contains("\(one), \(two) are on the same disk"))
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
  let untold = try report(["card", "disk a", DiskIdentity.unknown])
  #expect(!untold.safeToErase && untold.reasons.contains { $0.contains("does not tell which disk") }, "\(untold.reasons)")
  #expect(try report([DiskIdentity.unknown, "disk a", "disk b"]).safeToErase == apart.safeToErase, "copies that are told apart are apart")
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
