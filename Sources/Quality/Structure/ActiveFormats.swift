// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// The active format, AFD (SMPTE ST 2016-1): whether it is there, is one of those allowed, stays the same, is the same for all its carriers, and fits the bars that the
/// pictures have. Receivers that go by it would else cut picture off, or show it small.
struct ActiveFormats: StructureCheck {
  /// What a soft edge may take off a picture, as a share of the raster.
  private static let tolerance = 0.02

  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let asked = subject.profile.structure.activeFormats else { return [] }
    let stated = Self.stated(in: subject)
    if asked.allowed.isEmpty {
      guard let first = stated.first else { return [] }
      return [finding(asked, "The active format is stated (\(first.words)), where none is to be in the file.")]
    }
    let codes = asked.allowed.map(String.init).joined(separator: " or ")
    guard let first = stated.first else { return [finding(asked, "The file states no active format (AFD); one of \(codes) is asked for.")] }
    var findings = stated.filter { !asked.allowed.contains(Int($0.format.code)) }.map {
      finding(asked, "The active format is \($0.format.words) \($0.place); \(codes) is asked for.", at: $0.format)
    }
    if let other = stated.first(where: { $0.format.code != first.format.code }) {
      findings.append(finding(asked, "The active formats differ: \(first.words), \(other.words)."))
    }
    findings += Self.changes(subject, asked)
    return findings + Self.shape(subject, asked, stated)
  }

  // MARK: -

  /// The active format of one carrier.
  private struct Statement {
    let format: ActiveFormat
    let place: String
    var words: String { "\(format.words) \(place)" }
  }

  /// What each carrier says first: the wrapper, ancillary packets, pictures.
  private static func stated(in subject: StructureSubject) -> [Statement] {
    var found: [Statement] = []
    let picture = subject.description.video.first
    if let format = picture?.wrapper.activeFormat { found.append(Statement(format: format, place: "in the wrapper")) }
    let repeated = subject.survey?.activeFormats ?? []
    for trace in repeated where trace.carrier == .ancillary { found.append(Statement(format: trace.first, place: "in ancillary packets")) }
    let inPictures = repeated.first { $0.carrier == .pictures }?.first ?? picture?.essence.activeFormat
    if let inPictures { found.append(Statement(format: inPictures, place: "in the pictures")) }
    return found
  }

  private static func changes(_ subject: StructureSubject, _ asked: StructureLimits.ActiveFormats) -> [Finding] {
    (subject.survey?.activeFormats ?? []).filter { $0.changeCount > 0 }.map { trace in
      let place = trace.carrier == .pictures ? "in the pictures" : "in ancillary packets"
      let first = trace.changes.first
      return Finding(
        .activeFormat, severity: asked.severity, stream: trace.streamIndex,
        place: first.flatMap { change in subject.clock.map { $0.span(change.frame.value..<change.frame.value + 1) } },
        value: Double(trace.changeCount), limit: 0,
        unit: "changes",
        text: "The active format changes \(place): \(trace.first.words), then \(first?.format.words ?? "another")"
          + (trace.changeCount > 1 ? ", and \(trace.changeCount - 1) more." : "."))
    }
  }

  /// What the first statement says, against the frame's shape and the part of the raster that is ever lit.
  private static func shape(_ subject: StructureSubject, _ asked: StructureLimits.ActiveFormats, _ stated: [Statement]) -> [Finding] {
    guard let first = stated.first, let facts = subject.description.video.first?.facts, let width = facts.width, let height = facts.height, height > 0
    else {
      return []
    }
    let frame = Double(width) * (facts.pixelAspect.map { Double($0.numerator) / Double($0.denominator) } ?? 1) / Double(height)
    let isWide = frame > 1.5
    if let said = first.format.isWide, said != isWide {
      return [finding(asked, "The active format is stated for a frame of \(said ? "16:9" : "4:3"), and the frame is \(isWide ? "16:9" : "4:3").")]
    }
    guard let aspect = first.format.aspect(in: frame), let lit = subject.readings.activePicture, lit.width > 0, lit.height > 0 else { return [] }
    let (declaredWidth, declaredHeight) = (min(1, aspect / frame), min(1, frame / aspect))
    let (litWidth, litHeight) = (Double(lit.width) / Double(width), Double(lit.height) / Double(height))
    if litWidth > declaredWidth + tolerance || litHeight > declaredHeight + tolerance {
      return [finding(asked, "The active format is \(first.format.words), and more of the frame is lit: \(lit.width) × \(lit.height).")]
    }
    // In a wide frame bars above and below are usual under codes that know no wider picture.
    if litWidth < declaredWidth - tolerance || (!isWide && litHeight < declaredHeight - tolerance) {
      return [finding(asked, "The active format is \(first.format.words), and the picture is smaller: \(lit.width) × \(lit.height) are ever lit.")]
    }
    return []
  }

  private static func finding(_ asked: StructureLimits.ActiveFormats, _ text: String, at format: ActiveFormat? = nil) -> Finding {
    Finding(.activeFormat, severity: asked.severity, value: format.map { Double($0.code) }, text: text)
  }
}
