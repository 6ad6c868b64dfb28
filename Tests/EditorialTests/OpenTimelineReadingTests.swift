// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import Testing
import Timing

/// What is read from OpenTimelineIO's JSON.
struct `Reading OpenTimelineIO` {
  private func read(_ text: String, rate: FrameRate? = nil) throws -> TimelineReading {
    try OpenTimelineIOFile.read(Array(text.utf8), rate: rate, subject: "cut.otio")
  }

  /// A cut of one track with these children.
  private func cut(_ children: String, kind: String = "Video", start: String = "null", more: String = "") -> String {
    """
    {"OTIO_SCHEMA": "Timeline.1", "metadata": {}, "name": "cut", "global_start_time": \(start), \(more)
     "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "source_range": null, "effects": [], "markers": [], "enabled": true, "children": [
       {"OTIO_SCHEMA": "Track.1", "name": "", "kind": "\(kind)", "source_range": null, "effects": [], "markers": [], "children": [\(children)]}]}}
    """
  }

  private func time(_ value: Double, _ rate: Double = 24) -> String { #"{"OTIO_SCHEMA": "RationalTime.1", "rate": \#(rate), "value": \#(value)}"# }
  private func range(_ start: Double, _ length: Double, _ rate: Double = 24) -> String {
    #"{"OTIO_SCHEMA": "TimeRange.1", "start_time": \#(time(start, rate)), "duration": \#(time(length, rate))}"#
  }
  private func clip(_ name: String, _ range: String, _ more: String = "") -> String {
    #"{"OTIO_SCHEMA": "Clip.2", "name": "\#(name)", "source_range": \#(range)\#(more.isEmpty ? "" : ", " + more)}"#
  }

  private func clips(_ reading: TimelineReading) -> [Clip] { reading.timelines.first?.tracks.flatMap(\.items).compactMap(\.clip) ?? [] }

  @Test func `the reference that counts is the material and the others come back`() throws {
    let text = cut(
      clip(
        "a", range(10, 5),
        #""active_media_reference_key": "high", "media_references": {"low": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "low.mov"}, "high": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "high.mov", "available_range": \#(range(0, 99))}}"#
      ))
    let reading = try read(text)
    let clip = try #require(clips(reading).first)
    #expect(clip.media.path == "high.mov" && clip.media.available?.duration == 99)
    let written = String(decoding: try OpenTimelineIOFile.write(try #require(reading.timelines.first)).bytes, as: UTF8.self)
    #expect(written.contains("low.mov") && written.contains(#""active_media_reference_key": "high""#))
  }

  @Test func `a clip of the first schema has one reference`() throws {
    let reading = try read(
      cut(
        #"{"OTIO_SCHEMA": "Clip.1", "name": "a", "source_range": null, "media_reference": {"OTIO_SCHEMA": "MissingReference.1", "name": null, "available_range": \#(range(7, 12))}}"#
      ))
    #expect(clips(reading).first?.frames == 12 && clips(reading).first?.source?.start.frameCount == 7)
  }

  @Test(arguments: [
    (23.976, 24000, 1001), (23.98, 24000, 1001), (23.976023976023978, 24000, 1001), (29.97, 30000, 1001), (59.94, 60000, 1001), (12.5, 25, 2),
    (25, 25, 1), (119.88, 120000, 1001),
  ])
  func `a rate that is a double is the fraction that was meant`(number: Double, top: Int, bottom: Int) throws {
    let reading = try read(cut(clip("a", range(0, 10, number))))
    #expect(reading.timelines.first?.rate == (try FrameRate(top, bottom)))
  }

  @Test func `labels drop numbers where somebody says so, and never by guess`() throws {
    let text = cut(clip("a", range(0, 10, 30000.0 / 1001)))
    #expect(try read(text).timelines.first?.rate == .fps29_97)
    #expect(try read(text, rate: .fps29_97df).timelines.first?.rate == .fps29_97df)
    let stated = text.replacingOccurrences(of: #""metadata": {}"#, with: #""metadata": {"fcp_xml": {"timecode": {"displayformat": "DF"}}}"#)
    #expect(try read(stated).timelines.first?.rate == .fps29_97df)
  }

  @Test func `a warp is the speed, and tells how much is used up`() throws {
    let warp = { (schema: String, scalar: String) in
      #""effects": [{"OTIO_SCHEMA": "\#(schema)", "effect_name": "x", "time_scalar": \#(scalar), "metadata": {"own": 1}}]"#
    }
    let reading = try read(
      cut(
        [
          clip("a", range(0, 24), warp("LinearTimeWarp.1", "2.0")), clip("b", range(0, 24), warp("LinearTimeWarp.1", "-0.3333333333333333")),
          clip("c", range(0, 24), warp("FreezeFrame.1", "0")),
        ].joined(separator: ",")))
    #expect(clips(reading).map(\.speed) == [Ratio(2), Ratio(-1, 3), Ratio(0)])
    #expect(clips(reading).map(\.source?.duration) == [48, 8, 1])
    #expect(clips(reading).allSatisfy { $0.frames == 24 })
    let again = try OpenTimelineIOFile.read(OpenTimelineIOFile.write(reading.timelines[0]).bytes, subject: "again.otio")
    #expect(again.timelines == reading.timelines)
  }

  @Test func `sound that is cut to the sample is counted in samples`() throws {
    let reading = try read(
      cut([clip("a", range(0, 48_001, 48_000)), clip("b", range(0, 7, 48_000))].joined(separator: ","), kind: "Audio", start: time(0, 25)))
    #expect(reading.timelines.first?.tracks.first?.rate == (try FrameRate(48_000)))
    #expect(clips(reading).map(\.frames) == [48_001, 7] && reading.notes.isEmpty)
  }

  @Test func `pictures between frames go to the nearest, and the errors do not add up`() throws {
    let reading = try read(cut((0..<100).map { clip("c\($0)", range(0, 10.4)) }.joined(separator: ",")))
    #expect(reading.timelines.first?.frames == 1040)
    #expect(reading.notes.contains { $0.description.contains("nearest frame") })
  }

  @Test func `reel and grade of a list are found in the metadata`() throws {
    let reading = try read(
      cut(
        clip(
          "a", range(0, 10),
          #""metadata": {"cmx_3600": {"reel": "A001", "other": [1]}, "cdl": {"asc_sat": 0.90, "asc_sop": {"slope": [1.00, 1, 1], "offset": [0, 0, -0.01], "power": [1, 1, 1]}}}"#
        )))
    let clip = try #require(clips(reading).first)
    #expect(clip.media.reel == "A001" && clip.grade?.slopeOffsetPower == "(1.00 1 1)(0 0 -0.01)(1 1 1)" && clip.grade?.saturation == "0.90")
    #expect(clip.kept == [Kept("otio", #"{"metadata":{"cmx_3600":{"other":[1]}}}"#)])
  }

  @Test func `every cut of a collection is read`() throws {
    let one = cut(clip("a", range(0, 10)))
    let reading = try read(
      #"{"OTIO_SCHEMA": "SerializableCollection.1", "name": "bin", "children": [\#(one), {"OTIO_SCHEMA": "SerializableCollection.1", "children": [\#(one)]}, \#(clip("loose", range(0, 1)))]}"#
    )
    #expect(reading.timelines.count == 2 && reading.notes.contains { $0.description.contains("1 objects") })
  }

  @Test func `what is not known is kept at its place`() throws {
    let text = cut(
      [
        clip("a", range(0, 10), #""studio": {"deep": [1e400, NaN, -Infinity, 170141183460469231731687303715884105728]}"#),
        #"{"OTIO_SCHEMA": "Puppet.7", "strings": 4}"#, clip("b", range(0, 5)),
      ].joined(separator: ","),
      more: #""color": {"OTIO_SCHEMA": "Color.1", "r": 1.0},"#)
    let reading = try read(text)
    let written = try OpenTimelineIOFile.write(reading.timelines[0]).bytes
    let compact = String(decoding: written, as: UTF8.self).filter { !$0.isWhitespace }
    #expect(
      compact.contains("[1e400,NaN,-Infinity,170141183460469231731687303715884105728]")
        && compact.contains(#"{"OTIO_SCHEMA":"Puppet.7","strings":4},{"OTIO_SCHEMA":"Clip.2""#))
    #expect(compact.contains(#""color":{"OTIO_SCHEMA":"Color.1","r":1.0}"#))
    #expect(try OpenTimelineIOFile.read(written, subject: "again.otio").timelines == reading.timelines)
  }

  @Test func `a file that is cut short gives what stands before`() throws {
    let whole = cut((0..<20).map { clip("c\($0)", range(0, 10)) }.joined(separator: ",\n"))
    let place = try #require(whole.range(of: "\"c12\""))
    let reading = try read(String(whole[..<place.lowerBound]))
    #expect(clips(reading).prefix(12).map(\.name) == (0..<12).map { "c\($0)" })
    #expect(reading.notes.contains { $0.line > 12 && $0.description.contains("cut short") })
  }

  @Test func `a time warp on a trimmed stack is a cut within the cut`() throws {
    let inner =
      #"{"OTIO_SCHEMA": "Stack.1", "name": "comp", "source_range": \#(range(4, 6)), "children": [{"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [\#(clip("in", range(0, 30)))]}]}"#
    let reading = try read(cut(inner + "," + clip("b", range(0, 5))))
    let nested = try #require(clips(reading).first)
    #expect(nested.sequence?.tracks.first?.items.count == 1 && nested.frames == 6 && nested.source?.start.frameCount == 4)
  }

  @Test(arguments: ["", "[]", "{}", "null", "{\"a\":1}", "TITLE: x", "{\"OTIO_SCHEMA\": 7}"])
  func `what is no such file is refused`(text: String) {
    #expect(throws: EditorialError.self) { try read(text) }
  }
}
