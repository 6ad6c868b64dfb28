// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Lays what is in one lane end to end on a track, on whole frames.
struct FCPXMLLaying {
  private var events: [FCPXMLEvent]
  private let rate: FrameRate
  private let sampleRate: FrameRate

  init(_ events: [FCPXMLEvent], rate: FrameRate, sampleRate: FrameRate) {
    self.events = events
    (self.rate, self.sampleRate) = (rate, sampleRate)
  }

  /// Fills the track, and hands back what claims frames of other items.
  mutating func run(on track: inout Track, _ reading: inout FCPXMLReading) -> [FCPXMLEvent] {
    let unit = unit(track.kind)
    if unit != rate { track.rate = unit }
    func place(_ event: FCPXMLEvent) -> Fraction { if case .transition(_, let cut) = event.item { cut } else { event.start } }
    if !zip(events, events.dropFirst()).allSatisfy({ place($0) <= place($1) }) {
      events = events.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(\.element)
    }
    var left: [FCPXMLEvent] = []
    var end = 0
    for (index, event) in events.enumerated() {
      let start = snapped(place(event), unit, event, track.kind, &reading)
      guard start >= end else {
        if case .clip = event.item {
          reading.notes.add(event.line, "it begins before what lies in its lane ends: it was put on a track of its own")
          left.append(event)
        }
        continue
      }
      switch event.item {
      case .clip(var clip):
        let last = max(snapped(event.end, unit, event, track.kind, &reading), start)
        if start > end { track.items.append(.gap(FrameCount(start - end))) }
        clip.frames = FrameCount(last - start)
        if unit != rate { scale(&clip, to: unit) }
        track.items.append(.clip(clip))
        end = last
      case .transition(var transition, let cut):
        guard touches(cut, index, start == end) else { continue }
        if start > end { track.items.append(.gap(FrameCount(start - end))) }
        transition.head = frames(from: event.start * Fraction(unit), to: Fraction(start))
        transition.tail = frames(from: Fraction(start), to: event.end * Fraction(unit))
        track.items.append(.transition(transition))
        end = start
      }
    }
    return left
  }

  private func frames(from start: Fraction, to end: Fraction) -> FrameCount {
    FrameCount(min(max((end - start).rounded, 0), Timeline.longestItem.value))
  }

  /// Whether a clip ends or begins at a cut.
  private func touches(_ cut: Fraction, _ index: Int, _ isBehindClip: Bool) -> Bool {
    if isBehindClip, index > 0, case .clip = events[index - 1].item { return true }
    if index + 1 < events.count, case .clip = events[index + 1].item, events[index + 1].start == cut { return true }
    return false
  }

  /// The rate at which the track is counted: the frames', unless sound lies between them.
  private func unit(_ kind: Track.Kind) -> FrameRate {
    guard kind == .audio else { return rate }
    let perSecond = Fraction(rate)
    let isOnFrames = events.allSatisfy { event in
      guard case .clip = event.item else { return true }
      return (event.start * perSecond).isWhole && (event.end * perSecond).isWhole
    }
    return isOnFrames ? rate : sampleRate
  }

  private func snapped(_ seconds: Fraction, _ unit: FrameRate, _ event: FCPXMLEvent, _ kind: Track.Kind, _ reading: inout FCPXMLReading) -> Int {
    let exact = seconds * Fraction(unit)
    if !exact.isWhole {
      let what = kind == .audio ? "samples" : "frames"
      reading.notes.add(event.line, "it begins or ends between two \(what) of the sequence, at \(FCPXML.text(seconds)): it was put on the nearest")
    }
    return min(max(exact.rounded, 0), Timeline.longestItem.value)
  }

  /// Marks and curves count the track's places.
  private func scale(_ clip: inout Clip, to unit: FrameRate) {
    func scaled(_ frames: FrameCount) -> FrameCount { (try? frames.convertedByRealTime(from: rate, to: unit, rounding: .nearest)) ?? frames }
    for index in clip.markers.indices {
      clip.markers[index].place = scaled(clip.markers[index].place)
      clip.markers[index].frames = scaled(clip.markers[index].frames)
    }
    clip.speedCurve = clip.speedCurve.map { .init(place: scaled($0.place), source: $0.source) }
  }
}
