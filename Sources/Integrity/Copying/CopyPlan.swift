// SPDX-License-Identifier: Apache-2.0

public import Files
public import Hashing

/// What to copy, where to and how surely.
///
///     var plan = CopyPlan(source: "/Volumes/A001R2EC", destinations: ["/mnt/shared", "/mnt/nearline"], host: .current(toolVersion: "1.0"))
///     plan.algorithms = [.xxh64, .c4]
///     let report = try Copier(plan).run()
public struct CopyPlan: Sendable {
  /// How a copy is proved.
  public enum Verification: String, Codable, Sendable, CaseIterable {
    /// Sizes are compared. Nothing to erase a card on.
    case transfer
    /// The source is read a second time and must give the same hashes; destinations are compared by size.
    case source
    /// The source is read a second time, and every destination is read back.
    case full
  }

  /// A file of the source that is not to be copied, and why.
  public struct Withheld: Equatable, Sendable {
    /// Which, from the scope.
    public let path: ContainedPath
    /// Why, for people.
    public let reason: String

    /// A file to leave behind.
    public init(path: ContainedPath, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// The file or folder to copy.
  public var source: String
  /// The folders that each receive a copy.
  public var destinations: [String]
  /// The hashes to compute while reading.
  public var algorithms: [HashAlgorithm]
  /// How the copy is proved.
  public var verification: Verification
  /// The copy's name in every destination; nil for the source's own.
  public var name: String?
  /// What to leave out besides the standard patterns: lines in the syntax of gitignore.
  public var ignorePatterns: [String]
  /// Files that are not to be copied, as infected ones. Each is reported as left out, and the copy is partial.
  public var withheld: [Withheld]
  /// What else speaks against erasing the source, in words for people.
  public var reservations: [String]
  /// The people responsible, for the manifest.
  public var authors: [HashList.Author]
  /// Where it is done, for the manifest.
  public var location: String?
  /// Free text for the manifest.
  public var comment: String?
  /// How many verified copies on devices of their own make the source safe to erase.
  public var requiredCopies: Int

  /// A destination that takes nothing for this long drops out.
  public var stallLimit: Duration
  /// How long, in all, the other destinations wait for one that alone is behind before they leave it behind; nil waits to the end.
  public var patience: Duration?
  /// How long to go on trying, once the others are complete, to bring a destination up that dropped out, was left behind or was left out.
  /// Zero tries once; nil does not try. It is fed from a complete copy, not from the source.
  public var catchUp: Duration?
  /// Of `destinations`, those that are fed from another copy once that is complete, and never from the source.
  public var cascade: [String]
  /// Whether a destination with too little room is left out and the others are served. Otherwise the whole copy is refused.
  public var leavesOutFull: Bool
  /// Whether a card may be copied to a place where the same files lie under another name already.
  public var acceptsDuplicate: Bool
  /// Where copies will go later, whose limits the names must keep.
  public var targetSystems: [NameRules]

  /// The machine and program that sign the manifest.
  public var host: HostFacts
  /// Where the dates of the manifest come from.
  public var clock: WallClock

  /// A plan: fully verified, XXH64, two copies wanted before the source may be erased, one try to catch up.
  public init(source: String, destinations: [String], host: HostFacts, clock: WallClock = .system) {
    self.source = source
    self.destinations = destinations
    self.host = host
    self.clock = clock
    algorithms = [.standard]
    verification = .full
    ignorePatterns = []
    withheld = []
    reservations = []
    authors = []
    requiredCopies = 2
    stallLimit = .seconds(180)
    catchUp = .zero
    cascade = []
    leavesOutFull = false
    acceptsDuplicate = false
    targetSystems = []
  }
}
