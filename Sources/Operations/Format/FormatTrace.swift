// SPDX-License-Identifier: Apache-2.0

import Essence
import Hashing

/// What was put into a formatted file, for what is decoded from it to be held against.
struct FormatTrace: Sendable {
  /// A section as it was written.
  struct Section: Sendable {
    /// Some of its pictures, by their place in the section.
    var pictures: [Int: Picture] = [:]
    /// The digest of each channel of each track, in order.
    var sound: [Digest] = []
  }

  var sections: [Section] = []
  /// What an operator should know, one sentence each.
  var notes: [String] = []
}

/// Digests of sound as it comes, each channel for itself: blocks may be cut anywhere.
final class SoundDigests {
  private final class Channel {
    var hasher = MultiHasher([.xxh64])
  }

  private let channels: [Channel]

  /// So many channels of a section.
  init(channels: Int) { self.channels = (0..<channels).map { _ in Channel() } }

  /// Takes the next samples of a channel, as 24-bit integers.
  func add(_ samples: some Collection<Int32>, channel: Int) {
    Array(samples).withUnsafeBytes { channels[channel].hasher.update($0) }
  }

  /// The digests, in the channels' order.
  func finish() -> [Digest] { channels.flatMap { $0.hasher.finish() } }
}

extension AudioBlock<Int32> {
  /// A channel's samples as 24-bit integers.
  func samples24(_ channel: Int) -> [Int32] {
    let shift = 24 - (bitDepth ?? 24)
    return self.channel(channel).map { shift >= 0 ? $0 << shift : $0 >> -shift }
  }
}

extension AudioBlock<Float> {
  /// A channel's samples as the nearest 24-bit integers, held within the scale.
  func samples24(_ channel: Int) -> [Int32] {
    self.channel(channel).map { Int32(max(-8_388_608, min(8_388_607, (Double($0) * 8_388_608).rounded()))) }
  }
}
