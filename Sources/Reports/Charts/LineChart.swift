// SPDX-License-Identifier: Apache-2.0

/// Measured values against a programme's time: loudness, luma levels.
///
/// Charts of one programme have the plot in the same place, so that one below the other they share a time axis. However long the programme, a chart holds about a thousand points for each series: where several samples share a column, the least and the
/// greatest of them are drawn, so no peak is lost.
struct LineChart {
  /// One measured quantity, sampled evenly from the first frame on.
  struct Series {
    var name: String
    /// The values; `nil` where there is none, such as the loudness of silence.
    var samples: [Double?]
    /// Seconds of programme from one value to the next.
    var interval: Double
    var pen: SVGDrawing.Pen
  }

  /// A limit or target across the whole chart.
  struct Level {
    /// What the legend calls it; empty for one that another level's entry stands for.
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
    drawing.text(title, 0, 12, isBold: true)
    drawing.text(unit, 0, 26, color: Palette.quiet)
    drawLegend(on: &drawing)
    drawGrid(on: &drawing)
    for level in levels where range.contains(level.value) {
      let top = y(level.value + level.tolerance)
      if level.tolerance > 0 { drawing.rectangle(Self.left, top, Self.right - Self.left, y(level.value - level.tolerance) - top, fill: Palette.band) }
      drawing.line(Self.left, y(level.value), Self.right, y(level.value), level.pen)
    }
    let drawn = series.map { (runs(of: $0), $0.pen) }
    for (runs, pen) in drawn { drawing.curve(runs, pen) }
    if drawn.allSatisfy(\.0.isEmpty) {
      drawing.text("No value to show", (Self.left + Self.right) / 2, (Self.top + Self.bottom) / 2, anchor: .middle, color: Palette.quiet)
    }
    return drawing.chart
  }

  // MARK: -

  static let width = 760.0
  static let left = 148.0
  static let right = 756.0
  private static let height = 114.0
  private static let top = 6.0
  private static let bottom = 92.0

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
      drawing.line(x, Self.top, x, Self.bottom, grid)
      drawing.line(x, Self.bottom, x, Self.bottom + 4, SVGDrawing.Pen(color: Palette.note, width: 1))
      drawing.text(tick.label, x, Self.bottom + 17, anchor: tick.fraction == 0 ? .start : tick.fraction > 0.94 ? .end : .middle, color: Palette.quiet)
    }
    drawing.line(Self.left, Self.bottom, Self.right, Self.bottom, SVGDrawing.Pen(color: Palette.note, width: 1))
  }

  private func drawLegend(on drawing: inout SVGDrawing) {
    var y = 42.0
    for (name, pen) in series.map({ ($0.name, $0.pen) }) + levels.map({ ($0.name, $0.pen) }) where !name.isEmpty {
      drawing.line(0, y - 4, 18, y - 4, pen)
      drawing.text(name, 23, y, color: Palette.quiet)
      y += 13
    }
  }

  /// The samples as points on the paper, in runs between gaps.
  private func runs(of series: Series) -> [[(x: Double, y: Double)]] {
    let samples = series.samples
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
      let middle = (Double(start) + Double(share) / 2) * series.interval / time.seconds
      let x = min(Self.left + middle * (Self.right - Self.left), Self.right)
      let points = low == high ? [(x: x, y: y(low))] : [(x: x, y: y(low)), (x: x, y: y(high))]
      if isOpen { runs[runs.count - 1] += points } else { runs.append(points) }
      isOpen = true
    }
    return runs
  }
}
