// SPDX-License-Identifier: Apache-2.0

import Timing

/// A fault that comes again and again, which a list tells once: the first place, how often, how far, and the worst.
///
/// A report keeps every finding; this is for whoever reads a list in a terminal.
public struct RepeatedFault: Hashable, Sendable {
  /// The places in their order; never empty.
  public let groups: [FindingGroup]

  /// The first of them.
  public var first: FindingGroup { groups[0] }

  /// The first one's sentence, and where else the fault is.
  public var text: String {
    guard groups.count > 1, let last = groups.last else { return first.text }
    let more = "\(groups.count - 1) more like it, the last at \(last.first.placeLabel)"
    guard let worst, worst != first, let value = worst.first.value else { return "\(first.text) And \(more)." }
    let figure = [value.spelled(2), worst.first.unit].compactMap(\.self).joined(separator: " ")
    return "\(first.text) And \(more); the worst, \(figure), at \(worst.first.placeLabel)."
  }

  /// The place where the measured value lies farthest from the limit; the first of several, `nil` where nothing is measured.
  private var worst: FindingGroup? {
    var (worst, most) = (nil as FindingGroup?, -1.0)
    for group in groups {
      guard let value = group.first.value else { continue }
      let excess = abs(value - (group.first.limit ?? 0))
      if excess > most { (worst, most) = (group, excess) }
    }
    return worst
  }
}

extension [FindingGroup] {
  /// The fewest places of one fault that are told as one.
  private static var fewest: Int { 4 }

  /// The findings in their order, a fault that is found in many places at the place of the first.
  public var repeats: [RepeatedFault] {
    let kinds = Dictionary(grouping: indices.filter { self[$0].first.sameness != nil }) { self[$0].first.sameness }
    let many = kinds.values.filter { $0.count >= Self.fewest }
    let followers = Dictionary(uniqueKeysWithValues: many.map { ($0[0], $0) })
    let told = Set(many.flatMap { $0.dropFirst() })
    return indices.filter { !told.contains($0) }.map { index in RepeatedFault(groups: (followers[index] ?? [index]).map { self[$0] }) }
  }
}

extension Finding {
  /// Where it begins, as a list names it.
  fileprivate var placeLabel: String { start ?? startFrame.map { "frame \($0)" } ?? "no place" }

  /// What findings of one fault in several places share; `nil` for what has no place, and for what a person saw.
  fileprivate var sameness: Finding? {
    guard startFrame != nil, review == nil else { return nil }
    var sameness = self
    (sameness.start, sameness.end, sameness.startFrame, sameness.endFrame, sameness.worstFrame, sameness.value) = (nil, nil, nil, nil, nil, nil)
    // How a sentence begins says what the fault is; how long and how much follow.
    sameness.text = text.split(separator: " ").prefix(5).map { $0.filter { !$0.isNumber } }.joined(separator: " ")
    return sameness
  }
}
