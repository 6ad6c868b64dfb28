// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Testing
import Timing

@testable import Quality

struct TruePeakTests {
  let measured = InspectionProfile(name: "measured")

  func truePeak(_ samples: [Float]) throws -> Double {
    try #require(try Drawn.inspect(sound: [[samples, samples]], measured).readings.loudness.maxTruePeak)
  }

  /// A tone with fades of 10 ms, as Tech 3341 makes its own.
  func tone(_ divisor: Double, _ amplitude: Double, phase: Double) -> [Float] {
    let length = 48_000 / 20
    return (0..<length).map { index in
      let fade = min(1, Double(min(index, length - 1 - index)) / 480)
      return Float(fade * amplitude * sin(2 * .pi * Double(index) / divisor + phase * .pi / 180))
    }
  }

  static let tones: [(Int, Double, Double, Double, Double)] = [
    (15, 4, 0.5, 0, -6), (16, 4, 0.5, 45, -6), (17, 6, 0.5, 60, -6), (18, 8, 0.5, 67.5, -6), (19, 4, 1.41, 45, 3),
  ]

  @Test func `peaks over time are the true peak where it could pass the limit, and nothing where there is silence`() throws {
    let limited = InspectionProfile(name: "limited", truePeak: TruePeakLimits())
    let quiet = tone(6, 0.1, phase: 0), loud = tone(4, 1.41, phase: 45)
    let silence = [Float](repeating: 0, count: 4800)
    let course = try #require(
      try Drawn.inspect(sound: [[quiet + silence + loud, quiet + silence + silence.prefix(loud.count)]], limited).readings.peakOverTime)
    let peak = course.level.compactMap(\.self).max() ?? -100
    #expect(abs(peak - 3) < 0.4)
    #expect(course.level.contains(nil))
    #expect(abs((course.level.prefix(4).compactMap(\.self).max() ?? 0) + 20) < 1.5)
    #expect(abs(course.interval - 512.0 / 48_000) < 1e-9)
  }

  @Test(arguments: tones) func `Tech 3341 cases 15 to 19`(_ test: (number: Int, divisor: Double, amplitude: Double, phase: Double, expected: Double))
    throws
  {
    let found = try truePeak(tone(test.divisor, test.amplitude, phase: test.phase))
    #expect((test.expected - 0.4...test.expected + 0.2).contains(found), "case \(test.number) reads \(found)")
  }

  /// Cases 20 to 23: a tone of a sixth of the sample rate, with one louder half-cycle, made at four times the rate and decimated with each offset.
  @Test(arguments: 0..<4) func `Tech 3341 cases 20 to 23: a peak between samples is found wherever it falls`(_ offset: Int) throws {
    let period = 24  // samples of a cycle at four times the rate
    let length = period * 200
    let middle = length / 2
    let made = (0..<length).map { index -> Double in
      let distance = Double(index - middle)
      let envelope = 0.5 + 0.5 * exp(-pow(distance / Double(period * 2), 2))
      return envelope * cos(2 * .pi * distance / Double(period))
    }
    let found = try truePeak(stride(from: offset, to: length, by: 4).map { Float(made[$0]) })
    #expect((-0.4...0.2).contains(found), "offset \(offset) reads \(found)")
  }

  @Test func `a tone up to 0.8 of the Nyquist frequency is read to a tenth`() throws {
    for frequency in stride(from: 1000.0, through: 19_000, by: 1500) {
      let found = try truePeak(Sound.sine(-6, 0.05, frequency: frequency, phase: 30))
      #expect(abs(found + 6) < 0.6, "\(frequency) Hz reads \(found)")
    }
  }

  @Test func `the interpolator passes a constant unchanged`() {
    for branch in 0..<3 {
      let sum = TruePeakFilter.coefficients[branch * TruePeakFilter.taps..<(branch + 1) * TruePeakFilter.taps].reduce(0, +)
      #expect(abs(sum - 1) < 1e-5)
    }
  }

  @Test func `each over is found in its place, those close together as one`() throws {
    let profile = InspectionProfile(name: "peak", truePeak: TruePeakLimits(maximum: -3))
    let quiet = Sound.silence(1.5)
    let burst = tone(4, 0.9, phase: 45)
    let samples = quiet + burst + Sound.silence(0.2) + burst + quiet + burst + quiet
    let report = try Drawn.inspect(sound: [[samples, Sound.silence(Double(samples.count) / 48_000)]], profile)
    #expect(report.findings.map(\.check) == [.truePeak, .truePeak])
    #expect(report.findings.map { $0.drawnPlace?.lowerBound } == [37, 82])
    let peak = try #require(report.findings.first)
    #expect(abs(try #require(peak.value) + 0.92) < 0.3)
    #expect((peak.ebuItem, peak.unit, peak.limit, peak.start) == ("0084B", "dBTP", -3, "00:00:01:12"))
    #expect(report.verdict == .fail)
  }

  @Test func `an over after a hole in the stream is found where it sounds`() throws {
    let profile = InspectionProfile(name: "peak", truePeak: TruePeakLimits(maximum: -3))
    let description = Drawn.description(audio: [Drawn.audio(index: 0, channels: 1)], start: Timecode(wrapping: 0, at: .fps25))
    let inspector = Inspector(description, profile: profile, tool: Drawn.tool)
    try inspector.examine(AudioBlock(sampleRate: 48_000, position: 0, channels: [Sound.silence(1)]), stream: 0)
    try inspector.examine(AudioBlock(sampleRate: 48_000, position: 240_000, channels: [tone(4, 0.9, phase: 45)]), stream: 0)
    #expect(try inspector.finish().findings.filter { $0.check == .truePeak }.map { $0.drawnPlace?.lowerBound } == [125])
  }

  @Test func `the peak of silence does not exist`() throws {
    #expect(try Drawn.inspect(sound: [[Sound.silence(0.1)]], measured).readings.loudness.maxTruePeak == nil)
  }
}
