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
        0 every copy is complete and proved; 1 a copy differs from its source; 2 nothing could be copied, or all was and a paper could not be written;
        3 part of it was copied, also where the copy was stopped, or something was left out, as an infected file; 64 wrong command line
      """)

  @Argument(help: "The card, roll, folder or file.", completion: .file())
  var source: String
  @Option(
    name: .customLong("to"), parsing: .upToNextOption, help: ArgumentHelp("Folders that each get a copy.", valueName: "dir"), completion: .directory)
  var destinations: [String]
  @Option(parsing: .upToNextOption, help: "Hashes to record: xxh64, xxh3, xxh128, md5, sha1, sha256, c4.")
  var hash: [HashNames] = [.standard]
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
    let environment = try Session.environment(console, workspace: workspace.path, making: !dryRun)
    var plan = CopyPlan(source: source, destinations: destinations, host: environment.host, clock: environment.clock)
    plan.algorithms = hash.algorithms
    plan.verification = verify
    plan.ignorePatterns = try ignoring.patterns()
    places.apply(to: &plan)
    let signed = signature.signature(in: environment)
    (plan.authors, plan.location, plan.comment) = (signed.authors, signed.location, signed.comment)
    var offload = Offload(plan, naming: try naming.naming(), scan: try scanning.settings())
    offload.makesPosters = workspace.path != nil || !papers.report.isEmpty
    offload.papers = papers.paths
    offload.acceptsOtherVolume = places.acceptOtherVolume
    if dryRun { return try await preview(offload, in: environment, console) }
    if let obstacle = papers.obstacles(in: environment).first { throw OperationsError(.badInput, subject: obstacle.subject, "\(obstacle)") }
    let report = try await offload.run(in: environment)
    describe(report, on: console)
    // In a task of its own: a copy that was stopped, or whose operator stopped the rest, is recorded too.
    let outcome = await Task { await filed(report, in: environment) }.value
    for note in outcome.notes { console.say("  note: \(note)") }
    for path in outcome.written { console.say("written: \(path)") }
    for trouble in outcome.troubles { console.warn(trouble) }
    try console.document(OffloadDocument(report, written: outcome.written, notes: outcome.notes + outcome.troubles))
    return outcome.troubles.isEmpty || report.copy.status != .clean ? Self.exitStatus(report.copy) : .failed
  }

  /// What was stopped is done in part where a file is complete at a destination, and is otherwise not done.
  private static func exitStatus(_ copy: CopyReport) -> ExitStatus {
    guard copy.status == .cancelled else { return ExitStatus(WorkStatus(copy.status)) }
    return copy.destinations.contains { $0.complete > 0 } ? .partial : .failed
  }

  /// Writes the papers and keeps the records. What fails there is told; the copy stands.
  private func filed(_ report: OffloadReport, in environment: Operations.Environment) async -> OffloadPaperOptions.Outcome {
    var outcome = await papers.write(report, in: environment)
    do { try await environment.keep(report) } catch {
      outcome.troubles.append("what was copied could not be recorded in the workspace: \(error)")
    }
    return outcome
  }

  private func preview(_ offload: Offload, in environment: Operations.Environment, _ console: Console) async throws -> ExitStatus {
    let preview = try await offload.preview(in: environment)
    let preflight = preview.preflight
    let obstacles = preview.obstacles + papers.obstacles(in: environment)
    console.say("\(CountText(preflight.files, "file")), \(ByteText(preflight.bytes)), would be copied to")
    for target in preview.targets { console.say("  \(target)") }
    for card in preview.cards { CardText(card, in: source).say(on: console) }
    for skipped in preflight.skipped { console.say("  left out: \(skipped)") }
    for note in preview.changes + preflight.notes { console.say("  note: \(note)") }
    let taken = papers.paths.compactMap { path in try? FreeName(for: path).note }
    for note in taken { console.say("  note: \(note)") }
    let problems = preflight.problems.map(\.description) + obstacles.map(\.description)
    for problem in problems { console.say("  IN THE WAY: \(problem)") }
    console.say(problems.isEmpty ? "Nothing was written, and nothing stands in the way." : "Nothing was written.")
    try console.document(PreviewDocument(preview, obstacles: obstacles, notes: taken, source: source))
    return problems.isEmpty ? .clean : .failed
  }

  private func describe(_ report: OffloadReport, on console: Console) {
    for card in report.cards { CardText(card, in: source, listsClips: false).say(on: console) }
    if let scan = report.scan { ScanText(scan).say(on: console) }
    let copy = report.copy
    let proved = copy.destinations.map(\.complete).min() ?? 0
    let rate = copy.status == .clean ? " (\(ByteText(Int64(max(0, min(copy.bytesPerSecond, 1e15)))))/s)" : ""
    let amount = "\(ByteText(copy.bytes)) in all, \(DurationText(copy.seconds))\(rate)"
    if proved == 0, copy.status != .clean {
      console.say("\(copy.status.rawValue): none of \(CountText(copy.files, "file")) is in every copy, \(amount)")
    } else {
      console.say("\(CountText.grouped(Int64(proved))) of \(CountText(copy.files, "file")) \(copy.verification.words), \(amount)")
    }
    if copy.attempts > 1 { console.say("  run \(copy.attempts) of this copy") }
    let unread = Set(copy.failed.map(\.path))
    for destination in copy.destinations { describe(destination, unread, on: console) }
    say(copy.failed, "  failed: ", on: console)
    say(copy.skipped, "  left out: ", on: console)
    for clip in report.clips { if let trouble = clip.trouble { console.say("  NOT DESCRIBED: \(clip.name): \(trouble)") } }
    for note in report.notes + copy.notes { console.say("  note: \(note)") }
    if copy.status == .cancelled { console.say("Stopped: run the same command again to go on.") }
    console.say("\(copy.safeToErase ? "Safe to erase" : "NOT safe to erase") the source: \(copy.reasons.joined(separator: "; "))")
  }

  /// A card that was pulled out fails file by file: the first are named, and the verdict below stays on the screen.
  private func say(_ failures: [CopyReport.Failure], _ words: String, on console: Console) {
    let most = 20
    for failure in failures.prefix(most) { console.say("\(words)\(failure.path): \(failure.reason)") }
    let more = failures.count - most
    if more > 0 { console.say("\(words)\(CountText(more, "more file")), each with its reason in the report (--report, --json)") }
  }

  /// What failed for no fault of the destination's, because its source was not read, is told once, of the source.
  private func describe(_ destination: CopyReport.Destination, _ unread: Set<String>, on console: Console) {
    console.say("  \(destination.status.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)) \(destination.path)")
    if let manifest = destination.manifest { console.say("            \(manifest)") }
    if let bytes = destination.resumedBytes, bytes > 0 { console.say("            \(ByteText(bytes)) were here before this run and proved right") }
    if let origin = destination.caughtUpFrom { console.say("            brought up from \(origin)") }
    if let reason = destination.reason { console.say("            \(reason)") }
    say(destination.failed.filter { !unread.contains($0.path) }, "            ", on: console)
    let lacking = destination.failed.count { unread.contains($0.path) }
    if lacking > 0 { console.say("            \(CountText(lacking, "file")) not here, since the source could not be read: see below") }
  }
}

extension CopyPlan.Verification {
  /// What is known of files that count as complete.
  fileprivate var words: String {
    switch self {
    case .transfer: "copied to every destination (sizes compared; not read back)"
    case .source: "copied to every destination (the source was read twice; the copies were not read back)"
    case .full: "proved in every copy"
    }
  }
}

extension CopyPlan.Verification: ExpressibleByArgument {}
