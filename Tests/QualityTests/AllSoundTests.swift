// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Testing
import Timing

@testable import Quality

/// What every check of sound must hold to at once.
struct AllSoundTests {
  let profile = InspectionProfile(
    name: "all", silence: SilenceLimits(minimumSeconds: 0.2), loudness: LoudnessLimits(), truePeak: TruePeakLimits(maximum: -20), sound: .all)

  /// A programme with something for each check to find.
  func troubled(_ rate: Int = 48_000) -> [[Float]] {
    var left = Sound.sine(-18, 2, rate: rate) + Sound.silence(0.5, rate: rate) + Sound.sine(-12, 0.1, rate: rate) + Sound.silence(0.5, rate: rate)
    left += Sound.speech(4, rate: rate) + Sound.noise(-20, 4, rate: rate)
    var right = left
    for index in left.count - 4 * rate..<left.count {
      right[index] = -left[index] + 0.01
      if index % (rate / 2) < 40 { (left[index], right[index]) = (0, 0) }
      if index % (rate / 2) > rate / 2 - 20 { left[index] = 1 }
    }
    left[rate * 5 / 2] = .nan
    return [left, right]
  }

  @Test(arguments: [1, 13, 480, 1601, 100_000]) func `how sound was cut into blocks changes nothing`(_ length: Int) throws {
    let rate = length < 10 ? 8000 : 48_000
    let channels = troubled(rate)
    var (whole, cut) = (
      try Drawn.inspect(sound: [channels], profile, rate: rate, blockLength: 4096),
      try Drawn.inspect(sound: [channels], profile, rate: rate, blockLength: length)
    )
    (whole.seconds, cut.seconds) = (0, 0)
    #expect(whole == cut)
    for check in [CheckIdentifier.clipping, .dropouts, .phase, .dualMono, .tone, .invalidSamples, .offset] where check != .dualMono {
      #expect(whole.findings.contains { $0.check == check }, "\(check)")
    }
    #expect(whole.readings.sound?.pips.count == 1)
  }

  @Test func `nothing changes from run to run or with the number of threads`() throws {
    let channels = troubled()
    let description = Drawn.description(audio: [Drawn.audio(index: 0)], start: Timecode(wrapping: 0, at: .fps25))
    func report(_ threads: Int) throws -> InspectionReport {
      let inspector = Inspector(description, profile: profile, tool: Drawn.tool, threads: threads)
      for start in stride(from: 0, to: channels[0].count, by: 2000) {
        let range = start..<min(channels[0].count, start + 2000)
        try inspector.examine(AudioBlock(sampleRate: 48_000, position: start, channels: channels.map { Array($0[range]) }), stream: 0)
      }
      var report = try inspector.finish()
      report.seconds = 0
      return report
    }
    let alone = try report(1)
    for threads in [1, 2, 7, 32] { #expect(try report(threads) == alone) }
  }

  @Test(arguments: [8000, 11_025, 16_000, 22_050, 32_000, 44_100, 47_952, 88_200, 96_000, 176_400, 192_000]) func `every sample rate is taken`(
    _ rate: Int
  ) throws {
    let tone = Sound.sine(-18, 1, frequency: 440, rate: rate)
    let report = try Drawn.inspect(sound: [[tone, tone]], profile, rate: rate)
    #expect(abs(try #require(report.readings.sound?.tones.first).frequency - 440) < 3)
    #expect(abs(try #require(report.readings.loudness.maxTruePeak) + 18) < 0.2)
    #expect(report.findings.contains { $0.check == .dualMono })
  }

  @Test(arguments: [1, 100, 999, 1000, 4000, 1_000_000]) func `absurd sample rates do no harm`(_ rate: Int) throws {
    let report = try Drawn.inspect(
      sound: [[Sound.noise(-20, 3000 / Double(rate), rate: rate), Sound.noise(-20, 3000 / Double(rate), rate: rate)]], profile, rate: rate)
    #expect(report.unreadable == 0)
  }

  @Test(arguments: [1, 2, 3, 5, 8, 16, 64]) func `every number of channels is taken`(_ count: Int) throws {
    let channels = (0..<count).map { Sound.noise(-45, 0.5, seed: UInt64($0) + 1) }
    let clean = try Drawn.inspect(sound: [channels], .sound(.all)).findings
    #expect(clean.allSatisfy { $0.check == .assignment } && clean.count <= 1)
    var bad = channels
    bad[count - 1][12_000] = 0.99
    bad[count - 1][12_001] = -0.99
    #expect(try Drawn.inspect(sound: [bad], .sound(.all)).findings.contains { $0.text.hasPrefix("Channel \(count) of stream 0 has a click") })
  }

  @Test func `a good programme has no finding`() throws {
    let voice = Sound.speech(10)
    let left = Sound.mix(voice, Sound.gain(-14, Sound.plucked(10)), Sound.noise(-70, 10, seed: 1))
    let right = Sound.mix(voice, Sound.noise(-60, 10, seed: 2))
    let found = try Drawn.inspect(sound: [[left, right]], .sound(.all)).findings.map(\.text)
    #expect(found == [])
  }

  @Test func `a hole in the stream makes no fault of its own`() throws {
    let description = Drawn.description(audio: [Drawn.audio(index: 0)], start: Timecode(wrapping: 0, at: .fps25))
    let inspector = Inspector(description, profile: .sound(.all), tool: Drawn.tool)
    let (one, other) = (Sound.noise(-20, 2), Sound.noise(-20, 2, seed: 2))
    try inspector.examine(AudioBlock(sampleRate: 48_000, position: 0, channels: [one, other]), stream: 0)
    try inspector.examine(AudioBlock(sampleRate: 48_000, position: 240_000, channels: [other, one]), stream: 0)
    #expect(try inspector.finish().findings.isEmpty)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300]) func `absurd limits do no harm`(_ limit: Double) throws {
    let absurd = SoundLimits(
      clipping: ClippingLimits(fullScaleSamples: .min, plateauSamples: .max, plateauLevel: limit, tolerance: limit),
      clicks: ClickLimits(prominence: limit, level: limit),
      dropouts: DropoutLimits(floor: limit, level: limit, minimumSeconds: limit, maximumSeconds: limit),
      hum: HumLimits(mains: [limit, 50], prominence: limit, harmonics: .min, level: limit, minimumSeconds: .min),
      offset: OffsetLimits(maximum: limit, minimumSeconds: .min), phase: PhaseLimits(minimum: limit, minimumSeconds: limit, level: limit),
      mono: MonoLimits(maximumLoss: limit),
      assignment: AssignmentLimits(likeness: limit, effectsTreble: limit, fullRangeTreble: limit, maximumBalance: limit),
      tones: ToneLimits(
        sections: [.init(startFrame: FrameCount(.max), endFrame: FrameCount(.min))], level: limit, levelTolerance: limit, minimumSeconds: limit),
      dialogue: DialogueLimits(target: limit, tolerance: limit, minimumSpeech: limit),
      intelligibility: IntelligibilityLimits(minimumRatio: limit, listenerAge: .max),
      pips: PipLimits(level: limit, quietSeconds: limit, maximumSeconds: limit))
    _ = try Drawn.inspect(sound: [troubled(8000)], .sound(absurd), rate: 8000)
  }

  @Test func `what each check keeps does not grow with the length of the sound`() throws {
    let subject = SoundSubject(
      streams: [0], layout: .stereo, sampleRate: 8000, isProgramme: true, track: 0, clock: nil, profile: .sound(.all))
    var events = SoundEvents(gap: 10)
    for index in 0..<100_000 { events.note(index * 100..<index * 100 + 1, value: 1) }
    #expect(events.stretches.count <= 7200)
    #expect(events.stretches.last?.samples.upperBound == 99_999 * 100 + 1)
    #expect(subject.pairs.count == 1)
  }
}
