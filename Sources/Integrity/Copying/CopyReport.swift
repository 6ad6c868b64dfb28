// SPDX-License-Identifier: Apache-2.0

public import Files

/// How a copy, or one destination of it, or a verification ended.
public enum IntegrityStatus: String, Codable, Sendable {
  /// Everything that was asked for, and all of it proved.
  case clean
  /// Something was found to differ.
  case rejected
  /// Part of it was done: something was left out or could not be copied.
  case partial
  /// None of it was done.
  case failed
  /// The operator stopped it. Running it again resumes.
  case cancelled
}

/// What a copy did, file by file and destination by destination.
public struct CopyReport: Codable, Equatable, Sendable {
  /// A file that is not as it should be.
  public struct Failure: Codable, Equatable, Sendable {
    /// Which, from the scope.
    public let path: String
    /// Why, for people.
    public let reason: String

    /// A failure.
    public init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// When the source was listed for the last time and compared with what was copied.
  public struct LastLook: Codable, Equatable, Sendable {
    /// When that began.
    public let date: Timestamp
    /// Whether the source was looked for after that, when the last destination had been brought up, and was not there any more.
    public internal(set) var isGoneSince = false
  }

  /// One destination.
  public struct Destination: Codable, Equatable, Sendable {
    /// The copy: the folder made there, or the file.
    public let path: String
    /// How it ended.
    public let status: IntegrityStatus
    /// The manifest's path; nil when none was written because the copy is not complete.
    public let manifest: String?
    /// How many files are there and proved as the plan asks.
    public let complete: Int
    /// The files that are not.
    public let failed: [Failure]
    /// Why the whole destination dropped out, if it did; of a complete one, what could not be tidied away.
    public let reason: String?
    /// How reading back was kept from being answered out of memory; nil when nothing was read back.
    public let readBack: CacheBypass?
    /// The system's number of the volume.
    public let device: UInt64
    /// The volume as it was before the copy; nil in reports of earlier versions.
    public let volume: VolumeSummary?
    /// The copy that this one was brought up from where not all of it came from the source; nil where all did.
    public let caughtUpFrom: String?
    /// How many bytes were there before this run and proved right; nil in reports of earlier versions.
    public let resumedBytes: Int64?
  }

  /// How it ended.
  public internal(set) var status: IntegrityStatus
  /// The source's real path.
  public let source: String
  /// How the copy was proved.
  public let verification: CopyPlan.Verification
  /// How many files the source has.
  public let files: Int
  /// How many bytes they have.
  public let bytes: Int64
  /// How many of them are there and proved, as the plan asks, at every destination.
  public let complete: Int
  /// How many bytes those have.
  public let completeBytes: Int64
  /// When it began.
  public let started: Timestamp
  /// When the first of the runs began that this one finished; `started` where there was none before.
  public let firstStarted: Timestamp
  /// When it ended.
  public let finished: Timestamp
  /// How many runs it took so far, this one included.
  public let attempts: Int
  /// How many bytes were at the destinations before this run and proved right, all destinations together.
  public let resumedBytes: Int64
  /// The volume of the source; nil in reports of earlier versions.
  public let sourceVolume: VolumeSummary?
  /// How long it took.
  public let seconds: Double
  /// Source bytes that arrived at any destination, or proved to be there already, per second, everything included.
  public let bytesPerSecond: Double
  /// The destinations, in the order of the plan.
  public let destinations: [Destination]
  /// What was read whole from a source that held still.
  public let items: Items
  /// Files of the source that could not be read or changed meanwhile.
  public let failed: [Failure]
  /// When the source was looked at last; nil where the copy was stopped before, and in reports of earlier versions.
  public let lastLook: LastLook?
  /// What was left out, and why.
  public let skipped: [Failure]
  /// What to know besides.
  public internal(set) var notes: [String]
  /// What is to be kept beside copies that something else was offered for, by whoever ends the offload; not a part of what is written down.
  public internal(set) var refusals: [RefusedOffload.Due] = []
  /// Whether enough proved copies exist to erase the source. Computed, never stated.
  public internal(set) var safeToErase: Bool
  /// What the answer rests on, or what it lacks.
  public internal(set) var reasons: [String]
}
