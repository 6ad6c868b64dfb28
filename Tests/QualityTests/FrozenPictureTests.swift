// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct FrozenPictureTests {
  let profile = InspectionProfile(name: "freeze", black: BlackLimits(minimumFrames: 2), freeze: FreezeLimits(minimumSeconds: 0.2))

  func places(_ drawing: String) throws -> [Range<Int>?] {
    try Drawn.inspect(Programme(drawing), profile).findings.filter { $0.check == .freeze }.map(\.drawnPlace)
  }

  @Test func `a hold is reported where it lies`() throws {
    #expect(try places("....FFFFF....") == [4..<9])
  }

  @Test func `a hold that lasts to the end is reported`() throws {
    #expect(try places("......FFFFFFFF") == [6..<14])
  }

  @Test func `a hold shorter than the limit is not reported`() throws {
    #expect(try places("...FFFF....FFF").isEmpty)
  }

  @Test func `a hold on black is black and nothing else`() throws {
    let report = try Drawn.inspect(Programme("...BBBBBBBB..."), profile)
    #expect(report.findings.map(\.check) == [.black])
  }

  @Test func `black before a hold does not hide it`() throws {
    #expect(try places("..BBBBBBFFFFFF..") == [8..<14])
  }

  @Test func `the faint noise of a codec does not hide a hold`() throws {
    #expect(try places("...nnnnnnnn...") == [3..<11])
  }

  @Test func `a slow fade is not a hold`() throws {
    let pictures = (0..<200).map { index in Programme.draw(at: index, format: .yuv422p10) { _, _ in 0.2 + Double(index) * 0.0008 } }
    let inspector = Inspector(Drawn.description(video: [Drawn.video()]), profile: profile, tool: Drawn.tool, threads: 1)
    for picture in pictures { try inspector.examine(picture, stream: 0) }
    #expect(try inspector.finish().findings.isEmpty)
  }

  @Test func `a still picture that the layout expects is not reported`() throws {
    var profile = profile
    profile.layout = [LayoutSection(.hold, startFrame: 6, endFrame: 14)]
    #expect(try Drawn.inspect(Programme("......FFFFFFFF"), profile).findings.isEmpty)
    #expect(try Drawn.inspect(Programme("FFFFFFFFFFFFFF"), profile).findings.map(\.drawnPlace) == [0..<6])
  }

  @Test func `a change of raster ends a hold`() throws {
    let inspector = Inspector(Drawn.description(video: [Drawn.video()]), profile: profile, tool: Drawn.tool, threads: 1)
    for index in 0..<8 {
      try inspector.examine(Programme.draw(at: index, width: index < 4 ? 64 : 32) { _, _ in 0.5 }, stream: 0)
    }
    #expect(try inspector.finish().findings.allSatisfy { $0.check == .raster })
  }
}
