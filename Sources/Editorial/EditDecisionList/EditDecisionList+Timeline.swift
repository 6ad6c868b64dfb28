// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension EditDecisionList {
  /// The cut that the list makes, whatever the order of its lines.
  ///
  /// Edits go to the tracks that their channels name, and time that none of them fills becomes a gap, as does the reel `BL`. Where two claim the same
  /// frames, the later one of the list goes to a track of its own above.
  ///
  /// - Returns: the cut, and what was odd about it, with the event's number.
  public func timeline() -> (timeline: Timeline, notes: [ParseNote]) {
    var building = TimelineBuilding(self)
    return building.run()
  }
}

/// Lays a list's edits on tracks.
private struct TimelineBuilding {
  /// Tracks of one kind, which a list of nothing but overlaps would not end to ask for.
  private static let mostTracks = 999

  /// A track that is being filled.
  struct Lane: Hashable {
    var kind: Track.Kind
    var number: Int
  }

  /// An edit on one of its tracks.
  struct Placed {
    var offset: FrameCount
    var index: Int
    var lane: Int
    /// Whether it is on no other track.
    var isOnly: Bool
  }

  let list: EditDecisionList
  /// How many frames the keys take that are taken away at the end of their edits.
  private let closings: [Int: FrameCount]
  private var notes = NoteList([])
  private var placed: [Track.Kind: [Placed]] = [:]
  /// The clip of each edit that is on a track.
  private var clips: [Clip?]
  /// The outgoing side of each edit that begins with a transition.
  private var outgoing: [Int: EditDecisionList.Edit] = [:]
  private let start: Timecode

  init(_ list: EditDecisionList) {
    let (list, closings) = list.joiningKeys()
    (self.list, self.closings) = (list, closings)
    clips = Array(repeating: nil, count: list.edits.count)
    let labels = list.edits.map(\.record.start.frameCount)
    let (first, last) = (labels.min() ?? .zero, labels.max() ?? .zero)
    // A programme that runs past midnight begins late in the day: an edit lies across it, or the list jumps from late to early.
    let half = FrameCount(list.rate.framesPerDay / 2)
    let jumps =
      zip(labels, labels.dropFirst()).contains { $0 - $1 > half } || list.edits.contains { $0.record.crossesMidnight && $0.record.duration < half }
    let isSplit = last - first > half && jumps
    let begin = isSplit ? labels.filter { $0.value > list.rate.framesPerDay / 2 }.min() ?? first : first
    start = Timecode(wrapping: begin, at: list.rate)
    if isSplit { notes.add(0, "it was taken to run past midnight, and to begin at \(start)") }
  }

  mutating func run() -> (timeline: Timeline, notes: [ParseNote]) {
    let edits = list.edits
    for index in edits.indices { place(edits[index], index) }
    let tracks = [Track.Kind.video, .audio].flatMap { kind in
      let placed = (placed[kind] ?? []).sorted { ($0.offset, $0.index) < ($1.offset, $1.index) }
      return settled(placed).map { fill(Lane(kind: kind, number: $0.number), $0.edits) }
    }
    let kept = list.preamble.map { Kept(EditDecisionList.format, $0) }
    return (Timeline(name: list.title, start: start, tracks: tracks, kept: kept), notes.finished)
  }

  // MARK: -

  private mutating func place(_ edit: EditDecisionList.Edit, _ index: Int) {
    if edit.transition.duration > .zero, index > 0, list.edits[index - 1].event == edit.event { outgoing[index] = list.edits[index - 1] }
    let isOutgoing = index + 1 < list.edits.count && list.edits[index + 1].event == edit.event && list.edits[index + 1].transition != .cut
    guard edit.record.duration > .zero || !isOutgoing else { return }
    let offset = FrameCount(
      (start.frameCount.value.distance(to: edit.record.start.frameCount.value) + list.rate.framesPerDay) % list.rate.framesPerDay)
    let (picture, sound) = (edit.pictureLane, edit.soundTracks)
    clips[index] = clip(of: edit)
    let isOnly = sound.count + (picture == nil ? 0 : 1) == 1
    if let picture {
      placed[.video, default: []].append(Placed(offset: offset, index: index, lane: picture, isOnly: isOnly))
    }
    for number in sound { placed[.audio, default: []].append(Placed(offset: offset, index: index, lane: number, isOnly: isOnly)) }
    if picture == nil, sound.isEmpty {
      notes.add(0, "event \(edit.event): its channel \(edit.channels) names no track: it was left out")
    }
  }

  /// The edits of each track of a kind: one that claims frames of another goes to the first track above its own on which they are free.
  ///
  /// One pass, however many claim the same frames.
  private mutating func settled(_ placed: [Placed]) -> [(number: Int, edits: [Placed])] {
    var lanes: [[Placed]] = []
    var ends: [FrameCount] = []
    // No track ends before this, so that nothing that begins earlier fits on any; ends only grow.
    var earliest = FrameCount.zero
    var leftOut = 0
    var lifted: [(index: Int, times: Int)] = []
    let edits = list.edits
    for item in placed {
      let last = max(item.lane, Self.mostTracks)
      while lanes.count <= last {
        lanes.append([])
        ends.append(.zero)
      }
      guard let lane = item.offset < earliest ? nil : ends[item.lane...last].firstIndex(where: { $0 <= item.offset }) else {
        earliest = max(earliest, ends[1...].min() ?? .zero)
        leftOut += 1
        continue
      }
      if lane > item.lane { lifted.append((item.index, lane - item.lane)) }
      lanes[lane].append(item)
      ends[lane] = item.offset + edits[item.index].record.duration
    }
    // What is not there at all is told first: notes end when there are too many for a person.
    if leftOut > 0 { notes.add(0, "\(leftOut) edits that claim frames of others were left out: no programme has so many tracks") }
    for (index, times) in lifted {
      // Once for each track that it was put above.
      for _ in 0..<times {
        notes.add(
          0, "event \(edits[index].event): it begins at \(edits[index].record.start), before what lies there ends: it was put on a track above")
      }
    }
    return lanes.enumerated().filter { !$0.element.isEmpty }.map { ($0.offset, $0.element) }
  }

  /// One track.
  private mutating func fill(_ lane: Lane, _ placed: [Placed]) -> Track {
    var track = Track(lane.kind, number: lane.number)
    track.items.reserveCapacity(placed.count)
    var end = FrameCount.zero
    for item in placed {
      let frames = list.edits[item.index].record.duration
      let passage = list.edits[item.index].transition
      if item.offset > end { track.items.append(.gap(item.offset - end)) }
      if let transition = passage.opening {
        if transition.kind != .key, let outgoing = outgoing[item.index],
          let clip = unseen(outgoing, list.edits[item.index], behind: track.items.last)
        {
          track.items.append(.clip(clip))
        }
        track.items.append(.transition(transition))
      }
      if list.edits[item.index].isBlack {
        track.items.append(.gap(frames))
      } else if let clip = item.isOnly ? clips[item.index].take() : clips[item.index] {
        track.items.append(.clip(clip))
      }
      if let closing = closings[item.index] { track.items.append(.transition(Transition(.key, head: closing, tail: .zero))) }
      end = item.offset + frames
    }
    return track
  }

  /// The outgoing side of a transition, where it is not what lies on the track already: a clip of no frames.
  ///
  /// A reel alone does not tell, for many clips are of `AX`: a name that differs, or a source that does not go on, is another clip.
  private func unseen(_ edit: EditDecisionList.Edit, _ incoming: EditDecisionList.Edit, behind item: TrackItem?) -> Clip? {
    if edit.isBlack { return nil }
    let name = edit.comment("FROM CLIP NAME") ?? incoming.comment("FROM CLIP NAME") ?? ""
    if let clip = item?.clip, clip.media.reel == edit.reel, name.isEmpty || clip.name.isEmpty || name == clip.name,
      clip.speed != .one || clip.source?.end == edit.source.start
    {
      return nil
    }
    let motion = incoming.motions.last { $0.reel == edit.reel }
    let speed = motion.flatMap { edit.speed(by: $0, at: list.rate) } ?? .one
    return Clip(name: name, frames: .zero, source: edit.source, speed: speed, media: MediaReference(reel: edit.reel))
  }

  private mutating func clip(of edit: EditDecisionList.Edit) -> Clip {
    let (comments, motions) = (edit.comments, edit.motions)
    let (name, path) = (edit.clipName(in: comments) ?? "", EditDecisionList.Edit.sourceFile(in: comments) ?? "")
    let speed = edit.speed(at: list.rate, by: motions)
    var grade = ColorDecisionText()
    var markers: [Marker] = []
    var remarks: [Clip.Comment] = []
    var (hasName, hasPath) = (false, false)
    let isCut = edit.transition == .cut
    for comment in comments {
      switch comment.key {
      case "FROM CLIP NAME" where isCut && comment.value == name && !hasName: hasName = true
      case "TO CLIP NAME" where !isCut && comment.value == name && !hasName: hasName = true
      case "KEY CLIP NAME" where !isCut && comment.value == name && !hasName: hasName = true
      case "FROM CLIP NAME" where !isCut: break  // the outgoing side's, which has it
      case "SOURCE FILE", "FROM FILE", "FROM CLIP":
        if comment.value == path, !hasPath { hasPath = true } else { remarks.append(comment) }
      case "ASC_SOP" where grade.slopeOffsetPower.isEmpty: grade.slopeOffsetPower = comment.value
      case "ASC_SAT" where grade.saturation.isEmpty: grade.saturation = comment.value
      case EditDecisionList.Edit.keyTrack where edit.transition.isKeyed: break  // the track that it lies on
      case "LOC": take(EditDecisionList.Edit.locator(comment), of: edit, at: speed, &markers, &remarks)
      default: remarks.append(comment)
      }
    }
    var kept: [Kept] = []
    for statement in edit.statements
    where statement.utf8.first != UInt8(ascii: "*") && EditDecisionList.Edit.comment(statement) == nil && !isUnderstood(statement) {
      kept.append(Kept(EditDecisionList.format, statement))
    }
    if motions.count > 1 { notes.add(0, "event \(edit.event): it has several motion memories; the last of its reel is the clip's speed") }
    return Clip(
      name: name, frames: edit.record.duration, source: edit.source, speed: speed, media: MediaReference(reel: edit.reel, path: path),
      grade: grade == ColorDecisionText() ? nil : grade, markers: markers, comments: remarks, kept: kept)
  }

  private func isUnderstood(_ statement: String) -> Bool {
    EditDecisionList.Edit.motion(statement) != nil || EditDecisionList.Edit.begins(statement, with: "AUD ")
  }

  /// A locator's label may be of the programme or of the source.
  private mutating func take(
    _ locator: EditDecisionList.Edit.Locator, of edit: EditDecisionList.Edit, at speed: Ratio, _ markers: inout [Marker],
    _ remarks: inout [Clip.Comment]
  ) {
    let color = locator.color.lowercased()
    if let label = try? Timecode(locator.label, at: edit.record.rate), let place = edit.record.offset(of: label) {
      markers.append(Marker(place: place, color: color, text: locator.text))
    } else if let label = try? Timecode(locator.label, at: edit.source.rate), let place = edit.source.offset(of: label), speed == .one {
      markers.append(Marker(place: place, color: color, text: locator.text))
    } else {
      notes.add(0, "event \(edit.event): the locator \(locator.label) lies neither in its programme nor in its source: it was kept as a comment")
      remarks.append(Clip.Comment(key: "LOC", value: [locator.label, locator.color, locator.text].filter { !$0.isEmpty }.joined(separator: " ")))
    }
  }
}

extension EditDecisionList {
  /// The format's name, for what is kept of it.
  static let format = "edl"
}

extension EditDecisionList.Edit {
  /// Whether the source is black.
  var isBlack: Bool { ReelName.isBlack(reel) }
}

extension EditDecisionList.Transition {
  /// The passage with which an edit begins, where it begins with one: all of it lies behind the cut.
  var opening: Transition? {
    switch self {
    case .cut, .keyBackground, .keyOut: nil
    case .dissolve(let frames): Transition(.dissolve, head: .zero, tail: frames)
    case .wipe(let code, let frames): Transition(.wipe(code), head: .zero, tail: frames)
    case .key(let frames): Transition(.key, head: .zero, tail: frames)
    }
  }
}
