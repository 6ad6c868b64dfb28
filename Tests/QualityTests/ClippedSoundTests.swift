// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing

struct ClippedSoundTests {
  let profile = InspectionProfile.sound(SoundLimits(clipping: ClippingLimits()))

  func findings(_ samples: [Float], rate: Int = 48_000) throws -> [Finding] {
    try Drawn.inspect(sound: [[samples]], profile, rate: rate).findings.filter { $0.check == .clipping }
  }

  func clipped(_ samples: [Float], at level: Float) -> [Float] { samples.map { max(-level, min(level, $0)) } }

  @Test func `runs at full scale are found where they are`() throws {
    let samples = Sound.silence(1) + clipped(Sound.sine(3, 0.1), at: 1) + Sound.silence(1)
    let found = try findings(samples)
    #expect(found.map(\.drawnPlace) == [25..<28])
    #expect((found.first?.ebuItem, found.first?.unit, found.first?.severity) == ("0005B", "samples", .advisory))
    #expect(found.first?.text.contains("at full scale") == true)
    // A sine 3 dB over is beyond full scale for a quarter of its cycle of 48 samples, twice: the 11 whole samples between 45.1 and 134.9 degrees.
    #expect(found.first?.value == 11)
  }

  @Test func `tops that were limited and then turned down are found below full scale`() throws {
    let limited = Sound.gain(-9, clipped(Sound.sine(3, 0.2), at: 1))
    let found = try findings(limited)
    #expect(found.count == 1)
    #expect(found.first?.text.contains("highest -9.0 dBFS") == true)
  }

  @Test func `dither does not hide a flat top`() throws {
    let noise = Sound.noise(-104, 0.2)
    #expect(try findings(Sound.mix(Sound.gain(-6, clipped(Sound.sine(3, 0.2), at: 1)), noise)).count == 1)
  }

  @Test(arguments: [(20.0, 48_000), (50, 48_000), (100, 192_000), (1000, 48_000), (20, 192_000), (997, 8000)]) func `the round top of a sine is none`(
    _ test: (frequency: Double, rate: Int)
  ) throws {
    for level in [-0.1, -6, -20, -29] {
      #expect(try findings(Sound.sine(level, 0.5, frequency: test.frequency, rate: test.rate), rate: test.rate).isEmpty)
    }
  }

  @Test func `two samples at full scale are no clipping, three are`() throws {
    let peak: [Float] = [0.2, 0.6]
    #expect(try findings(Sound.silence(0.1) + peak + [1, 1] + peak.reversed() + Sound.silence(0.1)).isEmpty)
    #expect(try findings(Sound.silence(0.1) + peak + [1, 1, 1] + peak.reversed() + Sound.silence(0.1)).count == 1)
    // What 16 bits call full scale.
    let top: Float = 32_767.0 / 32_768
    #expect(try findings(Sound.silence(0.1) + peak + [top, top, top] + peak.reversed() + Sound.silence(0.1)).count == 1)
  }

  @Test func `noise and programme are none`() throws {
    #expect(try findings(Sound.noise(-12, 2)).isEmpty)
    #expect(try findings(Sound.programme(2, seed: 5)).isEmpty)
    #expect(try findings(Sound.silence(1)).isEmpty)
  }

  @Test func `each channel is named, and a file clipped throughout is one finding a channel`() throws {
    let bad = clipped(Sound.sine(3, 3), at: 1)
    let report = try Drawn.inspect(sound: [[bad, Sound.sine(-6, 3)]], profile)
    #expect(report.findings.count == 1)
    #expect(report.findings.first?.text.hasPrefix("Channel 1 of stream 0 has 6000 flat tops") == true)
  }
}
