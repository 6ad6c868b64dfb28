// SPDX-License-Identifier: Apache-2.0

import Essence

/// Sums of four columns by up to four lines of one component, taken on the way through its tiles: the search for flashes makes the means of its cells
/// of them and spares a reading of the picture.
///
/// A row of tiles holds two lines of sums: those of its two fields in an interlaced picture, else those of its upper and its lower half. Of colour
/// differences with four such lines the first and the third are summed, as `CellMeans` has it.
struct QuadSums: Sendable {
  /// Sums in a line.
  let columns: Int
  /// Lines of samples in a sum.
  let lines: Int
  /// Whether the two lines of sums of a row of tiles are its fields.
  let isByField: Bool
  /// The sums, row of tiles by row of tiles: the first line's in the low halves, the second's in the high ones.
  fileprivate let pairs: [UInt32]

  /// Writes one line of sums: the first or the second (`part`) of a row of tiles.
  func copy(row: Int, part: Int, to sums: UnsafeMutablePointer<UInt32>) {
    let shift = UInt32(part * 16)
    pairs.withUnsafeBufferPointer { pairs in
      for column in 0..<columns { sums[column] = (pairs[row &* columns &+ column] &>> shift) & 0xFFFF }
    }
  }
}

/// The way through the tiles of one component that takes sums of four columns as well.
struct QuadTiles {
  private let plane: SamplePlane
  private let columns: Int
  private let rows: Int
  private let tileWidth: Int
  private let tileHeight: Int
  private let isByField: Bool
  private let leavesOut: Bool

  /// The tiles of a component; `nil` where a tile is cut short, is not made of whole vectors, or where sums do not fit.
  init?(_ plane: SamplePlane, columns: Int, rows: Int, tileWidth: Int, tileHeight: Int, isByField: Bool, isDifference: Bool) {
    guard plane.word == .byte || plane.depth <= 12, tileWidth % 16 == 0, tileHeight == 8 || tileHeight == 4,
      plane.width == columns * tileWidth, plane.height == rows * tileHeight
    else { return nil }
    (self.plane, self.columns, self.rows, self.tileWidth, self.tileHeight) = (plane, columns, rows, tileWidth, tileHeight)
    self.isByField = isByField
    leavesOut = isDifference && tileHeight == 8
  }

  /// The extents of the tiles, and the sums; `nil` where the file holds words beyond its depth.
  func measure() -> (extents: [PictureTiles.Extent], sums: QuadSums)? {
    let width = plane.width / 4
    var extents: [PictureTiles.Extent] = []
    let pairs = [UInt32](unsafeUninitializedCapacity: rows * width) { pairs, count in
      extents = [PictureTiles.Extent](unsafeUninitializedCapacity: columns * rows) { extents, count in
        for row in 0..<rows {
          let (tiles, sums) = (
            UnsafeMutableBufferPointer(rebasing: extents[(row * columns)...]), UnsafeMutableBufferPointer(rebasing: pairs[(row * width)...])
          )
          switch plane.word {
          case .byte: measure(row, plane.bytes, tiles, sums)
          case .word: measure(row, plane.words, tiles, sums)
          }
        }
        count = columns * rows
      }
      count = rows * width
    }
    let top = 1 << plane.depth
    guard plane.word == .byte || extents.allSatisfy({ $0.minimum < top && $0.maximum < top }) else { return nil }
    let lines = tileHeight / (leavesOut ? 4 : 2)
    return (extents, QuadSums(columns: width, lines: lines, isByField: isByField, pairs: pairs))
  }

  /// One row of tiles.
  @inline(__always)
  private func measure<Sample: QuadSample>(
    _ row: Int, _ line: (Int) -> UnsafePointer<Sample>, _ extents: UnsafeMutableBufferPointer<PictureTiles.Extent>,
    _ pairs: UnsafeMutableBufferPointer<UInt32>
  ) {
    let half = tileHeight / 2
    // From a line to the next of its sum, and from the first sum's lines to the second's.
    let (step, apart) = isByField ? (plane.stride * 2, plane.stride) : (plane.stride, plane.stride * half)
    let start = UnsafeRawPointer(line(row * tileHeight))
    let size = MemoryLayout<Sample>.stride
    guard let extents = extents.baseAddress, let pairs = UnsafeMutableRawPointer(pairs.baseAddress) else { return }
    for tile in 0..<columns {
      var (darkest, brightest) = (Sample.Vector(each: .max), Sample.Vector(each: 0))
      var total = SIMD4<UInt32>.zero
      var column = tile &* tileWidth
      let end = column &+ tileWidth
      while column < end {
        var (first, second, rest) = (Sample.Vector.noTileSum, Sample.Vector.noTileSum, Sample.Vector.noTileSum)
        var place = start + column &* size
        for number in 0..<half {
          let one = Sample.vector(place.assumingMemoryBound(to: Sample.self), false)
          let other = Sample.vector((place + apart).assumingMemoryBound(to: Sample.self), false)
          darkest = darkest.lesser(one).lesser(other)
          brightest = brightest.greater(one).greater(other)
          if leavesOut && number & 1 == 1 {
            one.add(toTile: &rest)
            other.add(toTile: &rest)
          } else {
            one.add(toTile: &first)
            other.add(toTile: &second)
          }
          place += step
        }
        let (low, high) = (Sample.quads(first), Sample.quads(second))
        total &+= low &+ high
        if leavesOut { total &+= Sample.quads(rest) }
        pairs.storeBytes(of: low | (high &<< SIMD4(repeating: 16)), toByteOffset: column, as: SIMD4<UInt32>.self)
        column &+= 16
      }
      let extent = PictureTiles.Extent(minimum: darkest.least, maximum: brightest.greatest, sum: total.wrappedSum())
      (extents + tile).initialize(to: extent)
    }
  }
}
