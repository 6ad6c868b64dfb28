// SPDX-License-Identifier: Apache-2.0

public import Essence
import Foundation

/// A line-up signal that names its channels, at the alignment level of −18 dBFS (EBU R 68).
///
/// - EBU stereo ident: 1 kHz on all channels, the left one interrupted for 250 ms every 3 s (EBU Tech 3304).
/// - GLITS: 1 kHz; every 4 s the left channel is interrupted once for 250 ms, and from 250 ms after that the right one twice, 250 ms apart.
/// - BLITS, for 5.1 (EBU Tech 3304, section 4): each channel in turn for 600 ms and 200 ms of silence, L and R 880 Hz, C 1320 Hz, LFE 82.5 Hz, Ls and Rs 660 Hz;
///   then 5.1 s of 1 kHz left and right, the left one interrupted four times; after 300 ms 3 s of 2 kHz at −24 dBFS on all; after 200 ms again. 13.4 s in all.
///
/// The figures of Tech 3304 are taken from two independent accounts of it. Stereo idents begin with a second of tone, so that a signal cut short is one still.
public struct LineUpSignal: Hashable, Sendable {
  /// Which signal.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A tone without interruptions.
    case steady
    /// EBU stereo ident.
    case ebuStereo
    /// Graham's Line Identification Tone System.
    case glits
    /// Black and Lane's Ident Tones for Surround.
    case blits
  }

  /// Which signal.
  public let kind: Kind
  /// Samples a second.
  public let sampleRate: Int

  /// A signal.
  public init(_ kind: Kind, sampleRate: Int = 48_000) {
    precondition(sampleRate >= 8000, "line-up tone needs at least 8 kHz")
    self.kind = kind
    self.sampleRate = sampleRate
  }

  /// Samples of the channel at `position`, counted from the signal's beginning, as 24-bit integers: full scale is ±8 388 607.
  public func samples(_ positions: Range<Int>, of position: ChannelLayout.Position) -> [Int32] {
    guard !positions.isEmpty else { return [] }
    let tones = tones(of: position)
    let period = length(of: period)
    return positions.map { place in
      let within = place % period
      guard let tone = tones.first(where: { within < $0.end }), within >= tone.start else { return 0 }
      // In whole numbers, from the tone's own beginning: it starts at zero and never drifts.
      let phase = (within - tone.start) * tone.doubleHertz % (2 * sampleRate)
      return quantized24(tone.amplitude * sine(turns: Double(phase) / Double(2 * sampleRate)))
    }
  }

  // MARK: -

  /// A tone from one sample to another of the signal's period.
  private struct Tone {
    var start: Int
    var end: Int
    /// Twice its frequency, since one has half a cycle.
    var doubleHertz: Int
    var amplitude: Double
  }

  /// Milliseconds after which the signal repeats.
  private var period: Int {
    switch kind {
    case .steady: 1000
    case .ebuStereo: 3000
    case .glits: 4000
    case .blits: 13_400
    }
  }

  private func length(of milliseconds: Int) -> Int { milliseconds * sampleRate / 1000 }

  private func tone(_ milliseconds: Range<Int>, _ doubleHertz: Int, _ level: Double = -18) -> Tone {
    Tone(
      start: length(of: milliseconds.lowerBound), end: length(of: milliseconds.upperBound), doubleHertz: doubleHertz, amplitude: pow(10, level / 20))
  }

  /// The tones of a period, in order.
  private func tones(of position: ChannelLayout.Position) -> [Tone] {
    let (pauses, whole) = ((left: [1000..<1250], right: [1500..<1750, 2000..<2250]), 0..<period)
    switch (kind, position) {
    case (.ebuStereo, .left): return interrupted(whole, by: pauses.left)
    case (.glits, .left): return interrupted(whole, by: pauses.left)
    case (.glits, .right): return interrupted(whole, by: pauses.right)
    case (.blits, _): return blits(position)
    default: return [tone(whole, 2000)]
    }
  }

  private func interrupted(_ whole: Range<Int>, by pauses: [Range<Int>]) -> [Tone] {
    let edges = [whole.lowerBound] + pauses.flatMap { [$0.lowerBound, $0.upperBound] } + [whole.upperBound]
    return stride(from: 0, to: edges.count, by: 2).map { tone(edges[$0]..<edges[$0 + 1], 2000) }
  }

  private func blits(_ position: ChannelLayout.Position) -> [Tone] {
    let idents: [(position: ChannelLayout.Position, doubleHertz: Int)] = [
      (.left, 1760), (.right, 1760), (.center, 2640), (.lowFrequency, 165), (.leftSurround, 1320), (.rightSurround, 1320),
    ]
    let phase = tone(10_200..<13_200, 4000, -24)
    guard let place = idents.firstIndex(where: { $0.position == position }) else { return [phase] }
    let ident = tone(800 * place..<800 * place + 600, idents[place].doubleHertz)
    switch position {
    case .left: return [ident] + interrupted(4800..<9900, by: [5800..<6100, 6400..<6700, 7000..<7300, 7600..<7900]) + [phase]
    case .right: return [ident, tone(4800..<9900, 2000), phase]
    default: return [ident, phase]
    }
  }
}
