// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Quality
import Testing

struct DCOffsetTests {
  let profile = InspectionProfile.sound(SoundLimits(offset: OffsetLimits(maximum: 0.1)))

  func shifted(_ samples: [Float], by offset: Float, _ range: Range<Int>) -> [Float] {
    samples.enumerated().map { range.contains($0) ? $1 + offset : $1 }
  }

  @Test func `an offset of part of a programme is found in its place`() throws {
    let samples = shifted(Sound.noise(-30, 10), by: -0.005, 144_000..<384_000)
    let report = try Drawn.inspect(sound: [[samples]], profile)
    #expect(report.findings.map(\.drawnPlace) == [75..<200])
    let finding = try #require(report.findings.first)
    #expect(abs((finding.value ?? 0) + 0.5) < 0.02)
    #expect((finding.unit, finding.limit) == ("%", 0.1))
  }

  @Test func `an offset without pictures is told from the start on`() throws {
    let inspector = Inspector(Drawn.description(audio: [Drawn.audio(index: 0, channels: 1)]), profile: profile, tool: Drawn.tool)
    try inspector.examine(AudioBlock(sampleRate: 48_000, position: 0, channels: [shifted(Sound.noise(-30, 5), by: 0.01, 0..<240_000)]), stream: 0)
    #expect(try inspector.finish().findings.first?.text.contains("is allowed, from the start on: filter it") == true)
  }

  @Test func `the offset of each channel is read`() throws {
    let tone = Sound.sine(-20, 3)
    let readings = try #require(try Drawn.inspect(sound: [[tone, shifted(tone, by: 0.002, 0..<tone.count)]], profile).readings.sound)
    #expect(readings.offsets.map(\.channel) == [1, 2])
    #expect(abs(readings.offsets[0].percent) < 0.0001)
    #expect(abs(readings.offsets[1].percent - 0.2) < 0.0001)
  }

  @Test func `slow waves, noise and silence have none`() throws {
    for samples in [Sound.sine(-3, 6, frequency: 20.3), Sound.noise(-12, 6), Sound.silence(6), Sound.sine(-6, 6, frequency: 5)] {
      #expect(try Drawn.inspect(sound: [[samples]], profile).findings.isEmpty)
    }
  }

  @Test func `a short file is judged as a whole`() throws {
    #expect(try Drawn.inspect(sound: [[shifted(Sound.sine(-20, 1.2), by: 0.01, 0..<57_600)]], profile).findings.count == 1)
  }
}
