// SPDX-License-Identifier: Apache-2.0

import Essence

/// The code points of ITU-T H.273 in the trade's words. A code point without a common name keeps its number.
enum ColorNames {
  /// ColourPrimaries, table 2.
  static func primaries(_ code: Int?) -> String? {
    name(
      code, [1: "BT.709", 4: "BT.470 M", 5: "BT.601 (625)", 6: "BT.601 (525)", 7: "SMPTE 240M", 9: "BT.2020", 10: "XYZ", 11: "DCI-P3", 12: "P3-D65"])
  }

  /// TransferCharacteristics, table 3.
  static func transfer(_ code: Int?) -> String? {
    name(
      code,
      [
        1: "BT.709", 4: "gamma 2.2", 5: "gamma 2.8", 6: "BT.601", 7: "SMPTE 240M", 8: "linear", 11: "xvYCC", 13: "sRGB", 14: "BT.2020 (10 bit)",
        15: "BT.2020 (12 bit)", 16: "PQ (ST 2084)", 17: "ST 428-1", 18: "HLG",
      ])
  }

  /// MatrixCoefficients, table 4.
  static func matrix(_ code: Int?) -> String? {
    name(
      code,
      [
        0: "RGB", 1: "BT.709", 5: "BT.601 (625)", 6: "BT.601 (525)", 7: "SMPTE 240M", 9: "BT.2020", 10: "BT.2020 constant luminance", 14: "ICtCp",
      ])
  }

  /// The range of code values.
  static func range(_ isFullRange: Bool?) -> String? { isFullRange.map { $0 ? "full" : "narrow" } }

  private static func name(_ code: Int?, _ names: [Int: String]) -> String? { code.map { names[$0] ?? "code point \($0)" } }
}

extension ScanType {
  /// The scanning in words.
  var words: String {
    switch self {
    case .progressive: "progressive"
    case .interlacedTopFirst: "interlaced, top field first"
    case .interlacedBottomFirst: "interlaced, bottom field first"
    }
  }
}
