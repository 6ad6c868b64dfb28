// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Looks through a cut before grade or online for what will not go well there.
public struct SequenceCheck: Sendable {
  private let timeline: Timeline
  private var faults: [SequenceFault] = []

  /// The faults of `timeline`, in the order of tracks and places, those of the whole cut first.
  ///
  /// - Parameter notes: what the reader of its list found odd.
  public static func faults(of timeline: Timeline, notes: [ParseNote] = []) -> [SequenceFault] {
    var check = SequenceCheck(timeline)
    for note in notes { check.add(.listFault, .warning, note.description) }
    check.checkWhole()
    for track in timeline.tracks { check.check(track) }
    return check.faults
  }

  // MARK: -

  private init(_ timeline: Timeline) { self.timeline = timeline }

  private mutating func add(_ check: SequenceFault.Check, _ severity: SequenceFault.Severity, _ text: String, _ place: Place? = nil) {
    faults.append(SequenceFault(check: check, severity: severity, track: place?.track ?? "", record: place?.range, text: text))
  }

  private struct Place {
    var track: String
    var range: TimecodeRange?
  }

  private func place(_ track: Track, _ start: FrameCount, _ frames: FrameCount) -> Place {
    let rate = track.rate ?? timeline.rate
    func converted(_ count: FrameCount) -> FrameCount { (try? count.convertedByRealTime(from: rate, to: timeline.rate, rounding: .down)) ?? count }
    let range = try? TimecodeRange(in: timeline.start.advanced(wrapping: converted(start)), duration: converted(frames))
    return Place(track: Self.name(of: track), range: range)
  }

  private static func name(of track: Track) -> String { (track.kind == .video ? "V" : "A") + "\(track.number)" }

  private mutating func checkWhole() {
    let clips = timeline.tracks.flatMap(\.items).compactMap(\.clip)
    let rates = Set(clips.compactMap { $0.source?.rate.nonDropFrame }).filter { $0 != timeline.rate.nonDropFrame }
    let pictures = Set(rates.filter { $0.nominal <= 240 })
    if !pictures.isEmpty {
      let list = pictures.sorted { $0.nominal < $1.nominal }.map(\.description).joined(separator: ", ")
      add(.mixedRates, .warning, "material at \(list) is in a programme at \(timeline.rate): say for each whether it is re-counted or resampled")
    }
    collapsingReels(clips)
    duplicates()
    let ends = [Track.Kind.video, .audio].map { kind in
      timeline.tracks.filter { $0.kind == kind }.map { track in
        (try? track.frames.convertedByRealTime(from: track.rate ?? timeline.rate, to: timeline.rate, rounding: .down)) ?? track.frames
      }.max()
    }
    if let pictures = ends[0], let sound = ends[1], sound > pictures {
      add(.trackLengths, .info, "sound goes on for \(count(sound - pictures)) behind the last picture")
    }
  }

  private mutating func collapsingReels(_ clips: [Clip]) {
    var reels: [String: String] = [:]
    var said: Set<String> = []
    for reel in clips.map(\.media.reel) where !reel.isEmpty {
      let short = String(decoding: reel.uppercased().utf8.filter(MediaName.isWord).prefix(8), as: UTF8.self)
      if let other = reels[short], other != reel, said.insert(short).inserted {
        add(.collapsingReels, .warning, "the reels ‘\(other)’ and ‘\(reel)’ are both ‘\(short)’ in a list of eight characters")
      }
      reels[short] = reels[short] ?? reel
    }
  }

  /// Material that is used twice, among the pictures.
  private mutating func duplicates() {
    let events = ConformEvent.events(of: timeline).events.filter { $0.needsPictures && $0.clip.frames > .zero && $0.use != nil }
    for (_, uses) in Dictionary(grouping: events, by: { "\(ConformDecision.identity(of: $0.clip)) \($0.use?.rate.description ?? "")" }) {
      var furthest: ConformEvent?
      for event in uses.sorted(by: { ($0.use?.cut.lowerBound ?? 0, $0.number) < ($1.use?.cut.lowerBound ?? 0, $1.number) }) {
        guard let use = event.use else { continue }
        if let other = furthest, let known = other.use, known.cut.upperBound > use.cut.lowerBound, !isThrough(other, event) {
          let shared = min(known.cut.upperBound, use.cut.upperBound) - use.cut.lowerBound
          let at = other.record?.start.description ?? "event \(other.number)"
          add(
            .duplicateUse, .info, "\(event.words): \(count(FrameCount(shared))) of it are used at \(at) too",
            Place(track: event.tracks.first ?? "", range: event.record))
        }
        if (furthest?.use?.cut.upperBound ?? .min) < use.cut.upperBound { furthest = event }
      }
    }
    // The same cut gives the same list.
    faults.sort { left, right in
      let (one, other) = (left.record?.start.frameCount.value ?? -1, right.record?.start.frameCount.value ?? -1)
      return one != other ? one < other : (left.track, left.text) < (right.track, right.text)
    }
  }

  /// Whether one clip goes on where the other ends: a through edit, whose transition shares frames.
  private func isThrough(_ first: ConformEvent, _ second: ConformEvent) -> Bool {
    guard let one = first.record, let other = second.record else { return false }
    return one.end == other.start && first.clip.source?.end == second.clip.source?.start
  }

  private mutating func check(_ track: Track) {
    let placed = track.placedItems
    for (index, (start, item)) in placed.enumerated() {
      let before = index > 0 ? track.items[index - 1] : nil
      let behind = index + 1 < track.items.count ? track.items[index + 1] : nil
      switch item {
      case .clip(let clip): check(clip, place(track, start, clip.frames), track, before, behind)
      case .gap(let frames): checkGap(frames, index, track, place(track, start, frames))
      case .transition(let transition): check(transition, index, track, place(track, start - transition.head, transition.frames))
      }
    }
  }

  private mutating func check(_ clip: Clip, _ place: Place, _ track: Track, _ before: TrackItem?, _ behind: TrackItem?) {
    let name = clip.name.isEmpty ? clip.media.reel : clip.name
    func isTransition(_ item: TrackItem?) -> Bool { if case .transition = item { true } else { false } }
    if clip.frames == .zero, !isTransition(before), !isTransition(behind) {
      add(.emptyClip, .error, "‘\(name)’ has no frames, and no transition shows it", place)
    } else if (1...2).contains(clip.frames.value), track.kind == .video, !isTransition(before), !isTransition(behind) {
      add(.flashFrame, .warning, "‘\(name)’ is seen for \(count(clip.frames)): a flash frame", place)
    }
    if clip.media.reel.isEmpty, clip.media.path.isEmpty, clip.media.identifier.isEmpty, clip.media.generator.isEmpty, clip.name.isEmpty,
      clip.media.name.isEmpty, clip.sequence == nil
    {
      add(.noMaterial, .error, "nothing says what it is of", place)
    }
    if !clip.isEnabled { add(.muted, .info, "‘\(name)’ is muted", place) }
    if let source = clip.source, source.crossesMidnight { add(.midnight, .warning, "‘\(name)’: its source labels run past midnight", place) }
    guard let found = SourceUse.of(clip, rate: track.rate ?? timeline.rate, head: head(before), tail: tail(behind), handles: 0) else { return }
    for note in found.notes { add(.lengthMismatch, clip.speed == .one ? .error : .warning, "‘\(name)’: \(note)", place) }
    let first = clip.media.available?.start.frameCount.value ?? 0
    if found.use.cut.lowerBound < first, clip.source?.start.frameCount.value ?? 0 >= first {
      add(
        .negativeHandle, .error,
        "‘\(name)’: its transition needs \(count(FrameCount(first - found.use.cut.lowerBound))) before the first of its material", place)
    }
  }

  private func head(_ item: TrackItem?) -> Int { if case .transition(let transition) = item { max(0, transition.head.value) } else { 0 } }
  private func tail(_ item: TrackItem?) -> Int { if case .transition(let transition) = item { max(0, transition.tail.value) } else { 0 } }

  private mutating func checkGap(_ frames: FrameCount, _ index: Int, _ track: Track, _ place: Place) {
    guard track.kind == .video, frames > .zero else { return }
    let isBetween = index > 0 && index + 1 < track.items.count
    if frames.value <= 2, isBetween {
      add(.flashFrame, .warning, "nothing is on the track for \(count(frames)) between two clips", place)
    } else if isBetween, track.number == (timeline.tracks.filter { $0.kind == .video }.map(\.number).min() ?? 1) {
      add(.gap, .info, "nothing is on the track for \(count(frames))", place)
    }
  }

  private mutating func check(_ transition: Transition, _ index: Int, _ track: Track, _ place: Place) {
    let before = index > 0 ? track.items[index - 1] : nil
    let behind = index + 1 < track.items.count ? track.items[index + 1] : nil
    if before?.clip == nil, behind?.clip == nil { add(.looseTransition, .error, "a transition has no clip on either side", place) }
    if let incoming = behind, transition.tail > incoming.frames {
      add(.transitionTooLong, .error, "the transition takes \(count(transition.tail)) of what comes, which has \(incoming.frames)", place)
    }
    if let outgoing = before, transition.head > outgoing.frames {
      add(.transitionTooLong, .error, "the transition takes \(count(transition.head)) of what goes, which has \(outgoing.frames)", place)
    }
    guard index + 2 < track.items.count, case .transition(let next) = track.items[index + 2], let item = behind,
      transition.tail + next.head > item.frames, transition.tail <= item.frames, next.head <= item.frames
    else { return }
    add(.transitionTooLong, .error, "the transition runs into the next one: the clip between them has \(count(item.frames))", place)
  }

  private func count(_ frames: FrameCount) -> String { frames == 1 ? "1 frame" : "\(frames) frames" }
}
