// SPDX-License-Identifier: Apache-2.0

public import Timing

/// When pictures count as black.
public struct BlackLimits: Hashable, Sendable, Codable {
  /// The highest luma of a black pixel, as a share of the range from black to white.
  public var level: Double
  /// The share of pixels that must be black, 0 to 1.
  public var area: Double
  /// The fewest successive black pictures that are reported.
  public var minimumFrames: FrameCount
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default 98 % of pixels within the darkest 5 % of the range, for five pictures.
  public init(level: Double = 0.05, area: Double = 0.98, minimumFrames: FrameCount = 5, severity: Severity = .advisory) {
    self.level = level
    self.area = area
    self.minimumFrames = minimumFrames
    self.severity = severity
  }
}

/// When pictures count as standing still.
public struct FreezeLimits: Hashable, Sendable, Codable {
  /// The mean absolute difference of luma below which two pictures are the same, in dB of full scale.
  public var difference: Double
  /// The shortest hold that is reported, in seconds.
  public var minimumSeconds: Double
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default −60 dB (a thousandth of full scale) for two seconds.
  public init(difference: Double = -60, minimumSeconds: Double = 2, severity: Severity = .advisory) {
    self.difference = difference
    self.minimumSeconds = minimumSeconds
    self.severity = severity
  }
}
