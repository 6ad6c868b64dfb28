// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Clocks and slates: still pictures of which a part changes every second, or that hold rows of text.
///
/// What can be said honestly is no more than that. The words are not read, the time is not told, and a card of credits looks like a slate: slates are given as
/// readings and satisfy a layout that asks for a clock, but are never reported as a fault.
struct ClockOrSlate: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// The share of the picture that may change from one picture to the next, or at all.
  private static let movingShare = 0.25
  /// Rows of text that make a slate, the share of it that is plain, and the most that may change in it.
  private static let (neededRows, plainShare, touchedShare) = (3, 0.4, 0.02)

  private let subject: PictureSubject
  private let limits: ClockLimits
  private let minimum: Int
  private var previous: InspectedPicture?
  private var trace: ClockTrace?
  private var rowsOfText: Int?
  private var found: [ClockReading] = []

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.content.clock else { return nil }
    self.subject = subject
    self.limits = limits
    minimum = max(2, subject.clock.frames(lasting: limits.minimumSeconds))
  }

  mutating func examine(_ picture: InspectedPicture) {
    defer { previous = picture }
    let count = picture.tileCount
    let most = (Self.movingShare * Double(count)).whole
    guard let previous, var trace, picture.frame == previous.frame + 1, let changed = changes(of: picture, from: previous, most: most) else {
      return restart(at: picture)
    }
    guard changed.allSatisfy({ $0 < count }), trace.add(changed, frame: picture.frame), trace.touched <= 2 * most else { return restart(at: picture) }
    self.trace = trace
    // Looked for once, in a picture that has stood for long enough.
    if rowsOfText == nil, picture.frame + 1 - trace.start >= minimum {
      rowsOfText = picture.fact(.rowsOfText) { picture.plainShare >= Self.plainShare ? picture.rowsOfText : 0 }
    }
  }

  /// The tiles that look different from the picture before; `nil` for more than `most`.
  private func changes(of picture: InspectedPicture, from previous: InspectedPicture, most: Int) -> [Int]? {
    guard previous.width == picture.width, previous.height == picture.height else { return nil }
    return picture.fact(.changedTiles, after: [previous]) {
      picture.tiles.changes(from: previous.tiles, range: picture.coding.white - picture.coding.black, most: most).map { TileList(tiles: $0) }
    }?.tiles
  }

  mutating func finish() -> CheckOutcome {
    close(at: (previous?.frame ?? -1) + 1)
    return CheckOutcome(findings: missing() + misplaced(), readings: [.content(ContentReadings(clocks: found))])
  }

  private mutating func restart(at picture: InspectedPicture) {
    close(at: (previous?.frame ?? -1) + 1)
    let columns = PictureTiles.count(width: picture.width, height: picture.height).columns
    trace = ClockTrace(start: picture.frame, tiles: picture.tileCount, columns: columns, second: max(1, subject.clock.rate.nominal))
  }

  private mutating func close(at end: Int) {
    defer { (trace, rowsOfText) = (nil, nil) }
    guard let trace, end - trace.start >= minimum else { return }
    let (start, end) = (FrameCount(trace.start), FrameCount(end))
    if let clock = trace.clock {
      found.append(ClockReading(kind: .clock, startFrame: start, endFrame: end, confidence: clock.share, ticks: clock.ticks))
    } else if let rowsOfText, rowsOfText >= Self.neededRows, let count = previous?.tileCount {
      let still = 1 - Double(trace.touched) / Double(max(1, count))
      guard still >= 1 - Self.touchedShare else { return }
      found.append(ClockReading(kind: .slate, startFrame: start, endFrame: end, confidence: still * 0.75, ticks: 0))
    }
  }

  /// What is missing where a caller wants it; the programme's own layout is `LaidOutProgramme`'s to judge.
  private func missing() -> [Finding] {
    guard subject.profile.programmeLayout == nil else { return [] }
    return subject.profile.layout.filter { $0.kind == .clock }.flatMap { section in
      missingPieces(
        of: section.startFrame.value..<section.endFrame.value, in: found.map { $0.startFrame.value..<$0.endFrame.value }
      ).map { piece in
        Finding(
          .clock, severity: limits.severity, stream: subject.stream, place: subject.clock.span(piece), value: Double(piece.count), limit: 0,
          unit: "frames", text: .clockIsMissing(piece.count))
      }
    }
  }

  private func misplaced() -> [Finding] {
    guard let severity = limits.unexpectedSeverity else { return [] }
    return found.filter { $0.kind == .clock }.flatMap { clock in
      unexpectedPieces(
        of: clock.startFrame.value..<clock.endFrame.value, expected: subject.profile.layout, kinds: [.clock], minimum: minimum
      ).map { piece in
        Finding(
          .clock, severity: severity, stream: subject.stream, place: subject.clock.span(piece), value: subject.clock.seconds(piece.count), limit: 0,
          unit: "s", text: .clockDoesNotBelong(subject.clock.seconds(piece.count)))
      }
    }
  }
}

extension InspectedPicture {
  /// How many tiles it has.
  fileprivate var tileCount: Int {
    let tiles = PictureTiles.count(width: width, height: height)
    return tiles.columns * tiles.rows
  }

  /// The share of tiles whose luma lies within 8 % of the range.
  fileprivate var plainShare: Double {
    let most = (coding.white - coding.black) * 8 / 100
    return Double(tiles.luma.count { Int($0.maximum) - Int($0.minimum) <= most }) / Double(max(1, tiles.luma.count))
  }

  /// Rows of text: bands of lines in which luma changes hard and often, between lines where it does not.
  var rowsOfText: Int {
    let step = (coding.white - coding.black) * 3 / 10
    // A line through words crosses a dozen edges; one through bars or a drawing, a few.
    let (busy, quiet, least) = (12, 4, max(3, height / 180))
    var (bands, length) = (0, 0)
    for row in stride(from: 0, to: height, by: 2) {
      let edges = luma.edges(ofRow: row, step: step)
      if edges >= busy {
        length += 1
      } else if edges <= quiet {
        if length * 2 >= least { bands += 1 }
        length = 0
      }
    }
    return bands + (length * 2 >= least ? 1 : 0)
  }
}

extension SamplePlane {
  /// How often luma rises or falls by more than `step` within three columns of a row; a rise that goes on is one.
  fileprivate func edges(ofRow row: Int, step: Int) -> Int {
    switch word {
    case .byte: edgesOfRow(bytes(row), width, step)
    case .word: edgesOfRow(words(row), width, step)
    }
  }
}

@inline(__always)
private func edgesOfRow<Sample: PlaneSample>(_ row: UnsafePointer<Sample>, _ width: Int, _ step: Int) -> Int {
  var (edges, column) = (0, 3)
  while column < width {
    if abs(Int(row[column]) - Int(row[column - 3])) > step {
      edges += 1
      column += 3
    } else {
      column += 1
    }
  }
  return edges
}

extension String {
  fileprivate static func clockIsMissing(_ frames: Int) -> String {
    "Neither a clock nor a slate stands where the layout asks for one, for \(frames) \(frames == 1 ? "frame" : "frames")."
  }

  fileprivate static func clockDoesNotBelong(_ seconds: Double) -> String {
    "A still picture that counts seconds, as a clock does, stands where none belongs, for \(seconds.spelled(1)) s."
  }
}
