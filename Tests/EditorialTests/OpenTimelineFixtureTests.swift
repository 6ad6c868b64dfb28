// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

/// Files that others made, and what OpenTimelineIO itself makes of ours.
struct `OpenTimelineIO files of others` {
  static let names = [
    "big_int", "clip_example", "effects", "generator_reference_test", "multitrack", "nested_example", "premiere_example", "simple_cut", "transition",
  ]
  private static let folder = Lists.fixtures.map { URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("otio") }

  private func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: try #require(Self.folder).appendingPathComponent(name + ".otio")))
  }

  /// The edits of a file, as OpenTimelineIO tells them.
  private static let program = """
    import sys, opentimelineio as otio
    timeline = otio.adapters.read_from_file(sys.argv[1])
    for track in timeline.find_children(descended_from_type=otio.schema.Track):
        for item in track:
            if isinstance(item, otio.schema.Transition):
                print("transition", item.transition_type, item.in_offset.value, item.out_offset.value)
                continue
            where = item.trimmed_range()
            print(type(item).__name__, item.name, where.start_time.value, where.duration.value, len(item.effects), len(item.markers),
                  sorted(m.name + m.marked_range.start_time.to_time_string() for m in item.markers),
                  [getattr(e, "time_scalar", e.effect_name) for e in item.effects],
                  str(item.metadata) if "lineup" not in item.metadata else "", sep="|")
    """

  @Test(.enabled(if: folder != nil, "the shared lists are not here"), arguments: names)
  func `a file is read, and comes back the same`(name: String) throws {
    let reading = try OpenTimelineIOFile.read(bytes(name), subject: name)
    let cut = try #require(reading.timelines.first)
    #expect(!cut.tracks.isEmpty)
    let (written, lost) = try OpenTimelineIOFile.write(cut)
    #expect(lost.isEmpty)
    #expect(try OpenTimelineIOFile.read(written, subject: name).timelines == reading.timelines)
  }

  @Test(
    .enabled(if: folder != nil && OpenTimelineIO.has("opentimelineio"), "the shared lists or OpenTimelineIO are not here"),
    arguments: names.filter { $0 != "big_int" && $0 != "premiere_example" && $0 != "nested_example" })
  func `OpenTimelineIO finds in what we write what it found before`(name: String) throws {
    let temporary = try TemporaryFolder()
    let (theirs, ours) = (temporary.path("theirs.otio"), temporary.path("ours.otio"))
    try Data(bytes(name)).write(to: URL(fileURLWithPath: theirs))
    let reading = try OpenTimelineIOFile.read(bytes(name), subject: name)
    try Data(OpenTimelineIOFile.write(try #require(reading.timelines.first)).bytes).write(to: URL(fileURLWithPath: ours))
    #expect(try OpenTimelineIO.run(Self.program, ours) == OpenTimelineIO.run(Self.program, theirs))
  }

  @Test(.enabled(if: OpenTimelineIO.has("opentimelineio"), "OpenTimelineIO is not installed"))
  func `an archive goes both ways`() throws {
    let temporary = try TemporaryFolder()
    let (theirs, ours, media) = (temporary.path("theirs.otioz"), temporary.path("ours.otioz"), temporary.path("a.mov"))
    try Data(repeating: 7, count: 1000).write(to: URL(fileURLWithPath: media))
    _ = try OpenTimelineIO.run(
      """
      import sys, opentimelineio as otio
      from opentimelineio.opentime import RationalTime as R, TimeRange as T
      track = otio.schema.Track("V1", kind="Video")
      for n in range(300):
          track.append(otio.schema.Clip("take %d" % n, otio.schema.ExternalReference(sys.argv[2]), T(R(n, 24), R(10, 24))))
      timeline = otio.schema.Timeline("packed", global_start_time=R(86400, 24))
      timeline.tracks.append(track)
      otio.adapters.write_to_file(timeline, sys.argv[1])
      """, theirs, media)
    let read = try TimelineFormat.otioz.read([UInt8](Data(contentsOf: URL(fileURLWithPath: theirs))), subject: theirs)
    let cut = try #require(read.timelines.first)
    #expect(cut.name == "packed" && cut.tracks.first?.items.count == 300 && cut.start.description == "01:00:00:00")
    #expect(cut.tracks.first?.items.last?.clip?.media.path == "media/a.mov")
    let (bytes, lost) = try TimelineFormat.otioz.write(cut)
    try Data(bytes).write(to: URL(fileURLWithPath: ours))
    #expect(lost.count == 1)
    let told = try OpenTimelineIO.run(
      "import sys, opentimelineio as otio; t = otio.adapters.read_from_file(sys.argv[1]); print(t.name, len(t.tracks[0]), t.tracks[0][299].name)",
      ours)
    #expect(told == "packed 300 take 299\n")
  }
}
