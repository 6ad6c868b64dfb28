// SPDX-License-Identifier: Apache-2.0

public import Essence
import Foundation

/// How loud sound is, block by block: all channels of all streams together, wherever they come from.
public struct SoundEnvelope: Sendable {
  /// Samples of each block.
  public let block: Int
  /// The sum of magnitudes of each block.
  public private(set) var values: [Float] = []

  /// An envelope with a value for every `block` samples.
  public init(block: Int) { self.block = max(1, block) }

  /// Takes sound, which may come in any order.
  public mutating func add(_ sound: AudioBlock<Float>) {
    guard sound.position >= 0, sound.count > 0 else { return }
    let last = (sound.position + sound.count - 1) / block
    if last >= values.count { values += [Float](repeating: 0, count: last + 1 - values.count) }
    for channel in 0..<sound.channelCount {
      let samples = sound.channel(channel)
      for index in 0..<sound.count { values[(sound.position + index) / block] += abs(samples[index]) }
    }
  }

  /// The level of each block in decibels, not below −80 of what `channels` channels at full scale would have.
  public func levels(channels: Int) -> [Float] {
    let whole = Float(block * max(1, channels))
    return values.map { 20 * log10(max(1e-4, $0 / whole)) }
  }
}

/// Parts of sound, all channels of all streams added.
public struct SoundExcerpts: Sendable {
  /// Which parts, in samples.
  public let ranges: [Range<Int>]
  /// The samples of each part; what does not come is silent.
  public private(set) var samples: [[Float]]

  /// The parts `ranges`.
  public init(_ ranges: [Range<Int>]) {
    self.ranges = ranges
    samples = ranges.map { [Float](repeating: 0, count: $0.count) }
  }

  /// Takes sound, which may come in any order.
  public mutating func add(_ sound: AudioBlock<Float>) {
    let range = sound.position..<(sound.position + sound.count)
    for (place, wanted) in ranges.enumerated() {
      let part = wanted.clamped(to: range)
      guard !part.isEmpty else { continue }
      for channel in 0..<sound.channelCount {
        let source = sound.channel(channel)
        for sample in part { samples[place][sample - wanted.lowerBound] += source[sample - range.lowerBound] }
      }
    }
  }
}

/// Finds sound in other sound.
public enum SoundAlignment {
  /// Where something was found.
  public struct Place: Hashable, Sendable {
    /// The first value of it.
    public var offset: Int
    /// The correlation there: 1 for the same, -1 for the same turned over.
    public var likeness: Double
    /// The largest correlation elsewhere.
    public var rival: Double
  }

  /// Where in `sound` the values of `pattern` are found best, by normalised correlation.
  ///
  /// - Parameters:
  ///   - distance: how far from the best place another one counts as elsewhere.
  ///   - eitherWay: whether it may be turned over.
  /// - Returns: `nil` where the pattern is longer than the sound, or one of the two does not change.
  public static func find(_ pattern: [Float], in sound: [Float], distance: Int, eitherWay: Bool = false) -> Place? {
    let count = pattern.count
    guard count > 0, sound.count >= count else { return nil }
    let mean = pattern.reduce(0, +) / Float(count)
    let centered = pattern.map { $0 - mean }
    let energy = centered.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard energy > 0 else { return nil }
    var (sum, squares) = (0.0, 0.0)
    for value in sound[..<count] {
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    var likenesses: [Double] = []
    likenesses.reserveCapacity(sound.count - count + 1)
    sound.withUnsafeBufferPointer { sound in
      centered.withUnsafeBufferPointer { pattern in
        guard let first = sound.baseAddress, let own = pattern.baseAddress else { return }
        for offset in 0...(sound.count - count) {
          let variance = squares - sum * sum / Double(count)
          let product = dot(own, first + offset, count)
          likenesses.append(variance > 1e-9 * max(squares, 1e-12) ? product / (energy * variance).squareRoot() : 0)
          guard offset + count < sound.count else { break }
          let (leaving, coming) = (Double(sound[offset]), Double(sound[offset + count]))
          sum += coming - leaving
          squares += coming * coming - leaving * leaving
        }
      }
    }
    func weight(_ likeness: Double) -> Double { eitherWay ? abs(likeness) : likeness }
    guard let best = likenesses.indices.max(by: { weight(likenesses[$0]) < weight(likenesses[$1]) }), likenesses[best] != 0 else { return nil }
    let rival = likenesses.indices.lazy.filter { abs($0 - best) > distance }.map { weight(likenesses[$0]) }.max() ?? 0
    return Place(offset: best, likeness: likenesses[best], rival: rival)
  }

  /// Where a tone of a length begins, whatever its phase and level.
  ///
  /// - Returns: the place that resembles it most: 1 for nothing but that tone and silence around; `nil` where the sound is shorter, or silent.
  public static func tone(_ frequency: Double, length: Int, in sound: [Float], sampleRate: Int) -> Place? {
    guard length > 0, sound.count >= length else { return nil }
    var (sines, cosines, squares) = ([0.0], [0.0], [0.0])
    for (place, value) in sound.enumerated() {
      let (sample, angle) = (Double(value), 2 * .pi * frequency * Double(place) / Double(sampleRate))
      sines.append(sines[place] + sample * sin(angle))
      cosines.append(cosines[place] + sample * cos(angle))
      squares.append(squares[place] + sample * sample)
    }
    // What is around the tone belongs to the judgement: within a longer tone no place is better than another.
    let margin = length / 2
    var best: Place?
    for place in 0...(sound.count - length) {
      let end = place + length
      let (before, behind) = (max(0, place - margin), min(sound.count, end + margin))
      let whole = squares[behind] - squares[before]
      guard whole > 1e-9 else { continue }
      let (sine, cosine) = (sines[end] - sines[place], cosines[end] - cosines[place])
      let likeness = ((sine * sine + cosine * cosine) / (whole * Double(length) / 2)).squareRoot()
      if likeness > (best?.likeness ?? 0) + 1e-6 { best = Place(offset: place, likeness: likeness, rival: 0) }
    }
    return best
  }

  private static func dot(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Double {
    var sum = SIMD8<Float>.zero
    var index = 0
    while index + 8 <= count {
      sum += left.eight(index) * right.eight(index)
      index += 8
    }
    var rest = Double(sum.sum())
    while index < count {
      rest += Double(left[index]) * Double(right[index])
      index += 1
    }
    return rest
  }
}
