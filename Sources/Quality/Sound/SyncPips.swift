// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Pips and claps that sound is lined up with picture by: short sounds between silences, found to the sample.
///
/// It is the sound half of synchronism: where the picture flashes is for a check of pictures, and what the two differ by for whoever has both.
struct SyncPips: SoundCheck {
  private static let maximumPips = 1000

  private let subject: SoundSubject
  private var channels: [PipFinder]
  private var next: Int?

  init?(_ subject: SoundSubject) {
    guard subject.isProgramme, let limits = subject.profile.sound.pips else { return nil }
    self.subject = subject
    channels = subject.layout.positions.map { _ in PipFinder(limits, sampleRate: subject.sampleRate) }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    let isHole = next.map { $0 != block.position } ?? true
    next = block.position + block.count
    for index in 0..<min(channels.count, block.channelCount) {
      guard let samples = block.channel(index).baseAddress else { continue }
      channels[index].add(samples, count: block.count, position: block.position, isHole: isHole)
    }
  }

  mutating func finish() -> CheckOutcome {
    var pips: [PipReading] = []
    for index in channels.indices {
      channels[index].finish(at: next ?? 0)
      for pip in channels[index].pips {
        if let same = pips.firstIndex(where: { $0.sample == pip.sample && $0.length == pip.length }) {
          pips[same].channels.append(index + 1)
        } else {
          pips.append(
            PipReading(
              stream: subject.track, channels: [index + 1], sample: pip.sample, length: pip.length, frequency: pip.frequency, peak: pip.peak))
        }
      }
    }
    pips.sort { ($0.sample, $0.channels[0]) < ($1.sample, $1.channels[0]) }
    return CheckOutcome(readings: [.sound(SoundReadings(pips: Array(pips.prefix(Self.maximumPips))))])
  }
}

/// Finds the pips of one channel.
struct PipFinder: Sendable {
  struct Pip: Hashable, Sendable {
    var sample: Int
    var length: Int
    var frequency: Double?
    var peak: Double
  }

  private let level: Float
  private let quiet: Int
  private let longest: Int
  private let sampleRate: Int
  /// The first and last sample of the sound under way that reach the level.
  private var heard: ClosedRange<Int>?
  /// Its samples, as long as it may be a pip.
  private var sound: [Float] = []
  private var isTooLong = false
  private var quietSince = 0
  private var beganAfterQuiet = false
  private(set) var pips: [Pip] = []

  init(_ limits: PipLimits, sampleRate: Int) {
    level = Float(pow(10, limits.level / 20))
    quiet = max(16, (limits.quietSeconds * Double(sampleRate)).whole)
    longest = max(8, (min(2, limits.maximumSeconds) * Double(sampleRate)).whole)
    self.sampleRate = sampleRate
  }

  mutating func add(_ samples: UnsafePointer<Float>, count: Int, position: Int, isHole: Bool) {
    if isHole {
      heard = nil
      quietSince = position
    }
    var index = 0
    while index < count {
      if index + 8 <= count {
        let isLoud = samples.eight(index).magnitudes .>= level
        if heard == nil, !any(isLoud) {
          index += 8
          continue
        }
        if isTooLong, let range = heard, any(isLoud) {
          // In a programme the sound goes on: only its last sample matters.
          var (first, last) = (0, 7)
          while !isLoud[first] { first += 1 }
          while !isLoud[last] { last -= 1 }
          if !hasEnded(range, before: position + index + first) {
            heard = range.lowerBound...position + index + last
            index += 8
            continue
          }
        }
      }
      take(samples[index], at: position + index)
      index += 1
    }
  }

  /// Ends the sound under way where the stream does.
  mutating func finish(at end: Int) {
    if let heard, end - heard.upperBound > quiet { close(heard) }
  }

  // MARK: -

  private func hasEnded(_ heard: ClosedRange<Int>, before position: Int) -> Bool { position - heard.upperBound > quiet }

  private mutating func take(_ sample: Float, at position: Int) {
    if let heard, hasEnded(heard, before: position) { close(heard) }
    let isLoud = abs(sample) >= level
    if heard == nil {
      guard isLoud else { return }
      heard = position...position
      beganAfterQuiet = position - quietSince >= quiet
      isTooLong = false
      sound.removeAll(keepingCapacity: true)
    } else if isLoud, let range = heard {
      heard = range.lowerBound...position
    }
    guard !isTooLong, let range = heard else { return }
    if range.count > longest {
      isTooLong = true
    } else if sound.count < longest {
      sound.append(sample)
    }
  }

  private mutating func close(_ heard: ClosedRange<Int>) {
    self.heard = nil
    quietSince = heard.upperBound + 1
    guard beganAfterQuiet, !isTooLong, pips.count < 1000 else { return }
    let samples = sound.prefix(heard.count)
    let peak = samples.reduce(0) { max($0, abs($1)) }
    pips.append(
      Pip(sample: heard.lowerBound, length: heard.count, frequency: frequency(Array(samples)), peak: 20 * log10(Double(peak))))
  }

  /// The frequency of a sine; `nil` for anything else.
  private func frequency(_ samples: [Float]) -> Double? {
    guard samples.count >= 16 else { return nil }
    var (energy, product, bend) = (0.0, 0.0, 0.0)
    for index in 1..<samples.count - 1 {
      let here = Double(samples[index])
      let second = Double(samples[index + 1]) + Double(samples[index - 1]) - 2 * here
      energy += here * here
      product += here * second
      bend += second * second
    }
    guard energy > 0, bend - product * product / energy < 0.1 * bend else { return nil }
    return acos(max(-1, min(1, 1 + product / (2 * energy)))) / (2 * .pi) * Double(sampleRate)
  }
}
