// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Lays what stands in one `<track>` end to end.
struct FinalCutTrack {
  /// An item with its place, once it has one.
  struct Placed {
    var start: Int
    var end: Int
    var item: TrackItem
    var line: Int
  }

  /// An item as it stands in the file.
  private struct Entry {
    var node: DocumentNode
    var isTransition: Bool
    /// `nil` where a transition hides the edge.
    var start: Int?
    var end: Int?
    /// Of a transition, where the cut lies.
    var cut = 0
  }

  let node: DocumentNode
  let timeline: Timeline
  private let room: Int
  private var track: Track
  private(set) var items = 0
  private(set) var depth = 1
  private var entries: [Entry] = []

  init(_ node: DocumentNode, _ kind: Track.Kind, number: Int, of timeline: Timeline, room: Int) {
    self.node = node
    self.timeline = timeline
    self.room = room
    track = Track(kind, number: number)
  }

  /// The track, and what claims frames of other items on it.
  mutating func run(_ reading: inout FinalCutReading) -> (track: Track, overlapping: [Placed]) {
    for attribute in node.attributes {
      if attribute.name == "MZ.TrackName" {
        track.name = attribute.value
      } else {
        track.kept.append(Kept(FinalCutXML.format, FinalCutXML.kept(attribute: attribute.name, attribute.value)))
      }
    }
    for child in node.elements {
      switch child.name {
      case "clipitem", "generatoritem": entries.append(Entry(node: child, isTransition: false, start: edge(child, "start"), end: edge(child, "end")))
      case "transitionitem":
        guard let start = edge(child, "start"), let end = edge(child, "end"), end >= start else {
          reading.notes.add(child.line, "a transition has no beginning or no end: it was left out")
          continue
        }
        entries.append(Entry(node: child, isTransition: true, start: start, end: end))
      case "enabled": track.isEnabled = !Self.isFalse(child)
      case "name": track.name = child.text
      default: track.kept.append(Kept(FinalCutXML.format, child.markup))
      }
    }
    for index in entries.indices where entries[index].isTransition { entries[index].cut = cut(of: index, &reading) }
    var placed: [Placed] = []
    placed.reserveCapacity(entries.count)
    for index in entries.indices { if let item = place(index, &reading) { placed.append(item) } }
    entries = []
    items += placed.count
    let left = Self.lay(placed, on: &track)
    for item in left {
      let isClip = item.item.clip != nil
      reading.notes.add(
        item.line, "it begins before what lies there ends: it was \(isClip ? "put on a track above" : "left out, for it lies on no cut")")
    }
    return (track, left.filter { $0.item.clip != nil })
  }

  /// Puts items on a track in the order of time, with gaps between them. What claims frames of others is handed back.
  static func lay(_ placed: [Placed], on track: inout Track) -> [Placed] {
    let isInOrder = zip(placed, placed.dropFirst()).allSatisfy { $0.start <= $1.start }
    // A stable order: of two that begin together the first of the file goes first.
    let ordered = isInOrder ? placed : placed.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
    var left: [Placed] = []
    var end = 0
    track.items.reserveCapacity(placed.count)
    for item in ordered {
      guard item.start >= end else {
        left.append(item)
        continue
      }
      if item.start > end { track.items.append(.gap(FrameCount(item.start - end))) }
      track.items.append(item.item)
      end = item.end
    }
    return left
  }

  static func isFalse(_ node: DocumentNode) -> Bool { ["FALSE", "0"].contains(node.trimmedText.uppercased()) }

  // MARK: - Places

  private func edge(_ node: DocumentNode, _ name: String) -> Int? {
    guard let value = frameNumber(node.value(name)), value >= 0 else { return nil }
    return value
  }

  private func transition(_ index: Int) -> Entry? { entries.indices.contains(index) && entries[index].isTransition ? entries[index] : nil }
  private func clip(_ index: Int) -> Entry? { entries.indices.contains(index) && !entries[index].isTransition ? entries[index] : nil }

  /// Where a transition's cut lies: as Premiere counts it; else where its neighbours state their edges; else by its alignment.
  private func cut(of index: Int, _ reading: inout FinalCutReading) -> Int {
    let entry = entries[index]
    guard let start = entry.start, let end = entry.end else { return 0 }
    if let ticks = Int(entry.node.value("cutPointTicks")), ticks >= 0 {
      let frames = (Fraction(Int128(ticks), Int128(FinalCutXML.ticksPerSecond)) * Fraction(timeline.rate)).rounded
      if frames <= end - start { return start + frames }
    }
    let (before, after) = (clip(index - 1)?.end, clip(index + 1)?.start)
    let inside = start...end
    switch (before, after) {
    case (let before?, let after?) where before <= after:
      if inside.contains(before) { return before }
      if inside.contains(after) { return after }
    case (let before?, nil) where inside.contains(before): return before
    case (nil, let after?) where inside.contains(after): return after
    default: break
    }
    switch entry.node.value("alignment") {
    case "start", "start-black": return start
    case "end", "end-black": return end
    default: return start + (end - start) / 2
    }
  }

  private mutating func place(_ index: Int, _ reading: inout FinalCutReading) -> Placed? {
    let entry = entries[index]
    if entry.isTransition {
      guard let start = entry.start, let end = entry.end else { return nil }
      let transition = FinalCutTransition.read(
        entry.node, head: FrameCount(entry.cut - start), tail: FrameCount(end - entry.cut), isSound: track.kind == .audio)
      return Placed(start: entry.cut, end: entry.cut, item: .transition(transition), line: entry.node.line)
    }
    let (before, after) = (transition(index - 1), transition(index + 1))
    var reader = FinalCutClip(entry.node, kind: track.kind, rate: timeline.rate)
    let span = reader.span(&reading)
    guard let first = entry.start ?? before?.start ?? entry.end.map({ $0 - span }) ?? (index == 0 ? 0 : nil) else {
      reading.notes.add(entry.node.line, "‘\(reader.clip.name)’ has no place on its track: it was left out")
      return nil
    }
    let last = entry.end ?? after?.end ?? first + span
    guard last >= first, first >= 0 else {
      reading.notes.add(entry.node.line, "‘\(reader.clip.name)’ ends before it begins: it was left out")
      return nil
    }
    // What lies beneath a transition is its head or its tail.
    let (start, end) = (max(first, before?.cut ?? first), min(last, after?.cut ?? last))
    guard start <= end else {
      reading.notes.add(entry.node.line, "of ‘\(reader.clip.name)’ nothing is left between its transitions: it was left out")
      return nil
    }
    reader.take(extent: last - first, leading: start - first, frames: end - start, &reading)
    if let nested = reader.nested(&reading, room: room - items) { (items, depth) = (items + nested.items, max(depth, nested.depth + 1)) }
    return Placed(start: start, end: end, item: .clip(reader.clip), line: entry.node.line)
  }
}
