// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A drawing in SVG 1.1, built shape by shape. Coordinates are in units of the view box, y downwards; all text is escaped.
///
/// Style is in attributes, not in a style sheet, so that a drawing looks the same wherever it is pasted.
struct SVGDrawing {
  /// The reading size of text.
  static let textSize = 11.0

  let width: Double
  let height: Double
  private let title: String
  private let summary: String
  private var shapes: [String] = []

  /// An empty drawing; `title` names it and `summary` says in words what a reader would see.
  init(width: Double, height: Double, title: String, summary: String) {
    self.width = width
    self.height = height
    self.title = title
    self.summary = summary
  }

  /// How a line is drawn.
  struct Pen: Hashable {
    var color: String
    var width = 1.2
    /// Lengths of dash and gap; `nil` draws a full line.
    var dash: String?
  }

  /// Where a text stands beside its point.
  enum Anchor: String { case start, middle, end }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ pen: Pen) {
    shapes.append("<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\"\(stroke(pen))/>")
  }

  /// - Parameter link: the name of a place in the page, to be reached from here.
  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String, outline: Pen? = nil, tip: String? = nil, link: String? = nil
  ) {
    let title = tip.map { "<title>\(VisibleText.escape($0))</title>" } ?? ""
    let pen = outline.map { " stroke=\"\($0.color)\" stroke-width=\"\(n($0.width))\"" } ?? ""
    let shape = "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" height=\"\(n(height))\" fill=\"\(fill)\"\(pen)>\(title)</rect>"
    shapes.append(link.map { "<a href=\"#\(VisibleText.escape($0))\">\(shape)</a>" } ?? shape)
  }

  /// A filled shape through `points`.
  mutating func polygon(_ points: [(x: Double, y: Double)], fill: String, tip: String? = nil) {
    let title = tip.map { "<title>\(VisibleText.escape($0))</title>" } ?? ""
    let list = points.map { "\(n($0.x)),\(n($0.y))" }.joined(separator: " ")
    shapes.append("<polygon points=\"\(list)\" fill=\"\(fill)\">\(title)</polygon>")
  }

  /// Lines through each run of points.
  mutating func curve(_ runs: [[(x: Double, y: Double)]], _ pen: Pen) {
    let path = runs.map { run in
      // A run of one point is drawn as a dot: a round cap on a line of no length.
      let points = run.count == 1 ? [run[0], run[0]] : run
      return "M" + points.map { "\(n($0.x)) \(n($0.y))" }.joined(separator: "L")
    }
    guard !path.isEmpty else { return }
    shapes.append("<path d=\"\(path.joined())\" fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"\(stroke(pen))/>")
  }

  mutating func text(_ text: String, _ x: Double, _ y: Double, anchor: Anchor = .start, color: String = Palette.ink, isBold: Bool = false) {
    let weight = isBold ? " font-weight=\"bold\"" : ""
    shapes.append(
      "<text x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor.rawValue)\" fill=\"\(color)\"\(weight)>\(VisibleText.escape(text))</text>")
  }

  /// The finished chart.
  var chart: ReportDocument.Chart {
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(n(width)) \(n(height))" width="\(n(width))" height="\(n(height))" role="img" \
      aria-label="\(VisibleText.escape(title + ". " + summary))" font-family="\(Self.fontFamily)" font-size="\(n(Self.textSize))">
      <title>\(VisibleText.escape(title))</title>
      <desc>\(VisibleText.escape(summary))</desc>
      """
    return ReportDocument.Chart(svg: ([head] + shapes + ["</svg>"]).joined(separator: "\n"))
  }

  // MARK: -

  private static let fontFamily = "Liberation Sans, Helvetica Neue, Segoe UI, Roboto, DejaVu Sans Condensed, DejaVu Sans, sans-serif"

  private func stroke(_ pen: Pen) -> String {
    " stroke=\"\(pen.color)\" stroke-width=\"\(n(pen.width))\"" + (pen.dash.map { " stroke-dasharray=\"\($0)\"" } ?? "")
  }

  /// A coordinate to a tenth of a unit: finer than any printer, and short.
  private func n(_ value: Double) -> String {
    let tenths = (value * 10).rounded()
    return tenths.remainder(dividingBy: 10) == 0 ? String(Int(tenths / 10)) : String(tenths / 10)
  }
}

/// The inks of the charts: dark enough on white to be read (4.5:1) and apart from each other in grey.
enum Palette {
  static let ink = "#1a2027"
  static let quiet = "#55606b"
  static let grid = "#dfe4e8"
  static let first = "#0b5fa5"
  static let second = "#8fb8dc"
  static let target = "#0b5c2e"
  static let band = "#d3ead9"
  static let bad = "#9c1414"
  static let caution = "#b87400"
  static let note = "#7b8794"
}
