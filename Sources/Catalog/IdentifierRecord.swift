// SPDX-License-Identifier: Apache-2.0

import Custody
public import Files
import GRDB

/// One content that was given an identifier: a clock number or another that names this content and no other, for good.
public struct IdentifierRecord: Hashable, Sendable, Codable, Identifiable {
  /// The record's own id.
  public var id: String
  /// The kind of identifier, as `clock`.
  public var kind: String
  /// The identifier in its canonical form.
  public var identifier: String
  /// Where the file was.
  public var path: String
  /// Its size in bytes.
  public var byteCount: Int
  /// Its digests as text, by algorithm.
  public var digests: [String: String]
  /// A digest of the decoded pictures and sound, as `sha256:…`: the same in another wrapper, and in another coding without loss.
  public var essence: String
  /// The frames that were measured, of the whole file.
  public var frames: Int
  /// The frames of them that go to air.
  public var activeFrames: Int
  /// Their rate, as people type it.
  public var rate: String
  /// The order that it was made for, as people call it.
  public var order: String?
  /// Why the content was supplied; always said where it was supplied before.
  public var reason: String?
  /// Who gave the identifier.
  public var actor: String
  /// When.
  public var assigned: Timestamp

  /// A content as measured.
  public init(
    id: String = RecordID.make(), kind: String, identifier: String, path: String, byteCount: Int, digests: [String: String], essence: String,
    frames: Int,
    activeFrames: Int, rate: String, order: String?, reason: String?, actor: String, assigned: Timestamp
  ) {
    self.id = id
    self.kind = kind
    self.identifier = identifier
    self.path = path
    self.byteCount = byteCount
    self.digests = digests
    self.essence = essence
    self.frames = frames
    self.activeFrames = activeFrames
    self.rate = rate
    self.order = order
    self.reason = reason
    self.actor = actor
    self.assigned = assigned
  }

  /// Whether two records tell of one content: the same bytes, or the same pictures and sound in other bytes.
  public func isSameContent(as other: IdentifierRecord) -> Bool {
    if essence == other.essence { return true }
    let common = digests.keys.filter { other.digests[$0] != nil }
    return byteCount == other.byteCount && !common.isEmpty && common.allSatisfy { digests[$0] == other.digests[$0] }
  }
}

extension IdentifierRecord: CatalogRecord {
  static var databaseTableName: String { "identifier" }
}

/// What became of giving a content an identifier.
public enum IdentifierOutcome: Hashable, Sendable {
  /// It is the first content with it.
  case assigned
  /// The same content had it before, and a reason was given to supply it again.
  case resupplied(since: IdentifierRecord)
  /// The same content had it before, and no reason was given: nothing was recorded.
  case needsReason(since: IdentifierRecord)
  /// Other content has it: nothing was recorded.
  case taken(by: IdentifierRecord)
}

extension CatalogDatabase {
  /// Gives `content` its identifier, once and for all: other content never gets it, and the same content again only with a reason.
  ///
  /// Looking and recording are one transaction, so that two who ask at once cannot both be first.
  /// - Returns: what became of it, and the content's other identifiers of that kind, earliest first.
  public func assign(
    _ content: IdentifierRecord, by context: AuditContext
  ) throws(CatalogError) -> (outcome: IdentifierOutcome, others: [IdentifierRecord]) {
    try write(by: context) { db in
      let known = try IdentifierRecord.filter(Column("kind") == content.kind).order(Column.rowID).fetchAll(db)
      let others = known.filter { $0.identifier != content.identifier && $0.isSameContent(as: content) }
      let holders = known.filter { $0.identifier == content.identifier }
      if let holder = holders.first(where: { !$0.isSameContent(as: content) }) { return ((.taken(by: holder), others), []) }
      let earlier = holders.first
      if let earlier, content.reason == nil { return ((.needsReason(since: earlier), others), []) }
      try content.insert(db)
      let outcome = earlier.map { IdentifierOutcome.resupplied(since: $0) } ?? .assigned
      return ((outcome, others), [Self.note(earlier == nil ? "identifier.assigned" : "identifier.resupplied", content)])
    }
  }

  /// Every content that was given an identifier of `kind`, or of any, in the order in which that was done.
  public func identifiers(kind: String? = nil) throws(CatalogError) -> [IdentifierRecord] {
    try read { db in
      let all = IdentifierRecord.order(Column.rowID)
      return try (kind.map { all.filter(Column("kind") == $0) } ?? all).fetchAll(db)
    }
  }

  // MARK: -

  private static func note(_ action: String, _ content: IdentifierRecord) -> AuditNote {
    var details: [String: AuditValue] = [
      "kind": .text(content.kind), "file": .text(content.path), "essence": .text(content.essence), "frames": .integer(Int64(content.frames)),
      "activeFrames": .integer(Int64(content.activeFrames)), "rate": .text(content.rate),
    ]
    for (algorithm, digest) in content.digests { details[algorithm] = .text(digest) }
    if let order = content.order { details["order"] = .text(order) }
    if let reason = content.reason { details["reason"] = .text(reason) }
    return AuditNote(action: action, subject: content.identifier, details: details)
  }
}
