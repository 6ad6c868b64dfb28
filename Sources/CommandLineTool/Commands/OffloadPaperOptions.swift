// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Custody
import Files
import Foundation
import Hashing
import Integrity
import Operations

/// The papers of an offload: its report, and a receipt for whoever handed the card over.
struct OffloadPaperOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Write a copy report with the clips' pictures: .html, .pdf, .csv or .json; may be given again.", valueName: "out"),
    completion: .file())
  var report: [String] = []
  @Option(
    help: ArgumentHelp("Write a signed receipt when every copy is complete; see ‘lineup receipt’.", valueName: "file.json"), completion: .file())
  var receipt: String?
  @OptionGroup var key: KeyOptions
  @Option(help: "Whom the receipt is for.")
  var recipient: String?
  @Option(help: "The name of the facility that gives the receipt.")
  var facility: String?

  func validate() throws {
    for path in report where Self.format(of: path) == nil { throw ValidationError("‘\(path)’: a report ends in .html, .pdf, .csv or .json") }
    let papers = report + (receipt.map { [$0] } ?? [])
    if let twice = papers.first(where: { path in papers.count { $0 == path } > 1 }) { throw ValidationError("‘\(twice)’ is named twice") }
    if receipt == nil, recipient != nil || facility != nil {
      throw ValidationError("--recipient and --facility are said in a receipt: add --receipt FILE")
    }
  }

  /// The paths of all papers, as they were given.
  var paths: [String] { report + (receipt.map { [$0] } ?? []) }

  /// What would keep a paper from being written in the end: told before anything is copied.
  func obstacles(in environment: Operations.Environment) -> [Offload.Obstacle] {
    var obstacles: [Offload.Obstacle] = []
    for path in paths {
      let folder = SystemPath.split(path).folder
      if (try? FileFacts.of(folder).kind) != .folder {
        obstacles.append(.init(.paper, path, "there is no folder ‘\(folder)’ to write it to: make it, or name another"))
      } else if !FileManager.default.isWritableFile(atPath: folder) {
        obstacles.append(.init(.paper, path, "cannot be written: ‘\(folder)’ can only be read; name another folder"))
      }
    }
    for path in report {
      if let format = Self.format(of: path), let reason = environment.reports.obstacle(to: format) {
        obstacles.append(.init(.paper, path, "cannot be made: \(reason)"))
      }
    }
    if let receipt {
      do { _ = try key.file.key() } catch { obstacles.append(.init(.paper, receipt, "could not be signed: \(error)")) }
    }
    return obstacles
  }

  /// What became of the papers.
  struct Outcome {
    /// The files that were written.
    var written: [String] = []
    /// What to know, a sentence each.
    var notes: [String] = []
    /// What could not be written, and why.
    var troubles: [String] = []
  }

  /// Writes the papers, each whatever becomes of the others: the copy is made, and nothing here may hide that.
  func write(_ report: OffloadReport, in environment: Operations.Environment) async -> Outcome {
    var outcome = Outcome()
    guard !paths.isEmpty else { return outcome }
    guard report.copy.status != .cancelled else {
      outcome.notes.append("no report and no receipt was written: the copy was stopped; the same command goes on and writes them in the end")
      return outcome
    }
    for path in self.report {
      guard let format = Self.format(of: path) else { continue }
      do {
        let free = try FreeName(for: path)
        outcome.written += try await environment.reports.write(report, as: [format], to: String(free.path.dropLast(format.rawValue.count + 1)))
        if let note = free.note { outcome.notes.append(note) }
      } catch { outcome.troubles.append("the report ‘\(path)’ could not be written: \(error)") }
    }
    if let receipt {
      do { try await write(receipt, for: report.copy, in: environment, &outcome) } catch {
        outcome.troubles.append("the receipt ‘\(receipt)’ could not be given: \(error)")
      }
    }
    return outcome
  }

  // MARK: -

  private func write(_ path: String, for copy: CopyReport, in environment: Operations.Environment, _ outcome: inout Outcome) async throws {
    if let reason = try reasonForNone(copy) { return outcome.notes.append("no receipt was written: \(reason)") }
    // What this run did not read back is read before anybody signs for it.
    let making = MakeReceipt(
      of: copy.destinations.map(\.path), facility: facility, recipient: recipient, verifiesFiles: copy.verification != .full)
    let signed = try await making.run(in: environment, key: try key.file.key())
    let free = try FreeName(for: path)
    try SafeWriter.write(signed.text, to: free.path)
    outcome.written.append(free.path)
    if let note = free.note { outcome.notes.append(note) }
    outcome.notes.append("the receipt is signed by key \(signed.publicKey.fingerprintText)")
  }

  /// Why the copy as it is gets no receipt.
  private func reasonForNone(_ copy: CopyReport) throws -> String? {
    if let file = copy.failed.first { return "‘\(file.path)’ could not be read from the source" }
    if let file = copy.skipped.first {
      let count = copy.skipped.count
      return "\(CountText(count, "thing")) of the source \(count == 1 ? "was" : "were") left out, ‘\(file.path)’ first"
        + " (\(file.reason)); ‘lineup receipt FOLDER’ gives one for what was copied, which names them"
    }
    if let open = copy.destinations.first(where: { $0.status != .clean || $0.manifest == nil }) {
      let advice =
        open.status == .rejected
        ? "what lies there is not what was to be copied; find out why before anybody signs for it"
        : "it is given when every copy is; run the same command again"
      return "‘\(open.path)’ is \(open.status.rawValue), not clean: \(advice)"
    }
    guard let first = copy.destinations.first, try FileFacts.of(first.path).kind == .folder else { return "one is given for folders, not for a file" }
    return nil
  }

  private static func format(of path: String) -> ReportFormat? { ReportPaths.format(of: path, among: ReportFormat.general) }
}
