// SPDX-License-Identifier: Apache-2.0

/// What a file says of the light of its pictures: the static metadata of high dynamic range. A part that nothing states is `nil`.
public struct LightMetadata: Hashable, Sendable, Codable {
  /// MaxCLL: the light of the brightest pixel, in cd/m² (CTA-861.3, annex A). 0, which stands for “unknown”, is `nil`.
  public var maxContent: Int?
  /// MaxFALL: the greatest mean light of a picture, in cd/m² (CTA-861.3, annex A). 0 is `nil`.
  public var maxAverage: Int?
  /// The peak luminance of the mastering display, in cd/m² (SMPTE ST 2086).
  public var masteringPeak: Double?
  /// The least luminance of the mastering display, in cd/m² (SMPTE ST 2086).
  public var masteringFloor: Double?

  /// Metadata; all unknown unless given.
  public init(maxContent: Int? = nil, maxAverage: Int? = nil, masteringPeak: Double? = nil, masteringFloor: Double? = nil) {
    self.maxContent = maxContent
    self.maxAverage = maxAverage
    self.masteringPeak = masteringPeak
    self.masteringFloor = masteringFloor
  }

  /// Whether anything is stated.
  public var isStated: Bool { self != LightMetadata() }
}
