// SPDX-License-Identifier: Apache-2.0

import Custody
import Essence
import Files
import Foundation
import GRDB
import TestSupport
import Testing
import Timing

@testable import Catalog

struct `Clips in the catalogue` {
  private let catalog: CatalogDatabase
  private let now = operatorAtWork.clock.now

  init() throws { catalog = try .inMemory() }

  private func file(_ path: String, _ digest: String?) -> FileInstanceRecord {
    FileInstanceRecord(path: path, byteCount: 10, digests: digest.map { ["xxh64": $0] } ?? [:], recorded: now)
  }

  private func clip(
    _ name: String, start: String, frames: Int = 100, rate: FrameRate = .fps25, digest: String? = "aa", _ entries: ClipMetadata.Entry...
  ) throws -> ClipRecord {
    var summary = ClipSummary(name: name, files: ["Clips/\(name).mov"], byteCount: 10)
    (summary.start, summary.rate, summary.frames) = (try Timecode(start, at: rate), rate, FrameCount(frames))
    summary.metadata = ClipMetadata(entries)
    return ClipRecord(summary, files: [file("/card/\(name).mov", digest), file("/shared/\(name).mov", digest)], at: now)
  }

  private func find(_ query: ClipQuery) throws -> [String] { try catalog.clips(matching: query).map(\.name) }

  @Test func `a clip is found by its reel, whoever says it, and brings its files`() throws {
    let both = try clip("A001C003", start: "10:00:00:00", .init(.reel, "A001R2EC", from: .wrapper), .init(.reel, "A001", from: .fileName))
    let stored = try catalog.recordClips([both], by: operatorAtWork)
    #expect(try catalog.clips(reel: "a001r2ec ").map(\.name) == ["A001C003"] && catalog.clips(reel: "A001").count == 1)
    #expect(try catalog.clips(reel: "A00").isEmpty)
    #expect(try catalog.fileInstances(asset: stored[0].id).map(\.path) == ["/card/A001C003.mov", "/shared/A001C003.mov"])
    #expect(try catalog.clips(reel: "A001").first?.metadata.entries.count == 2)
  }

  @Test func `a clip is found by its names, with and without extension and folders`() throws {
    _ = try catalog.recordClips([clip("A005_C010_0501J0", start: "10:00:00:00", .init(.clip, "Harbour wide", from: .ale))], by: operatorAtWork)
    for name in ["A005_C010_0501J0", "a005_c010_0501j0.mov", "C:\\card\\A005_C010_0501J0.mov", "Harbour wide"] {
      #expect(try find(ClipQuery(name: name)) == ["A005_C010_0501J0"], "\(name)")
    }
    // Some cameras' tapes are called after the clip.
    #expect(try catalog.clips(reel: "A005_C010_0501J0").count == 1)
  }

  @Test func `a label finds the clip that it lies in, at its own rate, across midnight`() throws {
    _ = try catalog.recordClips(
      [
        clip("day", start: "10:00:00:00", digest: "aa"), clip("night", start: "23:59:58:00", digest: "bb"),
        clip("drop", start: "10:00:00;00", rate: .fps29_97df, digest: "cc"),
      ], by: operatorAtWork)
    func at(_ label: String, _ rate: FrameRate = .fps25) throws -> [String] { try find(ClipQuery(timecode: Timecode(label, at: rate))) }
    #expect(try at("10:00:00:00") == ["day"] && at("10:00:03:24") == ["day"])
    #expect(try at("10:00:04:00").isEmpty && at("09:59:59:24").isEmpty)
    #expect(try at("23:59:59:00") == ["night"] && at("00:00:01:24") == ["night"] && at("00:00:02:00").isEmpty)
    #expect(try at("10:00:00;10", .fps29_97df) == ["drop"])
  }

  @Test func `scene, take, sound roll and UMID must all fit`() throws {
    let umid = "060A2B340101010501010D4313000000C20AA47F479805C59C50D1FFFEAC3B63"
    _ = try catalog.recordClips(
      [
        clip(
          "one", start: "10:00:00:00", digest: "aa", .init(.scene, "12a", from: .ale), .init(.take, "03", from: .ale),
          .init(.umid, umid, from: .sonyXML)),
        clip("two", start: "11:00:00:00", digest: "bb", .init(.scene, "12A", from: .ale), .init(.take, "4", from: .ale)),
        clip("roll", start: "12:00:00:00", digest: "cc", .init(.soundRoll, "S001", from: .iXML)),
      ], by: operatorAtWork)
    #expect(try find(ClipQuery(scene: "12A")) == ["one", "two"])
    #expect(try find(ClipQuery(scene: "12A", take: "3")) == ["one"])
    #expect(try find(ClipQuery(scene: "12A", take: "5")).isEmpty)
    #expect(try find(ClipQuery(soundRoll: "s001")) == ["roll"] && find(ClipQuery(reel: "S001")) == ["roll"])
    #expect(try find(ClipQuery(umid: "0x" + umid.lowercased())) == ["one"])
    #expect(try find(ClipQuery()).isEmpty)
  }

  @Test func `a take of sound is found within its length`() throws {
    var take = ClipSummary(name: "S001T01", files: ["S001T01.wav"], byteCount: 1)
    (take.start, take.seconds, take.sound) = (try Timecode("10:00:00:00", at: .fps25), 2.01, "2 × 24-bit 48 kHz")
    let stored = try catalog.recordClips([ClipRecord(take, files: [], at: now)], by: operatorAtWork)
    #expect(stored[0].kind == "sound" && stored[0].frames == nil)
    #expect(try find(ClipQuery(timecode: Timecode("10:00:02:00", at: .fps25))) == ["S001T01"])
    #expect(try find(ClipQuery(timecode: Timecode("10:00:02:01", at: .fps25))).isEmpty)
  }

  @Test func `a card taken in twice, or a copy of it, makes no second clip and forgets nothing`() throws {
    let first = try catalog.recordClips([clip("A001C003", start: "10:00:00:00", .init(.scene, "12", from: .ale))], by: operatorAtWork)
    var copy = try clip("A001C003", start: "10:00:00:00", .init(.take, "1", from: .iXML))
    copy.asset.start = nil
    copy.files = [file("/archive/A001C003.mov", "aa")]
    let second = try catalog.recordClips([copy], by: operatorAtWork)
    #expect(second[0].id == first[0].id && second[0].start == first[0].start)
    #expect(try find(ClipQuery(scene: "12", take: "1")) == ["A001C003"])
    #expect(try catalog.fileInstances(asset: first[0].id).count == 3)
    let other = try catalog.recordClips([clip("A001C003", start: "10:00:00:00", digest: "bb")], by: operatorAtWork)
    #expect(other[0].id != first[0].id, "another card with a clip of the same name")
  }

  @Test func `a file that a copy recorded is linked and not recorded twice`() throws {
    let copied = try catalog.recordFile(file("/shared/A001C003.mov", "aa"), by: operatorAtWork)
    let stored = try catalog.recordClips([clip("A001C003", start: "10:00:00:00")], by: operatorAtWork)
    #expect(try catalog.fileInstances(path: "/shared/A001C003.mov").map(\.id) == [copied.id])
    #expect(try catalog.fileInstances(path: "/shared/A001C003.mov").first?.assetID == stored[0].id)
    var bare = try clip("A001C003", start: "10:00:00:00")
    (bare.asset.id, bare.files) = (stored[0].id, [file("/shared/A001C003.mov", nil)])
    _ = try catalog.recordClips([bare], by: operatorAtWork)
    #expect(try catalog.fileInstances(path: "/shared/A001C003.mov").map(\.digests) == [["xxh64": "aa"]])
  }

  @Test func `each clip has its audit entry, and one that is refused leaves none of them`() throws {
    _ = try catalog.recordClips([clip("A", start: "10:00:00:00", digest: "aa"), clip("B", start: "10:00:00:00", digest: "bb")], by: operatorAtWork)
    #expect(try catalog.auditEntries().map(\.event.action) == ["clip.recorded", "clip.recorded"])
    #expect(try catalog.verifyAudit() == nil)
    var wrong = try clip("D", start: "10:00:00:00", digest: "dd")
    wrong.files[0].taskID = "no-such-task"
    #expect(throws: CatalogError.self) { try catalog.recordClips([clip("C", start: "10:00:00:00", digest: "cc"), wrong], by: operatorAtWork) }
    #expect(try catalog.assets().count == 2 && catalog.auditEntries().count == 2)
  }

  @Test func `an asset that changes its name is no longer found by the old one`() throws {
    var asset = AssetRecord(name: "A001C003", reel: "A001", kind: "clip", created: now)
    try catalog.recordAsset(asset, by: operatorAtWork)
    asset.reel = "B001"
    try catalog.recordAsset(asset, by: operatorAtWork)
    #expect(try catalog.clips(reel: "A001").isEmpty && catalog.clips(reel: "B001").count == 1)
  }

  @Test func `an asset of a catalogue's first version is found by its reel and name`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(CatalogDatabase.fileName)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false  // a dump is in alphabetical order
    try DatabaseQueue(path: path, configuration: configuration).write { db in
      try db.execute(sql: catalogVersion1)
      try db.execute(sql: "INSERT INTO asset VALUES ('one', 'A001C003.mov', 'a001', 'clip', 250, '25', '2026-11-18T11:06:40Z')")
      try db.execute(sql: "INSERT INTO asset VALUES ('two', 'S001T01', 'S001', 'sound', NULL, NULL, '2026-11-18T11:06:40Z')")
    }
    let old = try CatalogDatabase(folder: folder.url.path)
    #expect(try old.assets().map(\.id) == ["one", "two"])
    #expect(try old.clips(reel: "A001").map(\.id) == ["one"] && old.clips(matching: ClipQuery(name: "A001C003")).map(\.frames) == [250])
    #expect(try old.clips(matching: ClipQuery(soundRoll: "S001")).first?.metadata == ClipMetadata())
    #expect(try old.verifyAudit() == nil)
  }
}
