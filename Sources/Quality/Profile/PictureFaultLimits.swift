// SPDX-License-Identifier: Apache-2.0

/// What is asked of pictures beside levels, edges and motion; a part that is `nil` is not judged. Nearly all of it is subjective in the EBU's sense:
/// no device is certain, and a person has to look.
public struct PictureFaultLimits: Hashable, Sendable, Codable {
  /// Edges of coded blocks.
  public var blocks: BlockinessLimits?
  /// Lost parts of single pictures.
  public var dropouts: PictureDropoutLimits?
  /// What a picture of two moments weighs; `nil` looks for none.
  public var tearing: Severity?
  /// Dead and stuck pixels.
  public var pixels: StuckPixelLimits?
  /// Random noise.
  public var noise: NoiseLimits?

  /// Limits; what is not given is not judged.
  public init(
    blocks: BlockinessLimits? = nil, dropouts: PictureDropoutLimits? = nil, tearing: Severity? = nil, pixels: StuckPixelLimits? = nil,
    noise: NoiseLimits? = nil
  ) {
    self.blocks = blocks
    self.dropouts = dropouts
    self.tearing = tearing
    self.pixels = pixels
    self.noise = noise
  }
}

/// When the edges of coded blocks count.
public struct BlockinessLimits: Hashable, Sendable, Codable {
  /// The share of the picture, 0 to 1, in which they have to be seen.
  public var area: Double
  /// The fewest pictures that are reported.
  public var minimumPictures: Int
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default a tenth of the picture, in five pictures.
  public init(area: Double = 0.1, minimumPictures: Int = 5, severity: Severity = .advisory) {
    self.area = area
    self.minimumPictures = minimumPictures
    self.severity = severity
  }
}

/// When a lost part of a picture counts (EBU QC 0039B: minimum area and duration).
public struct PictureDropoutLimits: Hashable, Sendable, Codable {
  /// The share of the picture, 0 to 1, that has to be lost. Streaks along lines count from a fiftieth of the line on.
  public var area: Double
  /// The fewest pictures in a row, or nearly so, that are reported.
  public var minimumPictures: Int
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default a two-thousandth of one picture: four blocks of 16 × 16 in HD.
  public init(area: Double = 0.0005, minimumPictures: Int = 1, severity: Severity = .advisory) {
    self.area = area
    self.minimumPictures = minimumPictures
    self.severity = severity
  }
}

/// When a pixel counts as dead or stuck.
public struct StuckPixelLimits: Hashable, Sendable, Codable {
  /// How far it has to stand out of its surroundings, as a share of the range from black to white.
  public var contrast: Double
  /// The fewest looks, about one a second, in which it has to stand out.
  public var minimumLooks: Int
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default a tenth of the range, in eight looks.
  public init(contrast: Double = 0.1, minimumLooks: Int = 8, severity: Severity = .advisory) {
    self.contrast = contrast
    self.minimumLooks = minimumLooks
    self.severity = severity
  }
}

/// How noisy pictures may be.
public struct NoiseLimits: Hashable, Sendable, Codable {
  /// The most noise in the calm parts of a picture: its standard deviation in dB of the range from black to white.
  public var maximum: Double
  /// The shortest stretch above it that is reported, in seconds.
  public var minimumSeconds: Double
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default two seconds.
  public init(maximum: Double, minimumSeconds: Double = 2, severity: Severity = .advisory) {
    self.maximum = maximum
    self.minimumSeconds = minimumSeconds
    self.severity = severity
  }
}
