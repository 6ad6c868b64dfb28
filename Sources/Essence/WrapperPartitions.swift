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

  /// An index table: what its segments cover together (SMPTE ST 377-1:2019, 11).
  public struct IndexTable: Hashable, Sendable, Codable {
    /// Its number in the file (IndexSID).
    public var number: Int
    /// How many segments it has; repeated ones count.
    public var segments: Int
    /// Edit units a second.
    public var rate: Ratio
    /// Edit units from the first on; `nil` where they all are of one size and the table states no end.
    public var editUnits: Int?
    /// What is not whole, in words that finish a sentence.
    public var faults: [String]

    /// A table of so many segments.
    public init(number: Int, segments: Int, rate: Ratio, editUnits: Int?, faults: [String] = []) {
      self.number = number
      self.segments = segments
      self.rate = rate
      self.editUnits = editUnits
      self.faults = faults
    }
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
  /// The index tables, by number; `nil` where they were not read.
  public var indexTables: [IndexTable]?

  /// Partitions of a file.
  public init(
    header: Partition, footer: Partition? = nil, bodyCount: Int = 0, essencePartitions: Int = 0, patterns: [String] = [], alignments: [Int] = [],
    randomIndex: RandomIndex = .missing, faults: [String] = [], indexTables: [IndexTable]? = nil
  ) {
    self.header = header
    self.footer = footer
    self.bodyCount = bodyCount
    self.essencePartitions = essencePartitions
    self.patterns = patterns
    self.alignments = alignments
    self.randomIndex = randomIndex
    self.faults = faults
    self.indexTables = indexTables
  }
}
