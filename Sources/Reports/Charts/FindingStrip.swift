// SPDX-License-Identifier: Apache-2.0

import Timing

/// Where in the programme the findings lie: a row for each check, a bar for each finding.
///
/// Severity shows in the bar's height as well as its colour: mandatory fills the row, advisory two thirds of it, information a third; what a
/// client waived is a line at its foot.
struct FindingStrip {
  /// A finding's place.
  struct Bar {
    var tone: ReportDocument.Tone
    var start: FrameCount
    var end: FrameCount
    var tip: String
    /// The name of the place in the page that tells more of it.
    var link: String?
  }

  /// The rows: a check's name and its bars.
  var rows: [(name: String, bars: [Bar])]
  var time: TimeAxis
  var summary: String

  /// The strip, drawn.
  func draw() -> ReportDocument.Chart {
    let bottom = Self.top + Double(rows.count) * Self.pitch
    var drawing = SVGDrawing(width: LineChart.width, height: bottom + 24, title: "Where the findings lie", summary: summary)
    drawing.text("Where the findings lie", 0, 12, isBold: true)
    drawLegend(on: &drawing)
    for (index, row) in rows.enumerated() {
      let y = Self.top + Double(index) * Self.pitch
      drawing.rectangle(Self.left, y, Self.right - Self.left, Self.pitch - 4, fill: "#f2f5f7")
      drawing.text(row.name, Self.left - 8, y + 11, anchor: .end)
      // The gravest last, on top; of bars that would cover each other to the unit, one.
      var drawn = Set<Place>()
      for bar in row.bars.reversed() where drawn.insert(place(of: bar)).inserted { draw(bar, at: y, on: &drawing) }
    }
    for tick in time.ticks {
      let x = Self.left + tick.fraction * (Self.right - Self.left)
      drawing.line(x, bottom - 2, x, bottom + 2, SVGDrawing.Pen(color: Palette.note, width: 1))
      drawing.text(tick.label, x, bottom + 15, anchor: tick.fraction == 0 ? .start : tick.fraction > 0.94 ? .end : .middle, color: Palette.quiet)
    }
    return drawing.chart
  }

  // MARK: -

  private static let left = LineChart.left
  private static let right = LineChart.right
  private static let top = 24.0
  private static let pitch = 20.0

  /// Where a bar lies, in whole units of the drawing.
  private struct Place: Hashable {
    var tone: ReportDocument.Tone
    var x: Double
    var width: Double
  }

  private func place(of bar: Bar) -> Place {
    let start = (Self.left + time.fraction(of: bar.start) * (Self.right - Self.left)).rounded(.down)
    let end = (Self.left + time.fraction(of: bar.end) * (Self.right - Self.left)).rounded(.up)
    // Never thinner than two units: a single bad frame in four hours must still be seen.
    let width = max(2, end - start)
    return Place(tone: bar.tone, x: min(start, Self.right - width), width: width)
  }

  private func draw(_ bar: Bar, at y: Double, on drawing: inout SVGDrawing) {
    let place = place(of: bar)
    let height = Self.height(of: bar.tone)
    drawing.rectangle(place.x, y + Self.pitch - 4 - height, place.width, height, fill: Self.color(of: bar.tone), tip: bar.tip, link: bar.link)
  }

  private func drawLegend(on drawing: inout SVGDrawing) {
    var x = Self.right
    let tones = Set(rows.flatMap(\.bars).map(\.tone))
    let names: [(String, ReportDocument.Tone)] = [("Waived", .good), ("Information", .neutral), ("Advisory", .caution), ("Mandatory", .bad)]
    for (name, tone) in names where tones.contains(tone) {
      drawing.text(name, x, 12, anchor: .end, color: Palette.quiet)
      x -= Double(name.count) * 6 + 6
      let height = Self.height(of: tone) * 0.75
      drawing.rectangle(x - 10, 13 - height, 10, height, fill: Self.color(of: tone))
      x -= 24
    }
  }

  private static func height(of tone: ReportDocument.Tone) -> Double {
    switch tone {
    case .bad: 16
    case .caution: 11
    case .neutral: 6
    case .good: 2
    }
  }

  private static func color(of tone: ReportDocument.Tone) -> String {
    switch tone {
    case .bad: Palette.bad
    case .caution: Palette.caution
    case .neutral: Palette.note
    case .good: Palette.target
    }
  }
}
