// SPDX-License-Identifier: Apache-2.0

public import Essence

/// What the parts of a wrapper, the coded streams and their labels should be like. A part that is `nil` is not judged.
public struct StructureLimits: Hashable, Sendable, Codable {
  /// Captions inside the file.
  public struct Captions: Hashable, Sendable, Codable {
    /// Kinds of which at least one has to be there; none where that is empty.
    public var required: [CaptionKind]
    /// Whether there may be none at all.
    public var areForbidden: Bool
    /// What missing, unwanted or damaged ones weigh.
    public var severity: Severity

    /// Captions of any of `required`, or none where they are forbidden.
    public init(required: [CaptionKind] = [], areForbidden: Bool = false, severity: Severity = .mandatory) {
      self.required = required
      self.areForbidden = areForbidden
      self.severity = severity
    }
  }

  /// The active format (AFD) inside the file.
  public struct ActiveFormats: Hashable, Sendable, Codable {
    /// Codes of which one has to be there all through; an empty list allows none at all.
    public var allowed: [Int]
    /// What a missing, unwanted or wrong one weighs.
    public var severity: Severity

    /// One of `allowed`, or none where that is empty.
    public init(allowed: [Int], severity: Severity = .mandatory) {
      self.allowed = allowed
      self.severity = severity
    }
  }

  /// A framework of descriptive metadata.
  public struct Framework: Hashable, Sendable, Codable {
    /// What people call it: `AS-11 core`.
    public var name: String
    /// The last eight bytes of the key of its sets, in hexadecimal.
    public var key: String

    /// The framework `name`.
    public init(_ name: String, key: String) {
      self.name = name
      self.key = key
    }
  }

  /// Operational patterns of MXF, as `OP1a`, in every partition.
  public var operationalPatterns: Expectation<String>?
  /// What a header partition that is open or incomplete, a missing footer, or a broken chain of partitions weighs.
  public var closedAndComplete: Severity?
  /// What a random index pack that is missing or wrong weighs (EBU QC 0118W).
  public var randomIndex: Severity?
  /// What index tables of MXF weigh that are missing, not whole, or end elsewhere than the pictures.
  public var indexTables: Severity?
  /// The size of the KLV alignment grid, in bytes.
  public var alignments: Expectation<Int>?
  /// What more than one partition with essence weighs.
  public var singleEssencePartition: Severity?
  /// Frameworks of descriptive metadata that have to be in the header of MXF, by the last eight bytes of their keys in hexadecimal, and their names.
  public var frameworks: Expectation<Framework>?
  /// What an index behind the essence weighs, in QuickTime and MP4.
  public var indexFirst: Severity?
  /// The most pictures in a group.
  public var largestGroup: Ceiling<Int>?
  /// What a picture that needs another one weighs.
  public var allIntra: Severity?
  /// What a group that needs the one before it weighs.
  public var closedGroups: Severity?
  /// The most pictures predicted both ways (B) in a row.
  public var largestBidirectionalRun: Ceiling<Int>?
  /// The least bits of picture a second, on average.
  public var smallestMeanBitRate: Ceiling<Int>?
  /// The most bits of picture a second, on average.
  public var largestMeanBitRate: Ceiling<Int>?
  /// The most bits of picture in any second.
  public var largestPeakBitRate: Ceiling<Int>?
  /// What a stated bit rate that is more than 5 % from the measured one weighs.
  public var statedBitRate: Severity?
  /// What timecodes that differ from the one that the file plays as weigh.
  public var timecodesAgree: Severity?
  /// What a timecode that jumps weighs.
  public var timecodesContinuous: Severity?
  /// Captions.
  public var captions: Captions?
  /// The active format.
  public var activeFormats: ActiveFormats?
  /// A regular expression that the whole file name, with its extension, has to match.
  public var fileName: Expectation<String>?
  /// The most bytes of the file.
  public var largestFile: Ceiling<Int>?

  /// Limits; nothing is asked until set.
  public init() {}
}

/// Which sound tracks carry what, by their number in the file from 1. An empty list leaves it to the check.
public struct TrackRoles: Hashable, Sendable, Codable {
  /// The programme: left, right, centre, LFE, left and right surround.
  public var programme: [Int]
  /// The dialogue stem.
  public var dialogue: [Int]
  /// The music stem.
  public var music: [Int]
  /// The effects stem.
  public var effects: [Int]
  /// What a track that is not there weighs.
  public var severity: Severity

  /// Tracks by their number.
  public init(programme: [Int] = [], dialogue: [Int] = [], music: [Int] = [], effects: [Int] = [], severity: Severity = .advisory) {
    self.programme = programme
    self.dialogue = dialogue
    self.music = music
    self.effects = effects
    self.severity = severity
  }
}

extension InspectionProfile {
  /// Puts the streams of the file in place of track numbers. Stems are compared only where every one of them is there.
  mutating func placeTracks(in description: MediaDescription) {
    func streams(_ numbers: [Int]) -> [Int]? {
      let found = numbers.compactMap { number in
        number >= 1 && number <= description.audio.count ? description.audio[number - 1].index : nil
      }
      return found.count == numbers.count && !found.isEmpty ? found : nil
    }
    if let programme = streams(tracks.programme) { self.programme = .streams(programme) }
    if let dialogue = streams(tracks.dialogue), let background = streams(tracks.music + tracks.effects) {
      var limits = sound.intelligibility ?? IntelligibilityLimits()
      (limits.dialogue, limits.background) = (dialogue, background)
      sound.intelligibility = limits
    }
  }
}
