// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Dropouts: short holes of silence with sound right up to both edges (EBU QC 0008B).
///
/// An edit that fades, however fast, is none; one that cuts to digital silence and back within half a second looks the same as a fault and is found.
struct DroppedSound: SoundCheck {
  private let subject: SoundSubject
  private let limits: DropoutLimits
  private var windows: SoundWindows
  private var channels: [HoleFinder]

  init?(_ subject: SoundSubject) {
    guard subject.track != nil, let limits = subject.profile.sound.dropouts else { return nil }
    self.subject = subject
    self.limits = limits
    // A quarter of a millisecond: sound that has died away further from the edge was not cut.
    let edge = max(4, subject.sampleRate / 4000)
    windows = SoundWindows(channelCount: subject.layout.positions.count, length: max(1024, edge), history: edge)
    let finder = HoleFinder(limits, sampleRate: subject.sampleRate, edge: edge)
    channels = subject.layout.positions.map { _ in finder }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    var next = 0
    while windows.fill(from: block, next: &next) { work(windows.length) }
  }

  mutating func finish() -> CheckOutcome {
    let rest = windows.complete()
    if rest > 0 { work(rest) }
    let findings = channels.indices.flatMap { index in
      channels[index].events.worst.map { stretch in
        Finding(
          .dropouts, severity: limits.severity, stream: subject.track, place: subject.place(stretch.samples), value: stretch.worst,
          limit: limits.minimumSeconds * 1000, unit: "ms",
          text: .dropped(subject.name(ofChannel: index), stretch, subject.whereabouts(stretch.samples)))
      }
    }
    return CheckOutcome(findings: findings)
  }

  private mutating func work(_ count: Int) {
    for channel in channels.indices {
      windows.withChannel(channel) { channels[channel].add($0, count: count, position: windows.position, startsAnew: windows.startsAnew) }
    }
  }
}

/// Finds the holes of one channel.
struct HoleFinder: Sendable {
  private let quiet: Float
  private let loud: Float
  private let edge: Int
  private let lengths: ClosedRange<Int>
  private let samplesPerMillisecond: Double
  /// Where the hole under way begins, if the sound before it was loud enough.
  private var holeStart: Int?
  private var isQuiet = true
  /// A hole that has ended and waits for the sound behind it.
  private var hole: Range<Int>?
  private(set) var events: SoundEvents

  init(_ limits: DropoutLimits, sampleRate: Int, edge: Int) {
    quiet = Float(pow(10, limits.floor / 20))
    loud = Float(pow(10, limits.level / 20))
    self.edge = edge
    let shortest = max(2, (limits.minimumSeconds * Double(sampleRate)).rounded(.up).whole)
    lengths = shortest...max(shortest, (limits.maximumSeconds * Double(sampleRate)).whole)
    samplesPerMillisecond = Double(sampleRate) / 1000
    events = SoundEvents(gap: sampleRate)
  }

  /// Looks at `count` samples; as many as an edge has can be read before them.
  mutating func add(_ samples: UnsafePointer<Float>, count: Int, position: Int, startsAnew: Bool) {
    if startsAnew { (holeStart, hole, isQuiet) = (nil, nil, true) }
    var index = 0
    while index < count {
      if index + 8 <= count, hole == nil {
        let silent = samples.eight(index).magnitudes .<= quiet
        if isQuiet ? all(silent) : !any(silent) {
          index += 8
          continue
        }
      }
      take(samples, index, position + index)
      index += 1
    }
  }

  private mutating func take(_ samples: UnsafePointer<Float>, _ index: Int, _ position: Int) {
    let magnitude = abs(samples[index])
    if let hole {
      if magnitude >= loud {
        events.note(hole, value: Double(hole.count) / samplesPerMillisecond)
        self.hole = nil
      } else if position >= hole.upperBound + edge {
        self.hole = nil
      }
    }
    let isSilent = magnitude <= quiet
    guard isSilent != isQuiet else { return }
    isQuiet = isSilent
    if isSilent {
      var before: Float = 0
      for distance in 1...edge { before = max(before, abs(samples[index - distance])) }
      holeStart = before >= loud ? position : nil
    } else if let start = holeStart {
      holeStart = nil
      guard lengths.contains(position - start) else { return }
      hole = start..<position
      if magnitude >= loud {
        events.note(start..<position, value: Double(position - start) / samplesPerMillisecond)
        hole = nil
      }
    }
  }
}

extension String {
  fileprivate static func dropped(_ name: String, _ stretch: SoundEvents.Stretch, _ whereabouts: String) -> String {
    "\(name) drops out \(stretch.count == 1 ? "once, for" : "\(stretch.count) times, at most for") \(stretch.worst.spelled(1)) ms\(whereabouts)."
  }
}
