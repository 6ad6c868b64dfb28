// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Catalog
import Files
import Foundation
public import Hashing
public import Integrity
import Operations

/// `lineup offload`: a verified copy to every destination.
struct OffloadCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "offload", abstract: "Copy a card, roll or folder to every destination with proof.",
    discussion: """
      The source is read once; every file is hashed, copied under a temporary name, read back and only then given its own name. Each destination gets
      a folder of the source's name with an ASC MHL history. Running the command again resumes; it never overwrites.

      EXAMPLE
        lineup offload /Volumes/A001R2EC --to /mnt/shared /mnt/nearline --hash xxh64 c4

      EXIT STATUS
        0 every copy is complete and proved; 1 a copy differs from its source; 2 nothing could be copied; 3 part of it was copied; 64 wrong command line
      """)

  @Argument(help: "The card, roll, folder or file.", completion: .file())
  var source: String
  @Option(
    name: .customLong("to"), parsing: .upToNextOption, help: ArgumentHelp("Folders that each get a copy.", valueName: "dir"), completion: .directory)
  var destinations: [String]
  @Option(parsing: .upToNextOption, help: "Hashes to record: xxh64, xxh3, xxh128, md5, sha1, sha256, c4.")
  var hash: [HashAlgorithm] = [.xxh64]
  @Option(help: "How copies are proved: transfer (sizes), source (source read twice) or full (every copy read back).")
  var verify: CopyPlan.Verification = .full
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Leave out what matches, in the syntax of gitignore; may be given again.", valueName: "pattern"))
  var ignore: [String] = []
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if destinations.isEmpty { throw ValidationError("Name at least one destination: --to DIR") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    var plan = CopyPlan(source: source, destinations: destinations, host: environment.host, clock: environment.clock)
    plan.algorithms = hash
    plan.verification = verify
    plan.ignorePatterns = ignore
    let report = try await Offload(plan).run(in: environment)
    try await environment.keep(report)
    describe(report, on: console)
    try console.document(OffloadDocument(report))
    return ExitStatus(WorkStatus(report.status))
  }

  private func describe(_ report: CopyReport, on console: Console) {
    let proved = report.destinations.map(\.complete).min() ?? 0
    let rate = report.status == .clean ? " (\(ByteText(Int64(max(0, min(report.bytesPerSecond, 1e15)))))/s)" : ""
    console.say("\(proved) of \(report.files) files proved in every copy, \(ByteText(report.bytes)) in all, \(DurationText(report.seconds))\(rate)")
    for copy in report.destinations {
      console.say("  \(copy.status.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)) \(copy.path)")
      if let manifest = copy.manifest { console.say("            \(manifest)") }
      if let reason = copy.reason { console.say("            \(reason)") }
      for failure in copy.failed { console.say("            \(failure.path): \(failure.reason)") }
    }
    for failure in report.failed { console.say("  failed: \(failure.path): \(failure.reason)") }
    for skipped in report.skipped { console.say("  left out: \(skipped.path): \(skipped.reason)") }
    for note in report.notes { console.say("  note: \(note)") }
    if report.status == .cancelled { console.say("Stopped: run the same command again to go on.") }
    console.say("\(report.safeToErase ? "Safe to erase" : "NOT safe to erase") the source: \(report.reasons.joined(separator: "; "))")
  }
}

/// The document that `offload --json` prints.
private struct OffloadDocument: Encodable {
  struct Destination: Encodable {
    var path: String
    var status: IntegrityStatus
    @Null var manifest: String?
    var failed: [CopyReport.Failure]
    var reason: String?
    var readBack: String?
  }

  var status: IntegrityStatus
  var source: String
  var files: Int
  var bytes: Int64
  var seconds: Double
  var destinations: [Destination]
  var failed: [CopyReport.Failure]
  var skipped: [CopyReport.Failure]
  var notes: [String]
  var safeToErase: Bool
  var reasons: [String]
  /// Virus scanning is asked for with `--scan`; `null` says that no file was scanned.
  @Null var scan: String?

  init(_ report: CopyReport) {
    status = report.status
    source = report.source
    files = report.files
    bytes = report.bytes
    seconds = report.seconds
    destinations = report.destinations.map {
      Destination(path: $0.path, status: $0.status, manifest: $0.manifest, failed: $0.failed, reason: $0.reason, readBack: $0.readBack?.rawValue)
    }
    failed = report.failed
    skipped = report.skipped
    notes = report.notes
    safeToErase = report.safeToErase
    reasons = report.reasons
  }
}

extension HashAlgorithm: ExpressibleByArgument {}
extension CopyPlan.Verification: ExpressibleByArgument {}
