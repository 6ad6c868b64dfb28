// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Measures the light of pictures in PQ: the brightest pixel and the mean, each by the strongest of red, green and blue.
///
/// Tiles rule out first: no pixel of a tile is brighter than its brightest luma with its farthest colour differences. A picture that by this count can exceed
/// neither the brightest pixel nor the brightest mean so far is not looked at further; in others, all pixels are. Colour differences that are sampled less often
/// than luma hold for every pixel that they belong to.
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
    let (kr, kb): (Double, Double) =
      switch coding.color.matrix {
      case 1: (0.2126, 0.0722)
      case 5, 6: (0.299, 0.114)
      default: (0.2627, 0.0593)  // BT.2100: nothing else goes with PQ
      }
    let unit = Double(Self.steps) * 65_536
    let step = unit / Double(coding.chromaRange)
    scale = (unit / Double(coding.white - coding.black)).rounded().whole
    red = (2 * (1 - kr) * step).rounded().whole
    blue = (2 * (1 - kb) * step).rounded().whole
    greenBlue = (2 * (1 - kb) * kb / (1 - kr - kb) * step).rounded().whole
    greenRed = (2 * (1 - kr) * kr / (1 - kr - kb) * step).rounded().whole
  }

  /// The light of the brightest pixel and the mean of `picture`, or what is no more than `content` and `average` where it exceeds neither.
  func measure(_ picture: InspectedPicture, content: Int, average: Int) -> (content: Int, average: Int) {
    let bounds = bounds(picture)
    guard bounds.content > content || bounds.average > average else { return (content, average) }
    var (most, sum) = (0, 0)
    let planes = picture.components
    for row in 0..<picture.height {
      let line = measureRow(planes, row, picture.width)
      most = max(most, line.most)
      sum += line.sum
    }
    return (most, sum / max(1, picture.width * picture.height))
  }

  /// SMPTE ST 2084, equation 4.1: the light of a signal, in cd/m².
  private static func candelas(_ signal: Double) -> Double {
    let power = pow(min(max(signal, 0), 1), 1 / 78.84375)
    return 10_000 * pow(max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power), 1 / 0.1593017578125)
  }

  /// No pixel is brighter than the first, and no mean greater than the second.
  private func bounds(_ picture: InspectedPicture) -> (content: Int, average: Int) {
    let tiles = picture.tiles
    var (most, sum) = (0, 0)
    for index in 0..<tiles.columns * tiles.rows {
      let signal: Int
      switch coding.model {
      case .rgb: signal = signalOfCode((0..<3).map { Int(tiles.components[$0][index].maximum) }.max() ?? 0)
      case .yCbCr:
        let (cb, cr) = (tiles.components[1][index], tiles.components[2][index])
        let (cbLow, cbHigh) = (Int(cb.minimum) - coding.neutral, Int(cb.maximum) - coding.neutral)
        let (crLow, crHigh) = (Int(cr.minimum) - coding.neutral, Int(cr.maximum) - coding.neutral)
        let added = max(red * crHigh, -greenBlue * cbLow - greenRed * crLow, blue * cbHigh)
        signal = clamped((Int(tiles.luma[index].maximum) - coding.black) * scale + added)
      default: signal = signalOfCode(Int(tiles.luma[index].maximum))
      }
      let light = Int(light[signal])
      most = max(most, light)
      let (column, row) = (index % tiles.columns * PictureTiles.tileWidth, index / tiles.columns * PictureTiles.tileHeight)
      sum += light * min(PictureTiles.tileWidth, tiles.width - column) * min(PictureTiles.tileHeight, tiles.height - row)
    }
    return (most, sum / max(1, tiles.width * tiles.height))
  }

  @inline(__always)
  private func clamped(_ signal: Int) -> Int { min(max(0, (signal + 32_768) >> 16), Self.steps) }

  private func signalOfCode(_ code: Int) -> Int { clamped((code - coding.black) * scale) }

  private func measureRow(_ planes: [SamplePlane], _ row: Int, _ width: Int) -> (most: Int, sum: Int) {
    switch planes[0].word {
    case .byte: measureRow(planes, row, width) { $0.bytes($1) }
    case .word: measureRow(planes, row, width) { $0.words($1) }
    }
  }

  @inline(__always)
  private func measureRow<Sample: PlaneSample>(
    _ planes: [SamplePlane], _ row: Int, _ width: Int, _ line: (SamplePlane, Int) -> UnsafePointer<Sample>
  ) -> (most: Int, sum: Int) {
    let first = line(planes[0], row)
    var (most, sum) = (0, 0)
    light.withUnsafeBufferPointer { light in
      switch coding.model {
      case .yCbCr:
        let shift = coding.log2ChromaWidth
        let differences = min(row >> coding.log2ChromaHeight, planes[1].height - 1)
        let (second, third) = (line(planes[1], differences), line(planes[2], differences))
        var column = 0
        while column < width {
          // What the strongest primary adds to luma holds for all pixels of one colour.
          let (cb, cr) = (Int(second[column >> shift]) - coding.neutral, Int(third[column >> shift]) - coding.neutral)
          let added = max(red &* cr, 0 &- greenBlue &* cb &- greenRed &* cr, blue &* cb)
          for place in column..<min(width, column + 1 << shift) {
            let value = Int(light[clamped((Int(first[place]) - coding.black) &* scale &+ added)])
            most = max(most, value)
            sum &+= value
          }
          column += 1 << shift
        }
      case .rgb:
        let (second, third) = (line(planes[1], row), line(planes[2], row))
        for column in 0..<width {
          let value = Int(light[clamped((max(Int(first[column]), Int(second[column]), Int(third[column])) - coding.black) &* scale)])
          most = max(most, value)
          sum &+= value
        }
      default:
        for column in 0..<width {
          let value = Int(light[clamped((Int(first[column]) - coding.black) &* scale)])
          most = max(most, value)
          sum &+= value
        }
      }
    }
    return (most, sum)
  }
}
