// SPDX-License-Identifier: Apache-2.0

public import Files

/// Whether files are still what a history, a manifest or a checksum list says.
public struct VerificationReport: Codable, Equatable, Sendable {
  /// A history's state.
  public struct Chain: Codable, Equatable, Sendable {
    /// How many generations there are, nested histories included.
    public let generations: Int
    /// Whether chain and manifests agree.
    public let intact: Bool

    /// A history's state.
    public init(generations: Int, intact: Bool) {
      self.generations = generations
      self.intact = intact
    }
  }

  /// `clean`: every listed file is there and unchanged, and the chain is intact. New files alone do not reject: they are reported, and the
  /// status is `partial`, because nothing vouches for them.
  public let status: IntegrityStatus
  /// What the files were compared with: a path.
  public let against: String
  /// How many files are as listed.
  public let verified: Int
  /// How many bytes were read.
  public let bytes: Int64
  /// How long it took.
  public let seconds: Double
  /// Files that differ or cannot be read, and why; folders whose hash differs although their files agree.
  public let failed: [CopyReport.Failure]
  /// Listed and not there. A folder ends in `/`.
  public let missing: [String]
  /// There and not listed. The list itself and `ascmhl` folders do not count.
  public let new: [String]
  /// The history's state; nil when the comparison was with a list.
  public let chain: Chain?
  /// What to know besides.
  public let notes: [String]
  /// The number of the generation that was added to the history; nil when none was.
  public var generation: Int?
  /// The manifests that were written, nested histories' first.
  public var manifests: [String] = []
  /// Files and folders that were found under another name.
  public var renamed: [Rename] = []
  /// How many files the history or list names, of what was looked at; of a list that was written, how many it names; of a check without media,
  /// how many documents there are.
  public var listed = 0
  /// How many of the listed files are there, whatever their contents.
  public var present = 0
  /// How many files a generation or manifest of this run records for the first time.
  public var recorded = 0
  /// How reading the files was kept from being answered out of memory, of many the worst; nil where nothing was compared.
  public var readBack: CacheBypass?

  /// A file or folder under another name.
  public struct Rename: Codable, Equatable, Sendable {
    /// Where it was; a folder ends in `/`.
    public let from: String
    /// Where it is.
    public let to: String
  }

  private enum CodingKeys: CodingKey {
    case status, against, verified, bytes, seconds, failed, missing, new, chain, notes, generation, manifests, renamed, listed, present, recorded
    case readBack
  }

  /// Writes every key: `chain`, `generation` and `readBack` are `null` where there is none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(status, forKey: .status)
    try container.encode(against, forKey: .against)
    try container.encode(verified, forKey: .verified)
    try container.encode(bytes, forKey: .bytes)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(failed, forKey: .failed)
    try container.encode(missing, forKey: .missing)
    try container.encode(new, forKey: .new)
    try container.encode(chain, forKey: .chain)
    try container.encode(notes, forKey: .notes)
    try container.encode(generation, forKey: .generation)
    try container.encode(manifests, forKey: .manifests)
    try container.encode(renamed, forKey: .renamed)
    try container.encode(listed, forKey: .listed)
    try container.encode(present, forKey: .present)
    try container.encode(recorded, forKey: .recorded)
    try container.encode(readBack, forKey: .readBack)
  }
}

extension VerificationReport {
  /// Reads a report, also one from before generations were added.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      status: try container.decode(IntegrityStatus.self, forKey: .status), against: try container.decode(String.self, forKey: .against),
      verified: try container.decode(Int.self, forKey: .verified), bytes: try container.decode(Int64.self, forKey: .bytes),
      seconds: try container.decode(Double.self, forKey: .seconds), failed: try container.decode([CopyReport.Failure].self, forKey: .failed),
      missing: try container.decode([String].self, forKey: .missing), new: try container.decode([String].self, forKey: .new),
      chain: try container.decodeIfPresent(Chain.self, forKey: .chain), notes: try container.decode([String].self, forKey: .notes),
      generation: try container.decodeIfPresent(Int.self, forKey: .generation),
      manifests: try container.decodeIfPresent([String].self, forKey: .manifests) ?? [],
      renamed: try container.decodeIfPresent([Rename].self, forKey: .renamed) ?? [],
      listed: try container.decodeIfPresent(Int.self, forKey: .listed) ?? 0, present: try container.decodeIfPresent(Int.self, forKey: .present) ?? 0,
      recorded: try container.decodeIfPresent(Int.self, forKey: .recorded) ?? 0,
      readBack: try container.decodeIfPresent(CacheBypass.self, forKey: .readBack))
  }
}
