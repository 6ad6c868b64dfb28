// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Timing

/// Cuts that are drawn by chance, the same for the same seed, with something of everything that the model says.
struct DrawnTimelines {
  private var random: SeededRandom
  private let rate: FrameRate

  init(seed: UInt64, rate: FrameRate) { (random, self.rate) = (SeededRandom(seed), rate) }

  mutating func timeline(depth: Int = 0) -> Timeline {
    let start = Timecode(wrapping: FrameCount(chance(4) ? 0 : number(0...rate.framesPerDay - 1)), at: rate)
    var cut = Timeline(name: word("cut"), start: start)
    for number in 1...number(1...3) { cut.tracks.append(track(.video, number, depth)) }
    for number in 1...number(1...2) { cut.tracks.append(track(.audio, number, depth)) }
    if depth == 0 { cut.markers = (0..<number(0...2)).map { _ in marker() } }
    return cut
  }

  private mutating func track(_ kind: Track.Kind, _ number: Int, _ depth: Int) -> Track {
    var track = Track(kind, number: number, name: chance(3) ? word("track ‘\"\\") : "", isEnabled: !chance(5))
    if kind == .audio, chance(3) { track.rate = try? FrameRate(48_000) }
    for position in 0..<self.number(1...8) {
      if position > 0, chance(4) { track.items.append(.transition(transition())) }
      track.items.append(chance(5) ? .gap(FrameCount(self.number(1...500))) : .clip(clip(track.rate ?? rate, depth)))
    }
    if chance(3) { track.markers = [marker()] }
    return track
  }

  private mutating func clip(_ own: FrameRate, _ depth: Int) -> Clip {
    let frames = FrameCount(number(1...5000))
    let sourceRate = own == rate ? (chance(5) ? FrameRate.all[number(0...FrameRate.all.count - 1)] : rate) : own
    let speed: Ratio = chance(4) ? Ratio(number(-300...300), number(1...125)) ?? .one : .one
    let start = Timecode(wrapping: FrameCount(number(0...sourceRate.framesPerDay - 1)), at: sourceRate)
    var clip = Clip(
      name: word("clip"), frames: frames, source: chance(12) ? nil : try? TimecodeRange(in: start, duration: FrameCount(number(0...9000))))
    if chance(2), own.hasSameSpeed(as: sourceRate) { clip.source = clip.source.flatMap { try? TimecodeRange(in: $0.start, duration: frames) } }
    clip.speed = speed
    if chance(9) {
      clip.speedCurve = [.init(place: -3, source: Ratio(1, 3) ?? .one), .init(place: 40, source: Ratio(number(1...9999), number(1...97)) ?? .one)]
    }
    clip.media = media()
    if depth < 2, chance(9) {
      let inner = timeline(depth: depth + 1)
      clip.sequence = inner
      clip.source = try? TimecodeRange(in: inner.start.advanced(wrapping: FrameCount(number(0...99))), duration: FrameCount(number(0...900)))
    }
    clip.sourceTrack = chance(4) ? number(1...8) : 0
    clip.isEnabled = !chance(8)
    if chance(5) { clip.effects = [.init(name: word("blur"), parameters: [.init(key: "radius", value: "1.50")]), .init(name: "")] }
    if chance(4) {
      clip.grade = chance(2) ? .init(slopeOffsetPower: "(1.0 0.90 1)(0 -0.010 0)(1 1 1e0)", saturation: "0.90") : .init(saturation: ".9")
    }
    clip.markers = (0..<number(0...2)).map { _ in marker() }
    if chance(3) { clip.comments = [.init(key: "SCENE", value: word("12: A")), .init(key: "", value: word("a: b"))] }
    if chance(6) { clip.kept = [Kept("edl", "GPI 12")] }
    return clip
  }

  private mutating func media() -> MediaReference {
    var media = MediaReference(
      name: chance(2) ? word("master") : "", reel: chance(2) ? word("A001") : "", path: chance(2) ? word("file:///m é/") : "")
    if chance(4) { media.identifier = "urn:smpte:umid:" + word("060a") }
    if chance(3) { media.available = try? TimecodeRange(in: Timecode(wrapping: FrameCount(number(0...80_000)), at: rate), duration: 9000) }
    if chance(12) { media.generator = "SMPTEBars" }
    return media
  }

  private mutating func marker() -> Marker {
    Marker(
      place: FrameCount(number(-5...3000)), frames: FrameCount(number(0...9)), color: chance(3) ? "" : "red", name: chance(2) ? word("VFX") : "",
      text: word("look\nhere"))
  }

  private mutating func transition() -> Transition {
    let kinds: [Transition.Kind] = [.dissolve, .wipe(1), .wipe(113), .key, .named("Page Peel"), .named("")]
    return Transition(kinds[number(0...kinds.count - 1)], head: FrameCount(number(0...12)), tail: FrameCount(number(0...12)))
  }

  private mutating func chance(_ outOf: Int) -> Bool { number(1...outOf) == 1 }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  private mutating func word(_ text: String) -> String { "\(text) \(number(0...99))" }
}
