// SPDX-License-Identifier: Apache-2.0

extension PictureTiles {
  /// The tiles that look different in `other`, a picture of the same size, in order: their mean luma or one of their extremes has moved. A coder's noise on a
  /// still picture does not.
  ///
  /// - Parameters:
  ///   - range: code values from black to white.
  ///   - most: when more have changed, the answer is `nil`, and nobody looks at the rest.
  func changes(from other: PictureTiles, range: Int, most: Int) -> [Int]? {
    guard luma.count == other.luma.count, width == other.width else { return nil }
    // Means move by 1 % of the range, extremes by 12 %.
    let sums = Int32(clamping: range * Self.tileWidth * Self.tileHeight / 100)
    let ends = Int32(clamping: range * 12 / 100)
    return luma.withUnsafeBufferPointer { own in
      other.luma.withUnsafeBufferPointer { theirs in
        var changed: [Int] = []
        for index in own.indices {
          let (a, b) = (own[index], theirs[index])
          let moved =
            abs(Int32(bitPattern: a.sum) &- Int32(bitPattern: b.sum)) > sums || abs(Int32(a.minimum) - Int32(b.minimum)) > ends
            || abs(Int32(a.maximum) - Int32(b.maximum)) > ends
          if moved {
            guard changed.count < most else { return nil }
            changed.append(index)
          }
        }
        return changed
      }
    }
  }
}

/// Tiles in order, kept by how far each lies from the one before: small numbers.
struct TileList: PictureFact {
  let tiles: [Int]

  init(tiles: [Int]) { self.tiles = tiles }

  init?(words: [Int]) {
    guard words.allSatisfy({ (0...1 << 24).contains($0) }) else { return nil }
    var place = 0
    tiles = words.map { step in
      place += step
      return place
    }
  }

  var words: [Int] { zip(tiles, [0] + tiles).map { $0 - $1 } }
}
