// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Timing

@testable import Editorial

/// Files whose bytes are few for what they make: elements, items, lines and entries without number end soon, and with a note.
struct `Files crowded with next to nothing` {
  @Test func `a list of OpenTimelineIO that has more items than any programme is read up to there`() throws {
    var text = #"{"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","children":[{"OTIO_SCHEMA":"Track.1","kind":"Video","children":["#
    text += String(repeating: "{},", count: OpenTimelineReading.mostItems + 10)
    let reading = try TimelineFormat.otio.read(Array((text + "{}]}]}}").utf8), rate: .fps25, subject: "crowd.otio")
    #expect(reading.timelines.count == 1 && reading.notes.contains { $0.text.contains("the rest was left out") })
  }

  @Test func `an edit list that has more lines than any is read up to there`() throws {
    var bytes = Array("TITLE: x\n001  A001 V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n".utf8)
    bytes += [UInt8](repeating: UInt8(ascii: "\n"), count: TextLines.mostLines)
    let reading = try TimelineFormat.edl.read(bytes, rate: .fps25, subject: "crowd.edl")
    #expect(reading.timelines.first?.tracks.first?.items.count == 1 && reading.notes.contains { $0.text.contains("no list has so many") })
  }

  @Test func `fields without end behind the entries of an archive cost no more than as many behind more entries`() throws {
    func seconds(entries: Int, fields: Int) throws -> Double {
      let extra = [UInt8](repeating: 0, count: 4 * fields)
      let size = [UInt8(truncatingIfNeeded: extra.count), UInt8(truncatingIfNeeded: extra.count >> 8)]
      let entry =
        [0x50, 0x4B, 1, 2] + [UInt8](repeating: 0, count: 24) + [1, 0] + size + [UInt8](repeating: 0, count: 14) + [UInt8(ascii: "x")] + extra
      let directory = Array(repeatElement(entry, count: entries).joined())
      func word(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
      let end = [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + word(entries).prefix(2) + word(entries).prefix(2) + word(directory.count) + word(0) + [0, 0]
      let begin = processorSeconds()
      #expect(try ZipArchive(directory + end).entries.count == entries)
      return processorSeconds() - begin
    }
    // As many fields each time: a few thousand behind each entry, or a hundred.
    let (many, few) = (try seconds(entries: 16, fields: 16_000), try seconds(entries: 2560, fields: 100))
    #expect(many < 4 * few + 0.2, "\(many) s against \(few) s")
  }
}
