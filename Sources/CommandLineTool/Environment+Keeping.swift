// SPDX-License-Identifier: Apache-2.0

import Catalog
import Custody
import Files
import Foundation
import Hashing
import Integrity
import Operations
import Quality

/// What a command of its own leaves in the workspace that it was given: records, audit entries and reports. Without a workspace, nothing.
extension Environment {
  private func recorder() throws -> TaskRecorder? {
    try workspace?.check()
    return workspace.map { TaskRecorder($0.catalog, by: AuditContext(host, clock: clock)) }
  }

  /// Keeps what an ingest came to.
  func keep(_ report: OffloadReport) async throws {
    guard let recorder = try recorder() else { return }
    try recorder.ingested(report)
    let infected = report.scan?.report.files(.infected).count ?? 0
    try note("offload.\(report.copy.status.rawValue)", subject: report.copy.source, ["files": report.copy.files, "infected": infected])
    _ = try await reports.write(report, as: [.html, .json, .csv], to: try base("offload", of: report.copy.source))
  }

  /// Keeps an inspection.
  func keep(_ result: Inspect.Result) async throws {
    guard let recorder = try recorder() else { return }
    try recorder.inspected(result, of: try await proof(of: result.report.path))
    _ = try await reports.write(result, as: [.html, .json], to: try base("qc", of: result.report.path))
  }

  /// Keeps an encode.
  func keep(_ report: Transcode.Report, from source: String) async throws {
    guard let recorder = try recorder() else { return }
    try recorder.made(report.output, from: try await proof(of: source))
  }

  /// Keeps a formatted file.
  func keep(_ report: FormatProgramme.Report, from sources: [String]) async throws {
    guard let output = report.output, let recorder = try recorder() else { return }
    var proofs: [FileProof] = []
    for source in sources { proofs.append(try await proof(of: source)) }
    try recorder.made(output, from: proofs)
  }

  /// Keeps a delivery.
  func keep(_ report: Deliver.Report, from source: String) async throws {
    guard let recorder = try recorder() else { return }
    try recorder.delivered(report, from: try await proof(of: source))
  }

  /// Notes something that changed no record.
  func note(_ action: String, subject: String, _ counts: [String: Int]) throws {
    guard let workspace else { return }
    try workspace.check()
    try workspace.catalog.note(
      action, subject: Self.absolute(subject), details: counts.mapValues { .integer(Int64($0)) }, by: AuditContext(host, clock: clock))
  }

  /// The digest that ties a report to its file, as `xxh64:…`.
  func digest(of path: String) async throws -> String? {
    try await proof(of: path).digests["xxh64"].map { "xxh64:\($0)" }
  }

  // MARK: -

  private func proof(of path: String) async throws -> FileProof {
    let path = Self.absolute(path)
    return try await onOwnThread { try FileProof.of(path, [.standard], cancellation: $0) }
  }

  /// A report's path in the workspace: what was done, to what and when.
  private func base(_ kind: String, of path: String) throws -> String {
    guard let workspace else { return "" }
    let folder = try workspace.makeReports(kind)
    let name = URL(fileURLWithPath: path).lastPathComponent
    // Two cards of one name may end in one second.
    return "\(folder)/\(clock.now.fileNameText)_\(TaskRunner.reportName(name))_\(RecordID.make().suffix(4))"
  }

  private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}
