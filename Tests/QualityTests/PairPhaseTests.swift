// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Testing

@testable import Quality

struct PairPhaseTests {
  let profile = InspectionProfile.sound(SoundLimits(phase: PhaseLimits()))

  @Test func `a stretch with one side upside down is found in its place`() throws {
    let left = Sound.noise(-20, 10)
    let right = left.enumerated().map { (144_000..<288_000).contains($0) ? -$1 : $1 }
    let report = try Drawn.inspect(sound: [[left, right]], profile)
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1)
    #expect((finding.check, finding.ebuItem, finding.limit) == (.phase, "0012B", -0.3))
    // A second is judged as a whole, so up to a third of one at each edge belongs to either side.
    #expect(abs((finding.drawnPlace?.lowerBound ?? 0) - 75) <= 9 && abs((finding.drawnPlace?.upperBound ?? 0) - 150) <= 9)
    #expect(abs((finding.value ?? 0) + 1) < 0.001)
  }

  @Test func `the correlation of one sound is 1, of two 0, of one upside down -1`() throws {
    let (one, other) = (Sound.noise(-20, 3), Sound.noise(-20, 3, seed: 9))
    func correlation(_ right: [Float]) throws -> Double? {
      try Drawn.inspect(sound: [[one, right]], profile).readings.sound?.pairs.first?.correlation
    }
    #expect(abs(try #require(try correlation(one)) - 1) < 1e-6)
    #expect(abs(try #require(try correlation(other))) < 0.02)
    #expect(abs(try #require(try correlation(Sound.gain(-6, one.map { -$0 }))) + 1) < 1e-6)
    #expect(try correlation(Sound.silence(3)) == nil)
  }

  @Test func `wide sound and a quiet pair are none`() throws {
    #expect(try Drawn.inspect(sound: [[Sound.noise(-20, 4), Sound.noise(-20, 4, seed: 9)]], profile).findings.isEmpty)
    let quiet = Sound.noise(-60, 4)
    #expect(try Drawn.inspect(sound: [[quiet, quiet.map { -$0 }]], profile).findings.isEmpty)
  }

  @Test func `the surround pair of 5.1 and a pair on two mono tracks are looked at`() throws {
    let (front, rear) = (Sound.noise(-20, 4), Sound.noise(-24, 4, seed: 3))
    let surround = try Drawn.inspect(sound: [[front, front, front, Sound.silence(4), rear, rear.map { -$0 }]], profile, layout: .surround51)
    #expect(surround.findings.map(\.text).allSatisfy { $0.hasPrefix("Ls/Rs is out of phase") })
    #expect(surround.findings.count == 1)
    #expect(surround.readings.sound?.pairs.map(\.pair) == ["L/R", "Ls/Rs"])
    #expect(try Drawn.inspect(sound: [[front], [front.map { -$0 }]], profile).findings.count == 1)
  }

  @Test func `the chart of a long programme is thinned and keeps its lowest point`() {
    var minima = ThinnedMinima()
    for tenth in 0..<10_000 { minima.add(tenth == 7777 ? -1 : tenth % 50 == 0 ? nil : 0.5) }
    #expect(minima.points.count <= 1200)
    #expect(minima.points.contains(-1))
    #expect(minima.points.count * minima.stepsPerPoint >= 10_000)
  }
}
