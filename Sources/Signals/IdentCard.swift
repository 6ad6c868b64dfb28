// SPDX-License-Identifier: Apache-2.0

public import Essence

/// What a clock or slate says of what follows: a headline and rows of labels and words.
public struct IdentCard: Hashable, Sendable {
  /// A label and what stands behind it.
  public struct Row: Hashable, Sendable {
    /// What it is: `Title`.
    public var label: String
    /// The words.
    public var text: String

    /// A row.
    public init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  /// The largest line: a programme's title, a commercial's clock number.
  public var headline: String
  /// The rows below it, from the top.
  public var rows: [Row]

  /// A card.
  public init(headline: String, rows: [Row]) {
    self.headline = headline
    self.rows = rows
  }
}

/// The pictures that a card is drawn in.
public struct PictureForm: Hashable, Sendable {
  /// How the samples lie.
  public var format: PixelFormat
  /// Columns.
  public var width: Int
  /// Rows of a whole picture.
  public var height: Int
  /// The width of a pixel over its height.
  public var pixelAspect: Ratio
  /// How the picture is scanned.
  public var scan: ScanType

  /// A form; square pixels unless given.
  ///
  /// - Precondition: a canvas can be made in `format` (`Canvas.supports`).
  public init(format: PixelFormat, width: Int, height: Int, pixelAspect: Ratio = Ratio(1, 1), scan: ScanType = .progressive) {
    precondition(Canvas.supports(format), "pictures are drawn in planar Y′CbCr, not \(format.name)")
    self.format = format
    self.width = width
    self.height = height
    self.pixelAspect = pixelAspect
    self.scan = scan
  }

  var aspect: Double { Double(max(1, pixelAspect.numerator)) / Double(max(1, pixelAspect.denominator)) }
  /// Rows of a thousand-and-eightieth of the height.
  var unit: Double { Double(height) / 1080 }
  /// The width in rows.
  var breadth: Double { Double(width) * aspect }
  var attributes: PictureAttributes { PictureAttributes(scan: scan, color: .bt709, pixelAspect: pixelAspect) }

  func gray(_ level: Double) -> CodeValues { CodeValues(gray: level, depth: format.bitDepth) }
  func color(_ red: Double, _ green: Double, _ blue: Double) -> CodeValues {
    CodeValues(red: red, green: green, blue: blue, depth: format.bitDepth)
  }

  /// Draws over the whole width of some rows.
  func mask(_ canvas: borrowing Canvas, rows: ClosedRange<Double>, columns: ClosedRange<Double>? = nil) -> CoverageMask {
    let columns = columns.map { Int(($0.lowerBound / aspect).rounded(.down))..<Int(($0.upperBound / aspect).rounded(.up)) } ?? 0..<width
    return CoverageMask(
      canvas, columns: columns, rows: Int(rows.lowerBound.rounded(.down))..<Int(rows.upperBound.rounded(.up)), aspect: aspect,
      isInterlaced: scan.isInterlaced)
  }
}

/// Letters a card: the headline across its top, labels and words on the left, all within the safe area of graphics (EBU R 95, 5 % of each edge).
struct CardLettering {
  let form: PictureForm
  let lettering: Lettering

  /// Where words begin, right of their labels, in units from the left.
  static let valueLeft = 470.0

  /// Draws `card`, words no farther right than `right` units. A text that is too long for its line is set smaller, then on up to three lines.
  ///
  /// - Throws: `SignalsError` for a text that does not fit even so, or has characters that the font lacks.
  func draw(_ card: IdentCard, right: Double, on canvas: inout Canvas) throws(SignalsError) {
    let unit = form.unit
    let margin = 0.052 * form.breadth / unit
    try draw(
      card.headline, lettering.bold, within: margin...form.breadth / unit - margin, top: 64, height: 130, sizes: [104, 92, 80, 70, 60, 52], lines: 1,
      color: form.gray(1), on: &canvas)
    // A rule under the headline, thick enough for either field.
    canvas.fill(
      form.color(0.85, 0.65, 0.1), columns: Int(margin * unit / form.aspect)..<Int((form.breadth - margin * unit) / form.aspect),
      rows: even(208 * unit)..<even(208 * unit) + max(2, even(8 * unit)))
    let pitch = min(92, 780 / Double(max(1, card.rows.count)))
    for (index, row) in card.rows.enumerated() {
      let top = 240 + Double(index) * pitch
      try draw(
        row.label, lettering.regular, within: margin...Self.valueLeft - 20, top: top, height: pitch, sizes: [36, 32, 28, 24], lines: 1,
        color: form.gray(0.68), on: &canvas)
      try draw(
        row.text, lettering.bold, within: Self.valueLeft...right, top: top, height: pitch, sizes: [46, 42, 38, 34, 30, 26, 24, 22], lines: 3,
        color: form.gray(1), on: &canvas)
    }
  }

  /// Draws a text as large as its place allows, in the middle of its height.
  private func draw(
    _ text: String, _ face: Typeface, within columns: ClosedRange<Double>, top: Double, height: Double, sizes: [Double], lines: Int,
    color: CodeValues, on canvas: inout Canvas
  ) throws(SignalsError) {
    try lettering.refuseMissing(in: text)
    let unit = form.unit
    let room = Int((columns.upperBound - columns.lowerBound) * unit / form.aspect)
    for count in 1...lines {
      for size in sizes where Double(count) * size * 1.2 <= height || count == 1 {
        let rows = max(4, Int((size * unit).rounded()))
        guard let broken = broken(text, face, size: rows, room: room), broken.count <= count else { continue }
        let leading = size * 1.18 * unit
        let middle = (top + height / 2) * unit
        var mask = form.mask(canvas, rows: (top * unit - leading)...((top + height) * unit + leading))
        for (index, line) in broken.enumerated() {
          // Capitals are 0.73 of the size high: their middle is the line's.
          let baseline = middle + (Double(index) - Double(broken.count - 1) / 2) * leading + 0.365 * Double(rows)
          mask.draw(line, column: Int((columns.lowerBound * unit / form.aspect).rounded()), baseline: Int(baseline.rounded()))
        }
        if form.scan.isInterlaced { mask.softenRows() }
        canvas.paint(mask, color)
        return
      }
    }
    throw SignalsError(
      .doesNotFit, subject: text, "‘\(text)’ is too long for the clock, even in the smallest letters that can be read: shorten it")
  }

  /// The text in lines that fit, broken between words; `nil` where a word alone is too wide.
  private func broken(_ text: String, _ face: Typeface, size: Int, room: Int) -> [[Typeface.Letter]]? {
    let whole = face.line(text, size: size, aspect: form.aspect)
    if whole.width <= room { return [whole.letters] }
    var (lines, current) = ([[Typeface.Letter]](), "")
    for word in text.split(separator: " ") {
      let longer = current.isEmpty ? String(word) : current + " " + word
      if face.line(longer, size: size, aspect: form.aspect).width <= room {
        current = longer
        continue
      }
      guard !current.isEmpty, face.line(String(word), size: size, aspect: form.aspect).width <= room else { return nil }
      lines.append(face.line(current, size: size, aspect: form.aspect).letters)
      current = String(word)
    }
    return lines + [face.line(current, size: size, aspect: form.aspect).letters]
  }

  private func even(_ rows: Double) -> Int { Int(rows) & ~1 }
}
