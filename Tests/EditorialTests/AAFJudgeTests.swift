// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

/// What OpenTimelineIO and pyaaf2 make of AAF files, and we of the same ones.
@Suite(.enabled(if: OpenTimelineIO.has("otio_aaf_adapter, aaf2"), "OpenTimelineIO, its AAF adapter and pyaaf2 are not installed"))
struct `Judges of AAF` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Tracks as OpenTimelineIO lays them: kind, name, first label and length of each item, head and tail of each transition. A retime hides its clip.
  private static let tracks = """
    import sys, opentimelineio as otio
    def line(item):
        if isinstance(item, otio.schema.Transition):
            return "transition %d %d" % (round(item.in_offset.value), round(item.out_offset.value))
        if isinstance(item, otio.schema.Gap):
            return "gap %d" % round(item.duration().value)
        if isinstance(item, otio.schema.Clip):
            where = item.trimmed_range()
            return "clip %s %d %d" % (item.name, round(where.start_time.value), round(where.duration.value))
        return "other %d" % round(item.duration().value)
    whole = otio.adapters.read_from_file(sys.argv[1])
    if isinstance(whole, otio.schema.Timeline):
        print(whole.name)
        for track in whole.tracks:
            if track.kind in ("Video", "Audio"):
                print(track.kind)
                for item in track:
                    print(line(item))
    """

  private func lines(_ cut: Timeline) -> [String] {
    [cut.name]
      + cut.tracks.flatMap { track in
        [track.kind == .video ? "Video" : "Audio"]
          + track.items.map { item in
            switch item {
            case .gap(let frames): "gap \(frames)"
            case .transition(let one): "transition \(one.head) \(one.tail)"
            case .clip(let clip): "clip \(clip.name) \(clip.source?.start.frameCount.value ?? 0) \(clip.frames)"
            }
          }
      }
  }

  /// It shows sound at the top of a track's gaps only where there is anything else, and pictures the same.
  private func comparable(_ lines: [String]) -> [String] { lines.filter { !$0.hasPrefix("gap") && $0 != "Audio" && $0 != "Video" } }

  @Test(.enabled(if: AAFFixtures.folder != nil, "the shared files are not here"), arguments: AAFFixtures.names)
  func `OpenTimelineIO and we read the same cut`(name: String) throws {
    let fixtures = try #require(AAFFixtures.folder)
    let path = "\(fixtures)/\(name)"
    let theirs = try OpenTimelineIO.run(Self.tracks, path).split(separator: "\n").map(String.init)
    let ours = try TimelineFormat.aaf.read(path: path, rate: nil).timelines.first.map(lines) ?? []
    guard !name.hasPrefix("linear") else {
      // It does not read labels behind a pulldown, and hides what is retimed.
      #expect(theirs.count { $0.hasPrefix("clip") } == ours.count { $0.hasPrefix("clip") })
      return
    }
    #expect(comparable(ours) == comparable(theirs))
  }

  @Test func `OpenTimelineIO reads our cuts with their transitions, names, labels and lengths`() throws {
    for (seed, rate) in zip(UInt64(0)..., [FrameRate.fps24, .fps25, .fps30, .fps50]) {
      var cut = AAFCuts.plain(rate: rate, clips: 12, seed: seed)
      cut.name = "Ours \(seed)"
      let path = folder.path("ours\(seed).aaf")
      let (bytes, lost) = try TimelineFormat.aaf.write(cut)
      #expect(lost.isEmpty)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let theirs = try OpenTimelineIO.run(Self.tracks, path).split(separator: "\n").map(String.init)
      #expect(comparable(theirs) == comparable(lines(cut)))
    }
  }

  @Test func `pyaaf2 walks every object that we write, and finds each property's class and type`() throws {
    for purpose in AAFPurpose.allCases {
      var drawing = DrawnTimelines(seed: 5, rate: .fps25)
      let document = try AAFWriter(drawing.timeline(), for: purpose).document()
      let path = folder.path("\(purpose).aaf")
      try Data(document.bytes()).write(to: URL(fileURLWithPath: path))
      let walked = try OpenTimelineIO.run(
        """
        import sys, aaf2
        from aaf2.properties import StrongRefProperty, StrongRefVectorProperty, StrongRefSetProperty, WeakRefProperty
        count = 0
        def walk(thing):
            global count
            count += 1
            for one in thing.properties():
                assert one.propertydef is not None, (thing, one.pid)
                assert one.typedef is not None and one.name, (thing, one.pid)
                if isinstance(one, StrongRefProperty): walk(one.value)
                elif isinstance(one, StrongRefVectorProperty):
                    for part in one: walk(part)
                elif isinstance(one, StrongRefSetProperty):
                    for part in one.values(): walk(part)
                elif isinstance(one, WeakRefProperty): assert one.value is not None, (thing, one.name)
                else: one.value
        with aaf2.open(sys.argv[1]) as file:
            walk(file.header)
            walk(file.metadict)
            print(count, len(list(file.content.toplevel())))
        """, path
      ).split(separator: " ")
      let objects = try #require(Int(walked[0]))
      #expect(objects > 500 && walked[1].hasPrefix("1"))
    }
  }

  @Test func `pyaaf2 hears in an embedded file what was given to the sample`() throws {
    let turnover = try AAFCuts.turnover(embedded: true)
    let path = folder.path("embedded.aaf")
    try Data(turnover.document().bytes()).write(to: URL(fileURLWithPath: path))
    let heard = try OpenTimelineIO.run(
      """
      import sys, aaf2, hashlib
      with aaf2.open(sys.argv[1]) as file:
          for data in sorted(file.content.essencedata, key=lambda one: str(one.mob_id)):
              stream = data.open("r").read()
              mob = file.content.mobs.get(data.mob_id)
              print(len(stream), sum(stream) % 65536, mob.descriptor["Length"].value, mob.descriptor["BlockAlign"].value)
      """, path)
    let expected = (0..<2).map { number in (0..<AAFCuts.soundBytes).reduce(0) { $0 + AAFCuts.soundByte($1, number) } % 65536 }
    let lines = heard.split(separator: "\n").map(String.init)
    #expect(Set(lines) == Set(expected.map { "\(AAFCuts.soundBytes) \($0) \(AAFCuts.soundBytes / 3) 3" }))
  }
}
