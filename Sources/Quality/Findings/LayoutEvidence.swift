// SPDX-License-Identifier: Apache-2.0

public import Essence
import Timing

/// Where one check saw something that a layout may ask for. A check that looked and saw nothing says so with no frames; what no check speaks of was not
/// examined, and is never passed.
struct LayoutEvidence: Sendable {
  /// What was looked for.
  let content: LayoutContent
  /// The frames in which it was seen, in order.
  let seen: [Range<Int>]
  /// The stream that was looked at, where a finding should name it.
  var stream: Int?

  /// The frames of `range` in which it was not seen.
  func misses(in range: Range<Int>) -> [Range<Int>] {
    var (rest, start): ([Range<Int>], Int) = ([], range.lowerBound)
    for part in seen where part.upperBound > start && part.lowerBound < range.upperBound {
      if part.lowerBound > start { rest.append(start..<part.lowerBound) }
      start = max(start, part.upperBound)
    }
    if start < range.upperBound { rest.append(start..<range.upperBound) }
    return rest
  }
}

extension CheckReading {
  /// What the reading says of a layout.
  var evidence: [LayoutEvidence] {
    switch self {
    case .layout(let evidence): return [evidence]
    case .content(let content):
      let bars = content.bars.map { LayoutEvidence(content: .bars, seen: $0.map { $0.startFrame.value..<$0.endFrame.value }) }
      let clocks = content.clocks.map { LayoutEvidence(content: .clock, seen: $0.map { $0.startFrame.value..<$0.endFrame.value }) }
      return [bars, clocks].compactMap { $0 }
    default: return []
    }
  }
}

/// One section of a layout as it was found, for the report.
public struct LayoutReading: Hashable, Sendable, Codable {
  /// How a content was found.
  public enum State: String, Hashable, Sendable, Codable {
    /// As asked, in every frame.
    case asAsked
    /// Missing from at least one frame.
    case missing
    /// No check of this version looked at it, or the section lies outside the file.
    case notExamined
  }

  /// The section's name.
  public var name: String
  /// The label of its first frame.
  public var start: String
  /// The label of the frame after its last.
  public var end: String
  /// What it holds, and how each was found.
  public var contents: [LayoutContent: State]
}
