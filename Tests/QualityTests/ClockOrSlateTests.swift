// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct ClockOrSlateTests {
  let content = ContentLimits(clock: ClockLimits())
  let black = Drawn.grey { _, _ in 0 }

  /// Four rows of words on dark grey, and a large digit that `count` draws beside them.
  static func slate(count: Int?) -> Picture {
    Drawn.grey { x, y in
      if let count, (240..<300).contains(x), (60..<120).contains(y) { return (x / 10 + y / 10 * (count + 2)) % 3 == 0 ? 0.9 : 0.1 }
      let isRow = y % 36 < 14 && y < 144 && (16..<208).contains(x)
      return isRow && x % 8 < 4 ? 0.85 : 0.12
    }
  }

  static let counts = (0..<9).map { slate(count: $0) }

  /// A clock of so many seconds, at 25 pictures a second.
  static func clock(seconds: Int) -> [Picture] { (0..<seconds * 25).map { counts[$0 / 25] } }

  /// A picture of which everything moves.
  static let moving = (0..<5).map { index in Drawn.grey { x, y in Double((x * (3 + index) + y * 5 + index * 31) % 64) / 64 } }

  @Test func `a clock is recognised from its first picture to its last`() throws {
    let pictures = Array(repeating: black, count: 30) + Self.clock(seconds: 6) + Array(repeating: black, count: 30)
    let clocks = try #require(try Drawn.inspect(pictures, content).readings.content?.clocks)
    #expect(clocks.map(\.kind) == [.clock])
    #expect(clocks.first?.startFrame == 30 && clocks.first?.endFrame == 180 && clocks.first?.confidence == 1)
  }

  @Test func `a clock outside the layout is pointed out and one within is not`() throws {
    let pictures = Self.clock(seconds: 5)
    let finding = try #require(try Drawn.inspect(pictures, content).findings.first)
    #expect(finding.check == .clock && finding.severity == .info && finding.drawnPlace == 0..<125)
    #expect(try Drawn.inspect(pictures, content, layout: [LayoutSection(.clock, startFrame: 0, endFrame: 125)]).findings.isEmpty)
  }

  @Test func `a still card of words is a slate, satisfies the layout and is never a fault`() throws {
    let pictures = Array(repeating: Self.slate(count: nil), count: 100)
    let layout = [LayoutSection(.clock, startFrame: 0, endFrame: 100)]
    for layout in [[], layout] {
      let report = try Drawn.inspect(pictures, content, layout: layout)
      #expect(report.readings.content?.clocks?.map(\.kind) == [.slate] && report.findings.isEmpty)
    }
  }

  @Test func `a still scene with as many edges is no slate`() throws {
    let grass = Drawn.grey { x, y in y % 36 < 14 && x % 8 < 4 ? 0.85 : 0.1 + Double((x * 3 + y * 7) % 16) / 100 }
    #expect(try Drawn.inspect(Array(repeating: grass, count: 100), content).readings.content?.clocks == [])
  }

  @Test func `a clock that the layout asks for is missed where it is not`() throws {
    let report = try Drawn.inspect(Array(repeating: black, count: 100), content, layout: [LayoutSection(.clock, startFrame: 25, endFrame: 75)])
    #expect(report.findings.map(\.drawnPlace) == [25..<75])
    #expect(report.findings.first?.text == "Neither a clock nor a slate stands where the layout asks for one, for 50 frames.")
  }

  @Test func `nothing else is taken for a clock`() throws {
    // All moves; a part moves in every picture; a part changes, but on no second.
    let unsteady = (0..<125).map { Self.counts[$0 * $0 / 400 % 9] }
    let always = (0..<125).map { Self.counts[$0 % 9] }
    let all = (0..<125).map { Self.moving[$0 % 5] }
    for pictures in [unsteady, always, all, Array(repeating: black, count: 125)] {
      let clocks = try Drawn.inspect(pictures, content).readings.content?.clocks ?? []
      #expect(clocks.allSatisfy { $0.kind != .clock })
    }
  }
}
