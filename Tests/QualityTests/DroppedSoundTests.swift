// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing

struct DroppedSoundTests {
  let profile = InspectionProfile.sound(SoundLimits(dropouts: DropoutLimits()))

  func findings(_ samples: [Float], rate: Int = 48_000) throws -> [Finding] { try Drawn.inspect(sound: [[samples]], profile, rate: rate).findings }

  func withHole(_ sound: [Float], _ hole: Range<Int>, value: Float = 0) -> [Float] {
    sound.enumerated().map { hole.contains($0) ? value : $1 }
  }

  @Test(arguments: [8000, 48_000, 192_000]) func `a hole in sound is found with its length`(_ rate: Int) throws {
    let sound = Sound.noise(-20, 2, rate: rate)
    let found = try findings(withHole(sound, rate..<rate + rate / 100), rate: rate)
    #expect(found.map(\.drawnPlace) == [25..<26])
    #expect(abs((found.first?.value ?? 0) - 10) < 0.3)
    #expect((found.first?.ebuItem, found.first?.unit) == ("0008B", "ms"))
  }

  @Test func `a hole that is not quite silent counts, a quiet passage does not`() throws {
    let sound = Sound.noise(-20, 2)
    #expect(try findings(withHole(sound, 48_000..<49_000, value: 0.00005)).count == 1)
    #expect(try findings(withHole(sound, 48_000..<49_000, value: 0.001)).isEmpty)
  }

  @Test func `silence that comes with a fade, lasts long, or begins and ends the file is none`() throws {
    var faded = Sound.noise(-20, 2)
    for index in 0..<480 { faded[47_520 + index] *= Float(480 - index) / 480 * Float(480 - index) / 480 }
    let gentle = withHole(faded, 47_950..<50_000).enumerated().map { $0 >= 50_000 && $0 < 50_480 ? $1 * Float($0 - 50_000) / 480 * 0.01 : $1 }
    #expect(try findings(gentle).isEmpty)
    #expect(try findings(withHole(Sound.noise(-20, 2), 20_000..<60_000)).isEmpty)
    #expect(try findings(Sound.silence(0.3) + Sound.noise(-20, 1) + Sound.silence(0.3)).isEmpty)
  }

  @Test func `a specification may have holes up to where silence begins`() throws {
    let patient = InspectionProfile.sound(SoundLimits(dropouts: DropoutLimits(maximumSeconds: 2)))
    let sound = withHole(Sound.noise(-20, 4), 48_000..<48_000 + 86_400)
    #expect(try findings(sound).isEmpty)
    let found = try Drawn.inspect(sound: [[sound]], patient).findings
    #expect(found.count == 1 && abs((found.first?.value ?? 0) - 1800) < 1)
  }

  @Test func `zero crossings are none`() throws {
    for frequency in [20.0, 100, 1000] { #expect(try findings(Sound.sine(-6, 1, frequency: frequency)).isEmpty) }
    #expect(try findings(Sound.sine(-39, 1, frequency: 20)).isEmpty)
  }

  @Test func `many holes are counted, each channel by itself`() throws {
    var sound = Sound.noise(-20, 3)
    for start in stride(from: 10_000, to: 130_000, by: 10_000) { sound = withHole(sound, start..<start + 100) }
    let report = try Drawn.inspect(sound: [[Sound.noise(-20, 3, seed: 4), sound]], profile)
    #expect(report.findings.count == 1)
    #expect(report.findings.first?.text.hasPrefix("Channel 2 of stream 0 drops out 12 times") == true)
  }
}
