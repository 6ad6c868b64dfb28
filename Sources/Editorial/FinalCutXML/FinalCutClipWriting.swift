// SPDX-License-Identifier: Apache-2.0

internal import Markup
internal import Timing

/// What tells one file's definition from another's.
struct FinalCutFile: Hashable {
  var media: MediaReference
  /// The label from which in-points are counted.
  var start: Timecode
}

/// Writes one clip.
struct FinalCutClipWriting {
  private let clip: Clip
  private let place: FrameCount
  private let before: Transition?
  private let after: Transition?
  private let kind: Track.Kind
  /// The rate at which its in- and out-point count, and the label from which.
  private var start: Timecode
  private var source: TimecodeRange?
  private var isGenerator = false
  /// Frames of the sequence that lie beneath its transitions, where they hide its edges.
  private var head = 0
  private var tail = 0
  private var (first, last) = (-1, -1)
  private var remap: DocumentNode?

  init(_ clip: Clip, at place: FrameCount, before: Transition?, after: Transition?, of kind: Track.Kind) {
    (self.clip, self.place, self.before, self.after, self.kind) = (clip, place, before, after, kind)
    (start, source) = (Timecode(wrapping: .zero, at: .fps24), clip.source)
  }

  mutating func run(_ writing: inout FinalCutWriting) throws(MarkupError) {
    let hasMediaSource = clip.media.kept.contains(Kept(FinalCutXML.format, "<mediaSource/>"))
    isGenerator = !clip.media.generator.isEmpty && !hasMediaSource && clip.sequence == nil
    settle(&writing)
    measure(&writing)
    let kept = writing.keptParts(clip.kept, of: "‘\(clip.name)’", at: place)
    let named = kept.attributes.first { $0.0 == "id" }?.1
    let own = writing.identifier(of: named)
    if let named, own == nil { writing.lose(.kept, place, "that ‘\(clip.name)’ is called \(named) in the file, as another clip is") }
    try writing.writer.start(
      isGenerator ? "generatoritem" : "clipitem", (own.map { [("id", $0)] } ?? []) + kept.attributes.filter { $0.0 != "id" })
    for node in kept.nodes where node.name == "masterclipid" { try writing.writer.node(node) }
    try writing.element("name", clip.name)
    try number("enabled", clip.isEnabled ? "TRUE" : "FALSE", &writing)
    try number("duration", "\(wholeDuration)", &writing)
    try writing.rate(start.rate)
    let hidesStart = before != nil && head == before?.head.value
    try number("start", hidesStart ? "-1" : "\(place)", &writing)
    try number("end", after != nil && tail == after?.tail.value ? "-1" : "\(place + clip.frames)", &writing)
    try number("in", "\(first)", &writing)
    try number("out", "\(last)", &writing)
    if !start.rate.hasSameSpeed(as: writing.timeline.rate), first >= 0 {
      try number("pproTicksIn", ticks(first), &writing)
      try number("pproTicksOut", ticks(last), &writing)
    }
    try material(&writing)
    if clip.sourceTrack > 0 {
      try writing.writer.start("sourcetrack")
      try number("mediatype", kind.rawValue, &writing)
      try number("trackindex", "\(clip.sourceTrack)", &writing)
      writing.writer.end()
    }
    if let remap { try writing.writer.node(remap) }
    for effect in clip.effects {
      for kept in effect.kept where kept.format != FinalCutXML.format || DocumentNode(markup: kept.text) == nil {
        writing.lose(.kept, place, "what \(kept.format) says of the effect ‘\(effect.name)’: \(kept.text.prefix(60))")
      }
      try writing.writer.node(writing.cleaned(FinalCutEffect.node(of: effect)))
    }
    try markers(&writing)
    try remarks(kept.nodes, &writing)
    for node in kept.nodes where !["masterclipid", "logginginfo", "comments"].contains(node.name) { try writing.writer.node(node) }
    writing.writer.end()
  }

  private func number(_ name: String, _ text: String, _ writing: inout FinalCutWriting) throws(MarkupError) {
    try writing.writer.element(name, [], text)
  }

  private func ticks(_ frames: Int) -> String { "\((Fraction(frames) / Fraction(start.rate) * Fraction(FinalCutXML.ticksPerSecond)).rounded)" }

  // MARK: - What is taken of the material

  /// Finds the rate and the label that everything is counted from.
  private mutating func settle(_ writing: inout FinalCutWriting) {
    let rate = writing.timeline.rate
    start = Timecode(wrapping: .zero, at: clip.sequence?.rate.nonDropFrame ?? rate.nonDropFrame)
    if let given = source, FinalCutRate(given.rate) == nil {
      writing.lose(.sources, place, "that the source of ‘\(clip.name)’ is counted at \(given.rate), written in frames of the programme")
      source = given.converted(to: rate)
    }
    if let sequence = clip.sequence {
      if let given = source, given.rate != sequence.rate {
        writing.lose(.sources, place, "that the source of ‘\(clip.name)’ is at \(given.rate) in a cut at \(sequence.rate)")
        source = given.converted(to: sequence.rate)
      }
      start = Timecode(wrapping: sequence.start.frameCount, at: sequence.rate)
      return
    }
    if isGenerator {
      if let given = source, given.rate.isDropFrame {
        writing.lose(.sources, place, "that the source of ‘\(clip.name)’ has drop-frame labels")
        source = given.converted(to: given.rate.nonDropFrame)
      }
      start = Timecode(wrapping: .zero, at: source?.rate ?? rate.nonDropFrame)
      return
    }
    if let available = clip.media.available {
      if FinalCutRate(available.rate) != nil, source == nil || source?.rate == available.rate {
        start = available.start
        return
      }
      writing.lose(.extents, place, "how much there is of the material of ‘\(clip.name)’, which is counted at \(available.rate)")
    }
    if let source { start = Timecode(wrapping: .zero, at: source.rate) }
  }

  /// Finds the in- and out-point.
  private mutating func measure(_ writing: inout FinalCutWriting) {
    (head, tail) = (before?.head.value ?? 0, after?.tail.value ?? 0)
    guard let source else {
      if clip.speed != .one { remap = FinalCutRemap.node(speed: Fraction(clip.speed), points: [], isVariable: false, kind) }
      if !clip.speedCurve.isEmpty { writing.lose(.speedCurves, place, "the speed curve of ‘\(clip.name)’, which has no source labels") }
      return
    }
    let day = source.rate.framesPerDay
    let offset = ((source.start.frameCount - start.frameCount).value % day + day) % day
    let scale = Fraction(start.rate) / Fraction(writing.timeline.rate)
    let extent = Fraction(clip.frames.value + head + tail) * scale
    if clip.speedCurve.count > 1 {
      // A curve may lead to before the first frame of the material.
      curve(offset > day / 2 ? offset - day : offset, scale, extent, &writing)
    } else {
      if clip.speedCurve.count == 1 { writing.lose(.speedCurves, place, "the single point of the speed curve of ‘\(clip.name)’") }
      if clip.speed == .one { even(offset, scale, &writing) } else { constant(offset, scale, extent, &writing) }
    }
  }

  private mutating func even(_ offset: Int, _ scale: Fraction, _ writing: inout FinalCutWriting) {
    let count = source?.duration.value ?? 0
    // An in-point below zero means that there is none: then the edge is stated, and the transition's head is not.
    if !(Fraction(head) * scale).isWhole || Fraction(head) * scale > Fraction(offset) { head = 0 }
    if !(Fraction(tail) * scale).isWhole { tail = 0 }
    first = offset - (Fraction(head) * scale).rounded
    last = offset + count + (Fraction(tail) * scale).rounded
    let length = Fraction(clip.frames.value) * scale
    let difference = Fraction(count) - length
    let readsExactly = head == 0 && tail == 0 && difference.magnitude < Fraction(1)
    let isTaken = difference.magnitude < Fraction(1) || difference == Fraction(-1)
    if !readsExactly, isTaken, length.rounded != count {
      writing.lose(.sources, place, "that ‘\(clip.name)’ takes \(count) frames of its material for \(clip.frames) of the programme")
    }
  }

  private mutating func constant(_ offset: Int, _ scale: Fraction, _ extent: Fraction, _ writing: inout FinalCutWriting) {
    let (speed, count) = (Fraction(clip.speed), source?.duration.value ?? 0)
    let perFrame = speed * scale
    var (begin, end) = (Fraction(offset), Fraction(offset + count))
    if speed < .zero { (begin, end) = (end, begin) }
    (begin, end) = (begin - Fraction(head) * perFrame, end + Fraction(tail) * perFrame)
    if speed == .zero {
      (first, last) = (offset, offset + count)
    } else {
      let place = max((begin / speed.magnitude).rounded, 0)
      first = speed < .zero ? max(wholeDuration - place, 0) : place
      last = first + max(extent.rounded, 0)
    }
    let points = [
      FinalCutRemap.Point(when: Fraction(first), value: begin, isIn: true, isOut: false),
      FinalCutRemap.Point(when: Fraction(last), value: speed == .zero ? begin : end, isIn: false, isOut: true),
    ]
    remap = FinalCutRemap.node(speed: speed, points: points, isVariable: false, kind)
    if !remapReadsBack(points) { writing.lose(.speeds, place, "that ‘\(clip.name)’ plays at exactly \(clip.speed) of its speed") }
  }

  private mutating func curve(_ offset: Int, _ scale: Fraction, _ extent: Fraction, _ writing: inout FinalCutWriting) {
    let lowest = Fraction((clip.speedCurve.first?.place.value ?? 0) + head) * scale
    first = max(0, (-lowest).ceiling)
    last = first + max(extent.rounded, 0)
    let start = Fraction(first) + Fraction(head) * scale
    let points = clip.speedCurve.map { point in
      FinalCutRemap.Point(
        when: start + point.place.fraction * scale, value: Fraction(offset) + Fraction(point.source), isIn: false, isOut: false)
    }
    remap = FinalCutRemap.node(speed: Fraction(clip.speed), points: points, isVariable: true, kind)
    let curve = SpeedCurve(clip.speedCurve.map { .init(place: $0.place.fraction, value: Fraction(offset) + Fraction($0.source)) })
    let (low, high) = curve.extremes(from: 0, to: clip.frames.value)
    let mean = clip.frames > .zero ? curve.mean(over: clip.frames.value, per: Fraction(1) / scale) : clip.speed
    if low.floor != offset || !points.allSatisfy({ [$0.when, $0.value].allSatisfy { Fraction(decimal: $0.decimalText) == $0 } }) {
      writing.lose(.speedCurves, place, "the exact points of the speed curve of ‘\(clip.name)’")
    }
    if low.floor != offset || high.ceiling != offset + (source?.duration.value ?? 0) || !remapReadsBack(points) {
      writing.lose(.sources, place, "the source range of ‘\(clip.name)’ beside its speed curve, from which it is read again")
    }
    if mean != clip.speed { writing.lose(.speeds, place, "the mean speed of ‘\(clip.name)’ beside its speed curve, from which it is read again") }
  }

  private func remapReadsBack(_ points: [FinalCutRemap.Point]) -> Bool {
    let speed = Fraction(clip.speed) * Fraction(100)
    return (points.flatMap { [$0.when, $0.value] } + [speed.magnitude]).allSatisfy { Fraction(decimal: $0.decimalText) == $0 }
  }

  /// The length of all the material after the change of speed; where nobody said, as far as the clip goes.
  private var wholeDuration: Int {
    let factor = Fraction(clip.speed).magnitude
    let even = factor == .zero ? Fraction(1) : factor
    if let available = clip.media.available, available.rate.hasSameSpeed(as: start.rate) { return (available.duration.fraction / even).ceiling }
    guard let source else { return clip.frames.value }
    if clip.speed.numerator < 0 {
      let day = source.rate.framesPerDay
      let offset = ((source.start.frameCount - start.frameCount).value % day + day) % day
      return (Fraction(offset + source.duration.value) / even).ceiling + head + tail
    }
    return max(last, (source.duration.fraction / even).ceiling)
  }

  // MARK: - Parts

  private func material(_ writing: inout FinalCutWriting) throws(MarkupError) {
    if let sequence = clip.sequence {
      writing.lose(clip.media, of: clip, place, beside: "the cut that it is of")
      _ = try writing.nested(sequence, at: place)
    } else if isGenerator {
      try writing.generator(clip, at: place, kind)
    } else if clip.media != MediaReference() || start.rate.isDropFrame {
      try writing.file(clip.media, start: start, isCounted: clip.media.available.map { $0.start == start } ?? false, at: place)
    }
  }

  private func markers(_ writing: inout FinalCutWriting) throws(MarkupError) {
    let scale = Fraction(start.rate) / Fraction(writing.timeline.rate)
    let base = Fraction(max(first, 0)) + Fraction(first < 0 ? 0 : head) * scale
    for marker in clip.markers {
      let (at, length) = (base + marker.place.fraction * scale, marker.frames.fraction * scale)
      let what = "‘\(clip.name)’"
      let (back, backLength) = ((at.frames.fraction - base) / scale, length.frames.fraction / scale)
      if back.rounded != marker.place.value || backLength.rounded != marker.frames.value {
        writing.lose(.markerPlaces, place, "the exact place of the marker ‘\(marker.name)\(marker.text)’ of \(what)")
      }
      try writing.marker(marker, place: at.frames.value, length: length.frames.value, at: place, of: what)
    }
  }

  /// What people wrote, in the fields of the log and of the comments.
  private func remarks(_ kept: [DocumentNode], _ writing: inout FinalCutWriting) throws(MarkupError) {
    var log: [DocumentNode] = []
    var comments: [DocumentNode] = []
    var free = (1...4).map { "mastercomment\($0)" }
    free.removeAll { name in clip.comments.contains { $0.key == name } }
    var isInOrder = true
    for comment in clip.comments {
      guard !comment.value.allSatisfy(\.isWhitespace) else {
        writing.lose(.comments, place, "the empty comment ‘\(comment.key)’ of ‘\(clip.name)’")
        continue
      }
      if FinalCutXML.logFields.contains(comment.key), !log.contains(where: { $0.name == comment.key }) {
        isInOrder = isInOrder && comments.isEmpty
        log.append(DocumentNode(comment.key, text: comment.value))
      } else if FinalCutXML.commentFields.contains(comment.key), !comments.contains(where: { $0.name == comment.key }),
        FinalCutXML.comment(comment.value, in: comment.key) == comment
      {
        comments.append(DocumentNode(comment.key, text: comment.value))
      } else if let field = free.first, FinalCutXML.comment("\(comment.key): \(comment.value)", in: field) == comment {
        free.removeFirst()
        comments.append(DocumentNode(field, text: "\(comment.key): \(comment.value)"))
      } else {
        writing.lose(.comments, place, "the comment ‘\(comment.key): \(comment.value.prefix(60))’ of ‘\(clip.name)’")
      }
    }
    if !isInOrder { writing.lose(.comments, place, "the order of the comments of ‘\(clip.name)’") }
    if let grade = clip.grade {
      if !grade.slopeOffsetPower.isEmpty { log.append(DocumentNode("asc_sop", text: grade.slopeOffsetPower)) }
      if !grade.saturation.isEmpty { log.append(DocumentNode("asc_sat", text: grade.saturation)) }
      if grade == ColorDecisionText() { writing.lose(.grades, place, "the empty grade of ‘\(clip.name)’") }
    }
    for (name, nodes) in [("logginginfo", log), ("comments", comments)] {
      let all = nodes + kept.filter { $0.name == name }.flatMap(\.children)
      if !all.isEmpty { try writing.writer.node(writing.cleaned(DocumentNode(name, children: all))) }
    }
  }
}
