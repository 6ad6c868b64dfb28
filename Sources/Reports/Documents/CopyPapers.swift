// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Foundation

/// What a copy report says besides what the copy itself did. Whoever copies fills in what is known; what is not is left out of the report.
public struct CopyPapers: Hashable, Sendable {
  /// The clips among the files.
  public var clips: [ClipSummary]
  /// What the card was found to be.
  public var card: Chapter?
  /// What the virus scanner said.
  public var scan: Chapter?
  /// Times, attempts and volumes.
  public var circumstances: CopyCircumstances

  /// Papers; without arguments, none.
  public init(
    clips: [ClipSummary] = [], card: Chapter? = nil, scan: Chapter? = nil, circumstances: CopyCircumstances = CopyCircumstances()
  ) {
    self.clips = clips
    self.card = card
    self.scan = scan
    self.circumstances = circumstances
  }

  /// A section that somebody else knows the contents of, in plain words.
  public struct Chapter: Hashable, Sendable, Codable {
    /// A thing to look at.
    public struct Fault: Hashable, Sendable, Codable {
      /// Whether it must be put right; otherwise it is to be looked at.
      public var isGrave: Bool
      /// The file or clip.
      public var subject: String
      /// What is wrong.
      public var text: String

      /// A fault.
      public init(isGrave: Bool, subject: String, text: String) {
        self.isGrave = isGrave
        self.subject = subject
        self.text = text
      }
    }

    /// A named value.
    public struct Entry: Hashable, Sendable, Codable {
      /// What it is.
      public var name: String
      /// Its value.
      public var value: String

      /// A named value.
      public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
      }
    }

    /// The outcome in a few words, which stands at the head of the report too: `Sony XAVC, complete`.
    public var outcome: String
    /// Named values.
    public var entries: [Entry]
    /// What is wrong.
    public var faults: [Fault]
    /// What to know besides.
    public var notes: [String]

    /// A chapter.
    public init(_ outcome: String, entries: [Entry] = [], faults: [Fault] = [], notes: [String] = []) {
      self.outcome = outcome
      self.entries = entries
      self.faults = faults
      self.notes = notes
    }
  }
}

/// When and where a copy happened, beyond its report.
public struct CopyCircumstances: Hashable, Sendable, Codable {
  /// A volume as the system describes it.
  public struct Volume: Hashable, Sendable, Codable {
    /// The kind of file system, `exfat`.
    public var fileSystem: String
    /// Where it is mounted.
    public var mountPoint: String
    /// Its own name.
    public var label: String?
    /// Its size in bytes.
    public var totalBytes: Int64
    /// How many of them were free.
    public var availableBytes: Int64
    /// What it is mounted from, `/dev/sdc1`.
    public var device: String

    /// A volume.
    public init(fileSystem: String, mountPoint: String, label: String? = nil, totalBytes: Int64, availableBytes: Int64, device: String) {
      self.fileSystem = fileSystem
      self.mountPoint = mountPoint
      self.label = label
      self.totalBytes = totalBytes
      self.availableBytes = availableBytes
      self.device = device
    }
  }

  /// When it ended.
  public var finished: Date?
  /// How many runs it took, the first included.
  public var attempts: Int?
  /// The bytes that an earlier run had copied and this one proved again.
  public var resumedBytes: Int64?
  /// The source's volume.
  public var source: Volume?
  /// The volume of each copy, by the path of the copy in the report.
  public var destinations: [String: Volume]
  /// What each copy that lagged behind was completed from, by the path of the copy.
  public var caughtUpFrom: [String: String]

  /// Circumstances; without arguments, unknown ones.
  public init(
    finished: Date? = nil, attempts: Int? = nil, resumedBytes: Int64? = nil, source: Volume? = nil, destinations: [String: Volume] = [:],
    caughtUpFrom: [String: String] = [:]
  ) {
    self.finished = finished
    self.attempts = attempts
    self.resumedBytes = resumedBytes
    self.source = source
    self.destinations = destinations
    self.caughtUpFrom = caughtUpFrom
  }
}
