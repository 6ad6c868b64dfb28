// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct SpecificationLimitTests {
  /// The sentences on a file of one stream of pictures and one of sound, changed by `change`, of which nothing was decoded.
  func sentences(_ format: FormatExpectations, _ change: (inout MediaDescription) -> Void = { _ in }) throws -> [String] {
    var file = Drawn.description(video: [Drawn.video()], audio: [Drawn.audio()], start: Timecode(wrapping: 900_000, at: .fps25))
    change(&file)
    let inspector = Inspector(file, profile: InspectionProfile(name: "limits", format: format), tool: Drawn.tool, threads: 1)
    return try inspector.finish().findings.filter { $0.check != .unreadable }.map(\.text)
  }

  func changePicture(_ file: inout MediaDescription, _ change: (inout VideoFacts) -> Void) {
    change(&file.video[0].wrapper)
    change(&file.video[0].essence)
  }

  @Test func `a file without pictures or sound is a finding where they are asked for`() throws {
    let format = FormatExpectations(missingPicture: .mandatory, missingSound: .advisory)
    #expect(try sentences(format).isEmpty)
    let found = try sentences(format) { ($0.video, $0.audio) = ([], []) }
    #expect(found == ["The file has no pictures, where pictures are asked for.", "The file has no sound, where sound is asked for."])
  }

  @Test func `the code tag tells flavours of a codec apart`() throws {
    let format = FormatExpectations(videoCodeTags: Expectation(exactly: "apch"))
    #expect(try sentences(format) { file in changePicture(&file) { $0.codeTag = "apch" } }.isEmpty)
    let found = try sentences(format) { file in changePicture(&file) { $0.codeTag = "apco" } }
    #expect(found == ["The picture code is apco, where apch is asked for."])
  }

  @Test func `untagged colour is a finding where tags are asked for`() throws {
    let format = FormatExpectations(colors: Expectation(exactly: .bt709))
    #expect(try sentences(format) { file in changePicture(&file) { $0.color = .bt709 } }.isEmpty)
    #expect(try sentences(format) == ["The colour is untagged, range untagged, where 1-1-1, narrow range is asked for."])
  }

  @Test func `a raster must fit, side by side, into the largest`() throws {
    #expect(try sentences(FormatExpectations(largestRaster: Ceiling(Raster(64, 36)))).isEmpty)
    #expect(
      try sentences(FormatExpectations(largestRaster: Ceiling(Raster(4096, 35)))) == ["The raster is 64×36, where at most 4096×35 is asked for."])
  }

  @Test func `a bit rate above the most, or not stated, is a finding`() throws {
    let format = FormatExpectations(largestVideoBitRate: Ceiling(50_000))
    #expect(try sentences(format) { file in changePicture(&file) { $0.bitRate = 50_000 } }.isEmpty)
    let found = try sentences(format) { file in changePicture(&file) { $0.bitRate = 50_001 } }
    #expect(found == ["The picture bit rate is 50001 bit/s, where at most 50000 bit/s is asked for."])
    #expect(try sentences(format) == ["The file does not state the picture bit rate, where at most 50000 bit/s is asked for."])
  }

  @Test func `channels are counted over all streams`() throws {
    #expect(try sentences(FormatExpectations(audioChannelTotals: Expectation([2, 8]))).isEmpty)
    let found = try sentences(FormatExpectations(audioChannelTotals: Expectation(exactly: 6)))
    #expect(found == ["The file has 2 channels of sound, where 6 are asked for."])
  }

  @Test func `a start label holds at the rate of the file`() throws {
    #expect(try sentences(FormatExpectations(startLabels: Expectation(exactly: "10:00:00:00"))).isEmpty)
    let format = FormatExpectations(startLabels: Expectation(exactly: "01:00:00:00"))
    #expect(try sentences(format) == ["The file starts at 10:00:00:00 at 25, where 01:00:00:00 is asked for."])
    #expect(try sentences(format) { $0.timecodes = [] } == ["The file has no timecode, where 01:00:00:00 is asked for."])
  }
}
