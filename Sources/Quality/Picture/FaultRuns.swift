// SPDX-License-Identifier: Apache-2.0

/// A part of a picture, in pixels from the top left.
struct PixelArea: Hashable, Sendable {
  /// Columns.
  var columns: Range<Int>
  /// Rows.
  var rows: Range<Int>

  /// Pixels.
  var count: Int { columns.count * rows.count }

  /// The smallest part that holds both.
  func union(_ other: PixelArea) -> PixelArea {
    PixelArea(
      columns: min(columns.lowerBound, other.columns.lowerBound)..<max(columns.upperBound, other.columns.upperBound),
      rows: min(rows.lowerBound, other.rows.lowerBound)..<max(rows.upperBound, other.rows.upperBound))
  }

  /// The part in words: `x 96 to 191, y 40 to 55`.
  var words: String {
    "x \(columns.lowerBound) to \(columns.upperBound - 1), y \(rows.lowerBound) to \(rows.upperBound - 1)"
  }
}

/// Pictures that show a fault, joined to runs over short gaps. At most two hundred runs are kept, however many there are.
struct FaultRuns: Sendable {
  /// Pictures that belong together.
  struct Run: Hashable, Sendable {
    /// The first picture and the one after the last.
    var frames: Range<Int>
    /// Pictures that show the fault.
    var pictures = 0
    /// How bad the worst of them is.
    var worst = 0.0
    /// The first that is as bad.
    var worstFrame: Int?
    /// The sum of how sure each is, 0 to 1.
    var sureness = 0.0
    /// The part of the picture that any of them touches.
    var area: PixelArea?

    /// How sure it is on the whole, 0 to 1.
    var confidence: Double { sureness / Double(max(1, pictures)) }
  }

  private static let most = 200

  /// The most pictures without the fault between two with it in one run.
  let gap: Int
  /// The fewest pictures with the fault in a run that counts.
  let minimum: Int
  /// The runs that have ended.
  private(set) var runs: [Run] = []
  /// Runs beyond those kept.
  private(set) var omitted = 0
  private var open: Run?

  /// No runs yet.
  init(gap: Int, minimum: Int) {
    self.gap = gap
    self.minimum = minimum
  }

  /// Adds a picture with the fault; pictures come in order.
  mutating func add(_ frame: Int, value: Double, confidence: Double, area: PixelArea? = nil) {
    if let open, frame - open.frames.upperBound > gap { close() }
    var run = open ?? Run(frames: frame..<frame + 1)
    run.frames = run.frames.lowerBound..<frame + 1
    run.pictures += 1
    if run.worstFrame == nil || value > run.worst { (run.worst, run.worstFrame) = (max(run.worst, value), frame) }
    run.sureness += confidence
    run.area = area.map { run.area?.union($0) ?? $0 } ?? run.area
    open = run
  }

  /// Ends the last run.
  mutating func close() {
    defer { open = nil }
    guard let open, open.pictures >= minimum else { return }
    if runs.count < Self.most { runs.append(open) } else { omitted += 1 }
  }
}
