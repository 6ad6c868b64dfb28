// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Measures the light of pictures in PQ: the brightest pixel and the mean, each by the strongest of red, green and blue.
///
/// Tiles rule out first: no pixel of a tile is brighter than its brightest luma with its farthest colour differences. A picture whose bounds exceed nothing so far
/// is not looked at; for its brightest pixel alone, only tiles are that may hold it. Colour differences that are sampled less
/// often than luma hold for every pixel that they belong to.
struct LightMeter: Sendable {
  /// Steps of light in 1 cd/m².
  static let unit = 65_536
  /// Signals are counted in 16,383rds of nominal white, whatever the depth: at 1,000 cd/m² a step is 0.06 % of the light.
  private static let steps = 16_383

  /// What code values mean.
  let coding: SampleCoding
  /// Light by signal: 16,384 entries.
  private let light: [Int32]
  /// From code values to signals, in 65,536ths: luma's scale, then what a colour difference adds.
  private let (scale, red, greenBlue, greenRed, blue): (Int, Int, Int, Int, Int)

  init(_ coding: SampleCoding, height: Int) {
    self.coding = coding
    light = (0...Self.steps).map { Int32(clamping: (Self.candelas(Double($0) / Double(Self.steps)) * Double(Self.unit)).rounded().whole) }
    // Without a word, that of BT.2020: nothing else goes with PQ.
    let (kr, kb) = coding.color.matrix.flatMap(LevelSpace.weights) ?? (kr: 0.2627, kb: 0.0593)
    let unit = Double(Self.steps) * 65_536
    let step = unit / Double(coding.chromaRange)
    scale = (unit / Double(coding.white - coding.black)).rounded().whole
    red = (2 * (1 - kr) * step).rounded().whole
    blue = (2 * (1 - kb) * step).rounded().whole
    greenBlue = (2 * (1 - kb) * kb / (1 - kr - kb) * step).rounded().whole
    greenRed = (2 * (1 - kr) * kr / (1 - kr - kb) * step).rounded().whole
  }

  /// What tiles say of a picture's light.
  struct Bound: PictureFact {
    /// No pixel is brighter.
    let most: Int
    /// All pixels together are no brighter.
    let sum: Double

    fileprivate init(most: Int, sum: Double) { (self.most, self.sum) = (most, sum) }

    init?(words: [Int]) {
      guard words.count == 2, words[0].isCredible else { return nil }
      let sum = Double(bitPattern: UInt64(bitPattern: Int64(words[1])))
      guard sum.isFinite else { return nil }
      self.init(most: words[0], sum: sum)
    }

    var words: [Int] { [most, sum.word] }
  }

  /// The light of a picture.
  struct Light: PictureFact {
    /// That of the brightest pixel.
    let content: Int
    /// The mean.
    let average: Int

    fileprivate init(content: Int, average: Int) { (self.content, self.average) = (content, average) }

    init?(words: [Int]) {
      guard words.count == 2, words.allSatisfy(\.isCredible) else { return nil }
      self.init(content: words[0], average: words[1])
    }

    var words: [Int] { [content, average] }
  }

  /// What tiles say of the light of `picture`.
  func bound(_ picture: InspectedPicture) -> Bound {
    let bounds = bounds(picture.tiles)
    return Bound(most: bounds.map(\.most).max() ?? 0, sum: bounds.reduce(0) { $0 + $1.sum })
  }

  /// The light of the brightest pixel and the mean of `picture`.
  func measure(_ picture: InspectedPicture) -> Light {
    let planes = picture.components
    var (most, sum) = (0, 0)
    for row in 0..<picture.height {
      let line = measureRow(planes, row, 0..<picture.width)
      (most, sum) = (max(most, line.most), sum + line.sum)
    }
    return Light(content: most, average: sum / max(1, picture.width * picture.height))
  }

  /// The light of the brightest pixel of `picture`: tiles are looked at from the one that may hold the brightest on.
  func peak(_ picture: InspectedPicture) -> Int {
    let (planes, tiles) = (picture.components, picture.tiles)
    let bounds = bounds(tiles)
    var most = 0
    for index in bounds.indices.sorted(by: { bounds[$0].most > bounds[$1].most }) {
      guard bounds[index].most > most else { break }
      let place = tiles.place(index)
      for row in place.rows { most = max(most, measureRow(planes, row, place.columns).most) }
    }
    return most
  }

  private func bounds(_ tiles: PictureTiles) -> [(most: Int, sum: Double)] { (0..<tiles.columns * tiles.rows).map { bound(tiles, $0) } }

  /// SMPTE ST 2084, equation 4.1: the light of a signal, in cd/m².
  private static func candelas(_ signal: Double) -> Double {
    let power = pow(min(max(signal, 0), 1), 1 / 78.84375)
    return 10_000 * pow(max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power), 1 / 0.1593017578125)
  }

  /// No pixel of a tile is brighter than the first, and all of them together no more than the second.
  ///
  /// The function of PQ curves upward: light lies below the straight line between that of the darkest and that of the brightest signal. Where luma is the same in
  /// a whole tile, or the line leaves the range, the brightest signal stands for all.
  private func bound(_ tiles: PictureTiles, _ index: Int) -> (most: Int, sum: Double) {
    let luma = tiles.luma[index]
    let pixels = tiles.place(index).rows.count * tiles.place(index).columns.count
    var added = 0
    switch coding.model {
    case .rgb:
      let most = Int(light[signalOfCode((0..<3).map { Int(tiles.components[$0][index].maximum) }.max() ?? 0)])
      return (most, Double(most) * Double(pixels))
    case .yCbCr:
      let (cb, cr) = (tiles.components[1][index], tiles.components[2][index])
      added = max(
        red * (Int(cr.maximum) - coding.neutral), blue * (Int(cb.maximum) - coding.neutral),
        -greenBlue * (Int(cb.minimum) - coding.neutral) - greenRed * (Int(cr.minimum) - coding.neutral))
    default: break
    }
    let (low, high) = ((Int(luma.minimum) - coding.black) * scale + added, (Int(luma.maximum) - coding.black) * scale + added)
    let most = Int(light[clamped(high)])
    guard high > low, clamped(high) < Self.steps else { return (most, Double(most) * Double(pixels)) }
    let mean = Double(Int(luma.sum)) / Double(pixels)
    let share = (mean - Double(luma.minimum)) / Double(luma.maximum - luma.minimum)
    let least = Double(light[clamped(low)])
    // A signal is rounded to a step of the table: one more on either side.
    let step = Double(light[min(clamped(high) + 1, Self.steps)] - light[clamped(high)])
    return (most, (least + (Double(most) - least) * share + step) * Double(pixels))
  }

  @inline(__always)
  private func clamped(_ signal: Int) -> Int { min(max(0, (signal + 32_768) >> 16), Self.steps) }

  private func signalOfCode(_ code: Int) -> Int { clamped((code - coding.black) * scale) }

  private func measureRow(_ planes: [SamplePlane], _ row: Int, _ columns: Range<Int>) -> (most: Int, sum: Int) {
    switch planes[0].word {
    case .byte: measureRow(planes, row, columns) { $0.bytes($1) }
    case .word: measureRow(planes, row, columns) { $0.words($1) }
    }
  }

  @inline(__always)
  private func measureRow<Sample: PlaneSample>(
    _ planes: [SamplePlane], _ row: Int, _ columns: Range<Int>, _ line: (SamplePlane, Int) -> UnsafePointer<Sample>
  ) -> (most: Int, sum: Int) {
    let first = line(planes[0], row)
    var (most, sum) = (0, 0)
    light.withUnsafeBufferPointer { light in
      switch coding.model {
      case .yCbCr:
        let shift = coding.log2ChromaWidth
        let differences = min(row >> coding.log2ChromaHeight, planes[1].height - 1)
        let (second, third) = (line(planes[1], differences), line(planes[2], differences))
        var column = columns.lowerBound  // the first of a colour: tiles are even
        while column < columns.upperBound {
          // What the strongest primary adds to luma holds for all pixels of one colour.
          let (cb, cr) = (Int(second[column >> shift]) - coding.neutral, Int(third[column >> shift]) - coding.neutral)
          let added = max(red &* cr, 0 &- greenBlue &* cb &- greenRed &* cr, blue &* cb)
          for place in column..<min(columns.upperBound, column + 1 << shift) {
            let value = Int(light[clamped((Int(first[place]) - coding.black) &* scale &+ added)])
            most = max(most, value)
            sum &+= value
          }
          column += 1 << shift
        }
      case .rgb:
        let (second, third) = (line(planes[1], row), line(planes[2], row))
        for column in columns {
          let value = Int(light[clamped((max(Int(first[column]), Int(second[column]), Int(third[column])) - coding.black) &* scale)])
          most = max(most, value)
          sum &+= value
        }
      default:
        for column in columns {
          let value = Int(light[clamped((Int(first[column]) - coding.black) &* scale)])
          most = max(most, value)
          sum &+= value
        }
      }
    }
    return (most, sum)
  }
}

extension PictureTiles {
  /// The luma columns and rows of a tile.
  fileprivate func place(_ index: Int) -> (columns: Range<Int>, rows: Range<Int>) {
    let (left, top) = (index % columns * Self.tileWidth, index / columns * Self.tileHeight)
    return (left..<min(width, left + Self.tileWidth), top..<min(height, top + Self.tileHeight))
  }
}
