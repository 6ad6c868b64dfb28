// SPDX-License-Identifier: Apache-2.0

import Essence

/// The luma of one picture as every check reads it: rows of bytes, or of 16-bit words.
///
/// Planar luma is read where the decoder put it. Packed, shifted, big-endian and RGB layouts are unpacked once, into words, for all checks.
struct LumaPlane: @unchecked Sendable {  // the memory is immutable and kept alive by `owner`
  /// How samples are stored.
  enum Word { case byte, word }

  /// Columns.
  let width: Int
  /// Rows.
  let height: Int
  /// How samples are stored.
  let word: Word
  /// Significant bits.
  let depth: Int
  /// The code value of black.
  let black: Int
  /// The code value of white.
  let white: Int
  private let base: UnsafeRawPointer
  private let stride: Int
  private let owner: any AnyObject & Sendable

  /// The luma of `picture`, or `nil` for samples that cannot be measured as they lie: indices, floating point, fewer than 8 or more than 16 bits.
  ///
  /// - Parameters:
  ///   - picture: the picture; its own word on its range is taken first.
  ///   - isFullRange: whether the stream's code values use the full range, where the picture does not say. RGB and grey are full range, and so are
  ///     FFmpeg's `yuvj` layouts; all else is taken as narrow.
  init?(_ picture: Picture, isFullRange: Bool?) {
    let format = picture.format
    guard let first = format.components.first, !format.isFloat, format.model != .other, (1...65_536).contains(picture.width), picture.height > 0
    else { return nil }
    guard format.components.allSatisfy({ (8...16).contains($0.depth) && picture.planes.indices.contains($0.plane) }) else { return nil }
    width = picture.width
    height = picture.height
    depth = first.depth
    let isFull =
      format.model == .rgb || (picture.attributes.color.isFullRange ?? isFullRange ?? (format.model == .gray || format.name.hasPrefix("yuvj")))
    black = isFull ? 0 : 16 << (depth - 8)
    white = isFull ? (1 << depth) - 1 : 235 << (depth - 8)

    let plane = picture.planes[first.plane]
    let isAligned = Int(bitPattern: plane.base) % 2 == 0 && plane.stride % 2 == 0
    if format.model != .rgb, first.step == 1, first.offset == 0, first.shift == 0, first.depth == 8 {
      (word, base, stride, owner) = (.byte, plane.base, plane.stride, picture.owner)
    } else if format.model != .rgb, first.step == 2, first.offset == 0, first.shift == 0, first.depth > 8, !format.isBigEndian, isAligned {
      (word, base, stride, owner) = (.word, plane.base, plane.stride, picture.owner)
    } else {
      let words = UnpackedLuma(picture)
      (word, base, stride, owner) = (.word, words.base, words.stride, words)
    }
  }

  /// A row of bytes; only for a plane of bytes.
  func bytes(_ row: Int) -> UnsafePointer<UInt8> { (base + row * stride).assumingMemoryBound(to: UInt8.self) }

  /// A row of words; only for a plane of words.
  func words(_ row: Int) -> UnsafePointer<UInt16> { (base + row * stride).assumingMemoryBound(to: UInt16.self) }

  /// The highest code value within `share` of the range from black to white.
  func code(_ share: Double) -> Int { black + (share * Double(white - black)).whole }

  /// Whether another plane's samples can be compared with these one by one.
  func matches(_ other: LumaPlane) -> Bool {
    width == other.width && height == other.height && word == other.word && depth == other.depth && black == other.black
  }
}

/// Luma words taken out of a layout that is not plain planar luma.
private final class UnpackedLuma: @unchecked Sendable {  // written once, in init
  private let memory: UnsafeMutableBufferPointer<UInt16>
  let base: UnsafeRawPointer
  let stride: Int

  init(_ picture: Picture) {
    let (width, height) = (picture.width, picture.height)
    let memory = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: width * height)
    guard let base = memory.baseAddress else { preconditionFailure("a picture has at least one pixel") }
    // BT.709's luma weights in 256ths.
    let weights = picture.format.model == .rgb && picture.format.components.count >= 3 ? [54, 183, 19] : [256]
    var sums = [Int](repeating: 0, count: width)
    for row in 0..<height {
      for column in 0..<width { sums[column] = 128 }
      for (component, weight) in weights.enumerated() {
        Self.read(picture, component, row) { column, sample in sums[column] += sample * weight }
      }
      for column in 0..<width { memory.initializeElement(at: row * width + column, to: UInt16(clamping: sums[column] >> 8)) }
    }
    self.memory = memory
    self.base = UnsafeRawPointer(base)
    stride = width * 2
  }

  deinit { memory.deallocate() }

  private static func read(_ picture: Picture, _ component: Int, _ row: Int, _ use: (Int, Int) -> Void) {
    let place = picture.format.components[component]
    let start = picture.planes[place.plane].row(row) + place.offset
    let mask = (1 << place.depth) - 1
    for column in 0..<picture.width {
      let sample = start + column * place.step
      let word: Int
      if place.depth + place.shift <= 8 {
        word = Int(sample.load(as: UInt8.self))
      } else {
        let stored = sample.loadUnaligned(as: UInt16.self)
        word = Int(picture.format.isBigEndian ? UInt16(bigEndian: stored) : UInt16(littleEndian: stored))
      }
      use(column, (word >> place.shift) & mask)
    }
  }
}
