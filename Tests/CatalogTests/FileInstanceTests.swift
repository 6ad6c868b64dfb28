// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Testing

struct `File instances` {
  private let catalog: CatalogDatabase
  private let now = operatorAtWork.clock.now

  init() throws { catalog = try .inMemory() }

  private func file(_ path: String, digest: String = "aa", verified: Bool = false) -> FileInstanceRecord {
    FileInstanceRecord(path: path, byteCount: 10, digests: ["xxh64": digest], recorded: now, verified: verified ? now : nil)
  }

  @Test func `recording the same copy twice leaves one record`() throws {
    let first = try catalog.recordFile(file("/shared/a.mov"), madeFrom: [file("/card/a.mov")], by: operatorAtWork)
    let again = try catalog.recordFile(file("/shared/a.mov", verified: true), madeFrom: [file("/card/a.mov")], by: operatorAtWork)
    #expect(first.id == again.id)
    let known = try catalog.fileInstances(path: "/shared/a.mov")
    #expect(known.count == 1)
    #expect(known[0].verified == now)
  }

  @Test func `other bytes at the same path are another file`() throws {
    _ = try catalog.recordFile(file("/shared/a.mov"), by: operatorAtWork)
    let other = try catalog.recordFile(file("/shared/a.mov", digest: "bb"), by: operatorAtWork)
    #expect(try catalog.fileInstances(path: "/shared/a.mov").map(\.id).first == other.id)
    #expect(try catalog.fileInstances(path: "/shared/a.mov").count == 2)
  }

  @Test func `the newest comes first, also within a second`() throws {
    for (digest, nanoseconds) in [("aa", 250_000_000), ("bb", 0), ("cc", 250_123_000)] as [(String, Int64)] {
      var found = file("/shared/a.mov", digest: digest)
      found.recorded = Timestamp(seconds: now.seconds, nanoseconds: nanoseconds)
      _ = try catalog.recordFile(found, by: operatorAtWork)
    }
    #expect(try catalog.fileInstances(path: "/shared/a.mov").map(\.digests) == ["cc", "aa", "bb"].map { ["xxh64": $0] })
  }

  @Test func `a digest finds every copy`() throws {
    try catalog.recordFiles(["/shared/a.mov", "/nearline/a.mov"].map { MadeFile(file($0), from: [file("/card/a.mov")]) }, by: operatorAtWork)
    #expect(try catalog.fileInstances(digest: "aa", algorithm: "xxh64").map(\.path) == ["/card/a.mov", "/nearline/a.mov", "/shared/a.mov"])
    #expect(try catalog.fileInstances(digest: "aa", algorithm: "md5").isEmpty)
  }

  @Test func `a delivered file walks back to the camera file and its hash`() throws {
    let order = try catalog.order()
    let task = try catalog.taskStarted(order: order.id, name: "master", kind: "deliver", parameters: "{}", fingerprint: "f", by: operatorAtWork)
    let copied = try catalog.recordFile(file("/shared/a.mov"), madeFrom: [file("/card/a.mov")], by: operatorAtWork)
    var master = file("/deliveries/a.mov", digest: "cc")
    master.taskID = task.id
    let made = try catalog.recordFile(master, madeFrom: [copied], by: operatorAtWork)
    try catalog.recordDelivery(
      DeliveryRecord(fileID: made.id, taskID: task.id, spec: "prores-master", verdict: "pass", note: "{}", delivered: now), by: operatorAtWork)
    let delivery = try #require(try catalog.deliveries().first)
    let origins = try catalog.origins(of: delivery.fileID)
    #expect(origins.map(\.path) == ["/shared/a.mov", "/card/a.mov"])
    #expect(origins.last?.digests == ["xxh64": "aa"])
  }

  @Test func `many made files are recorded together or not at all`() throws {
    let good = MadeFile(file("/shared/a.mov"), from: [file("/card/a.mov")])
    var orphan = good
    orphan.file.path = "/shared/b.mov"
    orphan.file.id = RecordID.make()
    orphan.file.taskID = "no-such-task"
    #expect(throws: CatalogError.self) { try catalog.recordFiles([good, orphan], by: operatorAtWork) }
    #expect(try catalog.fileInstances(path: "/shared/a.mov").isEmpty)
    try catalog.recordFiles([good], by: operatorAtWork)
    #expect(try catalog.origins(of: good.file.id).map(\.path) == ["/card/a.mov"])
  }

  @Test func `an inspection belongs to a file that is known`() throws {
    let inspection = { InspectionRecord(fileID: $0, spec: "rushes", verdict: "pass", findings: FindingCounts(), report: "{}", inspected: self.now) }
    #expect(throws: CatalogError.self) { try catalog.recordInspection(inspection("unknown"), by: operatorAtWork) }
    let known = try catalog.recordFile(file("/card/a.mov"), by: operatorAtWork)
    try catalog.recordInspection(inspection(known.id), by: operatorAtWork)
    #expect(try catalog.inspections(of: known.id).map(\.verdict) == ["pass"])
  }

  @Test func `a refused write leaves neither record nor audit entry`() throws {
    let wrong = FileInstanceRecord(taskID: "no-such-task", path: "/a", byteCount: 1, digests: [:], recorded: now)
    let error = #expect(throws: CatalogError.self) { try catalog.recordFile(wrong, by: operatorAtWork) }
    #expect(error?.code == .refused)
    #expect(try catalog.fileInstances(path: "/a").isEmpty)
    #expect(try catalog.auditEntries().isEmpty)
  }

  @Test func `assets are kept by name`() throws {
    try catalog.recordAsset(AssetRecord(name: "A001C003", reel: "A001", kind: "clip", frames: 250, rate: "25", created: now), by: operatorAtWork)
    #expect(try catalog.assets().map(\.reel) == ["A001"])
  }
}
