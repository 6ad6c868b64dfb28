// SPDX-License-Identifier: Apache-2.0

import Foundation
import Integrity
import Quality

/// How a mix lies along its guide: early or late, and whether it runs away.
public struct GuideComparison: Hashable, Sendable, Codable {
  /// A place along the reel at which the two were compared.
  public struct Window: Hashable, Sendable, Codable {
    /// Seconds from the programme's first frame.
    public var seconds: Double
    /// How late the mix is there, in milliseconds; `null` where nothing was recognized.
    public var lateMilliseconds: Double?
    /// How much the two resemble there: 1 is the same sound.
    public var likeness: Double
  }

  /// Whether enough was recognized to judge.
  public var isJudged: Bool
  /// How sure it is, from 0 to 1: the part of the windows that lie on one line, times how much they resemble.
  public var confidence: Double
  /// How late the mix is at the programme's first frame, in milliseconds; below zero where it is early.
  public var lateMilliseconds: Double
  /// How much later it gets, in millionths of the time that passes.
  public var driftPPM: Double
  /// The result in words.
  public var text: String
  /// All places that were compared.
  public var windows: [Window]
  /// How late the mix is at the worse end of the programme, in milliseconds.
  public var worstMilliseconds: Double
}

/// Compares a mix with its guide in windows along the reel: first by loudness over ten seconds to either side, then to the sample.
struct GuideSearch {
  /// Samples of a block of loudness: five milliseconds.
  private static let block = 240
  private static let windowSeconds = 8
  private static let reachSeconds = 10
  private static let mostWindows = 24
  /// Samples that are compared to the sample, and how far from where loudness puts them.
  private static let fine = 12_000
  private static let fineReach = 720
  /// Below these two sounds do not resemble one another.
  private static let leastCoarse = 0.5
  private static let leastFine = 0.35
  /// Samples that a window may lie off the line of the others.
  private static let tolerance = 96.0

  let guide: MixSound
  let mix: MixSound
  /// The sample of the mix that belongs to the guide's first.
  let base: Int
  /// The programme, in samples of the guide.
  let programme: Range<Int>

  func run(_ cancellation: Cancellation) throws -> GuideComparison {
    let rate = Double(guide.sampleRate)
    let own = try guide.levels(block: Self.block, cancellation)
    let theirs = try mix.levels(block: Self.block, cancellation)
    var fits: [(start: Int, expected: Int)] = []
    let starts = windows(own)
    for start in starts {
      try cancellation.check()
      if let fit = coarse(start, own, theirs) { fits.append(fit) }
    }
    let patterns = try guide.excerpts(fits.map { $0.start..<($0.start + Self.fine) }, cancellation)
    let places = try mix.excerpts(fits.map { ($0.expected - Self.fineReach)..<($0.expected + Self.fine + Self.fineReach) }, cancellation)
    var found: [(seconds: Double, late: Double, likeness: Double)] = []
    var windows: [GuideComparison.Window] = []
    for (index, fit) in fits.enumerated() {
      let place = SoundAlignment.find(patterns[index], in: places[index], distance: 48, eitherWay: true)
      let seconds = Double(fit.start - programme.lowerBound) / rate
      guard let place, abs(place.likeness) >= Self.leastFine else {
        windows.append(.init(seconds: seconds, lateMilliseconds: nil, likeness: abs(place?.likeness ?? 0)))
        continue
      }
      let late = Double(fit.expected - Self.fineReach + place.offset - base - fit.start)
      found.append((seconds, late, place.likeness))
      windows.append(.init(seconds: seconds, lateMilliseconds: late / rate * 1000, likeness: abs(place.likeness)))
    }
    return judge(found, of: starts.count, windows)
  }

  // MARK: -

  /// Where windows begin, in blocks: evenly along the programme, and where there is something to hear that changes.
  private func windows(_ levels: [Float]) -> [Int] {
    let length = min(Self.windowSeconds * guide.sampleRate, programme.count / 3) / Self.block
    let last = programme.upperBound / Self.block - length
    let first = (programme.lowerBound + Self.block - 1) / Self.block
    guard length >= 100, last > first else { return [] }
    let count = min(Self.mostWindows, max(6, (last - first) / length + 1))
    return (0..<count).map { first + (last - first) * $0 / (count - 1) }.filter { start in
      guard start + length <= levels.count else { return false }
      let part = levels[start..<(start + length)]
      return (part.max() ?? -80) > -60 && (part.max() ?? 0) - (part.min() ?? 0) > 6
    }
  }

  /// Where the loudness of a window is found again, told for the loudest part of it.
  private func coarse(_ start: Int, _ own: [Float], _ theirs: [Float]) -> (start: Int, expected: Int)? {
    let length = min(Self.windowSeconds * guide.sampleRate, programme.count / 3) / Self.block
    let reach = Self.reachSeconds * guide.sampleRate / Self.block
    let shift = Int((Double(base) / Double(Self.block)).rounded(.down))
    let from = start + shift - reach
    // Around the mix there is silence: of a late one the last window hangs over the end.
    let around = (from..<(start + shift + length + reach)).map { theirs.indices.contains($0) ? theirs[$0] : -80 }
    let place = SoundAlignment.find(Array(own[start..<(start + length)]), in: around, distance: 40)
    guard let place, place.likeness >= Self.leastCoarse else { return nil }
    // The loudest half of a second of it tells most.
    let blocks = Self.fine / Self.block
    let loudest = (start...(start + length - blocks)).max { left, right in
      own[left..<(left + blocks)].reduce(0, +) < own[right..<(right + blocks)].reduce(0, +)
    }
    guard let loudest else { return nil }
    return (loudest * Self.block, (from + place.offset + loudest - start) * Self.block)
  }

  private func judge(
    _ found: [(seconds: Double, late: Double, likeness: Double)], of tried: Int, _ windows: [GuideComparison.Window]
  ) -> GuideComparison {
    var result = GuideComparison(
      isJudged: false, confidence: 0, lateMilliseconds: 0, driftPPM: 0, text: "", windows: windows, worstMilliseconds: 0)
    guard tried > 0 else {
      result.text = "the guide has nothing to go by: it is silent, steady, or too short"
      return result
    }
    // The line that most pairs of windows agree on (Theil and Sen): a few that were mistaken do not move it.
    var slopes: [Double] = []
    for (index, one) in found.enumerated() {
      for other in found[(index + 1)...] where other.seconds > one.seconds { slopes.append((other.late - one.late) / (other.seconds - one.seconds)) }
    }
    let slope = Self.median(slopes)
    let origin = Self.median(found.map { $0.late - slope * $0.seconds })
    let fitting = found.filter { abs($0.late - origin - slope * $0.seconds) <= Self.tolerance }
    let likeness = Self.median(fitting.map { abs($0.likeness) })
    let rate = Double(guide.sampleRate)
    guard found.count >= 3, found.count * 3 >= tried else {
      result.text = "it cannot be judged: \(found.count) of \(tried) places of the guide were recognized in the mix"
      return result
    }
    result.isJudged = true
    result.confidence = (Double(fitting.count) / Double(tried) * likeness * 1000).rounded() / 1000
    guard fitting.count >= 3, fitting.count * 3 >= found.count * 2 else {
      let all = found.map(\.late)
      result.worstMilliseconds = (all.max { abs($0) < abs($1) } ?? 0) / rate * 1000
      result.lateMilliseconds = found[0].late / rate * 1000
      result.text =
        "it does not lie evenly along the guide: from \(Self.words(all.min() ?? 0, rate)) to \(Self.words(all.max() ?? 0, rate)); it was cut to another version, or parts of it slipped"
      return result
    }
    result.lateMilliseconds = origin / rate * 1000
    let length = Double(programme.count) / rate
    // Less than two samples over the reel is what comparing leaves open.
    let drift = abs(slope * length) < 2 ? 0 : slope
    result.driftPPM = (drift / rate * 1_000_000 * 10).rounded() / 10
    let end = origin + drift * length
    result.worstMilliseconds = (abs(end) > abs(origin) ? end : origin) / rate * 1000
    result.text = abs(origin) < 1 ? "it lies on the guide" : "it is \(Self.words(origin, rate))"
    if drift != 0 {
      result.text += ", and drifts by \(result.driftPPM.spelled) ppm, to \(Self.words(end, rate)) at the end"
      if [1000.0, -999.0].contains(where: { abs(result.driftPPM - $0) < 30 }) {
        result.text += ": that is 1001/1000, as of 23.976 against 24 pictures a second, or 48 kHz against 48.048"
      }
    }
    if fitting.count(where: { $0.likeness < 0 }) * 2 > fitting.count { result.text += "; its polarity is turned over" }
    result.text += " (confidence \(result.confidence.spelled), \(fitting.count) of \(tried) places)"
    return result
  }

  private static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// So many samples in words.
  static func words(_ samples: Double, _ rate: Double) -> String {
    let milliseconds = (abs(samples) / rate * 100_000).rounded() / 100
    if milliseconds == 0 { return "in step" }
    return "\(milliseconds.spelled) ms \(samples > 0 ? "late" : "early")"
  }
}

extension Double {
  /// The number without a needless point.
  fileprivate var spelled: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}
