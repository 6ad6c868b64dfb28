// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalog
import Files
import Integrity
import Operations

/// `lineup verify`: are these bytes still those bytes?
struct VerifyCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check a file or folder against its ASC MHL history, a manifest or a checksum list.",
    discussion: """
      What is found is added to the history as a generation, as ASC MHL asks: of a part of the folder, that part. A damaged history, or one on
      a volume that can only be read, gets none, and that is said. Against a list nothing is written.

      EXAMPLES
        lineup verify /mnt/nearline/A001R2EC
        lineup verify /mnt/nearline/A001R2EC --no-generation
        lineup verify delivery --against delivery.md5
        lineup verify A001R2EC --against A001R2EC-receipt.json --trust facility.pem
        lineup verify A001R2EC-receipt.json

      EXIT STATUS
        0 everything listed is there and unchanged, nothing was added; 1 something changed or is missing, or the history was tampered with;
        2 there is nothing to check, or nothing to check against; 3 everything listed is good but files were added; 64 wrong command line
      """)

  @Argument(help: "The file or folder.", completion: .file())
  var path: String
  @Option(
    help: ArgumentHelp(
      "An ASC MHL manifest or collection, an MHL 1.1 list, a list as md5sum, sha1sum or xxhsum write it, or a receipt.", valueName: "list"),
    completion: .file())
  var against: String?
  @Flag(help: "Only look: add nothing to the history.")
  var noGeneration = false
  @OptionGroup var trust: TrustOptions
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    if let status = try await verifyReceipt(console) { return status }
    let environment = try Session.environment(console, workspace: workspace.path, making: false)
    let verification = Verify(path, against: against.map { .list($0) } ?? .history, recordsGeneration: !noGeneration)
    let report = try await verification.run(in: environment)
    try environment.note(
      "verify.\(report.status.rawValue)", subject: path,
      ["verified": report.verified, "failed": report.failed.count, "missing": report.missing.count])
    console.say("\(report.status.rawValue): \(CountText(report.verified, "file")) as recorded in \(report.against), \(ByteText(report.bytes)) read")
    console.say(troublesOf: report)
    try console.document(report)
    return ExitStatus(WorkStatus(report.status))
  }
}

extension Console {
  /// Everything that is wrong, in one place at the end, and what was written.
  func say(troublesOf report: VerificationReport) {
    for failure in report.failed { say("  failed: \(failure.path): \(failure.reason)") }
    for path in report.missing { say("  missing: \(path)") }
    for path in report.new { say("  new: \(path)") }
    for rename in report.renamed { say("  renamed: \(rename.from) is now \(rename.to)") }
    for note in report.notes { say("  note: \(note)") }
    for manifest in report.manifests { say("  written: \(manifest)") }
  }
}
