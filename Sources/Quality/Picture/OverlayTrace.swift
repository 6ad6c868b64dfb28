// SPDX-License-Identifier: Apache-2.0

/// Follows bright, hard-edged tiles of a margin that stand still, and what speaks for each being a graphic laid over the picture.
///
/// A thing in the scene moves with it and ends at a cut. So a tile is taken for a graphic only where it outlives a cut of the rest of the picture, or where it and
/// its neighbours appear at once while the rest of the picture goes on. All else, and everything that moves or is transparent, is left alone.
struct OverlayTrace {
  /// What is known of one tile.
  private struct Stand {
    var since: Int
    var extent: PictureTiles.Extent
    /// It came with its neighbours while the picture went on.
    var appeared: Bool
    /// Cuts that it outlived.
    var cuts = 0
    /// Whether its pixels look like letters; `nil` while nobody has looked.
    var isText: Bool?
  }

  /// Tiles of the margin that stand now and are taken for a graphic.
  struct Graphic {
    var tiles: [Int]
    var since: Int
    var outlivedCut: Bool
  }

  /// The share of the rest of the picture that changes at a cut, and the most that changes where it merely goes on.
  private static let (cutShare, quietShare) = (0.6, 0.3)
  /// Tiles that have to appear together, and that make a graphic.
  private static let together = 3

  private let columns: Int
  private var stands: [Int: Stand] = [:]

  /// A trace of the margin of a picture with so many columns of tiles.
  init(columns: Int) { self.columns = columns }

  /// The bright, hard-edged tiles of a margin, by index from the top left.
  struct HardTiles: PictureFact {
    let tiles: [Int]
    let extents: [PictureTiles.Extent]

    /// Those among the tiles `margin`, with `range` code values from black to white.
    init(_ tiles: PictureTiles, margin: [Int], range: Int, black: Int) {
      let (contrast, bright) = (range * 45 / 100, black + range * 70 / 100)
      self.tiles = tiles.luma.withUnsafeBufferPointer { luma in
        margin.filter { Int(luma[$0].maximum) >= bright && Int(luma[$0].maximum) - Int(luma[$0].minimum) >= contrast }
      }
      extents = self.tiles.map { tiles.luma[$0] }
    }

    init?(words: [Int]) {
      guard words.count % 4 == 0 else { return nil }
      var (tiles, extents): ([Int], [PictureTiles.Extent]) = ([], [])
      for index in stride(from: 0, to: words.count, by: 4) {
        // The largest raster has 2,048 × 8,192 tiles.
        guard (0..<1 << 24).contains(words[index]), tiles.last ?? -1 < words[index], let low = UInt16(exactly: words[index + 1]),
          let high = UInt16(exactly: words[index + 2]), let sum = UInt32(exactly: words[index + 3])
        else { return nil }
        tiles.append(words[index])
        extents.append(PictureTiles.Extent(minimum: low, maximum: high, sum: sum))
      }
      (self.tiles, self.extents) = (tiles, extents)
    }

    var words: [Int] { zip(tiles, extents).flatMap { [$0, Int($1.minimum), Int($1.maximum), Int($1.sum)] } }
  }

  /// Takes the next picture. `changedRest` is the share of the tiles outside the margin that differ from the picture before, `nil` for the first.
  mutating func add(_ hard: HardTiles, frame: Int, range: Int, changedRest: Double?) {
    var (born, standing): ([Int], [Int: Stand]) = ([], [:])
    for (tile, extent) in zip(hard.tiles, hard.extents) {
      if var stand = stands[tile], Self.isSame(stand.extent, extent, range: range) {
        if let changedRest, changedRest >= Self.cutShare { stand.cuts += 1 }
        standing[tile] = stand
      } else {
        standing[tile] = Stand(since: frame, extent: extent, appeared: false)
        born.append(tile)
      }
    }
    stands = standing
    guard let changedRest, changedRest <= Self.quietShare, born.count >= Self.together else { return }
    let new = Set(born)
    for tile in born where neighbors(of: tile).count(where: new.contains) + 1 >= Self.together { stands[tile]?.appeared = true }
  }

  /// The graphics that have stood for `age` frames up to `frame`; `isText` looks at the pixels of a tile, once.
  mutating func graphics(at frame: Int, age: Int, isText: (Int) -> Bool) -> [Graphic] {
    var marked: [Int] = []
    for (tile, stand) in stands.filter({ frame + 1 - $1.since >= age && ($1.cuts > 0 || $1.appeared) }).sorted(by: { $0.key < $1.key }) {
      let looksLikeText = stand.isText ?? isText(tile)
      stands[tile]?.isText = looksLikeText
      if looksLikeText { marked.append(tile) }
    }
    return groups(of: marked)
  }

  private static func isSame(_ one: PictureTiles.Extent, _ other: PictureTiles.Extent, range: Int) -> Bool {
    let (ends, mean) = (range * 8 / 100, range * PictureTiles.tileWidth * PictureTiles.tileHeight * 3 / 100)
    return abs(Int(one.minimum) - Int(other.minimum)) <= ends && abs(Int(one.maximum) - Int(other.maximum)) <= ends
      && abs(Int(one.sum) - Int(other.sum)) <= mean
  }

  /// Tiles near one: two to either side, and one row up and down.
  private func neighbors(of tile: Int) -> [Int] {
    let column = tile % columns
    return (-1...1).flatMap { row in
      (-2...2).compactMap { step in
        let near = tile + row * columns + step
        return (row, step) != (0, 0) && (0..<columns).contains(column + step) ? near : nil
      }
    }
  }

  private func groups(of marked: [Int]) -> [Graphic] {
    var left = Set(marked)
    var groups: [Graphic] = []
    for tile in marked where left.remove(tile) != nil {
      var (members, edge) = ([tile], [tile])
      while let next = edge.popLast() {
        for near in neighbors(of: next) where left.remove(near) != nil {
          members.append(near)
          edge.append(near)
        }
      }
      let known = members.compactMap { stands[$0] }
      guard members.count >= Self.together else { continue }
      groups.append(Graphic(tiles: members.sorted(), since: known.map(\.since).min() ?? 0, outlivedCut: known.contains { $0.cuts > 0 }))
    }
    return groups
  }
}
