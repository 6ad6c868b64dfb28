// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Foundation
import Testing
import Timing

struct `Writing Avid logs` {
  @Test func `a list is written as it was read`() throws {
    let (list, _) = try Lists.read(Lists.camera)
    let (text, notes) = try list.text()
    #expect(text == Lists.camera && notes.isEmpty)
  }

  @Test(.enabled(if: Lists.fixtures != nil, "the shared lists are not there"), arguments: Lists.names)
  func `lists of other programs lose nothing on the way`(name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: try #require(Lists.fixtures) + "/" + name)))
    let (list, _) = try AvidLogExchange.read(bytes, subject: name)
    #expect(!list.rows.isEmpty)
    let (text, notes) = try list.text(requiring: [])
    #expect(notes.isEmpty)
    #expect(try Lists.read(text).list == list)
    // Every word of the original is in the copy.
    let words = Set(text.split(whereSeparator: { $0.isWhitespace }))
    for word in String(decoding: bytes, as: UTF8.self).split(whereSeparator: { $0.isWhitespace }) { #expect(words.contains(word), "\(word)") }
  }

  @Test func `what would break a cell becomes a space, and its line is named`() throws {
    var (list, _) = try Lists.read(Lists.camera)
    list.rows[0][9] = "two\tcells\nand\u{2028}lines\u{202E}\u{85}"
    let (text, notes) = try list.text()
    #expect(notes.map(\.line) == [11])
    #expect(try Lists.read(text).list.value("My Own", in: 0) == "two cells and lines")
    #expect(!text.unicodeScalars.contains { ["\u{202E}", "\u{85}"].contains($0) })
  }

  @Test func `a list without a column that everybody asks for is refused unless it is handed on as it was`() throws {
    let list = AvidLogExchange(heading: [], columns: ["Name", "Tape"], rows: [])
    let error = #expect(throws: EditorialError.self) { try list.text() }
    #expect(error?.code == .missingColumn && error?.description.contains("‘Tracks’, ‘Start’, ‘End’") == true)
    #expect(try list.text(requiring: []).text.contains("Name\tTape"))
  }

  private func clip(_ name: String, _ start: String, frames: Int, at rate: FrameRate) throws -> ClipSummary {
    var clip = ClipSummary(name: name, files: ["Clips/\(name).mov"], byteCount: 1)
    clip.start = try Timecode(start, at: rate)
    (clip.rate, clip.frames, clip.raster, clip.sound) = (rate, FrameCount(frames), "1920×1080", "2 × 24-bit 48 kHz")
    clip.metadata.add(.init(.reel, "A001R2EC", from: .wrapper))
    return clip
  }

  @Test func `clips become a log that says what they say`() throws {
    let clips = [try clip("A001C001", "10:00:00:00", frames: 250, at: .fps25), try clip("A001C002", "23:59:59:00", frames: 50, at: .fps25)]
    let list = try AvidLogExchange(clips, rate: .fps25)
    #expect(list.field("FPS") == "25" && list.field("VIDEO_FORMAT") == "1080" && list.field("AUDIO_FORMAT") == "48khz")
    #expect(list.value("Tracks", in: 0) == "VA1A2" && list.value("Tape", in: 0) == "A001R2EC")
    #expect(list.value("End", in: 0) == "10:00:10:00" && list.value("End", in: 1) == "00:00:01:00")
    #expect(list.frames(ofRow: 1) == 50)
    #expect(list.value("Source File", in: 0) == "A001C001.mov")
    #expect(!list.columns.contains("Lens"))
    #expect(try Lists.read(list.text().text).notes.isEmpty)
  }

  @Test func `drop-frame clips keep their labels in a log of their speed`() throws {
    let list = try AvidLogExchange([try clip("A", "00:00:59;28", frames: 4, at: .fps29_97df)], rate: .fps29_97)
    #expect(list.field("FPS") == "29.97")
    #expect(list.value("Start", in: 0) == "00:00:59;28" && list.value("End", in: 0) == "00:01:00;04")
    #expect(list.start(ofRow: 0)?.rate == .fps29_97df)
  }

  @Test func `one log never holds two rates`() throws {
    let clips = [try clip("A", "10:00:00:00", frames: 1, at: .fps25), try clip("B", "10:00:00:00", frames: 1, at: .fps24)]
    let error = #expect(throws: EditorialError.self) { try AvidLogExchange(clips, rate: .fps25) }
    #expect(error?.code == .mixedRates && error?.subject == "B")
    #expect(throws: EditorialError.self) { try AvidLogExchange([ClipSummary(name: "C", files: ["C.mov"], byteCount: 1)], rate: .fps25) }
  }

  @Test func `a sound take is logged at the rate of its labels`() throws {
    var take = ClipSummary(name: "S001T01", files: ["S001T01.wav"], byteCount: 1)
    (take.start, take.seconds, take.sound) = (try Timecode("10:00:00:00", at: .fps25), 10.02, "8 × 24-bit 48 kHz")
    take.metadata.add(.init(.soundRoll, "S001", from: .iXML))
    let list = try AvidLogExchange([take], rate: .fps25)
    #expect(list.value("Tracks", in: 0) == "A1A2A3A4A5A6A7A8" && list.value("End", in: 0) == "10:00:10:01")
    #expect(list.value("Tape", in: 0) == "S001" && list.value("Soundroll", in: 0) == "S001" && !list.columns.contains("Camroll"))
  }
}
