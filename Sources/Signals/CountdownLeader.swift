// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// A countdown leader after the universal leader of SMPTE (ST 55, for film; as television uses it): figures in a target that is swept once a second, down to a
/// single picture of 2, and from there black to the first frame of the programme.
///
/// The picture of 2 goes with the 2-pop, a frame of 1 kHz, so that sound that was made apart can be laid against it.
public final class CountdownLeader: Sendable {
  private let form: PictureForm
  private let lettering: Lettering
  private let black: Canvas

  /// A leader.
  public init(in form: PictureForm, lettering: Lettering) {
    (self.form, self.lettering) = (form, lettering)
    var canvas = Canvas(format: form.format, width: form.width, height: form.height)
    canvas.fill(form.gray(0))
    black = canvas
  }

  /// How many frames before the programme the single picture of 2 stands, which is also where the pop sounds.
  public static func pop(at rate: FrameRate) -> Int { 2 * max(1, rate.nominal) }

  /// The picture at `position`, so many frames before the programme's first.
  public func picture(at position: FrameCount, framesToGo: Int, rate: FrameRate) -> Picture {
    let (second, pop) = (max(1, rate.nominal), Self.pop(at: rate))
    guard framesToGo >= pop else { return black.sharedPicture(at: position, attributes: form.attributes) }
    var canvas = Canvas(copying: black)
    canvas.fill(form.gray(0.5))
    if framesToGo > pop {
      let swept = Double((second - framesToGo % second) % second) / Double(second)
      drawSweep(swept, step: 1 / Double(second), on: &canvas)
    }
    drawTarget(on: &canvas)
    drawFigure("\((framesToGo + second - 1) / second)", on: &canvas)
    return canvas.picture(at: position, attributes: form.attributes)
  }

  // MARK: -

  private var center: SIMD2<Double> { SIMD2(form.breadth / 2, Double(form.height) / 2) }

  /// What the arm has swept of this second, in each field as far as it is by that field's time.
  private func drawSweep(_ turn: Double, step: Double, on canvas: inout Canvas) {
    var mask = form.mask(canvas, rows: 0...Double(form.height))
    let reach = (form.breadth * form.breadth + Double(form.height * form.height)).squareRoot()
    switch form.scan {
    case .progressive: mask.drawSector(center: center, radius: reach, turn: turn)
    case .interlacedTopFirst:
      mask.drawSector(.top, center: center, radius: reach, turn: turn)
      mask.drawSector(.bottom, center: center, radius: reach, turn: turn + step / 2)
    case .interlacedBottomFirst:
      mask.drawSector(.bottom, center: center, radius: reach, turn: turn)
      mask.drawSector(.top, center: center, radius: reach, turn: turn + step / 2)
    }
    canvas.paint(mask, form.gray(0.32))
  }

  private func drawTarget(on canvas: inout Canvas) {
    let unit = form.unit
    let half = max(1, Int(4 * unit))
    let (column, row) = (Int(center.x / form.aspect), Int(center.y))
    canvas.fill(
      form.gray(0), columns: column - max(1, Int(4 * unit / form.aspect))..<column + max(1, Int(4 * unit / form.aspect)), rows: 0..<form.height)
    canvas.fill(form.gray(0), columns: 0..<form.width, rows: row - half..<row + half)
    var mask = form.mask(canvas, rows: center.y - 460 * unit...center.y + 460 * unit, columns: center.x - 460 * unit...center.x + 460 * unit)
    for radius in [450.0, 390] { mask.drawRing(center: center, outer: radius * unit, inner: (radius - 12) * unit) }
    canvas.paint(mask, form.gray(0.95))
  }

  private func drawFigure(_ text: String, on canvas: inout Canvas) {
    let rows = max(6, Int((620 * form.unit).rounded()))
    let line = lettering.bold.line(text, size: rows, aspect: form.aspect)
    var mask = form.mask(canvas, rows: 0...Double(form.height))
    mask.draw(
      line.letters, column: Int((center.x / form.aspect).rounded()) - line.width / 2, baseline: Int((center.y + 0.365 * Double(rows)).rounded()))
    if form.scan.isInterlaced { mask.softenRows() }
    canvas.paint(mask, form.gray(0.02))
  }
}
