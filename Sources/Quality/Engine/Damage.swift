// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A picture or a piece of sound that could not be read: the decoder's word, for the report.
public struct Damage: Hashable, Sendable {
  /// The stream's index in the file.
  public var stream: Int
  /// The frame where it was met, zero-based; `nil` where nobody can tell.
  public var frame: FrameCount?
  /// How many pictures, or pieces of sound, it concerns from `frame` on.
  public var count: Int
  /// What happened, in words that finish the sentence "could not be read:".
  public var reason: String

  /// Damage in stream `stream`.
  public init(stream: Int, frame: FrameCount? = nil, count: Int = 1, reason: String) {
    self.stream = stream
    self.frame = frame
    self.count = count
    self.reason = reason
  }
}

/// What could not be read or measured, successive frames with one cause joined.
struct DamageLog {
  /// The most stretches that are listed; all are counted.
  private static let maximumStretches = 500

  private struct Stretch {
    var stream: Int
    var frames: Range<Int>?
    var count: Int
    var reason: String
  }

  private var stretches: [Stretch] = []
  /// How many pictures and pieces of sound were noted.
  private(set) var count = 0

  /// Notes one piece of damage.
  mutating func note(_ damage: Damage) {
    count += damage.count
    // A damaged file may claim any position; what cannot be a frame is no place.
    let frame = damage.frame.flatMap { (0..<1 << 40).contains($0.value) ? $0.value : nil }
    let known = stretches.lastIndex { stretch in
      guard stretch.stream == damage.stream, stretch.reason == damage.reason else { return false }
      guard let frames = stretch.frames else { return frame == nil }
      return frame.map { (frames.lowerBound...frames.upperBound).contains($0) } ?? false
    }
    if let known {
      stretches[known].count += damage.count
      if let frames = stretches[known].frames, let frame {
        stretches[known].frames = frames.lowerBound..<max(frames.upperBound, frame + damage.count)
      }
    } else if stretches.count < Self.maximumStretches {
      stretches.append(Stretch(stream: damage.stream, frames: frame.map { $0..<$0 + damage.count }, count: damage.count, reason: damage.reason))
    }
  }

  /// One finding for each stretch. What was not seen cannot be passed, so it weighs as much as a fault can.
  func findings(_ clock: FrameClock?) -> [Finding] {
    stretches.map { stretch in
      let place = clock.flatMap { clock in stretch.frames.map(clock.span) }
      return Finding(
        .unreadable, severity: .mandatory, stream: stretch.stream, place: place, value: Double(stretch.count), limit: 0, unit: "places",
        text: .unreadable(stretch.count, stream: stretch.stream, stretch.reason))
    }
  }
}

extension String {
  fileprivate static func unreadable(_ count: Int, stream: Int, _ reason: String) -> String {
    "Stream \(stream) could not be read\(count == 1 ? "" : " in \(count) places"): \(reason)."
  }
}
