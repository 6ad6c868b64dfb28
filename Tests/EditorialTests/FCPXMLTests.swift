// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

struct `FCPXML` {
  private func document(_ spine: String, resources: String = "", sequence: String = "format=\"r1\" tcStart=\"3600s\"", frame: String = "1/24s")
    -> [UInt8]
  {
    Array(
      """
      <?xml version="1.0" encoding="UTF-8"?><!DOCTYPE fcpxml>
      <fcpxml version="1.11"><resources><format id="r1" frameDuration="\(frame)"/>
      <asset id="a1" name="A001" start="36000s" duration="100s" hasVideo="1" format="r1"><media-rep kind="original-media" src="file:///A001.mov"/></asset>
      <asset id="a2" name="A002" start="0s" duration="100s" hasVideo="1" hasAudio="1" format="r1"><media-rep src="file:///A002.mov"/></asset>
      <asset id="m" name="music" start="0s" duration="100s" hasAudio="1" audioRate="48000"><media-rep src="file:///music.wav"/></asset>
      <effect id="e1" name="Cross Dissolve" uid="FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"/>\(resources)</resources>
      <library><event><project name="Cut"><sequence \(sequence)><spine>\(spine)</spine></sequence></project></event></library></fcpxml>
      """.utf8)
  }

  private func read(_ bytes: [UInt8]) throws -> (timeline: Timeline, notes: [ParseNote]) {
    let reading = try TimelineFormat.fcpxml.read(bytes, subject: "cut.fcpxml")
    return (try #require(reading.timelines.first), reading.notes)
  }

  @Test func `times lie in their parent's, labels in the material's`() throws {
    let (cut, notes) = try read(
      document(
        """
        <asset-clip ref="a1" offset="3600s" name="one" start="36010s" duration="10s">
          <asset-clip ref="a2" lane="1" offset="36012s" name="above" start="1s" duration="2s" srcEnable="video"/>
        </asset-clip>
        """))
    #expect(notes.isEmpty && cut.start.description == "01:00:00:00" && cut.tracks.map(\.number) == [1, 2])
    let first = try #require(cut.tracks[0].items.first?.clip)
    #expect(first.source?.start.description == "10:00:10:00" && first.source?.duration == 240)
    #expect(first.media.available?.start.description == "10:00:00:00" && first.media.path == "file:///A001.mov")
    #expect(cut.tracks[1].items.map(\.frames) == [48, 48])
  }

  @Test func `a transition lies on the cut between its neighbours`() throws {
    let cut = try read(
      document(
        """
        <asset-clip ref="a1" offset="3600s" start="36000s" duration="10s"/>
        <transition name="Cross Dissolve" offset="3609s" duration="2s"><filter-video ref="e1" name="Cross Dissolve"/></transition>
        <asset-clip ref="a1" offset="3610s" start="36050s" duration="10s"/>
        """)
    ).timeline
    #expect(cut.tracks[0].items.count == 3 && cut.tracks[0].items[1] == .transition(Transition(.dissolve, head: 24, tail: 24)))
  }

  @Test func `conformed frames play one for one`() throws {
    let film = "<format id=\"r2\" frameDuration=\"1001/24000s\"/><asset id=\"b\" start=\"0s\" duration=\"100s\" hasVideo=\"1\" format=\"r2\"/>"
    let clip = "<asset-clip ref=\"b\" offset=\"3600s\" start=\"79079/1600s\" duration=\"901/24s\"><conform-rate srcFrameRate=\"23.98\"/></asset-clip>"
    let first = try #require(try read(document(clip, resources: film)).timeline.tracks[0].items.first?.clip)
    #expect(first.frames == 901 && first.source?.duration == 901 && first.source?.start.frameCount == 1185)
    #expect(first.source?.rate == .fps23_976 && first.speed == Ratio(1001, 1000))
  }

  @Test func `a time map gives speed, stills and curves`() throws {
    func clip(_ points: String) throws -> Clip {
      let text =
        "<asset-clip ref=\"a2\" srcEnable=\"video\" offset=\"3600s\" start=\"10s\" duration=\"10s\"><timeMap>\(points)</timeMap></asset-clip>"
      return try #require(try read(document(text)).timeline.tracks[0].items.first?.clip)
    }
    let twice = try clip("<timept time=\"0s\" value=\"0s\" interp=\"smooth2\"/><timept time=\"50s\" value=\"100s\" interp=\"smooth2\"/>")
    #expect(twice.speed == Ratio(2) && twice.source?.start.description == "00:00:20:00" && twice.source?.duration == 480)
    let back = try clip("<timept time=\"0s\" value=\"100s\" interp=\"linear\"/><timept time=\"100s\" value=\"0s\" interp=\"linear\"/>")
    #expect(back.speed == Ratio(-1) && back.source?.start.description == "00:01:20:00" && back.source?.duration == 240)
    let still = try clip("<timept time=\"0s\" value=\"7s\"/><timept time=\"100s\" value=\"7s\"/>")
    #expect(still.speed == Ratio(0) && still.source?.start.description == "00:00:07:00" && still.source?.duration == 1)
    let curve = try clip(
      "<timept time=\"10s\" value=\"5s\" interp=\"linear\"/><timept time=\"15s\" value=\"6s\" interp=\"linear\"/><timept time=\"20s\" value=\"20s\" interp=\"linear\"/>"
    )
    #expect(curve.speedCurve.map(\.place) == [0, 120, 240] && curve.speedCurve.map(\.source) == [Ratio(0), Ratio(24), Ratio(360)])
    #expect(curve.speed == Ratio(3, 2) && curve.source?.start.description == "00:00:05:00" && curve.source?.duration == 360)
    let smooth = try clip(
      "<timept time=\"10s\" value=\"5s\"/><timept time=\"15s\" value=\"6s\" interp=\"smooth2\" inTime=\"2s\" outTime=\"2s\"/><timept time=\"20s\" value=\"20s\"/>"
    )
    // At the point itself a smooth passage lies above the corner of the straight lines.
    let middle = try #require(smooth.speedCurve.first { $0.place == 120 })
    #expect(smooth.speedCurve.count > 6 && middle.source.numerator > 24 * middle.source.denominator)
  }

  @Test func `sound between frames gets a track that is counted in samples, and pictures are put on the nearest`() throws {
    let (cut, notes) = try read(
      document(
        """
        <asset-clip ref="a1" offset="3600s" start="36000s" duration="1001/100s">
          <asset-clip ref="m" lane="-1" offset="1728000007/48000s" start="7/48000s" duration="48001/48000s"/>
        </asset-clip>
        """, sequence: "format=\"r1\" tcStart=\"3600s\" audioRate=\"48k\""))
    let sound = try #require(cut.tracks.last)
    let samples = try FrameRate(48_000)
    #expect(sound.kind == .audio && sound.rate == samples && sound.items.map(\.frames) == [7, 48_001])
    #expect(sound.items.last?.clip?.source?.start.frameCount == 7 && sound.items.last?.clip?.source?.duration == 48_001)
    #expect(cut.tracks[0].frames == 240 && notes.count == 1)
  }

  @Test func `clips inside clips, auditions, multicam and compounds are read as what is seen and heard`() throws {
    let more = """
      <media id="c1" name="Compound"><sequence format="r1" tcStart="0s"><spine><asset-clip ref="a2" offset="0s" start="5s" duration="4s"/></spine></sequence></media>
      <media id="mc"><multicam format="r1"><mc-angle angleID="x"><asset-clip ref="a1" offset="0s" start="36000s" duration="20s"/></mc-angle>
      <mc-angle angleID="y"><asset-clip ref="a2" offset="0s" start="0s" duration="20s"/></mc-angle></multicam></media>
      """
    let cut = try read(
      document(
        """
        <clip name="shot" offset="3600s" start="2s" duration="2s"><video ref="a2" offset="0s" duration="10s"><audio lane="-1" ref="a2" offset="0s" duration="10s" srcCh="1"/></video></clip>
        <audition offset="3602s"><asset-clip ref="a1" name="taken" start="36000s" duration="1s"/><asset-clip ref="a1" name="left" start="36005s" duration="1s"/></audition>
        <mc-clip ref="mc" name="multi" offset="3603s" start="3s" duration="1s"><mc-source angleID="x" srcEnable="video"/><mc-source angleID="y" srcEnable="audio"/></mc-clip>
        <ref-clip ref="c1" name="inside" offset="3604s" start="1s" duration="2s"/>
        """, resources: more)
    ).timeline
    let (pictures, sound) = (cut.tracks[0].items.compactMap(\.clip), cut.tracks[1].items.compactMap(\.clip))
    #expect(pictures.map(\.name) == ["shot", "taken", "multi", "inside"] && pictures[0].source?.start.description == "00:00:02:00")
    #expect(pictures[2].source?.start.description == "10:00:03:00" && pictures[3].sequence?.name == "Compound")
    #expect(sound.map(\.name) == ["shot", "multi", "inside"] && sound[0].sourceTrack == 1 && sound[1].media.name == "A002")
  }

  @Test func `marks, keywords, notes and roles are kept with their clip`() throws {
    let text = """
      <asset-clip ref="a1" offset="3600s" start="36000s" duration="10s" audioRole="dialogue" enabled="0"><note>nice</note>
      <marker start="36001s" duration="1/24s" value="look" note="closer" completed="0"/><chapter-marker start="36002s" duration="1/24s" value="one"/>
      <keyword start="36003s" duration="2s" value="snow"/></asset-clip><gap offset="3610s" start="0s" duration="2s"><marker start="1s" duration="1/24s" value="black"/></gap>
      """
    let cut = try read(document(text)).timeline
    let clip = try #require(cut.tracks[0].items.first?.clip)
    #expect(!clip.isEnabled && clip.comments == [.init(key: "note", value: "nice")] && clip.markers.map(\.place) == [24, 48, 72])
    #expect(clip.markers[0].name == "look" && clip.markers[0].text == "closer" && clip.markers[2].frames == 48)
    #expect(cut.markers.map(\.place) == [264] && cut.tracks[0].items.last == .gap(48))
    let (bytes, lost) = try TimelineFormat.fcpxml.write(cut)
    #expect(lost.isEmpty)
    let back = try read(bytes).timeline
    #expect(back == cut)
  }

  @Test func `one kind of XML under the other's name is told apart`() throws {
    let fcpxml = document("<asset-clip ref=\"a1\" offset=\"3600s\" start=\"36000s\" duration=\"10s\"/>")
    #expect(try TimelineFormat.xml.read(fcpxml, subject: "x.xml").timelines.first?.name == "Cut")
    let xmeml = FinalCutDocuments.sequence(FinalCutDocuments.clip(0, 50, in: 0, out: 50))
    #expect(try TimelineFormat.fcpxml.read(xmeml, subject: "x.fcpxml").timelines.first?.name == "Cut")
    #expect(throws: EditorialError.self) { try TimelineFormat.xml.read(Array("<html/>".utf8), subject: "x.xml") }
  }

  @Test(.enabled(if: FinalCutDocuments.fixtures != nil, "the shared fixtures are not here"))
  func `Final Cut's own files are read, and come back as they were read`() throws {
    let folder = (FinalCutDocuments.fixtures ?? "") + "/fcpxml"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".fcpxml") }.sorted()
    #expect(names.count >= 10)
    for name in names {
      let reading = try TimelineFormat.fcpxml.read(FinalCutDocuments.bytes("fcpxml/\(name)"), subject: name)
      for cut in reading.timelines {
        let once = try read(TimelineFormat.fcpxml.write(cut).bytes).timeline
        let (bytes, lost) = try TimelineFormat.fcpxml.write(once)
        let isStable = try read(bytes).timeline == once
        #expect(isStable, "\(name): \(cut.name): \(lost.prefix(3))")
        #expect(once.tracks.filter { $0.kind == .video }.map(\.frames) == cut.tracks.filter { $0.kind == .video }.map(\.frames), "\(name)")
      }
    }
    let example = try read(FinalCutDocuments.bytes("fcpxml/fcpx_example.fcpxml")).timeline
    let pictures = example.tracks.filter { $0.kind == .video }
    #expect(example.name == "OpenTimeline_Project" && pictures.map(\.number) == [1, 2, 3])
    let first = pictures[0].items.compactMap(\.clip)
    #expect(first.map(\.name) == ["IMG_0715", "compound_clip_1", "IMG_0233", "IMG_0687", "IMG_0268", "compound_clip_1"])
    #expect(first.map { $0.source?.start.frameCount.value } == [0, 109, 0, 376, 232, 57])
    #expect(pictures[1].items.compactMap { $0.clip?.frames } == [300, 285, 285] && pictures[2].items.first == .gap(1937))
  }
}
