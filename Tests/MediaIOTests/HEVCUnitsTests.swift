// SPDX-License-Identifier: Apache-2.0

import Essence
import TestSupport
import Testing

@testable import MediaIO

struct HEVCUnitsTests {
  private func picture(_ packet: [UInt8], lengthSize: UInt8?) -> HEVCUnits.Picture? {
    var configuration = [UInt8](repeating: 0, count: 23)
    if let lengthSize { (configuration[0], configuration[21]) = (1, lengthSize - 1) }
    return configuration.withUnsafeBufferPointer { record in
      packet.withUnsafeBufferPointer { HEVCUnits(configuration: record).picture(in: $0) }
    }
  }

  /// The header of a unit of this type, and a byte of it.
  private func unit(_ type: UInt8) -> [UInt8] { [type << 1, 1, 0x80] }

  @Test func `the first slice says what the picture is, behind what comes before it`() {
    for (type, leans) in [(8, true), (9, true), (6, false), (7, false), (1, false), (19, false), (21, false)] as [(UInt8, Bool)] {
      let expected: HEVCUnits.Picture = leans ? .leansOnGroupBefore : .other
      #expect(picture([0, 0, 0, 3] + unit(39) + [0, 0, 0, 3] + unit(type), lengthSize: 4) == expected)
      #expect(picture([3] + unit(35) + [3] + unit(type), lengthSize: 1) == expected)
      #expect(picture([0, 0, 0, 1] + unit(35) + [0, 0, 1] + unit(type), lengthSize: nil) == expected)
    }
  }

  @Test func `a packet without a slice, or whose lengths lie, says nothing`() {
    #expect(picture([], lengthSize: 4) == nil && picture([0, 0, 0, 3] + unit(39), lengthSize: 4) == nil)
    #expect(picture([0xFF, 0xFF, 0xFF, 0xFF] + unit(8), lengthSize: 4) == nil)
    #expect(picture([0, 0, 0, 0, 0, 0, 0, 3] + unit(8), lengthSize: 4) == nil)
    #expect(picture([0, 0, 1], lengthSize: nil) == nil)
  }

  @Test(.enabled(if: Judge.isHere), arguments: [("1", "mov"), ("0", "mov"), ("1", "ts"), ("0", "ts")])
  func `open and closed groups are told apart as they were made`(_ open: String, _ ending: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("groups.\(ending)")
    let source = ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=2", "-pix_fmt", "yuv420p", "-c:v", "libx265"]
    let parameters = "open-gop=\(open):keyint=12:min-keyint=12:scenecut=0:bframes=3:log-level=none"
    _ = try Judge.run("ffmpeg", source + ["-x265-params", parameters, path])
    let reader = try MediaReader(path: path, options: .init(takesSurvey: true))
    while try reader.next() != nil {}
    let groups = try #require(reader.survey?.streams.first?.groups)
    #expect(groups.keyPictures == 5)
    #expect(try (#require(groups.open) > 0) == (open == "1"))
  }
}
