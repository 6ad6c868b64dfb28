// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Quality

struct KWeightingTests {
  @Test func `the filter at 48 kHz is the table of BS.1770`() {
    let filter = KWeighting(sampleRate: 48_000)
    let shelf = [filter.shelf.b0, filter.shelf.b1, filter.shelf.b2, filter.shelf.a1, filter.shelf.a2]
    let highPass = [filter.highPass.b0, filter.highPass.b1, filter.highPass.b2, filter.highPass.a1, filter.highPass.a2]
    let table1 = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585]
    let table2 = [1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621]
    for (found, stated) in zip(shelf + highPass, table1 + table2) { #expect(abs(found - stated) < 1e-8) }
  }

  @Test(arguments: [32_000, 44_100, 48_000, 88_200, 96_000, 192_000]) func `a full-scale 1 kHz tone reads -3.01 LUFS at any rate`(_ rate: Int) {
    var pair = KWeightedPair(KWeighting(sampleRate: rate))
    let tone = Sound.sine(0, 0.2, rate: rate)
    tone.withUnsafeBufferPointer { samples in
      guard let base = samples.baseAddress else { return }
      pair.add(base, base, 0..<samples.count / 2)
      _ = pair.takeEnergy()
      pair.add(base, base, samples.count / 2..<samples.count)
    }
    let energy = pair.takeEnergy()[0] / Double(tone.count / 2)
    #expect(abs(LoudnessMeter.loudness(ofEnergy: energy) + 3.01) < 0.03)
  }

  @Test func `a sample that is no number spoils its own step only`() {
    var pair = KWeightedPair(KWeighting(sampleRate: 48_000))
    let spoilt: [Float] = [0.5, .nan, 0.5]
    let clean = Sound.sine(-6, 0.01)
    spoilt.withUnsafeBufferPointer { pair.add($0.baseAddress!, $0.baseAddress!, 0..<3) }  // three samples have an address
    #expect(pair.takeEnergy() == .zero)
    clean.withUnsafeBufferPointer { pair.add($0.baseAddress!, $0.baseAddress!, 0..<clean.count) }
    #expect(pair.takeEnergy()[0].isFinite)
  }
}
