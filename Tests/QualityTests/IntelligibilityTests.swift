// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Testing
import Timing

@testable import Quality

struct IntelligibilityTests {
  let stems = InspectionProfile.sound(SoundLimits(intelligibility: IntelligibilityLimits(dialogue: [0], background: [1])))
  let mix = InspectionProfile.sound(SoundLimits(intelligibility: IntelligibilityLimits()))

  @Test func `a phrase of the dialogue stem is compared with what sounds under it`() throws {
    let phrase = Sound.noise(-20, 2)
    let dialogue = Sound.silence(1) + phrase + Sound.silence(1) + phrase + Sound.silence(1)
    let background = Sound.noise(-40, 3.5, seed: 2) + Sound.noise(-23, 3.5, seed: 3)
    let report = try Drawn.inspect(sound: [[dialogue], [background]], stems)
    let reading = try #require(report.readings.sound?.intelligibility)
    #expect((reading.isEstimate, reading.phrases) == (false, 2))
    #expect(abs((reading.lowestRatio ?? 0) - 3) < 0.2)
    #expect(abs((reading.ratio ?? 0) - 20) < 0.2)
    let finding = try #require(report.findings.first { $0.check == .intelligibility })
    #expect((finding.limit, finding.unit, finding.drawnPlace?.lowerBound) == (7, "LU", 100))
    #expect(abs((finding.value ?? 0) - 3) < 0.2)
  }

  @Test func `a phrase behind a hole in the stems is placed where it sounds`() throws {
    let description = Drawn.description(
      audio: [Drawn.audio(index: 0, channels: 1), Drawn.audio(index: 1, channels: 1)], start: Timecode(wrapping: 0, at: .fps25))
    let inspector = Inspector(description, profile: stems, tool: Drawn.tool)
    for (position, level) in [(0, -40.0), (480_000, -20)] {
      for stream in 0...1 {
        let samples = stream == 0 ? Sound.noise(-20, 2) : Sound.noise(level, 2, seed: 2)
        try inspector.examine(AudioBlock(sampleRate: 48_000, position: position, channels: [samples]), stream: stream)
      }
    }
    let found = try inspector.finish().findings.filter { $0.check == .intelligibility }
    #expect(found.map { $0.drawnPlace?.lowerBound } == [250])
  }

  @Test func `an older listener gets less of the same speech, and everybody less under noise`() throws {
    func audibility(_ background: Double) throws -> (Double, Double) {
      let reading = try #require(
        try Drawn.inspect(sound: [[Sound.speech(6)], [Sound.noise(background, 6)]], stems).readings.sound?.intelligibility)
      return (try #require(reading.audibility), try #require(reading.olderAudibility))
    }
    let (quiet, loud) = (try audibility(-80), try audibility(-30))
    #expect(quiet.0 > quiet.1 + 0.05)
    #expect(quiet.0 > loud.0 + 0.1)
    #expect((0...1).contains(quiet.0) && (0...1).contains(loud.1))
  }

  @Test func `the threshold rises with age by ISO 7029`() {
    // The mean of women (0.009) and men (0.016) at 4 kHz, 52 years past 18.
    #expect(abs(HearingModel.loss(age: 70)[4] - 0.0125 * 52 * 52) < 1e-9)
    #expect(HearingModel.loss(age: 18).allSatisfy { $0 == 0 })
    #expect(abs(HearingModel.bands.map(\.importance).reduce(0, +) - 1) < 1e-9)
  }

  @Test func `the octave bands add up and part tones`() {
    var bands = OctaveBands(sampleRate: 48_000)
    let squares = bands.squares(Sound.sine(-6, 1, frequency: 1000), Sound.sine(-6, 1, frequency: 4000))
    #expect(squares.map { $0[0] }.max() == squares[2][0])
    #expect(squares.map { $0[1] }.max() == squares[4][1])
    // Half the square of 0.501, over a second.
    #expect(abs(squares[2][0] / 48_000 - 0.1256) < 0.002)
  }

  @Test func `the mix alone gives an estimate that says so`() throws {
    let voice = Sound.speech(12)
    func ratio(_ noise: Double) throws -> Double {
      let reading = try #require(
        try Drawn.inspect(sound: [[Sound.mix(voice, Sound.noise(noise, 12))]], mix).readings.sound?.intelligibility)
      #expect(reading.isEstimate)
      return try #require(reading.ratio)
    }
    #expect(try ratio(-60) > ratio(-44) + 8)
  }

  @Test func `stems that are not there are told`() throws {
    let report = try Drawn.inspect(sound: [[Sound.speech(2)]], stems)
    #expect(report.findings.contains { $0.check == .layout && $0.stream == 1 })
  }
}
