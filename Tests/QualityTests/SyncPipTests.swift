// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing

struct SyncPipTests {
  let profile = InspectionProfile.sound(SoundLimits(pips: PipLimits()))

  func pips(_ channels: [[Float]], rate: Int = 48_000) throws -> [PipReading] {
    try #require(try Drawn.inspect(sound: [channels], profile, rate: rate).readings.sound).pips
  }

  @Test(arguments: [8000, 44_100, 48_000, 192_000]) func `pips are found to the sample with length, frequency and level`(_ rate: Int) throws {
    var samples = Sound.silence(3, rate: rate)
    let pip = Sound.sine(-12, 0.1, frequency: 1000, phase: 90, rate: rate)
    for start in [rate, 2 * rate + 17] { for index in pip.indices { samples[start + index] = pip[index] } }
    let found = try pips([samples, samples], rate: rate)
    #expect(found.map(\.sample) == [rate, 2 * rate + 17])
    for pip in found {
      #expect(abs(pip.length - rate / 10) <= 1)
      #expect(abs((pip.frequency ?? 0) - 1000) < 2)
      #expect(abs(pip.peak + 12) < 0.1)
      #expect(pip.channels == [1, 2])
    }
  }

  @Test func `a clap is found without a frequency`() throws {
    let clap = Sound.noise(-10, 0.03).enumerated().map { $1 * Float(exp(-Double($0) / 300)) }
    let found = try pips([Sound.silence(1) + clap + Sound.silence(1)])
    #expect(found.count == 1)
    #expect(abs((found.first?.sample ?? 0) - 48_000) <= 1)
    #expect(found.first?.frequency == nil)
  }

  @Test func `sound that goes on, or is not in silence, is no pip`() throws {
    #expect(try pips([Sound.silence(1) + Sound.sine(-12, 0.8) + Sound.silence(1)]).isEmpty)
    #expect(try pips([Sound.noise(-30, 1) + Sound.sine(-12, 0.1) + Sound.silence(1)]).isEmpty)
    #expect(try pips([Sound.programme(3, seed: 2)]).isEmpty)
  }
}
