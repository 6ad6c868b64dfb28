// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Flashes that sound is lined up with: a part of the picture that turns bright from one frame to the next and is as dark as before a few frames later.
///
/// It is the picture half of synchronism. Photographers' flashes in a programme look the same; what makes a mark of one is the pip that belongs to it.
struct SyncFlashes: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// The most flashes that are kept.
  private static let maximumFlashes = 1000
  /// How much brighter a tile turns, and how close it comes to what it was, as shares of the range in hundredths.
  private static let (rise, rest) = (30, 10)

  private let subject: PictureSubject
  private let limits: SyncLimits
  private let longest: Int
  /// The frame from which on nothing is looked for: where the programme begins, if a file may do without marks; `nil` looks everywhere.
  private let end: Int?
  private var previous: InspectedPicture?
  private var flash: Flash?
  private var found: [SyncFlashReading] = []

  /// A flash under way: the picture before it, the first of it, and the tiles that turned bright.
  private struct Flash {
    let before: InspectedPicture
    let first: InspectedPicture
    let lit: [Int]
  }

  init?(_ subject: PictureSubject) {
    guard subject.isFirst, let limits = subject.profile.content.sync else { return nil }
    self.subject = subject
    self.limits = limits
    longest = max(1, subject.clock.frames(lasting: limits.longestFlash))
    end = limits.isOptional ? subject.places.map { $0.programme.map(\.lowerBound).min() ?? 0 } : nil
  }

  mutating func examine(_ picture: InspectedPicture) {
    // A flash before the end is over so soon after it.
    if let end, picture.frame >= end + longest { return previous = nil }
    let range = picture.coding.white - picture.coding.black
    defer { previous = picture }
    guard let previous, previous.frame + 1 == picture.frame, previous.width == picture.width, previous.height == picture.height else {
      return flash = nil
    }
    let size = PictureTiles.count(width: picture.width, height: picture.height)
    let count = size.columns * size.rows
    if let flash {
      let dark = picture.fact(.darkAgain, after: [flash.before, flash.first]) {
        flash.lit.count { picture.tiles.rise(since: flash.before.tiles, tile: $0) * 100 <= range * Self.rest }
      }
      if dark * 10 >= flash.lit.count * 9 {
        note(flash, end: picture.frame, count)
      } else if picture.frame - flash.first.frame < longest {
        return
      }
      self.flash = nil
    }
    let lit: TileList? = picture.fact(.litTiles, after: [previous]) {
      // The fewest whole code values that are such a share of the range.
      let lit = picture.tiles.risen(since: previous.tiles, by: max(1, (range * Self.rise + 99) / 100))
      return Double(lit.count) >= max(1, limits.area * Double(count)) ? TileList(tiles: lit) : nil
    }
    if let lit, lit.tiles.allSatisfy({ $0 < count }) { flash = Flash(before: previous, first: picture, lit: lit.tiles) }
  }

  mutating func finish() -> CheckOutcome { CheckOutcome(readings: [.content(ContentReadings(flashes: found))]) }

  private mutating func note(_ flash: Flash, end: Int, _ tiles: Int) {
    guard found.count < Self.maximumFlashes else { return }
    found.append(
      SyncFlashReading(
        startFrame: FrameCount(flash.first.frame), frames: end - flash.first.frame, area: Double(flash.lit.count) / Double(max(1, tiles))))
  }
}

extension PictureTiles {
  /// The tiles that are at least `step` code values brighter than in another picture of this size.
  fileprivate func risen(since other: PictureTiles, by step: Int) -> [Int] {
    var risen: [Int] = []
    luma.withUnsafeBufferPointer { own in
      other.luma.withUnsafeBufferPointer { before in
        // A tile that is cut short has fewer samples, and fewer are asked of it: what the shortest might do is looked at.
        let least = step * samples(inTile: columns * rows - 1)
        for tile in 0..<own.count where Int(own[tile].sum) - Int(before[tile].sum) >= least {
          if Int(own[tile].sum) - Int(before[tile].sum) >= step * samples(inTile: tile) { risen.append(tile) }
        }
      }
    }
    return risen
  }

  /// How much brighter a tile is than in another picture of this size, by its mean luma, in code values; rounded towards 0.
  fileprivate func rise(since other: PictureTiles, tile: Int) -> Int {
    (Int(luma[tile].sum) - Int(other.luma[tile].sum)) / samples(inTile: tile)
  }

  private func samples(inTile tile: Int) -> Int {
    let (column, row) = (tile % columns, tile / columns)
    return max(1, min(Self.tileWidth, width - column * Self.tileWidth) * min(Self.tileHeight, height - row * Self.tileHeight))
  }
}
