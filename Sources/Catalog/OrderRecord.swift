// SPDX-License-Identifier: Apache-2.0

import Custody
public import Files
import GRDB

/// How an order or a task stands.
public enum WorkStatus: String, Hashable, Sendable, Codable, CaseIterable {
  /// Not begun.
  case waiting
  /// Under way, or interrupted while it was.
  case running
  /// Done, nothing to complain of.
  case clean
  /// Done, and what it judged was rejected.
  case rejected
  /// Could not be done.
  case failed
  /// Done in part.
  case partial
  /// Not done because something it needs failed.
  case blocked
  /// Given up by a person.
  case cancelled

  /// Whether there is nothing left to do.
  public var isFinished: Bool { self != .waiting && self != .running }
}

/// A work order that was run, in the form it then had: a changed order file under the same reference is a new revision.
public struct OrderRecord: Hashable, Sendable, Codable, Identifiable {
  /// The record's own id.
  public var id: String
  /// The order's reference, as `WO-2026-0147`.
  public var reference: String
  /// Which form of the order this is, from 1.
  public var revision: Int
  /// The order's title.
  public var title: String
  /// For whom.
  public var client: String?
  /// Of which production.
  public var production: String?
  /// Where the order file is.
  public var path: String
  /// The order file's digest, as `sha256:…`.
  public var digest: String
  /// How it stands.
  public var status: WorkStatus
  /// When this form was first run.
  public var created: Timestamp
  /// When it last ended.
  public var finished: Timestamp?
}

extension OrderRecord: CatalogRecord {
  static var databaseTableName: String { "order" }
}

extension CatalogDatabase {
  /// The order of this reference and digest: the one that is there, to be resumed, or a new one; another digest under the reference is
  /// its next revision.
  public func openOrder(
    reference: String, title: String, client: String? = nil, production: String? = nil, path: String, digest: String, by context: AuditContext
  ) throws(CatalogError) -> OrderRecord {
    try write(by: context) { db in
      let revisions = try OrderRecord.filter(Column("reference") == reference).order(Column("revision")).fetchAll(db)
      if var order = revisions.last(where: { $0.digest == digest }) {
        order.status = .running
        order.path = path
        order.finished = nil
        try order.update(db)
        return (order, [AuditNote(action: "order.resumed", subject: reference, details: ["order": .text(order.id)])])
      }
      let latest = revisions.last?.revision ?? 0
      guard latest < .max else {
        throw CatalogError(.damaged, subject: "order \(reference.printable)", underlying: "its revision is beyond counting")
      }
      let order = OrderRecord(
        id: RecordID.make(), reference: reference, revision: latest + 1, title: title, client: client,
        production: production, path: path, digest: digest, status: .running, created: context.clock.now, finished: nil)
      try order.insert(db)
      let details: [String: AuditValue] = ["order": .text(order.id), "revision": .integer(Int64(order.revision)), "digest": .text(digest)]
      return (order, [AuditNote(action: "order.started", subject: reference, details: details)])
    }
  }

  /// Notes how an order ended.
  public func orderFinished(_ id: String, status: WorkStatus, by context: AuditContext) throws(CatalogError) {
    try write(by: context) { db in
      guard var order = try OrderRecord.fetchOne(db, key: id) else { throw CatalogError(.noSuchRecord, subject: id) }
      order.status = status
      order.finished = context.clock.now
      try order.update(db)
      return ((), [AuditNote(action: "order.finished", subject: order.reference, details: ["order": .text(id), "status": .text(status.rawValue)])])
    }
  }

  /// Every order, newest first.
  public func orders() throws(CatalogError) -> [OrderRecord] {
    try read { try OrderRecord.order(moment("created").desc, Column("revision").desc).fetchAll($0) }
  }
}
