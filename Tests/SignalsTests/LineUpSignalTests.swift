// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Signals
import Testing

/// Line-up signals by the figures of EBU Tech 3304 and of GLITS.
struct LineUpSignalTests {
  /// The runs of silence and of sound of a channel in milliseconds, at least 20 ms long.
  private func pauses(_ signal: LineUpSignal, _ position: ChannelLayout.Position, seconds: Int) -> [Range<Int>] {
    let samples = signal.samples(0..<seconds * 48_000, of: position)
    var (pauses, start) = ([Range<Int>](), nil as Int?)
    for millisecond in 0..<seconds * 1000 {
      let isSilent = samples[millisecond * 48..<(millisecond + 1) * 48].allSatisfy { $0 == 0 }
      if isSilent, start == nil { start = millisecond }
      if let begun = start, !isSilent || millisecond == seconds * 1000 - 1 {
        pauses.append(begun..<(isSilent ? millisecond + 1 : millisecond))
        start = nil
      }
    }
    return pauses
  }

  @Test func `the EBU ident interrupts left for 250 ms every 3 s`() {
    let signal = LineUpSignal(.ebuStereo)
    #expect(pauses(signal, .left, seconds: 9) == [1000..<1250, 4000..<4250, 7000..<7250])
    #expect(pauses(signal, .right, seconds: 9).isEmpty)
  }

  @Test func `GLITS interrupts left once and right twice, every 4 s`() {
    let signal = LineUpSignal(.glits)
    #expect(pauses(signal, .left, seconds: 8) == [1000..<1250, 5000..<5250])
    #expect(pauses(signal, .right, seconds: 8) == [1500..<1750, 2000..<2250, 5500..<5750, 6000..<6250])
  }

  @Test func `BLITS names six channels one after another`() {
    let signal = LineUpSignal(.blits)
    let starts = ChannelLayout.surround51.positions.map { position in
      let pauses = pauses(signal, position, seconds: 5)
      return pauses.first?.lowerBound == 0 ? pauses[0].upperBound : 0
    }
    #expect(starts == [0, 800, 1600, 2400, 3200, 4000])
    #expect(
      pauses(signal, .left, seconds: 13).filter { (5000..<9000).contains($0.lowerBound) } == [5800..<6100, 6400..<6700, 7000..<7300, 7600..<7900])
    // The sequence begins again after 13.4 s.
    #expect(signal.samples(0..<4800, of: .left) == signal.samples(643_200..<648_000, of: .left))
  }

  @Test(arguments: LineUpSignal.Kind.allCases)
  func `a tone peaks at −18 dBFS and begins at zero`(kind: LineUpSignal.Kind) {
    let samples = LineUpSignal(kind).samples(0..<28_000, of: .left)
    let peak = 20 * log10(Double(samples.max() ?? 0) / 8_388_608)
    #expect(abs(peak + 18) < 0.01)
    #expect(samples[0] == 0)
  }

  @Test func `a signal is the same however it is cut`() {
    let signal = LineUpSignal(.blits)
    let whole = signal.samples(0..<100_000, of: .right)
    #expect(signal.samples(0..<33_333, of: .right) + signal.samples(33_333..<100_000, of: .right) == whole)
  }
}
