// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Channels against their declared places: silent ones, one sound on several, an LFE channel that is none (EBU QC 0095B, 0124B, 0230B).
///
/// What sound alone can tell is told and no more: that two channels are the same to the sample, that a pair has no width, that treble is where only bass belongs.
/// Whether left and right are exchanged it cannot tell; line-up tone can, and that check does.
struct ChannelAssignment: SoundCheck {
  private struct Channel {
    var squares = 0.0
    var treble = 0.0
  }

  private let subject: SoundSubject
  private let limits: AssignmentLimits
  private let hasEffects: Bool
  private var windows: SoundWindows
  private var channels: [Channel]
  private var bands: [HighPassPair]
  /// Channels that have been the same to the sample so far, by the first of them.
  private var twins: [Int]
  /// The squares of left minus right, and of left plus right, of each pair.
  private var widths: [(difference: Double, sum: Double)]
  private var counted = 0

  init?(_ subject: SoundSubject) {
    guard subject.isProgramme || subject.track != nil, let limits = subject.profile.sound.assignment, subject.layout.positions.count > 1 else {
      return nil
    }
    self.subject = subject
    self.limits = limits
    let positions = subject.layout.positions
    hasEffects = positions.contains(.lowFrequency) && subject.sampleRate >= 1000
    windows = SoundWindows(channelCount: positions.count, length: 1024)
    channels = positions.map { _ in Channel() }
    bands = hasEffects ? (0..<(positions.count + 1) / 2).map { _ in HighPassPair(frequency: 300, sampleRate: subject.sampleRate) } : []
    twins = positions.map { _ in 0 }
    widths = subject.pairs.map { _ in (0, 0) }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    var next = 0
    while windows.fill(from: block, next: &next) { work(windows.length) }
  }

  mutating func finish() -> CheckOutcome {
    let rest = windows.complete()
    if rest > 0 { work(rest) }
    guard counted > 0, channels.contains(where: { !isSilent($0) }) else { return CheckOutcome() }
    return CheckOutcome(findings: silentChannels() + duplicates() + narrowPairs() + unbalancedPairs() + misplacedEffects())
  }

  // MARK: - Listening

  private mutating func work(_ count: Int) {
    counted += count
    for index in channels.indices {
      channels[index].squares += windows.withChannel(index) { samples in
        var sum = SIMD8<Float>.zero
        for start in stride(from: 0, to: windows.length, by: 8) { sum += samples.eight(start) * samples.eight(start) }
        return Double(sum.sum())
      }
    }
    separateTwins()
    for (index, pair) in subject.pairs.enumerated() {
      let (difference, sum) = windows.withChannel(pair.left) { left in
        windows.withChannel(pair.right) { right in
          var (difference, sum) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
          for start in stride(from: 0, to: windows.length, by: 8) {
            let (minus, plus) = (left.eight(start) - right.eight(start), left.eight(start) + right.eight(start))
            difference += minus * minus
            sum += plus * plus
          }
          return (Double(difference.sum()), Double(sum.sum()))
        }
      }
      widths[index] = (widths[index].difference + difference, widths[index].sum + sum)
    }
    for index in bands.indices {
      let second = min(index * 2 + 1, channels.count - 1)
      let energy = windows.withChannel(index * 2) { one in
        windows.withChannel(second) { other in bands[index].energy(one, other, 0..<windows.length) }
      }
      channels[index * 2].treble += energy[0]
      if index * 2 + 1 < channels.count { channels[second].treble += energy[1] }
    }
  }

  /// Parts groups of channels that differ in this window; each window compares a channel with the first of its group only.
  private mutating func separateTwins() {
    var leaders: [(group: Int, first: Int)] = []
    var groups = twins
    for index in channels.indices {
      let leader = leaders.first { $0.group == twins[index] && isSame($0.first, index) }
      groups[index] = leader?.first ?? index
      if leader == nil { leaders.append((twins[index], index)) }
    }
    twins = groups
  }

  private func isSame(_ one: Int, _ other: Int) -> Bool {
    windows.withChannel(one) { one in
      windows.withChannel(other) { other in
        for start in stride(from: 0, to: windows.length, by: 8) where one.eight(start) != other.eight(start) { return false }
        return true
      }
    }
  }

  // MARK: - Judging

  /// Silent: below −90 dBFS over the whole.
  private func isSilent(_ channel: Channel) -> Bool { channel.squares <= 1e-9 * Double(counted) }

  private func place(_ index: Int) -> String {
    let position = subject.layout.positions[index]
    return position == .unknown ? subject.name(ofChannel: index) : "\(subject.name(ofChannel: index)) (\(position.rawValue))"
  }

  /// Channels of the programme, on single streams or in one; of other tracks the silence check tells.
  private func silentChannels() -> [Finding] {
    guard subject.isProgramme else { return [] }
    return channels.indices.filter { isSilent(channels[$0]) }.map {
      Finding(.assignment, severity: limits.severity, stream: subject.track, text: .silent(place($0)))
    }
  }

  private func duplicates() -> [Finding] {
    channels.indices.compactMap { index in
      let first = twins[index]
      guard first != index, !isSilent(channels[index]) else { return nil }
      let isPair = subject.pairs.contains { ($0.left, $0.right) == (first, index) }
      return Finding(
        isPair ? .dualMono : .assignment, severity: limits.severity, stream: subject.track, text: .same(place(first), place(index), isPair: isPair))
    }
  }

  private func narrowPairs() -> [Finding] {
    zip(subject.pairs, widths).compactMap { pair, width in
      guard twins[pair.right] != pair.left, !isSilent(channels[pair.left]), width.difference > 0 else { return nil }
      let likeness = 10 * log10(width.sum / width.difference)
      guard likeness >= limits.likeness else { return nil }
      return Finding(
        .dualMono, severity: limits.severity, stream: subject.track, value: likeness, limit: limits.likeness, unit: "dB",
        text: .narrow(pair.name, likeness))
    }
  }

  private func unbalancedPairs() -> [Finding] {
    guard let most = limits.maximumBalance else { return [] }
    return subject.pairs.compactMap { pair in
      guard !isSilent(channels[pair.left]), !isSilent(channels[pair.right]) else { return nil }
      let balance = 10 * log10(channels[pair.right].squares / channels[pair.left].squares)
      guard abs(balance) > most else { return nil }
      return Finding(
        .balance, severity: limits.severity, stream: subject.track, value: balance, limit: most, unit: "dB",
        text: .unbalanced(pair.name, balance, most))
    }
  }

  private func misplacedEffects() -> [Finding] {
    guard hasEffects, let effects = subject.layout.positions.firstIndex(of: .lowFrequency) else { return [] }
    func treble(_ index: Int) -> Double { 10 * log10(channels[index].treble / channels[index].squares) }
    var findings: [Finding] = []
    if !isSilent(channels[effects]), treble(effects) > limits.effectsTreble {
      findings.append(
        Finding(
          .assignment, severity: limits.severity, stream: subject.track, value: treble(effects), limit: limits.effectsTreble, unit: "dB",
          text: .noEffects(place(effects), treble(effects))))
    }
    for index in channels.indices where index != effects && !isSilent(channels[index]) && treble(index) < limits.fullRangeTreble {
      findings.append(
        Finding(
          .assignment, severity: limits.severity, stream: subject.track, value: treble(index), limit: limits.fullRangeTreble, unit: "dB",
          text: .onlyBass(place(index), treble(index), mayBeSwapped: !findings.isEmpty)))
    }
    return findings
  }
}

/// High-passes two channels side by side (second order, Butterworth) and sums their squares.
struct HighPassPair: Sendable {
  private let filter: KWeighting.Biquad
  private var delay1 = SIMD2<Double>.zero
  private var delay2 = SIMD2<Double>.zero

  init(frequency: Double, sampleRate: Int) {
    let warped = tan(.pi * min(frequency, 0.45 * Double(sampleRate)) / Double(sampleRate))
    let scale = 1 + 2.0.squareRoot() * warped + warped * warped
    filter = KWeighting.Biquad(
      b0: 1 / scale, b1: -2 / scale, b2: 1 / scale, a1: 2 * (warped * warped - 1) / scale,
      a2: (1 - 2.0.squareRoot() * warped + warped * warped) / scale)
  }

  /// The squares of what passes of samples `range`; the channels may be the same one.
  mutating func energy(_ one: UnsafePointer<Float>, _ other: UnsafePointer<Float>, _ range: Range<Int>) -> SIMD2<Double> {
    var (d1, d2, total) = (delay1, delay2, SIMD2<Double>.zero)
    for index in range {
      let input = SIMD2(Double(one[index]), Double(other[index]))
      let output = filter.b0 * input + d1
      d1 = filter.b1 * input - filter.a1 * output + d2
      d2 = filter.b2 * input - filter.a2 * output
      total += output * output
    }
    // What has died away is cleared: the smallest numbers make arithmetic slow.
    for lane in 0..<2 where total[lane] < 1e-40 { (d1[lane], d2[lane]) = (0, 0) }
    (delay1, delay2) = (d1, d2)
    return total
  }
}

extension String {
  fileprivate static func silent(_ place: String) -> String { "\(place) carries no sound from beginning to end." }

  fileprivate static func same(_ one: String, _ other: String, isPair: Bool) -> String {
    "\(other) is the same to the sample as \(one)\(isPair ? ": the pair is mono" : ": one of them is probably in the wrong place")."
  }

  fileprivate static func narrow(_ pair: String, _ likeness: Double) -> String {
    "\(pair) differs by \(likeness.spelled(0)) dB less than it has in common: the pair is mono."
  }

  fileprivate static func unbalanced(_ pair: String, _ balance: Double, _ limit: Double) -> String {
    "\(pair) leans to the \(balance > 0 ? "right" : "left") by \(abs(balance).spelled(1)) dB, where at most \(limit.spelled(1)) is allowed."
  }

  fileprivate static func noEffects(_ place: String, _ treble: Double) -> String {
    "\(place) has \(treble.spelled(0)) dB of its energy above 300 Hz: it is no low-frequency channel, or the order of the channels is another one."
  }

  fileprivate static func onlyBass(_ place: String, _ treble: Double, mayBeSwapped: Bool) -> String {
    "\(place) has only bass (\(treble.spelled(0)) dB of its energy above 300 Hz): "
      + (mayBeSwapped ? "it is probably the low-frequency channel, and the order of the channels another one." : "it may be a low-frequency channel.")
  }
}
