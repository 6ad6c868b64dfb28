// SPDX-License-Identifier: Apache-2.0

import Essence

/// Where each stream has got to, and how much of it there was. A file may claim any position: those that leap are not believed.
struct StreamPositions {
  /// How far a stream may leap forward, in seconds.
  private static let maximumLeap = 600

  /// Pictures or samples counted in each stream.
  private(set) var counts: [Int: Int] = [:]
  private var next: [Int: Int] = [:]

  /// Where items are taken to begin.
  struct Place: Equatable {
    /// The position of the first.
    let position: Int
    /// How many are missing between them and what came before.
    let missing: Int
    /// Whether they claim to lie further on than anybody can believe.
    let leaps: Bool
  }

  /// Counts `count` items of `stream` that claim to begin at `claimed`, and returns where they are taken to begin: never before the end of what came
  /// before, and never more than a leap after it.
  mutating func place(_ claimed: Int, count: Int, stream: Int, perSecond: Int) -> Place {
    let earliest = next[stream] ?? 0
    let isCredible = claimed >= earliest && claimed - earliest <= Self.maximumLeap * max(1, min(perSecond, 1_000_000))
    let position = isCredible ? claimed : earliest
    let missing = next[stream] == nil ? 0 : position - earliest
    next[stream] = position + count
    counts[stream, default: 0] += count
    return Place(position: position, missing: missing, leaps: !isCredible && claimed > earliest)
  }
}

extension AudioBlock {
  /// The same samples at another position.
  func moved(to position: Int) -> AudioBlock {
    guard position != self.position else { return self }
    let bases = (0..<channelCount).compactMap { channel($0).baseAddress }
    return AudioBlock(
      sampleRate: sampleRate, position: position, count: count, bitDepth: bitDepth, channelBases: bases, owner: WholeBlock(block: self))
  }
}

/// Keeps a block alive whose samples another block shows.
private final class WholeBlock<Sample: Sendable>: Sendable {
  let block: AudioBlock<Sample>
  init(block: AudioBlock<Sample>) { self.block = block }
}
