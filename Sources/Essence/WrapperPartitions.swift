// SPDX-License-Identifier: Apache-2.0

/// The partitions of an MXF file (SMPTE ST 377-1:2019, 7) and its random index pack (12), summed up.
public struct WrapperPartitions: Hashable, Sendable, Codable {
  /// A partition, by its pack.
  public struct Partition: Hashable, Sendable, Codable {
    /// Whether its metadata are final.
    public var isClosed: Bool
    /// Whether none of its metadata are missing.
    public var isComplete: Bool

    /// A partition in this state.
    public init(isClosed: Bool, isComplete: Bool) {
      self.isClosed = isClosed
      self.isComplete = isComplete
    }

    /// The state as the standard words it: `closed and complete`.
    public var words: String { "\(isClosed ? "closed" : "open") and \(isComplete ? "complete" : "incomplete")" }
  }

  /// The random index pack: the list of partitions at the end of a file.
  public enum RandomIndex: Hashable, Sendable, Codable {
    /// There is none.
    case missing
    /// It lists every partition at its place.
    case consistent
    /// It does not, in words that finish the sentence "the random index pack".
    case contradicts(String)
  }

  /// The header partition.
  public var header: Partition
  /// The footer partition; `nil` where there is none.
  public var footer: Partition?
  /// Body partitions.
  public var bodyCount: Int
  /// Partitions that hold essence, the header's and the footer's own included.
  public var essencePartitions: Int
  /// The operational patterns that partitions name, each once, as `OP1a`.
  public var patterns: [String]
  /// The sizes of the KLV alignment grid that partitions name, each once, in bytes.
  public var alignments: [Int]
  /// The random index pack.
  public var randomIndex: RandomIndex
  /// What following the chain of partitions ran into, in sentences' words.
  public var faults: [String]

  /// Partitions of a file.
  public init(
    header: Partition, footer: Partition? = nil, bodyCount: Int = 0, essencePartitions: Int = 0, patterns: [String] = [], alignments: [Int] = [],
    randomIndex: RandomIndex = .missing, faults: [String] = []
  ) {
    self.header = header
    self.footer = footer
    self.bodyCount = bodyCount
    self.essencePartitions = essencePartitions
    self.patterns = patterns
    self.alignments = alignments
    self.randomIndex = randomIndex
    self.faults = faults
  }
}
