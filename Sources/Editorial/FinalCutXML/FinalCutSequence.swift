// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Reads one sequence: its tracks and marks, and what else it says.
struct FinalCutSequence {
  let node: DocumentNode
  private var timeline: Timeline
  private var items = 0
  private var depth = 1

  init(_ node: DocumentNode) {
    self.node = node
    timeline = Timeline(name: node.first("name")?.text ?? "", start: Timecode(wrapping: .zero, at: .fps24))
  }

  mutating func run(_ reading: inout FinalCutReading) -> FinalCutReading.Nested {
    if node.first("rate") == nil {
      reading.notes.add(node.line, "the sequence ‘\(timeline.name)’ states no rate: it was read at 24")
    }
    let rate = reading.rate(of: node, inherited: .fps24)
    timeline.start = reading.label(node, inherited: rate)
    if !timeline.start.rate.hasSameSpeed(as: rate) {
      reading.notes.add(node.line, "the timecode of the sequence ‘\(timeline.name)’ is at another rate than its frames: it was taken at \(rate)")
      let drops = timeline.start.rate.isDropFrame ? try? FrameRate(rate.numerator, rate.denominator, dropFrame: true) : nil
      timeline.start = (try? Timecode(timeline.start.fields, at: drops ?? rate)) ?? Timecode(wrapping: timeline.start.frameCount, at: drops ?? rate)
    }
    for attribute in node.attributes where attribute.name != "id" { keep(attribute: attribute.name, attribute.value) }
    for child in node.elements {
      switch child.name {
      case "name", "rate", "timecode", "duration": break
      case "media": media(child, &reading)
      case "marker": if let marker = FinalCutMarker.read(child, &reading) { timeline.markers.append(marker) }
      default: keep(child)
      }
    }
    return FinalCutReading.Nested(timeline: timeline, items: items, depth: depth)
  }

  // MARK: -

  private mutating func media(_ media: DocumentNode, _ reading: inout FinalCutReading) {
    for kind in media.elements {
      guard let trackKind = Track.Kind(rawValue: kind.name) else {
        keep(DocumentNode("media", children: [kind]))
        continue
      }
      var number = 0
      var overlapping: [FinalCutTrack.Placed] = []
      var tracks: [Track] = []
      for child in kind.elements {
        guard child.name == "track" else {
          keep(DocumentNode(kind.name, children: [child]))
          continue
        }
        number += 1
        // A track of which nothing is said only holds the place of a number.
        if child.isBlank { continue }
        var reader = FinalCutTrack(child, trackKind, number: number, of: timeline, room: FinalCutReading.mostNestedItems - items)
        let (track, left) = reader.run(&reading)
        (items, depth) = (items + reader.items, max(depth, reader.depth))
        tracks.append(track)
        overlapping += left
      }
      while !overlapping.isEmpty, number < ClipLaying.mostTracks {
        number += 1
        var track = Track(trackKind, number: number)
        overlapping = FinalCutTrack.lay(overlapping, on: &track)
        tracks.append(track)
      }
      if !overlapping.isEmpty {
        reading.notes.add(
          kind.line, "\(overlapping.count) clips lie over one another deeper than \(ClipLaying.mostTracks) tracks: they were left out")
      }
      timeline.tracks += tracks
    }
    timeline.tracks = timeline.tracks.filter { $0.kind == .video } + timeline.tracks.filter { $0.kind == .audio }
  }

  private mutating func keep(_ node: DocumentNode) { timeline.kept.append(Kept(FinalCutXML.format, node.markup)) }

  private mutating func keep(attribute name: String, _ value: String) {
    timeline.kept.append(Kept(FinalCutXML.format, FinalCutXML.kept(attribute: name, value)))
  }
}

extension FinalCutXML {
  /// An attribute, as it is kept: `frameBlend=FALSE`.
  static func kept(attribute name: String, _ value: String) -> String { "\(name)=\(value)" }

  /// What was kept, as an attribute again; `nil` where it is none.
  static func attribute(kept text: String) -> (name: String, value: String)? {
    let name = text.prefix { $0 != "=" }
    let isName = name.utf8.allSatisfy { ($0 | 0x20) &- 97 < 26 || $0 &- 48 < 10 || $0 == 45 || $0 == 46 || $0 == 95 }
    guard name.count < text.count, isName, name.utf8.first.map({ ($0 | 0x20) &- 97 < 26 }) == true, text.cleanedForXML == nil else { return nil }
    return (String(name), String(text.dropFirst(name.count + 1)))
  }
}

/// Marks.
enum FinalCutMarker {
  /// Colours by the names that the timeline has for them, as Final Cut and Premiere mix them.
  static let colors: [(name: String, red: Int, green: Int, blue: Int)] = [
    ("red", 255, 0, 0), ("green", 0, 255, 0), ("blue", 0, 0, 255), ("cyan", 0, 255, 255), ("magenta", 255, 0, 255), ("yellow", 255, 255, 0),
    ("black", 0, 0, 0), ("white", 255, 255, 255), ("orange", 255, 128, 0), ("purple", 128, 0, 255), ("pink", 255, 128, 192),
  ]

  /// A mark whose place is what the file says; `nil` where that is no number.
  static func read(_ node: DocumentNode, _ reading: inout FinalCutReading) -> Marker? {
    guard let place = frameNumber(node.value("in")) else {
      reading.notes.add(node.line, "the marker ‘\(node.value("name"))’ has no place: it was left out")
      return nil
    }
    var marker = Marker(place: FrameCount(place), name: node.first("name")?.text ?? "", text: node.first("comment")?.text ?? "")
    if let end = frameNumber(node.value("out")), end > place { marker.frames = FrameCount(end - place) }
    for child in node.elements {
      switch child.name {
      case "in", "out", "name", "comment": break
      case "color":
        let mixed = ["red", "green", "blue"].map { Int(child.value($0)) ?? -1 }
        if let color = colors.first(where: { [$0.red, $0.green, $0.blue] == mixed }), child.children.count <= 4 {
          marker.color = color.name
        } else {
          marker.kept.append(Kept(FinalCutXML.format, child.markup))
        }
      default: marker.kept.append(Kept(FinalCutXML.format, child.markup))
      }
    }
    return marker
  }
}
