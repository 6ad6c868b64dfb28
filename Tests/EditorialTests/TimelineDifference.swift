// SPDX-License-Identifier: Apache-2.0

import Editorial
import Timing

/// In what a cut that was read again differs from the one that was written, in the words in which losses are told.
///
/// Clips and marks are known by the numbers in their names, as `DrawnTimelines` gives them.
struct TimelineDifference {
  /// Something that differs, and where; the label of the clip or the mark, or that of the cut.
  struct Item {
    var aspect: TimelineLoss.Aspect
    var label: Timecode?
    var words: String
  }

  /// What differs and has a word.
  private(set) var items: [Item] = []
  /// What no loss could be: something that was not in the cut that was written.
  private(set) var strange: [String] = []
  /// What the writer said.
  private let stated: [TimelineLoss]
  private let format: TimelineFormat
  /// Where clips are not there any more: what else was said of them cannot be looked for.
  private var gone: [Timecode] = []

  init(_ written: Timeline, _ read: Timeline, of format: TimelineFormat, stated: [TimelineLoss]) {
    (self.stated, self.format) = (stated, format)
    compare(written, read)
  }

  /// What differs and was not said, and what was said and does not differ; a sentence each.
  var faults: [String] {
    let said = stated.filter { $0.aspect != .acceptance }
    // What is kept is compared of the whole cut.
    func isAbout(_ loss: TimelineLoss, _ item: Item) -> Bool {
      loss.aspect == item.aspect && (loss.aspect == .kept || Self.isNear(loss.place, item.label))
    }
    let unsaid = items.filter { item in !said.contains { isAbout($0, item) } }
    let idle = said.filter { loss in
      !items.contains { isAbout(loss, $0) }
        && !(loss.place != nil && gone.contains { Self.isNear(loss.place, $0) })
    }
    return strange + unsaid.map { "unsaid \($0.aspect) at \($0.label.map(\.description) ?? "-"): \($0.words)" }
      + idle.map { "idle \($0.aspect): \($0)" }
  }

  /// Whether a loss at a place is about a label. Sound that is cut to the sample may be placed in either of two frames.
  private static func isNear(_ place: Timecode?, _ label: Timecode?) -> Bool {
    guard let place, let label else { return place == nil }
    guard place.rate == label.rate else { return false }
    let distance = abs(place.frameCount.value - label.frameCount.value)
    return distance <= 1 || distance >= place.rate.framesPerDay - 1
  }

  private func says(_ aspect: TimelineLoss.Aspect) -> Bool { stated.contains { $0.aspect == aspect } }

  private mutating func differ(_ aspect: TimelineLoss.Aspect, _ label: Timecode?, _ isDifferent: Bool, _ words: @autoclosure () -> String) {
    if isDifferent { items.append(Item(aspect: aspect, label: label, words: words())) }
  }

  private mutating func differ(_ aspect: TimelineLoss.Aspect, _ label: Timecode?, _ one: String, _ other: String) {
    guard one != other else { return }
    // Letters that the format has not.
    let plain = String(one.unicodeScalars.map { $0.isASCII ? Character($0) : "?" })
    if says(.letters), plain != one { differ(.letters, nil, true, "‘\(one)’ is ‘\(other)’") }
    if says(.letters), plain == other { return }
    differ(aspect, label, true, "‘\(one)’ is ‘\(other)’")
  }

  // MARK: - Cuts

  private mutating func compare(_ one: Timeline, _ other: Timeline) {
    differ(.name, nil, one.name, other.name)
    let isArranged = !says(.arrangement)
    if isArranged { differ(.start, one.start, one.start != other.start, "\(one.start) is \(other.start)") }
    kept(one, other)
    markers(one, other)
    guard isArranged else { return clips(one, other) }
    let shift = other.start.frameCount - one.start.frameCount
    for track in one.tracks {
      guard let same = other.tracks.first(where: { $0.kind == track.kind && $0.number == track.number }) else {
        differ(.tracks, nil, true, "\(track.kind) \(track.number) is not there")
        continue
      }
      compare(LaidTrack(track, of: one), LaidTrack(same, of: other), shift)
    }
    for track in other.tracks where !one.tracks.contains(where: { $0.kind == track.kind && $0.number == track.number }) {
      strange.append("a \(track.kind) track \(track.number) came of nothing")
    }
  }

  /// What was kept of other formats. Of its own, a reader keeps what the writer had to put into the file.
  private mutating func kept(_ one: Timeline, _ other: Timeline) {
    let names = Set(other.tracks.flatMap(\.items).compactMap { $0.clip?.name.number })
    var kept = one.allKept(ofClips: says(.clips) || says(.tracks) ? names : nil)
    let own = format.rawValue.replacing("fcpxmld", with: "fcpxml")
    for item in other.allKept(ofClips: nil) {
      if let place = kept.firstIndex(of: item) { kept.remove(at: place) } else if item.format != own { strange.append("keeps \(item)") }
    }
    differ(.kept, nil, !kept.isEmpty, "\(kept)")
  }

  /// The clips alone, where the format has no tracks.
  private mutating func clips(_ one: Timeline, _ other: Timeline) {
    let found = other.tracks.flatMap { LaidTrack($0, of: other).clips }
    differ(.arrangement, nil, true, "the clips lie elsewhere")
    for track in one.tracks {
      differ(.trackNames, nil, track.name, "")
      differ(.trackStates, nil, !track.isEnabled, "\(track.number) is on")
      differ(.trackRates, nil, track.rate != nil, "\(track.number) is counted in frames")
      let laid = LaidTrack(track, of: one)
      for transition in laid.transitions { differ(.transitions, transition.label, true, "none") }
      for clip in laid.clips {
        guard let same = found.first(where: { $0.number == clip.number }) else {
          differ(.clips, clip.label, true, "\(clip.clip.name) is not there")
          continue
        }
        compare(clip, same, isOn: true)
      }
    }
  }

  // MARK: - Tracks

  private mutating func compare(_ one: LaidTrack, _ other: LaidTrack, _ shift: FrameCount) {
    differ(.trackNames, nil, one.track.name, other.track.name)
    differ(.trackStates, nil, one.track.isEnabled != other.track.isEnabled, "\(one.track.number)")
    // Counted finer than it was, a track has lost nothing.
    let isCoarser = one.rate != other.rate && !other.isInSamples
    differ(.trackRates, nil, isCoarser, "\(one.rate) is \(other.rate)")
    var moved: [Int: (start: Int, end: Int)] = [:]
    let there = Set(other.clips.map(\.number))
    for transition in one.transitions {
      let sides = [transition.before, transition.after].map { there.contains($0) ? $0 : 0 }
      guard let same = other.transitions.first(where: { [$0.before, $0.after] == sides }) else {
        differ(.transitions, transition.label, true, "none from \(transition.before) to \(transition.after)")
        continue
      }
      let (lengths, otherLengths) = (one.lengths(transition, in: other), (same.transition.head.value, same.transition.tail.value))
      differ(.transitionKinds, transition.label, transition.transition.kind != same.transition.kind, "\(same.transition.kind)")
      let moves = lengths.0 - otherLengths.0
      if abs(moves) <= one.slack(in: other), abs(lengths.1 - otherLengths.1) <= one.slack(in: other) { continue }
      if moves != 0 {
        differ(.cutPoints, transition.label, true, "\(lengths) is \(otherLengths)")
        moved[transition.after, default: (0, 0)].start = -moves
        moved[transition.before, default: (0, 0)].end = -moves
      } else if lengths != otherLengths {
        strange.append("a transition at \(transition.label) of \(lengths) has \(otherLengths)")
      }
    }
    if other.transitions.count > one.transitions.count { strange.append("\(other.transitions.count) transitions for \(one.transitions.count)") }
    var rest = other.clips
    for clip in one.clips {
      // A list may have the outgoing side of a transition as a clip of its own, of the same name.
      guard let place = rest.firstIndex(where: { $0.number == clip.number }) else {
        differ(.clips, clip.label, true, "\(clip.clip.name) is not there")
        gone.append(clip.label)
        continue
      }
      let same = rest.remove(at: place)
      let (start, end) = one.edges(clip, in: other)
      let move = moved[clip.number] ?? (0, 0)
      let expected = (start + move.start - shift.value * other.perFrame, end + move.end - shift.value * other.perFrame)
      let isThere = max(abs(expected.0 - same.start), abs(expected.1 - same.end)) <= one.slack(in: other)
      differ(.arrangement, clip.label, !isThere, "\(clip.clip.name) at \(expected) lies at \((same.start, same.end))")
      // A track that cannot be switched off may have its clips switched off instead.
      let isMuted = !one.track.isEnabled && other.track.isEnabled && !same.clip.isEnabled
      compare(clip.moved(move, at: other.rate), same, isOn: !isMuted)
    }
    for clip in other.clips where !one.clips.contains(where: { $0.number == clip.number }) { strange.append("\(clip.clip.name) came of nothing") }
    differ(.silence, nil, one.endsInGap && !other.endsInGap, "none at the end of \(one.track.kind) \(one.track.number)")
  }

  // MARK: - Clips

  private mutating func compare(_ one: LaidClip, _ other: LaidClip, isOn: Bool) {
    let (clip, same, label) = (one.clip, other.clip, one.label)
    differ(.clipNames, label, clip.name, same.name)
    differ(.clipStates, label, (clip.isEnabled && isOn) != same.isEnabled, "\(clip.name)")
    // That a track is counted in samples says the same of what lies on it; a format may say it of each clip as well.
    let isToldCoarser = LaidClip.isCoarser(clip.source, same.source) && stated.contains { $0.aspect == .sources && Self.isNear($0.place, label) }
    if isToldCoarser || !one.isMovedAtSpeed && !LaidClip.isSame(clip.source, same.source) {
      differ(
        .sources, label, true,
        "\(clip.name): \(clip.source.map(\.description) ?? "none") at \(clip.source?.rate.description ?? "") is \(same.source.map(\.description) ?? "none") at \(same.source?.rate.description ?? "")"
      )
    }
    // What was moved by a cut point is not compared: what was said of it is taken as it is.
    if one.isMovedAtSpeed, stated.contains(where: { $0.aspect == .sources && Self.isNear($0.place, label) }) {
      differ(.sources, label, true, "moved")
    }
    differ(.speeds, label, clip.speed != same.speed, "\(clip.name): \(clip.speed) is \(same.speed)")
    differ(.speedCurves, label, clip.speedCurve != same.speedCurve, "\(clip.name): \(clip.speedCurve) is \(same.speedCurve)")
    differ(.channels, label, clip.sourceTrack != same.sourceTrack, "\(clip.name): \(clip.sourceTrack) is \(same.sourceTrack)")
    differ(
      .effects, label, clip.effects.map(\.name) != same.effects.map(\.name) || clip.effects.map(\.parameters) != same.effects.map(\.parameters),
      "\(clip.name): \(same.effects)")
    differ(.grades, label, clip.grade != same.grade, "\(clip.name): \(String(describing: same.grade))")
    differ(
      .comments, label, clip.comments.map { "\($0.key): \($0.value)" }.joined(separator: " | "),
      same.comments.map { "\($0.key): \($0.value)" }.joined(separator: " | "))
    // Material of no name is called as its clip is.
    if same.media.name != clip.name || !clip.media.name.isEmpty {
      differ(.mediaNames, label, clip.media.name == clip.name ? "" : clip.media.name, same.media.name == clip.name ? "" : same.media.name)
    }
    differ(.reels, label, clip.media.reel, same.media.reel)
    differ(.paths, label, clip.media.path, same.media.path)
    differ(.identifiers, label, clip.media.identifier, same.media.identifier)
    differ(
      .extents, label, !LaidClip.isSame(clip.media.available, same.media.available),
      "\(clip.name): \(clip.media.available.map(\.description) ?? "none") is \(same.media.available.map(\.description) ?? "none")")
    differ(.generators, label, clip.media.generator, same.media.generator)
    switch (clip.sequence, same.sequence) {
    case (let inner?, let otherInner?): compare(inner, otherInner)
    case (nil, nil): break
    case (_?, nil): differ(.nesting, label, true, clip.name)
    case (nil, _?): strange.append("\(clip.name) is a cut")
    }
  }

  // MARK: - Marks

  private mutating func markers(_ one: Timeline, _ other: Timeline) {
    let found = other.placedMarkers
    for marker in one.placedMarkers {
      guard let same = found.first(where: { $0.number == marker.number }) else {
        differ(.markers, marker.label, true, marker.marker.text)
        continue
      }
      let isMoved = marker.owner != same.owner || !says(.arrangement) && !marker.isWhere(same, one, other)
      differ(.markerPlaces, marker.label, isMoved, "\(marker.owner) \(marker.seconds) is \(same.owner) \(same.seconds)")
      differ(.markerNames, marker.label, marker.marker.name, same.marker.name)
      differ(.markerColors, marker.label, marker.marker.color, same.marker.color)
      differ(
        .markerLengths, marker.label, marker.length(at: same.rate) != same.marker.frames.value, "\(marker.marker.frames) is \(same.marker.frames)")
      differ(.markers, marker.label, marker.marker.text, same.marker.text)
    }
    if found.count > one.placedMarkers.count { strange.append("\(found.count) markers for \(one.placedMarkers.count)") }
  }
}
