// SPDX-License-Identifier: Apache-2.0

/// What code values mean as colour, by the code points of ITU-T H.273.
///
/// A part that nothing states is `nil`; 2 ("unspecified") is read as `nil` too.
public struct ColorDescription: Hashable, Sendable, Codable {
  /// ColourPrimaries (H.273 table 2): 1 is BT.709, 9 is BT.2020.
  public var primaries: Int?
  /// TransferCharacteristics (H.273 table 3): 1 is BT.709, 16 is PQ, 18 is HLG.
  public var transfer: Int?
  /// MatrixCoefficients (H.273 table 4): 1 is BT.709, 9 is BT.2020 non-constant.
  public var matrix: Int?
  /// Whether code values use the full range; `false` is narrow (video) range.
  public var isFullRange: Bool?

  /// A description; all unknown unless given.
  public init(primaries: Int? = nil, transfer: Int? = nil, matrix: Int? = nil, isFullRange: Bool? = nil) {
    self.primaries = primaries
    self.transfer = transfer
    self.matrix = matrix
    self.isFullRange = isFullRange
  }

  /// BT.709 in narrow range.
  public static let bt709 = ColorDescription(primaries: 1, transfer: 1, matrix: 1, isFullRange: false)
}
