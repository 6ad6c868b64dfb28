// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Blanking, bars and the shape of the active picture.
///
/// What is dark in one picture may be lit in the next: an edge counts as blanking only if it stays dark all through. Bars that come or go are told by
/// looking at a second at a time, each as wide as its pictures were lit; seconds that are dark all over, or lit only somewhere, say nothing.
struct ActivePicture: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// Edges that differ by no more than this have not changed: a soft edge is drawn anew by every coder.
  private static let tolerance = 2

  private let subject: PictureSubject
  private let limits: ActivePictureLimits
  private let framesPerPart: Int
  private var raster: (width: Int, height: Int)?
  private var whole: PictureMargins?
  private var part: Part?
  /// Successive seconds with the same margins, joined.
  private var parts: [Part] = []

  private struct Part {
    var frames: Range<Int>
    var margins: PictureMargins?
  }

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.activePicture else { return nil }
    self.subject = subject
    self.limits = limits
    framesPerPart = max(1, subject.clock.frames(lasting: 1))
  }

  mutating func examine(_ picture: InspectedPicture) {
    // Pictures of another size have edges of their own; the structure checks report them.
    guard raster.map({ $0 == (picture.width, picture.height) }) ?? true else { return }
    raster = (picture.width, picture.height)
    let margins = picture.fact(.margins) { picture.margins(darkUpTo: picture.coding.code(limits.level)) }
    if let margins { whole = whole?.union(margins) ?? margins }
    var current = part ?? Part(frames: picture.frame..<picture.frame)
    current.frames = current.frames.lowerBound..<picture.frame + 1
    if let margins { current.margins = current.margins?.union(margins) ?? margins }
    part = current
    if current.frames.count >= framesPerPart { closePart() }
  }

  mutating func finish() -> CheckOutcome {
    closePart()
    guard let raster, let whole else { return CheckOutcome() }
    let width = raster.width - whole.left - whole.right
    let height = raster.height - whole.top - whole.bottom
    let reading = ActivePictureReading(left: whole.left, top: whole.top, width: width, height: height)
    return CheckOutcome(findings: blanking(whole, width, height) + changes(from: whole), readings: [.activePicture(reading)])
  }

  private mutating func closePart() {
    guard var part else { return }
    self.part = nil
    // A second that says nothing belongs to what was before it: one dark all over, or lit only somewhere as no bars would leave it.
    if let margins = part.margins, !margins.areBars { part.margins = nil }
    if let last = parts.indices.last, part.margins == nil || parts[last].margins.map({ isSame($0, part.margins) }) ?? true {
      parts[last].frames = parts[last].frames.lowerBound..<part.frames.upperBound
      if let margins = part.margins { parts[last].margins = parts[last].margins?.union(margins) ?? margins }
    } else {
      parts.append(part)
    }
  }

  private func isSame(_ one: PictureMargins, _ other: PictureMargins?) -> Bool { other.map { one.distance(to: $0) <= Self.tolerance } ?? true }

  private func blanking(_ margins: PictureMargins, _ width: Int, _ height: Int) -> [Finding] {
    guard margins.widest > limits.maximumBlanking, height > 0 else { return [] }
    // Bars on two opposite sides that leave a picture of a wanted shape are no blanking; pixels are taken as square.
    let shape = Double(width) / Double(height)
    if limits.allowedAspects.contains(where: { abs(shape / $0 - 1) < 0.01 }) { return [] }
    return [
      Finding(
        .activePicture, severity: limits.severity, stream: subject.stream, value: Double(margins.widest), limit: Double(limits.maximumBlanking),
        unit: "px", text: .edgesAreDark(margins, width, height, shape))
    ]
  }

  /// Parts whose bars are not those of most of the programme.
  private func changes(from whole: PictureMargins) -> [Finding] {
    guard let minimum = limits.minimumChange, parts.count > 1 else { return [] }
    let lit = parts.compactMap { part in part.margins.map { (frames: part.frames, margins: $0) } }
    func length(like margins: PictureMargins) -> Int { lit.filter { isSame($0.margins, margins) }.reduce(0) { $0 + $1.frames.count } }
    guard let usual = lit.max(by: { length(like: $0.margins) < length(like: $1.margins) })?.margins else { return [] }
    return lit.filter { !isSame($0.margins, usual) && subject.clock.seconds($0.frames.count) >= minimum }.map { part in
      Finding(
        .letterboxChange, severity: limits.changeSeverity, stream: subject.stream, place: subject.clock.span(part.frames),
        value: Double(part.margins.distance(to: usual)), limit: Double(Self.tolerance), unit: "px", text: .barsChange(part.margins, usual))
    }
  }
}

extension String {
  fileprivate static func edgesAreDark(_ margins: PictureMargins, _ width: Int, _ height: Int, _ shape: Double) -> String {
    "The picture does not fill the raster: \(margins.spelled) stay dark all through; the active picture is \(width) × \(height) (\(shape.spelled(2)):1)."
  }

  fileprivate static func barsChange(_ margins: PictureMargins, _ usual: PictureMargins) -> String {
    "The bars change: here \(margins.spelled) are dark, elsewhere \(usual.spelled)."
  }
}

extension PictureMargins {
  /// The margins in words: `132 lines above and 132 below`.
  fileprivate var spelled: String {
    guard widest > 0 else { return "no edges" }
    let lines = [(top, "above"), (bottom, "below")].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? "line" : "lines") \($0.1)" }
    let columns = [(left, "left"), (right, "right")].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? "column" : "columns") \($0.1)" }
    let all = lines + columns
    return all.count < 2 ? all.joined() : all.dropLast().joined(separator: ", ") + " and " + (all.last ?? "")
  }
}
