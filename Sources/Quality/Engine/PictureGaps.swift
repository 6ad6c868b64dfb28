// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Where the times of a file's pictures leave room for pictures that did not come, or jump further than anybody can believe.
struct PictureGaps {
  /// The most gaps, and the most leaps, that are listed.
  private static let maximumListed = 100
  /// Pictures whose times lie less than this many of their lengths apart follow each other: one that is to be shown for three fields leaves no gap.
  private static let slack = 1.75

  private struct Gap {
    let stream: Int
    let frames: Range<Int>
  }

  private var gaps: [Gap] = []
  private var leaps: [(stream: Int, frame: Int, seconds: Double)] = []
  private var times: [Int: MediaTime] = [:]

  /// Takes the next picture of `stream`, which was placed at `place`; pictures come `rate` a second.
  mutating func note(_ picture: Picture, at place: StreamPositions.Place, stream: Int, rate: FrameRate?) {
    let (before, now) = (times[stream], picture.attributes.timestamp)
    times[stream] = now
    guard let rate, let before, let now else { return }
    let seconds = now.seconds - before.seconds
    guard seconds * Double(rate.numerator) / Double(rate.denominator) >= Self.slack else { return }
    if place.leaps {
      if leaps.count < Self.maximumListed { leaps.append((stream, place.position, seconds)) }
    } else if place.missing > 0, gaps.count < Self.maximumListed {
      gaps.append(Gap(stream: stream, frames: place.position - place.missing..<place.position))
    }
  }

  /// The gaps of streams of which more pictures are stated than came: there, part of the file was not read.
  func damage(where isShort: (_ stream: Int) -> Bool) -> [Damage] {
    gaps.filter { isShort($0.stream) }.map {
      Damage(
        stream: $0.stream, frame: FrameCount($0.frames.lowerBound), count: $0.frames.count,
        reason: "the pictures between those around them are missing")
    }
  }

  /// What is odd about the times of pictures of which no more are stated: a gap, and of any stream every leap.
  func findings(_ severity: Severity, _ clock: FrameClock?, unless isShort: (_ stream: Int) -> Bool) -> [Finding] {
    let gaps = gaps.filter { !isShort($0.stream) }.map { gap in
      Finding(
        .duration, severity: severity, stream: gap.stream, place: clock?.span(gap.frames), value: Double(gap.frames.count), limit: 0, unit: "frames",
        text: .gap(gap.frames.count, stream: gap.stream))
    }
    let leaps = leaps.map { leap in
      Finding(
        .duration, severity: severity, stream: leap.stream, place: clock?.span(leap.frame..<leap.frame + 1), value: leap.seconds, limit: 0, unit: "s",
        text: .leap(leap.seconds, stream: leap.stream))
    }
    return gaps + leaps
  }
}

extension String {
  fileprivate static func gap(_ count: Int, stream: Int) -> String {
    "The times of stream \(stream) leave out \(count == 1 ? "1 picture" : "\(count) pictures") here, and the file states no more than it has: "
      + "dropped when it was recorded, lost since, or the times are wrong."
  }

  fileprivate static func leap(_ seconds: Double, stream: Int) -> String {
    "The times of stream \(stream) jump by \(seconds.spelled(0)) s here: they cannot be right, and pictures are counted on from the one before."
  }
}
