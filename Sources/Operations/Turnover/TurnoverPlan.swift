// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Files
import Timing

/// What of each clip is to be copied, and where it lies: all of a turnover that is decided before a sample is read.
struct TurnoverPlan {
  /// Samples a second of all that is written.
  static let sampleRate = 48_000

  /// A clip, and what is to be copied for it.
  struct Piece {
    var event: Int
    var clip: Clip
    /// Where it lies: the track's and the item's place.
    var track: Int
    var item: Int
    /// The samples of the programme that it fills.
    var record: Range<Int>
    var source: SoundSource
    var channel: Int
    /// The samples of the recording that are copied.
    var range: Range<Int>
    /// How many of them come before the clip begins.
    var head: Int
    /// The recording's first sample since midnight.
    var sourceStart: Int
    var reel: String
    /// The file's name without extension.
    var name: String
    var notes: [String]

    /// The time reference of the copy.
    var timeReference: Int { sourceStart + range.lowerBound }
    /// The sample of the day with which the clip begins.
    var first: Int { timeReference + head }
    var tail: Int { range.count - head - record.count }
  }

  let timeline: Timeline
  let handles: Int
  private(set) var pieces: [Piece] = []
  private(set) var missing: [TurnoverRecord.Missing] = []
  private(set) var notes: [String] = []
  /// Whether a track of the list is the channel of the same number, as in edit decision lists.
  private let channelsAreTracks: Bool
  private var sources: [String: Result<SoundSource, any Error>] = [:]
  /// Where the items of each track begin.
  private let starts: [[FrameCount]]

  /// The plan of `timeline`, whose sound tracks alone it has, by `result`, which is of that same cut.
  init(_ timeline: Timeline, _ result: ConformResult, handles: Int, channelsAreTracks: Bool) {
    (self.timeline, self.handles, self.channelsAreTracks) = (timeline, handles, channelsAreTracks)
    starts = timeline.tracks.map { $0.placedItems.map(\.start) }
    for match in result.matches {
      for (rank, place) in match.event.places.enumerated() { take(match, at: place, rank: rank) }
    }
    pieces.sort { ($0.track, $0.item) < ($1.track, $1.item) }
    missing.sort { ($0.event, $0.track) < ($1.event, $1.track) }
    for (index, track) in timeline.tracks.enumerated() {
      for (start, item) in track.placedItems where item.clip?.sequence != nil {
        miss(item.clip, 0, index, start, .unsuitable, "it is a cut within the cut: decompose it in the edit, and turn over again")
      }
    }
  }

  /// All that decides what is written, in lines: the cut, and which samples of which bytes it takes.
  var request: [String] {
    let files = Set(pieces.flatMap(\.source.files)).sorted().map { path in
      let facts = try? FileFacts.of(path)
      return "\(path) \(facts.map { "\($0.size) \($0.modified)" } ?? "")"
    }
    let parts = pieces.map {
      "\($0.name) \($0.record) \($0.range) \($0.head) \($0.channel) \($0.source.files[0]) \($0.clip.isEnabled) \($0.clip.effects)"
    }
    return ["\(timeline.name) \(timeline.start) \(timeline.rate) \(timeline.frames)"] + parts + files
  }

  /// The sample of the programme at which a place of a track lies.
  static func sample(_ place: FrameCount, on track: Track, of timeline: Timeline) -> Int {
    guard let rate = track.rate, rate.nominal >= 1000 else { return (track.rate ?? timeline.rate).firstSample(of: place, sampleRate: sampleRate) }
    let samples = try? place.convertedByRealTime(from: rate, to: FrameRate(sampleRate), rounding: .nearest)
    return samples?.value ?? 0
  }

  /// The programme's length in samples: whole frames of it.
  var samples: Int { timeline.rate.firstSample(of: timeline.frames, sampleRate: Self.sampleRate) }

  // MARK: -

  private mutating func take(_ match: ConformMatch, at place: [Int], rank: Int) {
    guard place.count == 2, let clip = timeline.tracks[place[0]].items[place[1]].clip else { return }
    let track = timeline.tracks[place[0]]
    let start = starts[place[0]][place[1]]
    let number = match.event.number
    guard match.isLinked, let media = match.media else {
      if match.state == .excluded {
        notes.append("\(label(start, track)) ‘\(clip.name)’ on A\(track.number) is silent: \(match.evidence)")
      } else {
        miss(clip, number, place[0], start, .init(match.state), match.evidence)
      }
      return
    }
    guard clip.speed == .one, clip.speedCurve.isEmpty else {
      return miss(clip, number, place[0], start, .unsuitable, "it plays at \(clip.speed) of its speed: render it in the edit, and turn over that")
    }
    let source: SoundSource
    do { source = try self.source(media).get() } catch {
      return miss(clip, number, place[0], start, .unsuitable, "\(error)")
    }
    guard source.sampleRate == Self.sampleRate else {
      return miss(
        clip, number, place[0], start, .unsuitable, "‘\(media.path)’ has \(source.sampleRate) samples a second: convert it to \(Self.sampleRate)")
    }
    guard let range = clip.source else {
      return miss(clip, number, place[0], start, .unsuitable, "the cut does not say which part of ‘\(media.path)’ it takes")
    }
    // Whether a recording without labels holds the frames is told below, to the sample.
    var notes = (media.labels == nil ? [] : match.notes) + [match.change].compactMap(\.self)
    guard let channel = channel(of: clip, on: track, in: source, rank: rank, among: match.event.places.count, &notes) else {
      return miss(
        clip, number, place[0], start, .unsuitable,
        "‘\(media.path)’ has \(CountText(source.channels.count, "channel")), and the cut asks for channel \(clip.sourceTrack > 0 ? clip.sourceTrack : rank + 1)"
      )
    }
    func sample(_ frames: FrameCount) -> Int { Self.sample(frames, on: track, of: timeline) }
    let record = sample(start)..<sample(start + clip.frames)
    guard !record.isEmpty else { return }
    let around = transitions(track, place[1])
    let head = record.lowerBound - sample(start - around.head)
    let tail = sample(start + clip.frames + around.tail) - record.upperBound
    let (offset, first) = source.place(of: range, available: clip.media.available)
    let frame = timeline.rate.firstSample(of: 1, sampleRate: Self.sampleRate)
    // What recorders leave out of the last frame is silence; more than that is not there.
    guard offset >= head, offset + record.count + tail <= source.samples + frame, offset < source.samples else {
      let (before, behind) = (max(0, head - offset), max(0, offset + record.count + tail - source.samples))
      return miss(
        clip, number, place[0], start, .partial,
        "‘\(media.path)’ lacks \(before) samples before and \(behind) samples behind what the cut takes of it: look for the whole recording")
    }
    let extra = timeline.rate.firstSample(of: FrameCount(handles), sampleRate: Self.sampleRate)
    let copied = max(0, offset - head - extra)..<max(offset + record.count + tail, min(source.samples, offset + record.count + tail + extra))
    let lacks = copied.upperBound - source.samples
    if lacks > 0 { notes.append("its recording ends \(lacks) samples before it does: they are silent") }
    if offset - copied.lowerBound < head + extra || copied.upperBound < offset + record.count + tail + extra {
      notes.append("its recording does not have all of the handles")
    }
    pieces.append(
      Piece(
        event: number, clip: clip, track: place[0], item: place[1], record: record, source: source, channel: channel, range: copied,
        head: offset - copied.lowerBound, sourceStart: first, reel: reel(clip, source), name: fileName(number, clip, track), notes: notes))
  }

  /// What the transitions at both ends show of a clip besides its own length.
  private func transitions(_ track: Track, _ item: Int) -> (head: FrameCount, tail: FrameCount) {
    func transition(_ place: Int) -> Transition? {
      guard track.items.indices.contains(place), case .transition(let transition) = track.items[place] else { return nil }
      return transition
    }
    return (transition(item - 1)?.head ?? .zero, transition(item + 1)?.tail ?? .zero)
  }

  private func channel(of clip: Clip, on track: Track, in source: SoundSource, rank: Int, among count: Int, _ notes: inout [String]) -> Int? {
    let asked: Int
    if source.channels.count == 1 {
      asked = 1
    } else if clip.sourceTrack > 0 {
      asked = clip.sourceTrack
    } else if channelsAreTracks {
      asked = track.number
    } else {
      asked = rank + 1
      notes.append("the cut does not say which of \(source.channels.count) channels it takes: it was given channel \(asked)")
    }
    return source.channels.indices.contains(asked - 1) ? asked - 1 : nil
  }

  private func reel(_ clip: Clip, _ source: SoundSource) -> String {
    if !clip.media.reel.isEmpty { return clip.media.reel }
    return source.metadata[.soundRoll] ?? SystemPath.split(source.files[0]).name.withoutExtension
  }

  /// A name that every system takes, and that Pro Tools shows whole.
  private func fileName(_ event: Int, _ clip: Clip, _ track: Track) -> String {
    let name = clip.name.isEmpty ? clip.media.name : clip.name.withoutExtension
    let digits = String(event)
    return "A\(track.number)_" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_" + name.portable.prefix(40)
  }

  private mutating func source(_ item: MediaItem) -> Result<SoundSource, any Error> {
    if let known = sources[item.path] { return known }
    let made = Result { try SoundSource(item) }
    sources[item.path] = made
    return made
  }

  private func label(_ place: FrameCount, _ track: Track) -> Timecode {
    let frames = track.rate.flatMap { try? place.convertedByRealTime(from: $0, to: timeline.rate, rounding: .down) } ?? place
    return timeline.start.advanced(wrapping: frames)
  }

  private mutating func miss(_ clip: Clip?, _ event: Int, _ track: Int, _ start: FrameCount, _ state: TurnoverRecord.Missing.State, _ reason: String)
  {
    let own = timeline.tracks[track]
    missing.append(
      .init(event: event, name: clip?.name ?? "", track: own.number, recordIn: label(start, own).description, state: state, reason: reason))
  }
}

extension TurnoverRecord.Missing.State {
  /// Why a clip that a conform did not link is silent.
  fileprivate init(_ state: ConformState) {
    self =
      switch state {
      case .ambiguous: .ambiguous
      case .partial: .partial
      case .rateMismatch: .rateMismatch
      case .offline: .offline
      // What is linked or needs no media is not silent for want of it.
      case .linked, .short, .excluded: .unsuitable
      }
  }
}

extension String {
  /// The name of a file without what stands behind its last point, where that is as short as an extension.
  var withoutExtension: String {
    guard let point = lastIndex(of: "."), point > startIndex, self[point...].count <= 5 else { return self }
    return String(self[..<point])
  }

  /// The text as a part of a file's name: letters and digits of ASCII, `-` and `.`; all else is `_`.
  var portable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) || $0 == "-" || $0 == "." ? $0 : "_" }))
  }
}
