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
  /// The machine and program that sign the manifest.
  public var host: HostFacts
  /// Where the dates of the manifest come from.
  public var clock: WallClock

  /// A plan: fully verified, XXH64, two copies wanted before the source may be erased.
  public init(source: String, destinations: [String], host: HostFacts, clock: WallClock = .system) {
    self.source = source
    self.destinations = destinations
    self.host = host
    self.clock = clock
    algorithms = [.standard]
    verification = .full
    ignorePatterns = []
    authors = []
    requiredCopies = 2
    stallLimit = .seconds(180)
  }
}
