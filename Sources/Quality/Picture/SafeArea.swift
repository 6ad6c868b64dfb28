// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Captions, logos and titles that stand outside the safe area of EBU R 95.
///
/// Only graphics that stand still, opaque and bright, with the edges of letters, are recognised; see `OverlayTrace` for what tells them from a scene. Crawls,
/// rolling credits, transparent logos and what merely touches the margin are missed: an alarm here should be worth a look.
struct SafeArea: PictureCheck {
  static var judgesByFacts: Bool { true }

  private let subject: PictureSubject
  private let limits: SafeAreaLimits
  private let minimum: Int
  private var previous: InspectedPicture?
  private var trace: OverlayTrace?
  private var margin: [Int] = []
  private var rest: [Int] = []
  private var open: [CaptionReading] = []
  private var found: [CaptionReading] = []

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.content.safeArea else { return nil }
    self.subject = subject
    self.limits = limits
    minimum = max(2, subject.clock.frames(lasting: limits.minimumSeconds))
  }

  mutating func examine(_ picture: InspectedPicture) {
    if previous.map({ $0.width != picture.width || $0.height != picture.height || picture.frame != $0.frame + 1 }) ?? true { begin(picture) }
    let range = picture.coding.white - picture.coding.black
    let changed = previous.map { previous in
      let count = picture.fact(.changeInside, after: [previous]) { changedInside(picture.tiles, previous.tiles, range: range) }
      return Double(count) / Double(max(1, (rest.count + 2) / 3))
    }
    previous = picture
    let hard = picture.fact(.margin) { OverlayTrace.HardTiles(picture.tiles, margin: margin, range: range, black: picture.coding.black) }
    trace?.add(hard, frame: picture.frame, range: range, changedRest: changed)
    let graphics =
      trace?.graphics(at: picture.frame, age: minimum) { tile in
        picture.fact(.letters, part: tile) { picture.looksLikeText(tile: tile, range: range) }
      } ?? []
    follow(graphics, picture, frame: picture.frame)
  }

  mutating func finish() -> CheckOutcome {
    found += open
    open = []
    let findings = found.map { caption in
      let place = subject.clock.span(caption.startFrame.value..<caption.endFrame.value)
      return Finding(
        .safeArea, severity: limits.severity, stream: subject.stream, place: place,
        value: subject.clock.seconds(caption.endFrame.value - caption.startFrame.value),
        limit: limits.minimumSeconds, unit: "s", text: .captionIsOutside(caption, limits))
    }
    return CheckOutcome(findings: findings, readings: [.content(ContentReadings(captions: found))])
  }

  /// Begins anew: with the tiles that lie outside whole, and those that lie inside.
  private mutating func begin(_ picture: InspectedPicture) {
    found += open
    open = []
    previous = nil
    let tiles = PictureTiles.count(width: picture.width, height: picture.height)
    let left = (limits.horizontalMargin * Double(picture.width)).rounded().whole
    let top = (limits.verticalMargin * Double(picture.height)).rounded().whole
    (margin, rest) = ([], [])
    for row in 0..<tiles.rows {
      for column in 0..<tiles.columns {
        let (x, y) = (column * PictureTiles.tileWidth, row * PictureTiles.tileHeight)
        let isOutside =
          x + PictureTiles.tileWidth <= left || x >= picture.width - left || y + PictureTiles.tileHeight <= top || y >= picture.height - top
        if isOutside { margin.append(row * tiles.columns + column) } else { rest.append(row * tiles.columns + column) }
      }
    }
    trace = OverlayTrace(columns: tiles.columns)
  }

  /// How many of the tiles inside have another mean than in the picture before; every third is asked.
  private func changedInside(_ one: PictureTiles, _ other: PictureTiles, range: Int) -> Int {
    let step = range * PictureTiles.tileWidth * PictureTiles.tileHeight / 50
    return one.luma.withUnsafeBufferPointer { one in
      other.luma.withUnsafeBufferPointer { other in
        stride(from: 0, to: rest.count, by: 3).count { abs(Int(one[rest[$0]].sum) - Int(other[rest[$0]].sum)) > step }
      }
    }
  }

  /// Joins what stands in this picture with what stood in the one before.
  private mutating func follow(_ graphics: [OverlayTrace.Graphic], _ picture: InspectedPicture, frame: Int) {
    guard !graphics.isEmpty || !open.isEmpty else { return }
    var next: [CaptionReading] = []
    for graphic in graphics {
      var caption = caption(graphic, picture, frame: frame)
      // Parts of one graphic may come and go; what overlaps is the same.
      open.removeAll { old in
        guard old.overlaps(caption) else { return false }
        caption = caption.joined(with: old)
        return true
      }
      next.append(caption)
    }
    found += open
    open = next
  }

  private func caption(_ graphic: OverlayTrace.Graphic, _ picture: InspectedPicture, frame: Int) -> CaptionReading {
    let tiles = PictureTiles.count(width: picture.width, height: picture.height)
    let (columns, rows) = (graphic.tiles.map { $0 % tiles.columns }, graphic.tiles.map { $0 / tiles.columns })
    let (left, top) = ((columns.min() ?? 0) * PictureTiles.tileWidth, (rows.min() ?? 0) * PictureTiles.tileHeight)
    return CaptionReading(
      startFrame: FrameCount(graphic.since), endFrame: FrameCount(frame + 1), left: left, top: top,
      width: min(picture.width, ((columns.max() ?? 0) + 1) * PictureTiles.tileWidth) - left,
      height: min(picture.height, ((rows.max() ?? 0) + 1) * PictureTiles.tileHeight) - top, confidence: graphic.outlivedCut ? 0.9 : 0.6)
  }
}

extension CaptionReading {
  fileprivate func overlaps(_ other: CaptionReading) -> Bool {
    left < other.left + other.width && other.left < left + width && top < other.top + other.height && other.top < top + height
  }

  fileprivate func joined(with old: CaptionReading) -> CaptionReading {
    let (x, y) = (min(left, old.left), min(top, old.top))
    return CaptionReading(
      startFrame: min(startFrame, old.startFrame), endFrame: max(endFrame, old.endFrame), left: x, top: y,
      width: max(left + width, old.left + old.width) - x, height: max(top + height, old.top + old.height) - y,
      confidence: max(confidence, old.confidence))
  }
}

extension InspectedPicture {
  /// Whether the pixels of a tile look like letters: several hard edges in most of its lines, and little between its darkest and its brightest value.
  fileprivate func looksLikeText(tile: Int, range: Int) -> Bool {
    let extent = tiles.luma[tile]
    let (low, high) = (Int(extent.minimum), Int(extent.maximum))
    let (step, near) = ((high - low) / 2, (high - low) / 6)
    let (column, row) = (tile % tiles.columns * PictureTiles.tileWidth, tile / tiles.columns * PictureTiles.tileHeight)
    let (columns, rows) = (column..<min(width, column + PictureTiles.tileWidth), row..<min(height, row + PictureTiles.tileHeight))
    var (edges, ends) = (0, 0)
    for y in rows {
      let line = columns.map { luma.sample($0, y) }
      ends += line.count { $0 - low <= near || high - $0 <= near }
      var index = 2
      while index < line.count {
        if abs(line[index] - line[index - 2]) >= step {
          edges += 1
          index += 2
        } else {
          index += 1
        }
      }
    }
    return edges >= rows.count * 3 / 2 && ends * 100 >= columns.count * rows.count * 60
  }
}

extension String {
  fileprivate static func captionIsOutside(_ caption: CaptionReading, _ limits: SafeAreaLimits) -> String {
    let margins = "\((limits.horizontalMargin * 100).spelled(1)) % at the sides, \((limits.verticalMargin * 100).spelled(1)) % above and below"
    return "A caption or logo seems to stand outside the safe area of EBU R 95 (\(margins)), in columns \(caption.left) to "
      + "\(caption.left + caption.width - 1) and lines \(caption.top) to \(caption.top + caption.height - 1); certain to \((caption.confidence * 100).spelled(0)) %."
  }
}
