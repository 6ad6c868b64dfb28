// SPDX-License-Identifier: Apache-2.0

import Essence

/// Parts of a picture that neither the picture before nor the one after knows, while those two agree: what a decoder or a tape lost.
///
/// Tiles say where anything of the kind can be (`PictureTiles`); only there are samples looked at. Three kinds are told apart from things that move:
///
/// - **Blocks.** Whole blocks of 16 × 16 are other than before and after, and the blocks around them are not touched: things that move do not end at
///   the edges of blocks. Fields of an interlaced picture are looked at by themselves as well.
/// - **No data.** Flat blocks of a colour that decoders start from: neutral grey for an instant, or the green of all zeros, which no legal R′G′B′
/// makes.
/// - **Streaks.** Stretches of a line or two far brighter or darker than the lines around them, before and after, as a worn tape leaves them. What
/// is found   nearby in the picture before or after is something thin that moves.
struct DropoutSearch {
  /// What was lost.
  enum Kind: Int, Hashable, Sendable, Comparable {
    case blocks, noData, streaks

    static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
  }

  /// A part that was lost.
  struct Loss: Hashable {
    let kind: Kind
    /// The smallest part of the picture that holds it all.
    var area: PixelArea
    /// Pixels that were lost.
    var pixels: Int
    /// How sure it is, 0 to 1.
    var confidence: Double
  }

  /// More than this share of the picture is a flash or a cut.
  private static let mostTiles = 0.6
  /// How far means of tiles have to lie apart, and single samples, as shares of the range.
  private static let apart = (tile: 0.03, sample: 0.05, streak: 0.15)

  let before: InspectedPicture
  let picture: InspectedPicture
  let after: InspectedPicture

  /// What was lost, biggest kinds first; nothing where the three pictures cannot be compared.
  var losses: [Loss] {
    guard before.luma.matches(picture.luma), after.luma.matches(picture.luma), before.coding == picture.coding, after.coding == picture.coding
    else { return [] }
    let suspects = suspects()
    let tiles = picture.tiles
    let most = Int(Self.mostTiles * Double(tiles.columns * tiles.rows))
    var losses: [Loss] = []
    if let loss = flat(suspects.flat) { losses.append(loss) }
    if suspects.blocks.count > 1, suspects.blocks.count <= most { losses += lostBlocks(suspects.blocks) }
    // A few streaks; hundreds are glitter.
    if !suspects.streaks.isEmpty, suspects.streaks.count <= tiles.columns * tiles.rows / 20 {
      let search = StreakSearch(
        before: before.luma, own: picture.luma, after: after.luma, contrast: (Self.apart.streak * Double(range)).whole)
      if let loss = search.loss(inTiles: suspects.streaks, columns: tiles.columns) { losses.append(loss) }
    }
    return losses
  }

  private var range: Int { picture.coding.white - picture.coding.black }

  // MARK: - Tiles

  private typealias Suspects = (blocks: [Int], flat: [Int], streaks: [Int])

  /// The tiles that could belong to each kind.
  private func suspects() -> Suspects {
    let (past, own, future) = (before.tiles, picture.tiles, after.tiles)
    let lumaSamples = PictureTiles.tileWidth * PictureTiles.tileHeight
    let least = Int32(Self.apart.tile * Double(range) * Double(lumaSamples))
    let streak = Int32(Self.apart.streak * Double(range))
    var (blocks, flat, streaks): Suspects = ([], [], [])
    let hasColor = picture.coding.model == .yCbCr
    let leastChroma = least >> (picture.coding.log2ChromaWidth + picture.coding.log2ChromaHeight)
    // Colour alone may be lost too.
    let (blue, red) = hasColor ? (1, 2) : (0, 0)
    let (pastBlue, ownBlue, futureBlue) = (past.components[blue], own.components[blue], future.components[blue])
    let (pastRed, ownRed, futureRed) = (past.components[red], own.components[red], future.components[red])
    for index in own.luma.indices {
      let (p, x, n) = (past.luma[index], own.luma[index], future.luma[index])
      if Self.isAlien(p.sum, x.sum, n.sum, least)
        || (hasColor
          && (Self.isAlien(pastBlue[index].sum, ownBlue[index].sum, futureBlue[index].sum, leastChroma)
            || Self.isAlien(pastRed[index].sum, ownRed[index].sum, futureRed[index].sum, leastChroma)))
      {
        blocks.append(index)
      }
      if x.minimum == x.maximum { flat.append(index) }
      let above = Int32(x.maximum) &- Int32(max(p.maximum, n.maximum))
      let below = Int32(min(p.minimum, n.minimum)) &- Int32(x.minimum)
      if max(above, below) > streak { streaks.append(index) }
    }
    return (blocks, flat, streaks)
  }

  /// Whether `own` lies on one side of both others, which are much nearer to each other.
  @inline(__always)
  private static func isAlien(_ past: UInt32, _ own: UInt32, _ future: UInt32, _ least: Int32) -> Bool {
    // A tile's sum is less than 2²⁴.
    let (a, b) = (Int32(bitPattern: own &- past), Int32(bitPattern: own &- future))
    let nearest = min(abs(a), abs(b))
    return nearest >= least && (a < 0) == (b < 0) && abs(a &- b) &* 3 <= nearest
  }

  // MARK: - No data

  /// Flat tiles of a decoder's own colours.
  private func flat(_ suspects: [Int]) -> Loss? {
    guard picture.coding.model == .yCbCr, !suspects.isEmpty else { return nil }
    let (past, own, future) = (before.tiles, picture.tiles, after.tiles)
    let green = UInt16(clamping: 16 << (picture.coding.depth - 8))
    let grey = UInt16(clamping: picture.coding.neutral)
    var loss: Loss?
    for index in suspects {
      let (luma, blue, red) = (own.luma[index], own.components[1][index], own.components[2][index])
      guard blue.minimum == blue.maximum, red.minimum == red.maximum else { continue }
      let isGreen = luma.maximum <= green && blue.maximum <= green && red.maximum <= green
      // Grey is legal: it has to come and go within one picture, and not in a flat drawing.
      let isGrey =
        luma.maximum == grey && blue.maximum == grey && red.maximum == grey && past.luma[index].minimum != past.luma[index].maximum
        && future.luma[index].minimum != future.luma[index].maximum
      guard isGreen || isGrey else { continue }
      let area = own.area(of: index)
      loss = Loss(
        kind: .noData, area: loss?.area.union(area) ?? area, pixels: (loss?.pixels ?? 0) + area.count,
        confidence: isGreen ? 1 : loss?.confidence ?? 0.8)
    }
    return loss
  }

  // MARK: - Blocks

  private func lostBlocks(_ suspects: [Int]) -> [Loss] {
    let isInterlaced = picture.scan.map { $0 != .progressive } ?? true
    let whole = lostBlocks(suspects, field: nil)
    if !whole.isEmpty || !isInterlaced { return whole }
    return (0...1).flatMap { lostBlocks(suspects, field: $0) }
  }

  private func lostBlocks(_ suspects: [Int], field: Int?) -> [Loss] {
    func planes(_ picture: InspectedPicture) -> [SamplePlane] {
      let all = picture.coding.model == .rgb ? [picture.luma] : picture.components
      return field.map { field in all.map { $0.field(field) } } ?? all
    }
    let map = AlienBlocks(
      before: planes(before), own: planes(picture), after: planes(after), limit: max(2, (Self.apart.sample * Double(range)).whole))
    let tiles = picture.tiles
    // Blocks of a field are twice as high in the picture.
    let rows = (PictureTiles.tileHeight, field == nil ? 1 : 2)
    var places: Set<AlienBlocks.Place> = []
    let found = Set(suspects)
    for index in suspects {
      // A block is two tiles high, but for one that the end of the picture cuts.
      let partner = (index / tiles.columns ^ 1) * tiles.columns + index % tiles.columns
      guard partner >= tiles.columns * tiles.rows || found.contains(partner) else { continue }
      let (column, row) = (index % tiles.columns * PictureTiles.tileWidth, index / tiles.columns * rows.0 / rows.1)
      for x in stride(from: column, to: column + PictureTiles.tileWidth, by: AlienBlocks.size) {
        places.insert(AlienBlocks.Place(row: row / AlienBlocks.size, column: x / AlienBlocks.size))
      }
    }
    return map.regions(from: places).map { region in
      let area = region.area
      let rows = (area.rows.lowerBound * rows.1)..<min(picture.height, area.rows.upperBound * rows.1)
      return Loss(
        kind: .blocks, area: PixelArea(columns: area.columns, rows: rows), pixels: region.blocks * AlienBlocks.size * AlienBlocks.size,
        confidence: region.confidence)
    }
  }
}

extension DropoutSearch {
  /// What one picture lost, as a fact.
  struct Losses: PictureFact {
    let all: [Loss]

    init(all: [Loss]) { self.all = all }

    init?(words: [Int]) {
      guard words.count % 7 == 0 else { return nil }
      var all: [Loss] = []
      for start in stride(from: 0, to: words.count, by: 7) {
        let (kind, ends, pixels) = (words[start], words[start + 1..<start + 5], words[start + 5])
        guard let kind = Kind(rawValue: kind), ends.allSatisfy({ (0...65_536).contains($0) }), pixels.isCredible,
          words[start + 1] <= words[start + 2], words[start + 3] <= words[start + 4], let confidence = Double(word: words[start + 6])
        else { return nil }
        all.append(
          Loss(
            kind: kind, area: PixelArea(columns: words[start + 1]..<words[start + 2], rows: words[start + 3]..<words[start + 4]), pixels: pixels,
            confidence: confidence))
      }
      self.all = all
    }

    var words: [Int] {
      all.flatMap { loss in
        let (columns, rows) = (loss.area.columns, loss.area.rows)
        return [loss.kind.rawValue, columns.lowerBound, columns.upperBound, rows.lowerBound, rows.upperBound, loss.pixels, loss.confidence.word]
      }
    }
  }
}
