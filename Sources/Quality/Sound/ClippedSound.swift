// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Clipping: runs of samples at full scale, and flat tops at any level, as a limiter or a clipped recording turned down leaves them (EBU QC 0005B).
///
/// A flat top is a run of one value that the wave enters and leaves steeply, from the side of zero; the rounded top of a slow wave is none. A square wave is one
/// flat top after another, and so is a timecode track: it is for the profile to leave such tracks out. Tops that a filter or a lossy codec has bent since cannot be seen.
struct ClippedSound: SoundCheck {
  private let subject: SoundSubject
  private let limits: ClippingLimits
  private var channels: [PlateauFinder]
  private var next: Int?

  init?(_ subject: SoundSubject) {
    guard subject.track != nil, let limits = subject.profile.sound.clipping else { return nil }
    self.subject = subject
    self.limits = limits
    channels = subject.layout.positions.map { _ in PlateauFinder(limits, gap: subject.sampleRate) }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    let isHole = next.map { $0 != block.position } ?? true
    next = block.position + block.count
    for index in 0..<min(channels.count, block.channelCount) {
      guard let samples = block.channel(index).baseAddress else { continue }
      if isHole { channels[index].close(followedBy: nil) }
      channels[index].add(samples, count: block.count, position: block.position)
    }
  }

  mutating func finish() -> CheckOutcome {
    var findings: [Finding] = []
    for index in channels.indices {
      channels[index].close(followedBy: nil)
      let name = subject.name(ofChannel: index)
      findings += channels[index].fullScale.worst.map { finding(name, $0, limit: limits.fullScaleSamples, level: nil) }
      findings += channels[index].plateaus.worst.map { finding(name, $0, limit: limits.plateauSamples, level: channels[index].loudestPlateau) }
    }
    return CheckOutcome(findings: findings)
  }

  private func finding(_ name: String, _ stretch: SoundEvents.Stretch, limit: Int, level: Float?) -> Finding {
    Finding(
      .clipping, severity: limits.severity, stream: subject.track, place: subject.place(stretch.samples), value: stretch.worst, limit: Double(limit),
      unit: "samples", text: .clipped(name, stretch, level.map { 20 * log10(Double($0)) }, subject.whereabouts(stretch.samples)))
  }
}

/// Finds the flat tops of one channel.
struct PlateauFinder: Sendable {
  /// What 16 bits can hold at most; deeper sound goes a little higher.
  private static let top: Float = 32_767.0 / 32_768

  private let floor: Float
  private let tolerance: Float
  private let fullScaleSamples: Int
  private let plateauSamples: Int
  /// Runs at full scale.
  private(set) var fullScale: SoundEvents
  /// Flat tops below.
  private(set) var plateaus: SoundEvents
  /// The level of the highest of them.
  private(set) var loudestPlateau: Float = 0
  /// The run under way: its samples, their span, and the sample before it.
  private var length = 0
  private var end = 0
  private var low: Float = 0
  private var high: Float = 0
  private var entering: Float = 0
  private var previous: Float = 0

  init(_ limits: ClippingLimits, gap: Int) {
    floor = Float(max(1e-6, pow(10, limits.plateauLevel / 20)))
    tolerance = Float(max(0, limits.tolerance))
    fullScaleSamples = max(2, limits.fullScaleSamples)
    plateauSamples = max(3, limits.plateauSamples)
    fullScale = SoundEvents(gap: gap)
    plateaus = SoundEvents(gap: gap)
  }

  mutating func add(_ samples: UnsafePointer<Float>, count: Int, position: Int) {
    var index = 0
    while index < count {
      // Eight at a time where none of them can be in a run with its neighbour, which is nearly always.
      if length < 2, index > 0, index + 8 <= count {
        let these = samples.eight(index)
        let isFlat = (these - samples.eight(index - 1)).magnitudes .<= tolerance
        if !any(isFlat .& (these.magnitudes .>= floor)) {
          begin(with: these[7], after: these[6])
          index += 8
          continue
        }
      }
      take(samples[index], at: position + index)
      index += 1
    }
  }

  /// Ends the run under way.
  mutating func close(followedBy leaving: Float?) {
    defer { length = 0 }
    guard length > 2 else { return }
    let level = max(abs(low), abs(high))
    let run = end - length..<end
    if level >= Self.top {
      if length >= fullScaleSamples { fullScale.note(run, value: Double(length)) }
    } else if length >= plateauSamples, let leaving {
      let sign: Float = high > 0 ? 1 : -1
      let edge = (high > 0 ? low : high) * sign
      // Steep on both sides: a slow wave leaves its top by a step about as small as the tolerance.
      guard edge - entering * sign >= 4 * tolerance, edge - leaving * sign >= 4 * tolerance else { return }
      plateaus.note(run, value: Double(length))
      loudestPlateau = max(loudestPlateau, level)
    }
  }

  // MARK: -

  private mutating func begin(with sample: Float, after before: Float) {
    length = abs(sample) >= floor ? 1 : 0
    (low, high, entering, previous) = (sample, sample, before, sample)
  }

  private mutating func take(_ sample: Float, at position: Int) {
    let (lower, upper) = (min(low, sample), max(high, sample))
    if length > 0 && upper - lower <= tolerance && abs(sample) >= floor {
      (low, high, previous) = (lower, upper, sample)
      length += 1
    } else {
      close(followedBy: sample)
      begin(with: sample, after: previous)
    }
    end = position + 1
  }
}

extension String {
  fileprivate static func clipped(_ name: String, _ stretch: SoundEvents.Stretch, _ level: Double?, _ whereabouts: String) -> String {
    let tops = stretch.count == 1 ? "one flat top of" : "\(stretch.count) flat tops, the longest of"
    let place = level.map { "below full scale (highest \($0.spelled(1)) dBFS): it was limited or clipped, and turned down" } ?? "at full scale"
    return "\(name) has \(tops) \(Int(stretch.worst)) samples \(place)\(whereabouts)."
  }
}
