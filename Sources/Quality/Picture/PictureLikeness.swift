// SPDX-License-Identifier: Apache-2.0

public import Essence
import Foundation
import Timing

/// How much two pictures are alike, and what one of them shows at its simplest: for whoever made a file and proves that it holds what was meant.
public struct PictureLikeness: Sendable {
  private let planes: [SamplePlane]
  private let coding: SampleCoding

  /// `picture`, ready to be compared; `nil` for samples that cannot be measured as they lie.
  public init?(_ picture: Picture) {
    guard let inspected = InspectedPicture(picture, frame: picture.position.value, facts: VideoFacts()) else { return nil }
    (planes, coding) = (inspected.components, inspected.coding)
  }

  /// Whether every sample is the same.
  public func isIdentical(to other: PictureLikeness) -> Bool {
    guard planes.count == other.planes.count, coding.model == other.coding.model else { return false }
    return zip(planes, other.planes).allSatisfy { one, other in
      guard one.matches(other) else { return false }
      let bytes = one.width * (one.word == .byte ? 1 : 2)
      return (0..<one.height).allSatisfy { memcmp(one.base + $0 * one.stride, other.base + $0 * other.stride, bytes) == 0 }
    }
  }

  /// The ratio of peak signal to the difference in luma, in dB: infinite where luma is the same, below 20 for pictures that have nothing in common; `nil` for
  /// pictures of another size or model. Pictures of other depth are compared in the finer one.
  public func decibels(to other: PictureLikeness) -> Double? {
    guard let one = planes.first, let two = other.planes.first, coding.model == other.coding.model, one.width == two.width, one.height == two.height
    else { return nil }
    let depth = max(one.depth, two.depth)
    var sum = 0
    for row in 0..<one.height {
      switch (one.word, two.word) {
      case (.byte, .byte): sum += squares(one.bytes(row), two.bytes(row), one.width, depth - one.depth, depth - two.depth)
      case (.byte, .word): sum += squares(one.bytes(row), two.words(row), one.width, depth - one.depth, depth - two.depth)
      case (.word, .byte): sum += squares(one.words(row), two.bytes(row), one.width, depth - one.depth, depth - two.depth)
      case (.word, .word): sum += squares(one.words(row), two.words(row), one.width, depth - one.depth, depth - two.depth)
      }
    }
    guard sum > 0 else { return .infinity }
    let peak = Double((1 << depth) - 1)
    return 10 * log10(peak * peak * Double(one.width * one.height) / Double(sum))
  }

  /// The farthest that any sample lies from black without colour, in code values of ten bits.
  public var distanceFromBlack: Int {
    planes.enumerated().reduce(0) { farthest, plane in
      let center = plane.offset == 0 || coding.model != .yCbCr ? coding.black : coding.neutral
      let extremes = plane.element.extremes
      let distance = max(abs(extremes.lowest - center), abs(extremes.highest - center))
      return max(farthest, coding.depth >= 10 ? distance >> (coding.depth - 10) : distance << (10 - coding.depth))
    }
  }

  /// The share of pixels whose luma is at least `level` of the way from black to white.
  public func share(brighterThan level: Double) -> Double {
    guard let luma = planes.first else { return 0 }
    let code = coding.code(level)
    var count = 0
    for row in 0..<luma.height {
      switch luma.word {
      case .byte: for column in 0..<luma.width where Int(luma.bytes(row)[column]) >= code { count += 1 }
      case .word: for column in 0..<luma.width where Int(luma.words(row)[column]) >= code { count += 1 }
      }
    }
    return Double(count) / Double(max(1, luma.width * luma.height))
  }

  /// Mean luma of each cell of a grid, in shares of the way from black to white; row by row.
  public func cells(columns: Int, rows: Int) -> [Float] {
    guard let luma = planes.first, columns > 0, rows > 0 else { return [] }
    var means = [Float](repeating: 0, count: columns * rows)
    for row in 0..<rows {
      let lines = luma.height * row / rows..<max(luma.height * row / rows + 1, luma.height * (row + 1) / rows)
      for column in 0..<columns {
        let places = luma.width * column / columns..<max(luma.width * column / columns + 1, luma.width * (column + 1) / columns)
        var sum = 0
        for line in lines {
          switch luma.word {
          case .byte: for place in places { sum += Int(luma.bytes(line)[place]) }
          case .word: for place in places { sum += Int(luma.words(line)[place]) }
          }
        }
        let mean = Float(sum) / Float(lines.count * places.count)
        means[row * columns + column] = (mean - Float(coding.black)) / Float(coding.white - coding.black)
      }
    }
    return means
  }
}

@inline(__always)
private func squares<One: PlaneSample, Other: PlaneSample>(
  _ one: UnsafePointer<One>, _ other: UnsafePointer<Other>, _ count: Int, _ shift: Int, _ otherShift: Int
) -> Int {
  var sum = 0
  for column in 0..<count {
    let difference = Int(one[column]) << shift - Int(other[column]) << otherShift
    sum += difference * difference
  }
  return sum
}

extension SamplePlane {
  /// The lowest and the highest sample.
  fileprivate var extremes: (lowest: Int, highest: Int) {
    var (lowest, highest) = (Int.max, Int.min)
    for row in 0..<height {
      for column in 0..<width {
        let value = word == .byte ? Int(bytes(row)[column]) : Int(words(row)[column])
        if value < lowest { lowest = value }
        if value > highest { highest = value }
      }
    }
    return (lowest, highest)
  }
}
