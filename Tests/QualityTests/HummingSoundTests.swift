// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing

struct HummingSoundTests {
  let profile = InspectionProfile.sound(SoundLimits(hum: HumLimits(minimumSeconds: 3)))

  func findings(_ samples: [Float], rate: Int = 48_000) throws -> [Finding] { try Drawn.inspect(sound: [[samples]], profile, rate: rate).findings }

  func hum(_ mains: Double, _ level: Double, _ seconds: Double, rate: Int = 48_000) -> [Float] {
    (1...5).map { Sound.sine(level - 4 * Double($0 - 1), seconds, frequency: mains * Double($0), phase: 37 * Double($0), rate: rate) }
      .reduce([Float](repeating: 0, count: Int(seconds * Double(rate)))) { Sound.mix($0, $1) }
  }

  @Test(arguments: [(50.0, 48_000), (60, 48_000), (50, 44_100), (60, 8000), (50, 192_000)]) func `mains hum under noise is found and told apart`(
    _ test: (mains: Double, rate: Int)
  ) throws {
    let found = try findings(Sound.mix(hum(test.mains, -55, 6, rate: test.rate), Sound.noise(-70, 6, rate: test.rate)), rate: test.rate)
    #expect(found.map(\.check) == [.hum])
    #expect(found.first?.text.contains("hums at \(Int(test.mains)) Hz") == true)
    #expect((found.first?.ebuItem, found.first?.unit) == ("0088B", "dBFS"))
    // The sum of the harmonics is 2 dB above the first.
    #expect(abs((found.first?.value ?? 0) + 53) < 2)
  }

  @Test func `hum in the pauses of speech is found`() throws {
    #expect(try findings(Sound.mix(hum(50, -50, 8), Sound.gain(-12, Sound.speech(8)))).count == 1)
  }

  @Test func `a bass note, noise, speech and music are none`() throws {
    #expect(try findings(Sound.sine(-20, 6, frequency: 50)).isEmpty)
    #expect(try findings(Sound.mix(Sound.sine(-20, 6, frequency: 49), Sound.sine(-26, 6, frequency: 98), Sound.sine(-30, 6, frequency: 147))).isEmpty)
    #expect(try findings(Sound.noise(-30, 6)).isEmpty)
    #expect(try findings(Sound.speech(6)).isEmpty)
    #expect(try findings(Sound.plucked(6)).isEmpty)
    #expect(try findings(Sound.silence(6)).isEmpty)
  }

  @Test func `hum shorter than asked, or fainter, is none`() throws {
    #expect(try findings(hum(50, -50, 1.9) + Sound.noise(-70, 4)).isEmpty)
    #expect(try findings(Sound.mix(hum(50, -85, 6), Sound.noise(-110, 6))).isEmpty)
  }
}
