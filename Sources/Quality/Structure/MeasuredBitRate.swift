// SPDX-License-Identifier: Apache-2.0

import Essence

/// Bits of picture a second as they were counted, packet by packet: on average, and in the densest second, against the specification and against what the file
/// states of itself.
struct MeasuredBitRate: StructureCheck {
  /// How far a stated rate may lie from the measured one.
  private static let slack = 0.05

  static func examine(_ subject: StructureSubject) -> [Finding] {
    let limits = subject.profile.structure
    guard let stream = subject.description.video.first else { return [] }
    let measured = subject.survey?.streams.first { $0.index == stream.index }
    var findings: [Finding] = []
    func judge(_ ceiling: Ceiling<Int>?, _ value: Int?, _ name: String, isFloor: Bool = false) {
      guard let ceiling else { return }
      guard let value else {
        findings.append(Finding(.bitRate, severity: ceiling.severity, stream: stream.index, text: .unmeasured(name)))
        return
      }
      guard isFloor ? value < ceiling.most : value > ceiling.most else { return }
      findings.append(
        Finding(
          .bitRate, severity: ceiling.severity, stream: stream.index, value: Double(value) / 1e6, limit: Double(ceiling.most) / 1e6, unit: "Mb/s",
          text: .rate(name, value, ceiling.most, isFloor: isFloor)))
    }
    judge(limits.smallestMeanBitRate, measured?.meanBitRate, "mean bit rate", isFloor: true)
    judge(limits.largestMeanBitRate, measured?.meanBitRate, "mean bit rate")
    judge(limits.largestPeakBitRate, measured?.peakBitRate ?? measured?.meanBitRate, "bit rate of the densest second")
    if let severity = limits.statedBitRate, let stated = stream.wrapper.bitRate, let mean = measured?.meanBitRate,
      abs(Double(mean - stated)) > slack * Double(stated)
    {
      findings.append(
        Finding(
          .bitRate, severity: severity, stream: stream.index, value: Double(mean) / 1e6, limit: Double(stated) / 1e6, unit: "Mb/s",
          text: .stated(stated, mean)))
    }
    return findings
  }
}

extension String {
  fileprivate static func unmeasured(_ name: String) -> String { "The \(name) of the pictures could not be measured: their packets bear no times." }

  fileprivate static func rate(_ name: String, _ value: Int, _ limit: Int, isFloor: Bool) -> String {
    "The \(name) of the pictures is \(value.megabits) Mb/s, where at \(isFloor ? "least" : "most") \(limit.megabits) is asked for."
  }

  fileprivate static func stated(_ stated: Int, _ mean: Int) -> String {
    "The file states \(stated.megabits) Mb/s of pictures; \(mean.megabits) were measured."
  }
}

extension Int {
  fileprivate var megabits: String { (Double(self) / 1e6).spelled(2) }
}
