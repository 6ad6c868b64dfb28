// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery
import Files
import Foundation
import Operations

/// `lineup deliver`: encode to a specification, name, check back, checksum, note.
struct DeliverCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Deliver a master to a specification: encode, name, check what was written, write the delivery note.",
    discussion: """
      EXAMPLE
        lineup deliver A001C003.mov --spec prores-master --to deliveries --set seriesTitle="Harbour Lights"

      EXIT STATUS
        0 delivered and as specified; 1 delivered, but what was written is not as specified; 2 could not be done; 64 wrong command line
      """)

  @Argument(help: "The master.", completion: .file())
  var input: String
  @Option(help: "The specification's name; ‘lineup specs list’ lists them.")
  var spec: String
  @Option(name: .customLong("to"), help: ArgumentHelp("The folder to deliver into.", valueName: "dir"), completion: .directory)
  var folder: String
  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Metadata that the specification asks for; ‘lineup specs show NAME’ lists it.", valueName: "key=value"))
  var metadata: [String] = []
  @OptionGroup var library: SpecificationsCommand.LibraryOptions
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  private struct Document: Encodable {
    struct Output: Encodable {
      var path: String
      var spec: String
      var bytes: Int
      var digest: String
      var digests: [String: String]
    }

    var outputs: [Output]
    var checks: [DeliveryCheck]
    var verdict: DeliveryVerdict
    var note: [String]
    var notes: [String]
    var frames: Int
    var seconds: Double
  }

  func validate() throws {
    _ = try Settings.values(of: metadata)
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let specifications = try library.library()
    let specification = try specifications.chosen(spec)
    let environment = try Session.environment(console, workspace: workspace.path, library: specifications)
    let answers = try Settings.values(of: metadata)
    let delivery = Deliver(input, to: specification, in: URL(fileURLWithPath: folder).standardizedFileURL.path, metadata: answers)
    let report = try await delivery.run(in: environment, reference: nil)
    try await environment.keep(report, from: input)
    let papers = try await environment.reports.write(
      report.note, as: environment.reports.possible([.html, .pdf, .json]), to: Deliver.noteBase(for: report.output.path))
    console.say(
      "\(report.note.verdict.rawValue): \(report.output.path), \(CountText(report.frames ?? 0, "frame")), \(ByteText(report.output.bytes)), in \(DurationText(report.seconds))"
    )
    for check in report.note.checks where !check.passed {
      console.say("  \(check.level.rawValue): \(check.subject) is \(check.found), \(check.expected) is asked for (\(check.source))")
    }
    for note in report.notes { console.say("  note: \(note)") }
    for paper in papers { console.say("  \(paper)") }
    let digest = report.output.digests["xxh64"].map { "xxh64:\($0)" } ?? ""
    try console.document(
      Document(
        outputs: [
          .init(path: report.output.path, spec: specification.name, bytes: report.output.bytes, digest: digest, digests: report.output.digests)
        ], checks: report.note.checks, verdict: report.note.verdict, note: papers, notes: report.notes, frames: report.frames ?? 0,
        seconds: report.seconds))
    return report.note.verdict == .fail ? .rejected : .clean
  }
}
