// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Timing

/// Cuts that are drawn by lot, the same for the same seed, with something of everything that the model says.
///
/// Each clip has a number of its own in its name, and each mark in its text, by which it is found again.
struct DrawnTimelines {
  /// What is drawn.
  enum Manner {
    /// What an editor can mean.
    case meant
    /// What no editor means as well: lengths that contradict each other, a file beside a generator, points of a curve before the clip.
    case odd
  }

  private var random: SeededRandom
  private let rate: FrameRate
  private let manner: Manner
  private var serial = 0

  init(seed: UInt64, rate: FrameRate, _ manner: Manner = .meant) { (random, self.rate, self.manner) = (SeededRandom(seed), rate, manner) }

  /// A cut.
  mutating func timeline(depth: Int = 0) -> Timeline {
    var cut = Timeline(name: "Épisode \(number(1...9)) <&>", start: Timecode(wrapping: FrameCount(number(0...rate.framesPerDay - 1)), at: rate))
    for number in 1...number(1...3) { cut.tracks.append(track(.video, number, depth)) }
    for number in 1...number(1...3) { cut.tracks.append(track(.audio, number, depth)) }
    if depth == 0 { cut.markers = (0..<number(0...2)).map { _ in marker(within: 200) } }
    if chance(20) { cut.kept = [Kept("avb", "GPI 12")] }
    return cut
  }

  private mutating func track(_ kind: Track.Kind, _ number: Int, _ depth: Int) -> Track {
    var track = Track(kind, number: number, name: chance(40) ? "\(kind.rawValue) ‘\(number)’" : "", isEnabled: chance(85))
    if kind == .audio, chance(30) { track.rate = try? FrameRate(48_000) }
    let scale = track.rate == nil ? 1 : 2000
    if chance(20) { track.markers = [marker(within: 100 * scale)] }
    let count = self.number(1...8)
    for index in 0..<count {
      let isAfterClip = track.items.last?.clip != nil
      if chance(15), index == 0 || isAfterClip, index < count - 1 || chance(20) {
        track.items.append(.gap(FrameCount(self.number(40...100) * scale)))
        continue
      }
      if index > 0, chance(35) { track.items.append(.transition(transition(kind, scale))) }
      track.items.append(.clip(clip(track, scale, depth)))
    }
    return track
  }

  private mutating func transition(_ kind: Track.Kind, _ scale: Int) -> Transition {
    let kinds: [Transition.Kind] = [.dissolve, .dissolve, .wipe(number(1...30)), .key, .named("Page Peel \(number(1...3))")]
    let head = chance(40) ? 0 : number(0...9) * scale
    return Transition(
      kind == .audio ? .dissolve : kinds[number(0...kinds.count - 1)], head: FrameCount(head),
      tail: FrameCount(head == 0 ? scale * number(1...9) : number(0...9) * scale))
  }

  // MARK: - Clips

  private mutating func clip(_ track: Track, _ scale: Int, _ depth: Int) -> Clip {
    let frames = number(30...200) * scale
    let own = track.rate ?? (track.kind == .video && chance(5) ? FrameRate.all[number(0...FrameRate.all.count - 1)] : rate)
    let speeds = [Ratio(2), Ratio(1, 2), Ratio(-1), Ratio(3, 4), Ratio(0), Ratio(-3, 2), Ratio(1001, 1000)].compactMap(\.self)
    let speed = track.kind == .video && chance(25) ? speeds[number(0...speeds.count - 1)] : .one
    let taken = speed.numerator == 0 ? 1 : max(1, frames * abs(speed.numerator) / speed.denominator)
    let place = number(4000...80_000) * scale
    serial += 1
    var clip = Clip(
      name: "take \(serial) ü", frames: FrameCount(frames), source: range(place, taken, own), speed: speed, media: media(place, taken, own, scale),
      isEnabled: chance(85))
    if track.kind == .audio { clip.sourceTrack = number(0...2) }
    if speed == .one, track.kind == .video {
      if chance(8) { clip.source = nil }
      if chance(8) { ramp(&clip, frames) }
      if depth < 2, chance(8) { nest(&clip, frames, depth) }
      if chance(6) { clip = Clip(name: clip.name, frames: clip.frames, source: nil, media: MediaReference(generator: "SMPTE Bars")) }
    }
    if chance(20) { clip.grade = ColorDecisionText(slopeOffsetPower: "(1.1 1.0 0.9)(0 0 0)(1 1 1)", saturation: chance(50) ? "0.95" : "") }
    if chance(20) { clip.markers = [marker(within: frames)] }
    clip.comments = (0..<number(0...2)).map { Clip.Comment(key: ["Scene", "LOOK", ""][$0 + number(0...1)], value: "\(number(1...3)) & “more”") }
    if chance(20) { clip.effects = [.init(name: "Gaussian Blur", parameters: [.init(key: "Radius", value: "4.5")]), .init(name: "Flop")] }
    if chance(10) { clip.kept = [Kept("avb", "a line")] }
    if manner == .odd, chance(30) { distort(&clip) }
    return clip
  }

  private mutating func ramp(_ clip: inout Clip, _ frames: Int) {
    clip.speedCurve = [
      .init(place: 0, source: Ratio(0) ?? .one), .init(place: FrameCount(frames / 2), source: Ratio(frames, 3) ?? .one),
      .init(place: FrameCount(frames), source: Ratio(frames) ?? .one),
    ]
  }

  private mutating func nest(_ clip: inout Clip, _ frames: Int, _ depth: Int) {
    let inner = timeline(depth: depth + 1)
    (clip.sequence, clip.media, clip.sourceTrack) = (inner, MediaReference(), 1)
    clip.source = try? TimecodeRange(in: inner.start.advanced(wrapping: FrameCount(number(0...99))), duration: FrameCount(frames))
  }

  private mutating func distort(_ clip: inout Clip) {
    switch number(0...5) {
    case 0: clip.source = clip.source.flatMap { try? TimecodeRange(in: $0.start, duration: FrameCount(number(0...9000))) }
    case 1: clip.speed = Ratio(number(-300...300), number(1...125)) ?? .one
    case 2:
      clip.speedCurve = [.init(place: -3, source: Ratio(1, 3) ?? .one), .init(place: 40, source: Ratio(number(1...9999), number(1...97)) ?? .one)]
    case 3: clip.media.generator = "SMPTEBars"
    case 4: clip.markers = [Marker(place: -5, text: "mark \(nextSerial())")]
    default: clip.grade = ColorDecisionText(saturation: ".9")
    }
  }

  // MARK: - Material

  private mutating func media(_ place: Int, _ taken: Int, _ own: FrameRate, _ scale: Int) -> MediaReference {
    let number = number(1...1000)
    var media = MediaReference(name: chance(50) ? "A\(number)_master" : "", reel: chance(70) ? "A00\(number % 7)" : "")
    media.path = ["", "file:///Volumes/Card%20A/A\(number).mov", "/Volumes/Karte ü/A\(number).wav", "A\(number).mxf"][self.number(0...3)]
    if chance(30) { media.identifier = "urn:smpte:umid:060a2b34.01010101.01010f00.13000000.060e2b34.7f7f2a80." + hex(number) + "." + hex(place) }
    if chance(15) { media.identifier = "r\(number)" }
    if chance(10) { media.kept = [Kept("avb", "an asset")] }
    if chance(60) { media.available = range(place - 500 * scale, taken + 1000 * scale, own) }
    return media
  }

  private func range(_ start: Int, _ frames: Int, _ rate: FrameRate) -> TimecodeRange? {
    try? TimecodeRange(in: Timecode(wrapping: FrameCount(start), at: rate), duration: FrameCount(frames))
  }

  private func hex(_ value: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private mutating func marker(within frames: Int) -> Marker {
    Marker(
      place: FrameCount(number(0...frames - 1)), frames: FrameCount(chance(30) ? number(2...30) : 0), color: ["", "red", "green"][number(0...2)],
      name: chance(30) ? "editor" : "", text: "check <this> \(nextSerial()) & “that”")
  }

  private mutating func nextSerial() -> Int {
    serial += 1
    return serial
  }

  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
}
