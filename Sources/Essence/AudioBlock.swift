// SPDX-License-Identifier: Apache-2.0

/// A run of decoded sound, planar and read-only: one buffer of samples for each channel.
///
/// `AudioBlock<Float>` holds samples with full scale at ±1; `AudioBlock<Int32>` holds the exact integers that the file stored, `bitDepth` bits
/// of them significant, right-aligned.
public struct AudioBlock<Sample: Sendable>: @unchecked Sendable {  // the memory is immutable and kept alive by `owner`
  /// Samples a second.
  public let sampleRate: Int
  /// The first sample's zero-based position in its stream.
  public let position: Int
  /// Samples in each channel.
  public let count: Int
  /// Significant bits of the source's samples; `nil` where it was lossy or floating point.
  public let bitDepth: Int?
  /// The first sample of each channel.
  let channelBases: [UnsafePointer<Sample>]
  /// Keeps the memory alive.
  let owner: any AnyObject & Sendable

  /// A block over memory that `owner` keeps alive and nobody writes to.
  public init(
    sampleRate: Int, position: Int, count: Int, bitDepth: Int?, channelBases: [UnsafePointer<Sample>], owner: any AnyObject & Sendable
  ) {
    self.sampleRate = sampleRate
    self.position = position
    self.count = count
    self.bitDepth = bitDepth
    self.channelBases = channelBases
    self.owner = owner
  }

  /// How many channels the block has.
  public var channelCount: Int { channelBases.count }

  /// The samples of one channel; valid while the block lives.
  public func channel(_ index: Int) -> UnsafeBufferPointer<Sample> { UnsafeBufferPointer(start: channelBases[index], count: count) }

  /// A part of the block, without a copy.
  ///
  /// - Parameters:
  ///   - range: the samples, counted from the block's first; within the block.
  ///   - position: where they are to begin.
  public func part(_ range: Range<Int>, at position: Int) -> AudioBlock {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a part lies within its block")
    return AudioBlock(
      sampleRate: sampleRate, position: position, count: range.count, bitDepth: bitDepth, channelBases: channelBases.map { $0 + range.lowerBound },
      owner: owner)
  }
}

extension AudioBlock {
  /// A block that copies samples given as arrays, one for each channel and all of one length.
  public init(sampleRate: Int, position: Int = 0, bitDepth: Int? = nil, channels: [[Sample]]) {
    let count = channels.first?.count ?? 0
    precondition(channels.allSatisfy { $0.count == count }, "every channel of a block has as many samples")
    let storage = SampleStorage(channels)
    self.init(sampleRate: sampleRate, position: position, count: count, bitDepth: bitDepth, channelBases: storage.bases, owner: storage)
  }
}

/// Memory for samples that were given as arrays.
private final class SampleStorage<Sample: Sendable>: @unchecked Sendable {  // written once, in init
  private let memory: UnsafeMutableBufferPointer<Sample>
  let bases: [UnsafePointer<Sample>]

  init(_ channels: [[Sample]]) {
    let count = channels.first?.count ?? 0
    let memory = UnsafeMutableBufferPointer<Sample>.allocate(capacity: max(1, count * channels.count))
    guard let base = memory.baseAddress else { preconditionFailure("an allocation of at least one sample has an address") }
    for (index, channel) in channels.enumerated() {
      channel.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { (base + index * count).initialize(from: start, count: count) }
      }
    }
    self.memory = memory
    self.bases = channels.indices.map { UnsafePointer(base + $0 * count) }
  }

  deinit { memory.deallocate() }
}
