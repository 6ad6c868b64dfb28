// SPDX-License-Identifier: Apache-2.0

/// A grade of the ASC CDL as a list wrote it. The text is kept to the letter, for those who come after compare it so.
public struct ColorDecisionText: Hashable, Sendable {
  /// `(s s s)(o o o)(p p p)`; empty where only a saturation is given.
  public var slopeOffsetPower: String
  /// The saturation; empty where none is given.
  public var saturation: String

  /// A grade as given.
  public init(slopeOffsetPower: String = "", saturation: String = "") {
    self.slopeOffsetPower = slopeOffsetPower
    self.saturation = saturation
  }
}
