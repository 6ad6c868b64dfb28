// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import MediaIO
import TestSupport
import Testing
import Timing

struct `Recorder notes` {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let iXML = """
    <?xml version="1.0" encoding="UTF-8"?>
    <BWFXML><IXML_VERSION>1.61</IXML_VERSION><PROJECT>Harbour Lights</PROJECT><SCENE>12A</SCENE><TAKE>3</TAKE><TAPE>S001</TAPE>
    <CIRCLED>TRUE</CIRCLED><NOTE>plane at the end</NOTE>
    <TRACK_LIST><TRACK_COUNT>2</TRACK_COUNT>
    <TRACK><CHANNEL_INDEX>2</CHANNEL_INDEX><INTERLEAVE_INDEX>2</INTERLEAVE_INDEX><NAME>Ann</NAME></TRACK>
    <TRACK><CHANNEL_INDEX>1</CHANNEL_INDEX><INTERLEAVE_INDEX>1</INTERLEAVE_INDEX><NAME>Boom</NAME></TRACK></TRACK_LIST></BWFXML>
    """

  static func bext(_ description: String, date: String = "2026-11-27", version: UInt8 = 1, umid: [UInt8] = [], reference: UInt64 = 0) -> [UInt8] {
    func field(_ text: String, _ count: Int) -> [UInt8] { Array((Array(text.utf8) + [UInt8](repeating: 0, count: count)).prefix(count)) }
    let umid = Array((umid + [UInt8](repeating: 0, count: 64)).prefix(64))
    return field(description, 256) + field("Sound Devices 633", 32) + field("", 32) + field(date, 10) + field("10:11:12", 8)
      + (0..<8).map { UInt8(truncatingIfNeeded: reference >> ($0 * 8)) } + [version, 0] + umid + [UInt8](repeating: 0, count: 190)
  }

  /// A WAVE file of silence with chunks of a recorder's.
  static func wave(_ chunks: [(String, [UInt8])]) -> [UInt8] {
    func word(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
    func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] { Array(name.utf8) + word(bytes.count) + bytes + (bytes.count % 2 == 1 ? [0] : []) }
    let format: [UInt8] = [1, 0, 1, 0] + word(48_000) + word(96_000) + [2, 0, 16, 0]
    let body = chunks.flatMap { chunk($0.0, $0.1) } + chunk("fmt ", format) + chunk("data", [UInt8](repeating: 0, count: 9600))
    return Array("RIFF".utf8) + word(body.count + 4) + Array("WAVE".utf8) + body
  }

  private func notes(_ chunks: [(String, [UInt8])]) throws -> RecorderNotes {
    let path = folder.path("take.wav")
    try Data(Self.wave(chunks)).write(to: URL(fileURLWithPath: path))
    return RecorderNotes(path: path)
  }

  private func said(_ notes: RecorderNotes, by source: ClipMetadata.Source) -> [ClipMetadata.Item: String] {
    Dictionary(notes.metadata.entries.filter { $0.source == source }.map { ($0.item, $0.value) }) { first, _ in first }
  }

  @Test func `scene, take, roll, circle, note and tracks in their order come from iXML`() throws {
    let read = try notes([("iXML", Array(Self.iXML.utf8) + [0, 0, 0])])
    #expect(
      said(read, by: .iXML) == [
        .project: "Harbour Lights", .scene: "12A", .take: "3", .soundRoll: "S001", .circled: "yes", .note: "plane at the end",
        .trackNames: "Boom, Ann",
      ])
    #expect(read.notes.isEmpty)
  }

  @Test func `a description of lines is taken apart, and free text is a note`() throws {
    let lines = "sSPEED=025.000-ND\r\nsTAKE=3\r\nsSCENE=12A\r\nsTAPE=S001\r\nsCIRCLED=FALSE\r\nsTRK2=Ann\r\nsTRK1=Boom\r\nsNOTE=\r\n"
    #expect(
      said(try notes([("bext", Self.bext(lines))]), by: .bext) == [
        .model: "Sound Devices 633", .shootDate: "2026-11-27", .take: "3", .scene: "12A", .soundRoll: "S001", .circled: "no",
        .trackNames: "Boom, Ann",
      ])
    #expect(said(try notes([("bext", Self.bext("room tone, kitchen"))]), by: .bext)[.note] == "room tone, kitchen")
  }

  @Test func `samples since midnight are a time of day, where a day has as many`() throws {
    func time(_ samples: UInt64) throws -> String? { said(try notes([("bext", Self.bext("", reference: samples))]), by: .bext)[.timeOfDay] }
    #expect(try time(1_728_000_000) == "10:00:00.000")
    #expect(try time(86_400 * 48_000 - 1) == "23:59:59.999")
    #expect(try time(48) == "00:00:00.001")
    for none: UInt64 in [0, 86_400 * 48_000, .max] { #expect(try time(none) == nil) }
  }

  @Test func `a UMID counts from version 1, and half of it where the other is empty`() throws {
    let umid = [UInt8](1...32)
    let digits = umid.map { String(format: "%02X", $0) }.joined()
    #expect(said(try notes([("bext", Self.bext("", umid: umid))]), by: .bext)[.umid] == digits)
    #expect(said(try notes([("bext", Self.bext("", version: 0, umid: umid))]), by: .bext)[.umid] == nil)
    #expect(said(try notes([("bext", Self.bext("", umid: umid + umid))]), by: .bext)[.umid] == digits + digits)
    #expect(said(try notes([("bext", Self.bext(""))]), by: .bext)[.umid] == nil)
  }

  @Test func `a day with the standard's other separators is a day, and none is none`() throws {
    for date in ["2026:11:27", "2026_11_27", "2026.11.27", "2026 11 27"] {
      #expect(said(try notes([("bext", Self.bext("", date: date))]), by: .bext)[.shootDate] == "2026-11-27")
    }
    #expect(said(try notes([("bext", Self.bext("", date: "0000-00-00"))]), by: .bext)[.shootDate] == nil)
  }

  @Test func `two chunks that differ show as a disagreement`() throws {
    let read = try notes([("bext", Self.bext("sSCENE=12B\r\n")), ("iXML", Array(Self.iXML.utf8))])
    #expect(read.metadata[.scene] == "12A")
    #expect(read.metadata.disagreements.map(\.item) == [.scene])
  }

  @Test func `a damaged chunk is named and the other is read`() throws {
    let read = try notes([("iXML", Array("<BWFXML><SCENE>12".utf8)), ("bext", Array(Self.bext("").prefix(100)))])
    #expect(read.metadata.entries.isEmpty && read.notes.count == 2)
  }

  @Test func `sound that would be longer than any number is survived`() throws {
    let endless = [UInt8](repeating: 0xFF, count: 4)
    let bytes =
      Array("RF64".utf8) + endless + Array("WAVEds64".utf8) + [28, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 28) + Array("data".utf8) + endless
      + [UInt8](repeating: 0, count: 64)
    let path = folder.path("endless.wav")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(RecorderNotes(path: path).metadata.entries.isEmpty)
  }

  @Test func `files that are cut or bent are survived`() throws {
    let bytes = Self.wave([("bext", Self.bext("sSCENE=12A\r\n")), ("iXML", Array(Self.iXML.utf8))])
    let path = folder.path("bent.wav")
    var random = SeededRandom(5)
    for round in 0..<300 {
      var bent = Array(bytes.prefix(round % 3 == 0 ? Int.random(in: 0...2000, using: &random) : 2000))
      for _ in 0..<3 where !bent.isEmpty { bent[Int.random(in: bent.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random) }
      try Data(bent).write(to: URL(fileURLWithPath: path))
      _ = RecorderNotes(path: path)
    }
  }

  @Test func `everything about a clip comes together, and a broken sidecar is named`() throws {
    try FileManager.default.createDirectory(atPath: folder.path("CLIP"), withIntermediateDirectories: true)
    try `Sony's clip XML`.document().write(toFile: folder.path("CLIP/C0001M01.XML"), atomically: true, encoding: .utf8)
    try "<broken".write(toFile: folder.path("CLIP/C0002M01.XML"), atomically: true, encoding: .utf8)
    var siblings = FolderContents()
    for name in ["C0001.MP4", "C0001M01.XML", "C0002.MP4", "C0002M01.XML"] { siblings.add(name, in: "CLIP") }
    let whole = SidecarMetadata.of([try ContainedPath("CLIP/C0001.MP4")], siblings: siblings, in: folder.url.path)
    #expect(whole.metadata[.model] == "ILME-FX3" && whole.start?.description == "19:57:30:17" && whole.notes.isEmpty)
    let broken = SidecarMetadata.of([try ContainedPath("CLIP/C0002.MP4")], siblings: siblings, in: folder.url.path)
    #expect(broken.metadata.entries.isEmpty && broken.notes.first?.contains("C0002M01.XML") == true)
  }

  @Test func `a sidecar that is a link is not followed`() throws {
    try `Sony's clip XML`.document().write(toFile: folder.path("elsewhere.xml"), atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: folder.path("card"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder.path("card/C0001M01.XML"), withDestinationPath: folder.path("elsewhere.xml"))
    var siblings = FolderContents()
    siblings.add("C0001M01.XML", in: "")
    let found = SidecarMetadata.of([try ContainedPath("C0001.MP4")], siblings: siblings, in: folder.path("card"))
    #expect(found.metadata.entries.isEmpty && found.notes.count == 1)
  }
}
