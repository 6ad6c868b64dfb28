// SPDX-License-Identifier: Apache-2.0

import Essence

/// Eight full-height colour bars: white, yellow, cyan, green, magenta, red, blue, black, left to right.
///
/// The four numbers of a name are the trade's: maximum and minimum of the colourless bars, then of the primaries in the coloured bars,
/// in percent (ITU-R BT.471-1). The 75 % colours are those of the HD pattern of SMPTE RP 219-1:2014.
public enum ColorBars: Hashable, Sendable {
  /// 100/0/75/0, the bars of EBU line-up.
  case ebu75
  /// 100/0/100/0.
  case full100

  /// The bars' code values, left to right, at 8 to 16 bits.
  public func codeValues(depth: Int) -> [CodeValues] {
    let peak = self == .ebu75 ? 0.75 : 1
    let colors: [(Double, Double, Double)] = [
      (peak, peak, 0), (0, peak, peak), (0, peak, 0), (peak, 0, peak), (peak, 0, 0), (0, 0, peak),
    ]
    return [CodeValues(gray: 1, depth: depth)] + colors.map { CodeValues(red: $0.0, green: $0.1, blue: $0.2, depth: depth) }
      + [CodeValues(gray: 0, depth: depth)]
  }

  /// Draws the bars over the whole of `canvas`; edges fall on even columns so that no colour sample is shared.
  public func draw(on canvas: inout Canvas) {
    for (index, values) in codeValues(depth: canvas.format.bitDepth).enumerated() {
      let left = canvas.width * index / 8 & ~1
      let right = index == 7 ? canvas.width : canvas.width * (index + 1) / 8 & ~1
      canvas.fill(values, columns: left..<right, rows: 0..<canvas.height)
    }
  }
}
