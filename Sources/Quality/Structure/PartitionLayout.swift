// SPDX-License-Identifier: Apache-2.0

import Essence

/// The parts of the wrapper: partitions, random index pack, operational pattern and alignment of MXF (SMPTE ST 377-1; EBU QC 0118W), and whether the index of a
/// QuickTime or MP4 file comes before its essence.
struct PartitionLayout: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let (wrapper, limits) = (subject.description.wrapper, subject.profile.structure)
    var findings: [Finding] = []
    func report(_ severity: Severity?, _ text: String) {
      if let severity { findings.append(Finding(.partitions, severity: severity, text: text)) }
    }
    if limits.indexFirst != nil, wrapper.format == "mov" || wrapper.format == "mp4" {
      if wrapper.indexComesFirst == false { report(limits.indexFirst, "The index (moov) comes behind the essence, where it is asked for before it.") }
      if wrapper.indexComesFirst == nil { report(limits.indexFirst, "Whether the index comes before the essence could not be told.") }
    }
    guard wrapper.format == "mxf" else { return findings }
    let asksForPartitions = [limits.closedAndComplete, limits.randomIndex, limits.singleEssencePartition].compactMap(\.self)
    guard let partitions = wrapper.partitions else {
      let severity = asksForPartitions.first ?? limits.operationalPatterns?.severity ?? limits.alignments?.severity
      report(severity, "The partitions of the file could not be read.")
      return findings
    }
    if !(partitions.header.isClosed && partitions.header.isComplete) {
      report(limits.closedAndComplete, "The header partition is \(partitions.header.words), where closed and complete is asked for.")
    }
    if partitions.footer == nil { report(limits.closedAndComplete, "The file has no footer partition: its writer did not finish.") }
    for fault in partitions.faults { report(limits.closedAndComplete, "The chain of partitions is broken: \(fault).") }
    switch partitions.randomIndex {
    case .missing: report(limits.randomIndex, "The file has no random index pack.")
    case .contradicts(let fault): report(limits.randomIndex, "The random index pack \(fault).")
    case .consistent: break
    }
    if let asked = limits.operationalPatterns, let other = partitions.patterns.first(where: { !asked.allowed.contains($0) }) {
      report(asked.severity, "A partition names the operational pattern \(other), where \(asked.allowed.joined(separator: " or ")) is asked for.")
    }
    if let asked = limits.alignments, let other = partitions.alignments.first(where: { !asked.allowed.contains($0) }) {
      let wanted = asked.allowed.map(String.init).joined(separator: " or ")
      report(asked.severity, "A partition is aligned to \(other) bytes (KAG), where \(wanted) is asked for.")
    }
    if partitions.essencePartitions > 1 {
      report(limits.singleEssencePartition, "The essence lies in \(partitions.essencePartitions) partitions, where one is asked for.")
    }
    return findings
  }
}
