// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Quality
import Testing

struct MonoCompatibilityTests {
  let profile = InspectionProfile.sound(SoundLimits(mono: MonoLimits()))

  func loss(_ channels: [[Float]], layout: ChannelLayout? = nil) throws -> Double? {
    try Drawn.inspect(sound: [channels], profile, layout: layout).readings.sound?.monoLoss
  }

  @Test func `one sound loses nothing in mono and two lose 3 LU`() throws {
    let one = Sound.noise(-20, 3)
    #expect(abs(try #require(try loss([one, one]))) < 0.01)
    #expect(abs(try #require(try loss([one, Sound.noise(-20, 3, seed: 5)])) - 3.01) < 0.1)
    #expect(abs(try #require(try loss([one, Sound.silence(3)])) - 3.01) < 0.01)
  }

  @Test func `a channel upside down loses nearly all and is a finding`() throws {
    let one = Sound.noise(-20, 3)
    let report = try Drawn.inspect(sound: [[one, Sound.gain(-1, one.map { -$0 })]], profile)
    let finding = try #require(report.findings.first)
    #expect((finding.check, finding.unit, finding.limit) == (.monoLoss, "LU", 6))
    // The sum of 1 and −0.891 against both: 10 log (2 (1 + 0.794) / 0.0118).
    #expect(abs((finding.value ?? 0) - 24.8) < 0.1)
    #expect(try #require(try loss([one, one.map { -$0 }])) > 40)
  }

  @Test func `5.1 is folded down with its centre, and without its low-frequency channel`() throws {
    let (front, voice) = (Sound.noise(-30, 3), Sound.noise(-20, 3, seed: 2))
    let found = try loss([front, front.map { -$0 }, voice, Sound.sine(-1, 3, frequency: 50), front, front], layout: .surround51)
    #expect(try #require(found) < 1)
  }

  @Test func `silence has no loss`() throws { #expect(try loss([Sound.silence(2), Sound.silence(2)]) == nil) }
}
