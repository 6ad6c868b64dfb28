// SPDX-License-Identifier: Apache-2.0

import Essence

/// What the code values of a picture mean (ITU-T H.273; ITU-R BT.601, BT.709 and BT.2100 for the ranges).
struct SampleCoding: Hashable, Sendable {
  /// What the components are.
  let model: PixelFormat.Model
  /// Significant bits, 8 to 16.
  let depth: Int
  /// Colour-difference columns are luma columns divided by 2 to this power, rounded up.
  let log2ChromaWidth: Int
  /// Colour-difference rows are luma rows divided by 2 to this power, rounded up.
  let log2ChromaHeight: Int
  /// Whether code values use the full range.
  let isFullRange: Bool
  /// Primaries, transfer and matrix: the picture's own word, else the stream's.
  let color: ColorDescription

  /// The coding of a picture.
  ///
  /// The picture's word on its range is taken first, then the stream's. Where neither speaks, grey and FFmpeg's `yuvj` layouts are full range and all else
  /// is narrow; red, green and blue are always full range.
  init(_ format: PixelFormat, picture: ColorDescription, stream: ColorDescription) {
    model = format.model
    depth = format.bitDepth
    log2ChromaWidth = format.log2ChromaWidth
    log2ChromaHeight = format.log2ChromaHeight
    isFullRange =
      format.model == .rgb || (picture.isFullRange ?? stream.isFullRange ?? (format.model == .gray || format.name.hasPrefix("yuvj")))
    color = ColorDescription(
      primaries: picture.primaries ?? stream.primaries, transfer: picture.transfer ?? stream.transfer, matrix: picture.matrix ?? stream.matrix,
      isFullRange: isFullRange)
  }

  /// A coding whose every part is known, with its range.
  init(model: PixelFormat.Model, depth: Int, log2ChromaWidth: Int, log2ChromaHeight: Int, color: ColorDescription) {
    self.model = model
    self.depth = depth
    self.log2ChromaWidth = log2ChromaWidth
    self.log2ChromaHeight = log2ChromaHeight
    isFullRange = color.isFullRange ?? false
    self.color = color
  }

  /// The code value of black.
  var black: Int { isFullRange ? 0 : 16 << (depth - 8) }
  /// The code value of nominal white.
  var white: Int { isFullRange ? (1 << depth) - 1 : 235 << (depth - 8) }
  /// The code value of no colour difference.
  var neutral: Int { 1 << (depth - 1) }
  /// Code values from the lowest to the highest nominal colour difference.
  var chromaRange: Int { isFullRange ? (1 << depth) - 1 : 224 << (depth - 8) }

  /// The highest code value within `share` of the range from black to white.
  func code(_ share: Double) -> Int { black + (share * Double(white - black)).whole }
}
