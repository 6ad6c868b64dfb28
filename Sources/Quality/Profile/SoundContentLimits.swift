// SPDX-License-Identifier: Apache-2.0

public import Timing

/// Where line-up tone belongs and what it should be (EBU QC 0014B).
public struct ToneLimits: Hashable, Sendable, Codable {
  /// A part of the file where tone belongs.
  public struct Section: Hashable, Sendable, Codable {
    /// The first frame, zero-based.
    public var startFrame: FrameCount
    /// The frame after the last.
    public var endFrame: FrameCount
    /// What the tone should be; `nil` takes any.
    public var kind: LineUpKind?

    /// A section from `startFrame` up to `endFrame`.
    public init(startFrame: FrameCount, endFrame: FrameCount, kind: LineUpKind? = nil) {
      self.startFrame = startFrame
      self.endFrame = endFrame
      self.kind = kind
    }
  }

  /// Where tone belongs.
  public var sections: [Section]
  /// The level of a tone there, in dBFS; `nil` is not judged.
  public var level: Double?
  /// How far off the level may be, in dB.
  public var levelTolerance: Double
  /// What a tone that is missing, of another kind, at another level, or on the wrong channel weighs.
  public var severity: Severity
  /// The shortest tone outside the sections that is reported, in seconds.
  public var minimumSeconds: Double
  /// What a tone outside the sections weighs; `nil` leaves it to the readings.
  public var unexpectedSeverity: Severity?

  /// Limits; by default no section, −18 dBFS ±0.5 dB (EBU R 68) where there is one, and tones outside of a second or more for the record.
  public init(
    sections: [Section] = [], level: Double? = -18, levelTolerance: Double = 0.5, severity: Severity = .advisory, minimumSeconds: Double = 1,
    unexpectedSeverity: Severity? = .info
  ) {
    self.sections = sections
    self.level = level
    self.levelTolerance = levelTolerance
    self.severity = severity
    self.minimumSeconds = minimumSeconds
    self.unexpectedSeverity = unexpectedSeverity
  }
}

/// Data in place of sound: bursts of SMPTE ST 337, such as Dolby E.
public struct EncodedLimits: Hashable, Sendable, Codable {
  /// The streams that may carry data; `nil` allows it everywhere.
  public var streams: [Int]?
  /// What data elsewhere weighs.
  public var severity: Severity

  /// Limits; by default data is allowed nowhere.
  public init(streams: [Int]? = [], severity: Severity = .mandatory) {
    self.streams = streams
    self.severity = severity
  }
}

/// Loudness of the dialogue alone, where speech is recognised.
public struct DialogueLimits: Hashable, Sendable, Codable {
  /// Dialogue loudness aimed at, in LUFS; `nil` is only measured.
  public var target: Double?
  /// How far off it may be, in LU.
  public var tolerance: Double
  /// The share of speech below which dialogue loudness is not judged, in percent.
  public var minimumSpeech: Double
  /// The most that the programme may be louder than its dialogue, in LU (EBU R 128 s4); `nil` is not judged.
  public var maximumAboveDialogue: Double?
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default nothing is judged, and dialogue is measured.
  public init(
    target: Double? = nil, tolerance: Double = 2, minimumSpeech: Double = 15, maximumAboveDialogue: Double? = nil, severity: Severity = .advisory
  ) {
    self.target = target
    self.tolerance = tolerance
    self.minimumSpeech = minimumSpeech
    self.maximumAboveDialogue = maximumAboveDialogue
    self.severity = severity
  }
}

/// How clearly dialogue stands out of its background.
public struct IntelligibilityLimits: Hashable, Sendable, Codable {
  /// The streams of the dialogue stem; without them the ratio of the mix is estimated.
  public var dialogue: [Int]
  /// The streams of everything else: music, effects, ambience.
  public var background: [Int]
  /// The least loudness of a phrase above its background, in LU.
  public var minimumRatio: Double
  /// The age that the advisory listener has, in years; `nil` asks for none.
  public var listenerAge: Int?
  /// What a phrase below the ratio weighs.
  public var severity: Severity

  /// Limits; by default the mix is estimated, 7 LU, and a listener of 70 years.
  public init(
    dialogue: [Int] = [], background: [Int] = [], minimumRatio: Double = 7, listenerAge: Int? = 70, severity: Severity = .advisory
  ) {
    self.dialogue = dialogue
    self.background = background
    self.minimumRatio = minimumRatio
    self.listenerAge = listenerAge
    self.severity = severity
  }
}

/// Pips that sound and picture are lined up by.
public struct PipLimits: Hashable, Sendable, Codable {
  /// The level at which a pip begins, in dBFS.
  public var level: Double
  /// The quiet before and after it, in seconds.
  public var quietSeconds: Double
  /// The longest pip, in seconds.
  public var maximumSeconds: Double

  /// Limits; by default up to half a second above −50 dBFS between silences of 0.2 s.
  public init(level: Double = -50, quietSeconds: Double = 0.2, maximumSeconds: Double = 0.5) {
    self.level = level
    self.quietSeconds = quietSeconds
    self.maximumSeconds = maximumSeconds
  }
}
