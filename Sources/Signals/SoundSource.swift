// SPDX-License-Identifier: Apache-2.0

public import Essence

/// Sound that can be made at any position: the same position always gives the same sample.
public protocol SoundSource: Sendable {
  /// Samples a second.
  var sampleRate: Int { get }

  /// The samples at `positions`, as 24-bit integers: full scale is ±8 388 607.
  func samples(_ positions: Range<Int>) -> [Int32]
}

extension SoundSource {
  /// A block in which every channel carries the sound, as exact 24-bit integers.
  public func integers(_ positions: Range<Int>, channels: Int = 2) -> AudioBlock<Int32> {
    AudioBlock(
      sampleRate: sampleRate, position: positions.lowerBound, bitDepth: 24, channels: Array(repeating: samples(positions), count: channels))
  }

  /// The same block with full scale at ±1; each value is the 24-bit integer divided by 2²³, which a `Float` holds exactly.
  public func floats(_ positions: Range<Int>, channels: Int = 2) -> AudioBlock<Float> {
    let values = samples(positions).map { Float($0) / 8_388_608 }
    return AudioBlock(sampleRate: sampleRate, position: positions.lowerBound, bitDepth: 24, channels: Array(repeating: values, count: channels))
  }
}

/// Digital silence: every sample zero.
public struct Silence: SoundSource {
  /// Samples a second.
  public let sampleRate: Int

  /// Silence at `sampleRate`.
  public init(sampleRate: Int = 48_000) { self.sampleRate = sampleRate }

  /// Zeros.
  public func samples(_ positions: Range<Int>) -> [Int32] { [Int32](repeating: 0, count: positions.count) }
}

/// A sample with full scale at ±1 as the nearest 24-bit integer, held within the scale.
func quantized24(_ value: Double) -> Int32 { Int32(max(-8_388_607, min(8_388_607, (value * 8_388_608).rounded()))) }
