// SPDX-License-Identifier: Apache-2.0

/// Where there has to be picture.
public struct ActivePictureLimits: Hashable, Sendable, Codable {
  /// The highest luma of blanking, as a share of the range from black to white.
  public var level: Double
  /// The most lines or columns at an edge that may stay dark all through the programme.
  public var maximumBlanking: Int
  /// What too wide a blanking weighs.
  public var severity: Severity
  /// Aspect ratios of the active picture that are allowed although bars are left, such as 2.39; none allows no bars.
  public var allowedAspects: [Double]
  /// The shortest part with other bars than the rest that is reported, in seconds; `nil` reports none.
  public var minimumChange: Double?
  /// What a change of bars weighs.
  public var changeSeverity: Severity

  /// Limits; by default full pictures with no edge darker than 5 % of the range, and changes that last for two seconds.
  public init(
    level: Double = 0.05, maximumBlanking: Int = 0, severity: Severity = .advisory, allowedAspects: [Double] = [], minimumChange: Double? = 2,
    changeSeverity: Severity = .advisory
  ) {
    self.level = level
    self.maximumBlanking = maximumBlanking
    self.severity = severity
    self.allowedAspects = allowedAspects
    self.minimumChange = minimumChange
    self.changeSeverity = changeSeverity
  }
}
