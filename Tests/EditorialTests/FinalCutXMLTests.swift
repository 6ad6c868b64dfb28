// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

/// Cuts in Final Cut's two kinds of XML, in words for tests.
enum FinalCutDocuments {
  /// The folder of the shared cuts; `nil` where this checkout has none.
  static let fixtures: String? = Lists.fixtures.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: (fixtures ?? "") + "/" + name)))
  }

  /// A sequence of Final Cut Pro 7 with one track of pictures.
  static func sequence(_ track: String, rate: String = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>", more: String = "") -> [UInt8] {
    Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE xmeml>
      <xmeml version="5"><sequence id="s1"><name>Cut</name>\(rate)
      <timecode><string>10:00:00:00</string><frame>900000</frame><displayformat>NDF</displayformat></timecode>
      <media><video><track>\(track)</track></video></media>\(more)</sequence></xmeml>
      """.utf8)
  }

  /// A clip of a file that begins at 01:00:00:00.
  static func clip(_ start: Int, _ end: Int, in first: Int, out last: Int, _ more: String = "", rate: String = "") -> String {
    """
    <clipitem id="c\(start)"><name>take</name>\(rate)<start>\(start)</start><end>\(end)</end><in>\(first)</in><out>\(last)</out>
    <file id="f1"><name>A001</name><pathurl>file://localhost/A001.mov</pathurl>
    <timecode><string>01:00:00:00</string><frame>90000</frame><displayformat>NDF</displayformat><reel><name>A001</name></reel></timecode></file>\(more)</clipitem>
    """
  }

  static func transition(_ start: Int, _ end: Int, _ alignment: String) -> String {
    "<transitionitem><start>\(start)</start><end>\(end)</end><alignment>\(alignment)</alignment><effect><name>Cross Dissolve</name></effect></transitionitem>"
  }

  static func read(_ bytes: [UInt8]) throws -> (timeline: Timeline, notes: [ParseNote]) {
    let reading = try TimelineFormat.xml.read(bytes, subject: "cut.xml")
    return (try #require(reading.timelines.first), reading.notes)
  }
}

struct `Final Cut Pro XML` {
  private typealias Documents = FinalCutDocuments

  private func clips(_ track: String, rate: String = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>") throws -> (
    items: [TrackItem], notes: [ParseNote]
  ) {
    let (cut, notes) = try Documents.read(Documents.sequence(track, rate: rate))
    return (try #require(cut.tracks.first).items, notes)
  }

  @Test func `labels count from the file's own timecode`() throws {
    let (items, notes) = try clips(Documents.clip(10, 60, in: 25, out: 75))
    let clip = try #require(items.last?.clip)
    #expect(notes.isEmpty && items.first == .gap(10) && clip.frames == 50)
    #expect(clip.source?.start.description == "01:00:01:00" && clip.source?.duration == 50)
    #expect(clip.media.reel == "A001" && clip.media.path == "file://localhost/A001.mov" && clip.kept == [Kept("xml", "id=c10")])
  }

  @Test func `an out-point that is one frame short changes nothing`() throws {
    let clip = try #require(try clips(Documents.clip(0, 50, in: 25, out: 74)).items.last?.clip)
    #expect(clip.frames == 50 && clip.source?.duration == 50)
  }

  @Test(arguments: [("center", 5, 5), ("start", 0, 10), ("end", 10, 0), ("start-black", 0, 10), ("end-black", 10, 0)])
  func `an edge that a transition hides lies at its cut`(alignment: String, head: Int, tail: Int) throws {
    let track =
      Documents.clip(0, -1, in: 0, out: 55) + Documents.transition(45, 55, alignment) + Documents.clip(-1, 100, in: 100, out: 155)
    let items = try clips(track).items
    #expect(items.count == 3 && items[1] == .transition(Transition(.dissolve, head: FrameCount(head), tail: FrameCount(tail))))
    #expect(items[0].frames == FrameCount(45 + head) && items[2].frames == FrameCount(55 - head))
    #expect(items[0].clip?.source?.duration == FrameCount(45 + head))
    #expect(items[2].clip?.source?.start.description == (head == 0 ? "01:00:04:00" : head == 5 ? "01:00:04:05" : "01:00:04:10"))
  }

  @Test func `clips at another rate count their own frames, or the sequence's where only these fit`() throws {
    let half = "<rate><timebase>50</timebase><ntsc>FALSE</ntsc></rate>"
    let file = "<file id=\"g\">\(half)</file>"
    func clip(_ last: Int, _ ticks: String = "") throws -> Clip {
      let text = "<clipitem>\(half)<start>0</start><end>50</end><in>0</in><out>\(last)</out>\(ticks)\(file)</clipitem>"
      return try #require(try clips(text).items.first?.clip)
    }
    #expect(try clip(100).source?.duration == 100)
    #expect(try clip(100).source?.rate == .fps50)
    #expect(try clip(50).source?.duration == 100)
    #expect(try clip(50, "<pproTicksOut>508032000000</pproTicksOut>").source?.duration == 100)
    #expect(try clip(50, "<pproTicksOut>254016000000</pproTicksOut>").source?.duration == 50)
  }

  @Test func `a rate without ntsc is its parent's`() throws {
    let ntsc = "<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>"
    let clip = "<clipitem><rate><timebase>30</timebase></rate><start>0</start><end>9</end><in>0</in><out>9</out></clipitem>"
    #expect(try clips(clip, rate: ntsc).items.first?.clip?.source?.rate == .fps29_97)
  }

  private func remap(_ speed: String, _ more: String = "", bounds: String = "<valuemin>-100000</valuemin><valuemax>100000</valuemax>") -> String {
    "<filter><effect><name>Time Remap</name><effectid>timeremap</effectid><parameter><parameterid>speed</parameterid><name>speed</name>"
      + "\(bounds)<value>\(speed)</value></parameter>\(more)</effect></filter>"
  }

  @Test func `in-points of a retimed clip count what comes behind the change of speed`() throws {
    let clip = try #require(try clips(Documents.clip(0, 50, in: 100, out: 150, remap("50"))).items.first?.clip)
    #expect(clip.speed == Ratio(1, 2) && clip.source?.start.description == "01:00:02:00" && clip.source?.duration == 25)
    let fast = try #require(try clips(Documents.clip(0, 50, in: 100, out: 150, remap("200"))).items.first?.clip)
    #expect(fast.source?.start.description == "01:00:08:00" && fast.source?.duration == 100)
    // As long as what is taken of the material, they can only count that.
    let plain = try #require(try clips(Documents.clip(0, 50, in: 100, out: 200, remap("200"))).items.first?.clip)
    #expect(plain.source?.start.description == "01:00:04:00" && plain.source?.duration == 100)
  }

  @Test func `backwards, in-points count from the end of the material`() throws {
    let reverse = "<parameter><parameterid>reverse</parameterid><name>reverse</name><value>TRUE</value></parameter>"
    let (items, notes) = try clips(Documents.clip(0, 50, in: 10, out: 60, "<duration>100</duration>" + remap("100", reverse)))
    let clip = try #require(items.first?.clip)
    #expect(notes.isEmpty && clip.speed == Ratio(-1) && clip.source?.start.description == "01:00:01:15" && clip.source?.duration == 50)
  }

  @Test func `a graph gives the curve, from the lowest frame that is used`() throws {
    func key(_ when: Int, _ value: Int) -> String { "<keyframe><when>\(when)</when><value>\(value)</value></keyframe>" }
    let graph =
      "<parameter><parameterid>variablespeed</parameterid><name>variablespeed</name><value>1</value></parameter>"
      + "<parameter><parameterid>graphdict</parameterid><name>graphdict</name><value>0</value>\(key(0, 100))\(key(25, 150))\(key(50, 160))</parameter>"
    let clip = try #require(try clips(Documents.clip(0, 50, in: 0, out: 50, remap("100", graph))).items.first?.clip)
    #expect(clip.source?.start.description == "01:00:04:00" && clip.source?.duration == 60 && clip.speed == Ratio(6, 5))
    #expect(clip.speedCurve.map(\.place) == [0, 25, 50] && clip.speedCurve.map(\.source) == [Ratio(0), Ratio(50), Ratio(60)])
  }

  @Test func `Hiero's speeds are factors`() throws {
    let clip = try #require(try clips(Documents.clip(0, 50, in: 100, out: 150, remap("0.25", bounds: ""))).items.first?.clip)
    #expect(clip.speed == Ratio(1, 4) && clip.source?.start.description == "01:00:01:00")
  }

  @Test func `a clip that begins before another ends goes to a track above`() throws {
    let (cut, notes) = try Documents.read(Documents.sequence(Documents.clip(0, 50, in: 0, out: 50) + Documents.clip(40, 60, in: 0, out: 20)))
    #expect(cut.tracks.map(\.number) == [1, 2] && cut.tracks[1].items.first == .gap(40) && notes.count == 1)
  }

  @Test func `every sequence of a project is read, and those within others once`() throws {
    let inner = "<clipitem><start>0</start><end>9</end><in>0</in><out>9</out><sequence id=\"s2\"/></clipitem>"
    let text = String(decoding: Documents.sequence(inner), as: UTF8.self)
      .replacing("<sequence id=\"s1\">", with: "<project><children><bin><children><sequence id=\"s1\">")
      .replacing(
        "</sequence></xmeml>",
        with:
          "</sequence></children></bin><sequence id=\"s2\"><name>Inner</name><rate><timebase>25</timebase></rate><media/></sequence></children></project></xmeml>"
      )
    let reading = try TimelineFormat.xml.read(Array(text.utf8), subject: "project.xml")
    #expect(reading.timelines.map(\.name) == ["Cut", "Inner"] && reading.timelines[0].tracks[0].items[0].clip?.sequence?.name == "Inner")
  }

  @Test func `what is not understood is written back by this format, and named as lost by others`() throws {
    let more =
      "<alphatype>none</alphatype><labels><label2>Iris</label2></labels><filter><effect><name>Blur</name><effectid>blur</effectid>"
      + "<parameter><parameterid>r</parameterid><name>Radius</name><valuemin>0</valuemin><value>4</value></parameter></effect></filter>"
    let cut = try Documents.read(Documents.sequence(Documents.clip(0, 50, in: 0, out: 50, more))).timeline
    let clip = try #require(cut.tracks[0].items[0].clip)
    #expect(clip.effects.first?.parameters == [.init(key: "Radius", value: "4")] && clip.kept.count == 3)
    let (bytes, lost) = try TimelineFormat.xml.write(cut)
    let isSame = try Documents.read(bytes).timeline == cut
    #expect(lost.isEmpty && isSame)
    #expect(try TimelineFormat.fcpxml.write(cut).lost.contains { $0.text.contains("xml: labels") })
  }

  @Test func `a file that breaks off is read up to there`() throws {
    let whole = Documents.sequence(Documents.clip(0, 50, in: 0, out: 50) + Documents.clip(50, 60, in: 0, out: 10))
    let text = String(decoding: whole, as: UTF8.self)
    let cut = try #require(text.range(of: "<clipitem id=\"c50\">"))
    let (timeline, notes) = try Documents.read(Array(text[..<cut.upperBound].utf8))
    #expect(timeline.tracks[0].items.first?.clip?.source?.start.description == "01:00:00:00")
    #expect(notes.contains { $0.line > 0 && $0.text.contains("read up to there") })
  }

  @Test func `a rate that Final Cut cannot count is refused, with what to do`() throws {
    let timeline = Timeline(name: "x", start: Timecode(wrapping: .zero, at: try FrameRate(25, 2)))
    let error = #expect(throws: EditorialError.self) { try TimelineFormat.xml.write(timeline) }
    #expect(error?.code == .mixedRates && error?.description.contains("FCPXML") == true)
  }

  @Test(.enabled(if: FinalCutDocuments.fixtures != nil, "the shared fixtures are not here"))
  func `Premiere's and Hiero's own files are read to the frame`() throws {
    let (cut, _) = try Documents.read(Documents.bytes("xmeml/premiere_example.xml"))
    #expect(cut.name == "sc01_sh010_layerA" && cut.rate == .fps30 && cut.markers.count == 3)
    #expect(cut.tracks.map(\.items.count) == [2, 7, 2, 4, 4, 5, 2, 3, 0, 0, 0, 0] || cut.tracks.count >= 8)
    let top = try #require(cut.tracks.first { $0.number == 4 && $0.kind == .video })
    #expect(top.items[2] == .transition(Transition(.dissolve, head: 12, tail: 13)) && top.items[1].frames == 208 && top.items[3].frames == 82)
    #expect(top.items[3].clip?.source?.start.description == "00:00:00:18")
    let first = try #require(cut.tracks[0].items[1].clip)
    #expect(first.frames == 100 && first.source?.duration == 100 && first.source?.rate == .fps30)
    #expect(cut.tracks[1].items.compactMap { $0.clip?.sequence?.name } == ["sc01_sh010_anim"])
    let hiero = try Documents.read(Documents.bytes("xmeml/hiero_xml_export.xml")).timeline
    #expect(hiero.start.description == "01:00:00:00" && hiero.tracks[0].items.map(\.frames) == [14, 1055, 16, 239])
    #expect(hiero.tracks[0].items[1].clip?.source?.start.description == "12:44:37:23")
    #expect(hiero.tracks[0].items[3].clip?.speed == Ratio(1, 4) && hiero.tracks[0].items[3].clip?.source?.start.description == "00:56:40:00")
    for name in ["premiere_example", "hiero_xml_export", "sample_just_track"] {
      let cut = try Documents.read(Documents.bytes("xmeml/\(name).xml")).timeline
      let (bytes, lost) = try TimelineFormat.xml.write(cut)
      #expect(lost.isEmpty, "\(name)")
      let isSame = try Documents.read(bytes).timeline == cut
      #expect(isSame, "\(name)")
    }
  }
}
