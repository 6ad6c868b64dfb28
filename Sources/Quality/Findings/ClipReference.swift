// SPDX-License-Identifier: Apache-2.0

import Timing

/// The piece of a file that somebody plays to judge a finding: its frames with two seconds before and after, and no more than twenty seconds of it.
public struct ClipReference: Hashable, Sendable {
  private static let handle = 2.0
  private static let longest = 20.0

  /// The file, as the report names it.
  public let path: String
  /// Where to begin, in seconds from the first frame.
  public let start: Double
  /// Where to end, in seconds.
  public let end: Double

  /// The file and the seconds as a media fragment (W3C, Media Fragments URI 1.0, 4.2.1): what browsers and players go to.
  public var uri: String {
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
    let hex = Array("0123456789ABCDEF".utf8)
    let escaped = path.utf8.flatMap { byte in
      allowed.contains(byte) ? [byte] : [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
    }
    let place = (path.hasPrefix("/") ? "file://" : "./") + String(decoding: escaped, as: UTF8.self)
    return "\(place)#t=\(start.spelled(3)),\(end.spelled(3))"
  }

  /// A line for a shell that plays it with mpv, over and over.
  public var command: String {
    let quoted = "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    return "mpv --start=\(start.spelled(3)) --end=\(end.spelled(3)) --loop-file -- \(quoted)"
  }

  fileprivate init(path: String, frames: Range<Int>, rate: FrameRate, length: Int) {
    func seconds(_ frame: Int) -> Double { Double(frame) * Double(rate.denominator) / Double(rate.numerator) }
    self.path = path
    start = max(0, seconds(frames.lowerBound) - Self.handle)
    end = max(start, min(seconds(frames.upperBound) + Self.handle, seconds(length), start + Self.longest))
  }
}

extension InspectionReport {
  /// What to play to judge `finding`; `nil` where it has no place in the file, or no rate is known.
  public func clip(of finding: Finding) -> ClipReference? {
    guard let rate, let first = finding.startFrame?.value, let last = finding.endFrame?.value, 0 <= first, first < last, first < frames else {
      return nil
    }
    return ClipReference(path: path, frames: first..<min(last, frames), rate: rate, length: frames)
  }

  /// The findings that a page shows a picture of, gravest first: those that somebody has to do something about, one of each place.
  ///
  /// Where there are more than fit, a fault that is found again and again leaves room for others: of equal weight, the first place of each check comes before the second of any.
  ///
  /// - Parameter most: how many.
  public func pictured(most: Int = 24) -> [FindingGroup] {
    var places: Set<FrameCount> = []
    let placed = groupsByWeight.filter { group in
      guard group.first.stands, group.first.severity != .info, clip(of: group.first) != nil, let frame = group.first.startFrame else { return false }
      return places.insert(frame).inserted
    }
    guard placed.count > most else { return placed }
    var seen: [CheckIdentifier: Int] = [:]
    let turns = placed.map { group in
      defer { seen[group.first.check, default: 0] += 1 }
      return seen[group.first.check, default: 0]
    }
    let order: [Severity] = [.mandatory, .advisory, .info]
    let chosen = placed.indices.sorted { left, right in
      let weights = [left, right].map { order.firstIndex(of: placed[$0].first.severity) ?? 0 }
      return (weights[0], turns[left], left) < (weights[1], turns[right], right)
    }
    return chosen.prefix(most).sorted().map { placed[$0] }
  }
}
