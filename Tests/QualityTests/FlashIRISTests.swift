// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Quality
import Testing
import Timing

/// The clips and stills of EA's IRIS (BSD-3-Clause), with what its logs say of them: another program's opinion, not the recommendation's.
struct FlashIRISTests {
  static let root = FlashFixtures.root.appendingPathComponent("pse/iris")
  static let hasFixtures = FileManager.default.fileExists(atPath: root.path) && FlashFixtures.hasFFmpeg

  /// A file, what IRIS finds in it, what we find, and, where that differs, why.
  struct Case: CustomTestStringConvertible, Sendable {
    var file: String
    var iris: Set<CheckIdentifier>
    var ours: Set<CheckIdentifier>
    var reason = ""
    var testDescription: String { file }
  }

  static let cases = [
    Case(file: "2Hz_6s.mp4", iris: [.flashExtended], ours: [.flashExtended]),
    Case(file: "3Hz_6s.mp4", iris: [.flash, .flashExtended], ours: [.flash, .flashExtended]),
    Case(file: "GradualRedIncrease.mp4", iris: [], ours: []),
    Case(file: "gray.mp4", iris: [], ours: []),
    Case(file: "20stripes.png", iris: [.pattern], ours: [.pattern]),
    Case(file: "shapes.png", iris: [], ours: []),
  ]

  @Test(.enabled(if: hasFixtures, "pse/iris fixtures and ffmpeg"), arguments: cases) func `each file is decided as here written down`(_ example: Case)
    throws
  {
    let (width, height) = (320, 180)
    let isStill = example.file.hasSuffix(".png")
    let filter = "scale=\(width):\(height):flags=area" + (isStill ? ",loop=40:1,setpts=N/25/TB" : "") + ",format=gbrp"
    let data = try FlashFixtures.gray(Self.root.appendingPathComponent(example.file), filter: filter)
    let size = width * height
    let pictures = (0..<data.count / (3 * size)).map { frame in
      FlashDrawing.picture(FlashDrawing.rgb, width: width, height: height, at: frame) { component, row, samples in
        // Planes come as green, blue, red.
        let plane = [2, 0, 1][component]
        let start = (frame * 3 + plane) * size + row * width
        for column in 0..<width { samples[column] = UInt16(data[start + column]) }
      }
    }
    let report = try FlashDrawing.inspect(pictures)
    let found = FlashDrawing.kinds(report)
    if found != example.iris {
      print("\(example.file): IRIS finds \(example.iris.map(\.rawValue).sorted()), we find \(found.map(\.rawValue).sorted()): \(example.reason)")
    }
    #expect(found == example.ours, "\(report.findings.map(\.text)) \(String(describing: report.readings.flashOverTime))")
  }
}
