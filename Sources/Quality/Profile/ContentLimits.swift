// SPDX-License-Identifier: Apache-2.0

/// What is asked of the things that pictures show: bars, clocks, cuts, captions, light. A part that is `nil` is not looked for.
public struct ContentLimits: Hashable, Sendable, Codable {
  /// Colour bars.
  public var bars: BarsLimits?
  /// Clocks and slates.
  public var clock: ClockLimits?
  /// Cuts.
  public var cuts: CutLimits?
  /// Captions and logos outside the safe area.
  public var safeArea: SafeAreaLimits?
  /// The light of high dynamic range.
  public var light: LightLimits?
  /// Texts that the law asks for.
  public var legalText: LegalTextLimits?
  /// Sound against picture, by flashes and pips.
  public var sync: SyncLimits?

  /// Limits; by default nothing is asked.
  public init(
    bars: BarsLimits? = nil, clock: ClockLimits? = nil, cuts: CutLimits? = nil, safeArea: SafeAreaLimits? = nil, light: LightLimits? = nil,
    legalText: LegalTextLimits? = nil, sync: SyncLimits? = nil
  ) {
    self.bars = bars
    self.clock = clock
    self.cuts = cuts
    self.safeArea = safeArea
    self.light = light
    self.legalText = legalText
    self.sync = sync
  }
}

/// Where colour bars belong, and how true they have to be (EBU QC 0052B). They belong where the layout has a section of bars.
public struct BarsLimits: Hashable, Sendable, Codable {
  /// The share of the pattern's area that has to match, 0 to 1, for bars to be recognised.
  public var confidence: Double
  /// The kind that a section of bars has to hold; `nil` takes any.
  public var kind: BarsKind?
  /// How far luma and colour differences of a patch may lie off, as a share of their ranges.
  public var tolerance: Double
  /// The fewest successive pictures of bars that are reported where they do not belong.
  public var minimumFrames: Int
  /// What missing, wrong or badly levelled bars weigh.
  public var severity: Severity
  /// What bars weigh where the layout has none; `nil` leaves them unreported.
  public var unexpectedSeverity: Severity?

  /// Limits; by default three quarters of the area, any kind, levels within 2 % of the range.
  public init(
    confidence: Double = 0.75, kind: BarsKind? = nil, tolerance: Double = 0.02, minimumFrames: Int = 1, severity: Severity = .advisory,
    unexpectedSeverity: Severity? = .advisory
  ) {
    self.confidence = confidence
    self.kind = kind
    self.tolerance = tolerance
    self.minimumFrames = minimumFrames
    self.severity = severity
    self.unexpectedSeverity = unexpectedSeverity
  }
}

/// Where a clock belongs: in the layout's sections of that kind.
public struct ClockLimits: Hashable, Sendable, Codable {
  /// The shortest clock or slate that is recognised, in seconds.
  public var minimumSeconds: Double
  /// What a section weighs that shows neither a clock nor a slate.
  public var severity: Severity
  /// What a running clock weighs where the layout has none; `nil` leaves it unreported. Slates are never reported: a card of credits looks the same.
  public var unexpectedSeverity: Severity?

  /// Limits; by default three seconds, and clocks elsewhere for information.
  public init(minimumSeconds: Double = 3, severity: Severity = .advisory, unexpectedSeverity: Severity? = .info) {
    self.minimumSeconds = minimumSeconds
    self.severity = severity
    self.unexpectedSeverity = unexpectedSeverity
  }
}

/// How fast pictures may be cut.
public struct CutLimits: Hashable, Sendable, Codable {
  /// The most cuts within any second; `nil` only counts them (NAB-J and the Japanese broadcasters: three).
  public var perSecond: Int?
  /// The share of the screen that has to change for a cut to count towards the limit, 0 to 1.
  public var area: Double
  /// What more weighs.
  public var severity: Severity

  /// Limits; by default cuts are counted, and those that change four fifths of the screen would count towards a limit.
  public init(perSecond: Int? = nil, area: Double = 0.8, severity: Severity = .advisory) {
    self.perSecond = perSecond
    self.area = area
    self.severity = severity
  }
}

/// Where captions, logos and titles have to stay (EBU R 95).
public struct SafeAreaLimits: Hashable, Sendable, Codable {
  /// The margin left and right, as a share of the width.
  public var horizontalMargin: Double
  /// The margin above and below, as a share of the height.
  public var verticalMargin: Double
  /// The shortest caption that is reported, in seconds.
  public var minimumSeconds: Double
  /// What a caption outside weighs.
  public var severity: Severity

  /// Margins; by default those of graphics in 16:9.
  public init(horizontalMargin: Double = 0.05, verticalMargin: Double = 0.05, minimumSeconds: Double = 1, severity: Severity = .advisory) {
    self.horizontalMargin = horizontalMargin
    self.verticalMargin = verticalMargin
    self.minimumSeconds = minimumSeconds
    self.severity = severity
  }

  /// Graphics in 16:9: 5 % at every edge.
  public static let graphics = SafeAreaLimits()
  /// Graphics that a 14:9 receiver shows whole: 10 % left and right, 5 % above and below.
  public static let protected14x9 = SafeAreaLimits(horizontalMargin: 0.1)
  /// Action in 16:9: 3.5 % at every edge.
  public static let action = SafeAreaLimits(horizontalMargin: 0.035, verticalMargin: 0.035)
}

/// How much light pictures in high dynamic range may make, and what the file has to say of it (CTA-861.3; SMPTE ST 2086).
public struct LightLimits: Hashable, Sendable, Codable {
  /// The highest light of any pixel (MaxCLL), in cd/m²; `nil` is not judged.
  public var maximumContent: Double?
  /// The highest mean light of any picture (MaxFALL), in cd/m²; `nil` is not judged.
  public var maximumAverage: Double?
  /// How far a measured level may exceed the declared one, as a share of it.
  public var tolerance: Double
  /// What missing static metadata of PQ weighs; `nil` does not ask for it.
  public var missingMetadata: Severity?
  /// What too much light, and more than declared, weighs.
  public var severity: Severity

  /// Limits; by default levels are measured and held against what the file declares, within 1 %.
  public init(
    maximumContent: Double? = nil, maximumAverage: Double? = nil, tolerance: Double = 0.01, missingMetadata: Severity? = nil,
    severity: Severity = .advisory
  ) {
    self.maximumContent = maximumContent
    self.maximumAverage = maximumAverage
    self.tolerance = tolerance
    self.missingMetadata = missingMetadata
    self.severity = severity
  }
}
