// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Catalog
import Essence
import Files
import Foundation
public import Hashing
public import Integrity
import Operations

/// `lineup offload`: a card taken in.
struct OffloadCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "offload", abstract: "Copy a card, roll or folder to every destination with proof.",
    discussion: """
      The source is read once; every file is hashed, copied under a temporary name, read back and only then given its own name. Each destination gets
      a folder of the source's name with an ASC MHL history. Running the command again resumes, inside files too; it never overwrites.

      EXAMPLES
        lineup offload /Volumes/A001R2EC --to /mnt/shared /mnt/nearline --hash xxh64 c4
        lineup offload /Volumes/A001R2EC --to /mnt/shared /mnt/nearline --name "{production}/{date}/{camera}/{reel}" \\
          --set production="Harbour Lights" --scan /run/clamav/clamd.ctl --report A001R2EC.pdf --receipt A001R2EC-receipt.json
        lineup offload /Volumes/A001R2EC --to /mnt/shared /mnt/nearline --dry-run

      EXIT STATUS
        0 every copy is complete and proved; 1 a copy differs from its source; 2 nothing could be copied; 3 part of it was copied, or something was
        left out, as an infected file; 64 wrong command line
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
  @OptionGroup var ignoring: IgnoreOptions
  @OptionGroup(title: "Names") var naming: NamingOptions
  @OptionGroup(title: "Virus scan") var scanning: OffloadScanOptions
  @OptionGroup(title: "Destinations") var places: DestinationOptions
  @OptionGroup(title: "Papers") var papers: OffloadPaperOptions
  @OptionGroup(title: "Manifest") var signature: SignatureOptions
  @Flag(help: "Only look: say what would be copied where, what is missing on the card and what stands in the way.")
  var dryRun = false
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
    plan.ignorePatterns = try ignoring.patterns()
    places.apply(to: &plan)
    let signed = signature.signature(in: environment)
    (plan.authors, plan.location, plan.comment) = (signed.authors, signed.location, signed.comment)
    var offload = Offload(plan, naming: try naming.naming(), scan: try scanning.settings())
    offload.surveysClips = workspace.path != nil || !papers.report.isEmpty
    if dryRun { return try await preview(offload, in: environment, console) }
    try papers.check(in: environment)
    let report = try await offload.run(in: environment)
    try await environment.keep(report)
    describe(report, on: console)
    let written = try await papers.write(report, in: environment, console)
    try console.document(OffloadDocument(report, written: written))
    return ExitStatus(WorkStatus(report.copy.status))
  }

  private func preview(_ offload: Offload, in environment: Operations.Environment, _ console: Console) async throws -> ExitStatus {
    let preview = try await offload.preview(in: environment)
    let preflight = preview.preflight
    console.say("\(preflight.files) files, \(ByteText(preflight.bytes)), would be copied to")
    for target in preview.targets { console.say("  \(target)") }
    for card in preview.cards { CardText(card, in: source).say(on: console) }
    for skipped in preflight.skipped { console.say("  left out: \(skipped)") }
    for note in preview.changes + preflight.notes { console.say("  note: \(note)") }
    for problem in preflight.problems { console.say("  IN THE WAY: \(problem)") }
    console.say(preflight.problems.isEmpty ? "Nothing was written, and nothing stands in the way." : "Nothing was written.")
    try console.document(PreviewDocument(preview, source: source))
    return preflight.problems.isEmpty ? .clean : .failed
  }

  private func describe(_ report: OffloadReport, on console: Console) {
    for card in report.cards { CardText(card, in: source, listsClips: false).say(on: console) }
    if let scan = report.scan { ScanText(scan).say(on: console) }
    let copy = report.copy
    let proved = copy.destinations.map(\.complete).min() ?? 0
    let rate = copy.status == .clean ? " (\(ByteText(Int64(max(0, min(copy.bytesPerSecond, 1e15)))))/s)" : ""
    console.say("\(proved) of \(copy.files) files proved in every copy, \(ByteText(copy.bytes)) in all, \(DurationText(copy.seconds))\(rate)")
    if copy.attempts > 1 { console.say("  run \(copy.attempts) of this copy; \(ByteText(copy.resumedBytes)) were there before and proved right") }
    for destination in copy.destinations { describe(destination, on: console) }
    for failure in copy.failed { console.say("  failed: \(failure.path): \(failure.reason)") }
    for skipped in copy.skipped { console.say("  left out: \(skipped.path): \(skipped.reason)") }
    for clip in report.clips { if let trouble = clip.trouble { console.say("  NOT DESCRIBED: \(clip.name): \(trouble)") } }
    for note in report.notes + copy.notes { console.say("  note: \(note)") }
    if copy.status == .cancelled { console.say("Stopped: run the same command again to go on.") }
    console.say("\(copy.safeToErase ? "Safe to erase" : "NOT safe to erase") the source: \(copy.reasons.joined(separator: "; "))")
  }

  private func describe(_ destination: CopyReport.Destination, on console: Console) {
    console.say("  \(destination.status.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)) \(destination.path)")
    if let manifest = destination.manifest { console.say("            \(manifest)") }
    if let origin = destination.caughtUpFrom { console.say("            brought up from \(origin)") }
    if let reason = destination.reason { console.say("            \(reason)") }
    for failure in destination.failed { console.say("            \(failure.path): \(failure.reason)") }
  }
}

extension HashAlgorithm: ExpressibleByArgument {}
extension CopyPlan.Verification: ExpressibleByArgument {}
