// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// How much of what there is on a card: clips, frames and bytes by coding and rate.
struct CopyTotals {
  private struct Kind: Hashable {
    let codec: String
    let rate: FrameRate?
  }

  private struct Sum {
    var clips = 0
    var frames = 0
    var seconds = 0.0
    var bytes = 0
  }

  private var sums: [Kind: Sum] = [:]
  private var lengths: [FrameRate: Int] = [:]
  private var seconds = 0.0

  init(_ clips: [ClipSummary]) {
    for clip in clips {
      let kind = Kind(codec: clip.codec ?? "not known", rate: clip.rate)
      sums[kind, default: Sum()].clips += 1
      sums[kind, default: Sum()].bytes = sums[kind, default: Sum()].bytes.addingSafely(clip.byteCount)
      if let frames = clip.frames, let rate = clip.rate {
        sums[kind, default: Sum()].frames = sums[kind, default: Sum()].frames.addingSafely(frames.value)
        lengths[rate] = lengths[rate, default: 0].addingSafely(frames.value)
      } else if let length = clip.seconds, length.isFinite, length > 0 {
        sums[kind, default: Sum()].seconds += length
        seconds += length
      }
    }
  }

  /// The running time of all clips together, rate by rate: frames of different rates do not add up.
  var runningTime: String {
    var parts = lengths.sorted { $0.key.isSlower(than: $1.key) }.map { "\(Figures.running($0.value, at: $0.key)) at \($0.key) fps" }
    if seconds > 0 { parts.append("\(Figures.running(seconds)) of sound") }
    return parts.isEmpty ? Figures.none : parts.joined(separator: ", ")
  }

  /// One row a coding and rate, that with most bytes first.
  var table: ReportDocument.Table {
    let rows = sums.sorted { left, right in
      if left.value.bytes != right.value.bytes { return left.value.bytes > right.value.bytes }
      return (left.key.codec, left.key.rate?.description ?? "") < (right.key.codec, right.key.rate?.description ?? "")
    }
    return ReportDocument.Table(
      caption: "Clips by coding and rate",
      columns: [
        .init("Coding", .name), .init("Rate", .figures), .init("Clips", .figures), .init("Frames", .figures), .init("Running time", .stamp),
        .init("Bytes", .figures),
      ],
      rows: rows.map { kind, sum in
        let length = kind.rate.map { sum.frames > 0 ? Figures.running(sum.frames, at: $0) : Figures.none } ?? Figures.running(sum.seconds)
        return .init([
          kind.codec, kind.rate?.description ?? Figures.none, Figures.count(sum.clips), sum.frames == 0 ? Figures.none : Figures.count(sum.frames),
          kind.rate == nil && sum.seconds == 0 ? Figures.none : length, Figures.count(sum.bytes),
        ])
      }, emptyText: "No clip was recognised.")
  }
}

extension FrameRate {
  fileprivate func isSlower(than other: FrameRate) -> Bool {
    let (left, right) = (numerator * other.denominator, other.numerator * denominator)  // both are below 10⁹
    return left == right ? !isDropFrame && other.isDropFrame : left < right
  }
}

extension Int {
  /// The sum, or the largest number where it is larger; a negative number adds nothing.
  fileprivate func addingSafely(_ other: Int) -> Int {
    let (sum, overflowed) = addingReportingOverflow(Swift.max(0, other))
    return overflowed ? .max : sum
  }
}
