// SPDX-License-Identifier: Apache-2.0

import Timing

/// Findings that say one thing of several tracks or channels, which a reader takes in as one.
///
/// Findings are like where all is the same but the stream and channel that they name: check, severity, place, limit, sentence, exception, viewing, source.
public struct FindingGroup: Hashable, Sendable {
  /// The findings, in the report's order; never empty.
  public let findings: [Finding]
  /// Their numbers in the report, counted from 1.
  public let numbers: [Int]

  /// The finding that stands for all.
  public var first: Finding { findings[0] }

  /// The streams that it was found in, in the order of the file.
  public var streams: [Int] { Set(findings.compactMap(\.stream)).sorted() }

  /// The sentence of the first finding, and where else it holds.
  public var text: String {
    guard findings.count > 1 else { return first.text }
    let others = streams.filter { $0 != first.stream }
    if others.count == findings.count - 1 { return "\(first.text) The same in \(Self.words(for: others))." }
    let more = findings.count - 1
    return "\(first.text) The same in \(more) more \(more == 1 ? "channel" : "channels") of \(Self.words(for: streams))."
  }

  // MARK: -

  /// `stream 2`, `streams 2, 3`, `streams 1–4, 7`.
  private static func words(for streams: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for stream in streams {
      if let last = runs.last, last.upperBound + 1 == stream { runs[runs.count - 1] = last.lowerBound...stream } else { runs.append(stream...stream) }
    }
    let words = runs.flatMap { run in
      run.count < 3 ? run.map(String.init) : ["\(run.lowerBound)–\(run.upperBound)"]
    }
    return (streams.count == 1 ? "stream " : "streams ") + words.joined(separator: ", ")
  }
}

extension [Finding] {
  /// The findings in their order, those that are alike together at the place of the first.
  public var groups: [FindingGroup] {
    var members: [[Int]] = []
    var places: [Finding: Int] = [:]
    for (index, finding) in enumerated() {
      if let place = finding.likeness.flatMap({ places[$0] }) {
        members[place].append(index)
      } else {
        if let likeness = finding.likeness { places[likeness] = members.count }
        members.append([index])
      }
    }
    return members.map { indices in FindingGroup(findings: indices.map { self[$0] }, numbers: indices.map { $0 + 1 }) }
  }
}

extension InspectionReport {
  /// The findings in their order, those that are alike together at the place of the first.
  public var findingGroups: [FindingGroup] { findings.groups }

  /// The same, the gravest first, then by place; one without a place comes before those that have one.
  public var groupsByWeight: [FindingGroup] {
    let groups = findingGroups
    let order: [Severity] = [.mandatory, .advisory, .info]
    return order.flatMap { severity in
      groups.filter { $0.first.severity == severity }.enumerated().sorted { left, right in
        let (first, second) = (left.element.first.startFrame?.value ?? -1, right.element.first.startFrame?.value ?? -1)
        return (first, left.offset) < (second, right.offset)
      }.map(\.element)
    }
  }
}

extension Finding {
  /// What like findings share; `nil` for what concerns no single stream. The value is in the sentence, rounded as people read it.
  fileprivate var likeness: Finding? {
    guard stream != nil else { return nil }
    var likeness = self
    (likeness.stream, likeness.value, likeness.worstFrame) = (nil, nil, nil)
    likeness.text = text.replacing(/(stream|channel) [0-9]+/.ignoresCase(), with: "")
    return likeness
  }
}
