// SPDX-License-Identifier: Apache-2.0

import Essence

/// The darkest and highest code value and the sum of each tile of a picture: one look at every sample that spares most checks a look of their own.
///
/// What a tile's extremes and sum rule out is ruled out exactly: a tile whose brightest sample is dark holds no bright one, and the samples of two tiles differ
/// by at least as much as their sums do. Checks look at samples themselves only where that is not enough.
struct PictureTiles: Sendable {
  /// Luma columns of a tile.
  static let tileWidth = 32
  /// Luma rows of a tile; even, so that both fields of an interlaced picture have as many.
  static let tileHeight = 8

  /// The samples of one component in one tile.
  struct Extent: Sendable, Hashable {
    var minimum: UInt16
    var maximum: UInt16
    var sum: UInt32
  }

  /// Columns of the picture.
  let width: Int
  /// Rows of the picture.
  let height: Int
  /// Tiles from left to right; the last may be narrower.
  let columns: Int
  /// Tiles from top to bottom; the last may be lower.
  let rows: Int
  /// The extents of luma, row by row.
  let luma: [Extent]
  /// The extents of each component, in the order of `InspectedPicture.components`.
  let components: [[Extent]]
  /// Sums of four columns of each component; `nil` where the raster is not made of whole tiles, or samples are deep.
  let quads: [QuadSums]?

  /// Tiles from left to right and from top to bottom of a picture of this size.
  static func count(width: Int, height: Int) -> (columns: Int, rows: Int) {
    ((width + tileWidth - 1) / tileWidth, (height + tileHeight - 1) / tileHeight)
  }

  /// The tiles of `picture`.
  init(_ picture: InspectedPicture) {
    width = picture.width
    height = picture.height
    (columns, rows) = Self.count(width: picture.width, height: picture.height)
    let (columns, rows, coding) = (columns, rows, picture.coding)
    var quads: [QuadSums] = []
    components = picture.components.enumerated().map { index, plane in
      let isChroma = coding.model == .yCbCr && index > 0
      let tileWidth = Self.tileWidth >> (isChroma ? coding.log2ChromaWidth : 0)
      let tileHeight = Self.tileHeight >> (isChroma ? coding.log2ChromaHeight : 0)
      let tiles = QuadTiles(
        plane, columns: columns, rows: rows, tileWidth: tileWidth, tileHeight: tileHeight, isByField: picture.form.isInterlaced,
        isDifference: isChroma)
      if let measured = tiles?.measure() {
        quads.append(measured.sums)
        return measured.extents
      }
      return plane.extents(columns: columns, rows: rows, tileWidth: tileWidth, tileHeight: tileHeight)
    }
    self.quads = quads.count == components.count ? quads : nil
    luma =
      coding.model == .rgb
      ? picture.luma.extents(columns: columns, rows: rows, tileWidth: Self.tileWidth, tileHeight: Self.tileHeight) : components[0]
  }

  /// The darkest and brightest luma of the picture, and the sum of all.
  var lumaLevels: (minimum: Int, maximum: Int, sum: Int) {
    luma.reduce((minimum: Int.max, maximum: 0, sum: 0)) {
      (min($0.minimum, Int($1.minimum)), max($0.maximum, Int($1.maximum)), $0.sum + Int($1.sum))
    }
  }

  /// The part of the picture that a tile covers.
  func area(of index: Int) -> PixelArea {
    let (x, y) = (index % columns * Self.tileWidth, index / columns * Self.tileHeight)
    return PixelArea(columns: x..<min(width, x + Self.tileWidth), rows: y..<min(height, y + Self.tileHeight))
  }
}

extension SamplePlane {
  /// The extents of tiles of `tileWidth` × `tileHeight` samples, row by row.
  fileprivate func extents(columns: Int, rows: Int, tileWidth: Int, tileHeight: Int) -> [PictureTiles.Extent] {
    [PictureTiles.Extent](unsafeUninitializedCapacity: columns * rows) { extents, count in
      for row in 0..<rows {
        let lines = min(row * tileHeight, height)..<min((row + 1) * tileHeight, height)
        for column in 0..<columns {
          let places = min(column * tileWidth, width)..<min((column + 1) * tileWidth, width)
          let extent =
            switch (word, depth) {
            case (.byte, _): extentOfTile(places, lines, bytes)
            case (.word, ...12): plainExtentOfTile(places, lines)
            default: extentOfDeepTile(places, lines)
            }
          extents.initializeElement(at: row * columns + column, to: extent)
        }
      }
      count = columns * rows
    }
  }
}

/// The extent of one tile of samples of at most twelve bits, sixteen columns at a time.
@inline(__always)
private func extentOfTile<Sample: PlaneSample>(
  _ columns: Range<Int>, _ rows: Range<Int>, _ row: (Int) -> UnsafePointer<Sample>
) -> PictureTiles.Extent {
  guard !rows.isEmpty, !columns.isEmpty else { return PictureTiles.Extent(minimum: .max, maximum: 0, sum: 0) }
  let whole = columns.lowerBound + columns.count & ~15
  var extent = PictureTiles.Extent(minimum: .max, maximum: 0, sum: 0)
  if whole > columns.lowerBound {
    var (darkest, brightest) = (Sample.Vector(each: .max), Sample.Vector(each: 0))
    var sums = Sample.Vector.noTileSum
    for line in rows {
      var place = row(line) + columns.lowerBound
      let end = place + (whole - columns.lowerBound)
      while place < end {
        let sixteen = Sample.vector(place, false)
        darkest = darkest.lesser(sixteen)
        brightest = brightest.greater(sixteen)
        sixteen.add(toTile: &sums)
        place += 16
      }
    }
    extent = PictureTiles.Extent(minimum: darkest.least, maximum: brightest.greatest, sum: UInt32(Sample.Vector.total(ofTile: sums)))
  }
  guard whole < columns.upperBound else { return extent }
  for line in rows {
    for column in whole..<columns.upperBound {
      let sample = row(line)[column]
      extent.minimum = min(extent.minimum, UInt16(sample))
      extent.maximum = max(extent.maximum, UInt16(sample))
      extent.sum &+= UInt32(sample)
    }
  }
  return extent
}

extension SamplePlane {
  /// The extent of one tile of words of at most twelve bits. A file may hold words beyond its depth: those of sixteen bits would be negative in signed lanes.
  fileprivate func plainExtentOfTile(_ columns: Range<Int>, _ rows: Range<Int>) -> PictureTiles.Extent {
    let extent = extentOfTile(columns, rows, words)
    return extent.minimum > Int16.max ? extentOfDeepTile(columns, rows) : extent
  }

  /// The extent of one tile of words of more than twelve bits.
  fileprivate func extentOfDeepTile(_ columns: Range<Int>, _ rows: Range<Int>) -> PictureTiles.Extent {
    var extent = PictureTiles.Extent(minimum: .max, maximum: 0, sum: 0)
    for row in rows {
      for column in columns {
        let sample = words(row)[column]
        extent.minimum = min(extent.minimum, sample)
        extent.maximum = max(extent.maximum, sample)
        extent.sum &+= UInt32(sample)
      }
    }
    return extent
  }
}
