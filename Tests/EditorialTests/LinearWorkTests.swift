// SPDX-License-Identifier: Apache-2.0

import Testing
import Timing

@testable import Editorial

/// Four times as many clips cost about four times as much: work that grows with the square would cost sixteen times.
struct `Work that grows with the number of clips` {
  private func expectLinear(_ sizes: (few: Int, many: Int), _ job: (Int) throws -> Void) rethrows {
    func seconds(_ count: Int) throws -> Double {
      let begin = processorSeconds()
      try job(count)
      return processorSeconds() - begin
    }
    let (few, many) = (try seconds(sizes.few), try seconds(sizes.many))
    #expect(many < 9 * few + 0.2, "\(sizes.many) took \(many) s, and \(sizes.few) \(few) s")
  }

  private func clip(_ reel: String, from start: Int, path: String = "") -> Clip {
    Clip(
      name: "take", frames: 10, source: try? TimecodeRange(in: Timecode(wrapping: FrameCount(start), at: .fps25), duration: 10),
      media: MediaReference(reel: reel, path: path))
  }

  private func cut(_ clips: [Clip]) -> Timeline {
    Timeline(name: "cut", start: Timecode(wrapping: 0, at: .fps25), tracks: [Track(.video, number: 1, items: clips.map { .clip($0) })])
  }

  @Test func `edits that all claim the same frames go to as many tracks as there are, and the rest is counted`() throws {
    let lines = (1...3000).map { "\($0)  A V C 01:00:00:00 01:00:01:00 10:00:00:00 10:00:01:00\n" }
    let reading = try TimelineFormat.edl.read(Array(("TITLE: x\n" + lines.joined()).utf8), rate: .fps25, subject: "same.edl")
    let tracks = try #require(reading.timelines.first).tracks
    #expect(tracks.count == 999 && tracks.allSatisfy { $0.items.count == 1 } && tracks.last?.number == 999)
    #expect(reading.notes.contains { $0.text.hasPrefix("2001 edits") })
  }

  @Test func `edits that claim frames of others go to the first track above on which these are free`() throws {
    let lines = """
      TITLE: x
      001  A V  C 01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
      002  B V  C 01:00:00:00 01:00:02:00 10:00:01:00 10:00:03:00
      003  C V  C 01:00:00:00 01:00:02:00 10:00:02:00 10:00:04:00
      004  D V  C 01:00:00:00 01:00:02:00 10:00:02:12 10:00:04:12
      005  E V2 C 01:00:00:00 01:00:02:00 10:00:03:00 10:00:05:00
      006  F AV C 01:00:00:00 01:00:02:00 10:00:05:00 10:00:07:00
      """
    let reading = try TimelineFormat.edl.read(Array(lines.utf8), rate: .fps25, subject: "lap.edl")
    let reels = try #require(reading.timelines.first).tracks.map { track in
      "\(track.kind.rawValue.prefix(1))\(track.number) " + track.items.compactMap(\.clip?.media.reel).joined()
    }
    #expect(reels == ["v1 ACF", "v2 BE", "v3 D", "a1 F"])
    #expect(reading.notes.filter { $0.text.contains("put on a track above") }.map { $0.text.prefix(9) } == ["event 002", "event 004", "event 004"])
  }

  @Test func `a list of edits that claim the same frames`() throws {
    try expectLinear((2000, 8000)) { count in
      let lines = (0..<count).map { "\($0 + 1)  A V C 01:00:00:00 01:00:01:00 10:00:00:00 10:00:01:00\n" }
      _ = try TimelineFormat.edl.read(Array(("TITLE: x\n" + lines.joined()).utf8), rate: .fps25, subject: "same.edl")
    }
  }

  @Test func `a new cut of one reel gets its media`() {
    expectLinear((1500, 6000)) { count in
      let new = (0..<count).map { clip("A001", from: 20 * $0 + 5) }
      let old = (0..<count).map { number -> Clip in
        var media = clip("A001", from: 0, path: "/m/\(number).mov")
        media.media.available = try? TimecodeRange(in: Timecode(wrapping: FrameCount(20 * number), at: .fps25), duration: 20)
        return media
      }
      #expect(Relink(cut(new), from: cut(old)).linked == count)
    }
  }

  @Test func `a cut with a mark on each clip is written as FCPXML`() throws {
    try expectLinear((400, 1600)) { count in
      var timeline = cut((0..<count).map { clip("A001", from: 20 * $0) })
      timeline.markers = (0..<count).map { Marker(place: FrameCount(10 * $0 + 3), text: "mark \($0)") }
      let written = try TimelineFormat.fcpxml.write(timeline)
      let read = try #require(try TimelineFormat.fcpxml.read(written.bytes, subject: "marks.fcpxml").timelines.first)
      let places = read.tracks.flatMap(\.items).compactMap(\.clip).map { $0.markers.map(\.place.value) }
      #expect(places == Array(repeating: [3], count: count))
    }
  }

  @Test(arguments: 0..<20) func `text that is not of ASCII is seen wherever it stands`(place: Int) {
    var accented = Array(String(repeating: "x", count: 20).utf8)
    accented[place] = 0xE9  // é in Latin 1, and no UTF-8
    #expect(TextLines(accented).notes.contains { $0.text.contains("not UTF-8") })
    accented[place] = 0
    #expect(TextLines(accented).notes.contains { $0.text.contains("bytes of zero") })
    accented[place] = UInt8(ascii: "x")
    #expect(TextLines(accented).notes.isEmpty && TextLines(accented).ranges == [0..<20])
  }

  @Test func `ranges that hold another are found, whatever lies beside them`() {
    var tree = RangeTree()
    let ranges = (0..<200).map { number in (number * 37 % 101)..<(number * 37 % 101 + number * 53 % 29) }
    for (number, range) in ranges.enumerated() { tree.add(range, number) }
    for asked in [0..<1, 10..<12, 50..<75, 40..<40, 100..<128, 90..<91] {
      let holding = ranges.indices.filter { ranges[$0].lowerBound <= asked.lowerBound && asked.upperBound <= ranges[$0].upperBound }
      #expect(tree.holding(asked).sorted() == holding)
    }
  }
}
