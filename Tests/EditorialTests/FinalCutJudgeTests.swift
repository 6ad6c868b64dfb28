// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

/// What OpenTimelineIO's adapters make of our Final Cut XML, and we of theirs.
@Suite(
  .enabled(
    if: OpenTimelineIO.has("otio_fcp_adapter") && OpenTimelineIO.has("otio_fcpx_xml_adapter"),
    "OpenTimelineIO and its Final Cut adapters are not installed"))
struct `OpenTimelineIO on Final Cut XML` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Prints tracks and clips of a file, a line each.
  private static let show = """
    import sys, opentimelineio as otio
    read = otio.adapters.read_from_file(sys.argv[1])
    cut = read if isinstance(read, otio.schema.Timeline) else [each for each in read if isinstance(each, otio.schema.Timeline)][0]
    print(cut.name)
    for track in cut.tracks:
        if track.kind != "Video":
            continue
        for item in track:
            if isinstance(item, otio.schema.Clip):
                where, media = item.range_in_parent(), item.source_range
                print("clip", item.name, round(where.start_time.value), round(where.duration.value), round(media.start_time.value), sep="|")
            elif isinstance(item, otio.schema.Transition):
                print("transition", round(item.in_offset.value), round(item.out_offset.value), sep="|")
    """

  private func cut(_ rate: FrameRate, transition: Bool) throws -> Timeline {
    var track = Track(.video, number: 1)
    for number in 1...6 {
      let source = try TimecodeRange(in: Timecode(FrameCount(90_000 + 500 * number), at: rate), duration: FrameCount(40 + number))
      let media = MediaReference(
        name: "A00\(number)", path: "file://localhost/A00\(number).mov",
        available: try TimecodeRange(in: Timecode(90_000, at: rate), duration: 10_000))
      if number == 3 { track.items.append(.gap(25)) }
      if number == 5, transition { track.items.append(.transition(Transition(.dissolve, head: 6, tail: 6))) }
      track.items.append(.clip(Clip(name: "take \(number)", frames: source.duration, source: source, media: media)))
    }
    return Timeline(name: "Ours", start: try Timecode("10:00:00:00", at: rate), tracks: [track])
  }

  private func expected(_ cut: Timeline) -> [String] {
    cut.tracks[0].placedItems.compactMap { start, item in
      switch item {
      case .clip(let clip): "clip|\(clip.name)|\(start)|\(clip.frames)|\(clip.source?.start.frameCount ?? 0)"
      case .transition(let transition): "transition|\(transition.head)|\(transition.tail)"
      case .gap: nil
      }
    }
  }

  @Test(arguments: [FrameRate.fps24, .fps25, .fps30])
  func `its adapter for Final Cut Pro 7 finds our clips and dissolves to the frame`(rate: FrameRate) throws {
    let (cut, path) = (try cut(rate, transition: true), folder.path("ours.xml"))
    try Data(TimelineFormat.xml.write(cut).bytes).write(to: URL(fileURLWithPath: path))
    let read = try OpenTimelineIO.run(Self.show, path).split(separator: "\n").map(String.init)
    #expect(read == ["Ours"] + expected(cut))
  }

  @Test(arguments: [FrameRate.fps24, .fps25, .fps30])
  func `its adapter for FCPXML finds our clips to the frame`(rate: FrameRate) throws {
    var cut = try cut(rate, transition: false)
    // The adapter takes offsets for places, so that they must count from zero.
    cut.start = Timecode(wrapping: .zero, at: rate)
    let path = folder.path("ours.fcpxml")
    try Data(TimelineFormat.fcpxml.write(cut).bytes).write(to: URL(fileURLWithPath: path))
    let read = try OpenTimelineIO.run(Self.show, path).split(separator: "\n").map(String.init)
    #expect(read == ["Ours"] + expected(cut))
  }

  @Test(arguments: ["xml", "fcpxml"])
  func `we read what it writes`(kind: String) throws {
    let path = folder.path("theirs.\(kind)")
    _ = try OpenTimelineIO.run(
      """
      import sys, opentimelineio as otio
      from opentimelineio.opentime import RationalTime, TimeRange
      track = otio.schema.Track(name="V1", kind="Video")
      for number in range(4):
          media = otio.schema.ExternalReference("file:///A00%d.mov" % number, TimeRange(RationalTime(0, 25), RationalTime(9000, 25)))
          track.append(otio.schema.Clip("take %d" % number, media, TimeRange(RationalTime(100 * number, 25), RationalTime(48, 25))))
      if sys.argv[1].endswith(".xml"):
          dissolve = otio.schema.Transition(transition_type="SMPTE_Dissolve", in_offset=RationalTime(6, 25), out_offset=RationalTime(6, 25))
          track.insert(2, dissolve)
      timeline = otio.schema.Timeline(name="Theirs", tracks=[track])
      otio.adapters.write_to_file(timeline, sys.argv[1])
      """, path)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let cut = try #require(try TimelineFormat(path: path).read(bytes, subject: path).timelines.first)
    let clips = cut.tracks[0].items.compactMap(\.clip)
    #expect(clips.map(\.name) == ["take 0", "take 1", "take 2", "take 3"] && cut.rate.hasSameSpeed(as: .fps25))
    #expect(clips.map(\.frames) == [48, 48, 48, 48] && clips.map { $0.source?.start.frameCount.value } == [0, 100, 200, 300])
    #expect(clips.map(\.media.path) == (0..<4).map { "file:///A00\($0).mov" })
    guard kind == "xml", case .transition(let transition) = cut.tracks[0].items[2] else { return }
    #expect(transition.kind == .dissolve && transition.head == 6 && transition.tail == 6)
  }
}
