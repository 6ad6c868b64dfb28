// SPDX-License-Identifier: Apache-2.0

/// What is asked of sound beside its loudness, peak and silence. A part that is `nil` is not looked for.
public struct SoundLimits: Hashable, Sendable, Codable {
  /// Flat tops.
  public var clipping: ClippingLimits?
  /// Clicks.
  public var clicks: ClickLimits?
  /// Holes.
  public var dropouts: DropoutLimits?
  /// Hum of the mains.
  public var hum: HumLimits?
  /// DC offset.
  public var offset: OffsetLimits?
  /// Pairs out of phase.
  public var phase: PhaseLimits?
  /// Loss in mono.
  public var mono: MonoLimits?
  /// Channels in the wrong place.
  public var assignment: AssignmentLimits?
  /// Line-up tone.
  public var tones: ToneLimits?
  /// Data in place of sound; it is recognised, and kept out of every measurement, whether or not this is asked.
  public var encoded: EncodedLimits?
  /// Dialogue loudness.
  public var dialogue: DialogueLimits?
  /// Dialogue against its background.
  public var intelligibility: IntelligibilityLimits?
  /// Pips of sound and picture.
  public var pips: PipLimits?
  /// What samples that are no numbers weigh; they are silenced whether or not this is asked.
  public var invalidSamples: Severity?
  /// What samples too small for ordinary floating point weigh; they are silenced whether or not this is asked.
  public var denormalSamples: Severity?

  /// Limits; by default nothing is asked, but that samples be numbers.
  public init(
    clipping: ClippingLimits? = nil, clicks: ClickLimits? = nil, dropouts: DropoutLimits? = nil, hum: HumLimits? = nil, offset: OffsetLimits? = nil,
    phase: PhaseLimits? = nil, mono: MonoLimits? = nil, assignment: AssignmentLimits? = nil, tones: ToneLimits? = nil,
    encoded: EncodedLimits? = nil, dialogue: DialogueLimits? = nil, intelligibility: IntelligibilityLimits? = nil, pips: PipLimits? = nil,
    invalidSamples: Severity? = .mandatory, denormalSamples: Severity? = .info
  ) {
    self.clipping = clipping
    self.clicks = clicks
    self.dropouts = dropouts
    self.hum = hum
    self.offset = offset
    self.phase = phase
    self.mono = mono
    self.assignment = assignment
    self.tones = tones
    self.encoded = encoded
    self.dialogue = dialogue
    self.intelligibility = intelligibility
    self.pips = pips
    self.invalidSamples = invalidSamples
    self.denormalSamples = denormalSamples
  }

  /// Every check with its default limits.
  public static let all = SoundLimits(
    clipping: ClippingLimits(), clicks: ClickLimits(), dropouts: DropoutLimits(), hum: HumLimits(), offset: OffsetLimits(), phase: PhaseLimits(),
    mono: MonoLimits(), assignment: AssignmentLimits(), tones: ToneLimits(), encoded: EncodedLimits(), dialogue: DialogueLimits(),
    intelligibility: IntelligibilityLimits(), pips: PipLimits())
}

/// When sound counts as silent.
public struct SilenceLimits: Hashable, Sendable, Codable {
  /// The sample magnitude below which a sample is silent, in dBFS.
  public var threshold: Double
  /// The shortest silence that is reported, in seconds; no less than 0.01.
  public var minimumSeconds: Double
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default −60 dBFS for two seconds, on every channel of the programme at once.
  public init(threshold: Double = -60, minimumSeconds: Double = 2, severity: Severity = .advisory) {
    self.threshold = threshold
    self.minimumSeconds = minimumSeconds
    self.severity = severity
  }
}

/// How loud the programme may be (ITU-R BS.1770-5, EBU R 128).
public struct LoudnessLimits: Hashable, Sendable, Codable {
  /// Integrated loudness aimed at, in LUFS.
  public var target: Double
  /// How far off it may be, either way, in LU.
  public var tolerance: Double
  /// What a miss weighs.
  public var severity: Severity
  /// The widest loudness range, in LU; `nil` is not judged.
  public var maxRange: Double?
  /// What too wide a range weighs.
  public var rangeSeverity: Severity
  /// The loudest short-term value, in LUFS; `nil` is not judged.
  public var maxShortTerm: Double?
  /// What too loud a short-term value weighs.
  public var shortTermSeverity: Severity
  /// The loudest momentary value, in LUFS; `nil` is not judged.
  public var maxMomentary: Double?
  /// What too loud a momentary value weighs.
  public var momentarySeverity: Severity
  /// Whether integrated loudness is judged only where there is too little speech for dialogue loudness to be judged.
  public var onlyWithoutDialogue: Bool

  /// Limits around `target`; by default those of EBU R 128 with ±0.5 LU.
  public init(
    target: Double = -23, tolerance: Double = 0.5, severity: Severity = .mandatory, maxRange: Double? = nil, rangeSeverity: Severity = .advisory,
    maxShortTerm: Double? = nil, shortTermSeverity: Severity = .mandatory, maxMomentary: Double? = nil, momentarySeverity: Severity = .mandatory,
    onlyWithoutDialogue: Bool = false
  ) {
    self.target = target
    self.tolerance = tolerance
    self.severity = severity
    self.maxRange = maxRange
    self.rangeSeverity = rangeSeverity
    self.maxShortTerm = maxShortTerm
    self.shortTermSeverity = shortTermSeverity
    self.maxMomentary = maxMomentary
    self.momentarySeverity = momentarySeverity
    self.onlyWithoutDialogue = onlyWithoutDialogue
  }
}

/// How high the true peak may go (ITU-R BS.1770-5, annex 2).
public struct TruePeakLimits: Hashable, Sendable, Codable {
  /// The highest peak allowed, in dBTP.
  public var maximum: Double
  /// What a finding weighs.
  public var severity: Severity

  /// A limit; by default −1 dBTP, that of EBU R 128.
  public init(maximum: Double = -1, severity: Severity = .mandatory) {
    self.maximum = maximum
    self.severity = severity
  }
}
