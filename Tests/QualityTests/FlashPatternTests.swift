// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

/// Stripes and checks on a screen of 256 × 144.
struct FlashPatternTests {
  private static let (width, height) = (256, 144)

  /// Stripes of `half` columns each over the upper `rows` rows, `pairs` pairs of them, the rest of the screen grey.
  private func stripes(
    at frame: Int, pairs: Int = 16, half: Int = 8, rows: Int = 144, light: Double = 100, dark: Double = 20, shift: Int = 0
  ) -> Picture {
    FlashDrawing.luminances(width: Self.width, height: Self.height, at: frame) { column, row in
      guard row < rows, column < pairs * half * 2 else { return 45 }
      return (column + shift) / half % 2 == 0 ? light : dark
    }
  }

  private func kinds(_ frames: Int = 20, _ limits: FlashLimits = FlashLimits(), _ draw: (Int) -> Picture) throws -> Set<CheckIdentifier> {
    FlashDrawing.kinds(try FlashDrawing.inspect((0..<frames).map(draw), limits))
  }

  @Test func `more than five pairs of stripes are a pattern`() throws {
    let (five, six) = (stripes(at: 0, pairs: 5, half: 12), stripes(at: 0, pairs: 6, half: 12))
    let limits = FlashLimits(pattern: PatternLimits(stillArea: 0.3))
    #expect(try kinds(20, limits) { FlashDrawing.moved(five, to: $0) } == [])
    #expect(try kinds(20, limits) { FlashDrawing.moved(six, to: $0) } == [.pattern])
  }

  @Test(arguments: [(49.0, 20.0, false), (51, 20, true), (100, 81, false), (100, 79, true)])
  func `light stripes have to be light, and lighter by 20 cd per square metre`(_ light: Double, _ dark: Double, _ isPattern: Bool) throws {
    let picture = stripes(at: 0, light: light, dark: dark)
    #expect(try kinds { FlashDrawing.moved(picture, to: $0) } == (isPattern ? [.pattern] : []))
  }

  @Test func `a pattern that stands still may cover two fifths`() throws {
    let (less, more) = (stripes(at: 0, rows: 57), stripes(at: 0, rows: 59))
    #expect(try kinds { FlashDrawing.moved(less, to: $0) } == [])
    #expect(try kinds { FlashDrawing.moved(more, to: $0) } == [.pattern])
  }

  @Test func `a pattern that reverses may cover a quarter`() throws {
    func reversing(_ rows: Int) throws -> Set<CheckIdentifier> {
      let pair = [stripes(at: 0, rows: rows), stripes(at: 0, rows: rows, shift: 8)]
      // Two reversals a second: no sequence of flashes.
      return try kinds(50) { FlashDrawing.moved(pair[$0 / 12 % 2], to: $0) }
    }
    #expect(try reversing(35) == [])
    #expect(try reversing(48) == [.pattern])
  }

  @Test func `a pattern has to last for half a second`() throws {
    let (pattern, plain) = (stripes(at: 0), FlashDrawing.luminances(width: 256, height: 144) { _, _ in 40 })
    #expect(try kinds(30) { FlashDrawing.moved((5..<14).contains($0) ? pattern : plain, to: $0) } == [])
    #expect(try kinds(40) { FlashDrawing.moved((5..<25).contains($0) ? pattern : plain, to: $0) } == [.pattern])
  }

  @Test func `a pattern that drifts smoothly is none`() throws {
    let phases = (0..<16).map { stripes(at: 0, shift: $0) }
    #expect(try kinds(50) { FlashDrawing.moved(phases[$0 * 3 % 16], to: $0) } == [])
  }

  @Test func `a pattern that goes to and fro is one`() throws {
    let phases = (0..<16).map { stripes(at: 0, rows: 50, shift: $0) }
    let path = [0, 2, 4, 6, 4, 2]
    #expect(try kinds(50) { FlashDrawing.moved(phases[path[$0 % 6]], to: $0) }.contains(.pattern))
  }

  @Test func `checks, lying and slanting stripes, and rings are patterns`() throws {
    let shapes: [(Int, Int) -> Bool] = [
      { ($0 / 8 + $1 / 8) % 2 == 0 }, { _, row in row / 6 % 2 == 0 }, { ($0 + $1) / 8 % 2 == 0 },
      { column, row in
        let (x, y) = (Double(column - 128), Double(row - 72))
        return Int((x * x + y * y).squareRoot() / 7) % 2 == 0
      },
    ]
    for shape in shapes {
      let picture = FlashDrawing.luminances(width: 256, height: 144) { shape($0, $1) ? 100 : 20 }
      #expect(try kinds { FlashDrawing.moved(picture, to: $0) } == [.pattern])
    }
  }

  @Test func `a finding says how much is covered and what is allowed`() throws {
    let picture = stripes(at: 0)
    let finding = try #require(try FlashDrawing.inspect((0..<20).map { FlashDrawing.moved(picture, to: $0) }).findings.first)
    #expect((finding.check, finding.ebuItem, finding.limit, finding.unit) == (.pattern, "0021B", 40, "%"))
    #expect(finding.value ?? 0 > 95)
    #expect(finding.text.contains("stands still") && finding.text.contains("pre-check, ITU-R BT.1702-3"))
  }
}
