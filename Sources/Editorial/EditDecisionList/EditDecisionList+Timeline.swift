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
    var clip: Clip
  }

  let list: EditDecisionList
  /// How many frames the keys take that are taken away at the end of their edits.
  private let closings: [Int: FrameCount]
  private var notes = NoteList([])
  private var lanes: [Lane: [Placed]] = [:]
  /// The outgoing side of each edit that begins with a transition.
  private var outgoing: [Int: EditDecisionList.Edit] = [:]
  private let start: Timecode

  init(_ list: EditDecisionList) {
    let (list, closings) = list.joiningKeys()
    (self.list, self.closings) = (list, closings)
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
    for (index, edit) in list.edits.enumerated() { place(edit, index) }
    var tracks: [Track] = []
    var open = Set(lanes.keys)
    while let lane = open.min(by: { ($0.kind == .audio ? 1 : 0, $0.number) < ($1.kind == .audio ? 1 : 0, $1.number) }) {
      open.remove(lane)
      let (track, left) = fill(lane, (lanes.removeValue(forKey: lane) ?? []).sorted { ($0.offset, $0.index) < ($1.offset, $1.index) })
      tracks.append(track)
      guard !left.isEmpty else { continue }
      guard lane.number < Self.mostTracks else {
        notes.add(0, "\(left.count) edits that claim frames of others were left out: no programme has so many tracks")
        continue
      }
      let above = Lane(kind: lane.kind, number: lane.number + 1)
      lanes[above, default: []] += left
      open.insert(above)
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
    let clip = clip(of: edit)
    if let number = edit.pictureLane {
      lanes[Lane(kind: .video, number: number), default: []].append(Placed(offset: offset, index: index, clip: clip))
    }
    for number in edit.soundTracks { lanes[Lane(kind: .audio, number: number), default: []].append(Placed(offset: offset, index: index, clip: clip)) }
    if edit.pictureTrack == nil, edit.soundTracks.isEmpty {
      notes.add(0, "event \(edit.event): its channel \(edit.channels) names no track: it was left out")
    }
  }

  /// One track, and what did not fit on it.
  private mutating func fill(_ lane: Lane, _ placed: [Placed]) -> (track: Track, left: [Placed]) {
    var track = Track(lane.kind, number: lane.number)
    var left: [Placed] = []
    var end = FrameCount.zero
    for item in placed {
      let edit = list.edits[item.index]
      guard item.offset >= end else {
        notes.add(0, "event \(edit.event): it begins at \(edit.record.start), before what lies there ends: it was put on a track above")
        left.append(item)
        continue
      }
      if item.offset > end { track.items.append(.gap(item.offset - end)) }
      if let transition = edit.transition.opening {
        if transition.kind != .key, let outgoing = outgoing[item.index], let clip = unseen(outgoing, edit, behind: track.items.last) {
          track.items.append(.clip(clip))
        }
        track.items.append(.transition(transition))
      }
      if edit.isBlack {
        track.items.append(.gap(item.clip.frames))
      } else {
        track.items.append(.clip(item.clip))
      }
      if let frames = closings[item.index] { track.items.append(.transition(Transition(.key, head: frames, tail: .zero))) }
      end = item.offset + item.clip.frames
    }
    return (track, left)
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
    let comments = edit.comments
    var clip = Clip(
      name: edit.clipName(in: comments) ?? "", frames: edit.record.duration, source: edit.source, speed: edit.speed(at: list.rate),
      media: MediaReference(reel: edit.reel, path: EditDecisionList.Edit.sourceFile(in: comments) ?? ""))
    var grade = ColorDecisionText()
    var (hasName, hasPath) = (false, false)
    let nameKeys = edit.transition == .cut ? ["FROM CLIP NAME"] : ["TO CLIP NAME", "KEY CLIP NAME"]
    for comment in comments {
      switch comment.key {
      case _ where nameKeys.contains(comment.key) && comment.value == clip.name && !hasName: hasName = true
      case "FROM CLIP NAME" where edit.transition != .cut: break  // the outgoing side's, which has it
      case "SOURCE FILE", "FROM FILE", "FROM CLIP":
        if comment.value == clip.media.path, !hasPath { hasPath = true } else { clip.comments.append(comment) }
      case "ASC_SOP" where grade.slopeOffsetPower.isEmpty: grade.slopeOffsetPower = comment.value
      case "ASC_SAT" where grade.saturation.isEmpty: grade.saturation = comment.value
      case EditDecisionList.Edit.keyTrack where edit.transition.isKeyed: break  // the track that it lies on
      case "LOC": take(EditDecisionList.Edit.locator(comment), of: edit, into: &clip)
      default: clip.comments.append(comment)
      }
    }
    if grade != ColorDecisionText() { clip.grade = grade }
    for statement in edit.statements where !statement.hasPrefix("*") && EditDecisionList.Edit.comment(statement) == nil && !isUnderstood(statement) {
      clip.kept.append(Kept(EditDecisionList.format, statement))
    }
    if edit.motions.count > 1 { notes.add(0, "event \(edit.event): it has several motion memories; the last of its reel is the clip's speed") }
    return clip
  }

  private func isUnderstood(_ statement: String) -> Bool {
    EditDecisionList.Edit.motion(statement) != nil || statement.uppercased().hasPrefix("AUD ")
  }

  /// A locator's label may be of the programme or of the source.
  private mutating func take(_ locator: EditDecisionList.Edit.Locator, of edit: EditDecisionList.Edit, into clip: inout Clip) {
    let color = locator.color.lowercased()
    if let label = try? Timecode(locator.label, at: edit.record.rate), let place = edit.record.offset(of: label) {
      clip.markers.append(Marker(place: place, color: color, text: locator.text))
    } else if let label = try? Timecode(locator.label, at: edit.source.rate), let place = edit.source.offset(of: label), clip.speed == .one {
      clip.markers.append(Marker(place: place, color: color, text: locator.text))
    } else {
      notes.add(0, "event \(edit.event): the locator \(locator.label) lies neither in its programme nor in its source: it was kept as a comment")
      clip.comments.append(
        Clip.Comment(key: "LOC", value: [locator.label, locator.color, locator.text].filter { !$0.isEmpty }.joined(separator: " ")))
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
