// SPDX-License-Identifier: Apache-2.0

import Essence
import TestSupport
import Testing
import Timing

@testable import Quality

struct StuckPixelTests {
  /// Twelve seconds of shots of a second, each lighter or darker than the one before; `paint` is told the picture.
  static func findings(seconds: Int = 12, _ paint: (_ index: Int, _ row: Int, _ samples: inout [UInt16]) -> Void) throws -> [Finding] {
    let shots = (0..<4).map { shot in DrawnScene(columns: 96, rows: 48) { column, row in 50 + shot * 37 + (column + row) / 16 } }
    let pictures = (0..<seconds * 25).map { index in
      shots[index / 25 % 4].picture(at: index, width: 96, height: 48, fields: { _ in (0, 0) }) { paint(index, $0, &$1) }
    }
    return try Drawn.inspect(pictures, PictureFaultLimits(pixels: StuckPixelLimits())).findings
  }

  @Test func `a pixel that stands out in every shot is found with its place`() throws {
    let found = try Self.findings { _, row, samples in
      if row == 20 { samples[31] = 235 }
      if (40...41).contains(row) { (samples[70], samples[71]) = (16, 16) }
    }
    #expect(found.map(\.check) == [.pixels, .pixels])
    #expect(found.contains { $0.text.contains("x 31, y 20 is brighter") })
    #expect(found.contains { $0.text.contains("x 70, y 40 is darker") })
  }

  @Test func `a star, a dot that moves and a mark of several pixels are no stuck pixels`() throws {
    // A star that shines for as long as its shot.
    #expect(try Self.findings { index, row, samples in if row == 20, index % 100 < 25 { samples[31] = 235 } }.isEmpty)
    #expect(try Self.findings { index, row, samples in if row == 20 { samples[10 + index / 4] = 235 } }.isEmpty)
    #expect(try Self.findings { _, row, samples in if (20..<25).contains(row) { for column in 30..<36 { samples[column] = 235 } } }.isEmpty)
  }

  @Test func `a dot on a picture that never changes tells nothing`() throws {
    let scene = DrawnScene(columns: 96, rows: 48) { column, row in column == 31 && row == 20 ? 235 : 90 }
    let pictures = (0..<300).map { scene.picture(at: $0, width: 96, height: 48, fields: { _ in (0, 0) }) }
    #expect(try Drawn.inspect(pictures, PictureFaultLimits(pixels: StuckPixelLimits())).findings.isEmpty)
  }

  @Test func `the list of places is bounded and in order`() {
    var ledger = PixelLedger()
    var random = SeededRandom(5)
    for _ in 0..<3000 {
      let (column, row) = (Int(random.next() % 500), Int(random.next() % 500))
      if !ledger.holds(row: row, column: column) { ledger.add(PixelStandout(column: column, row: row, excess: 40, background: 90), frame: 0) }
    }
    #expect(ledger.entries.count == 1024)
    #expect(zip(ledger.entries, ledger.entries.dropFirst()).allSatisfy { ($0.row, $0.column) < ($1.row, $1.column) })
    ledger.forget(before: 1, seen: 2)
    #expect(ledger.entries.isEmpty)
  }
}
