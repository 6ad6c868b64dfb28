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

/// Whether a picture was scanned at once or in two fields, and which field came first.
public enum ScanType: String, Hashable, Sendable, Codable {
  /// One scan.
  case progressive
  /// Two fields, the one with the top line first.
  case interlacedTopFirst
  /// Two fields, the one with the second line first.
  case interlacedBottomFirst

  /// Whether the picture has two fields.
  public var isInterlaced: Bool { self != .progressive }
}

/// An exact ratio of two whole numbers, as in a pixel or display aspect ratio.
public struct Ratio: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The upper number.
  public var numerator: Int
  /// The lower number.
  public var denominator: Int

  /// The ratio `numerator:denominator`.
  public init(_ numerator: Int, _ denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// As people write it, `16:9`.
  public var description: String { "\(numerator):\(denominator)" }
}

/// A time in ticks of a rational clock, as wrappers state it: `value × numerator / denominator` seconds.
public struct MediaTime: Hashable, Sendable, Codable {
  /// Ticks.
  public var value: Int
  /// The length of a tick in seconds.
  public var tick: Ratio

  /// `value` ticks of `tick` seconds.
  public init(_ value: Int, tick: Ratio) {
    self.value = value
    self.tick = tick
  }

  /// The time in seconds, for display only.
  public var seconds: Double { Double(value) * Double(tick.numerator) / Double(tick.denominator) }
}
