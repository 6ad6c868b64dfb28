// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Timing

/// Cuts that are drawn by lot, the same for the same seed: as editors make them: what Final Cut’s formats are tried with.
struct DrawnFinalCut {
  private var random: SeededRandom
  private let rate: FrameRate

  static let rates: [FrameRate] = [.fps23_976, .fps24, .fps25, .fps29_97, .fps29_97df, .fps30, .fps50, .fps59_94, .fps59_94df]

  init(seed: UInt64) {
    random = SeededRandom(seed)
    rate = Self.rates[Int(seed) % Self.rates.count]
  }

  /// The cut of a seed.
  static func timeline(seed: UInt64) throws -> Timeline {
    var drawing = DrawnFinalCut(seed: seed)
    return try drawing.timeline(named: "Episode \(seed) & <more>", depth: 0)
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  private mutating func timeline(named name: String, depth: Int) throws -> Timeline {
    var timeline = Timeline(name: name, start: try Timecode("10:00:00:00", at: rate.nonDropFrame))
    if rate.isDropFrame { timeline.start = try Timecode("10:00:00;00", at: rate) }
    for number in 1...number(1...3) {
      timeline.tracks.append(try track(.video, number, depth))
    }
    for number in 1...number(1...3) { timeline.tracks.append(try track(.audio, number, depth)) }
    for _ in 0..<number(0...2) { timeline.markers.append(marker(within: max(timeline.frames.value, 1))) }
    return timeline
  }

  private mutating func track(_ kind: Track.Kind, _ number: Int, _ depth: Int) throws -> Track {
    var track = Track(kind, number: number, name: chance(30) ? "\(kind.rawValue) ‘\(number)’" : "", isEnabled: chance(85))
    if chance(10) { track.markers.append(marker(within: 50)) }
    let count = self.number(1...8)
    for index in 0..<count {
      // Black at the end of a track is nothing to some formats, so that a clip is last; and two gaps are one.
      let isBehindGap = if case .gap = track.items.last { true } else { false }
      if index < count - 1, !isBehindGap, chance(25) {
        track.items.append(.gap(FrameCount(self.number(1...100))))
        continue
      }
      let clip = try clip(kind, depth)
      if let before = track.items.last?.clip, chance(30) {
        let most = min(before.frames.value, clip.frames.value) / 3
        let kind: Transition.Kind = chance(80) ? .dissolve : chance(50) ? .wipe(self.number(1...30)) : .named("Page Peel")
        let transition = Transition(kind, head: FrameCount(self.number(0...most)), tail: FrameCount(self.number(1...most + 1)))
        if track.kind == .video || transition.kind == .dissolve { track.items.append(.transition(transition)) }
      }
      track.items.append(.clip(clip))
    }
    return track
  }

  private mutating func clip(_ kind: Track.Kind, _ depth: Int) throws -> Clip {
    let frames = number(12...200)
    let speeds = [Ratio(2), Ratio(1, 2), Ratio(-1), Ratio(3, 4), Ratio(0), Ratio(-3, 2), Ratio(1001, 1000)].compactMap(\.self)
    let speed = kind == .video && chance(25) ? speeds[number(0...speeds.count - 1)] : .one
    let taken = speed.numerator == 0 ? 1 : max(1, (frames * abs(speed.numerator) + speed.denominator / 2) / speed.denominator)
    let place = number(1000...80_000)
    var clip = Clip(
      name: "take \(number(1...99)) ü", frames: FrameCount(frames),
      source: try TimecodeRange(in: Timecode(FrameCount(place), at: rate), duration: FrameCount(taken)), speed: speed,
      media: try media(from: place - 600, frames: taken + 1200), isEnabled: chance(90))
    if kind == .audio { clip.sourceTrack = number(0...2) }
    if depth < 2, kind == .video, chance(8) {
      clip.sequence = try timeline(named: "inner \(depth) \(place)", depth: depth + 1)
      clip.media = MediaReference()
      clip.source = try TimecodeRange(in: Timecode("10:00:00\(rate.isDropFrame ? ";" : ":")10", at: rate), duration: FrameCount(taken))
    }
    if kind == .video, chance(20) {
      clip.grade = ColorDecisionText(slopeOffsetPower: "(1.1 1.0 0.9)(0 0 0)(1 1 1)", saturation: chance(50) ? "0.95" : "")
    }
    if chance(20) { clip.markers.append(marker(within: frames)) }
    if chance(20) { clip.comments.append(.init(key: "LOOK", value: "warm & soft")) }
    if kind == .video, chance(15) { clip.effects.append(Clip.Effect(name: "Gaussian Blur", parameters: [.init(key: "Radius", value: "4.5")])) }
    return clip
  }

  private mutating func media(from start: Int, frames: Int) throws -> MediaReference {
    let number = number(1...20)
    var media = MediaReference(reel: "A00\(number)", path: "file:///Volumes/Card/A00\(number).mov")
    if chance(50) { media.name = "A00\(number)_master" }
    if chance(30) { media.identifier = "urn:smpte:umid:060a2b34.01010105.01010f20.13000000.\(number)" }
    if chance(60) { media.available = try TimecodeRange(in: Timecode(FrameCount(start), at: rate), duration: FrameCount(frames)) }
    return media
  }

  private mutating func marker(within frames: Int) -> Marker {
    Marker(
      place: FrameCount(number(0...frames - 1)), frames: FrameCount(chance(30) ? number(2...30) : 0), color: ["", "red", "green"][number(0...2)],
      name: chance(30) ? "note \(number(1...9))" : "", text: "check <this> & “that”")
  }
}
