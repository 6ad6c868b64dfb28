// SPDX-License-Identifier: Apache-2.0

/// Measured values against a programme's time: loudness, luma levels.
///
/// However long the programme, a chart holds about a thousand points for each series: where several samples share a column, the least and the
/// greatest of them are drawn, so no peak is lost.
struct LineChart {
  /// One measured quantity, sampled evenly from the first frame to the last.
  struct Series {
    var name: String
    /// The values; `nil` where there is none, such as the loudness of silence.
    var samples: [Double?]
    var pen: SVGDrawing.Pen
  }

  /// A limit or target across the whole chart.
  struct Level {
    var name: String
    var value: Double
    /// How far values may be from it, either way; shown as a band.
    var tolerance = 0.0
    var pen: SVGDrawing.Pen
  }

  var title: String
  /// What a reader would see, for one who cannot.
  var summary: String
  /// What the vertical axis counts.
  var unit: String
  /// The bottom and top of the vertical axis.
  var range: ClosedRange<Double>
  /// From one grid line to the next.
  var step: Double
  var time: TimeAxis
  var series: [Series]
  var levels: [Level] = []

  /// The chart, drawn.
  func draw() -> ReportDocument.Chart {
    var drawing = SVGDrawing(width: Self.width, height: Self.height, title: title, summary: summary)
    drawing.text("\(title) (\(unit))", 0, 12, isBold: true)
    drawLegend(on: &drawing)
    drawGrid(on: &drawing)
    for level in levels where range.contains(level.value) {
      let top = y(level.value + level.tolerance)
      if level.tolerance > 0 { drawing.rectangle(Self.left, top, Self.right - Self.left, y(level.value - level.tolerance) - top, fill: Palette.band) }
      drawing.line(Self.left, y(level.value), Self.right, y(level.value), level.pen)
    }
    let drawn = series.map { (runs(of: $0.samples), $0.pen) }
    for (runs, pen) in drawn { drawing.curve(runs, pen) }
    if drawn.allSatisfy(\.0.isEmpty) {
      drawing.text("No value to show", (Self.left + Self.right) / 2, (Self.top + Self.bottom) / 2, anchor: .middle, color: Palette.quiet)
    }
    return drawing.chart
  }

  // MARK: -

  static let width = 760.0
  static let left = 44.0
  static let right = 756.0
  private static let height = 212.0
  private static let top = 26.0
  private static let bottom = 188.0

  private func y(_ value: Double) -> Double {
    let clamped = min(range.upperBound, max(range.lowerBound, value))
    return Self.bottom - (clamped - range.lowerBound) / (range.upperBound - range.lowerBound) * (Self.bottom - Self.top)
  }

  private func drawGrid(on drawing: inout SVGDrawing) {
    let grid = SVGDrawing.Pen(color: Palette.grid, width: 1)
    for value in stride(from: range.lowerBound, through: range.upperBound + step / 1000, by: step) {
      drawing.line(Self.left, y(value), Self.right, y(value), grid)
      drawing.text(Figures.short(value), Self.left - 6, y(value) + 4, anchor: .end, color: Palette.quiet)
    }
    for tick in time.ticks {
      let x = Self.left + tick.fraction * (Self.right - Self.left)
      drawing.line(x, Self.bottom, x, Self.bottom + 4, SVGDrawing.Pen(color: Palette.note, width: 1))
      drawing.text(tick.label, x, Self.bottom + 17, anchor: tick.fraction == 0 ? .start : tick.fraction > 0.94 ? .end : .middle, color: Palette.quiet)
    }
    drawing.line(Self.left, Self.bottom, Self.right, Self.bottom, SVGDrawing.Pen(color: Palette.note, width: 1))
  }

  private func drawLegend(on drawing: inout SVGDrawing) {
    var x = Self.right
    for (name, pen) in (series.map { ($0.name, $0.pen) } + levels.map { ($0.name, $0.pen) }).reversed() {
      drawing.text(name, x, 12, anchor: .end, color: Palette.quiet)
      x -= Double(name.count) * 6 + 8
      drawing.line(x - 22, 8, x, 8, pen)
      x -= 36
    }
  }

  /// The samples as points on the paper, in runs between gaps.
  private func runs(of samples: [Double?]) -> [[(x: Double, y: Double)]] {
    let columns = Int((Self.right - Self.left) / 1.5)
    let share = max(1, (samples.count + columns - 1) / columns)
    var runs: [[(x: Double, y: Double)]] = []
    var isOpen = false
    for start in stride(from: 0, to: samples.count, by: share) {
      let values = samples[start..<min(start + share, samples.count)].compactMap { $0 }.filter(\.isFinite)
      guard let low = values.min(), let high = values.max() else {
        isOpen = false
        continue
      }
      let x = Self.left + (Double(start) + Double(share) / 2) / Double(max(samples.count, 1)) * (Self.right - Self.left)
      let points = low == high ? [(x: min(x, Self.right), y: y(low))] : [(x: min(x, Self.right), y: y(low)), (x: min(x, Self.right), y: y(high))]
      if isOpen { runs[runs.count - 1] += points } else { runs.append(points) }
      isOpen = true
    }
    return runs
  }
}
