// SPDX-License-Identifier: Apache-2.0

/// The three code values of one colour in narrow-range Y′CbCr, as ITU-R BT.709-6 derives (items 3.2, 3.3) and quantises (3.4) them.
public struct CodeValues: Hashable, Sendable {
  /// Luma: 64 is black and 940 is white at ten bits.
  public let luma: Int
  /// Blue difference: 512 is none at ten bits.
  public let blueDifference: Int
  /// Red difference: 512 is none at ten bits.
  public let redDifference: Int

  /// The code values of non-linear red, green and blue, each from 0 (black) to 1 (peak).
  ///
  /// - Parameter depth: bits of a sample, 8 to 16.
  public init(red: Double, green: Double, blue: Double, depth: Int) {
    let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    luma = quantized(219 * y + 16, depth)
    blueDifference = quantized(224 * (blue - y) / 1.8556 + 128, depth)
    redDifference = quantized(224 * (red - y) / 1.5748 + 128, depth)
  }

  /// The code values of a grey, from 0 (black) to 1 (white).
  public init(gray: Double, depth: Int) { self.init(red: gray, green: gray, blue: gray, depth: depth) }

  /// Luma, blue and red difference: the value for the plane at `index`.
  subscript(index: Int) -> Int { index == 0 ? luma : index == 1 ? blueDifference : redDifference }
}

/// A level in eight-bit units as a whole code value of `depth` bits, half rounding up (BT.709-6, 3.4).
private func quantized(_ level: Double, _ depth: Int) -> Int { Int((level * Double(1 << (depth - 8)) + 0.5).rounded(.down)) }
