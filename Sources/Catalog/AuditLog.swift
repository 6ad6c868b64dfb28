// SPDX-License-Identifier: Apache-2.0

public import Custody
public import Files
import Foundation
import GRDB
import Hashing

/// Who changes the catalogue, from which machine, by which clock.
public struct AuditContext: Sendable {
  /// The person, or the service that acts for itself.
  public let actor: String
  /// The machine.
  public let host: String
  /// What time it is.
  public let clock: WallClock

  /// A context as given.
  public init(actor: String, host: String, clock: WallClock) {
    self.actor = actor
    self.host = host
    self.clock = clock
  }

  /// The user and machine of `facts`.
  public init(_ facts: HostFacts, clock: WallClock) { self.init(actor: facts.user, host: facts.hostName, clock: clock) }
}

/// What a write has to tell.
struct AuditNote {
  let action: String
  let subject: String
  let details: [String: AuditValue]
}

/// The audit log's table. Custody seals and verifies entries; here they are only stored.
enum AuditLog {
  /// Seals `note` after the last entry and stores it. The transaction around it keeps other writers out.
  static func append(_ note: AuditNote, by context: AuditContext, to db: Database) throws {
    var chain = try end(db)
    guard chain.length < .max else {
      throw CatalogError(.damaged, subject: "the audit log", underlying: "its last entry has a number after which there is none")
    }
    let entry = chain.append(
      AuditEvent(
        timestamp: context.clock.now, actor: context.actor, host: context.host, action: note.action, subject: note.subject, details: note.details))
    try db.execute(
      sql: "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        entry.sequence, entry.event.timestamp.description, entry.event.actor, entry.event.host, entry.event.action, entry.event.subject,
        CanonicalJSON.text(entry.event.details), entry.previousHash.description, entry.hash.description,
      ])
  }

  /// The end of the log, to which the next entry is tied.
  static func end(_ db: Database) throws -> AuditChain {
    let last = try Row.fetchOne(db, sql: "SELECT * FROM audit ORDER BY sequence DESC LIMIT 1").map(entry)
    return last.map { AuditChain(after: $0) } ?? AuditChain()
  }

  static func entries(_ db: Database) throws -> [AuditEntry] {
    try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY sequence").map(entry)
  }

  /// The entry that a row holds. What somebody has made unreadable becomes a value that cannot match the hash, so that verification names the entry.
  private static func entry(_ row: Row) -> AuditEntry {
    let value = { (column: String) in row[column] as DatabaseValue? ?? .null }
    let text = { (column: String) in String.fromDatabaseValue(value(column)) ?? "" }
    let details = try? JSONDecoder().decode([String: AuditValue].self, from: Data(text("details").utf8))
    let event = AuditEvent(
      timestamp: Timestamp(text("timestamp")) ?? Timestamp(seconds: 0), actor: text("actor"), host: text("host"), action: text("action"),
      subject: text("subject"), details: details ?? ["unreadable": .text(text("details"))])
    return AuditEntry(
      sequence: Int64.fromDatabaseValue(value("sequence")) ?? 0, event: event, previousHash: Digest(text("previousHash")) ?? AuditEntry.origin,
      hash: Digest(text("hash")) ?? AuditEntry.origin)
  }
}

extension CatalogDatabase {
  /// The audit log from its beginning.
  public func auditEntries() throws(CatalogError) -> [AuditEntry] {
    try read { try AuditLog.entries($0) }
  }

  /// The first entry that was changed, removed, moved or put in; `nil` where the log is whole.
  ///
  /// - Parameter end: the end that an earlier report kept; only with it are entries missed that were cut off at the end.
  public func verifyAudit(end: AuditChain? = nil) throws(CatalogError) -> AuditFault? {
    AuditChain.verify(try auditEntries(), end: end)
  }

  /// The log's length and last hash, to be kept elsewhere.
  public func auditEnd() throws(CatalogError) -> AuditChain {
    try read { try AuditLog.end($0) }
  }

  /// The log as JSON Lines: one entry a line, in order.
  public func exportAudit() throws(CatalogError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let entries = try auditEntries()
    do {
      return try entries.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    } catch {
      throw CatalogError(error, path: path)
    }
  }

  /// Notes something that changed no record, as that a report was handed out.
  public func note(
    _ action: String, subject: String, details: [String: AuditValue] = [:], by context: AuditContext
  ) throws(CatalogError) {
    try write(by: context) { _ in ((), [AuditNote(action: action, subject: subject, details: details)]) }
  }
}
