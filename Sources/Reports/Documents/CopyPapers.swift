// SPDX-License-Identifier: Apache-2.0

public import Essence

/// What a copy report says besides what the copy itself did. Whoever copies fills in what is known; what is not is left out of the report.
public struct CopyPapers: Hashable, Sendable {
  /// The clips among the files.
  public var clips: [ClipSummary]
  /// What the card was found to be.
  public var card: Chapter?
  /// What the virus scanner said.
  public var scan: Chapter?
  /// What to know of names and clips, a sentence each.
  public var notes: [String]

  /// Papers; without arguments, none.
  public init(clips: [ClipSummary] = [], card: Chapter? = nil, scan: Chapter? = nil, notes: [String] = []) {
    self.clips = clips
    self.card = card
    self.scan = scan
    self.notes = notes
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
