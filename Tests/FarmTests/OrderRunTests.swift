// SPDX-License-Identifier: Apache-2.0

import Catalog
import Delivery
import Essence
import Files
import Foundation
import Integrity
import Operations
import Synchronization
import TestSupport
import Testing

@testable import Farm

/// Writes no pages: says where they would be.
private struct NoPages: ReportWriter {
  func obstacle(to format: ReportFormat) -> String? { nil }
  func write(_ result: Inspect.Result, as formats: [ReportFormat], to base: String) async throws -> [String] { [] }
  func write(_ description: MediaDescription, as formats: [ReportFormat], to base: String) async throws -> [String] { [] }
  func write(_ report: OffloadReport, as formats: [ReportFormat], to base: String) async throws -> [String] { [] }
  func write(_ note: DeliveryNote, as formats: [ReportFormat], to base: String) async throws -> [String] { [] }
}

@Suite struct OrderRunTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write("card/C001.txt", "one")
    try write("card/deep/C002.txt", "two")
  }

  private func write(_ name: String, _ text: String) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func order(_ tasks: String) throws -> WorkOrder {
    try WorkOrder.parse(
      "reference: WO 1/2\ntasks:\n" + tasks, path: folder.path("order.yaml"), vocabulary: OrderVocabulary(specifications: ["rushes"], presets: []))
  }

  private func workspace() throws -> Workspace { try Workspace(folder.path("workspace")) }

  private func run(_ order: WorkOrder, in workspace: Workspace) async throws -> OrderResult {
    let environment = Environment(
      host: HostFacts(hostName: "suite", operatingSystem: "test", user: "ada", toolVersion: "1"), specifications: try SpecificationLibrary(),
      workspace: workspace, reports: NoPages())
    return try await OrderRun(order, in: environment, workspace: workspace, engine: LocalEngine(width: 2)).run()
  }

  private static let copyAndVerify = """
      - {id: copy, offload: {source: card, to: [one, two], hash: [xxh64, md5]}}
      - {id: proof, verify: {input: copy}}
    """

  @Test func `a copy and its verification end clean, with every file recorded back to its source`() async throws {
    let workspace = try workspace()
    let result = try await run(try order(Self.copyAndVerify), in: workspace)
    #expect(result.status == .clean)
    #expect(result.tasks.map(\.state.status) == [.clean, .clean])
    let copies = try workspace.catalog.fileInstances(path: folder.path("two/card/deep/C002.txt"))
    let copy = try #require(copies.first)
    let origins = try workspace.catalog.origins(of: copy.id)
    #expect(origins.map(\.path) == [folder.path("card/deep/C002.txt")])
    #expect(origins.first?.digests["md5"] == "b8a9f715dbb64fd5c56e7783c6820a61")
    #expect(try workspace.catalog.verifyAudit() == nil)
  }

  @Test func `what was done and still stands is not done again`() async throws {
    let workspace = try workspace()
    let order = try order(Self.copyAndVerify)
    _ = try await run(order, in: workspace)
    let again = try await run(order, in: workspace)
    #expect(again.status == .clean)
    #expect(again.tasks.map(\.wasDone) == [true, true])
  }

  @Test func `a card that was handed back changes nothing`() async throws {
    let workspace = try workspace()
    let order = try order(Self.copyAndVerify)
    _ = try await run(order, in: workspace)
    try FileManager.default.removeItem(atPath: folder.path("card"))
    #expect(try await run(order, in: workspace).tasks.map(\.wasDone) == [true, true])
  }

  @Test func `a copy that was lost is made again, and what needs it is done again`() async throws {
    let workspace = try workspace()
    let order = try order(Self.copyAndVerify)
    _ = try await run(order, in: workspace)
    try FileManager.default.removeItem(atPath: folder.path("two/card/C001.txt"))
    let again = try await run(order, in: workspace)
    #expect(again.status == .clean)
    #expect(again.tasks.map(\.wasDone) == [false, false])
    #expect(FileManager.default.contentsEqual(atPath: folder.path("card/C001.txt"), andPath: folder.path("two/card/C001.txt")))
  }

  @Test func `a copy that was altered stops the order and is left as it is`() async throws {
    let workspace = try workspace()
    let order = try order(Self.copyAndVerify)
    _ = try await run(order, in: workspace)
    try write("two/card/C001.txt", "eno")
    let again = try await run(order, in: workspace)
    #expect(again.status != .clean)
    #expect(again.tasks[0].state.status != .clean)
    #expect(again.tasks[1].state.status == .blocked)
    #expect(try String(contentsOfFile: folder.path("two/card/C001.txt"), encoding: .utf8) == "eno")
  }

  @Test func `a file that was added to a copy is a verification in part`() async throws {
    let workspace = try workspace()
    _ = try await run(try order("  - {id: copy, offload: {source: card, to: one}}"), in: workspace)
    try write("one/card/extra.txt", "x")
    let verified = try await run(try order("  - {id: proof, verify: {input: one/card}}"), in: workspace)
    #expect(verified.tasks[0].state.status == .partial)
    #expect(verified.tasks[0].state.outcome?.notes.contains { $0.contains("extra.txt") } == true)
  }

  @Test func `what stands in the way is told with its line before anything starts`() async throws {
    let workspace = try workspace()
    let order = try order(
      """
        - {id: copy, offload: {source: card, to: one}}
        - {id: lost, verify: {input: nowhere}}
        - {id: inside, offload: {source: card, to: card/copy}}
      """)
    await #expect {
      _ = try await run(order, in: workspace)
    } throws: { error in
      let lines = (error as? OrderMistakes)?.mistakes.map(\.line) ?? []
      return lines == [4, 5] && "\(error)".contains("nowhere") && "\(error)".contains("inside the source")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("one")))
    #expect(try workspace.catalog.orders().isEmpty)
  }

  @Test func `a path that an earlier task makes may be named before it is there`() async throws {
    let order = try order(
      """
        - {id: copy, offload: {source: card, to: one}}
        - {id: proof, needs: [copy], verify: {input: one/card}}
      """)
    #expect(try await run(order, in: try workspace()).status == .clean)
  }

  @Test func `an order whose text changed is a new revision with a history of its own`() async throws {
    let workspace = try workspace()
    _ = try await run(try order("  - {id: copy, offload: {source: card, to: one}}"), in: workspace)
    let second = try await run(try order("  - {id: copy, offload: {source: card, to: two, accept: duplicate}}"), in: workspace)
    #expect(second.tasks.map(\.wasDone) == [false])
    #expect(try workspace.catalog.orders().map(\.revision).sorted() == [1, 2])
  }

  @Test func `a card that another order copied before is told with its line, and nothing starts`() async throws {
    let workspace = try workspace()
    _ = try await run(try order("  - {id: copy, offload: {source: card, to: one}}"), in: workspace)
    let again = try order("  - {id: copy, offload: {source: card, to: two}}")
    await #expect {
      _ = try await run(again, in: workspace)
    } throws: { error in
      (error as? OrderMistakes)?.mistakes.count == 1 && "\(error)".contains("copied before") && "\(error)".contains("accept: duplicate")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("two")))
  }

  @Test(arguments: ["../../etc", ".hidden", "Ünïcode", "a\nb", "a/b", "..", String(repeating: "x", count: 4000)])
  func `a reference never leads out of the reports folder`(reference: String) throws {
    let name = OrderRun.folderName(reference)
    #expect(try ContainedPath(name).names.count == 1)
    #expect(name.allSatisfy { $0.isASCII && !$0.isNewline } && !name.hasPrefix("."))
  }

  @Test func `references that look alike to a file system get folders of their own`() {
    #expect(OrderRun.folderName("WO-2026-0147") == "WO-2026-0147")
    #expect(Set(["a/b", "a-b", "A-B", "a b"].map { OrderRun.folderName($0).lowercased() }).count == 4)
  }

  @Test func `a failed task is tried again until somebody mends what was in its way`() async throws {
    let workspace = try workspace()
    let order = try order(Self.copyAndVerify)
    try write("two/card/C001.txt", "somebody else's")
    for _ in 1...2 {
      await #expect(throws: OrderMistakes.self) { _ = try await run(order, in: workspace) }
    }
    try FileManager.default.removeItem(atPath: folder.path("two/card"))
    #expect(try await run(order, in: workspace).status == .clean)
  }

  @Test(arguments: [
    ([WorkStatus.clean, .clean], WorkStatus.clean), ([.clean, .rejected], .rejected), ([.rejected, .blocked], .rejected),
    ([.clean, .failed, .blocked], .partial), ([.failed, .blocked], .failed), ([.clean, .partial], .partial), ([.clean, .cancelled], .cancelled),
  ])
  func `an order ends as its tasks did`(tasks: [WorkStatus], status: WorkStatus) throws {
    let order = try order("  - {id: copy, offload: {source: card, to: one}}")
    let now = WallClock.system.now
    let states = tasks.map {
      OrderResult.Task(task: order.tasks[0], state: JobState($0), started: now, finished: now, seconds: 0, wasDone: false)
    }
    #expect(OrderResult(order: order, tasks: states, started: now, finished: now).status == status)
  }
}
