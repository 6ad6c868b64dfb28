// SPDX-License-Identifier: Apache-2.0

import Essence

/// Reads line-up signals out of the steady tones of each channel (EBU Tech 3304; GLITS and BLITS as the BBC and Sky use them).
struct LineUpReader {
  /// A signal that was found.
  struct Tone: Hashable {
    var kind: LineUpKind
    /// The channels that carry it, from 0.
    var channels: [Int]
    var start: Double
    var end: Double
    var frequency: Double
    var level: Double
    /// Channels that carry the signal of another one.
    var misplaced: [Exchange] = []
  }

  /// A channel that carries another one's signal.
  struct Exchange: Hashable {
    var found: ChannelLayout.Position
    var meant: ChannelLayout.Position
  }

  /// Tones of one frequency on one channel, with pauses of less than 0.4 s.
  private struct Run {
    var stretches: [SteadyTone.Stretch]
    var start: Int { stretches.first?.hundredths.lowerBound ?? 0 }
    var end: Int { stretches.last?.hundredths.upperBound ?? 0 }
    var pauses: [Int] { zip(stretches, stretches.dropFirst()).map { ($0.hundredths.upperBound + $1.hundredths.lowerBound) / 2 } }
    var level: Double { stretches.map(\.level).reduce(0, +) / Double(max(1, stretches.count)) }
  }

  /// What BLITS begins with: each place by its tone, in this order.
  private static let blits: [(position: ChannelLayout.Position, frequency: Double)] = [
    (.left, 880), (.right, 880), (.center, 1320), (.lowFrequency, 82.5), (.leftSurround, 660), (.rightSurround, 660),
  ]

  private let channels: [[SteadyTone.Stretch]]
  private let positions: [ChannelLayout.Position]
  private let secondsPerWindow: Double

  init(_ channels: [[SteadyTone.Stretch]], positions: [ChannelLayout.Position], secondsPerWindow: Double) {
    (self.channels, self.positions, self.secondsPerWindow) = (channels, positions, secondsPerWindow)
  }

  /// The signals, by place. Tones that belong to a pattern are not given again.
  func read() -> [Tone] {
    let patterns = blitsTones() + stereoIdents()
    let steady = steadyTones().filter { tone in
      !patterns.contains { $0.start - 0.1 <= tone.start && tone.end <= $0.end + 0.1 }
    }
    let surround = patterns.filter { $0.kind == .blits }
    // BLITS holds an ident with four pauses, which is no signal of its own.
    let kept = patterns.filter { pattern in
      pattern.kind == .blits || !surround.contains { $0.start <= pattern.start && pattern.end <= $0.end + 0.1 }
    }
    return (kept + steady).sorted { ($0.start, $0.channels.first ?? 0, $0.frequency) < ($1.start, $1.channels.first ?? 0, $1.frequency) }
  }

  // MARK: - Steady tones

  /// Tones that begin and end together on several channels are one.
  private func steadyTones() -> [Tone] {
    var tones: [Tone] = []
    for (channel, stretches) in channels.enumerated() {
      for stretch in stretches {
        let (start, end) = (seconds(stretch.hundredths.lowerBound), seconds(stretch.hundredths.upperBound))
        let same = tones.lastIndex {
          abs($0.start - start) < 0.035 && abs($0.end - end) < 0.035 && abs($0.frequency - stretch.frequency) < 0.01 * stretch.frequency
            && abs($0.level - stretch.level) < 1 && !$0.channels.contains(channel)
        }
        if let same {
          tones[same].channels.append(channel)
        } else {
          tones.append(
            Tone(kind: .steady, channels: [channel], start: start, end: end, frequency: stretch.frequency, level: stretch.level))
        }
      }
    }
    return tones
  }

  // MARK: - Stereo idents

  private func stereoIdents() -> [Tone] {
    guard let left = positions.firstIndex(of: .left), let right = positions.firstIndex(of: .right) else { return [] }
    let (lefts, rights) = (runs(channels[left], near: 1000), runs(channels[right], near: 1000))
    return lefts.flatMap { one in
      rights.filter { $0.start < one.end && $0.end > one.start }.compactMap { other -> Tone? in
        guard let (kind, isExchanged) = kind(one.pauses, other.pauses) else { return nil }
        return Tone(
          kind: kind, channels: [left, right], start: seconds(min(one.start, other.start)), end: seconds(max(one.end, other.end)), frequency: 1000,
          level: (one.level + other.level) / 2,
          misplaced: isExchanged ? [Exchange(found: .left, meant: .right), Exchange(found: .right, meant: .left)] : [])
      }
    }
  }

  /// What the pauses left and right say.
  private func kind(_ left: [Int], _ right: [Int]) -> (LineUpKind, isExchanged: Bool)? {
    if right.isEmpty, repeats(left, every: 3) { return (.ebuStereo, false) }
    if left.isEmpty, repeats(right, every: 3) { return (.ebuStereo, true) }
    if isGLITS(once: left, twice: right) { return (.glits, false) }
    if isGLITS(once: right, twice: left) { return (.glits, true) }
    return nil
  }

  private func repeats(_ pauses: [Int], every period: Double) -> Bool {
    !pauses.isEmpty && zip(pauses, pauses.dropFirst()).allSatisfy { abs(seconds($1 - $0) - period) < 0.2 }
  }

  /// One pause, and half a second and a second later two on the other side.
  private func isGLITS(once: [Int], twice: [Int]) -> Bool {
    guard repeats(once, every: 4), twice.count >= 2 else { return false }
    return twice.allSatisfy { pause in
      let after = once.map { seconds(pause - $0) }.filter { $0 > -3.8 && $0 < 1.8 }
      return after.contains { abs($0 - 0.5) < 0.1 || abs($0 - 1) < 0.1 || abs($0 + 3.5) < 0.1 || abs($0 + 3) < 0.1 }
    }
  }

  private func runs(_ stretches: [SteadyTone.Stretch], near frequency: Double) -> [Run] {
    stretches.filter { abs($0.frequency - frequency) < 0.02 * frequency }.reduce(into: []) { runs, stretch in
      if let last = runs.last, seconds(stretch.hundredths.lowerBound - last.end) < 0.4 {
        runs[runs.count - 1].stretches.append(stretch)
      } else {
        runs.append(Run(stretches: [stretch]))
      }
    }
  }

  // MARK: - BLITS

  private func blitsTones() -> [Tone] {
    let idents = channels.enumerated().flatMap { channel, stretches in stretches.map { (channel: channel, tone: $0) } }
      .sorted { ($0.tone.hundredths.lowerBound, $0.channel) < ($1.tone.hundredths.lowerBound, $1.channel) }
    var tones: [Tone] = []
    var index = 0
    while index < idents.count {
      guard let found = sequence(idents, from: index) else {
        index += 1
        continue
      }
      let start = seconds(idents[found[0]].tone.hundredths.lowerBound)
      let last = idents[found[found.count - 1]].tone
      // The ident and the 2 kHz tone that follow belong to it, up to 14 s from its start.
      let end = idents[found[0]...].map { seconds($0.tone.hundredths.upperBound) }.filter { $0 < start + 14.5 }.max() ?? start
      let exchanges = zip(found, Self.blits).compactMap { place, meant -> Exchange? in
        let position = positions[idents[place].channel]
        return position == meant.position ? nil : Exchange(found: position, meant: meant.position)
      }
      let next = idents.indices.first { seconds(idents[$0].tone.hundredths.lowerBound) >= end - 0.05 } ?? idents.count
      let tone = Tone(
        kind: .blits, channels: Array(Set(found.map { idents[$0].channel })).sorted(), start: start, end: end, frequency: 880, level: last.level,
        misplaced: exchanges)
      if let before = tones.last, start - before.end < 2, before.misplaced == tone.misplaced {
        tones[tones.count - 1].end = end
      } else {
        tones.append(tone)
      }
      index = max(index + 1, next)
    }
    return tones
  }

  /// The six idents from `index` on, one after another, each on a channel of its own.
  private func sequence(_ idents: [(channel: Int, tone: SteadyTone.Stretch)], from index: Int) -> [Int]? {
    var found: [Int] = []
    for step in Self.blits {
      let from = found.last.map { $0 + 1 } ?? index
      guard
        let next = idents[from...].firstIndex(where: { ident in
          abs(ident.tone.frequency - step.frequency) < 0.03 * step.frequency && !found.contains { idents[$0].channel == ident.channel }
        }), found.isEmpty ? next == index : seconds(idents[next].tone.hundredths.lowerBound - idents[found[0]].tone.hundredths.lowerBound) < 8
      else { return nil }
      found.append(next)
    }
    return found
  }

  private func seconds(_ hundredths: Int) -> Double { Double(hundredths) * secondsPerWindow }
}
