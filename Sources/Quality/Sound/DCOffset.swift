// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// DC offset: sound whose middle is not zero, second after second to the same side.
struct DCOffset: SoundCheck {
  private struct Channel {
    var total = 0.0
    var second = 0.0
    /// Where the seconds to one side began, and their sum.
    var run: (start: Int, seconds: Int, sum: Double)?
    var runs: [(samples: Range<Int>, mean: Double)] = []
  }

  /// The most stretches of one channel.
  private static let maximumRuns = 100

  private let subject: SoundSubject
  private let limits: OffsetLimits
  private var windows: SoundWindows
  private var channels: [Channel]
  private var tenths = 0
  private var secondStart = 0
  private var counted = 0
  private var seconds = 0

  init?(_ subject: SoundSubject) {
    guard subject.track != nil, let limits = subject.profile.sound.offset else { return nil }
    self.subject = subject
    self.limits = limits
    // A tenth of a second, in whole groups of eight samples.
    windows = SoundWindows(channelCount: subject.layout.positions.count, length: max(8, subject.sampleRate / 80 * 8))
    channels = subject.layout.positions.map { _ in Channel() }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    var next = 0
    while windows.fill(from: block, next: &next) { work(windows.length) }
  }

  mutating func finish() -> CheckOutcome {
    let rest = windows.complete()
    if rest > 0 { work(rest) }
    var outcome = CheckOutcome()
    var readings: [OffsetReading] = []
    for index in channels.indices {
      closeRun(of: index, isEnd: true)
      let mean = counted > 0 ? channels[index].total / Double(counted) : 0
      if let track = subject.track { readings.append(OffsetReading(stream: track, channel: index + 1, percent: mean * 100)) }
      outcome.findings += channels[index].runs.map { run in
        Finding(
          .offset, severity: limits.severity, stream: subject.track, place: subject.place(run.samples), value: run.mean * 100, limit: limits.maximum,
          unit: "%", text: .offset(subject.name(ofChannel: index), run.mean * 100, limits.maximum, subject.whereabouts(run.samples)))
      }
    }
    outcome.readings = [.sound(SoundReadings(offsets: readings))]
    return outcome
  }

  // MARK: -

  private mutating func work(_ count: Int) {
    if windows.startsAnew {
      for index in channels.indices {
        closeRun(of: index)
        channels[index].second = 0
      }
      (tenths, secondStart) = (0, windows.position)
    }
    for index in channels.indices {
      let sum = windows.withChannel(index) { samples in
        var sum = SIMD8<Float>.zero
        for start in stride(from: 0, to: windows.length, by: 8) { sum += samples.eight(start) }
        return Double(sum.sum())
      }
      channels[index].total += sum
      channels[index].second += sum
    }
    counted += count
    tenths += 1
    guard tenths == 10 else { return }
    let next = windows.position + windows.length
    for index in channels.indices { closeSecond(of: index, secondStart..<next) }
    (tenths, secondStart) = (0, next)
    seconds += 1
  }

  private mutating func closeSecond(of index: Int, _ samples: Range<Int>) {
    let mean = channels[index].second / Double(samples.count)
    channels[index].second = 0
    if let run = channels[index].run, run.sum > 0 ? mean * 100 > limits.maximum : mean * 100 < -limits.maximum {
      channels[index].run = (run.start, run.seconds + 1, run.sum + mean)
    } else {
      closeRun(of: index)
      if abs(mean) * 100 > limits.maximum { channels[index].run = (samples.lowerBound, 1, mean) }
    }
  }

  private mutating func closeRun(of index: Int, isEnd: Bool = false) {
    guard let run = channels[index].run else { return }
    channels[index].run = nil
    // A file shorter than what is asked for is judged as a whole.
    guard run.seconds >= limits.minimumSeconds || isEnd && run.seconds == seconds, channels[index].runs.count < Self.maximumRuns else { return }
    channels[index].runs.append((run.start..<run.start + run.seconds * windows.length * 10, run.sum / Double(run.seconds)))
  }
}

extension String {
  fileprivate static func offset(_ name: String, _ percent: Double, _ limit: Double, _ whereabouts: String) -> String {
    "\(name) lies \(percent.spelled(2)) % of full scale off zero, where at most \(limit.spelled(2)) % is allowed\(whereabouts): filter it with a high-pass."
  }
}
