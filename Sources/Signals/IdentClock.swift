// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// An ident clock or slate: a card that says what follows, and a clock that counts the seconds to it.
///
/// The hand of the analogue face reaches twelve o'clock as the programme begins and sweeps; on an interlaced picture it stands, in each field, where it is at that
/// field's own time. Below it, or in place of the hand, the seconds that are still to come are counted in figures: 10 stands through the tenth second before.
///
///     let clock = try IdentClock(card, face: .analogue, in: form, lettering: try Lettering())
///     let picture = clock.picture(at: 500, framesToGo: 250, rate: .fps25)
public final class IdentClock: Sendable {
  /// What counts.
  public enum Face: String, Hashable, Sendable, CaseIterable {
    /// A dial of sixty seconds with a hand, figures below it.
    case analogue
    /// Large figures within ten lamps that go out, second by second.
    case countdown
    /// Nothing: a slate that stands still.
    case none
  }

  /// What counts.
  public let face: Face
  private let form: PictureForm
  private let lettering: Lettering
  private let background: Canvas

  /// A clock with `card` beside it.
  ///
  /// - Throws: `SignalsError` for a text that cannot be lettered.
  public init(_ card: IdentCard, face: Face, in form: PictureForm, lettering: Lettering) throws(SignalsError) {
    (self.face, self.form, self.lettering) = (face, form, lettering)
    var canvas = Canvas(format: form.format, width: form.width, height: form.height)
    canvas.fill(form.gray(0.09))
    let wide = form.breadth / form.unit
    let words = CardLettering(form: form, lettering: lettering)
    try words.draw(card, right: face == .none ? wide * 0.948 : Self.dial(form).x / form.unit - 330, on: &canvas)
    if face == .analogue { Self.drawDial(form, on: &canvas) }
    background = canvas
  }

  /// The picture at `position`, so many frames before the programme's first.
  public func picture(at position: FrameCount, framesToGo: Int, rate: FrameRate) -> Picture {
    guard face != .none else { return background.sharedPicture(at: position, attributes: form.attributes) }
    var canvas = Canvas(copying: background)
    let second = max(1, rate.nominal)
    let seconds = (framesToGo + second - 1) / second
    let frames = Double(framesToGo)
    switch face {
    case .analogue:
      drawHand(framesToGo: frames, second: Double(second), on: &canvas)
      drawFigures("\(seconds)", size: 176, center: Self.dial(form) + SIMD2(0, 424 * form.unit), on: &canvas)
    case .countdown:
      drawLamps(seconds: seconds, on: &canvas)
      drawFigures("\(seconds)", size: 240, center: Self.dial(form) + SIMD2(0, 88 * form.unit), on: &canvas)
    case .none: break
    }
    return canvas.picture(at: position, attributes: form.attributes)
  }

  // MARK: -

  /// The dial's middle, in rows.
  private static func dial(_ form: PictureForm) -> SIMD2<Double> { SIMD2(form.breadth * 0.948 - 276 * form.unit, 540 * form.unit) }
  private static let radius = 270.0

  private static func square(_ form: PictureForm, _ canvas: borrowing Canvas) -> CoverageMask {
    let (center, reach) = (dial(form), (radius + 14) * form.unit)
    return form.mask(canvas, rows: center.y - reach...center.y + reach, columns: center.x - reach...center.x + reach)
  }

  private static func drawDial(_ form: PictureForm, on canvas: inout Canvas) {
    let (center, unit) = (dial(form), form.unit)
    var mask = square(form, canvas)
    mask.drawRing(center: center, outer: radius * unit, inner: (radius - 10) * unit)
    for tick in 0..<60 {
      let turn = Double(tick) / 60
      let direction = SIMD2(sine(turns: turn), -cosine(turns: turn))
      let isMain = tick % 5 == 0
      mask.drawLine(
        from: center + direction * (radius - (isMain ? 62 : 40)) * unit, to: center + direction * (radius - 26) * unit,
        width: (isMain ? 12 : 6) * unit)
    }
    canvas.paint(mask, form.gray(0.9))
    // The last three seconds before twelve, in which the picture is black.
    var warning = square(form, canvas)
    for part in 0..<24 {
      let (from, to) = (0.95 + 0.05 * Double(part) / 24, 0.95 + 0.05 * Double(part + 1) / 24)
      let place = { (turn: Double) in center + SIMD2(sine(turns: turn), -cosine(turns: turn)) * (radius - 5) * unit }
      warning.drawLine(from: place(from), to: place(to), width: 10 * unit)
    }
    canvas.paint(warning, form.color(0.8, 0.1, 0.1))
  }

  /// The hand, in each field where it is at that field's time.
  private func drawHand(framesToGo: Double, second: Double, on canvas: inout Canvas) {
    let (center, unit) = (Self.dial(form), form.unit)
    var mask = Self.square(form, canvas)
    func draw(_ field: CoverageMask.Field, framesToGo: Double) {
      let turn = 1 - (framesToGo / second / 60).truncatingRemainder(dividingBy: 1)
      let direction = SIMD2(sine(turns: turn), -cosine(turns: turn))
      mask.drawLine(field, from: center - direction * 50 * unit, to: center + direction * (Self.radius - 36) * unit, width: 14 * unit)
    }
    switch form.scan {
    case .progressive: draw(.both, framesToGo: framesToGo)
    case .interlacedTopFirst:
      draw(.top, framesToGo: framesToGo)
      draw(.bottom, framesToGo: framesToGo - 0.5)
    case .interlacedBottomFirst:
      draw(.bottom, framesToGo: framesToGo)
      draw(.top, framesToGo: framesToGo - 0.5)
    }
    mask.drawRing(center: center, outer: 22 * unit)
    canvas.paint(mask, form.gray(1))
  }

  /// Ten lamps around the figures: as many are lit as there are seconds to come, and they go out clockwise from the top.
  private func drawLamps(seconds: Int, on canvas: inout Canvas) {
    let (center, unit, count) = (Self.dial(form), form.unit, 10)
    for isLit in [false, true] {
      var mask = Self.square(form, canvas)
      for lamp in 0..<count where (lamp < seconds) == isLit {
        let turn = 1 - (Double(lamp) + 0.5) / Double(count)
        mask.drawRing(center: center + SIMD2(sine(turns: turn), -cosine(turns: turn)) * 240 * unit, outer: 27 * unit)
      }
      canvas.paint(mask, form.gray(isLit ? 0.9 : 0.2))
    }
  }

  private func drawFigures(_ text: String, size: Double, center: SIMD2<Double>, on canvas: inout Canvas) {
    let rows = max(4, Int((size * form.unit).rounded()))
    let line = lettering.bold.line(text, size: rows, aspect: form.aspect)
    var mask = form.mask(
      canvas, rows: center.y - Double(rows)...center.y + Double(rows) / 2, columns: center.x - Double(rows) * 1.6...center.x + Double(rows) * 1.6)
    mask.draw(line.letters, column: Int((center.x / form.aspect).rounded()) - line.width / 2, baseline: Int(center.y.rounded()))
    if form.scan.isInterlaced { mask.softenRows() }
    canvas.paint(mask, form.gray(1))
  }
}
