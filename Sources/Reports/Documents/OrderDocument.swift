// SPDX-License-Identifier: Apache-2.0

import Foundation

extension ReportDocument {
  /// A work order's report: what was asked beside what was done, from which sources, with which results and exceptions.
  public init(order report: OrderReport, colophon: Colophon) {
    self.init(
      kind: "Work order report", subject: [report.order, report.title].compactMap { $0 }.joined(separator: " · "), badge: report.status.badge,
      summary: report.summary, facts: report.facts(in: colophon.timeZone), colophon: colophon)
    sections = [
      Section("Exceptions", [report.exceptions.isEmpty ? .paragraph("Everything was done as asked.") : .items(report.exceptions)]),
      Section("Asked and done", [.table(report.taskTable), .table(report.timeTable(in: colophon.timeZone))]),
    ]
    let told = report.tasks.flatMap { task in task.messages.map { "\(task.id): \($0)" } }
    if !told.isEmpty { sections.append(Section("What the tasks reported", [.items(told)])) }
    let outputs = report.tasks.flatMap { task in task.outputs.map { Row([task.id, $0]) } }
    sections.append(
      Section(
        "Outputs",
        [
          .table(
            Table(
              caption: "Files made, by task", columns: [.init("Task", .name), .init("File", .code)], rows: outputs, emptyText: "No file was made."))
        ]
      ))
    sections.append(Section("Deliveries", [.table(Table(files: report.deliveries, caption: "Files delivered", emptyText: "Nothing was delivered."))]))
    sections.append(Section("Sources", [.table(Table(files: report.sources, caption: "Files used", emptyText: "No source was used."))]))
  }
}

extension OrderReport.Status {
  /// The status as a stamp.
  var badge: ReportDocument.Badge { ReportDocument.Badge(word, tone) }

  /// The status in a word.
  var word: String {
    switch self {
    case .clean: "Done"
    case .rejected: "Rejected"
    case .failed: "Failed"
    case .partial: "Partly done"
    case .cancelled: "Cancelled"
    case .waiting: "Waiting"
    case .running: "Running"
    case .blocked: "Blocked"
    }
  }

  /// How the status is meant.
  var tone: ReportDocument.Tone {
    switch self {
    case .clean: .good
    case .rejected, .failed: .bad
    case .partial, .cancelled, .blocked: .caution
    case .waiting, .running: .neutral
    }
  }
}

extension OrderReport {
  fileprivate var summary: String {
    let done = tasks.count { $0.status == .clean }
    let mandatory = tasks.map(\.findings.mandatory).reduce(0, +)
    var parts = ["\(Figures.count(done)) of \(Figures.count(tasks.count, "task")) done and clean"]
    if mandatory > 0 { parts.append(Figures.count(mandatory, "mandatory finding")) }
    parts.append(exceptions.isEmpty ? "no exceptions" : Figures.count(exceptions.count, "exception"))
    return parts.joined(separator: ", ") + "."
  }

  fileprivate func facts(in zone: TimeZone) -> [ReportDocument.Fact] {
    var facts: [ReportDocument.Fact] = [.init("Order", order)]
    for (name, value) in [("Client", client), ("Production", production), ("Title", title), ("Priority", priority)] {
      if let value { facts.append(.init(name, value)) }
    }
    if let due { facts.append(.init("Due", Figures.date(due, in: zone))) }
    if !contacts.isEmpty { facts.append(.init("Contacts", contacts.joined(separator: "; "))) }
    if started != nil { facts.append(.init("Started", Figures.date(started, in: zone))) }
    if finished != nil { facts.append(.init("Finished", Figures.date(finished, in: zone))) }
    if seconds != nil { facts.append(.init("Took", Figures.duration(seconds: seconds))) }
    facts.append(.init("Sources", totals(of: sources)))
    facts.append(.init("Deliveries", totals(of: deliveries)))
    return facts
  }

  private func totals(of files: [File]) -> String {
    files.isEmpty ? "none" : "\(Figures.count(files.count, "file")), \(Figures.size(files.map(\.bytes).reduce(0, +)))"
  }

  fileprivate var taskTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "Each task as it was asked, and how it ended",
      columns: [
        .init("Task", .name), .init("Kind"), .init("Asked"), .init("Result", .mark), .init("Mandatory", .figures), .init("Advisory", .figures),
        .init("Info", .figures),
      ],
      rows: tasks.map { task in
        let counts = [task.findings.mandatory, task.findings.advisory, task.findings.info].map(Figures.count)
        return .init([task.id, task.kind, task.asked, task.status.word] + counts, tone: task.status.tone)
      },
      emptyText: "The order has no tasks.")
  }

  fileprivate func timeTable(in zone: TimeZone) -> ReportDocument.Table {
    ReportDocument.Table(
      caption: "When each task ran",
      columns: [.init("Task", .name), .init("Started", .stamp), .init("Finished", .stamp), .init("Worked", .figures)],
      rows: tasks.map { task in
        .init([task.id, Figures.date(task.started, in: zone), Figures.date(task.finished, in: zone), Figures.duration(seconds: task.seconds)])
      },
      emptyText: "The order has no tasks.")
  }
}

extension ReportDocument.Table {
  /// Files with their sizes and every digest they have.
  init(files: [OrderReport.File], caption: String, emptyText: String) {
    let hasSpecs = files.contains { $0.spec != nil }
    self.init(
      caption: caption,
      columns: [.init("File", .code)] + (hasSpecs ? [.init("Specification")] : []) + [.init("Bytes", .figures), .init("Digests", .code)],
      rows: files.map { file in
        let digests = file.digests.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " · ")
        return .init(
          [file.path] + (hasSpecs ? [file.spec ?? Figures.none] : []) + [Figures.count(file.bytes), digests.isEmpty ? Figures.none : digests])
      },
      emptyText: emptyText)
  }
}
