// SPDX-License-Identifier: Apache-2.0

import CEBUR128
import Essence
import Foundation
import Quality
import Testing

struct ProgrammeLoudnessTests {
  /// Campaigns that take minutes without the optimiser run where somebody asks for them.
  static let isExhaustive = ProcessInfo.processInfo.environment["LINEUP_EXHAUSTIVE"] == "1"
  let measured = InspectionProfile(name: "measured")

  /// The reading of libebur128.
  func judge(_ channels: [[Float]], rate: Int, layout: ChannelLayout) throws -> LoudnessReading {
    let mode = Int32(EBUR128_MODE_I.rawValue | EBUR128_MODE_LRA.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue)
    var state: UnsafeMutablePointer<ebur128_state>? = ebur128_init(UInt32(channels.count), UInt(rate), mode)
    defer { ebur128_destroy(&state) }
    for (index, position) in layout.positions.enumerated() {
      let place: channel =
        switch position {
        case .left: EBUR128_LEFT
        case .right: EBUR128_RIGHT
        case .lowFrequency: EBUR128_UNUSED
        case .leftSurround: EBUR128_LEFT_SURROUND
        case .rightSurround: EBUR128_RIGHT_SURROUND
        default: EBUR128_CENTER
        }
      _ = ebur128_set_channel(state, UInt32(index), Int32(place.rawValue))
    }
    let interleaved = channels[0].indices.flatMap { index in channels.map { $0[index] } }
    _ = ebur128_add_frames_float(state, interleaved, channels[0].count)
    var (integrated, range) = (0.0, 0.0)
    _ = ebur128_loudness_global(state, &integrated)
    _ = ebur128_loudness_range(state, &range)
    return LoudnessReading(integrated: integrated, range: range)
  }

  static let formats: [(Int, ChannelLayout)] = [44_100, 48_000, 96_000].flatMap { rate in
    [ChannelLayout.mono, .stereo, .surround51].map { (rate, $0) }
  }

  @Test(arguments: formats) func `integrated loudness is that of libebur128 to a hundredth`(_ format: (rate: Int, layout: ChannelLayout)) throws {
    let seconds = Self.isExhaustive ? 20.0 : 1.3
    let channels = format.layout.positions.indices.map { Sound.programme(seconds, seed: UInt64($0) + 1, rate: format.rate) }
    let report = try Drawn.inspect(sound: [channels], measured, rate: format.rate, layout: format.layout)
    let judged = try judge(channels, rate: format.rate, layout: format.layout)
    let found = try #require(report.readings.loudness.integrated)
    #expect(abs(found - (try #require(judged.integrated))) < 0.01)
  }

  // libebur128 takes its short-term blocks once a second and we ten times: the swell is slow, so that both see the same.
  @Test(.enabled(if: isExhaustive), arguments: [44_100, 48_000]) func `loudness range is that of libebur128 to a third of a unit`(_ rate: Int) throws
  {
    let channels = [1, 2].map { Sound.programme(90, seed: $0, rate: rate, swell: 0.17) }
    let found = try #require(try Drawn.inspect(sound: [channels], measured, rate: rate).readings.loudness.range)
    let judged = try #require(try judge(channels, rate: rate, layout: .stereo).range)
    #expect(abs(found - judged) < 0.33)
  }

  @Test func `Tech 3341 calibration: a stereo tone at -18 dBFS reads -18 LUFS`() throws {
    let tone = Sound.sine(-18, 1)
    let loudness = try Drawn.inspect(sound: [[tone, tone]], measured).readings.loudness
    #expect(abs(try #require(loudness.integrated) + 18) <= 0.1)
    #expect(abs(try #require(loudness.maxMomentary) + 18) <= 0.1)
    #expect(abs(try #require(loudness.maxTruePeak) + 18) <= 0.2)
  }

  @Test func `Tech 3341 case 6: surround channels weigh more and the low-frequency channel nothing`() throws {
    let (front, center, surround) = (Sound.sine(-28, 1), Sound.sine(-24, 1), Sound.sine(-30, 1))
    let report = try Drawn.inspect(sound: [[front, front, center, Sound.sine(0, 1), surround, surround]], measured, layout: .surround51)
    #expect(abs(try #require(report.readings.loudness.integrated) + 23) <= 0.1)
  }

  @Test(
    .enabled(if: isExhaustive),
    arguments: [
      [(-23.0, 20.0)], [(-33, 20)], [(-36, 10), (-23, 60), (-36, 10)], [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
      [(-26, 20), (-20, 20.1), (-26, 20)],
    ]) func `Tech 3341 cases 1 to 5 through the whole chain`(_ stretches: [(Double, Double)]) throws
  {
    let tone = stretches.flatMap { Sound.sine($0.0, $0.1) }
    let expected = stretches.count == 1 ? stretches[0].0 : -23
    #expect(abs(try #require(try Drawn.inspect(sound: [[tone, tone]], measured).readings.loudness.integrated) - expected) <= 0.1)
  }

  @Test func `two mono tracks are one stereo programme and are measured by themselves too`() throws {
    let tone = Sound.sine(-18, 1)
    let readings = try Drawn.inspect(sound: [[tone], [tone]], measured).readings
    #expect(abs(try #require(readings.loudness.integrated) + 18) <= 0.1)
    #expect(readings.tracks.count == 2)
    for track in readings.tracks { #expect(abs(try #require(track.loudness.integrated) + 21.01) <= 0.1) }
  }

  @Test func `a profile may name the streams of the programme`() throws {
    var profile = measured
    profile.programme = .streams([1])
    let readings = try Drawn.inspect(sound: [[Sound.silence(1)], [Sound.sine(-20, 1)]], profile).readings
    #expect(abs(try #require(readings.loudness.integrated) + 23.01) <= 0.1)
  }

  @Test func `a programme off its target is told by how much to change its gain`() throws {
    let profile = InspectionProfile(name: "r128", loudness: LoudnessLimits())
    let tone = Sound.sine(-18, 1)
    let report = try Drawn.inspect(sound: [[tone, tone]], profile)
    let finding = try #require(report.findings.first)
    #expect((finding.check, finding.ebuItem, finding.limit, finding.unit) == (.loudness, "0010B", -23, "LUFS"))
    #expect(finding.text == "The programme is too loud: -18.0 LUFS, where -23.0 ±0.5 is asked for; change its gain by -5.0 dB.")
    #expect(report.verdict == .fail)
  }

  @Test func `a silent programme has no loudness and does not pass a target`() throws {
    let profile = InspectionProfile(name: "r128", loudness: LoudnessLimits())
    let report = try Drawn.inspect(sound: [[Sound.silence(1), Sound.silence(1)]], profile)
    #expect(report.readings.loudness == LoudnessReading())
    #expect(report.findings.map(\.check) == [.loudness])
    #expect(report.verdict == .fail)
  }

  @Test(arguments: [1, 7, 480, 1601, 100_000]) func `how sound was cut into blocks changes nothing`(_ length: Int) throws {
    let seconds = length < 10 ? 0.5 : 1.2
    let channels = [Sound.programme(seconds, seed: 3), Sound.programme(seconds, seed: 4)]
    let profile = InspectionProfile(
      name: "all", silence: SilenceLimits(threshold: -30, minimumSeconds: 0.02), loudness: LoudnessLimits(), truePeak: TruePeakLimits(maximum: -20))
    var (whole, cut) = (
      try Drawn.inspect(sound: [channels], profile, blockLength: 4096), try Drawn.inspect(sound: [channels], profile, blockLength: length)
    )
    (whole.seconds, cut.seconds) = (0, 0)
    #expect(whole == cut)
  }
}
