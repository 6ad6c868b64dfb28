// SPDX-License-Identifier: Apache-2.0

import Editorial
import Signals
import Timing

/// The session of a turnover: the cut counted in samples, with the files that were made for it, its leader and its tones.
struct TurnoverSession {
  /// A tone's file, as it will lie on its track.
  struct Tone {
    var pop: TurnoverRecord.Pop
    var name: String

    /// The tone, 1 kHz at −20 dBFS.
    var samples: [Int32] { LineUpTone(level: -20, sampleRate: TurnoverPlan.sampleRate).samples(0..<pop.samples) }
  }

  let plan: TurnoverPlan
  let tones: [Tone]
  let layout: SessionLayout
  /// Samples before the programme.
  var leader: Int { layout.leader }
  /// All samples.
  var samples: Int { layout.samples }
  var start: Timecode { layout.start }

  init(_ plan: TurnoverPlan, withPops: Bool) {
    self.plan = plan
    layout = SessionLayout(plan.timeline, withPops: withPops)
    tones = layout.pops.map { Tone(pop: $0, name: $0.kind == .head ? "2-pop" : "tail-pop") }
  }

  /// The number of the track of tones: behind all others.
  var popTrack: Int { (plan.timeline.tracks.map(\.number).max() ?? 0) + 1 }

  /// The sample of the day with which the session begins.
  var timeReference: Int { start.samplesSinceMidnight(sampleRate: TurnoverPlan.sampleRate) }

  /// The session as a cut in samples.
  ///
  /// - Parameter path: where the file of a name is.
  func timeline(path: (String) -> String) throws -> Timeline {
    let rate = try FrameRate(TurnoverPlan.sampleRate)
    var session = Timeline(name: plan.timeline.name, start: start)
    var pieces: [[Int]: TurnoverPlan.Piece] = [:]
    for piece in plan.pieces { pieces[[piece.track, piece.item]] = piece }
    func media(_ name: String, reel: String, first: Int, samples: Int) throws -> MediaReference {
      MediaReference(
        name: name, reel: reel, path: path(name),
        available: try TimecodeRange(in: Timecode(wrapping: FrameCount(first), at: rate), duration: FrameCount(samples)))
    }
    for (index, track) in plan.timeline.tracks.enumerated() {
      var made = Track(.audio, number: track.number, name: track.name, rate: rate, isEnabled: track.isEnabled)
      func sample(_ frames: FrameCount) -> Int { TurnoverPlan.sample(frames, on: track, of: plan.timeline) }
      if leader > 0 { made.items.append(.gap(FrameCount(leader))) }
      for (item, (place, content)) in track.placedItems.enumerated() {
        let (start, end) = (sample(place), sample(place + content.frames))
        switch content {
        case .transition(let transition):
          guard pieces[[index, item - 1]] != nil || pieces[[index, item + 1]] != nil else { continue }
          made.items.append(
            .transition(
              Transition(
                .dissolve, head: FrameCount(start - sample(place - transition.head)), tail: FrameCount(sample(place + transition.tail) - start))))
        case .gap: made.items.append(.gap(FrameCount(end - start)))
        case .clip(let clip):
          guard let piece = pieces[[index, item]] else {
            made.items.append(.gap(FrameCount(end - start)))
            continue
          }
          let source = try TimecodeRange(in: Timecode(wrapping: FrameCount(piece.first), at: rate), duration: FrameCount(end - start))
          made.items.append(
            .clip(
              Clip(
                name: clip.name, frames: FrameCount(end - start), source: source,
                media: try media(piece.name, reel: piece.reel, first: piece.timeReference, samples: piece.range.count), isEnabled: clip.isEnabled,
                effects: clip.effects.map { SoundGain($0)?.effect ?? $0 }, comments: clip.comments)))
        }
      }
      session.tracks.append(made.withJoinedGaps)
    }
    guard !tones.isEmpty else { return session }
    var made = Track(.audio, number: popTrack, name: "POP", rate: rate)
    var end = 0
    for tone in tones {
      let place = leader + tone.pop.start
      made.items.append(.gap(FrameCount(place - end)))
      let first = timeReference + place
      let source = try TimecodeRange(in: Timecode(wrapping: FrameCount(first), at: rate), duration: FrameCount(tone.pop.samples))
      made.items.append(
        .clip(
          Clip(
            name: tone.name, frames: FrameCount(tone.pop.samples), source: source,
            media: try media(tone.name, reel: "", first: first, samples: tone.pop.samples))))
      end = place + tone.pop.samples
    }
    made.items.append(.gap(FrameCount(samples - end)))
    session.tracks.append(made)
    return session
  }
}

extension Track {
  /// The same with gaps that lie side by side made one, and without empty ones.
  var withJoinedGaps: Track {
    var track = self
    track.items = []
    for item in items {
      guard case .gap(let frames) = item else {
        track.items.append(item)
        continue
      }
      if case .gap(let before) = track.items.last {
        track.items[track.items.count - 1] = .gap(before + frames)
      } else if frames > .zero {
        track.items.append(item)
      }
    }
    return track
  }
}
