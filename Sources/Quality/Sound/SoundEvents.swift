// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Faults of one channel in order, those less than a second apart joined: a list that grows by seconds, not by samples.
struct SoundEvents: Sendable {
  /// A stretch with faults in it.
  struct Stretch: Hashable, Sendable {
    /// From the first sample of the first fault to the one after the last.
    var samples: Range<Int>
    /// How many faults.
    var count: Int
    /// The worst value.
    var worst: Double
  }

  /// The most stretches that are kept: two hours of one fault a second.
  private static let maximumStretches = 7200

  private let gap: Int
  private(set) var stretches: [Stretch] = []

  /// No events yet; those no more than `gap` samples apart will be joined.
  init(gap: Int) { self.gap = gap }

  /// Notes a fault behind those before; a larger `value` is worse.
  mutating func note(_ samples: Range<Int>, value: Double, count: Int = 1) {
    if let last = stretches.last, samples.lowerBound <= last.samples.upperBound + gap || stretches.count == Self.maximumStretches {
      stretches[stretches.count - 1] = Stretch(
        samples: last.samples.lowerBound..<max(last.samples.upperBound, samples.upperBound), count: last.count + count, worst: max(last.worst, value))
    } else {
      stretches.append(Stretch(samples: samples, count: count, worst: value))
    }
  }

  /// The worst, in order of place: a file that is bad throughout needs one mending, not a thousand findings.
  var worst: [Stretch] {
    stretches.sorted { $0.worst != $1.worst ? $0.worst > $1.worst : $0.samples.lowerBound < $1.samples.lowerBound }
      .prefix(100)
      .sorted { $0.samples.lowerBound < $1.samples.lowerBound }
  }
}

extension SoundSubject {
  /// The frames in which `samples` sound; `nil` where no rate is known.
  func place(_ samples: Range<Int>) -> FrameSpan? { clock.map { $0.span($0.frames(ofSamples: samples, sampleRate: sampleRate)) } }

  /// The frames of a time in seconds.
  func place(seconds: ClosedRange<Double>) -> FrameSpan? {
    place(
      (seconds.lowerBound * Double(sampleRate))
        .whole..<max((seconds.lowerBound * Double(sampleRate)).whole, (seconds.upperBound * Double(sampleRate)).whole))
  }

  /// `samples` as seconds, for display.
  func seconds(_ samples: Int) -> Double { Double(samples) / Double(sampleRate) }

  /// Where a finding is, for the sentence of one that no frame can be given for.
  func whereabouts(_ samples: Range<Int>) -> String {
    guard clock == nil else { return "" }
    return samples.lowerBound == 0 ? ", from the start on" : ", \(seconds(samples.lowerBound).spelled(3)) s from the start"
  }

  /// A channel as an operator finds it: `Channel 2 of stream 1`, or `Stream 3` where the programme is made of single channels.
  func name(ofChannel channel: Int) -> String {
    if let track { return "Channel \(channel + 1) of stream \(track)" }
    if streams.count == layout.positions.count { return "Stream \(streams[channel])" }
    return "Channel \(channel + 1) of the programme"
  }

  /// The pairs that belong together by their declared loudspeakers.
  var pairs: [(left: Int, right: Int, name: String)] {
    let wanted: [(ChannelLayout.Position, ChannelLayout.Position)] = [
      (.left, .right), (.leftSurround, .rightSurround), (.leftRearSurround, .rightRearSurround),
    ]
    return wanted.compactMap { left, right in
      guard let one = layout.positions.firstIndex(of: left), let other = layout.positions.firstIndex(of: right) else { return nil }
      return (one, other, "\(left.rawValue)/\(right.rawValue)")
    }
  }
}
