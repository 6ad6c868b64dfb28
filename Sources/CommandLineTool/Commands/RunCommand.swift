// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalog
import Delivery
import Farm
import Files
import Foundation
import MediaIO
import Operations
import Reports

/// `lineup run`: a whole work order.
struct RunCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a work order from where it stands to its end.",
    discussion: """
      The order is read and checked whole before anything starts. Independent tasks run at once; a task that needs one that did not end clean is
      blocked. Running the order again does what is left: what was done before and still stands is kept.

      Records, the audit log and reports are kept in a workspace folder: ‘workspace’ beside the order unless --workspace or LINEUP_WORKSPACE says
      otherwise.

      EXAMPLES
        lineup run order.yaml --dry-run
        lineup run order.yaml

      EXIT STATUS
        0 every task ended clean; 1 something was examined and did not pass; 2 nothing could be done, the order is wrong, or it was stopped
        before anything was done; 3 some tasks were done, and others could not be or were stopped; 64 wrong command line
      """)

  /// Where the tasks run.
  enum Engine: String, ExpressibleByArgument, CaseIterable {
    /// In this process.
    case local
  }

  @Argument(help: "The order.", completion: .file(extensions: ["yaml", "yml"]))
  var order: String
  @Flag(help: "Show the plan, the space it needs and what is missing; start nothing.")
  var dryRun = false
  @Option(help: "Where the tasks run.")
  var engine: Engine = .local
  @Option(help: ArgumentHelp("How many tasks run at once.", valueName: "n"))
  var width: Int?
  @OptionGroup var library: SpecificationsCommand.LibraryOptions
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let width, !(1...64).contains(width) { throw ValidationError("--width is a number from 1 to 64") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let specifications = try library.library()
    let text = try InputFile.text(of: order, limit: 4 << 20)
    let vocabulary = OrderVocabulary(specifications: specifications.understoodNames, presets: Encoding.presets.map(\.name))
    let order = try WorkOrder.parse(text, path: order, vocabulary: vocabulary)
    let folder = workspace.path ?? order.folder.appendingPathComponent("workspace").path
    var environment = try Session.environment(console, workspace: dryRun ? nil : folder, library: specifications)
    if dryRun, Self.exists(folder + "/" + CatalogDatabase.fileName) {
      environment.workspace = try Workspace(reading: folder, isStopped: { StopRequest.isMade })
    }
    let writer = PageWriter(existing: .replace)
    environment.reports = writer
    if dryRun { return try plan(order, environment, console) }
    guard let workspace = environment.workspace else { return .failed }
    let run = OrderRun(order, in: environment, workspace: workspace, engine: LocalEngine(width: width ?? Self.standardWidth))
    let result = try await run.run { id, state, wasDone in
      if let line = TaskText.line(order, id, state, wasDone: wasDone) { console.say(line) }
    }
    let report = OrderReport(result)
    let formats = writer.possible([.html, .pdf, .json])
    // In a task of its own: an order that was stopped is reported too.
    let pages = try await Task { try await writer.write(report, as: formats, to: run.reports + "/order-report") }.value
    if !formats.contains(.pdf), let reason = writer.obstacle(to: .pdf) { console.warn("the order report has no PDF: \(reason)") }
    console.say("\(order.reference): \(result.status.rawValue) in \(DurationText(result.finished.elapsed(since: result.started) / .seconds(1)))")
    for exception in report.exceptions { console.say("  \(exception)") }
    for page in pages { console.say("  \(page)") }
    try console.document(RunDocument(result, reports: pages))
    return Self.exitStatus(result)
  }

  // MARK: -

  /// An order that was stopped is done in part where a task came to its end, in this run or an earlier one.
  private static func exitStatus(_ result: OrderResult) -> ExitStatus {
    guard result.status == .cancelled else { return ExitStatus(result.status) }
    return result.tasks.contains { [.clean, .rejected, .partial].contains($0.state.status) } ? .partial : .failed
  }

  private static func exists(_ folder: String) -> Bool { (try? FileFacts.of(folder)) != nil }

  /// Encoders fill several cores each: half as many tasks as cores, and at least two, so that a copy and an encode go together.
  private static var standardWidth: Int { max(2, ProcessInfo.processInfo.activeProcessorCount / 2) }

  private func plan(_ order: WorkOrder, _ environment: Environment, _ console: Console) throws -> ExitStatus {
    let plan =
      if let workspace = environment.workspace {
        try OrderRun(order, in: environment, workspace: workspace, engine: LocalEngine(width: 1)).plan()
      } else {
        OrderPlan(order, in: environment)
      }
    console.say("\(order.reference): \(CountText(plan.items.count, "task"))")
    for item in plan.items {
      let needs = order.task(item.id)?.needs ?? []
      let after = needs.isEmpty ? "" : ", after \(needs.joined(separator: ", "))"
      console.say("  \(item.isDone ? "done" : "to do") \(item.id): \(item.kind)\(after)")
      if let input = item.input, !item.isDone { console.say("        reads \(input)" + (item.bytesRead > 0 ? ", \(ByteText(item.bytesRead))" : "")) }
      for (folder, bytes) in item.bytesWritten.sorted(by: { $0.key < $1.key }) { console.say("        writes about \(ByteText(bytes)) to \(folder)") }
    }
    for volume in plan.volumes {
      console.say("  space: about \(ByteText(volume.needed)) of \(ByteText(volume.available)) free at \(volume.folder)")
    }
    for obstacle in plan.obstacles { console.warn("\(order.file.path):\(obstacle)") }
    try console.document(PlanDocument(order, plan))
    return plan.obstacles.isEmpty ? .clean : .failed
  }
}
