// SPDX-License-Identifier: Apache-2.0

public import Timing

extension SessionText {
  /// The format's name, for what is kept of it.
  static var format: String { TimelineFormat.txt.rawValue }

  /// The cut that the session makes: each channel of its tracks a track of sound, counted in the unit that the export chose.
  ///
  /// A fade, which Pro Tools lists as an event between clips, becomes a transition: the cut lies where the fade begins.
  ///
  /// - Parameter rate: the frame rate, for exports whose own is not known.
  /// - Returns: the cut, and what was odd about it.
  public func timeline(rate stated: FrameRate? = nil) -> (timeline: Timeline, notes: [ParseNote]) {
    var laying = SessionLaying(self, rate: stated)
    return laying.run()
  }
}

/// Lays a session's events on tracks.
private struct SessionLaying {
  let session: SessionText
  private let start: Timecode
  private let sources: [String: SessionText.Source]
  private let files: [String: SessionText.File]
  private var notes = NoteList([])

  init(_ session: SessionText, rate stated: FrameRate?) {
    self.session = session
    let rate = session.rate ?? stated
    if rate == nil {
      notes.add(0, "its frame rate ‘\(session.timecodeFormat)’ is not known: 25 was taken; give the rate if it is another")
    }
    let known = rate ?? .fps25
    let label = session.start.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    let begin = try? Timecode(label, at: known)
    if begin == nil { notes.add(0, "its start ‘\(session.start)’ is no label at \(known): 00:00:00:00 was taken") }
    start = begin ?? Timecode(wrapping: .zero, at: known)
    sources = Dictionary(session.sources.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    files = Dictionary(session.files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func run() -> (timeline: Timeline, notes: [ParseNote]) {
    var timeline = Timeline(name: session.name, start: start)
    var owners: [String: Int] = [:]
    for track in session.tracks {
      if owners[track.name] == nil { owners[track.name] = timeline.tracks.count }
      let channels = Dictionary(grouping: track.events, by: \.channel)
      for channel in channels.keys.sorted() where timeline.tracks.count < 9999 {
        var left = channels[channel] ?? []
        repeat {
          timeline.tracks.append(lay(track, channel, number: timeline.tracks.count + 1, &left))
        } while !left.isEmpty && timeline.tracks.count < 9999
      }
      if channels.isEmpty { timeline.tracks.append(empty(track, number: timeline.tracks.count + 1)) }
    }
    for mark in session.marks { place(mark, owners, &timeline) }
    let heading = session.bitDepth.isEmpty ? [] : ["BIT DEPTH:\t\(session.bitDepth)"]
    timeline.kept = (heading + ["SAMPLE RATE:\t\(session.sampleRate)"] + session.others).map { Kept(SessionText.format, $0) }
    return (timeline, notes.finished)
  }

  // MARK: -

  private func empty(_ track: SessionText.Track, number: Int) -> Track {
    Track(
      .audio, number: number, name: track.name, isEnabled: track.isHeard,
      kept: (track.width.isEmpty ? [] : [Kept(SessionText.format, "(\(track.width))")])
        + track.remarks.map { Kept(SessionText.format, "\($0.key): \($0.value)") })
  }

  /// An event with its place.
  private struct Placed {
    var event: SessionText.Event
    var start: FrameCount
    var end: FrameCount
    var fade: Fade?
  }

  private enum Fade: String {
    case fadeIn = "(fade in)"
    case fadeOut = "(fade out)"
    case crossFade = "(cross fade)"
  }

  /// One channel; events that overlap what lies there are left for another track.
  private mutating func lay(_ track: SessionText.Track, _ channel: Int, number: Int, _ events: inout [SessionText.Event]) -> Track {
    var result = empty(track, number: number)
    let (origin, sampleRate) = (start, session.sampleRate)
    let unit = events.lazy.compactMap { SessionTime($0.start, start: origin, sampleRate: sampleRate)?.rate }.first ?? start.rate.nonDropFrame
    if !unit.hasSameSpeed(as: start.rate) { result.rate = unit }
    let placed = events.compactMap { place($0, at: unit) }.sorted { $0.start < $1.start }
    events = []
    var end = FrameCount.zero
    var index = 0
    while index < placed.count {
      let item = placed[index]
      index += 1
      guard item.start >= end else {
        notes.add(item.event.line, "it begins before what lies there ends: it was put on a track of its own")
        events.append(item.event)
        continue
      }
      if item.start > end { result.items.append(.gap(item.start - end)) }
      let length = item.end - item.start
      switch item.fade {
      case nil: result.items.append(.clip(clip(item, at: unit)))
      case .fadeOut:
        result.items += [.transition(Transition(.dissolve, head: .zero, tail: length)), .gap(length)]
      case .fadeIn, .crossFade:
        // The incoming clip is heard from here on: it begins with the fade.
        guard index < placed.count, placed[index].fade == nil, placed[index].start == item.end else {
          notes.add(item.event.line, "no clip follows the fade: it was taken for silence")
          result.items.append(.gap(length))
          end = item.end
          continue
        }
        result.items.append(.transition(Transition(.dissolve, head: .zero, tail: length)))
        var incoming = placed[index]
        incoming.start = item.start
        result.items.append(.clip(clip(incoming, at: unit, early: length)))
        end = incoming.end
        index += 1
        continue
      }
      end = item.end
    }
    return result
  }

  private mutating func place(_ event: SessionText.Event, at unit: FrameRate) -> Placed? {
    guard let begin = SessionTime(event.start, start: start, sampleRate: session.sampleRate)?.converted(to: unit),
      let end = SessionTime(event.end, start: start, sampleRate: session.sampleRate)?.converted(to: unit)
    else {
      notes.add(
        event.line,
        event.start.contains("|")
          ? "it is placed in bars and beats, and the export holds no tempi: export with timecode or samples"
          : "‘\(event.start)’ to ‘\(event.end)’ are no times: it was left out")
      return nil
    }
    guard end >= begin, end - begin <= Timeline.longestItem else {
      notes.add(event.line, "it ends at \(event.end), before it begins: it was left out")
      return nil
    }
    return Placed(event: event, start: begin, end: end, fade: Fade(rawValue: event.name.lowercased()))
  }

  private mutating func clip(_ item: Placed, at unit: FrameRate, early: FrameCount = .zero) -> Clip {
    let source = sources[item.event.name]
    let file = source.map(\.file) ?? ""
    let length = item.end - item.start
    return Clip(
      name: item.event.name, frames: length, source: range(item, length, at: unit, early: early),
      media: MediaReference(path: (files[file]?.location ?? "") + file), sourceTrack: source?.channel ?? 0, isEnabled: !item.event.isMuted)
  }

  /// What the clip is of, by the time at which its first sample was recorded: counted in samples where the export is, else in frames.
  private mutating func range(_ item: Placed, _ length: FrameCount, at unit: FrameRate, early: FrameCount) -> TimecodeRange? {
    guard !item.event.timestamp.isEmpty else { return nil }
    let midnight = Timecode(wrapping: .zero, at: start.rate)
    guard let time = SessionTime(item.event.timestamp, start: midnight, sampleRate: session.sampleRate) else {
      notes.add(item.event.line, "its timestamp ‘\(item.event.timestamp)’ is no time: it was passed over")
      return nil
    }
    let isSamples = time.rate.numerator == session.sampleRate && time.rate.denominator == 1
    let rate = isSamples ? time.rate : start.rate
    let first: FrameCount? =
      time.rate.hasSameSpeed(as: rate)
      ? FrameCount(time.count)
      : try? FrameCount(time.count).convertedByRealTime(from: time.rate, to: rate.nonDropFrame, rounding: .down)
    guard let first, let frames = try? length.convertedByRealTime(from: unit, to: rate.nonDropFrame, rounding: .nearest),
      let head = try? early.convertedByRealTime(from: unit, to: rate.nonDropFrame, rounding: .nearest)
    else { return nil }
    if !isSamples, !time.rate.hasSameSpeed(as: rate) {
      notes.add(
        item.event.line, once: "parts of frames",
        "timestamps are finer than a frame: the frames in which they lie were taken; export with samples for more")
    }
    return try? TimecodeRange(in: Timecode(wrapping: first - head, at: rate), duration: frames)
  }

  private mutating func place(_ mark: SessionText.Mark, _ owners: [String: Int], _ timeline: inout Timeline) {
    let track = mark.isOfTrack ? owners[mark.owner] : nil
    let unit = track.flatMap { timeline.tracks[$0].rate } ?? start.rate.nonDropFrame
    let time = mark.samples.map(String.init) ?? mark.location
    guard let place = SessionTime(time, start: start, sampleRate: session.sampleRate)?.converted(to: unit) else {
      notes.add(mark.line, "the mark ‘\(mark.name)’ has no time that can be read: it was left out")
      return
    }
    let marker = Marker(
      place: place, name: mark.comment.isEmpty ? "" : mark.name, text: mark.comment.isEmpty ? mark.name : mark.comment,
      kept: mark.owner.isEmpty || track != nil ? [] : [Kept(SessionText.format, "TRACK NAME: \(mark.owner)")])
    if let track { timeline.tracks[track].markers.append(marker) } else { timeline.markers.append(marker) }
  }
}
