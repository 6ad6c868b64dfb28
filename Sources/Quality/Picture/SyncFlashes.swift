// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Flashes that sound is lined up with: a part of the picture that turns bright from one frame to the next and is as dark as before a few frames later.
///
/// It is the picture half of synchronism. Photographers' flashes in a programme look the same; what makes a mark of one is the pip that belongs to it.
struct SyncFlashes: PictureCheck {
  /// The most flashes that are kept.
  private static let maximumFlashes = 1000
  /// How much brighter a tile turns, and how close it comes to what it was, as shares of the range in hundredths.
  private static let (rise, rest) = (30, 10)

  private let subject: PictureSubject
  private let limits: SyncLimits
  private let longest: Int
  private var previous: (tiles: PictureTiles, frame: Int)?
  private var flash: Flash?
  private var found: [SyncFlashReading] = []

  /// A flash under way: the picture before it, and the tiles that turned bright.
  private struct Flash {
    let before: PictureTiles
    let start: Int
    let lit: [Int]
  }

  init?(_ subject: PictureSubject) {
    guard subject.isFirst, let limits = subject.profile.content.sync else { return nil }
    self.subject = subject
    self.limits = limits
    longest = max(1, subject.clock.frames(lasting: limits.longestFlash))
  }

  mutating func examine(_ picture: InspectedPicture) {
    let (tiles, range) = (picture.tiles, picture.coding.white - picture.coding.black)
    defer { previous = (tiles, picture.frame) }
    guard let previous, previous.frame + 1 == picture.frame, previous.tiles.luma.count == tiles.luma.count else { return flash = nil }
    if let flash {
      let dark = flash.lit.count { tiles.rise(since: flash.before, tile: $0) * 100 <= range * Self.rest }
      if dark * 10 >= flash.lit.count * 9 {
        note(flash, end: picture.frame, tiles.luma.count)
      } else if picture.frame - flash.start < longest {
        return
      }
      self.flash = nil
    }
    let lit = tiles.luma.indices.filter { tiles.rise(since: previous.tiles, tile: $0) * 100 >= range * Self.rise }
    if Double(lit.count) >= max(1, limits.area * Double(tiles.luma.count)) {
      flash = Flash(before: previous.tiles, start: picture.frame, lit: lit)
    }
  }

  mutating func finish() -> CheckOutcome { CheckOutcome(readings: [.content(ContentReadings(flashes: found))]) }

  private mutating func note(_ flash: Flash, end: Int, _ tiles: Int) {
    guard found.count < Self.maximumFlashes else { return }
    found.append(
      SyncFlashReading(
        startFrame: FrameCount(flash.start), frames: end - flash.start, area: Double(flash.lit.count) / Double(max(1, tiles))))
  }
}

extension PictureTiles {
  /// How much brighter a tile is than in another picture of this size, by its mean luma, in code values; rounded towards 0.
  fileprivate func rise(since other: PictureTiles, tile: Int) -> Int {
    let (column, row) = (tile % columns, tile / columns)
    let samples = min(Self.tileWidth, width - column * Self.tileWidth) * min(Self.tileHeight, height - row * Self.tileHeight)
    return (Int(luma[tile].sum) - Int(other.luma[tile].sum)) / max(1, samples)
  }
}
