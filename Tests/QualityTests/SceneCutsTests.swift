// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct SceneCutsTests {
  let content = ContentLimits(cuts: CutLimits())

  /// A scene of soft shapes, moved by `shift` columns and lit by `light`.
  static func scene(_ seed: Int, shift: Int = 0, light: Double = 1) -> Picture {
    Drawn.grey { x, y in
      let (a, b) = (Double((x + shift) * (seed % 3 + 1)) / 60 + Double(seed), Double(y * (seed % 4 + 1)) / 45 + Double(seed * 2))
      let value = 0.45 + 0.2 * wave(a) + 0.2 * wave(b)
      return min(1, value * light)
    }
  }

  /// A triangle wave, −1 to 1.
  private static func wave(_ phase: Double) -> Double { abs((phase / 4).truncatingRemainder(dividingBy: 1) * 4 - 2) - 1 }

  static let scenes = (1...6).map { scene($0) }

  func cuts(_ pictures: [Picture]) throws -> [Int] {
    try #require(try Drawn.inspect(pictures, content).readings.content?.cuts).frames.map(\.value)
  }

  @Test func `cuts lie at the first picture of the new shot`() throws {
    let pictures = [(0, 10), (1, 7), (2, 12)].flatMap { Array(repeating: Self.scenes[$0.0], count: $0.1) }
    let reading = try #require(try Drawn.inspect(pictures, content).readings.content?.cuts)
    #expect(reading.frames == [10, 17] && reading.count == 2 && reading.mostPerSecond == 2 && reading.shortestShot == 7)
  }

  @Test func `a cut in the middle of motion is found and the motion is none`() throws {
    let pan = (0..<12).map { Self.scene(3, shift: $0 * 4) }
    let other = (0..<12).map { Self.scene(4, shift: -$0 * 4) }
    #expect(try cuts(pan).isEmpty)
    #expect(try cuts(pan + other) == [12])
  }

  @Test func `flashes are no cuts`() throws {
    let (still, white) = (Self.scenes[0], Drawn.grey { _, _ in 1 })
    for length in 1...3 {
      let flash = Array(repeating: still, count: 8) + Array(repeating: white, count: length) + Array(repeating: still, count: 8)
      #expect(try cuts(flash).isEmpty)
    }
  }

  @Test func `a light that is switched on is no cut`() throws {
    #expect(try cuts(Array(repeating: Self.scene(2, light: 0.5), count: 8) + Array(repeating: Self.scene(2), count: 8)).isEmpty)
  }

  @Test func `a dissolve is no cut`() throws {
    let (one, two) = (Self.scenes[0], Self.scenes[1])
    let steps = (1...9).map { step in Self.mixed(one, two, share: Double(step) / 10) }
    #expect(try cuts(Array(repeating: one, count: 8) + steps + Array(repeating: two, count: 8)).isEmpty)
  }

  @Test func `a cut with one mixed picture is one cut`() throws {
    let (one, two) = (Self.scenes[0], Self.scenes[4])
    #expect(try cuts(Array(repeating: one, count: 8) + [Self.mixed(one, two, share: 0.5)] + Array(repeating: two, count: 8)) == [8])
  }

  @Test func `a picture that jumps just before a cut does not move it`() throws {
    let jump = Self.scene(1, shift: 40)
    for next in [3, 5] {
      #expect(try cuts(Array(repeating: Self.scenes[0], count: 8) + [jump] + Array(repeating: Self.scenes[next], count: 8)) == [9])
    }
  }

  @Test func `more cuts within a second than allowed are a finding`() throws {
    let pictures = (0..<6).flatMap { Array(repeating: Self.scenes[$0], count: 5) }
    let limits = ContentLimits(cuts: CutLimits(perSecond: 3, area: 0.5, severity: .mandatory))
    let finding = try #require(try Drawn.inspect(pictures, limits).findings.first)
    #expect(finding.check == .cuts && finding.value == 5 && finding.limit == 3 && finding.drawnPlace == 5..<26)
    #expect(try Drawn.inspect(pictures, ContentLimits(cuts: CutLimits(perSecond: 5, area: 0.5))).findings.isEmpty)
  }

  private static func mixed(_ one: Picture, _ two: Picture, share: Double) -> Picture {
    Programme.drawCodes(format: .yuv422p, width: 320, height: 180) { component, column, row in
      func code(_ picture: Picture) -> Double { Double(picture.planes[component].row(row).load(fromByteOffset: column, as: UInt8.self)) }
      return Int((code(one) * (1 - share) + code(two) * share).rounded())
    }
  }
}
