// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Testing

/// A person at a machine where no time passes.
let operatorAtWork = AuditContext(actor: "ada", host: "suite-1", clock: .fixed(Timestamp(seconds: 1_795_000_000)))

extension CatalogDatabase {
  func order(digest: String = "sha256:01") throws -> OrderRecord {
    try openOrder(reference: "WO-1", title: "Episode 3", path: "/orders/order.yaml", digest: digest, by: operatorAtWork)
  }
}

struct `Orders and tasks` {
  private let catalog: CatalogDatabase

  init() throws { catalog = try .inMemory() }

  @Test func `the same order file resumes its order`() throws {
    let first = try catalog.order()
    try catalog.orderFinished(first.id, status: .failed, by: operatorAtWork)
    let again = try catalog.order()
    #expect(again.id == first.id)
    #expect(again.status == .running)
    #expect(again.finished == nil)
    #expect(try catalog.auditEntries().map(\.event.action) == ["order.started", "order.finished", "order.resumed"])
  }

  @Test func `a changed order file is the next revision`() throws {
    let first = try catalog.order()
    let second = try catalog.order(digest: "sha256:02")
    #expect(second.id != first.id)
    #expect(try catalog.orders().map(\.revision) == [2, 1])
    #expect(try catalog.order().id == first.id)
  }

  @Test func `a task keeps its record when it runs again`() throws {
    let order = try catalog.order()
    let start = { try catalog.taskStarted(order: order.id, name: "check", kind: "qc", parameters: "{}", fingerprint: "f", by: operatorAtWork) }
    let first = try start()
    try catalog.taskFinished(
      first.id, status: .rejected, outputs: ["/r.html"], findings: FindingCounts(mandatory: 1, info: 3), message: "black at 10:00:04:00",
      by: operatorAtWork)
    let finished = try #require(try catalog.tasks(of: order.id).first)
    #expect(finished.status == .rejected)
    #expect(finished.outputs == ["/r.html"])
    #expect(finished.findings == FindingCounts(mandatory: 1, info: 3))
    #expect(finished.finished == operatorAtWork.clock.now)
    #expect(try start().id == first.id)
    #expect(try catalog.tasks(of: order.id).map(\.status) == [.running])
  }

  @Test func `what does not exist is named and nothing is written`() throws {
    let error = #expect(throws: CatalogError.self) { try catalog.taskFinished("no-such-task", status: .clean, by: operatorAtWork) }
    #expect(error?.description == "‘no-such-task’ is not in the catalogue: list what is there")
    #expect(try catalog.auditEntries().isEmpty)
  }
}
