// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// One pass over a document of Final Cut Pro 7's: what stands where, before tracks and clips are looked into.
struct FinalCutReading {
  /// Items that all nestings of one sequence come to when they are written out. A sequence that holds another twice, and that one a third twice, asks
  /// for memory without end: read it takes next to none, and every writer and every check writes it out.
  static let mostNestedItems = 1 << 18

  /// A sequence that was read, and what it comes to.
  struct Nested {
    var timeline: Timeline
    /// Its items and those of all sequences within it.
    var items: Int
    /// Sequences within sequences, itself included.
    var depth: Int
  }

  let root: DocumentNode
  var notes = NoteList([])
  /// Files by their ids, as they are defined once, wherever that is.
  private var files: [String: DocumentNode] = [:]
  private var sequences: [String: DocumentNode] = [:]
  private var read: [String: Nested] = [:]
  private var open: Set<String> = []
  private var depth = 0
  /// What was made of a file's definition, for each rate that it may inherit.
  private var media: [MediaKey: FinalCutMedia] = [:]

  private struct MediaKey: Hashable {
    var identifier: String
    var rate: FrameRate
  }

  init(_ root: DocumentNode) { self.root = root }

  mutating func run() -> TimelineReading {
    collect(root)
    var timelines: [Timeline] = []
    find(root, into: &timelines)
    return TimelineReading(timelines, notes: notes.finished)
  }

  // MARK: - What stands where

  /// Definitions of files and sequences; a reference has the id alone.
  private mutating func collect(_ node: DocumentNode) {
    for child in node.elements {
      if !child.children.isEmpty, child.name == "file" || child.name == "sequence", let id = child.attribute("id") {
        if child.name == "file" {
          if files[id] == nil { files[id] = child }
        } else if sequences[id] == nil {
          sequences[id] = child
        }
      }
      collect(child)
    }
  }

  /// The sequences that stand for themselves.
  private mutating func find(_ node: DocumentNode, into timelines: inout [Timeline]) {
    for child in node.elements {
      switch child.name {
      case "sequence":
        guard !child.children.isEmpty else { continue }
        timelines.append(sequence(child).timeline)
      case "project", "bin", "children": find(child, into: &timelines)
      default: break
      }
    }
  }

  // MARK: - Sequences

  /// A sequence, read once however often it is used.
  private mutating func sequence(_ node: DocumentNode) -> Nested {
    let id = node.attribute("id")
    if let id, let known = read[id] { return known }
    if let id { open.insert(id) }
    depth += 1
    var reading = FinalCutSequence(node)
    let nested = reading.run(&self)
    depth -= 1
    if let id {
      open.remove(id)
      read[id] = nested
    }
    return nested
  }

  /// The sequence that a clip is of; `nil`, with a note, where it cannot be had. `room` is how many items more may come.
  mutating func nested(_ node: DocumentNode, room: Int) -> Nested? {
    let id = node.attribute("id") ?? ""
    guard let definition = node.children.isEmpty ? sequences[id] : node else {
      notes.add(node.line, "the sequence ‘\(id)’ is defined nowhere: its clip was read without what is in it")
      return nil
    }
    guard !open.contains(id) || id.isEmpty else {
      notes.add(node.line, "the sequence ‘\(id)’ holds itself: it was left out within itself")
      return nil
    }
    guard depth < Timeline.deepestNesting else {
      notes.add(node.line, once: "depth", "sequences lie more than \(Timeline.deepestNesting) deep within sequences: deeper ones were left out")
      return nil
    }
    let nested = sequence(definition)
    guard nested.depth < Timeline.deepestNesting else {
      notes.add(node.line, once: "depth", "sequences lie more than \(Timeline.deepestNesting) deep within sequences: deeper ones were left out")
      return nil
    }
    guard nested.items <= room else {
      notes.add(node.line, once: "room", "its sequences come to more than \(Self.mostNestedItems) items within one another: the rest was left out")
      return nil
    }
    return nested
  }

  // MARK: - Rates and media

  /// The rate that a node states, or that of its parent for what it does not state.
  mutating func rate(of node: DocumentNode, inherited: FrameRate) -> FrameRate {
    guard let rate = node.first("rate") else { return inherited }
    let written = rate.value("timebase")
    guard !written.isEmpty else { return inherited }
    let ntsc = rate.value("ntsc").uppercased()
    guard let base = frameNumber(written), (1...1_000_000).contains(base) else {
      notes.add(rate.line, "‘\(written.prefix(40))’ is no timebase: \(inherited) was taken")
      return inherited
    }
    if ntsc.isEmpty, base == inherited.nominal { return inherited.nonDropFrame }
    let isNTSC = ntsc == "TRUE" || ntsc == "1"
    return (try? isNTSC ? FrameRate(base * 1000, 1001) : FrameRate(base)) ?? inherited
  }

  /// What a clip's `<file>` says, whether it is defined there or elsewhere.
  mutating func file(_ node: DocumentNode, rate: FrameRate) -> FinalCutMedia {
    let id = node.attribute("id") ?? ""
    let key = MediaKey(identifier: id, rate: rate)
    if !id.isEmpty, let known = media[key] { return known }
    let definition = node.children.isEmpty ? files[id] : node
    if definition == nil, !id.isEmpty { notes.add(node.line, "the file ‘\(id)’ is defined nowhere: its clip was read without media") }
    let read = FinalCutMedia(definition ?? node, rate: rate, &self)
    if !id.isEmpty { media[key] = read }
    return read
  }

  /// A label's place and the rate at which it is counted, of `<timecode>` in a file or a sequence.
  mutating func label(_ node: DocumentNode, inherited: FrameRate) -> Timecode {
    guard let timecode = node.first("timecode") else { return Timecode(wrapping: .zero, at: inherited.nonDropFrame) }
    let speed = rate(of: timecode, inherited: inherited)
    let string = timecode.value("string")
    let format = timecode.value("displayformat").uppercased()
    let drops = format == "DF" || (format.isEmpty && string.contains(";"))
    var rate = speed.nonDropFrame
    if drops {
      if let dropping = try? FrameRate(speed.numerator, speed.denominator, dropFrame: true) {
        rate = dropping
      } else {
        notes.add(timecode.line, "it says drop-frame, which does not exist at \(speed): its labels were read as they are")
      }
    }
    if let frame = frameNumber(timecode.value("frame")) { return Timecode(wrapping: FrameCount(frame), at: rate) }
    guard !string.isEmpty else { return Timecode(wrapping: .zero, at: rate) }
    // The signs between the numbers follow the display format or not; the format is what counts.
    let plain = string.replacing(";", with: ":")
    let written = rate.isDropFrame ? String(plain.dropLast(3)) + ";" + plain.suffix(2) : plain
    if let label = try? Timecode(written, at: rate) { return label }
    notes.add(timecode.line, "‘\(string.prefix(40))’ is no timecode at \(rate): zero was taken")
    return Timecode(wrapping: .zero, at: rate)
  }
}

/// What a `<file>` says.
struct FinalCutMedia {
  var reference = MediaReference()
  /// The rate of its frames, and how they are labelled.
  var start: Timecode

  init(_ node: DocumentNode, rate inherited: FrameRate, _ reading: inout FinalCutReading) {
    let rate = reading.rate(of: node, inherited: inherited)
    start = reading.label(node, inherited: rate)
    for child in node.elements {
      switch child.name {
      case "name": reference.name = child.text
      case "pathurl": reference.path = child.text
      case "uuid": reference.identifier = child.text
      case "rate": break
      case "duration":
        guard let frames = frameNumber(child.trimmedText), frames > 0 else { break }
        let scaled = (Fraction(frames) * Fraction(start.rate) / Fraction(rate)).rounded
        reference.available = try? TimecodeRange(in: start, duration: FrameCount(scaled))
        if reference.available == nil {
          reading.notes.add(child.line, "the file ‘\(reference.name)’ would last a day and more: its length was passed over")
        }
      case "timecode":
        reference.reel = child.first("reel")?.first("name")?.text ?? ""
        keep(child.children.filter { !["rate", "string", "frame", "displayformat", "reel"].contains($0.name) }, in: "timecode")
      case "mediaSource":
        reference.generator = child.text
        reference.kept.append(Kept(FinalCutXML.format, "<mediaSource/>"))
      default: reference.kept.append(Kept(FinalCutXML.format, child.markup))
      }
    }
  }

  private mutating func keep(_ nodes: [DocumentNode], in name: String) {
    guard !nodes.isEmpty else { return }
    reference.kept.append(Kept(FinalCutXML.format, DocumentNode(name, children: nodes).markup))
  }
}
