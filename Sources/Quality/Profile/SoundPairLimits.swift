// SPDX-License-Identifier: Apache-2.0

/// When the two channels of a pair count as out of phase (EBU QC 0012B).
public struct PhaseLimits: Hashable, Sendable, Codable {
  /// The correlation of one second, −1 to 1, below which the pair is out of phase.
  public var minimum: Double
  /// The shortest stretch that is reported, in seconds.
  public var minimumSeconds: Double
  /// The level that both channels must reach, in dBFS of their mean square.
  public var level: Double
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default below −0.3 for two seconds, both channels above −50 dBFS.
  public init(minimum: Double = -0.3, minimumSeconds: Double = 2, level: Double = -50, severity: Severity = .advisory) {
    self.minimum = minimum
    self.minimumSeconds = minimumSeconds
    self.level = level
    self.severity = severity
  }
}

/// How much loudness a programme may lose in mono.
public struct MonoLimits: Hashable, Sendable, Codable {
  /// The greatest loss, in LU. A pair of identical channels loses nothing, one of unrelated channels 3 LU.
  public var maximumLoss: Double
  /// What more weighs.
  public var severity: Severity

  /// Limits; by default 6 LU.
  public init(maximumLoss: Double = 6, severity: Severity = .advisory) {
    self.maximumLoss = maximumLoss
    self.severity = severity
  }
}

/// When channels count as misplaced (EBU QC 0095B, 0124B, 0230B).
public struct AssignmentLimits: Hashable, Sendable, Codable {
  /// How far below its sum the difference of a pair must lie for the pair to be the same sound twice, in dB.
  public var likeness: Double
  /// The share of an LFE channel's energy above 300 Hz that makes it something else, in dB.
  public var effectsTreble: Double
  /// The share of another channel's energy above 300 Hz below which it may be the LFE channel, in dB.
  public var fullRangeTreble: Double
  /// How far the two channels of a pair may differ in loudness over the whole programme, in LU; `nil` is not judged.
  public var maximumBalance: Double?
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default a difference 60 dB down, −10 dB in the LFE channel and −30 dB in others, and any balance.
  public init(
    likeness: Double = 60, effectsTreble: Double = -10, fullRangeTreble: Double = -30, maximumBalance: Double? = nil, severity: Severity = .advisory
  ) {
    self.likeness = likeness
    self.effectsTreble = effectsTreble
    self.fullRangeTreble = fullRangeTreble
    self.maximumBalance = maximumBalance
    self.severity = severity
  }
}
