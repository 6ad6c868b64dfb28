// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

/// `timeline`, as an operator runs it.
@Suite struct TimelineCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try """
    TITLE: Episode 3
    FCM: NON-DROP FRAME
    001  tape one 2 V  C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
    * FROM CLIP NAME: take 1
    002  tape one 2 V  C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00
    002  A001C003 V    D    012 02:00:00:00 02:00:04:00 10:00:02:00 10:00:04:00
    * TO CLIP NAME: take 2
    * ASC_SAT 0.9
    * LOC: 10:00:02:12 RED check
    M2   A001C003       050.0                02:00:00:00

    """.write(toFile: folder.path("cut.edl"), atomically: true, encoding: .utf8)
  }

  @Test func `a cut is shown item by item`() throws {
    let result = try program.run("timeline", "show", "cut.edl", "--rate", "25")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(result.output.contains("Episode 3  10:00:00:00, 100 frames, at 25"))
    #expect(result.output.contains("10:00:00:00-10:00:02:00  clip  tape one 2  01:00:00:00-01:00:02:00  take 1"))
    #expect(result.output.contains("10:00:02:00-10:00:02:12  transition  dissolve") && result.output.contains("at 2 × speed  take 2"))
    let document = try JSON(try program.run("timeline", "show", "cut.edl", "--rate", "25", "--json").output)
    #expect(document["tracks.0.items.2.cdl.sat"]?.text == "0.9" && document["tracks.0.items.2.markers.0.timecode"]?.text == "10:00:02:12")
    #expect(document["tracks.0.items.1.kind"]?.text == "transition" && document["rate"]?.text == "25")
  }

  @Test func `a rate that was supposed is said`() throws {
    let result = try program.run("timeline", "show", "cut.edl")
    #expect(result.status == 0 && result.errors.contains("does not state its frame rate"))
  }

  @Test func `a list is written for another reader, with what that one cannot hold, and never over another file`() throws {
    let result = try program.run("timeline", "convert", "cut.edl", "out.edl", "--rate", "25", "--flavor", "cmx3600")
    #expect(result.status == 0 && result.output.contains("written: out.edl") && result.errors.contains("‘tape one 2’ was written as TAPE_ONE"))
    let text = try String(contentsOfFile: folder.path("out.edl"), encoding: .utf8)
    #expect(text.contains("002  A001C003 V     D    012 02:00:00:00 02:00:04:00 10:00:02:00 10:00:04:00\r\n"))
    #expect(try program.run("timeline", "convert", "cut.edl", "out.edl", "--rate", "25").status == 2)
    #expect(try String(contentsOfFile: folder.path("out.edl"), encoding: .utf8) == text)
  }

  @Test func `marks on a track that is cut to the sample are shown by the frames that they lie in`() throws {
    let start = try Timecode("01:00:00:00", at: .fps25)
    let samples = try FrameRate(48_000)
    let clip = Clip(
      name: "take", frames: 96_000, source: try TimecodeRange(in: Timecode(wrapping: 0, at: samples), duration: 96_000),
      markers: [Marker(place: 48_000, frames: 1920, text: "breath"), Marker(place: 1919, text: "click")])
    let track = Track(.audio, number: 1, rate: samples, items: [.gap(48_000), .clip(clip)])
    let cut = Timeline(name: "sound", start: start, tracks: [track])
    try Data(TimelineFormat.otio.write(cut).bytes).write(to: folder.url.appendingPathComponent("sound.otio"))
    let document = try JSON(try program.run("timeline", "show", "sound.otio", "--json").output)
    let row = "tracks.0.items.1"
    #expect(document["\(row).recordIn"]?.text == "01:00:01:00" && document["\(row).frames"]?.number == 50)
    #expect(document["\(row).markers.0.timecode"]?.text == "01:00:02:00" && document["\(row).markers.0.frames"]?.number == 1)
    #expect(document["\(row).markers.1.timecode"]?.text == "01:00:01:00")
  }

  @Test func `what holds no cut is refused by name`() throws {
    try Data("hello".utf8).write(to: folder.url.appendingPathComponent("not.edl"))
    for (file, words) in [("not.edl", "no edit decision list"), ("cut.mov", "lists end in .edl"), ("gone.edl", "gone.edl")] {
      let result = try program.run("timeline", "show", file)
      #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
    }
  }
}
