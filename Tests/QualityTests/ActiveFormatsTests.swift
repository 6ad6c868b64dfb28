// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct ActiveFormatsTests {
  private static let (width, height) = (200, 112)

  private static func format(_ code: Int, isWide: Bool? = true) throws -> ActiveFormat { try #require(ActiveFormat(code: code, isWide: isWide)) }

  /// The sentences on pictures that are dark `bar` columns from each side and `line` rows from each end.
  private static func sentences(
    bar: Int = 0, line: Int = 0, wrapper: ActiveFormat?, survey: [ActiveFormatTrace]? = nil, allowed: [Int], frames: Int = 5
  ) throws -> [String] {
    let pictures = (0..<frames).map { index in
      Programme.draw(at: index, format: .yuv422p, width: width, height: height) { column, row in
        guard (bar..<width - bar).contains(column), (line..<height - line).contains(row) else { return 0 }
        let shade: Int = (column * 5 + row * 3 + index * 7) % 60
        return Double(30 + shade) / 100
      }
    }
    var structure = StructureLimits()
    structure.activeFormats = .init(allowed: allowed)
    var video = Drawn.video(frames: frames)
    (video.wrapper.width, video.wrapper.height) = (width, height)
    (video.essence.width, video.essence.height) = (width, height)
    video.wrapper.activeFormat = wrapper
    let profile = InspectionProfile(
      name: "active", activePicture: ActivePictureLimits(allowedAspects: [4.0 / 3, 1.56, 2.39, 2.14]), structure: structure)
    let inspector = Inspector(Drawn.description(video: [video]), profile: profile, tool: Drawn.tool, threads: 1)
    if let survey { inspector.note(FileSurvey(activeFormats: survey)) }
    for picture in pictures { try inspector.examine(picture, stream: 0) }
    return try inspector.finish().findings.filter { $0.check == .activeFormat }.map(\.text)
  }

  @Test func `an active format is asked for, and forbidden`() throws {
    #expect(try Self.sentences(wrapper: nil, allowed: [9, 10, 14]) == ["The file states no active format (AFD); one of 9 or 10 or 14 is asked for."])
    #expect(try Self.sentences(wrapper: Self.format(10), allowed: [9, 10, 14]).isEmpty)
    #expect(
      try Self.sentences(wrapper: Self.format(8), allowed: [9, 10, 14])
        == ["The active format is 8 (the whole frame) in the wrapper; 9 or 10 or 14 is asked for."])
    #expect(
      try Self.sentences(wrapper: Self.format(10), allowed: [])
        == ["The active format is stated (10 (16:9) in the wrapper), where none is to be in the file."])
    #expect(try Self.sentences(wrapper: nil, allowed: []).isEmpty)
  }

  @Test func `carriers that differ, and a format that changes, are told`() throws {
    var pictures = ActiveFormatTrace(.pictures, streamIndex: 0, first: try Self.format(9, isWide: nil))
    pictures.add(try Self.format(10, isWide: nil), frame: 3)
    let ancillary = ActiveFormatTrace(.ancillary, streamIndex: 2, first: try Self.format(10))
    #expect(
      try Self.sentences(wrapper: Self.format(10), survey: [pictures, ancillary], allowed: [9, 10, 14])
        == [
          "The active formats differ: 10 (16:9) in the wrapper, 9 (4:3) in the pictures.",
          "The active format changes in the pictures: 9 (4:3), then 10 (16:9).",
        ])
  }

  @Test func `an active format that the bars gainsay is told`() throws {
    #expect(
      try Self.sentences(wrapper: Self.format(9), allowed: [9, 10, 14])
        == ["The active format is 9 (4:3), and more of the frame is lit: 200 × 112."])
    #expect(try Self.sentences(bar: 25, wrapper: Self.format(9), allowed: [9, 10, 14]).isEmpty)
    #expect(
      try Self.sentences(bar: 25, wrapper: Self.format(10), allowed: [9, 10, 14])
        == ["The active format is 10 (16:9), and the picture is smaller: 150 × 112 are ever lit."])
    // A film in bars above and below is usual under 10.
    #expect(try Self.sentences(line: 14, wrapper: Self.format(10), allowed: [9, 10, 14]).isEmpty)
    #expect(
      try Self.sentences(wrapper: Self.format(10, isWide: false), allowed: [10])
        == ["The active format is stated for a frame of 4:3, and the frame is 16:9."])
  }
}
