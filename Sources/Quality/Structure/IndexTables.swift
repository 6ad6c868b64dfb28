// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// The index tables of MXF (SMPTE ST 377-1, 11): whether there are any, whether they are whole, and whether they end where the pictures do.
struct IndexTables: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let severity = subject.profile.structure.indexTables, subject.description.wrapper.format == "mxf" else { return [] }
    func finding(_ text: String, _ value: Int? = nil, _ limit: Int? = nil) -> Finding {
      Finding(
        .indexTables, severity: severity, value: value.map(Double.init), limit: limit.map(Double.init), unit: value.map { _ in "edit units" },
        text: text)
    }
    guard let tables = subject.description.wrapper.partitions?.indexTables else {
      return [finding("The index tables of the file could not be read.")]
    }
    if tables.isEmpty { return [finding("The file has no index table: nothing can jump in it without reading it from the start.")] }
    var findings = tables.flatMap { table in table.faults.map { finding("Index table \(table.number) is not whole: \($0).") } }
    if let stream = subject.description.video.first, let rate = stream.facts.rate, let pictures = subject.pictures[stream.index] {
      let own = tables.filter { $0.rate.numerator * rate.denominator == rate.numerator * $0.rate.denominator }
      if own.isEmpty { findings.append(finding("No index table counts in the rate of the pictures.")) }
      for table in own {
        // Edit units of one size may go on to the end of the essence, wherever that is.
        guard let units = table.editUnits, units != pictures else { continue }
        findings.append(
          finding("Index table \(table.number) covers \(units) edit units, and the file holds \(pictures) pictures.", units, pictures))
      }
    }
    return findings
  }
}
