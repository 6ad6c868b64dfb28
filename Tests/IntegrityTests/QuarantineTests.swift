// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

private let bytes = Array("something bad".utf8)
private let digest = Digest.of(bytes, algorithm: .sha256)

/// A card with an infected file, its report, and a quarantine beside it.
private struct Infected {
  let folder: TemporaryFolder
  let report: ScanReport
  let quarantine: Quarantine
  var original: String { folder.path("card/DCIM/bad.exe") }
  var file: ScanReport.File { report.files[0] }

  init(quarantine path: String? = nil) throws {
    folder = try TemporaryFolder()
    try TestCard.write(bytes, folder.path("card/DCIM/bad.exe"))
    chmod(folder.path("card/DCIM/bad.exe"), 0o755)
    let engine = ScanEngine(
      version: "ClamAV 1.4.6", database: 27000, databaseDate: Timestamp(seconds: 1_789_548_600), announcesLimits: true, announcesEncryption: true,
      looksUpTo: 1 << 31, looksInsideUpTo: 1 << 20)
    report = ScanReport(
      source: folder.path("card"), socket: "/run/clamd", engine: engine, started: Timestamp(seconds: 1_789_721_400), seconds: 1,
      files: [.init(path: "DCIM/bad.exe", bytes: Int64(bytes.count), verdict: .infected, signature: "Win.Bad")])
    quarantine = try Quarantine(path ?? folder.path("aside"), apartFrom: folder.path("card"), host: Fixtures.host, clock: Fixtures.clock)
  }

  func note(_ kept: Quarantine.Kept) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: kept.note)))
    return try #require(value as? [String: Any])
  }
}

@Test func `a copy is put aside under its digest, unable to run, and the original stays`() throws {
  let card = try Infected()
  let kept = try card.quarantine.keep(card.file, of: card.report)
  #expect(kept.file.hasSuffix("/aside/\(digest.text).quarantine"))
  #expect(!kept.moved && kept.remark != nil)
  #expect(try FileFacts.of(kept.file).mode == 0o400)
  #expect(try FileFacts.of(card.folder.path("aside")).mode == 0o700)
  #expect(try InputFile.contents(of: kept.file) == bytes)
  #expect(try InputFile.contents(of: card.original) == bytes)
}

@Test func `the note says what, where, by what, when and who`() throws {
  let card = try Infected()
  let note = try card.note(try card.quarantine.keep(card.file, of: card.report, moving: true))
  #expect(note["path"] as? String == card.original)
  #expect(note["signature"] as? String == "Win.Bad")
  #expect(note["digest"] as? String == digest.description)
  #expect(note["kept"] as? String == "2020-01-16T09:15:00Z")
  #expect((note["by"] as? [String: Any])?["user"] as? String == "operator")
  #expect((note["engine"] as? [String: Any])?["database"] as? Int == 27000)
}

@Test func `moving on one volume gives the very file another name`() throws {
  let card = try Infected()
  let inode = try FileFacts.of(card.original).inode
  let kept = try card.quarantine.keep(card.file, of: card.report, moving: true)
  #expect(kept.moved)
  #expect(try FileFacts.ifExists(card.original) == nil)
  let facts = try FileFacts.of(kept.file)
  #expect(facts.inode == inode && facts.linkCount == 1 && facts.mode == 0o400)
}

private let otherVolume: String? = {
  guard let here = try? VolumeFacts.of(FileManager.default.temporaryDirectory.path), let there = try? VolumeFacts.of("/dev/shm") else { return nil }
  return here.device != there.device && access("/dev/shm", W_OK) == 0 ? "/dev/shm/lineup-test-\(UUID().uuidString)" : nil
}()

@Test(.enabled(if: otherVolume != nil, "needs a second volume")) func `moving across volumes takes the original away only after a proved copy`()
  throws
{
  let path = try #require(otherVolume)
  defer { try? FileManager.default.removeItem(atPath: path) }
  let card = try Infected(quarantine: path)
  let kept = try card.quarantine.keep(card.file, of: card.report, moving: true)
  #expect(kept.moved && kept.remark?.contains("read back") == true)
  #expect(try FileFacts.ifExists(card.original) == nil)
  #expect(try InputFile.contents(of: kept.file) == bytes)
}

@Test func `the same again keeps one file and one note, another place gets a note of its own`() throws {
  let card = try Infected()
  let first = try card.quarantine.keep(card.file, of: card.report)
  #expect(try card.quarantine.keep(card.file, of: card.report) == first)
  try TestCard.write(bytes, card.folder.path("card/copy.exe"))
  let other = try card.quarantine.keep(.init(path: "copy.exe", bytes: 13, verdict: .infected, signature: "Win.Bad"), of: card.report, moving: true)
  #expect(other.file == first.file && other.note != first.note)
  #expect(other.moved)
  #expect(try FileFacts.ifExists(card.folder.path("card/copy.exe")) == nil)
}

@Test func `a quarantined file that was tampered with takes no original away`() throws {
  let card = try Infected()
  let first = try card.quarantine.keep(card.file, of: card.report)
  chmod(first.file, 0o600)
  try TestCard.write(Array("something odd".utf8), first.file)
  #expect(throws: IntegrityError.self) { try card.quarantine.keep(card.file, of: card.report, moving: true) }
  #expect(try InputFile.contents(of: card.original) == bytes)
}

@Test func `links and paths that lead outside are not followed`() throws {
  let card = try Infected()
  try TestCard.write(bytes, card.folder.path("outside"))
  symlink(card.folder.path("outside"), card.folder.path("card/link"))
  symlink(card.folder.url.path, card.folder.path("card/up"))
  for path in ["link", "up/outside", "../outside", "/etc/hostname", "missing"] {
    #expect(throws: IntegrityError.self, "\(path)") {
      try card.quarantine.keep(.init(path: path, bytes: 13, verdict: .infected, signature: "X"), of: card.report, moving: true)
    }
  }
  #expect(try InputFile.contents(of: card.folder.path("outside")) == bytes)
}

@Test func `a quarantine inside what is scanned, or where a file stands, is refused`() throws {
  let card = try Infected()
  for path in ["card/aside", "card", "card/DCIM/bad.exe"] {
    #expect(throws: IntegrityError.self, "\(path)") {
      try Quarantine(card.folder.path(path), apartFrom: card.folder.path("card"), host: Fixtures.host)
    }
  }
  #expect(try FileFacts.ifExists(card.folder.path("card/aside")) == nil)
}

@Test func `a file that is gone is said to be gone`() throws {
  let card = try Infected()
  unlink(card.original)
  let error = #expect(throws: IntegrityError.self) { try card.quarantine.keep(card.file, of: card.report, moving: true) }
  #expect(error?.code == .unreadable)
}
