// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension EditDecisionList {
  /// A cut as a list, in the order of the programme: what lies on several tracks alike is one edit, and gaps need no line.
  ///
  /// - Returns: the list, and what such a list cannot say, each with its place.
  public static func list(of timeline: Timeline) -> (list: EditDecisionList, lost: [TimelineLoss]) {
    var laying = EditListLaying(timeline)
    return laying.run()
  }
}

/// Makes edits of what lies on tracks.
private struct EditListLaying {
  /// What one edit is, but for the tracks it goes to.
  struct Stroke: Hashable {
    var start: FrameCount
    var end: FrameCount
    /// `nil` for black.
    var clip: Clip?
    /// Frames of the clip that are seen before its own beginning on the track.
    var early: FrameCount
    var opening: Transition?
    var outgoing: Clip?
    /// A key that is taken away.
    var closing: FrameCount?
    /// Which of several it is that are alike on tracks of picture, from the bottom up.
    var copy = 0

    /// Where the clip begins on its track, and not its transition.
    var place: FrameCount { start + early }
  }

  let timeline: Timeline
  private var lost = LossList()
  /// The items of tracks that keys lie above, with their places.
  private var grounds: [Int: [(start: FrameCount, item: TrackItem)]] = [:]
  private var strokes: [Stroke: (video: Int?, sound: Set<Int>)] = [:]

  init(_ timeline: Timeline) { self.timeline = timeline }

  mutating func run() -> (list: EditDecisionList, lost: [TimelineLoss]) {
    for track in timeline.tracks { lay(inFrames(track)) }
    let ordered = strokes.sorted { first, second in
      (first.key.start, first.value.video ?? Int.max, first.value.sound.min() ?? 0) < (
        second.key.start, second.value.video ?? Int.max, second.value.sound.min() ?? 0
      )
    }
    var edits: [EditDecisionList.Edit] = []
    var number = 0
    for (stroke, tracks) in ordered { edits += self.edits(stroke, tracks.video, tracks.sound, number: &number) }
    if let first = ordered.first?.key.start, first > .zero {
      lost.add(.start, at: timeline.start, "the \(first) frames before the first edit: a list begins with it")
    }
    let preamble = timeline.kept.filter { $0.format == EditDecisionList.format }.map(\.text)
    let bare = timeline.tracks.reduce(0) { $0 + $1.items.count { $0.clip?.media.reel.isEmpty ?? false } }
    if bare > 0 { lost.add(.reels, "that \(bare == 1 ? "a clip is" : "\(bare) clips are") of no reel: AX was written") }
    timeline.unsaid(by: .edl, with: [.speeds, .markers, .grades, .comments, .transitions], in: &lost)
    return (EditDecisionList(title: timeline.name, rate: timeline.rate, preamble: preamble, edits: edits), lost.finished)
  }

  // MARK: - Strokes

  /// The track with its cuts at the frames in which they lie, where it is counted finer.
  private func inFrames(_ track: Track) -> Track {
    guard let rate = track.rate else { return track }
    var result = track
    result.rate = nil
    result.items = FramedItem.framed(track, rate: rate, at: timeline.rate).map(\.item)
    return result
  }

  private mutating func lay(_ track: Track) {
    let placed = track.placedItems
    // A key with nothing behind its cut takes away what lies before it, where anything does.
    func isTakenAway(at index: Int) -> Bool {
      guard placed.indices.contains(index), index > 0, let key = transition(placed[index].item) else { return false }
      return key.kind == .key && key.tail == .zero && key.head > .zero && (placed[index - 1].item.clip?.frames ?? .zero) > .zero
    }
    for (index, (start, item)) in placed.enumerated() {
      let opening = index > 0 && !isTakenAway(at: index - 1) ? transition(placed[index - 1].item) : nil
      let isKeyedOut = isTakenAway(at: index + 1)
      let after = index + 2 < placed.count ? transition(placed[index + 1].item) : nil
      let clip: Clip?
      switch item {
      case .transition(let passage):
        if index == placed.count - 1, !isTakenAway(at: index) {
          lose(
            .transitions, start, "a transition of \(passage.frames) frames to nothing, at the end of the \(track.kind.rawValue) track \(track.number)"
          )
        }
        continue
      case .gap:
        // Black needs a line where a dissolve leads to it, and where nothing else tells that the programme goes on.
        guard opening != nil && opening?.kind != .key || index == placed.count - 1 else { continue }
        clip = nil
      case .clip(let one): clip = one
      }
      let early = opening?.head ?? .zero
      let end = start + item.frames - (isKeyedOut ? .zero : after?.head ?? .zero)
      if item.frames == .zero, opening == nil, let after {  // nothing but a transition's outgoing side
        if after.kind == .key { lose(.clips, start, "‘\(clip?.name ?? "black")’, above which a key begins: a list has the background there") }
        continue
      }
      guard end > start - early else {
        lose(.clips, start, "‘\(clip?.name ?? "black")’, of which nothing is seen outside its transitions")
        continue
      }
      var stroke = Stroke(
        start: start - early, end: end, clip: clip, early: early, opening: nil, outgoing: nil,
        closing: isKeyedOut ? transition(placed[index + 1].item)?.head : nil)
      if let opening {
        stroke.opening = opening
        stroke.outgoing = index > 1 ? outgoing(placed[index - 2].item, head: opening.head) : nil
        if opening.head > .zero { lose(.cutPoints, start, "that the cut lies \(opening.head) frames behind the beginning of its transition") }
        if case .named(let name) = opening.kind { lose(.transitionKinds, start, "the transition ‘\(name)’, written as a dissolve") }
      }
      add(stroke, track)
    }
  }

  /// The outgoing clip at the frame where its transition begins.
  private func outgoing(_ item: TrackItem, head: FrameCount) -> Clip? {
    guard var clip = item.clip else { return nil }
    clip.source = clip.source.map { shifted($0, by: (clip.frames - head).value, clip.speed, frames: 0) }
    return clip
  }

  private mutating func add(_ stroke: Stroke, _ track: Track) {
    switch track.kind {
    case .video:
      // Two tracks of picture cannot share a line.
      var stroke = stroke
      while strokes[stroke]?.video != nil { stroke.copy += 1 }
      strokes[stroke, default: (nil, [])].video = track.number
    case .audio: strokes[stroke, default: (nil, [])].sound.insert(track.number)
    }
  }

  private func transition(_ item: TrackItem) -> Transition? { if case .transition(let transition) = item { transition } else { nil } }

  // MARK: - Edits

  private mutating func edits(_ stroke: Stroke, _ video: Int?, _ sound: Set<Int>, number: inout Int) -> [EditDecisionList.Edit] {
    let record = range(timeline.start.advanced(wrapping: stroke.start), stroke.end - stroke.start)
    var edit = EditDecisionList.Edit(
      event: "", reel: stroke.clip.map { $0.media.reel.isEmpty ? "AX" : $0.media.reel } ?? "BL", channels: "",
      transition: stroke.opening?.written ?? .cut, source: source(stroke), record: record)
    let speed = stroke.clip?.speed ?? .one
    edit.statements = stroke.clip.map { $0.speed == .one ? [] : [motion($0, stroke, edit.source.start)] } ?? []
    if let clip = stroke.clip, edit.speed(at: timeline.rate) != speed {
      lose(.speeds, stroke.place, "that ‘\(clip.name)’ plays at exactly \(speed) of its speed, written to a tenth of a frame a second")
    }
    guard let closing = stroke.closing else { return event(edit, stroke, video, sound, statements(stroke), &number) }
    let (before, out) = edit.takingKeyAway(over: closing, speed: speed)
    guard let before else {
      if stroke.opening != nil {
        lose(.transitions, stroke.place, "how ‘\(stroke.clip?.name ?? "black")’ begins: it is taken away as a key from its first frame on")
      }
      return event(out, stroke, video, sound, statements(stroke), &number)
    }
    return event(before, stroke, video, sound, statements(stroke), &number) + event(out, stroke, video, sound, [], &number)
  }

  /// The lines of an edit, with that of its background or its outgoing side before it, as one event of the next number.
  private mutating func event(
    _ edit: EditDecisionList.Edit, _ stroke: Stroke, _ video: Int?, _ sound: Set<Int>, _ statements: [String], _ number: inout Int
  ) -> [EditDecisionList.Edit] {
    number += 1
    let isKey = edit.transition.isKeyed
    let (channels, more) = channels(video.map { isKey ? max(1, $0 - 1) : $0 }, sound)
    var edit = edit
    edit.event = String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
    edit.channels = channels
    let other = isKey ? background(at: edit.record.start, video) : stroke.outgoing
    if edit.transition != .cut, let other, !other.name.isEmpty { edit.statements.append("* FROM CLIP NAME: \(other.name)") }
    if let clip = stroke.clip, !clip.name.isEmpty {
      edit.statements.append("* \(edit.transition == .cut ? "FROM" : isKey ? "KEY" : "TO") CLIP NAME: \(clip.name)")
    }
    edit.statements += statements
    // The lowest track has none below it that a channel could name.
    if isKey, video == 1 { edit.statements.append("* \(EditDecisionList.Edit.keyTrack): V1") }
    if !more.isEmpty { edit.statements.append("AUD  " + more.map(String.init).joined(separator: "    ")) }
    guard edit.transition != .cut else { return [edit] }
    var first = EditDecisionList.Edit(
      event: edit.event, reel: "BL", channels: channels, transition: isKey ? .keyBackground : .cut,
      source: range(Timecode(wrapping: .zero, at: timeline.rate), .zero), record: range(edit.record.start, .zero))
    if let other {
      first.reel = other.media.reel.isEmpty ? "AX" : other.media.reel
      first.source = other.source.map(inFrames).map { range($0.start, .zero) } ?? first.source
    }
    return [first, edit]
  }

  /// What lies on the track below where a key begins, at that frame.
  private mutating func background(at label: Timecode, _ video: Int?) -> Clip? {
    let place = FrameCount((label.frameCount - timeline.start.frameCount + FrameCount(label.rate.framesPerDay)).value % label.rate.framesPerDay)
    guard let video, let track = timeline.tracks.first(where: { $0.kind == .video && $0.number == video - 1 }) else { return nil }
    let placed = grounds[track.number] ?? track.placedItems
    grounds[track.number] = placed
    guard let (start, item) = placed.first(where: { $0.start <= place && place < $0.start + $0.item.frames }), var clip = item.clip
    else { return nil }
    clip.source = clip.source.map { shifted($0, by: (place - start).value, clip.speed, frames: 0) }
    return clip
  }

  private mutating func source(_ stroke: Stroke) -> TimecodeRange {
    guard let clip = stroke.clip else { return range(Timecode(wrapping: .zero, at: timeline.rate), stroke.end - stroke.start) }
    guard let source = clip.source else {
      lose(.sources, stroke.place, "that ‘\(clip.name)’ has no source labels, written as zeros")
      return range(Timecode(wrapping: .zero, at: timeline.rate), stroke.end - stroke.start)
    }
    let later = clip.frames - (stroke.end - stroke.start - stroke.early)
    guard stroke.early > .zero || later > .zero else { return labelled(source, stroke) }
    return labelled(shifted(source, by: -stroke.early.value, clip.speed, frames: (stroke.end - stroke.start).value), stroke)
  }

  /// A range of the source `places` frames of the programme later, for `frames` of it.
  private func shifted(_ source: TimecodeRange, by places: Int, _ speed: Ratio, frames: Int) -> TimecodeRange {
    // What is counted in samples is moved when it is in frames.
    let source = source.rate.isOfSamples ? inFrames(source) : source
    func scaled(_ count: Int) -> Int {
      let frames = FrameCount(Int((Int128(count) * Int128(speed.numerator) / Int128(speed.denominator)).clamped))
      guard !source.rate.hasSameSpeed(as: timeline.rate) else { return frames.value }
      return ((try? frames.convertedByRealTime(from: timeline.rate, to: source.rate, rounding: .nearest)) ?? frames).value
    }
    return range(source.start.advanced(wrapping: FrameCount(scaled(places))), FrameCount(abs(scaled(frames))))
  }

  /// A source's labels at the list's rate, told where they are of another.
  private mutating func labelled(_ source: TimecodeRange, _ stroke: Stroke) -> TimecodeRange {
    if !source.rate.hasSameSpeed(as: timeline.rate), !source.rate.isOfSamples {
      let rate = timeline.rate
      lose(.sources, stroke.place, "that ‘\(stroke.clip?.name ?? "")’ is at \(source.rate) in a cut at \(rate), written with its labels as they are")
    }
    return inFrames(source)
  }

  /// A source's labels at the list's rate, which is the only one that a list can be read at.
  private func inFrames(_ source: TimecodeRange) -> TimecodeRange {
    guard !source.rate.hasSameSpeed(as: timeline.rate) else { return source }
    if source.rate.isOfSamples, let start = try? source.start.convertedByRealTime(to: timeline.rate, rounding: .down),
      let frames = try? source.duration.convertedByRealTime(from: source.rate, to: timeline.rate, rounding: .nearest)
    {
      return range(start, frames)  // sound that is counted in samples: the frame in which its first one lies
    }
    guard let start = try? Timecode(source.start.fields, at: timeline.rate) else {
      return range(Timecode(wrapping: source.start.frameCount, at: timeline.rate), source.duration)
    }
    return range(start, source.duration)
  }

  private func range(_ start: Timecode, _ frames: FrameCount) -> TimecodeRange {
    let length = min(max(frames, .zero), FrameCount(start.rate.framesPerDay - 1))
    guard let range = try? TimecodeRange(in: start, duration: length) else { preconditionFailure("the length is below a day") }
    return range
  }

  /// A channel's name, and the tracks of sound for which a line beneath is needed.
  private func channels(_ video: Int?, _ sound: Set<Int>) -> (text: String, more: [Int]) {
    let picture = video.map { $0 == 1 ? "V" : "V\($0)" }
    let more = sound.subtracting([1, 2]).sorted()
    let base: String? = sound.contains(1) ? (sound.contains(2) ? "AA" : "A") : (sound.contains(2) ? "A2" : nil)
    guard let base else { return (picture ?? "NONE", more) }
    return (picture.map { "\(base)/\($0)" } ?? base, more)
  }

  /// What is said of a clip besides its speed and its name.
  private mutating func statements(_ stroke: Stroke) -> [String] {
    guard let clip = stroke.clip else { return [] }
    var lines: [String] = []
    if !clip.media.path.isEmpty { lines.append("* SOURCE FILE: \(clip.media.path)") }
    if let grade = clip.grade {
      if !grade.slopeOffsetPower.isEmpty { lines.append("* ASC_SOP \(grade.slopeOffsetPower)") }
      if !grade.saturation.isEmpty { lines.append("* ASC_SAT \(grade.saturation)") }
    }
    for comment in clip.comments {
      // A comment without a key would be taken for the rest of a line that ends where lines are wrapped.
      if comment.key.isEmpty, let last = lines.last, EditDecisionList.Edit.isFull(last) { lines.append("*") }
      let line = comment.key.isEmpty ? "* \(comment.value)" : "* \(comment.key): \(comment.value)"
      if EditDecisionList.Edit.comment(line) != comment { lose(.comments, stroke.place, "that ‘\(comment.key)’ is what ‘\(comment.value)’ is about") }
      lines.append(line)
    }
    for marker in clip.markers {
      guard marker.place >= .zero, marker.place < clip.frames else {
        lose(.markers, stroke.place, "the marker ‘\(marker.text)’ outside ‘\(clip.name)’")
        continue
      }
      if !marker.name.isEmpty { lose(.markerNames, stroke.place, "that the marker ‘\(marker.text)’ is called ‘\(marker.name)’") }
      if marker.frames > .zero { lose(.markerLengths, stroke.place, "that the marker ‘\(marker.text)’ lasts \(marker.frames) frames") }
      let label = timeline.start.advanced(wrapping: stroke.start + stroke.early + marker.place)
      lines.append("* LOC: \(label) \(marker.color.isEmpty ? "" : marker.color.uppercased() + " ")\(marker.text)")
    }
    for kept in clip.kept where kept.format == EditDecisionList.format { lines.append(kept.text) }
    return lines
  }

  /// `M2`, with frames a second to a tenth.
  private mutating func motion(_ clip: Clip, _ stroke: Stroke, _ trigger: Timecode) -> String {
    let rate = timeline.rate
    let top = Int128(clip.speed.numerator) * Int128(rate.numerator) * 10
    let bottom = Int128(clip.speed.denominator) * Int128(rate.denominator)
    let tenths = Int(((top.magnitude + bottom.magnitude / 2) / bottom.magnitude).clamped)
    let digits = String(tenths / 10)
    let speed = (top < 0 ? "-" : "") + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + ".\(tenths % 10)"
    return "M2   \(clip.media.reel.isEmpty ? "AX" : clip.media.reel)       \(speed)                \(trigger)"
  }

  private mutating func lose(_ aspect: TimelineLoss.Aspect, _ place: FrameCount, _ what: @autoclosure () -> String) {
    lost.add(aspect, timeline, place, what())
  }
}

extension Transition {
  /// How a list writes it.
  fileprivate var written: EditDecisionList.Transition {
    switch kind {
    case .dissolve, .named: .dissolve(frames)
    case .wipe(let code): .wipe(code: code, frames)
    case .key: .key(frames)
    }
  }
}

extension BinaryInteger {
  /// The value, or the nearest that an `Int32` holds: more frames than that no list can mean.
  fileprivate var clamped: Int32 { Int32(clamping: self) }
}
