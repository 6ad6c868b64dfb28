// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Every timecode of a file against the one that it plays as, and each against its own count.
///
/// The one that it plays as is that of the material package or the `tmcd` track. A tape's own timecode in a source package may differ for a reason; where it does, the
/// finding says which.
struct TimecodeTracks: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    agreement(subject) + continuity(subject)
  }

  private static func agreement(_ subject: StructureSubject) -> [Finding] {
    guard let severity = subject.profile.structure.timecodesAgree else { return [] }
    let stated = subject.description.timecodes.map { (source: $0.source, stream: $0.streamIndex, start: $0.start) }
    let traced = (subject.survey?.timecodes ?? []).map { (source: $0.source, stream: $0.streamIndex, start: $0.first) }
    guard let played = stated.first(where: { $0.source == .mxfMaterialPackage || $0.source == .quickTimeTrack }) ?? stated.first ?? traced.first
    else {
      return []
    }
    var told: Set<TimecodeSource> = []
    return (stated + traced).compactMap { other in
      guard other.start.frameCount != played.start.frameCount || other.start.rate != played.start.rate,
        told.insert(other.source).inserted
      else { return nil }
      let difference = other.start.rate == played.start.rate ? other.start.frameCount.value - played.start.frameCount.value : nil
      return Finding(
        .timecodeTracks, severity: severity, stream: other.stream, value: difference.map(Double.init), limit: difference.map { _ in 0 },
        unit: difference.map { _ in "frames" }, text: .differs(other.source, other.start, played.source, played.start))
    }
  }

  private static func continuity(_ subject: StructureSubject) -> [Finding] {
    guard let severity = subject.profile.structure.timecodesContinuous else { return [] }
    return (subject.survey?.timecodes ?? []).flatMap { trace -> [Finding] in
      let listed = trace.breaks.prefix(10).map { one in
        Finding(
          .timecodeTracks, severity: severity, stream: trace.streamIndex, place: subject.clock?.span(one.frame.value..<one.frame.value + 1),
          text: .jumps(trace.source, one))
      }
      let rest = trace.breakCount - listed.count
      // The last break is always kept.
      guard rest > 0, let first = trace.breaks.dropFirst(listed.count).first, let last = trace.breaks.last else { return listed }
      return listed + [
        Finding(
          .timecodeTracks, severity: severity, stream: trace.streamIndex, place: subject.clock?.span(first.frame.value..<last.frame.value + 1),
          value: Double(trace.breakCount), limit: 0, unit: "places", text: .jumpsOn(trace.source, rest, first, last))
      ]
    }
  }
}

extension TimecodeSource {
  /// The source in a sentence.
  var spelled: String {
    switch self {
    case .quickTimeTrack: "the timecode track"
    case .mxfMaterialPackage: "the material package"
    case .mxfSourcePackage: "a source package"
    case .mxfSystemItem: "the system items"
    case .gop: "the groups of pictures"
    case .bitstream: "the coded pictures"
    case .bextTimeReference: "the bext time reference"
    case .iXML: "the iXML chunk"
    case .metadata: "the wrapper’s metadata"
    }
  }
}

extension String {
  fileprivate static func differs(_ source: TimecodeSource, _ start: Timecode, _ other: TimecodeSource, _ played: Timecode) -> String {
    "The timecode of \(source.spelled) starts at \(start) at \(start.rate), that of \(other.spelled) at \(played) at \(played.rate)."
  }

  fileprivate static func jumpsOn(_ source: TimecodeSource, _ rest: Int, _ first: TimecodeTrace.Break, _ last: TimecodeTrace.Break) -> String {
    guard rest > 1 else { return jumps(source, last) }
    return
      "The timecode of \(source.spelled) jumps in \(rest) more places, the first at \(first.found) (frame \(first.frame)), the last at \(last.found)"
      + " (frame \(last.frame))."
  }

  fileprivate static func jumps(_ source: TimecodeSource, _ one: TimecodeTrace.Break) -> String {
    "The timecode of \(source.spelled) jumps: \(one.found) follows where \(one.expected) is due."
  }
}
