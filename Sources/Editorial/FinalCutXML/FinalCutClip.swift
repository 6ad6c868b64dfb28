// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Reads one `<clipitem>` or `<generatoritem>`.
struct FinalCutClip {
  private(set) var clip = Clip(name: "", frames: .zero, source: nil)
  private let node: DocumentNode
  /// The sequence's rate.
  private let rate: FrameRate
  /// The rate at which `<in>` and `<out>` count, once it is found out.
  private var unit: FrameRate
  private var edges: (first: Int, last: Int)?
  private var ticks: (first: Int?, last: Int?)
  /// The length of the whole material after its change of speed.
  private var duration: Int?
  private var remap: FinalCutRemap?
  private var sequence: DocumentNode?

  init(_ node: DocumentNode, kind: Track.Kind, rate: FrameRate) {
    (self.node, self.rate, unit) = (node, rate, rate)
    let (first, last) = (frameNumber(node.value("in")), frameNumber(node.value("out")))
    if let first, first >= 0 || (last ?? -1) >= 0 { edges = (max(first, 0), last.map { max($0, first) } ?? first) }
    ticks = (Int(node.value("pproTicksIn")), Int(node.value("pproTicksOut")))
    for attribute in node.attributes { keep(FinalCutXML.kept(attribute: attribute.name, attribute.value)) }
    for child in node.elements { take(child, kind) }
  }

  private mutating func keep(_ text: String) { clip.kept.append(Kept(FinalCutXML.format, text)) }

  private mutating func take(_ child: DocumentNode, _ kind: Track.Kind) {
    switch child.name {
    case "name": clip.name = child.text
    case "enabled": clip.isEnabled = !FinalCutTrack.isFalse(child)
    case "duration": duration = frameNumber(child.trimmedText)
    case "rate", "start", "end", "in", "out", "pproTicksIn", "pproTicksOut", "file", "marker": break
    case "sequence": sequence = child
    case "sourcetrack":
      if let number = frameNumber(child.value("trackindex")), number > 0, number < 10_000 { clip.sourceTrack = number }
      if ![kind.rawValue, ""].contains(child.value("mediatype")) { keep(child.markup) }
    case "logginginfo", "comments": remarks(child)
    case "filter":
      if let remap = FinalCutRemap(child) { self.remap = remap } else { clip.effects.append(FinalCutEffect.read(child)) }
    case "effect" where node.name == "generatoritem":
      clip.media.generator = child.value("name")
      var rest = child
      rest.children.removeAll { $0.name == "name" || FinalCutXML.isUsual($0, ofGenerator: clip.media.generator) }
      if !rest.isBlank || !rest.children.isEmpty { clip.media.kept.append(Kept(FinalCutXML.format, rest.markup)) }
    default: keep(child.markup)
    }
  }

  /// What people wrote. Grades stand there too: no program is known to have a place of its own for them in this format.
  private mutating func remarks(_ node: DocumentNode) {
    for child in node.elements {
      let text = child.text
      guard child.children.isEmpty, child.attributes.isEmpty else {
        if !child.isBlank { keep(DocumentNode(node.name, children: [child]).markup) }
        continue
      }
      switch child.name.lowercased() {
      case _ where child.trimmedText.isEmpty: break
      case "asc_sop": clip.grade = ColorDecisionText(slopeOffsetPower: text, saturation: clip.grade?.saturation ?? "")
      case "asc_sat": clip.grade = ColorDecisionText(slopeOffsetPower: clip.grade?.slopeOffsetPower ?? "", saturation: text)
      default: clip.comments.append(node.name == "comments" ? FinalCutXML.comment(text, in: child.name) : .init(key: child.name, value: text))
      }
    }
  }

  /// The length that its in- and out-point give, in frames of the sequence: for a clip whose edges both lie beneath transitions or are not stated.
  mutating func span(_ reading: inout FinalCutReading) -> Int {
    unit = reading.rate(of: node, inherited: rate)
    guard let edges else { return max(duration ?? 0, 0) }
    return (Fraction(edges.last - edges.first) * Fraction(rate) / Fraction(unit)).frames.value
  }

  /// Finds out what is taken of the material.
  ///
  /// - Parameters:
  ///   - extent: frames of the sequence for which the clip is there, with its heads and tails.
  ///   - leading: how many of them lie beneath a transition before its cut.
  ///   - frames: how many are left between the cuts.
  mutating func take(extent: Int, leading: Int, frames: Int, _ reading: inout FinalCutReading) {
    clip.frames = FrameCount(frames)
    unit = reading.rate(of: node, inherited: rate)
    let whole = edges.map { $0.last - $0.first } ?? 0
    if !unit.hasSameSpeed(as: rate), isCountedInSequence(extent) { unit = rate }
    var start = Timecode(wrapping: .zero, at: unit)
    if let child = node.first("file") {
      let media = reading.file(child, rate: unit)
      let kept = clip.media.kept
      let generator = clip.media.generator
      clip.media = media.reference
      clip.media.kept += kept
      if !generator.isEmpty { clip.media.generator = generator }
      start = media.start
    }
    markers(leading, &reading)
    guard let edges else {
      if let remap, !remap.isVariable { clip.speed = remap.speed.ratio }
      return
    }
    let scale = Fraction(unit) / Fraction(rate)
    let perUnit = Fraction(start.rate) / Fraction(unit)
    let from = Fraction(edges.first) + Fraction(leading) * scale
    let length = Fraction(frames) * scale
    // A length that is the clip's own to a frame is the clip's: Premiere's out-points are one short.
    let fits = Fraction(whole) - Fraction(extent) * scale
    let isEven = fits.magnitude < Fraction(1) || fits == Fraction(-1)
    var (low, high): (Fraction, Fraction)
    if let remap {
      (low, high) = self.remap(remap, from: from, length: length, extent: extent, leading: leading, isEven: isEven, perUnit: perUnit, &reading)
    } else {
      low = from * perUnit
      let trimmed = Fraction(whole) - Fraction(extent - frames) * scale
      let isExact = leading == 0 && extent == frames && fits.magnitude < Fraction(1)
      high = low + (isExact ? Fraction(whole) : isEven ? length : max(trimmed, .zero)) * perUnit
    }
    if !low.isWhole || !high.isWhole, !start.rate.hasSameSpeed(as: rate) || remap != nil {
      reading.notes.add(node.line, once: "between", "it begins or ends between two frames of its material: the nearest were taken, here and below")
    }
    setSource(start, low, high, &reading)
  }

  /// Whether `<in>` and `<out>` count the sequence's frames, where the clip has another rate: as Premiere's ticks have it, else as the length does.
  private func isCountedInSequence(_ extent: Int) -> Bool {
    guard let edges else { return false }
    let (place, written) = edges.last > 0 ? (edges.last, ticks.last) : (edges.first, ticks.first)
    if let written, place > 0, written > 0 {
      let time = Fraction(Int128(written), Int128(FinalCutXML.ticksPerSecond))
      let (own, sequence) = (Fraction(place) / Fraction(unit), Fraction(place) / Fraction(rate))
      return (time - sequence).magnitude < (time - own).magnitude
    }
    let length = Fraction(edges.last - edges.first)
    if (length - Fraction(extent) * Fraction(unit) / Fraction(rate)).magnitude < Fraction(3, 2) { return false }
    return (length - Fraction(extent)).magnitude <= Fraction(1)
  }

  private mutating func setSource(_ start: Timecode, _ low: Fraction, _ high: Fraction, _ reading: inout FinalCutReading) {
    let first = low.floor
    let count = max((high - Fraction(first)).rounded, 0)
    let label = Timecode(wrapping: FrameCount(first), at: start.rate).advanced(wrapping: start.frameCount)
    clip.source = try? TimecodeRange(in: label, duration: FrameCount(count))
    if clip.source == nil { reading.notes.add(node.line, "‘\(clip.name)’ would take a day and more of its material: what it takes was passed over") }
  }

  // MARK: - Speed

  /// What is taken of the material, and the clip's speed, by its change of speed. All places count the material's frames.
  private mutating func remap(
    _ remap: FinalCutRemap, from: Fraction, length: Fraction, extent: Int, leading: Int, isEven: Bool, perUnit: Fraction,
    _ reading: inout FinalCutReading
  ) -> (Fraction, Fraction) {
    if remap.isFactor { reading.notes.add(node.line, once: "factor", "its speeds are factors, not per cent, as Hiero writes them") }
    let speed = remap.speed
    clip.speed = speed.ratio
    let first = Fraction(edges?.first ?? 0)
    if remap.isVariable, remap.points.count > 1 { return curve(remap, first: first, leading: leading, perUnit: perUnit, &reading) }
    let perFrame = speed * perUnit * Fraction(unit) / Fraction(rate)
    if speed == .zero {
      let start = remap.value(at: first) ?? from * perUnit
      return (start, start + Fraction(max((edges?.last ?? 0) - (edges?.first ?? 0), 0)) * perUnit)
    }
    if let (begin, end) = remap.edges(first, Fraction(edges?.last ?? 0)) {
      let trailing = Fraction(extent - leading) - clip.frames.fraction
      let (one, other) = (begin + Fraction(leading) * perFrame, end - trailing * perFrame)
      return one <= other ? (one, other) : (other, one)
    }
    let factor = speed.magnitude
    let written = Fraction((edges?.last ?? 0) - (edges?.first ?? 0))
    // Some count the material's frames all the same.
    if !isEven, (written - Fraction(extent) * Fraction(unit) / Fraction(rate) * factor).magnitude < Fraction(3, 2) {
      let begin = (first + Fraction(leading) * factor) * perUnit
      return (begin, begin + length * factor * perUnit)
    }
    guard speed < .zero else { return (from * factor * perUnit, (from + length) * factor * perUnit) }
    guard let duration, Fraction(duration) >= from + length else {
      reading.notes.add(node.line, "‘\(clip.name)’ runs backwards and its whole length is not stated: its in-point was taken for the material's")
      return (from * factor * perUnit, (from + length) * factor * perUnit)
    }
    let low = (Fraction(duration) - from - length) * factor * perUnit
    return (low, low + length * factor * perUnit)
  }

  /// A speed that changes: the points of the graph, from the lowest frame of the material that is used.
  private mutating func curve(
    _ remap: FinalCutRemap, first: Fraction, leading: Int, perUnit: Fraction, _ reading: inout FinalCutReading
  ) -> (Fraction, Fraction) {
    let scale = Fraction(rate) / Fraction(unit)
    let placed = remap.points.map { (place: ($0.when - first) * scale - Fraction(leading), value: $0.value) }
    let curve = SpeedCurve(placed.map { .init(place: $0.place, value: $0.value) })
    let (low, high) = curve.extremes(from: 0, to: clip.frames.value)
    let base = Fraction(low.floor)
    clip.speedCurve = curve.points(below: base)
    if clip.frames > .zero { clip.speed = curve.mean(over: clip.frames.value, per: Fraction(rate) / (perUnit * Fraction(unit))) }
    if remap.isSmooth {
      reading.notes.add(node.line, once: "smooth", "speeds pass smoothly into one another: they were read as straight from point to point")
    }
    return (base, Fraction(high.ceiling))
  }

  // MARK: - Marks and sequences

  private mutating func markers(_ leading: Int, _ reading: inout FinalCutReading) {
    let scale = Fraction(rate) / Fraction(unit)
    for child in node.elements where child.name == "marker" {
      guard var marker = FinalCutMarker.read(child, &reading) else { continue }
      let place = Fraction(marker.place.value - (edges?.first ?? 0)) * scale - Fraction(leading)
      let frames = Fraction(marker.frames.value) * scale
      if !place.isWhole {
        reading.notes.add(child.line, "the marker ‘\(marker.text)’ lies between two frames of the sequence: the nearest was taken")
      }
      (marker.place, marker.frames) = (place.frames, frames.frames)
      clip.markers.append(marker)
    }
  }

  /// The sequence that the clip is of, where it is of one. Its labels become the clip's source.
  mutating func nested(_ reading: inout FinalCutReading, room: Int) -> FinalCutReading.Nested? {
    guard let sequence, let nested = reading.nested(sequence, room: room) else { return nil }
    clip.sequence = nested.timeline
    if let source = clip.source,
      let first = try? source.start.frameCount.convertedByRealTime(from: source.rate, to: nested.timeline.rate, rounding: .down),
      let count = try? source.duration.convertedByRealTime(from: source.rate, to: nested.timeline.rate, rounding: .nearest)
    {
      clip.source = try? TimecodeRange(in: nested.timeline.start.advanced(wrapping: first), duration: count)
    }
    return nested
  }
}

extension FinalCutXML {
  /// What a writer puts of its own accord into the effect of a generator, and a reader need not keep.
  static func isUsual(_ node: DocumentNode, ofGenerator name: String) -> Bool {
    switch node.name {
    case "effectid": node.text == name
    case "effecttype": node.text == "generator"
    case "mediatype": ["video", "audio"].contains(node.text)
    default: false
    }
  }
}

extension FrameCount {
  var fraction: Fraction { Fraction(value) }
}
