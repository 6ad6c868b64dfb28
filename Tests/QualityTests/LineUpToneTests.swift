// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Quality
import Testing
import Timing

struct LineUpToneTests {
  let profile = InspectionProfile.sound(SoundLimits(tones: ToneLimits()))

  func tones(_ channels: [[Float]], _ profile: InspectionProfile? = nil, rate: Int = 48_000, layout: ChannelLayout? = nil) throws -> [ToneReading] {
    try #require(try Drawn.inspect(sound: [channels], profile ?? self.profile, rate: rate, layout: layout).readings.sound).tones
  }

  /// BLITS: idents of 600 ms 200 ms apart, an ident with four pauses left, and 2 kHz on all.
  func blits(order: [Int] = [0, 1, 2, 3, 4, 5]) -> [[Float]] {
    let frequencies = [880, 880, 1320, 82.5, 660, 660]
    var channels = order.map { _ in Sound.silence(13) }
    func add(_ tone: [Float], _ channel: Int, at start: Double) {
      for index in tone.indices { channels[channel][Int(start * 48_000) + index] += tone[index] }
    }
    for (index, channel) in order.enumerated() { add(Sound.sine(-18, 0.6, frequency: frequencies[index]), channel, at: 0.2 + 0.8 * Double(index)) }
    add(Sound.interrupted(3.5, at: [0.6, 1.2, 1.8, 2.4]), order[0], at: 5.2)
    add(Sound.sine(-18, 3.5), order[1], at: 5.2)
    for channel in order { add(Sound.sine(-24, 3, frequency: 2000), channel, at: 9) }
    return channels
  }

  @Test(arguments: [
    (1000.0, -18.0, 48_000), (440, -20, 48_000), (82.5, -18, 48_000), (10_000, -12, 48_000), (15_000, -18, 96_000), (1000, -9, 44_100),
    (997, -18, 8000),
  ])
  func `a steady tone is read with its frequency and level`(_ test: (frequency: Double, level: Double, rate: Int)) throws {
    let samples =
      Sound.silence(0.5, rate: test.rate) + Sound.sine(test.level, 2, frequency: test.frequency, rate: test.rate)
      + Sound.silence(0.5, rate: test.rate)
    let tone = try #require(try tones([samples, samples], rate: test.rate).first)
    #expect(abs(tone.frequency - test.frequency) < 0.003 * test.frequency)
    #expect(abs(tone.level - test.level) < 0.05)
    #expect(abs(tone.start - 0.5) <= 0.021 && abs(tone.end - 2.5) <= 0.021)
    #expect((tone.kind, tone.channels) == (.steady, [1, 2]))
  }

  @Test func `a tone in 16-bit noise is read too`() throws {
    let tone = try #require(try tones([Sound.mix(Sound.sine(-18, 1, frequency: 82.5), Sound.noise(-98, 1))]).first)
    #expect(abs(tone.frequency - 82.5) < 0.5)
  }

  @Test func `music, speech and noise are no tones`() throws {
    for samples in [Sound.plucked(4), Sound.speech(4), Sound.noise(-20, 2), Sound.programme(3, seed: 1)] {
      #expect(try tones([samples, samples]).isEmpty)
    }
  }

  @Test func `EBU stereo ident and GLITS are told by their pauses`() throws {
    let steady = Sound.sine(-18, 13)
    let ebu = try tones([Sound.interrupted(13, at: [1, 4, 7, 10]), steady])
    #expect(ebu.map(\.kind) == [.ebuStereo])
    let glits = try tones([
      Sound.interrupted(13, at: [1, 5, 9]), Sound.interrupted(13, at: [1.5, 2, 5.5, 6, 9.5, 10]),
    ])
    #expect(glits.map(\.kind) == [.glits])
    #expect(abs((glits.first?.end ?? 0) - 13) < 0.03)
    // Pauses at another rhythm are no ident.
    #expect(try tones([Sound.interrupted(13, at: [1, 3, 9]), steady]).contains { $0.kind != .steady } == false)
  }

  @Test func `idents on exchanged channels say so`() throws {
    let report = try Drawn.inspect(sound: [[Sound.sine(-18, 13), Sound.interrupted(13, at: [1, 4, 7, 10])]], profile)
    #expect(report.readings.sound?.tones.map(\.kind) == [.ebuStereo])
    let finding = try #require(report.findings.first { $0.severity == .advisory })
    #expect((finding.check, finding.ebuItem) == (.tone, "0014B"))
    #expect(finding.text == "Channels are exchanged: in the EBU stereo ident tone, L carries the signal of R, R carries the signal of L.")
  }

  @Test func `BLITS is told by its sequence and names exchanged channels`() throws {
    let right = try tones(blits(), layout: .surround51)
    #expect(right.map(\.kind) == [.blits])
    #expect(abs((right.first?.start ?? 0) - 0.2) < 0.03 && abs((right.first?.end ?? 0) - 12) < 0.03)
    let found = try Drawn.inspect(sound: [blits(order: [0, 2, 1, 5, 3, 4])], profile, layout: .surround51).findings
    let text = found.first { $0.severity == .advisory }?.text ?? ""
    for pair in ["C carries the signal of R", "R carries the signal of C", "Rs carries the signal of LFE"] { #expect(text.contains(pair)) }
  }

  @Test func `tone is wanted where the profile says, at its level and of its kind`() throws {
    func profile(_ kind: LineUpKind?) -> InspectionProfile {
      .sound(SoundLimits(tones: ToneLimits(sections: [.init(startFrame: 0, endFrame: 100, kind: kind)])))
    }
    let tone = Sound.sine(-18, 4)
    #expect(try Drawn.inspect(sound: [[tone, tone]], profile(nil)).findings.isEmpty)
    #expect(
      try Drawn.inspect(sound: [[tone, tone]], profile(.glits)).findings.map(\.text) == ["The line-up is steady tone, where GLITS is asked for."])
    let missing = try Drawn.inspect(sound: [[Sound.noise(-20, 4), Sound.noise(-20, 4)]], profile(.glits)).findings
    #expect(missing.map(\.text) == ["There is no GLITS where the layout asks for it."])
    #expect(missing.first?.drawnPlace == 0..<100)
    let loud = Sound.sine(-12, 4)
    let wrong = try #require(try Drawn.inspect(sound: [[loud, loud]], profile(nil)).findings.first)
    #expect((wrong.limit, wrong.unit) == (-18, "dBFS"))
    #expect(abs((wrong.value ?? 0) + 12) < 0.05)
  }

  @Test func `tone where none is wanted is reported`() throws {
    let samples = Sound.noise(-20, 1) + Sound.sine(-18, 2) + Sound.noise(-20, 1)
    let found = try Drawn.inspect(sound: [[samples, samples]], profile).findings
    #expect(found.map(\.severity) == [.info])
    #expect(found.first?.text.hasPrefix("There is a steady tone of 1000 Hz at -18.0 dBFS on L, R") == true)
  }
}
