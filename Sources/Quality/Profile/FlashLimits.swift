// SPDX-License-Identifier: Apache-2.0

/// When pictures flash, or show patterns, in a way that may harm viewers with photosensitive epilepsy (ITU-R BT.1702-3; Ofcom, guidance note on section 2,
/// annex 1). A check against them is a pre-check: no station takes it for a certificate.
public struct FlashLimits: Hashable, Sendable, Codable {
  /// How code values of a picture in standard dynamic range become light.
  public enum Display: String, Hashable, Sendable, Codable, CaseIterable {
    /// IEC 61966-2-1: the relative luminance of WCAG and of the published test sets.
    case sRGB
    /// ITU-R BT.1886: a reference monitor with no light at black.
    case bt1886
  }

  /// What counts as a flash of saturated red.
  public enum RedReading: String, Hashable, Sendable, Codable, CaseIterable {
    /// A change of chromaticity on the CIE 1976 u′v′ diagram (since BT.1702-2, WCAG 2.2).
    case chromaticity
    /// A change of (R − G − B) × 320 (WCAG 2.0, Harding and Binnie 2002).
    case difference
    /// Either.
    case either
  }

  /// The smallest change of luminance that may be part of a flash, in cd/m².
  public var change: Double
  /// Such changes count while the darker of the two is below this, in cd/m².
  public var darkerBelow: Double
  /// Above it, the Michelson contrast that counts; `nil` where nothing does (before BT.1702-3).
  public var brightContrast: Double?
  /// A change spread over several pictures counts from this on, in cd/m²; as much as `change` for the strict reading.
  public var slowChange: Double
  /// The luminance of nominal white in standard dynamic range, in cd/m².
  public var white: Double
  /// How standard dynamic range is displayed. PQ and HLG are displayed by ITU-R BT.2100.
  public var display: Display
  /// The share of the screen that may flash, 0 to 1.
  public var area: Double
  /// Flashes allowed within any second.
  public var flashesPerSecond: Int
  /// What counts as a red flash; `nil` where red is not judged apart.
  public var red: RedReading?
  /// The share of red in linear light, R ∕ (R + G + B), from which red is saturated.
  public var redSaturation: Double
  /// The change of chromaticity, in u′v′, that must be exceeded.
  public var redChromaticity: Double
  /// The change of (R − G − B) × 320 that must be exceeded.
  public var redDifference: Double
  /// The luminance below which a colour is taken for black, in cd/m²: there, noise has any chromaticity.
  public var redFloor: Double
  /// Flashing that goes on; `nil` is not judged.
  public var extended: ExtendedFlashLimits?
  /// Stripes and other regular patterns; `nil` is not judged.
  public var pattern: PatternLimits?
  /// Cuts, changes of four fifths of the screen, allowed within any second (NAB-J); `nil` is not judged.
  public var cutsPerSecond: Int?
  /// What a flash weighs.
  public var severity: Severity

  /// Limits; by default those of BT.1702-3 as stations read them.
  public init(
    change: Double = 20, darkerBelow: Double = 160, brightContrast: Double? = 1.0 / 17, slowChange: Double = 40, white: Double = 200,
    display: Display = .sRGB, area: Double = 0.25, flashesPerSecond: Int = 3, red: RedReading? = .chromaticity, redSaturation: Double = 0.8,
    redChromaticity: Double = 0.2, redDifference: Double = 20, redFloor: Double = 1, extended: ExtendedFlashLimits? = ExtendedFlashLimits(),
    pattern: PatternLimits? = PatternLimits(), cutsPerSecond: Int? = nil, severity: Severity = .mandatory
  ) {
    self.change = change
    self.darkerBelow = darkerBelow
    self.brightContrast = brightContrast
    self.slowChange = slowChange
    self.white = white
    self.display = display
    self.area = area
    self.flashesPerSecond = flashesPerSecond
    self.red = red
    self.redSaturation = redSaturation
    self.redChromaticity = redChromaticity
    self.redDifference = redDifference
    self.redFloor = redFloor
    self.extended = extended
    self.pattern = pattern
    self.cutsPerSecond = cutsPerSecond
    self.severity = severity
  }

  /// The reading that takes every word of the recommendation at its worst: slow changes count like fast ones, red by either measure, a fifth of the screen.
  public static let strict = FlashLimits(slowChange: 20, area: 0.2, red: .either)
}

/// When flashing that keeps below the limit goes on for too long.
public struct ExtendedFlashLimits: Hashable, Sendable, Codable {
  /// How long it may go on, in seconds.
  public var seconds: Double
  /// The share of that time in which it is near the limit.
  public var share: Double
  /// Changes within a second that are near the limit.
  public var changes: Int
  /// Flashes whose leading edges lie this far apart do not count, in seconds, at rates of 50 Hz and their fractions.
  public var pacing50: Double
  /// The same at all other rates.
  public var pacing60: Double
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default five seconds, four fifths of it with two flashes a second or more, closer than 360 ms at 50 Hz and 334 ms at 60 Hz.
  public init(
    seconds: Double = 5, share: Double = 0.8, changes: Int = 4, pacing50: Double = 0.36, pacing60: Double = 0.334, severity: Severity = .mandatory
  ) {
    self.seconds = seconds
    self.share = share
    self.changes = changes
    self.pacing50 = pacing50
    self.pacing60 = pacing60
    self.severity = severity
  }
}

/// When stripes and other regular patterns are too large.
public struct PatternLimits: Hashable, Sendable, Codable {
  /// Light and dark pairs allowed side by side.
  public var pairs: Int
  /// The luminance that the light ones must exceed, in cd/m².
  public var light: Double
  /// The difference between light and dark, in cd/m².
  public var contrast: Double
  /// The share of the screen allowed to a pattern that reverses, oscillates or flashes.
  public var changingArea: Double
  /// The share allowed to one that stands still.
  public var stillArea: Double
  /// How long it has to be seen, in seconds.
  public var seconds: Double
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default more than five pairs, lighter than 50 cd/m² by at least 20 cd/m², on a quarter of the screen, or two fifths of it where still.
  public init(
    pairs: Int = 5, light: Double = 50, contrast: Double = 20, changingArea: Double = 0.25, stillArea: Double = 0.4, seconds: Double = 0.5,
    severity: Severity = .mandatory
  ) {
    self.pairs = pairs
    self.light = light
    self.contrast = contrast
    self.changingArea = changingArea
    self.stillArea = stillArea
    self.seconds = seconds
    self.severity = severity
  }
}
