// SPDX-License-Identifier: Apache-2.0

public import Timing

extension AvidLogExchange {
  /// The clips of the log, end to end in its order, each kind of material on its track: a log is no cut, but what reads cuts can read its clips so.
  ///
  /// - Parameter rate: the rate, for logs that state none.
  /// - Returns: the cut, and what was odd about it.
  public func timeline(rate stated: FrameRate? = nil) -> (timeline: Timeline, notes: [ParseNote]) {
    var notes = NoteList([])
    let own = rows.indices.lazy.compactMap { self.rate(ofRow: $0) }.first
    let rate = rate.flatMap { heading in own.map { $0.hasSameSpeed(as: heading) ? $0 : heading } } ?? own ?? stated ?? .fps24
    if own == nil, stated == nil { notes.add(0, "it states no frame rate: 24 was taken; give the rate if it is another") }
    let table = ClipTable(columns: columns)
    var laying = ClipLaying()
    var ends: [Track.Kind: FrameCount] = [:]
    for (index, row) in rows.enumerated() {
      let entry = table.entry(row, at: self.rate(ofRow: index) ?? rate) { notes.add(0, "row \(index + 1): \($0)") }
      var clip = entry.clip
      if let source = clip.source, !source.rate.hasSameSpeed(as: rate) {
        clip.frames = (try? source.duration.convertedByRealTime(from: source.rate, to: rate, rounding: .nearest)) ?? source.duration
      }
      let place = ends[entry.kind] ?? .zero
      laying.add(clip, at: place, on: ClipLaying.Lane(kind: entry.kind, number: 1))
      ends[entry.kind] = place + clip.frames
    }
    notes.add(0, "a log is no cut: its clips were laid end to end in its order")
    let kept = heading.filter { $0.name.uppercased() != "FPS" }.map { Kept(TimelineFormat.ale.rawValue, "\($0.name)\t\($0.value)") }
    return (Timeline(name: "", start: Timecode(wrapping: .zero, at: rate), tracks: laying.tracks(), kept: kept), notes.finished)
  }

  /// A log of the clips that a cut uses, each range once.
  ///
  /// - Returns: the log, and what it cannot say, each with its place.
  public static func log(of timeline: Timeline) -> (log: AvidLogExchange, lost: [TimelineLoss]) {
    var lost = LossList()
    timeline.unsaid(by: .ale, with: [.identifiers, .grades, .comments], in: &lost)
    lost.add(.arrangement, "where the clips lie in the cut: a log has no order")
    var clips: [(clip: Clip, tracks: String)] = []
    var places: [Clip: Int] = [:]
    for track in timeline.tracks {
      let name = track.kind == .video ? "V" : "A\(min(track.number, 24))"
      for clip in track.items.compactMap(\.clip) {
        var plain = clip
        (plain.markers, plain.kept, plain.effects, plain.sourceTrack, plain.frames) = ([], [], [], 0, .zero)
        if let place = places[plain] {
          if !clips[place].tracks.contains(name) { clips[place].tracks += name }
        } else {
          places[plain] = clips.count
          clips.append((clip, name))
        }
      }
    }
    var keys: [String] = []
    var known: Set<String> = []
    for (clip, _) in clips {
      for comment in clip.comments where known.insert(comment.column.lowercased()).inserted { keys.append(comment.column) }
    }
    let titles = ["Name", "Tracks", "Start", "End", "Tape", "Source File", "FPS", "UMID", "ASC_SOP", "ASC_SAT"]
    if !timeline.name.isEmpty { lost.add(.name, "the name of the cut, ‘\(timeline.name)’") }
    for (clip, _) in clips { clip.checkComments(in: keys, at: nil, &lost) }
    let rows = clips.map { clip, tracks in
      let comments = Dictionary(clip.comments(in: keys).map { ($0.key, $0.value) }) { first, _ in first }
      let source = clip.source
      if source == nil { lost.add(.acceptance, "that ‘\(clip.name)’ has no source labels, which a log must have") }
      return [
        clip.name, tracks, source?.start.description ?? "", source?.end.description ?? "", clip.media.reel, clip.media.path,
        source.map { text($0.rate) } ?? "", clip.media.identifier, clip.grade?.slopeOffsetPower ?? "", clip.grade?.saturation ?? "",
      ] + keys.map { comments[$0] ?? "" }
    }
    var heading = [Field("FIELD_DELIM", "TABS")]
    var videoFormat = "1080"
    for kept in timeline.kept where kept.format == TimelineFormat.ale.rawValue {
      let parts = kept.text.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let field = Field(parts[0], parts.count > 1 ? parts[1] : "")
      switch field.name.uppercased() {
      case "FIELD_DELIM": break
      case "VIDEO_FORMAT": videoFormat = field.value
      default: heading.append(field)
      }
    }
    heading.insert(Field("VIDEO_FORMAT", videoFormat), at: 1)
    heading.append(Field("FPS", text(timeline.rate)))
    return (AvidLogExchange(heading: heading, columns: titles + keys, rows: rows), lost.finished)
  }
}
