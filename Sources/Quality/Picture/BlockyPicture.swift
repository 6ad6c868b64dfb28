// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Pictures in which the edges of coded blocks are seen.
///
/// The picture is divided into parts of 128 × 128 pixels; a part is blocky where steps between columns lie on a grid of eight and hardly elsewhere
/// (`BlockEdges`). Every sixteenth row of every second picture is looked at, of either field in turn; rows show the edges between columns whether or
/// not the picture is interlaced. A picture that was scaled after it was coded has its blocks at another distance and is not recognised.
struct BlockyPicture: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// Columns and rows of a part.
  private static let part = 128
  /// Every so many rows are looked at.
  private static let rowStep = 16
  /// The fewest rows that are judged.
  private static let fewestRows = 4
  /// Steps of luma between these shares of the range are edges of blocks: less is not seen, more is something that is shown.
  private static let step = (least: 0.008, most: 0.12)
  /// Every so many pictures are looked at.
  private static let interval = 2
  /// Pictures without blocks that part no run: a coder's best pictures come twice a second.
  private static let gap = 15

  private let subject: PictureSubject
  private let limits: BlockinessLimits
  private var runs: FaultRuns

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.pictureFaults.blocks else { return nil }
    self.subject = subject
    self.limits = limits
    runs = FaultRuns(gap: Self.gap, minimum: max(1, limits.minimumPictures / Self.interval))
  }

  mutating func examine(_ picture: InspectedPicture) {
    guard picture.frame % Self.interval == 0 else { return }
    let grid = picture.fact(.blocks) { Self.grid(of: picture) }
    guard let grid, grid.share >= limits.area else { return }
    runs.add(picture.frame, value: grid.share * 100, confidence: grid.confidence)
  }

  /// The grid that most parts of a picture share: their share of the picture, and how sure they are.
  private struct SharedGrid: PictureFact {
    let share: Double
    let confidence: Double

    init(share: Double, confidence: Double) { (self.share, self.confidence) = (share, confidence) }

    init?(words: [Int]) {
      guard words.count == 2, let share = Double(word: words[0]), let confidence = Double(word: words[1]) else { return nil }
      self.init(share: share, confidence: confidence)
    }

    var words: [Int] { [share.word, confidence.word] }
  }

  private static func grid(of picture: InspectedPicture) -> SharedGrid? {
    let grids = picture.luma.blockGrids(
      part: part, rowStep: rowStep, fewestRows: fewestRows, least: picture.luma.laneCodes(step.least, picture.coding),
      most: picture.luma.laneCodes(step.most, picture.coding))
    // All parts of a picture share one grid.
    let phases = (0..<BlockEdges.block).map { phase in grids.lazy.compactMap { $0 }.filter { $0.phase == phase } }
    guard let best = phases.max(by: { $0.count < $1.count }), !best.isEmpty else { return nil }
    return SharedGrid(
      share: Double(best.count) / Double(grids.count), confidence: best.reduce(0) { $0 + $1.confidence } / Double(best.count))
  }

  mutating func finish() -> CheckOutcome {
    runs.close()
    var findings = runs.runs.map { run in
      Finding(
        .blocks, severity: limits.severity, stream: subject.stream, place: subject.clock.span(run.frames), worst: run.worstFrame, value: run.worst,
        limit: limits.area * 100, unit: "%", text: .blocksAreSeen(run, seconds: subject.clock.seconds(run.frames.count)))
    }
    if runs.omitted > 0 { findings.append(Finding(.blocks, severity: limits.severity, stream: subject.stream, text: .moreBlocks(runs.omitted))) }
    return CheckOutcome(findings: findings)
  }
}

extension SamplePlane {
  /// The grid in each part of `part` × `part` samples, or `nil` where there is none, from left to right and top to bottom.
  fileprivate func blockGrids(part: Int, rowStep: Int, fewestRows: Int, least: Int, most: Int) -> [BlockEdges.Grid?] {
    let columns = max(1, width / part)
    var grids: [BlockEdges.Grid?] = []
    for top in Swift.stride(from: 0, to: max(1, height - part / 2), by: part) {
      var edges = Array(repeating: BlockEdges(), count: columns)
      // Odd and even rows in turn.
      let rows = Swift.stride(from: top + 5, to: min(top + part, height), by: rowStep).enumerated().map { $1 + 3 * ($0 & 1) }.filter { $0 < height }
      guard rows.count >= fewestRows else { break }
      for row in rows {
        switch word {
        case .byte: addSteps(bytes(row), width, part, false, least, most, &edges)
        case .word: addSteps(words(row), width, part, isDeep, least, most, &edges)
        }
      }
      grids += edges.map(\.grid)
    }
    return grids
  }
}

@inline(__always)
private func addSteps<Sample: PlaneSample>(
  _ row: UnsafePointer<Sample>, _ width: Int, _ part: Int, _ isDeep: Bool, _ least: Int, _ most: Int, _ edges: inout [BlockEdges]
) {
  let (floor, ceiling) = (Lanes(repeating: Int16(clamping: least)), Lanes(repeating: Int16(clamping: most)))
  for index in edges.indices {
    var edge = edges[index]
    // The last part takes in what is left of the row.
    let end = index == edges.count - 1 ? width : (index + 1) * part
    var column = max(16, index * part)
    while column + 16 <= end, column + 17 <= width {
      edge.add(
        Sample.lanes(row + column - 2, isDeep), Sample.lanes(row + column - 1, isDeep), Sample.lanes(row + column, isDeep),
        Sample.lanes(row + column + 1, isDeep), least: floor, most: ceiling)
      column += 16
    }
    edges[index] = edge
  }
}

extension String {
  fileprivate static func blocksAreSeen(_ run: FaultRuns.Run, seconds: Double) -> String {
    let time = run.frames.count == 1 ? "one picture" : "\(run.frames.count) frames (\(seconds.spelled(2)) s)"
    return
      "The edges of coded blocks can be seen for \(time), in up to \(run.worst.spelled(0)) % of the picture "
      + "(confidence \(run.confidence.spelled(2)))."
  }

  fileprivate static func moreBlocks(_ count: Int) -> String { "There are \(count) more places where the edges of coded blocks can be seen." }
}
