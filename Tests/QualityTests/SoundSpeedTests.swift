// SPDX-License-Identifier: Apache-2.0

import CEBUR128
import Essence
import Foundation
import Testing

@testable import Quality

/// How many times faster than real time the sound of a stereo pair is checked on one processor, beside libebur128 in the same run: `Benchmarks/sound.sh`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["LINEUP_BENCHMARK"] == "1"), .serialized)
struct SoundSpeedTests {
  static let (rate, length, seconds) = (48_000, 4096, 300)
  /// Twenty seconds of programme, over and over.
  static let channels = [Sound.programme(20, seed: 1), Sound.programme(20, seed: 2)]
  static let blocks = stride(from: 0, to: rate * 20 - length, by: length).map { start in
    AudioBlock(sampleRate: rate, position: start, channels: channels.map { Array($0[start..<start + length]) })
  }

  /// Processor seconds, those of every thread.
  func processor(_ work: () throws -> Void) rethrows -> Double {
    let start = clock()
    try work()
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
  }

  func speed(_ profile: InspectionProfile) throws -> Double {
    let inspector = Inspector(Drawn.description(audio: [Drawn.audio(index: 0)]), profile: profile, tool: Drawn.tool, threads: 1)
    let time = try processor {
      for (number, position) in stride(from: 0, to: Self.seconds * Self.rate, by: Self.length).enumerated() {
        try inspector.examine(Self.blocks[number % Self.blocks.count].moved(to: position), stream: 0)
      }
      _ = try inspector.finish()
    }
    return Double(Self.seconds) / time
  }

  func speedOfJudge(_ mode: Int) -> Double {
    var state: UnsafeMutablePointer<ebur128_state>? = ebur128_init(2, UInt(Self.rate), Int32(mode))
    defer { ebur128_destroy(&state) }
    let interleaved = Self.blocks.map { block in (0..<block.count * 2).map { block.channel($0 % 2)[$0 / 2] } }
    let time = processor {
      for number in 0..<Self.seconds * Self.rate / Self.length {
        _ = ebur128_add_frames_float(state, interleaved[number % interleaved.count], Self.length)
      }
      var value = 0.0
      _ = ebur128_loudness_global(state, &value)
      _ = ebur128_loudness_range(state, &value)
    }
    return Double(Self.seconds) / time
  }

  @Test func `loudness, peak, silence, phase, clipping and DC run at 200 times real time, every check at 80`() throws {
    let loudness = Int(EBUR128_MODE_I.rawValue | EBUR128_MODE_LRA.rawValue)
    let usual = InspectionProfile(
      name: "usual", silence: SilenceLimits(), loudness: LoudnessLimits(), truePeak: TruePeakLimits(),
      sound: SoundLimits(clipping: ClippingLimits(), offset: OffsetLimits(), phase: PhaseLimits()))
    var all = usual
    all.sound = .all
    let speeds = [
      ("libebur128, I and LRA by histogram", speedOfJudge(loudness | Int(EBUR128_MODE_HISTOGRAM.rawValue))),
      ("libebur128, I, LRA and true peak", speedOfJudge(loudness | Int(EBUR128_MODE_TRUE_PEAK.rawValue))),
      ("I, S, M, LRA and true peak", try speed(InspectionProfile(name: "loudness"))),
      ("the same, silence, phase, clipping and DC", try speed(usual)), ("every check of sound", try speed(all)),
    ]
    for (name, speed) in speeds { print("| \(name) | \(Int(speed)) |") }
    #expect(speeds[3].1 >= 200)
    #expect(speeds[4].1 >= 80)
  }
}
