// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Pixels of the camera that are dead or stuck: single ones or clusters of up to 3 × 3 that stand out at the same place while what is around them
/// changes.
///
/// Each picture has every twenty-fifth row looked at, so that each place is seen about once a second. A place is believed when it stood out nearly
/// each time that its surroundings were calm enough to tell, and they had changed several times meanwhile: a star, a light or a dot in a title stays
/// only as long as its shot. The outermost four rows and columns are not looked at. A logo of tiny dots over moving pictures cannot be told from a
/// fault.
struct StuckPixels: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// Pictures in which every row has been looked at.
  private static let sweep = 25
  /// The most candidates in a row; one with more has texture, and tells nothing.
  private static let busy = 24
  /// How far surroundings move that have changed, as a share of the range.
  private static let change = 0.06
  /// Times that surroundings have to have changed.
  private static let changes = 3
  /// Looks in which a place may have been missed, one in so many.
  private static let misses = 8
  /// After so many sweeps, a place seen only a few times is forgotten.
  private static let memory = 40
  /// The most pixels that are listed one by one.
  private static let maximumFindings = 50

  private let subject: PictureSubject
  private let limits: StuckPixelLimits
  private var ledger = PixelLedger()
  private var raster: (width: Int, height: Int)?
  private var range = 1
  private var pictures = 0

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.pictureFaults.pixels else { return nil }
    self.subject = subject
    self.limits = limits
  }

  mutating func examine(_ picture: InspectedPicture) {
    let coding = picture.coding
    // Pictures of another size have pixels of their own.
    guard raster.map({ $0 == (picture.width, picture.height) }) ?? true else { return }
    raster = (picture.width, picture.height)
    range = coding.white - coding.black
    let (contrast, change) = (max(2, (limits.contrast * Double(range)).whole), max(1, (Self.change * Double(range)).whole))
    let rows = Self.rows(of: picture, sweep: pictures)
    let found = picture.fact(.standouts, part: pictures % Self.sweep) { PixelStandouts(Self.standouts(of: picture, rows: rows, contrast: contrast)) }
    var next = found.places.startIndex
    for row in rows {
      ledger.revisit(row: row, frame: picture.frame, change: change) { column in
        picture.fact(.standout, part: row << 20 | column) { picture.luma.standout(column, row, contrast: contrast, isFirst: false) }
      }
      while next < found.places.endIndex, found.places[next].row <= row {
        let standout = found.places[next]
        if standout.row == row, !ledger.holds(row: row, column: standout.column) { ledger.add(standout, frame: picture.frame) }
        next += 1
      }
    }
    pictures += 1
    if pictures % Self.sweep == 0 { ledger.forget(before: picture.frame - Self.memory * Self.sweep, seen: limits.minimumLooks) }
  }

  /// The rows that are looked at in a picture.
  private static func rows(of picture: InspectedPicture, sweep: Int) -> StrideTo<Int> {
    stride(from: SamplePlane.standoutReach + sweep % Self.sweep, to: picture.height - SamplePlane.standoutReach, by: Self.sweep)
  }

  /// What stands out in `rows`, in reading order; nothing of a row in which much does.
  private static func standouts(of picture: InspectedPicture, rows: StrideTo<Int>, contrast: Int) -> [PixelStandout] {
    let luma = picture.luma
    return rows.flatMap { row -> [PixelStandout] in
      let columns = luma.standoutColumns(inRow: row, contrast: contrast, limit: busy)
      guard columns.count < busy else { return [] }
      return columns.compactMap { luma.standout($0, row, contrast: contrast, isFirst: true) }.filter { $0.excess != 0 }
    }
  }

  mutating func finish() -> CheckOutcome {
    var stuck: [PixelLedger.Entry] = []
    for entry in ledger.entries
    where entry.seen >= limits.minimumLooks && entry.changes >= Self.changes && entry.missed * Self.misses <= entry.seen {
      // Noise decides which pixel of a cluster stands out furthest: several may be listed.
      if !stuck.contains(where: { abs($0.column - entry.column) <= 2 && abs($0.row - entry.row) <= 2 }) { stuck.append(entry) }
    }
    var findings = stuck.prefix(Self.maximumFindings).map { entry in
      let contrast = Double(entry.excess) / Double(entry.seen) / Double(range) * 100
      return Finding(
        .pixels, severity: limits.severity, stream: subject.stream, place: subject.clock.span(entry.frames), value: contrast,
        limit: limits.contrast * 100, unit: "%", text: .pixelIsStuck(entry, contrast))
    }
    if stuck.count > Self.maximumFindings {
      findings.append(Finding(.pixels, severity: limits.severity, stream: subject.stream, text: .morePixels(stuck.count - Self.maximumFindings)))
    }
    return CheckOutcome(findings: findings)
  }
}

extension String {
  fileprivate static func pixelIsStuck(_ entry: PixelLedger.Entry, _ contrast: Double) -> String {
    let kind = entry.bright == entry.seen ? "brighter" : entry.bright == 0 ? "darker" : "now brighter, now darker"
    return "A pixel at x \(entry.column), y \(entry.row) is \(kind) than its surroundings, by \(contrast.spelled(0)) % of the range, "
      + "whatever is shown: \(entry.seen) of \(entry.seen + entry.missed) looks."
  }

  fileprivate static func morePixels(_ count: Int) -> String { "There are \(count) more pixels that stand out whatever is shown." }
}
