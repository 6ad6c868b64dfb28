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

/// The media of indexed folders, and what was chosen among them.
struct `Media and choices` {
  private let folder: TemporaryFolder
  private let catalog: CatalogDatabase

  init() throws {
    folder = try TemporaryFolder()
    catalog = try CatalogDatabase(folder: folder.url.path)
  }

  private func record(_ name: String, root: String = "/mnt/rushes", stamp: String = "1", files: [String]? = nil) throws -> MediaRecord {
    var clip = ClipSummary(name: name, files: files ?? ["A001/\(name).mov"], byteCount: 1 << 33)
    clip.start = try Timecode("10:00:00:12", at: .fps25)
    (clip.frames, clip.rate) = (250, .fps25)
    (clip.codec, clip.raster, clip.sound) = ("prores", "1920×1080", "stereo")
    clip.metadata.add(.init(.reel, "A001", from: .ale))
    return MediaRecord(root: root, path: "\(root)/A001/\(name).mov", stamp: stamp, digest: "d-\(name)", clip: clip)
  }

  @Test func `media come back as they were stored, by their folder, and are forgotten by it`() throws {
    let spanned = try record("A001C002", files: ["A001/A001C002.mov", "A001/A001C002_2.mov"])
    let records = [try record("A001C001"), spanned]
    try catalog.updateMedia(root: "/mnt/rushes", storing: records + [record("B001", root: "/mnt/other")], forgetting: [], by: operatorAtWork)
    #expect(try catalog.media(root: "/mnt/rushes") == records && catalog.mediaRoots() == ["/mnt/other", "/mnt/rushes"])
    let changed = try record("A001C001", stamp: "2")
    // A path of another folder is not that folder's to forget.
    try catalog.updateMedia(root: "/mnt/rushes", storing: [changed], forgetting: [spanned.path, "/mnt/other/A001/B001.mov"], by: operatorAtWork)
    #expect(try catalog.media(root: "/mnt/rushes") == [changed] && catalog.media(root: "/mnt/other").count == 1)
    #expect(try catalog.verifyAudit() == nil && catalog.auditEnd().length == 2)
  }

  @Test func `a choice replaces what was chosen before of the same frames, and no other`() throws {
    func choice(_ path: String, _ start: Int, _ end: Int, rate: String = "25") -> MediaChoiceRecord {
      MediaChoiceRecord(identity: "reel A001", rate: rate, start: start, end: end, path: path, actor: "ada", chosen: operatorAtWork.clock.now)
    }
    try catalog.record([choice("/one.mov", 0, 50), choice("/two.mov", 50, 100), choice("/three.mov", 0, 100, rate: "24")], by: operatorAtWork)
    try catalog.record([choice("", 99, 120)], by: operatorAtWork)
    let kept = try CatalogDatabase(folder: folder.url.path).mediaChoices()
    #expect(kept.map(\.path) == ["/one.mov", "/three.mov", ""] && kept.allSatisfy { $0.actor == "ada" })
    #expect(try catalog.verifyAudit() == nil && catalog.auditEnd().length == 4)
  }

  @Test func `a catalogue of before media were indexed takes them`() throws {
    let old = try TemporaryFolder()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false  // a dump is in alphabetical order
    let database = try DatabaseQueue(path: old.path(CatalogDatabase.fileName), configuration: configuration)
    try database.write { try $0.execute(sql: catalogVersion1) }
    try CatalogSchema.migrator.migrate(database, upTo: "4 finished copies")
    #expect(try database.read { try !$0.tableExists("media") && !$0.tableExists("mediaChoice") })
    try database.close()
    let migrated = try CatalogDatabase(folder: old.url.path)
    #expect(try migrated.orders().count == 1 && migrated.media(root: "/mnt/rushes").isEmpty && migrated.mediaChoices().isEmpty)
    try migrated.updateMedia(root: "/mnt/rushes", storing: [record("A001C001")], forgetting: [], by: operatorAtWork)
    #expect(try migrated.media(root: "/mnt/rushes").count == 1 && migrated.verifyAudit() == nil)
  }
}
