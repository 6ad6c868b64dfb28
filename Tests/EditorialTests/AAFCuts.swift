// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Timing

/// The AAF files of other programs that are shared beside the package.
enum AAFFixtures {
  /// Their folder; `nil` where this checkout has none.
  static let folder: String? = {
    guard let lists = Lists.fixtures else { return nil }
    let folder = URL(fileURLWithPath: lists).deletingLastPathComponent().appendingPathComponent("aaf").path
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  static let names = [
    "2997fps.aaf", "30fps.aaf", "composite.aaf", "empty.aaf", "linear01.aaf", "linear02.aaf", "linear03.aaf", "multitrack.aaf", "one_audio_clip.aaf",
    "one_clip.aaf", "sector_size_512.aaf", "simple.aaf", "timecode_test.aaf", "transitions.aaf", "trims.aaf", "utf8.aaf",
  ]

  static func read(_ name: String) throws -> TimelineReading? {
    try folder.map { try TimelineFormat.aaf.read([UInt8](Data(contentsOf: URL(fileURLWithPath: "\($0)/\(name)"))), subject: name) }
  }
}

/// Cuts for tests of AAF.
enum AAFCuts {
  /// Pictures and sound, a transition now and then, all from reels with labels.
  static func plain(rate: FrameRate, clips: Int, seed: UInt64 = 1) -> Timeline {
    var random = SeededRandom(seed)
    var cut = Timeline(name: "Plain", start: Timecode(wrapping: FrameCount(3600 * rate.nominal), at: rate))
    for (kind, number) in [(Track.Kind.video, 1), (.audio, 1), (.audio, 2)] {
      var track = Track(kind, number: number, name: kind == .audio ? "A\(number)" : "")
      for index in 0..<clips {
        let frames = Int.random(in: 30...90, using: &random)
        let first = 90_000 + 200 * index
        let range = try? TimecodeRange(in: Timecode(wrapping: FrameCount(first), at: rate), duration: FrameCount(frames))
        let all = try? TimecodeRange(in: Timecode(wrapping: FrameCount(first - 50), at: rate), duration: 200)
        let media = MediaReference(name: "take \(index)", reel: "A00\(index % 3)", path: "file:///media/\(kind.rawValue)\(index).mov", available: all)
        if index % 4 == 2 { track.items.append(.transition(Transition(.dissolve, head: 5, tail: 7))) }
        track.items.append(
          .clip(Clip(name: "take \(index)", frames: FrameCount(frames), source: range, media: media, sourceTrack: kind == .audio ? number : 0)))
      }
      cut.tracks.append(track)
    }
    return cut
  }

  /// Bytes of each sound that `turnover(embedded:)` has.
  static let soundBytes = 3 * 96_000

  /// A byte of a sound.
  static func soundByte(_ place: Int, _ number: Int) -> Int { (place &* 31 &+ number &* 7) & 255 }

  /// Two mono sounds of two seconds at 24 bits, cut with a second of handles, with gain on one and fades on the other.
  static func turnover(embedded: Bool) throws -> AAFWriter {
    let samples = try FrameRate(48_000)
    var track = Track(.audio, number: 1, name: "DX 1", rate: samples)
    var sounds: [MediaReference: AAFSound] = [:]
    for number in 0..<2 {
      let start = 48_000 * 3600 * 10 + 96_000 * number
      let media = MediaReference(
        name: "scene 12 take \(number)", reel: "ROLL1", path: "file:///turnover/\(number).wav",
        available: try TimecodeRange(in: Timecode(FrameCount(start), at: samples), duration: 96_000))
      var clip = Clip(
        name: media.name, frames: 48_000, source: try TimecodeRange(in: Timecode(FrameCount(start + 24_001), at: samples), duration: 48_000),
        media: media)
      if number == 0 {
        clip.effects = [
          Clip.Effect(
            name: "Mono Audio Gain", parameters: [.init(key: "Amplitude", value: "1/2")],
            kept: [Kept("aaf", "type 03010100-0000-0000-060e-2b3401040101 Amplitude")])
        ]
      } else {
        track.items += [.gap(12_345), .transition(Transition(.dissolve, head: 0, tail: 480))]
      }
      track.items.append(.clip(clip))
      let content: AAFSound.Content =
        embedded
        ? .embedded(byteCount: Int64(soundBytes)) { offset, buffer in
          // As a file gives it: less than was asked for, now and then.
          let count = min(buffer.count, 100_000)
          for place in 0..<count { buffer[place] = UInt8(soundByte(Int(offset) + place, number)) }
          return count
        } : .linked
      sounds[media] = AAFSound(sampleRate: 48_000, bits: 24, length: 96_000, content: content)
    }
    track.items += [.transition(Transition(.dissolve, head: 480, tail: 0)), .gap(1000)]
    return AAFWriter(
      Timeline(name: "R1 turnover", start: try Timecode("01:00:00:00", at: .fps24), tracks: [track]), for: .proTools, sounds: sounds)
  }
}
