// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

/// What OpenTimelineIO's adapter for CMX 3600 makes of our edit decision lists, and we of its.
@Suite(.enabled(if: OpenTimelineIO.has("otio_cmx3600_adapter"), "OpenTimelineIO and its CMX 3600 adapter are not installed"))
struct `OpenTimelineIO on edit decision lists` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func edit(_ event: String, _ reel: String, _ name: String, at place: Int, frames: Int, _ rate: FrameRate) throws -> EditDecisionList.Edit {
    try EditDecisionList.Edit(
      event: event, reel: reel, channels: "V",
      source: TimecodeRange(in: Timecode(FrameCount(86_400 + place), at: rate), duration: FrameCount(frames)),
      record: TimecodeRange(in: Timecode(FrameCount(place), at: rate), duration: FrameCount(frames)), statements: ["* FROM CLIP NAME: \(name)"])
  }

  @Test(arguments: [FrameRate.fps24, .fps25, .fps30], [EditListFlavor.cmx3600, .file32])
  func `it finds our clips, reels and labels`(rate: FrameRate, flavor: EditListFlavor) throws {
    var edits: [EditDecisionList.Edit] = []
    var place = 3600 * rate.nominal
    for number in 1...12 {
      let frames = 20 + number
      edits.append(try edit("0\(number + 10)", "A00\(number % 3)", "take \(number)", at: place, frames: frames, rate))
      place += frames
    }
    let path = folder.path("ours.edl")
    try EditDecisionList(title: "Episode 3", rate: rate, edits: edits).text(flavor: flavor).text.write(
      toFile: path, atomically: true, encoding: .utf8)
    let read = try OpenTimelineIO.run(
      """
      import sys, opentimelineio as otio
      timeline = otio.adapters.read_from_file(sys.argv[1], rate=int(sys.argv[2]))
      print(timeline.name)
      for clip in timeline.find_clips():
          where = clip.range_in_parent()
          print(clip.name, clip.metadata["cmx_3600"]["reel"], round(clip.source_range.start_time.value), round(where.duration.value), sep="|")
      """, path, "\(rate.nominal)")
    let expected = edits.map { "\($0.clipName ?? "")|\($0.reel)|\($0.source.start.frameCount)|\($0.record.duration)" }
    #expect(read.split(separator: "\n").map(String.init) == ["Episode 3"] + expected)
  }

  @Test func `we read what it writes, dissolve and retime with it`() throws {
    let path = folder.path("theirs.edl")
    _ = try OpenTimelineIO.run(
      """
      import sys, opentimelineio as otio
      from opentimelineio.opentime import RationalTime, TimeRange
      track = otio.schema.Track(kind="Video")
      for number in range(4):
          clip = otio.schema.Clip(name="take %d" % number, source_range=TimeRange(RationalTime(86400 + 100 * number, 24), RationalTime(48, 24)))
          clip.metadata["cmx_3600"] = {"reel": "A00%d" % number}
          if number == 3:
              clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=2.0))
          track.append(clip)
      track.insert(2, otio.schema.Transition(transition_type="SMPTE_Dissolve", in_offset=RationalTime(0, 24), out_offset=RationalTime(12, 24)))
      timeline = otio.schema.Timeline(name="Theirs", tracks=[track])
      timeline.global_start_time = RationalTime(86400, 24)
      otio.adapters.write_to_file(timeline, sys.argv[1], rate=24)
      """, path)
    let (list, notes) = try EditDecisionList.read([UInt8](Data(contentsOf: URL(fileURLWithPath: path))), rate: .fps24, subject: path)
    #expect(notes.isEmpty && list.title == "Theirs")
    #expect(list.edits.map(\.reel) == ["A000", "A001", "A001", "A002", "A003"])
    #expect(list.edits[3].transition == .dissolve(12) && list.edits[3].clipName == "take 2")
    #expect(list.edits.map(\.record.duration) == [48, 48, 0, 48, 48])
    #expect(list.edits[4].speed(at: .fps24) == Ratio(2))
  }
}
