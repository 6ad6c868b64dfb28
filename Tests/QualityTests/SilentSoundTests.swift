// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Timing

struct SilentSoundTests {
  let profile = InspectionProfile(name: "silence", silence: SilenceLimits(threshold: -60, minimumSeconds: 0.2))

  @Test func `silence is found to the sample and given in frames`() throws {
    // 0.1 s of tone is 4,800 samples; the silence ends 480 samples into frame 10.
    let samples = Sound.sine(-20, 0.1, phase: 90) + Sound.silence(0.31) + Sound.sine(-20, 0.1, phase: 90)
    let report = try Drawn.inspect(sound: [[samples, samples]], profile)
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1)
    #expect((finding.check, finding.ebuItem, finding.drawnPlace) == (.silence, "0078B", 2..<11))
    #expect(abs((finding.value ?? 0) - 0.31) < 0.0001)
  }

  @Test func `silence to the end of the file is reported`() throws {
    let samples = Sound.sine(-20, 0.2, phase: 90) + Sound.silence(0.4)
    #expect(try Drawn.inspect(sound: [[samples, samples]], profile).findings.map(\.drawnPlace) == [5..<15])
  }

  @Test func `one sounding channel is enough, and a silent one is worth a note`() throws {
    let report = try Drawn.inspect(sound: [[Sound.sine(-20, 0.5), Sound.silence(0.5)]], profile)
    #expect(report.findings.map(\.severity) == [.info])
    #expect(report.findings.first?.text == "Channel 2 of stream 0 carries no sound from beginning to end.")
    #expect(report.verdict == .pass)
  }

  @Test func `the zero crossings of a tone are no silence`() throws {
    let tone = Sound.sine(-20, 1, frequency: 20)
    #expect(try Drawn.inspect(sound: [[tone]], profile).findings.isEmpty)
  }

  @Test func `noise below the threshold is silence, above it is not`() throws {
    #expect(try Drawn.inspect(sound: [[Sound.sine(-60.5, 0.4)]], profile).findings.map(\.drawnPlace) == [0..<10])
    #expect(try Drawn.inspect(sound: [[Sound.sine(-59, 0.4, frequency: 100)]], profile).findings.isEmpty)
  }

  @Test func `silence that the layout expects is not reported`() throws {
    var profile = profile
    profile.layout = [LayoutSection(.silence, startFrame: 0, endFrame: 10)]
    let samples = Sound.silence(0.4) + Sound.sine(-20, 0.2, phase: 90)
    #expect(try Drawn.inspect(sound: [[samples]], profile).findings.isEmpty)
  }

  @Test func `a programme on mono tracks is silent only where both are`() throws {
    let left = Sound.sine(-20, 0.4, phase: 90) + Sound.silence(0.6)
    let right = Sound.sine(-20, 0.6, phase: 90) + Sound.silence(0.4)
    #expect(try Drawn.inspect(sound: [[left], [right]], profile).findings.map(\.drawnPlace) == [15..<25])
  }

  @Test func `a track that ends early is silent from there`() throws {
    let (long, short) = (Sound.sine(-20, 0.6, phase: 90), Sound.sine(-20, 0.2, phase: 90))
    #expect(try Drawn.inspect(sound: [[long], [short]], profile).findings.isEmpty)
    #expect(try Drawn.inspect(sound: [[short + Sound.silence(0.4)], [short]], profile).findings.map(\.drawnPlace) == [5..<15])
  }
}
