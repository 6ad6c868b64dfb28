// SPDX-License-Identifier: Apache-2.0

import Delivery
import Foundation
import Quality

extension DeliveryCheck {
  /// What the inspection of a delivered file says of the limits that `specification` sets, in the words of a delivery note.
  ///
  /// - Parameter report: the inspection of the file as it was written.
  static func inspected(_ report: InspectionReport, against specification: DeliverySpec) -> [DeliveryCheck] {
    let limits = specification.inspection
    var checks = [
      DeliveryCheck(
        name: CheckIdentifier.unreadable.rawValue, subject: "decoding", expected: "every picture and all sound",
        found: report.unreadable == 0 ? "every picture and all sound" : "\(report.unreadable) unreadable", passed: report.unreadable == 0,
        level: .mandatory, source: "the file was opened again and decoded to its end")
    ]
    func add<Value>(_ identifier: CheckIdentifier, _ subject: String, _ figure: Figure<Value>?, expected: String, found: String) {
      guard let figure else { return }
      // What the same check only tells, as that one channel is silent, misses no limit.
      let isMissed = report.findings.contains { $0.check == identifier && $0.severity == Severity(figure.level) }
      checks.append(
        DeliveryCheck(
          name: identifier.rawValue, subject: subject, expected: expected, found: found, passed: !isMissed, level: figure.level,
          source: figure.source.citation))
    }
    let loudness = report.readings.loudness
    if let asked = limits.loudness {
      add(
        .loudness, "programme loudness", asked.target, expected: "\(asked.target.value) ± \(asked.tolerance.value) LUFS",
        found: figure(loudness.integrated, "LUFS"))
    }
    if let asked = limits.maximumTruePeak {
      add(.truePeak, "true peak", asked, expected: "at most \(asked.value) dBTP", found: figure(loudness.maxTruePeak, "dBTP"))
    }
    add(.black, "black", limits.black?.frames, expected: "none", found: places(of: .black, limits.black?.frames.level, in: report))
    add(.freeze, "freeze", limits.freeze?.seconds, expected: "none", found: places(of: .freeze, limits.freeze?.seconds.level, in: report))
    add(.silence, "silence", limits.silence?.seconds, expected: "none", found: places(of: .silence, limits.silence?.seconds.level, in: report))
    return checks + structure(report, against: specification)
  }

  /// What is asked of structure and layout: each check that missed it, or one line that all is as asked.
  private static func structure(_ report: InspectionReport, against specification: DeliverySpec) -> [DeliveryCheck] {
    let rules = specification.rules.filter { $0.section == "Structure" || $0.section == "Layout" }
    guard let source = rules.first?.source.citation else { return [] }
    let asked: [CheckIdentifier] = [
      .partitions, .frameworks, .groups, .bitRate, .timecodeTracks, .captions, .activeFormat, .indexTables, .naming, .programmeLayout, .tone,
    ]
    let missed = report.findings.filter { asked.contains($0.check) && $0.severity != .info }
    if missed.isEmpty {
      let words = "\(rules.count) rules of structure and layout"
      return [
        DeliveryCheck(
          name: "file.structure", subject: "structure and layout", expected: words, found: "as asked, as far as they were examined", passed: true,
          level: .mandatory, source: source)
      ]
    }
    return missed.map {
      DeliveryCheck(
        name: $0.check.rawValue, subject: $0.check.details?.title.lowercased() ?? $0.check.rawValue, expected: "as the specification asks",
        found: $0.text,
        passed: false, level: $0.severity == .mandatory ? .mandatory : .advisory, source: source)
    }
  }

  private static func figure(_ value: Double?, _ unit: String) -> String {
    value.map { $0.formatted(.number.precision(.fractionLength(1)).locale(Locale(identifier: "en_GB"))) + " " + unit } ?? "none"
  }

  private static func places(of identifier: CheckIdentifier, _ level: RequirementLevel?, in report: InspectionReport) -> String {
    let found = report.findings.filter { $0.check == identifier && $0.severity == level.map(Severity.init) }
    guard !found.isEmpty else { return "none" }
    let starts = found.prefix(3).compactMap(\.start).joined(separator: ", ")
    return "\(found.count)" + (starts.isEmpty ? "" : " at \(starts)\(found.count > 3 ? "…" : "")")
  }
}
