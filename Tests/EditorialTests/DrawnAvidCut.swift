// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Timing

/// A cut that is drawn by lot, the same for the same seed, with something of everything that the model says and that can be meant.
struct DrawnAvidCut {
  private var random: SeededRandom
  private let rate: FrameRate

  init(seed: UInt64, rate: FrameRate) { (random, self.rate) = (SeededRandom(seed), rate) }

  /// The cut.
  mutating func timeline(depth: Int = 0) -> Timeline {
    var cut = Timeline(name: "Épisode \(number(1...9)) <&>", start: Timecode(wrapping: FrameCount(number(0...rate.framesPerDay - 1)), at: rate))
    for number in 1...number(1...3) { cut.tracks.append(track(.video, number, depth)) }
    for number in 1...number(1...3) { cut.tracks.append(track(.audio, number, depth)) }
    if depth == 0 { cut.markers = (0..<number(0...2)).map { _ in marker(within: 200) } }
    if chance(20) { cut.kept = [Kept("edl", "GPI 12")] }
    return cut
  }

  private mutating func track(_ kind: Track.Kind, _ number: Int, _ depth: Int) -> Track {
    var track = Track(kind, number: number, name: chance(40) ? "\(kind.rawValue) ‘\(number)’" : "", isEnabled: chance(85))
    if kind == .audio, chance(30) { track.rate = try? FrameRate(48_000) }
    if chance(20) { track.markers = [marker(within: 100)] }
    let scale = track.rate == nil ? 1 : 2000
    for index in 0..<self.number(1...9) {
      if index > 0, chance(15), track.items.last?.clip != nil {
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
    let head = number(0...9) * scale
    return Transition(
      kind == .audio ? .dissolve : kinds[number(0...kinds.count - 1)], head: FrameCount(head),
      tail: FrameCount(head == 0 ? scale : number(0...9) * scale))
  }

  private mutating func clip(_ track: Track, _ scale: Int, _ depth: Int) -> Clip {
    let frames = number(30...200) * scale
    let own = track.rate ?? rate
    let speeds = [Ratio(2), Ratio(1, 2), Ratio(-1), Ratio(3, 4), Ratio(0), Ratio(-3, 2), Ratio(1001, 1000)].compactMap(\.self)
    let speed = track.kind == .video && chance(25) ? speeds[number(0...speeds.count - 1)] : .one
    let taken = speed.numerator == 0 ? 1 : max(1, frames * abs(speed.numerator) / speed.denominator)
    let place = number(4000...80_000) * scale
    var clip = Clip(
      name: "take \(number(1...99)) ü", frames: FrameCount(frames), source: range(place, taken, own), speed: speed,
      media: media(place, taken, own, scale),
      isEnabled: chance(85))
    if track.kind == .audio { clip.sourceTrack = number(0...2) }
    if speed == .one, track.kind == .video {
      if chance(8) { clip.source = nil }
      if chance(8) { ramp(&clip, frames) }
      if depth < 2, chance(10) { nest(&clip, frames, depth) }
      if chance(6) { clip = Clip(name: clip.name, frames: clip.frames, source: nil, media: MediaReference(generator: "SMPTE Bars")) }
    }
    if chance(20) { clip.grade = ColorDecisionText(slopeOffsetPower: "(1.1 1.0 0.9)(0 0 0)(1 1 1)", saturation: chance(50) ? "0.95" : "") }
    if chance(20) { clip.markers = [marker(within: frames)] }
    clip.comments = (0..<number(0...2)).map { Clip.Comment(key: ["Scene", "Look", ""][$0], value: "\(number(1...3)) & “more”") }
    if chance(20) { clip.effects = [.init(name: "Gaussian Blur", parameters: [.init(key: "Radius", value: "4.5")]), .init(name: "Flop")] }
    if chance(20) { clip.effects.append(gain()) }
    if chance(10) { clip.kept = [Kept("fcpxml", "<x/>")] }
    if chance(20) { clip.kept.append(Kept("aaf", "tag number _USER_POS=\(number(0...9))")) }
    return clip
  }

  private mutating func ramp(_ clip: inout Clip, _ frames: Int) {
    clip.speedCurve = [
      .init(place: 0, source: .init(0) ?? .one), .init(place: FrameCount(frames / 2), source: Ratio(frames, 3) ?? .one),
      .init(place: FrameCount(frames), source: .init(frames) ?? .one),
    ]
  }

  private mutating func nest(_ clip: inout Clip, _ frames: Int, _ depth: Int) {
    let inner = timeline(depth: depth + 1)
    (clip.sequence, clip.media, clip.sourceTrack) = (inner, MediaReference(), 1)
    clip.source = try? TimecodeRange(in: inner.start.advanced(wrapping: FrameCount(number(0...99))), duration: FrameCount(frames))
  }

  private func gain() -> Clip.Effect {
    Clip.Effect(
      name: "Mono Audio Gain", parameters: [.init(key: "Amplitude", value: "0=1/1 1=1/2")],
      kept: [
        Kept("aaf", "varying 5b6c85a4-0ede-11d3-80a9-006008143e6f Amplitude"), Kept("aaf", "type 03010100-0000-0000-060e-2b3401040101 Amplitude"),
      ])
  }

  private mutating func media(_ place: Int, _ taken: Int, _ own: FrameRate, _ scale: Int) -> MediaReference {
    let number = number(1...1000)
    var media = MediaReference(name: chance(50) ? "A\(number)_master" : "", reel: chance(70) ? "A00\(number % 7)" : "")
    media.path = ["", "file:///Volumes/Card%20A/A\(number).mov", "/Volumes/Karte ü/A\(number).wav", "A\(number).mxf"][self.number(0...3)]
    if chance(30) { media.identifier = "urn:smpte:umid:060a2b34.01010101.01010f00.13000000.060e2b34.7f7f2a80." + hex(number) + "." + hex(place) }
    if chance(15) { media.identifier = "r\(number)" }
    if chance(10) { media.kept = [Kept("fcpxml", "<asset/>")] }
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
      name: chance(30) ? "editor" : "", text: "check <this>\nagain")
  }

  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
}
