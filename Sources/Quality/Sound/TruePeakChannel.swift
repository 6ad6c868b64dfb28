// SPDX-License-Identifier: Apache-2.0

import Essence

/// One channel of a true-peak meter, fed in blocks of any length.
///
/// It works in windows of its own, so that how its sound was cut into blocks changes nothing.
struct TruePeakChannel: Sendable {
  /// A stretch of samples, the magnitude at or after some of them over the limit.
  struct Over: Hashable, Sendable {
    /// From the first sample over the limit up to the one after the last.
    var samples: Range<Int>
    /// The highest magnitude.
    var peak: Float
  }

  /// Samples interpolated at a time; a multiple of the eight that are worked on at once.
  static let window = 512

  /// The magnitude that is noted when exceeded; infinite where nothing is.
  private let limit: Float
  /// Overs that lie no further apart than this are one.
  private let gap: Int
  private var buffer = [Float](repeating: 0, count: window + TruePeakFilter.taps - 1)
  private var filled = TruePeakFilter.before
  /// The sample that the first point of the window belongs to.
  private var position = 0
  /// The highest magnitude so far, as a linear value.
  private(set) var peak: Float = 0
  /// Where the limit was exceeded, in order.
  private(set) var overs: [Over] = []
  /// For the chart, the highest magnitude of each window, negated: the true peak where it could pass the limit, the highest sample elsewhere.
  private(set) var crests = ThinnedMinima()

  init(limit: Float, gap: Int) {
    self.limit = limit
    self.gap = gap
  }

  /// Adds samples.
  mutating func add(_ samples: UnsafeBufferPointer<Float>) {
    var start = 0
    while start < samples.count {
      let count = min(samples.count - start, buffer.count - filled)
      buffer.withUnsafeMutableBufferPointer { buffer in
        for index in 0..<count { buffer[filled + index] = samples[start + index] }
      }
      filled += count
      start += count
      if filled == buffer.count { work() }
    }
  }

  /// Works off what is left, silence following it.
  mutating func finish() {
    for index in filled..<buffer.count { buffer[index] = 0 }
    work()
    work()
  }

  /// Overs of several channels as those of all: stretches no more than `gap` samples apart become one.
  static func merge(_ overs: [Over], gap: Int) -> [Over] {
    overs.sorted { ($0.samples.lowerBound, $0.samples.upperBound) < ($1.samples.lowerBound, $1.samples.upperBound) }
      .reduce(into: []) { merged, over in
        if let last = merged.last, over.samples.lowerBound <= last.samples.upperBound + gap {
          let end = max(last.samples.upperBound, over.samples.upperBound)
          merged[merged.count - 1] = Over(samples: last.samples.lowerBound..<end, peak: max(last.peak, over.peak))
        } else {
          merged.append(over)
        }
      }
  }

  // MARK: -

  private mutating func work() {
    // What can reach neither the peak so far nor the limit need not be interpolated.
    var highest = largestSample()
    if highest * TruePeakFilter.gain > min(peak, limit) {
      highest = interpolatedPeak()
      peak = max(peak, highest)
      if highest > limit { noteOvers() }
    }
    crests.add(-Double(highest))
    buffer.withUnsafeMutableBufferPointer { buffer in
      for index in 0..<TruePeakFilter.taps - 1 { buffer[index] = buffer[index + Self.window] }
      for index in TruePeakFilter.taps - 1..<buffer.count { buffer[index] = 0 }
    }
    filled = TruePeakFilter.taps - 1
    position += Self.window
  }

  private func largestSample() -> Float {
    buffer.withUnsafeBytes { bytes in
      // The last load overlaps the one before: the buffer's length is no multiple of eight.
      let last = bytes.count - 32
      var largest = SIMD8<Float>.zero
      for offset in stride(from: 0, to: last, by: 32) {
        let samples = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
        largest = largest.larger(samples.magnitudes)
      }
      let samples = bytes.loadUnaligned(fromByteOffset: last, as: SIMD8<Float>.self)
      return largest.larger(samples.magnitudes).max()
    }
  }

  /// The highest magnitude of the window's samples and of what lies between them.
  private func interpolatedPeak() -> Float {
    buffer.withUnsafeBytes { bytes in
      TruePeakFilter.coefficients.withUnsafeBufferPointer { coefficients in
        var highest = SIMD8<Float>.zero
        for start in stride(from: 0, to: Self.window, by: 8) { highest = highest.larger(Self.peaks(bytes, start, coefficients)) }
        return highest.max()
      }
    }
  }

  /// Of eight samples from `start` on, the highest magnitude of each and of what follows it up to the next.
  @inline(__always) private static func peaks(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ coefficients: UnsafeBufferPointer<Float>
  ) -> SIMD8<Float> {
    var (quarter, half, threeQuarters) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    for tap in 0..<TruePeakFilter.taps {
      let samples = bytes.loadUnaligned(fromByteOffset: (start + tap) * 4, as: SIMD8<Float>.self)
      quarter += coefficients[tap] * samples
      half += coefficients[TruePeakFilter.taps + tap] * samples
      threeQuarters += coefficients[2 * TruePeakFilter.taps + tap] * samples
    }
    let own = bytes.loadUnaligned(fromByteOffset: (start + TruePeakFilter.before) * 4, as: SIMD8<Float>.self)
    return own.magnitudes.larger(quarter.magnitudes).larger(half.magnitudes).larger(threeQuarters.magnitudes)
  }

  /// Notes the samples over the limit: only windows that exceed it come here.
  private mutating func noteOvers() {
    let found = buffer.withUnsafeBytes { bytes in
      TruePeakFilter.coefficients.withUnsafeBufferPointer { coefficients in
        stride(from: 0, to: Self.window, by: 8).flatMap { start -> [(sample: Int, peak: Float)] in
          let peaks = Self.peaks(bytes, start, coefficients)
          guard any(peaks .> limit) else { return [] }
          return (0..<8).filter { peaks[$0] > limit }.map { (position + start + $0, peaks[$0]) }
        }
      }
    }
    for (sample, peak) in found {
      if let last = overs.last, sample <= last.samples.upperBound + gap {
        overs[overs.count - 1] = Over(samples: last.samples.lowerBound..<sample + 1, peak: max(last.peak, peak))
      } else {
        overs.append(Over(samples: sample..<sample + 1, peak: peak))
      }
    }
  }
}
