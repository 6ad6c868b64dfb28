// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Foundation
import TestSupport
import Testing
import Timing

/// What OpenTimelineIO's adapter for Avid logs makes of ours, and we of what it writes.
@Suite(.enabled(if: OpenTimelineIO.has("otio_ale_adapter"), "OpenTimelineIO and its ALE adapter are not installed"))
struct `OpenTimelineIO on Avid logs` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [FrameRate.fps23_976, .fps24, .fps25, .fps29_97, .fps29_97df, .fps50, .fps59_94])
  func `it reads names, tapes and labels as we meant them`(rate: FrameRate) throws {
    let clips = try ["01:00:00:00", "23:58:00:12"].enumerated().map { number, start in
      var clip = ClipSummary(name: "A001C00\(number)", files: ["A001C00\(number).mov"], byteCount: 1)
      (clip.start, clip.rate, clip.frames, clip.raster) = (try Timecode(start, at: rate), rate, 100, "1920×1080")
      clip.metadata.add(.init(.reel, "A001R2EC", from: .wrapper))
      return clip
    }
    let path = folder.path("ours.ale")
    try AvidLogExchange(clips, rate: rate).text().text.write(toFile: path, atomically: true, encoding: .utf8)
    let read = try OpenTimelineIO.run(
      """
      import sys, opentimelineio as otio
      collection = otio.adapters.read_from_file(sys.argv[1])  # its clips die with it
      for clip in collection:
          media = clip.source_range
          print(clip.name, clip.metadata["ALE"]["Tape"], round(media.start_time.value), round(media.duration.value), sep="|")
      """, path)
    let expected = clips.map { "\($0.name)|A001R2EC|\($0.start?.frameCount.value ?? 0)|100" }
    #expect(read.split(separator: "\n").map(String.init) == expected)
  }

  @Test func `we read what it writes`() throws {
    let path = folder.path("theirs.ale")
    _ = try OpenTimelineIO.run(
      """
      import sys, opentimelineio as otio
      from opentimelineio import opentime
      collection = otio.schema.SerializableCollection()
      for number in range(3):
          start = opentime.from_timecode("10:0%d:00:00" % number, 24)
          clip = otio.schema.Clip(name="A001C00%d" % number, source_range=opentime.TimeRange(start, opentime.RationalTime(48, 24)))
          clip.metadata["ALE"] = {"Tape": "A001", "Custom": "it’s %d" % number, "Tracks": "V"}
          collection.append(clip)
      otio.adapters.write_to_file(collection, sys.argv[1], fps=24)
      """, path)
    let (list, _) = try AvidLogExchange.read([UInt8](Data(contentsOf: URL(fileURLWithPath: path))), subject: path)
    #expect(list.rows.count == 3 && list.rate == .fps24)
    for row in 0..<3 {
      #expect(
        list.value("Name", in: row) == "A001C00\(row)" && list.value("Tape", in: row) == "A001" && list.value("Custom", in: row) == "it’s \(row)")
      #expect(list.start(ofRow: row) == (try Timecode("10:0\(row):00:00", at: .fps24)) && list.frames(ofRow: row) == 48)
    }
  }
}
