// SPDX-License-Identifier: Apache-2.0

import Essence

/// Cuts sound into windows of one length, in whatever blocks it came, so that what is worked out of a window does not depend on the blocks.
///
///     var next = 0
///     while windows.fill(from: block, next: &next) { work() }
///
/// Where the stream has a hole, a window begins anew behind it and what was gathered of the one before is let go.
struct SoundWindows: Sendable {
  /// Samples in a window.
  let length: Int
  /// Samples before the window's first that are kept with it, zero before the beginning.
  let history: Int
  let channelCount: Int
  /// The position of the window's first sample.
  private(set) var position = 0
  /// How many of the window's samples are there.
  private(set) var filled = 0
  /// Whether the window is the first, or the first behind a hole.
  private(set) var startsAnew = true
  private var hasBegun = false
  private var samples: [Float]

  init(channelCount: Int, length: Int, history: Int = 0) {
    precondition(length > 0 && history <= length, "a window holds its history")
    (self.length, self.history, self.channelCount) = (length, history, channelCount)
    samples = [Float](repeating: 0, count: channelCount * (length + history))
  }

  /// Takes samples of `block` from `next` on until the window is full; `false` once the block is used up.
  mutating func fill(from block: AudioBlock<Float>, next: inout Int) -> Bool {
    if filled == length { advance() }
    if next == 0 && (!hasBegun || block.position != position + filled) { begin(at: block.position) }
    let count = min(block.count - next, length - filled)
    guard count > 0 else { return false }
    samples.withUnsafeMutableBufferPointer { samples in
      for channel in 0..<channelCount {
        let target = channel * (length + history) + history + filled
        if channel < block.channelCount {
          let source = block.channel(channel)
          for index in 0..<count { samples[target + index] = source[next + index] }
        } else {
          for index in 0..<count { samples[target + index] = 0 }
        }
      }
    }
    filled += count
    next += count
    return filled == length
  }

  /// Fills what is missing with silence and returns how many samples are sound; 0 where there is no window under way.
  mutating func complete() -> Int {
    let sounding = filled
    guard sounding > 0, sounding < length else { return 0 }
    for channel in 0..<channelCount {
      let base = channel * (length + history) + history
      for index in sounding..<length { samples[base + index] = 0 }
    }
    filled = length
    return sounding
  }

  /// Shows the samples of a channel, the window's first at index 0 and its history at negative ones.
  func withChannel<Result>(_ channel: Int, _ body: (UnsafePointer<Float>) -> Result) -> Result {
    samples.withUnsafeBufferPointer { samples in
      guard let base = samples.baseAddress else { preconditionFailure("a window is never empty") }
      return body(base + channel * (length + history) + history)
    }
  }

  // MARK: -

  private mutating func advance() {
    position += length
    filled = 0
    startsAnew = false
    guard history > 0 else { return }
    samples.withUnsafeMutableBufferPointer { samples in
      for channel in 0..<channelCount {
        let base = channel * (length + history)
        for index in 0..<history { samples[base + index] = samples[base + length + index] }
      }
    }
  }

  private mutating func begin(at position: Int) {
    hasBegun = true
    self.position = position
    filled = 0
    startsAnew = true
    for channel in 0..<channelCount {
      for index in 0..<history { samples[channel * (length + history) + index] = 0 }
    }
  }
}

extension UnsafePointer<Float> {
  /// Eight samples from `index` on.
  @inline(__always) func eight(_ index: Int) -> SIMD8<Float> {
    UnsafeRawPointer(self + index).loadUnaligned(as: SIMD8<Float>.self)
  }
}

// The standard library's `pointwiseMax` goes lane by lane; these are one or two instructions.
extension SIMD8<Float> {
  /// The magnitude of each: without its sign bit.
  @inline(__always) var magnitudes: SIMD8<Float> {
    unsafeBitCast(unsafeBitCast(self, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: SIMD8<Float>.self)
  }

  /// The larger of each two.
  @inline(__always) func larger(_ other: SIMD8<Float>) -> SIMD8<Float> { replacing(with: other, where: other .> self) }
}
