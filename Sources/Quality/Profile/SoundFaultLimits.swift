// SPDX-License-Identifier: Apache-2.0

/// When tops of waves that are flat count as clipped (EBU QC 0005B).
public struct ClippingLimits: Hashable, Sendable, Codable {
  /// The fewest successive samples at full scale that are reported.
  public var fullScaleSamples: Int
  /// The fewest successive samples of one value below full scale, a plateau, that are reported.
  public var plateauSamples: Int
  /// The level below which no plateau is looked for, in dBFS.
  public var plateauLevel: Double
  /// How far the samples of a plateau may differ, as a share of full scale; a step of 16 bits, so that dither does not hide it.
  public var tolerance: Double
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default three samples at full scale, or eight of one value above −30 dBFS.
  public init(
    fullScaleSamples: Int = 3, plateauSamples: Int = 8, plateauLevel: Double = -30, tolerance: Double = 1.0 / 32_768, severity: Severity = .advisory
  ) {
    self.fullScaleSamples = fullScaleSamples
    self.plateauSamples = plateauSamples
    self.plateauLevel = plateauLevel
    self.tolerance = tolerance
    self.severity = severity
  }
}

/// When a moment of high frequencies counts as a click (EBU QC 0057B).
public struct ClickLimits: Hashable, Sendable, Codable {
  /// How far it must stand out of the 25 ms before and after it, in dB.
  public var prominence: Double
  /// The level that it must reach by itself, in dBFS.
  public var level: Double
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default 20 dB above what is around it, and −50 dBFS.
  public init(prominence: Double = 20, level: Double = -50, severity: Severity = .advisory) {
    self.prominence = prominence
    self.level = level
    self.severity = severity
  }
}

/// When a hole in the sound counts as a dropout (EBU QC 0008B).
public struct DropoutLimits: Hashable, Sendable, Codable {
  /// The level below which a sample is missing, in dBFS.
  public var floor: Double
  /// The level that the quarter of a millisecond before and the one after must reach, in dBFS.
  public var level: Double
  /// The shortest hole that is reported, in seconds.
  public var minimumSeconds: Double
  /// The longest, in seconds: more is silence, which is another check's.
  public var maximumSeconds: Double
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default holes of 0.5 ms to half a second below −80 dBFS in sound above −40 dBFS.
  public init(
    floor: Double = -80, level: Double = -40, minimumSeconds: Double = 0.0005, maximumSeconds: Double = 0.5, severity: Severity = .advisory
  ) {
    self.floor = floor
    self.level = level
    self.minimumSeconds = minimumSeconds
    self.maximumSeconds = maximumSeconds
    self.severity = severity
  }
}

/// When steady tones at the mains' frequency and its harmonics count as hum (EBU QC 0088B).
public struct HumLimits: Hashable, Sendable, Codable {
  /// The mains frequencies that are looked for, in Hz.
  public var mains: [Double]
  /// How far a harmonic must stand out of the floor beside it, in dB.
  public var prominence: Double
  /// How many of the first six harmonics must do so.
  public var harmonics: Int
  /// The level that they must reach together, in dBFS.
  public var level: Double
  /// How many seconds must hum before it is reported; they need not follow each other, for loud sound covers hum.
  public var minimumSeconds: Int
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default 50 and 60 Hz, three harmonics that stand 12 dB out and reach −75 dBFS, for five seconds.
  public init(
    mains: [Double] = [50, 60], prominence: Double = 12, harmonics: Int = 3, level: Double = -75, minimumSeconds: Int = 5,
    severity: Severity = .advisory
  ) {
    self.mains = mains
    self.prominence = prominence
    self.harmonics = harmonics
    self.level = level
    self.minimumSeconds = minimumSeconds
    self.severity = severity
  }
}

/// How far from zero the middle of the sound may lie.
public struct OffsetLimits: Hashable, Sendable, Codable {
  /// The largest offset, in percent of full scale.
  public var maximum: Double
  /// For how many seconds in a row it must lie to one side, in whole seconds.
  public var minimumSeconds: Int
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default 0.5 % of full scale (−46 dBFS) for three seconds.
  public init(maximum: Double = 0.5, minimumSeconds: Int = 3, severity: Severity = .advisory) {
    self.maximum = maximum
    self.minimumSeconds = minimumSeconds
    self.severity = severity
  }
}
