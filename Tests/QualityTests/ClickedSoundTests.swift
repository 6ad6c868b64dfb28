// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing

struct ClickedSoundTests {
  let profile = InspectionProfile.sound(SoundLimits(clicks: ClickLimits()))

  func findings(_ samples: [Float], rate: Int = 48_000) throws -> [Finding] { try Drawn.inspect(sound: [[samples]], profile, rate: rate).findings }

  @Test(arguments: [8000, 44_100, 48_000, 96_000, 192_000]) func `one wrong sample in a tone is a click where it is`(_ rate: Int) throws {
    var samples = Sound.sine(-12, 2, frequency: 440, rate: rate)
    samples[rate] += 0.3
    let found = try findings(samples, rate: rate).filter { $0.drawnPlace?.lowerBound != 0 && $0.drawnPlace?.upperBound != 50 }
    #expect(found.map(\.check) == [.clicks])
    #expect((24...25).contains(found.first?.drawnPlace?.lowerBound ?? -1))
    #expect((found.first?.ebuItem, found.first?.unit) == ("0057B", "dB"))
  }

  @Test func `a click in silence and one in noise below it are found`() throws {
    var silent = Sound.silence(2)
    silent[48_000] = 0.5
    #expect(try findings(silent).count == 1)
    var noisy = Sound.noise(-50, 2)
    noisy[48_000] = 0.5
    #expect(try findings(noisy).count == 1)
  }

  @Test func `a splice that does not meet is a click, one that fades is none`() throws {
    let tone = Sound.sine(-12, 1, frequency: 220)
    let jump = Array(tone.prefix(47_945)) + Array(tone.dropFirst(100))
    let inside = try findings(jump).filter { $0.drawnPlace?.contains(24) == true }
    #expect(inside.count == 1)
    var faded = tone + tone
    for index in 0..<2400 {
      faded[48_000 - 2400 + index] *= Float(2400 - index) / 2400
      faded[48_000 + index] *= Float(index) / 2400
    }
    #expect(try findings(faded).filter { $0.drawnPlace?.contains(24) == true }.isEmpty)
  }

  @Test func `plucked notes, speech, noise and tones are none`() throws {
    #expect(try findings(Sound.plucked(4)).filter { $0.drawnPlace?.contains(99) == false }.isEmpty)
    #expect(try findings(Sound.noise(-20, 2)).isEmpty)
    #expect(try findings(Sound.speech(4)).isEmpty)
    #expect(try findings(Sound.programme(2, seed: 2)).isEmpty)
  }

  @Test func `a sound that ends with the file is no click, also where the last frame is filled up`() throws {
    let tone = Sound.sine(-12, 2, frequency: 440, phase: 90)
    for silence in [0, 0.005, 0.02, 0.039] { #expect(try findings(tone + Sound.silence(silence)).filter { $0.drawnPlace != 0..<1 }.isEmpty) }
    // One that is cut off before the end is.
    for silence in [0.2, 1] { #expect(try findings(tone + Sound.silence(silence)).last?.drawnPlace?.contains(50) == true) }
    #expect(try findings(tone + Sound.silence(0.03) + tone).contains { $0.drawnPlace?.contains(50) == true })
  }

  @Test func `clicks close together are counted in one finding`() throws {
    var samples = Sound.noise(-50, 4)
    for click in [24_000, 48_000, 72_000] { samples[click] = 0.4 }
    samples[168_000] = 0.2
    let found = try findings(samples)
    #expect(found.count == 2)
    #expect(found.first?.text.contains("3 clicks") == true)
  }
}
