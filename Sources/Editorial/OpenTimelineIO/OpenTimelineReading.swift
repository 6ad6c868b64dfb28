// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Makes cuts of what stands in a file.
struct OpenTimelineReading {
  let tape: JSONTape
  private let given: FrameRate?
  private var notes: [(offset: Int, text: String)] = []
  private var noted: Set<String> = []
  private var more = 0
  private var timelines: [Timeline] = []
  private var loose = 0
  /// Items that were read so far.
  var items = 0
  /// More than any programme has; what is a few bytes in the file takes a kilobyte here.
  static let mostItems = 1 << 20

  /// Where a track's items are.
  struct Place {
    /// The rate of the cut that they are in.
    var rate: FrameRate
    /// How many cuts that one lies within.
    var depth: Int
  }

  init(_ tape: JSONTape, rate: FrameRate?) { (self.tape, given) = (tape, rate) }

  mutating func run(_ root: Int) -> TimelineReading {
    find(root, depth: 0)
    let loose = loose
    if loose > 0 {
      note(root, "\(loose) objects of its collections are no cuts and were left out: clips in a bin, most likely")
    }
    if let fault = tape.fault { notes.append((fault.offset, "\(fault.text): what stands before was read")) }
    return TimelineReading(timelines, notes: finishedNotes())
  }

  // MARK: - Notes

  mutating func note(_ index: Int, _ text: @autoclosure () -> String) {
    guard notes.count < 1000 else {
      more += 1
      return
    }
    notes.append((Int(tape.nodes[index].start), text()))
  }

  /// The first of what tends to be said of every clip, however much was said of others.
  mutating func note(_ index: Int, once kind: String, _ text: @autoclosure () -> String) {
    if noted.insert(kind).inserted { notes.append((Int(tape.nodes[index].start), text())) }
  }

  /// The notes by line.
  private func finishedNotes() -> [ParseNote] {
    var (place, line) = (0, 1)
    var finished: [ParseNote] = []
    for note in notes.sorted(by: { $0.offset < $1.offset }) {
      while place < note.offset, place < tape.bytes.count {
        if tape.bytes[place] == 10 { line += 1 }
        place += 1
      }
      finished.append(ParseNote(line: line, note.text))
    }
    return more == 0 ? finished : finished + [ParseNote(line: 0, "\(more) more notes were left out")]
  }

  // MARK: - Cuts

  /// The schema's name without its version.
  static func schema(_ index: Int, _ tape: JSONTape) -> Substring? {
    guard let text = tape.member("OTIO_SCHEMA", of: index).flatMap({ tape.string($0) }) else { return nil }
    return text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).first
  }

  private mutating func find(_ index: Int, depth: Int) {
    guard depth < Timeline.deepestNesting else {
      note(index, "collections lie too deep in each other: what is below was left out")
      return
    }
    switch Self.schema(index, tape) {
    case "Timeline": timelines.append(timeline(index))
    case "SerializableCollection":
      guard let children = tape.member("children", of: index) else { return }
      for child in tape.elements(of: children) { find(child, depth: depth + 1) }
    case "Stack", "Track", "Sequence", "Clip": if depth == 0 { timelines.append(bare(index)) } else { loose += 1 }
    default: loose += 1
    }
  }

  private mutating func timeline(_ index: Int) -> Timeline {
    var kept = OpenTimelineKept()
    var metadata = OpenTimelineMetadata()
    var (name, startNode, stack): (String, Int?, Int?) = ("", nil, nil)
    for (key, value) in tape.members(of: index) {
      switch tape.string(key) {
      case "OTIO_SCHEMA"?: break
      case "name"?: name = tape.string(value) ?? ""
      case "global_start_time"?: startNode = value
      case "tracks"?: stack = value
      case "metadata"?: metadata = OpenTimelineMetadata(value, of: tape, kept: &kept)
      case .some(let key): kept.keep(key, tape.compact(value))
      case nil: break
      }
    }
    let start = startNode.flatMap { time($0) }
    let rate = labels(start?.rate ?? stack.flatMap { firstRate($0, depth: 0) }, metadata, index)
    if let start, abs(start.value) >= Double(rate.framesPerDay) { note(index, "its first label lies outside of a day: it was taken within one") }
    if let start, start.value != start.value.rounded() { note(index, "its first label lies between two frames: the nearer was taken") }
    let first = Timecode(wrapping: FrameCount(start?.whole ?? 0), at: rate)
    var cut = Timeline(name: name, start: first)
    if let stack { fill(&cut, from: stack, Place(rate: rate, depth: 0), kept: &kept) }
    cut.kept = kept.kept + others(metadata)
    return cut
  }

  /// A stack, a track or a clip that stands alone: a cut of it.
  private mutating func bare(_ index: Int) -> Timeline {
    let rate = labels(firstRate(index, depth: 0), OpenTimelineMetadata(), index)
    var cut = Timeline(name: tape.member("name", of: index).flatMap { tape.string($0) } ?? "", start: Timecode(wrapping: .zero, at: rate))
    var kept = OpenTimelineKept()
    if Self.schema(index, tape) == "Stack" {
      fill(&cut, from: index, Place(rate: rate, depth: 0), kept: &kept)
    } else {
      cut.tracks = tracks([index], Place(rate: rate, depth: 0), kept: &kept)
    }
    cut.kept = kept.kept
    return cut
  }

  /// What lies in the outermost stack; what is not understood of it is kept as the member `tracks` of the timeline.
  private mutating func fill(_ cut: inout Timeline, from index: Int, _ place: Place, kept: inout OpenTimelineKept) {
    var stack = item(index)
    let children = stack.children.map { Array(tape.elements(of: $0)) } ?? []
    if stack.name != "tracks" { stack.kept.keep("name", JSONValue.quoted(stack.name)) }
    if let effects = stack.effects, !tape.isEmpty(effects) { stack.kept.keep("effects", tape.compact(effects)) }
    if !stack.isEnabled { stack.kept.keep("enabled", "false") }
    cut.tracks = tracks(children, place, kept: &stack.kept)
    if let range = stack.range, !tape.isNull(range) {
      // The cut is trimmed as a whole: it is a cut within a cut, of which that range is taken.
      let inner = Timeline(name: cut.name, start: Timecode(wrapping: .zero, at: place.rate), tracks: cut.tracks)
      note(range, "the whole cut is trimmed: it was taken as a cut within a cut")
      cut.tracks = [wrapped(inner, range: range, .video, number: 1, place)]
    }
    if let markers = stack.markers { cut.markers = self.markers(markers, origin: nil, at: place.rate) }
    if let text = stack.kept.kept.first?.text { kept.keep("tracks", text) }
  }

  /// The rate with the labels that somebody said it has.
  private mutating func labels(_ found: FrameRate?, _ metadata: OpenTimelineMetadata, _ index: Int) -> FrameRate {
    if let text = metadata.own?["rate"]?.string, let rate = try? FrameRate(text), found == nil || rate.hasSameSpeed(as: found ?? rate) { return rate }
    guard let found else {
      if given == nil { note(index, "nothing in it has a rate: 24 was taken; give it with the reading") }
      return given ?? .fps24
    }
    if let given, given.hasSameSpeed(as: found) { return given }
    if metadata.isDropFrame, let rate = try? FrameRate(found.numerator, found.denominator, dropFrame: true) { return rate }
    return found
  }

  /// The rate of the first length, of pictures rather than of sound.
  private mutating func firstRate(_ index: Int, depth: Int) -> FrameRate? {
    guard depth < Timeline.deepestNesting else { return nil }
    for name in ["source_range", "available_range"] {
      if let range = tape.member(name, of: index), let duration = tape.member("duration", of: range), let time = time(duration) { return time.rate }
    }
    let children = tape.member("children", of: index).map { Array(tape.elements(of: $0)) } ?? []
    let isSound = children.map { tape.member("kind", of: $0).flatMap { tape.string($0) } == "Audio" }
    for wanted in [false, true] {
      for (child, isSound) in zip(children, isSound) where isSound == wanted {
        if let rate = firstRate(child, depth: depth + 1) { return rate }
      }
    }
    if let media = tape.member("media_reference", of: index) { return firstRate(media, depth: depth + 1) }
    guard let references = tape.member("media_references", of: index) else { return nil }
    for (_, media) in tape.members(of: references) {
      if let rate = firstRate(media, depth: depth + 1) { return rate }
    }
    return nil
  }

  /// What other formats said, which Lineup put into an object's metadata.
  func others(_ metadata: OpenTimelineMetadata) -> [Kept] {
    (metadata.own?["kept"]?.elements ?? []).compactMap { pair in
      guard pair.elements.count == 2, let format = pair.elements[0].string, let text = pair.elements[1].string else { return nil }
      return Kept(format, text)
    }
  }

  // MARK: - Times

  /// A `RationalTime`; `nil` where it is none.
  mutating func time(_ index: Int) -> OpenTimelineTime? {
    guard tape.kind(index) == .object else { return nil }
    var (value, number): (Double?, Double?) = (nil, nil)
    for (key, part) in tape.members(of: index) {
      if tape.isText(key, "value") { value = tape.number(part) } else if tape.isText(key, "rate") { number = tape.number(part) }
    }
    guard let value, value.isFinite, let number else {
      note(index, "a time has no number there: it was left out")
      return nil
    }
    guard let rate = FrameRate(openTimeline: number) else {
      note(index, once: "rate\(number)", "a time is at \(number) frames a second, which is no rate: it was left out")
      return nil
    }
    return OpenTimelineTime(value: value, rate: rate)
  }

  /// A `TimeRange`; `nil` where it is none.
  mutating func range(_ index: Int?) -> (start: OpenTimelineTime?, duration: OpenTimelineTime)? {
    guard let index, tape.kind(index) == .object, let duration = tape.member("duration", of: index).flatMap({ time($0) }) else { return nil }
    guard duration.value >= 0 else {
      note(index, "a length is below nothing: it was taken as none")
      return (tape.member("start_time", of: index).flatMap { time($0) }, OpenTimelineTime(value: 0, rate: duration.rate))
    }
    return (tape.member("start_time", of: index).flatMap { time($0) }, duration)
  }
}
