// SPDX-License-Identifier: Apache-2.0

import Custody
import Delivery
import Editorial
import Essence
import Files
import Foundation
import Integrity
import Operations
import Quality
import Reports

/// Hands operations' values to Reports: one file for each format beside the others.
struct PageWriter: ReportWriter {
  /// Whether pages that are there already are replaced, as those of a workspace's own reports folder are.
  var existing: PendingFile.Existing = .keep
  var clock: WallClock = .system
  var host: HostFacts = .current(toolVersion: Release.version)

  func obstacle(to format: ReportFormat) -> String? {
    guard format == .pdf else { return nil }
    let program = PDFRenderer().program
    let folders = program.contains("/") ? [""] : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { $0 + "/" }
    guard !folders.contains(where: { FileManager.default.isExecutableFile(atPath: $0 + program) }) else { return nil }
    return "PDF reports need WeasyPrint, and ‘\(program)’ is not installed: install it (apt-get install weasyprint), or ask for html"
  }

  func write(_ result: Inspect.Result, as formats: [ReportFormat], to base: String) async throws -> [String] {
    try await write(result.report, profile: result.profile, media: result.media, as: formats, to: base)
  }

  /// Writes the report of an inspection that was made earlier, or elsewhere.
  ///
  /// - Parameters:
  ///   - profile: what it was held against; `nil` where that is not known.
  ///   - media: the file's description; `nil` where the file is not there.
  func write(_ report: InspectionReport, profile: InspectionProfile?, media: MediaDescription?, as formats: [ReportFormat], to base: String)
    async throws
    -> [String]
  {
    let isPage = formats.contains { $0 == .html || $0 == .pdf }
    let stills = isPage ? try await FindingStills.of(report) : nil
    let page = ReportDocument(
      inspection: report, profile: profile, media: media, stills: stills?.pictures, trouble: stills?.trouble, colophon: colophon)
    let paths = try await write(page, values: report, as: formats.filter { $0 != .xml }, to: base)
    guard formats.contains(.xml) else { return paths }
    let xml = try EBUQCReport(report, profile: profile ?? InspectionProfile(name: report.profile), colophon: colophon).xml()
    try SafeWriter.write(xml, to: "\(base).xml", existing: existing)
    return paths + ["\(base).xml"]
  }

  /// Writes what became of one version's findings in the next.
  func write(_ comparison: InspectionComparison, old: InspectionReport, new: InspectionReport, as formats: [ReportFormat], to base: String)
    async throws -> [String]
  {
    let page = ReportDocument(comparison: comparison, old: old, new: new, colophon: colophon)
    return try await write(page, values: comparison, as: formats, to: base)
  }

  func write(_ description: MediaDescription, as formats: [ReportFormat], to base: String) async throws -> [String] {
    try await write(ReportDocument(media: description, colophon: colophon), values: ProbedFile(description), as: formats, to: base)
  }

  func write(_ report: CopyReport, as formats: [ReportFormat], to base: String) async throws -> [String] {
    try await write(report, papers: CopyPapers(), as: formats, to: base)
  }

  /// Writes what a copy did, with its clips and whatever else is known of it.
  func write(_ report: CopyReport, papers: CopyPapers, as formats: [ReportFormat], to base: String) async throws -> [String] {
    try await write(
      ReportDocument(copy: report, papers: papers, colophon: colophon), values: CopyRecord(report, papers: papers),
      listing: CopyListing(report, papers: papers).csv, as: formats, to: base)
  }

  /// Writes a receipt as a page; `format` is html or pdf.
  func write(_ receipt: SignedReceipt, as format: ReportFormat, to path: String) async throws {
    let page = ReportDocument(receipt: receipt, colophon: colophon)
    if format == .pdf { try await PDFRenderer().write(page, to: path) } else { try SafeWriter.write(page.html(), to: path) }
  }

  func write(_ note: DeliveryNote, as formats: [ReportFormat], to base: String) async throws -> [String] {
    try await write(ReportDocument(delivery: note, colophon: colophon), values: note, as: formats, to: base)
  }

  /// Writes what changed from one cut to the next.
  func write(
    _ changes: ChangeList, old: String, new: String, pulled: String?, values: ChangeDocument, as formats: [ReportFormat], to base: String
  ) async throws {
    let page = ReportDocument(changes: changes, old: old, new: new, pulled: pulled, colophon: colophon)
    _ = try await write(page, values: values, as: formats, to: base)
  }

  /// Writes what was pulled from a cut.
  func write(
    _ list: PullList, refused: [PullList.Refusal], list path: String, notes: [String], values: PullListing, as formats: [ReportFormat],
    to base: String
  ) async throws {
    let page = ReportDocument(pull: list, refused: refused, cut: path, notes: notes, colophon: colophon)
    _ = try await write(page, values: values, as: formats, to: base)
  }

  /// Writes the report of a whole order.
  func write(_ report: OrderReport, as formats: [ReportFormat], to base: String) async throws -> [String] {
    try await write(ReportDocument(order: report, colophon: colophon), values: report, as: formats, to: base)
  }

  /// Writes what a cut was matched to, with a comparison where one was made.
  func write(
    _ result: ConformResult, list: String, media: [String], notes: [String], reference: ReferenceReport?, values: some Encodable,
    as formats: [ReportFormat], to base: String
  ) async throws {
    let page = ReportDocument(conform: result, list: list, media: media, notes: notes, reference: reference, colophon: colophon)
    _ = try await write(page, values: values, as: formats, to: base)
  }

  // MARK: -

  private var colophon: Colophon {
    Colophon(
      tool: "\(host.tool) \(host.toolVersion)", person: host.user, host: host.hostName, date: Date(timeIntervalSince1970: clock.now.secondsSince1970))
  }

  /// - Parameter listing: the CSV, where it is not the page's tables.
  private func write(
    _ page: ReportDocument, values: some Encodable, listing: (() -> String)? = nil, as formats: [ReportFormat], to base: String
  ) async throws -> [String] {
    var paths: [String] = []
    for format in formats {
      let path = "\(base).\(format.rawValue)"
      switch format {
      case .html: try SafeWriter.write(page.html(), to: path, existing: existing)
      case .pdf: try await PDFRenderer().write(page, to: path, existing: existing)
      case .json: try SafeWriter.write(ReportJSON.encode(values), to: path, existing: existing)
      case .csv: try SafeWriter.write(listing?() ?? page.csv(), to: path, existing: existing)
      case .xml: preconditionFailure("only an inspection has a report in XML, and writes it itself")
      }
      paths.append(path)
    }
    return paths
  }
}
