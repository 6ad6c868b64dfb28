// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct StructureCheckTests {
  let description = Drawn.description(
    video: [Drawn.video()], audio: [Drawn.audio(index: 1, channels: 1), Drawn.audio(index: 2, channels: 1)],
    start: Timecode(wrapping: 900_000, at: .fps25))

  /// The findings on a file of ten pictures and 0.4 s of sound.
  func findings(_ description: MediaDescription, _ profile: InspectionProfile, samples: Int = 19_200) throws -> [Finding] {
    let inspector = Inspector(description, profile: profile, tool: Drawn.tool, threads: 1)
    for picture in Programme("..........").pictures { try inspector.examine(picture, stream: 0) }
    for stream in description.audio {
      let channels = Array(repeating: [Float](repeating: 0.1, count: samples), count: stream.facts.channelCount ?? 1)
      try inspector.examine(AudioBlock(sampleRate: 48_000, channels: channels), stream: stream.index)
    }
    return try inspector.finish().findings
  }

  func findings(_ format: FormatExpectations) throws -> [Finding] { try findings(description, InspectionProfile(name: "format", format: format)) }

  @Test func `a file that is what it should be has no findings`() throws {
    let format = FormatExpectations(
      wrappers: Expectation(["mxf", "mov"]), videoCodecs: Expectation(exactly: "prores/HQ"), rasters: Expectation(exactly: Raster(64, 36)),
      rates: Expectation(exactly: .fps25), scans: Expectation(exactly: .progressive), videoBitDepths: Expectation(exactly: 10),
      chromaSamplings: Expectation(exactly: "4:2:2"), audioCodecs: Expectation(exactly: "pcm_s24le"),
      audioSampleRates: Expectation(exactly: 48_000), audioBitDepths: Expectation(exactly: 24), audioChannelCounts: Expectation([[1, 1], [2]]),
      startTimecodes: Expectation(exactly: Timecode(wrapping: 900_000, at: .fps25)))
    #expect(try findings(format).isEmpty)
  }

  static let misses: [(FormatExpectations, CheckIdentifier, String)] = [
    (.init(wrappers: Expectation(exactly: "mxf")), .wrapper, "The wrapper is QuickTime / MOV, where mxf is asked for."),
    (
      .init(videoCodecs: Expectation(["prores/4444", "h264"])), .codec,
      "The picture coding is prores/HQ, where prores/4444 or h264 is asked for."
    ),
    (.init(rasters: Expectation(exactly: Raster(1920, 1080))), .raster, "The raster is 64×36, where 1920×1080 is asked for."),
    (
      .init(scans: Expectation(exactly: .interlacedTopFirst)), .raster,
      "The scanning is progressive, where interlaced, top field first is asked for."
    ),
    (.init(rates: Expectation(exactly: .fps24)), .rate, "The frame rate is 25, where 24 is asked for."),
    (
      .init(startTimecodes: Expectation(exactly: Timecode(wrapping: 0, at: .fps25))), .timecode,
      "The file starts at 10:00:00:00 at 25, where 00:00:00:00 at 25 is asked for."
    ),
    (
      .init(audioChannelCounts: Expectation([[2], [1, 1, 1, 1]])), .layout,
      "The sound is laid out as 2 tracks of 1 channel, where 1 track of 2 channels or 4 tracks of 1 channel is asked for."
    ),
  ]

  @Test(arguments: misses) func `each miss is told in a sentence`(_ miss: (format: FormatExpectations, check: CheckIdentifier, text: String)) throws {
    let found = try findings(miss.format)
    #expect(found.map(\.check) == [miss.check])
    #expect(found.map(\.text) == [miss.text])
    #expect(found.map(\.severity) == [.mandatory])
  }

  @Test func `what the file does not state is no pass`() throws {
    var silent = description
    silent.video[0].wrapper.scan = nil
    silent.video[0].essence.scan = nil
    let profile = InspectionProfile(name: "scan", format: FormatExpectations(scans: Expectation(exactly: .progressive, severity: .advisory)))
    #expect(try findings(silent, profile).map(\.text) == ["The file does not state the scanning, where progressive is asked for."])
  }

  @Test func `sound that ends before the pictures is reported`() throws {
    let profile = InspectionProfile(name: "duration", duration: DurationLimits(tolerance: 1, severity: .mandatory))
    #expect(try findings(description, profile, samples: 17_280).isEmpty)
    let found = try findings(description, profile, samples: 15_360)
    #expect(found.map(\.stream) == [1, 2])
    #expect(found.first?.text == "The sound of stream 1 is 2 frames shorter than the pictures.")
  }

  @Test func `fewer pictures than the file states are reported, and so is a length that was not ordered`() throws {
    var stated = description
    stated.video[0].wrapper.frameCount = 20
    let profile = InspectionProfile(name: "duration", duration: DurationLimits(expectedFrames: 12))
    #expect(
      try findings(stated, profile).map(\.text) == [
        "Stream 0 holds 10 pictures, while the file states 20.", "The programme lasts 10 frames (0.40 s), where 12 (0.48 s) are ordered.",
      ])
  }

  @Test func `wrapper and essence that disagree are reported with both words`() throws {
    var lying = description
    lying.video[0].wrapper.width = 1440
    let found = try findings(lying, InspectionProfile(name: "crosscheck", crosscheck: .advisory))
    #expect(found.map(\.text) == ["The wrapper says 1440 for video[0].width, the essence says 64."])
  }
}
