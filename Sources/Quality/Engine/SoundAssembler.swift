// SPDX-License-Identifier: Apache-2.0

import Essence

/// Lays the blocks of several streams side by side, so that a programme on mono tracks is heard as one.
///
/// No sample is copied. Where a stream has no sound at a position, it is silent there.
struct SoundAssembler {
  /// How far one stream may run ahead of another before the other is taken as silent: memory stays bounded in a badly interleaved file.
  private static let maximumLeadSeconds = 30
  /// The longest block that stands in for missing sound.
  private static let silenceLength = 4096

  private let streams: [Int]
  private var channelCounts: [Int]
  private var pending: [[AudioBlock<Float>]]
  /// The position up to which sound was handed on; `nil` before the first block.
  private var position: Int?
  private let silence = AudioBlock<Float>(sampleRate: 1, channels: [[Float](repeating: 0, count: silenceLength)])

  /// An assembler of the streams with these indices and numbers of channels.
  init(streams: [Int], channelCounts: [Int]) {
    self.streams = streams
    self.channelCounts = channelCounts
    pending = streams.map { _ in [] }
  }

  /// Takes a block of `stream` and returns what is complete.
  mutating func add(_ block: AudioBlock<Float>, stream: Int) -> [AudioBlock<Float>] {
    guard let member = streams.firstIndex(of: stream), block.count > 0 else { return [] }
    if streams.count == 1 { return [block] }
    pending[member].append(block)
    let lead = pending[member].reduce(0) { $0 + $1.count }
    return drain(fillingGaps: lead > Self.maximumLeadSeconds * block.sampleRate)
  }

  /// Returns what is left, streams that ended early being silent.
  mutating func finish() -> [AudioBlock<Float>] { drain(fillingGaps: true) }

  // MARK: -

  private mutating func drain(fillingGaps: Bool) -> [AudioBlock<Float>] {
    var result: [AudioBlock<Float>] = []
    while fillingGaps ? pending.contains(where: { !$0.isEmpty }) : pending.allSatisfy({ !$0.isEmpty }) {
      let start = position ?? pending.compactMap(\.first?.position).min() ?? 0
      discard(before: start)
      guard let block = assemble(from: start, fillingGaps: fillingGaps) else { break }
      result.append(block)
      position = start + block.count
      discard(before: start + block.count)
    }
    return result
  }

  /// One block from `start` to where the first of the streams changes; `nil` where a stream has to wait for more.
  private func assemble(from start: Int, fillingGaps: Bool) -> AudioBlock<Float>? {
    let heads = pending.map(\.first)
    guard fillingGaps || heads.allSatisfy({ $0 != nil }) else { return nil }
    let ends = heads.compactMap { $0 }.map { $0.position > start ? min($0.position, start + Self.silenceLength) : $0.position + $0.count }
    guard var end = ends.min(), let sampleRate = heads.compactMap({ $0?.sampleRate }).first else { return nil }
    if heads.contains(where: { $0 == nil }) { end = min(end, start + Self.silenceLength) }
    var bases: [UnsafePointer<Float>] = []
    for (head, count) in zip(heads, channelCounts) {
      for channel in 0..<count {
        let sounding = head.flatMap {
          $0.position <= start && channel < $0.channelCount ? $0.channel(channel).baseAddress?.advanced(by: start - $0.position) : nil
        }
        guard let base = sounding ?? silence.channel(0).baseAddress else { return nil }
        if sounding == nil { end = min(end, start + Self.silenceLength) }
        bases.append(base)
      }
    }
    return AudioBlock(
      sampleRate: sampleRate, position: start, count: end - start, bitDepth: nil, channelBases: bases,
      owner: BlockOwner(blocks: heads.compactMap { $0 } + [silence]))
  }

  private mutating func discard(before position: Int) {
    for member in pending.indices {
      let spent = pending[member].prefix { $0.position + $0.count <= position }.count
      if spent > 0 { pending[member].removeFirst(spent) }
    }
  }
}

/// Keeps the blocks alive whose samples an assembled block shows.
private final class BlockOwner: Sendable {
  let blocks: [AudioBlock<Float>]
  init(blocks: [AudioBlock<Float>]) { self.blocks = blocks }
}
