// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// A picture's number burnt into it, in figures for people and in a strip of black and white cells for machines.
///
/// The strip takes 80 % of the width, its place a fraction of the picture's size, so that it is found again after scaling, and its cells
/// are large enough to outlive compression. From left to right: white, black, 28 bits of the number, 8 bits of checksum, black, white.
public enum FrameCounter {
  /// The numbers that the counter can show.
  public static let range = FrameCount.zero..<FrameCount(100_000_000)

  /// Burns `number`, and `timecode` beside it, into the lower part of `canvas`.
  ///
  /// - Precondition: the number has at most eight digits.
  public static func burn(_ number: FrameCount, timecode: Timecode? = nil, on canvas: inout Canvas) {
    precondition(range.contains(number), "the counter shows eight digits")
    let depth = canvas.format.bitDepth
    let (black, white) = (CodeValues(gray: 0, depth: depth), CodeValues(gray: 1, depth: depth).luma)
    let strip = Strip(width: canvas.width, height: canvas.height)
    let figures = number.description
    let text = String(repeating: "0", count: 8 - figures.count) + figures + (timecode.map { "  \($0)" } ?? "")
    let scale = max(1, min(canvas.height / 108, strip.columns.count / (23 * DigitFont.advance)))
    let top = strip.rows.lowerBound - (DigitFont.height + 2) * scale

    canvas.fill(black, columns: strip.columns, rows: top - scale..<strip.rows.upperBound)
    DigitFont.draw(text, x: strip.columns.lowerBound + scale, y: top, scale: scale, luma: white, on: &canvas)
    for (index, isWhite) in cells(of: number.value).enumerated() where isWhite {
      canvas.fill(luma: white, columns: strip.cell(index), rows: strip.rows)
    }
  }

  /// The number burnt into `picture`, whatever its size and format; `nil` where no counter can be read for certain.
  public static func read(_ picture: Picture) -> FrameCount? {
    guard let luma = LumaSampler(picture) else { return nil }
    let strip = Strip(width: picture.width, height: picture.height)
    let levels = (0..<cellCount).map { luma.mean(columns: strip.heart(of: $0), rows: strip.heartRows) }
    let (white, black) = ((levels[0] + levels[cellCount - 1]) / 2, (levels[1] + levels[cellCount - 2]) / 2)
    let contrast = white - black
    guard contrast > luma.fullScale / 4 else { return nil }

    var cells: [Bool] = []
    for level in levels {
      let fraction = (level - black) * 100 / contrast
      guard fraction < 35 || fraction > 65 else { return nil }
      cells.append(fraction > 65)
    }
    let value = cells[2..<2 + valueBits].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    guard range.contains(FrameCount(value)), cells == self.cells(of: value) else { return nil }
    return FrameCount(value)
  }

  // MARK: -

  static let valueBits = 28
  static let cellCount = 2 + valueBits + 8 + 2

  /// The strip of `value`, white cells true.
  static func cells(of value: Int) -> [Bool] {
    func bits(_ number: Int, _ count: Int) -> [Bool] { (0..<count).reversed().map { number >> $0 & 1 == 1 } }
    return [true, false] + bits(value, valueBits) + bits(checksum(value), 8) + [false, true]
  }

  /// CRC-8 of the value's four bytes: polynomial x⁸+x²+x+1, every bit set at the start.
  private static func checksum(_ value: Int) -> Int {
    var remainder = 0xFF
    for shift in [24, 16, 8, 0] {
      remainder ^= value >> shift & 0xFF
      for _ in 0..<8 { remainder = (remainder << 1 ^ (remainder & 0x80 != 0 ? 0x07 : 0)) & 0xFF }
    }
    return remainder
  }
}

/// Where the strip lies in a picture of a given size.
private struct Strip {
  let width: Int
  let height: Int

  /// The rows of all cells.
  var rows: Range<Int> { height * 88 / 100..<height * 94 / 100 }
  /// The columns of all cells together.
  var columns: Range<Int> { cell(0).lowerBound..<cell(FrameCounter.cellCount - 1).upperBound }
  /// The columns of one cell.
  func cell(_ index: Int) -> Range<Int> { width * (5 + index) / 50..<width * (6 + index) / 50 }

  /// The middle half of a cell's columns: what scaling and compression leave alone.
  func heart(of index: Int) -> Range<Int> { middle(width * (21 + 4 * index) / 200, width * (23 + 4 * index) / 200) }
  /// The middle of the cells' rows.
  var heartRows: Range<Int> { middle(height * 895 / 1000, height * 925 / 1000) }

  private func middle(_ start: Int, _ end: Int) -> Range<Int> { start..<max(start + 1, end) }
}
