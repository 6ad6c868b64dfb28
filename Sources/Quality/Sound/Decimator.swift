// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Makes sound of a lower sample rate, for what only listens to the lower part of the spectrum.
///
/// One output sample comes from four times `factor` input samples under a Hann window: 0.6 dB down at a twelfth of the new rate, and what would fold
/// back there 60 dB down. A block that is cut elsewhere gives the same samples.
struct Decimator: Sendable {
  private static let chunk = 64

  /// Input samples for each output sample.
  let factor: Int
  private let taps: [Float]
  private var buffer: [Float]
  private var filled: Int

  /// A decimator by `factor`.
  init(factor: Int) {
    self.factor = max(1, factor)
    let length = (4 * self.factor + 7) / 8 * 8
    let window = (0..<length).map { pow(sin(.pi * (Double($0) + 0.5) / Double(length)), 2) }
    let sum = window.reduce(0, +)
    taps = self.factor == 1 ? [] : window.map { Float($0 / sum) }
    buffer = [Float](repeating: 0, count: length + Self.chunk * self.factor)
    filled = length
  }

  /// Forgets what came before, as at the beginning.
  mutating func reset() {
    for index in buffer.indices { buffer[index] = 0 }
    filled = buffer.count - Self.chunk * factor
  }

  /// Takes samples and appends those of the lower rate.
  mutating func add(_ samples: UnsafePointer<Float>, count: Int, to output: inout [Float]) {
    guard factor > 1 else { return output.append(contentsOf: UnsafeBufferPointer(start: samples, count: count)) }
    var start = 0
    while start < count {
      let room = min(count - start, buffer.count - filled)
      buffer.withUnsafeMutableBufferPointer { buffer in
        for index in 0..<room { buffer[filled + index] = samples[start + index] }
      }
      filled += room
      start += room
      if filled == buffer.count { work(&output) }
    }
  }

  private mutating func work(_ output: inout [Float]) {
    let kept = buffer.count - Self.chunk * factor
    buffer.withUnsafeMutableBufferPointer { buffer in
      taps.withUnsafeBufferPointer { taps in
        guard let base = buffer.baseAddress, let weights = taps.baseAddress else { return }
        let samples = UnsafePointer(base)
        for point in 0..<Self.chunk {
          var sum = SIMD8<Float>.zero
          for index in stride(from: 0, to: taps.count, by: 8) { sum += weights.eight(index) * samples.eight(point * factor + index) }
          output.append(sum.sum())
        }
        for index in 0..<kept { base[index] = base[Self.chunk * factor + index] }
      }
    }
    filled = kept
  }
}
