// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Hum: steady tones at the mains' frequency and its harmonics, above the floor beside them (EBU QC 0088B).
///
/// Each second is looked at by itself, at about 4.8 kHz: the first six harmonics of each mains frequency against the floor 4 and 6 Hz beside them. Loud sound covers
/// hum, so the seconds that hum need not follow each other. A bass note is one or two such tones, hum is three or more at once. A timecode track looks like hum.
struct HummingSound: SoundCheck {
  /// Seconds that hum and lie no further apart than this are one finding.
  private static let maximumGap = 60

  private let subject: SoundSubject
  private let limits: HumLimits
  private let finder: HumFinder
  private let second: Int
  private var decimators: [Decimator]
  private var gathered: [[Float]]
  private var events: [[SoundEvents]]
  private var next: Int?
  /// The position of the second under way.
  private var start = 0

  init?(_ subject: SoundSubject) {
    guard subject.track != nil, subject.sampleRate >= 2000, let limits = subject.profile.sound.hum else { return nil }
    self.subject = subject
    self.limits = limits
    let factor = max(1, (Double(subject.sampleRate) / 4800).rounded().whole)
    finder = HumFinder(limits, sampleRate: Double(subject.sampleRate) / Double(factor))
    second = finder.length * factor
    decimators = subject.layout.positions.map { _ in Decimator(factor: factor) }
    gathered = subject.layout.positions.map { _ in [] }
    events = subject.layout.positions.map { _ in
      limits.mains.map { _ in SoundEvents(gap: Self.maximumGap * subject.sampleRate) }
    }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    if next != block.position {
      start = block.position
      for index in gathered.indices {
        gathered[index].removeAll(keepingCapacity: true)
        decimators[index].reset()
      }
    }
    next = block.position + block.count
    for index in 0..<min(gathered.count, block.channelCount) {
      guard let samples = block.channel(index).baseAddress else { continue }
      decimators[index].add(samples, count: block.count, to: &gathered[index])
    }
    while let first = gathered.first, first.count >= finder.length {
      for index in gathered.indices where gathered[index].count >= finder.length {
        for (mains, level) in finder.levels(gathered[index]).enumerated() {
          if let level { events[index][mains].note(start..<start + second, value: level) }
        }
        gathered[index].removeFirst(finder.length)
      }
      start += second
    }
  }

  mutating func finish() -> CheckOutcome {
    var findings: [Finding] = []
    for index in events.indices {
      for (mains, events) in zip(limits.mains, events[index]) {
        findings += events.worst.filter { $0.count >= limits.minimumSeconds }.map { stretch in
          Finding(
            .hum, severity: limits.severity, stream: subject.track, place: subject.place(stretch.samples), value: stretch.worst, limit: limits.level,
            unit: "dBFS", text: .hum(subject.name(ofChannel: index), mains, stretch, subject.whereabouts(stretch.samples)))
        }
      }
    }
    return CheckOutcome(findings: findings)
  }
}

/// Measures the harmonics of mains frequencies in one second of sound.
struct HumFinder: Sendable {
  private static let harmonics = 6
  /// A harmonic, and where beside it the floor is taken, in Hz.
  private static let offsets: [Double] = [0, -6, -4, 4, 6]

  /// Samples in a second.
  let length: Int
  private let limits: HumLimits
  private let window: [Double]
  /// Twice the cosine of each frequency, in fours.
  private let factors: [SIMD4<Double>]

  init(_ limits: HumLimits, sampleRate: Double) {
    self.limits = limits
    length = sampleRate.whole
    window = (0..<length).map { [length] in pow(sin(.pi * (Double($0) + 0.5) / Double(length)), 2) }
    let frequencies = limits.mains.flatMap { mains in (1...Self.harmonics).flatMap { order in Self.offsets.map { Double(order) * mains + $0 } } }
    let cosines = frequencies.map { 2 * cos(2 * .pi * $0 / sampleRate) }
    factors = stride(from: 0, to: cosines.count, by: 4).map { start in
      var four = SIMD4<Double>.zero
      for lane in 0..<min(4, cosines.count - start) { four[lane] = cosines[start + lane] }
      return four
    }
  }

  /// The level of each mains frequency's hum in the first second of `samples`, in dBFS; `nil` where there is none.
  func levels(_ samples: [Float]) -> [Double?] {
    let weighted = (0..<length).map { Double(samples[$0]) * window[$0] }
    // Goertzel's recurrence: the energy at each frequency.
    let energies = factors.flatMap { factor in
      var (one, two) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
      for sample in weighted { (one, two) = (sample + factor * one - two, one) }
      let energy = one * one + two * two - factor * one * two
      return (0..<4).map { energy[$0] }
    }
    let scale = pow(4 / Double(length), 2)
    let prominence = pow(10, limits.prominence / 10)
    return limits.mains.indices.map { mains in
      var (standing, sum) = (0, 0.0)
      for order in 0..<Self.harmonics {
        let first = (mains * Self.harmonics + order) * Self.offsets.count
        let floor = (1..<Self.offsets.count).reduce(0) { $0 + energies[first + $1] } / Double(Self.offsets.count - 1)
        if energies[first] > floor * prominence, energies[first] * scale > 1e-12 {
          standing += 1
          sum += energies[first] * scale
        }
      }
      let level = 10 * log10(sum)
      return standing >= limits.harmonics && level >= limits.level ? level : nil
    }
  }
}

extension String {
  fileprivate static func hum(_ name: String, _ mains: Double, _ stretch: SoundEvents.Stretch, _ whereabouts: String) -> String {
    "\(name) hums at \(mains.spelled(0)) Hz and its harmonics for \(stretch.count) s, up to \(stretch.worst.spelled(0)) dBFS\(whereabouts)."
  }
}
