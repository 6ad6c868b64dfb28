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

  /// The tiles of the margin.
  let margin: [Int]
  private let columns: Int
  private var stands: [Int: Stand] = [:]

  /// A trace of the tiles `margin` of a picture with so many columns of tiles.
  init(margin: [Int], columns: Int) {
    self.margin = margin
    self.columns = columns
  }

  /// Takes the next picture. `changedRest` is the share of the tiles outside the margin that differ from the picture before, `nil` for the first.
  mutating func add(_ tiles: PictureTiles, frame: Int, range: Int, black: Int, changedRest: Double?) {
    var born: [Int] = []
    for tile in margin {
      let extent = tiles.luma[tile]
      let isHard =
        Int(extent.maximum) - Int(extent.minimum) >= range * 45 / 100 && Int(extent.maximum) - black >= range * 70 / 100
      guard isHard else {
        if !stands.isEmpty { stands[tile] = nil }
        continue
      }
      if let stand = stands[tile], Self.isSame(stand.extent, extent, range: range) {
        if let changedRest, changedRest >= Self.cutShare { stands[tile]?.cuts += 1 }
      } else {
        stands[tile] = Stand(since: frame, extent: extent, appeared: false)
        born.append(tile)
      }
    }
    guard let changedRest, changedRest <= Self.quietShare, born.count >= Self.together else { return }
    let new = Set(born)
    for tile in born where neighbors(of: tile).count(where: new.contains) + 1 >= Self.together { stands[tile]?.appeared = true }
  }

  /// The graphics that have stood for `age` frames up to `frame`; `isText` looks at the pixels of a tile, once.
  mutating func graphics(at frame: Int, age: Int, isText: (Int) -> Bool) -> [Graphic] {
    var marked: [Int] = []
    for tile in margin {
      guard let stand = stands[tile], frame + 1 - stand.since >= age, stand.cuts > 0 || stand.appeared else { continue }
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
