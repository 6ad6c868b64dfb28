// SPDX-License-Identifier: Apache-2.0

import Catalog
import Delivery
import Quality

extension TaskOutcome {
  /// What inspections come to as a task: rejected where a file fails, partial where part of one could not be read.
  public init(_ results: [Inspect.Result]) {
    self.init(status: .clean)
    for result in results {
      findings += FindingCounts(result.report.findings)
      switch result.report.verdict {
      case .pass, .passWithWarnings: continue
      case .fail: status = .rejected
      case .incomplete: if status == .clean { status = .partial }
      }
      notes.append("\(result.report.path): \(result.report.verdict.rawValue)")
    }
  }

  /// What encodes come to as a task.
  public init(_ reports: [Transcode.Report]) {
    self.init(status: reports.allSatisfy(\.isWhole) ? .clean : .partial)
    files = reports.map(\.output)
    products = files.map(\.path)
    notes = reports.flatMap(\.notes)
  }

  /// What formatting comes to as a task: rejected where what was made did not prove right, and was not kept.
  public init(_ report: FormatProgramme.Report) {
    self.init(status: report.passed ? .clean : .rejected)
    files = report.output.map { [$0] } ?? []
    products = files.map(\.path)
    let wrong = report.sections.flatMap { section in
      section.proofs.filter { !$0.passed }.map { "‘\(section.name)’ at \(section.start): \($0.what): \($0.found)" }
    }
    findings.mandatory = wrong.count + report.faults.count
    notes = wrong + report.faults + report.notes
  }

  /// What a delivery comes to as a task: rejected where what was written is not what was asked for.
  public init(_ report: Deliver.Report, papers: [String]) {
    self.init(status: report.note.verdict == .fail ? .rejected : .clean)
    files = [report.output]
    products = [report.output.path]
    documents = papers
    for check in report.note.checks where !check.passed {
      switch check.level {
      case .mandatory: findings.mandatory += 1
      case .advisory: findings.advisory += 1
      case .info: findings.info += 1
      }
      notes.append("\(check.subject) is \(check.found), \(check.expected) is asked for")
    }
    notes += report.notes
  }
}
