// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Testing

@testable import Quality

/// Data in place of sound, and samples that are no numbers.
struct SoundIntakeTests {
  let profile = InspectionProfile(
    name: "data", silence: SilenceLimits(), loudness: LoudnessLimits(), truePeak: TruePeakLimits(), sound: SoundLimits(encoded: EncodedLimits()))

  /// A burst of `words` random words of data every 1920 samples, as the two channels of a pair, or one after another on one channel.
  func bursts(_ count: Int, wordLength: Int, type: Int = 28, words: Int = 3000, isSubframe: Bool = false, lead: Int = 40) -> [[Float]] {
    let sync: (Int, Int) = [16: (0xF872, 0x4E1F), 20: (0x6F872, 0x54E1F), 24: (0x96F872, 0xA54E1F)][wordLength] ?? (0, 0)
    let third = (type | ((wordLength - 16) / 4) << 5) << (wordLength - 16)
    func sample(_ word: Int) -> Float {
      let top = word << (24 - wordLength)
      return Float(top >= 1 << 23 ? top - 1 << 24 : top) / Float(1 << 23)
    }
    var state: UInt64 = 99
    var channels = [[Float](repeating: 0, count: count * 1920 + lead), [Float](repeating: 0, count: count * 1920 + lead)]
    for burst in 0..<count {
      var all = [sync.0, sync.1, third, words * wordLength & (1 << wordLength - 1)]
      for _ in 0..<words {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        all.append(Int(state >> 40) & ((1 << wordLength) - 1))
      }
      for (index, word) in all.enumerated() {
        let place = lead + burst * 1920 + (isSubframe ? index : index / 2)
        if place < channels[0].count { channels[isSubframe ? 0 : index % 2][place] = sample(word) }
      }
    }
    return channels
  }

  @Test(arguments: [16, 20, 24]) func `Dolby E is recognised at each length of word and never measured as sound`(_ wordLength: Int) throws {
    let report = try Drawn.inspect(sound: [bursts(75, wordLength: wordLength)], profile)
    let reading = try #require(report.readings.sound?.encoded.first)
    #expect((reading.dataType, reading.wordLength, reading.channels, reading.bursts) == (28, wordLength, [1, 2], 75))
    #expect(reading.startSample == 40)
    #expect(report.readings.loudness == LoudnessReading())
    #expect(report.findings.map(\.check).contains(.silence) == false)
    #expect(report.findings.map(\.check).contains(.truePeak) == false)
    let finding = try #require(report.findings.first { $0.check == .encoded })
    #expect(finding.text == "Channels 1 and 2 of stream 0 carry Dolby E (SMPTE ST 337, \(wordLength) bits) in place of sound.")
  }

  @Test func `a profile may allow data in a stream`() throws {
    let allowed = InspectionProfile.sound(SoundLimits(encoded: EncodedLimits(streams: [0])))
    #expect(try Drawn.inspect(sound: [bursts(10, wordLength: 20)], allowed).findings.isEmpty)
  }

  @Test func `a file that begins in the middle of a burst has nothing of it measured`() throws {
    let cut = bursts(50, wordLength: 24, words: 3500).map { Array($0.dropFirst(900)) }
    let report = try Drawn.inspect(sound: [cut], profile)
    #expect(report.readings.loudness == LoudnessReading())
    #expect(report.readings.sound?.encoded.first?.startSample == 1060)
  }

  @Test func `a pair on two mono tracks and data on one channel are recognised`() throws {
    let pair = bursts(50, wordLength: 20)
    let report = try Drawn.inspect(sound: [[pair[0]], [pair[1]]], profile)
    #expect(report.readings.sound?.encoded.map(\.dataType) == [28, nil])
    #expect(report.readings.loudness == LoudnessReading())
    #expect(report.findings.map(\.check).contains(.silence) == false)
    let single = try Drawn.inspect(sound: [[bursts(50, wordLength: 16, type: 1, words: 1500, isSubframe: true)[0]]], profile)
    #expect(single.readings.sound?.encoded.map(\.dataType) == [1])
    #expect(single.readings.loudness == LoudnessReading())
  }

  @Test func `sound beside data and behind it is measured`() throws {
    let data = bursts(50, wordLength: 20)
    let tone = Sound.sine(-20, Double(data[0].count) / 48_000)
    let beside = try Drawn.inspect(sound: [data + [tone, tone]], .sound(SoundLimits()))
    #expect(beside.readings.sound?.encoded.map(\.channels) == [[1, 2]])
    #expect(abs(try #require(beside.readings.loudness.integrated) + 20) < 0.1)
    let behind = try Drawn.inspect(sound: [data.map { $0 + Sound.sine(-20, 2) }], .sound(SoundLimits()))
    #expect(abs(try #require(behind.readings.loudness.maxMomentary) + 20) < 0.1)
    let stretch = try #require(behind.readings.sound?.encoded.first)
    #expect(stretch.endSample <= 50 * 1920 + 40)
  }

  @Test(arguments: [1, 7, 480, 1601, 11_999, 50_000]) func `how data was cut into blocks changes nothing`(_ length: Int) throws {
    // A burst begins in the last samples of the first quarter of a second, sound follows the data.
    let data = bursts(length == 1 ? 7 : 20, wordLength: 20, lead: 11_998).map { $0 + Sound.noise(-20, 0.6) }
    var (whole, cut) = (try Drawn.inspect(sound: [data], profile), try Drawn.inspect(sound: [data], profile, blockLength: length))
    (whole.seconds, cut.seconds) = (0, 0)
    #expect(whole == cut)
    #expect(whole.readings.sound?.encoded.map(\.startSample) == [11_998])
  }

  @Test func `noise at full scale is no data`() throws {
    let noise = [Sound.noise(-5, 5).map { max(-1, min(1, $0)) }, Sound.noise(-5, 5, seed: 2).map { max(-1, min(1, $0)) }]
    let coarse = noise.map { $0.map { ($0 * 32_768).rounded() / 32_768 } }
    #expect(try Drawn.inspect(sound: [coarse], .sound(SoundLimits())).readings.sound == nil)
    #expect(try Drawn.inspect(sound: [[coarse[0]]], .sound(SoundLimits())).readings.sound == nil)
  }

  @Test func `samples that are no numbers are silenced, counted and rejected`() throws {
    var samples = Sound.sine(-18, 2)
    for (index, bad) in [Float.nan, .infinity, -.infinity, .signalingNaN, 1e30].enumerated() { samples[48_000 + index] = bad }
    var profile = InspectionProfile.sound(.all)
    profile.loudness = LoudnessLimits(target: -18)
    let report = try Drawn.inspect(sound: [[samples, Sound.sine(-18, 2)]], profile)
    let finding = try #require(report.findings.first { $0.check == .invalidSamples })
    #expect((finding.value, finding.severity, finding.drawnPlace) == (5, .mandatory, 25..<26))
    #expect(finding.text == "Channel 1 of stream 0 has 5 samples that are no numbers, taken as silence.")
    #expect(abs(try #require(report.readings.loudness.integrated) + 18) < 0.1)
    #expect(report.verdict == .fail)
  }

  @Test func `the smallest numbers are taken as silence and told`() throws {
    let samples = Sound.sine(-20, 1).map { $0 * 1e-38 }
    let report = try Drawn.inspect(sound: [[samples]], .sound(.all))
    #expect(report.findings.filter { $0.check == .invalidSamples }.map(\.severity) == [.info])
    #expect(report.readings.loudness == LoudnessReading())
  }
}
