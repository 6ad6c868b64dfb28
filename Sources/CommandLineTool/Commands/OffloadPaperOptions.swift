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

  /// What could not be written in the end is refused before anything is copied.
  func check(in environment: Operations.Environment) throws {
    for path in report + (receipt.map { [$0] } ?? []) {
      if try FileFacts.ifExists(path) != nil { throw FilesError(.alreadyExists, subject: path) }
      _ = try FileFacts.of(URL(fileURLWithPath: path).deletingLastPathComponent().relativePath)
    }
    for path in report {
      if let format = Self.format(of: path), let reason = environment.reports.obstacle(to: format) {
        throw OperationsError(.badInput, subject: path, "‘\(path)’ cannot be made: \(reason)")
      }
    }
    if receipt != nil { _ = try key.file.key() }
  }

  /// Writes the papers; answers their paths.
  func write(_ report: OffloadReport, in environment: Operations.Environment, _ console: Console) async throws -> [String] {
    var written: [String] = []
    for path in self.report {
      guard let format = Self.format(of: path) else { continue }
      written += try await environment.reports.write(report, as: [format], to: String(path.dropLast(format.rawValue.count + 1)))
    }
    if let receipt { written += try await write(receipt, for: report.copy, in: environment, console) }
    for path in written { console.say("written: \(path)") }
    return written
  }

  // MARK: -

  private func write(_ path: String, for copy: CopyReport, in environment: Operations.Environment, _ console: Console) async throws -> [String] {
    let whole = copy.destinations.filter { $0.manifest != nil }.map(\.path)
    guard copy.failed.isEmpty, whole.count == copy.destinations.count, let first = whole.first, try FileFacts.of(first).kind == .folder else {
      console.say("No receipt was written: one is given for folders of which every copy is complete. ‘lineup receipt FOLDER’ gives it later.")
      return []
    }
    let making = MakeReceipt(of: whole, facility: facility, recipient: recipient)
    let signed = try await making.run(in: environment, key: try key.file.key())
    try SafeWriter.write(signed.text, to: path)
    console.say("receipt signed by key \(signed.publicKey.fingerprintText)")
    return [path]
  }

  private static func format(of path: String) -> ReportFormat? {
    ReportFormat.allCases.first { path.lowercased().hasSuffix(".\($0.rawValue)") && path.count > $0.rawValue.count + 1 }
  }
}
