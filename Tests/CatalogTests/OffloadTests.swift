// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Catalog

struct `Offloads in the catalogue` {
  private let catalog: CatalogDatabase
  private let now = operatorAtWork.clock.now

  init() throws { catalog = try .inMemory() }

  private func volume(
    _ point: String, label: String? = nil, identifier: String? = nil, from: String? = nil, bytes: Int64 = 8, seen: Timestamp? = nil
  ) -> VolumeRecord {
    VolumeRecord(
      mountPoint: point, label: label, fileSystem: "ext4", identifier: identifier, mountedFrom: from, totalBytes: bytes, seen: seen ?? now)
  }

  private func record(_ names: [String], size: Int64 = 10, to place: VolumeRecord? = nil, at finished: Timestamp? = nil) throws -> OffloadRecord {
    let offload = OffloadRecord(
      source: "/card", reel: "A001", started: now, finished: finished ?? now, status: .clean, verification: "full", fileCount: names.count,
      byteCount: Int64(names.count) * size)
    try catalog.recordOffload(
      offload, files: names.map { .init(path: $0, byteCount: size, modified: now, digest: "xxh64:0ea03b369a463d9d") },
      copies: [(.init(path: "/shared/A001", status: .clean, isFinished: true, isProved: true), place)],
      from: volume("/card", identifier: "1A2B-3C4D"), by: operatorAtWork)
    return offload
  }

  @Test func `a run is found by the files that it has in common, those with most first`() throws {
    let few = try record(["C1", "C2"])
    let many = try record(["C1", "C2", "C3"])
    _ = try record(["C1", "C2", "C3"], size: 11)
    let found = try catalog.offloads(sharing: ["C1", "C2", "C3", "C4"].map { ($0, 10) })
    #expect(found.map(\.offload.id) == [many.id, few.id] && found.map(\.sharedCount) == [3, 2])
    #expect(found[0].copies.map(\.path) == ["/shared/A001"] && found[0].copies[0].isFinished && found[0].copies[0].isProved)
    #expect(try catalog.files(ofOffload: few.id).map(\.path) == ["C1", "C2"])
    #expect(try catalog.offloads(sharing: [("C9", 10)]).isEmpty)
  }

  @Test func `of equal runs the latest is first`() throws {
    let later = try record(["C1"], at: Timestamp(seconds: now.seconds + 60))
    let earlier = try record(["C1"], at: now)
    #expect(try catalog.offloads(sharing: [("C1", 10)]).map(\.offload.id) == [later.id, earlier.id])
  }

  @Test func `a volume that is met again is one volume, and another at its place is another`() throws {
    let later = Timestamp(seconds: now.seconds + 60)
    _ = try record(["C1"], to: volume("/media/raid1", label: "RAID1", identifier: "aa"))
    _ = try record(["C2"], to: volume("/media/raid1", label: "renamed", identifier: "aa", bytes: 9, seen: later))
    #expect(try catalog.destinationVolumes().map(\.lastSeen) == [later])
    #expect(try catalog.destinationVolumes().map(\.label) == ["renamed"] && catalog.destinationVolumes().map(\.totalBytes) == [9])
    _ = try record(["C3"], to: volume("/media/raid1", label: "RAID1", identifier: "bb"))
    #expect(try catalog.destinationVolumes().map(\.identifier) == ["aa", "bb"])
    // Without an identifier it is told by the share that is mounted; what a server holds in all changes.
    _ = try record(["C4"], to: volume("/net", label: "N", from: "server:/a"))
    _ = try record(["C5"], to: volume("/net", label: "N", from: "server:/a", bytes: 9))
    #expect(try catalog.destinationVolumes().count == 3)
    _ = try record(["C6"], to: volume("/net", label: "N", from: "server:/b"))
    #expect(try catalog.destinationVolumes().count == 4)
  }

  @Test func `what is recorded is audited, and a source is no destination`() throws {
    let offload = try record(["C1"])
    #expect(try catalog.destinationVolumes().isEmpty && catalog.offloads().map(\.id) == [offload.id])
    let entry = try #require(try catalog.auditEntries().last)
    #expect(entry.event.action == "offload.recorded" && entry.event.details["copies"] == .text("/shared/A001"))
  }

  @Test func `a card of a hundred thousand frames is looked up in a moment`() throws {
    let names = (0..<100_000).map { "A001C001/frame.\($0).ari" }
    _ = try record(names)
    var found: [EarlierOffload] = []
    let time = try ContinuousClock().measure { found = try catalog.offloads(sharing: names.map { ($0, 10) }) }
    #expect(found.first?.sharedCount == 100_000)
    #expect(time < .seconds(20), "\(time)")
  }
}
