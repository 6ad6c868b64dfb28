// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct BlackPictureTests {
  let profile = InspectionProfile(name: "black", black: BlackLimits(minimumFrames: 3, severity: .mandatory))

  func places(_ drawing: String, format: PixelFormat = .yuv422p, isFullRange: Bool = false, padding: Int = 0) throws -> [Range<Int>?] {
    let programme = Programme(drawing, format: format, isFullRange: isFullRange, padding: padding)
    return try Drawn.inspect(programme, profile).findings.filter { $0.check == .black }.map(\.drawnPlace)
  }

  @Test func `a run of black is reported where it lies`() throws {
    #expect(try places("....BBBBB....") == [4..<9])
  }

  @Test func `black at either end is reported`() throws {
    #expect(try places("BBB......BBBB") == [0..<3, 9..<13])
  }

  @Test func `a run shorter than the limit is not reported`() throws {
    #expect(try places("...BB...B....").isEmpty)
  }

  static let layouts: [(PixelFormat, Bool)] = [
    (.yuv420p, false), (.yuv422p, true), (.yuv422p10, false), (.yuv422p10, true), (.yuv444p10, false),
    (.planar(depth: 12, log2ChromaWidth: 1, log2ChromaHeight: 0), false),
    (PixelFormat(name: "p010-like", model: .gray, components: [.init(plane: 0, step: 2, shift: 6, depth: 10)]), false),
    (PixelFormat(name: "gray12be", model: .gray, components: [.init(plane: 0, step: 2, depth: 12)], isBigEndian: true), true),
    (PixelFormat(name: "gbrp10le", model: .rgb, components: [2, 0, 1].map { .init(plane: $0, step: 2, depth: 10) }), true),
  ]

  @Test(arguments: layouts) func `every sample layout gives the same answer`(_ layout: (format: PixelFormat, isFullRange: Bool)) throws {
    #expect(try places("..BBBB..", format: layout.format, isFullRange: layout.isFullRange) == [2..<6])
  }

  @Test func `what lies between rows is not looked at`() throws {
    #expect(try places("..BBBB..", padding: 18) == [2..<6])
  }

  @Test func `ninety-eight percent of the pixels must be black`() throws {
    func isBlack(brightPixels: Int) throws -> Bool {
      let pictures = (0..<3).map { index in
        Programme.draw(at: index) { column, row in row * Programme.width + column < brightPixels ? 1 : 0.02 }
      }
      let inspector = Inspector(Drawn.description(video: [Drawn.video()]), profile: profile, tool: Drawn.tool, threads: 1)
      for picture in pictures { try inspector.examine(picture, stream: 0) }
      return try !inspector.finish().findings.isEmpty
    }
    #expect(try isBlack(brightPixels: 46))  // 2 % of 2304 is 46.08
    #expect(try !isBlack(brightPixels: 47))
  }

  @Test func `narrow-range black in a full-range file is no darker than the limit allows`() throws {
    let programme = Programme("WBBBW", isFullRange: true)
    let dark = InspectionProfile(name: "dark", black: BlackLimits(level: 0, minimumFrames: 3))
    #expect(try Drawn.inspect(programme, dark).findings.map(\.drawnPlace) == [1..<4])
  }

  @Test func `black that the layout expects is not reported, what goes beyond it is`() throws {
    var profile = profile
    profile.layout = [LayoutSection(.black, startFrame: 0, endFrame: 4)]
    #expect(try Drawn.inspect(Programme("BBBB...."), profile).findings.isEmpty)
    #expect(try Drawn.inspect(Programme("BBBBBBB..."), profile).findings.map(\.drawnPlace) == [4..<7])
  }

  @Test func `a finding carries labels from the file's start timecode`() throws {
    let report = try Drawn.inspect(Programme("..BBB.."), profile, start: Timecode(wrapping: 900_000, at: .fps25))
    let finding = try #require(report.findings.first)
    #expect((finding.start, finding.end) == ("10:00:00:02", "10:00:00:05"))
    #expect((finding.ebuItem, finding.severity, finding.value, finding.unit) == ("0272B", .mandatory, 3, "frames"))
    #expect(finding.text == "The picture is black for 3 frames (0.12 s).")
  }
}
