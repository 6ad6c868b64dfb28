// SPDX-License-Identifier: Apache-2.0

import Essence

/// Mono compatibility: how much loudness the programme loses when it is heard in mono.
///
/// The programme is folded down to two channels after ITU-R BS.775 (centre and surrounds 3 dB down, no LFE), and those to one, 3 dB down. The loss is the difference of
/// their integrated loudness: nothing for one sound on both channels, 3 LU for two unrelated ones, everything for one sound upside down on one side.
struct MonoCompatibility: SoundCheck {
  private let subject: SoundSubject
  private let limits: MonoLimits
  private let step: Int
  private var windows: SoundWindows
  private var sides: KWeightedPair
  private var middle: KWeightedPair
  private var stereo = LoudnessMeter()
  private var mono = LoudnessMeter()
  private var left: [Float]
  private var right: [Float]
  private var sum: [Float]

  init?(_ subject: SoundSubject) {
    guard subject.isProgramme, let limits = subject.profile.sound.mono, subject.sampleRate >= 1000, !subject.pairs.isEmpty else { return nil }
    self.subject = subject
    self.limits = limits
    step = subject.sampleRate / 100
    windows = SoundWindows(channelCount: subject.layout.positions.count, length: step)
    let filter = KWeighting(sampleRate: subject.sampleRate)
    (sides, middle) = (KWeightedPair(filter), KWeightedPair(filter))
    left = [Float](repeating: 0, count: step)
    (right, sum) = (left, left)
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    var next = 0
    while windows.fill(from: block, next: &next) { work() }
  }

  mutating func finish() -> CheckOutcome {
    // The sum vanishes below the gate where the sides are upside down: then the loss is as deep as the gate.
    guard let sides = stereo.reading().integrated else { return CheckOutcome() }
    let loss = sides - (mono.reading().integrated ?? -70)
    var outcome = CheckOutcome(readings: [.sound(SoundReadings(monoLoss: loss))])
    if loss > limits.maximumLoss + 0.005 {
      outcome.findings = [
        Finding(.monoLoss, severity: limits.severity, value: loss, limit: limits.maximumLoss, unit: "LU", text: .loss(loss, limits.maximumLoss))
      ]
    }
    return outcome
  }

  // MARK: -

  /// What a loudspeaker's channel gives to the left and to the right of two.
  private static func share(_ position: ChannelLayout.Position) -> (left: Float, right: Float) {
    let half = Float(0.5).squareRoot()
    return switch position {
    case .left: (1, 0)
    case .right: (0, 1)
    case .center, .mono: (half, half)
    case .leftSurround, .leftRearSurround: (half, 0)
    case .rightSurround, .rightRearSurround: (0, half)
    case .lowFrequency, .unknown: (0, 0)
    }
  }

  private mutating func work() {
    for index in 0..<step { (left[index], right[index]) = (0, 0) }
    for (channel, position) in subject.layout.positions.enumerated() {
      let share = Self.share(position)
      guard share != (0, 0) else { continue }
      windows.withChannel(channel) { samples in
        for index in 0..<step {
          left[index] += share.left * samples[index]
          right[index] += share.right * samples[index]
        }
      }
    }
    let half = Float(0.5).squareRoot()
    for index in 0..<step { sum[index] = half * (left[index] + right[index]) }
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return }
        sides.add(left, right, 0..<step)
      }
    }
    sum.withUnsafeBufferPointer { sum in
      guard let sum = sum.baseAddress else { return }
      middle.add(sum, sum, 0..<step)
    }
    let (two, one) = (sides.takeEnergy(), middle.takeEnergy())
    stereo.add((two[0] + two[1]) / Double(step))
    mono.add(one[0] / Double(step))
  }
}

extension String {
  fileprivate static func loss(_ loss: Double, _ limit: Double) -> String {
    "The programme loses \(loss.spelled(1)) LU in mono, where at most \(limit.spelled(1)) is allowed: look for a channel upside down, or for width made of it."
  }
}
