// SPDX-License-Identifier: Apache-2.0

import Custody
public import Files
import GRDB

/// What a person chose as the media of a piece of material, where lists and files left it open.
public struct MediaChoiceRecord: Hashable, Sendable {
  /// What lists say of the material, as one line.
  public var identity: String
  /// The rate of its labels, as people type it.
  public var rate: String
  /// The first label, as a count from midnight.
  public var start: Int
  /// The label behind the last.
  public var end: Int
  /// The media's first file; empty where the material is to have none.
  public var path: String
  /// Who chose.
  public var actor: String
  /// When.
  public var chosen: Timestamp

  /// A choice as given.
  public init(identity: String, rate: String, start: Int, end: Int, path: String, actor: String, chosen: Timestamp) {
    self.identity = identity
    self.rate = rate
    self.start = start
    self.end = end
    self.path = path
    self.actor = actor
    self.chosen = chosen
  }
}

extension MediaChoiceRecord: CatalogRecord {
  static var databaseTableName: String { "mediaChoice" }
}

extension CatalogDatabase {
  /// Every choice, the latest last.
  public func mediaChoices() throws(CatalogError) -> [MediaChoiceRecord] {
    try read { try MediaChoiceRecord.fetchAll($0, sql: "SELECT identity, rate, start, end, path, actor, chosen FROM mediaChoice ORDER BY id") }
  }

  /// Records choices. An earlier one of the same material that reaches into the same labels is replaced by the later.
  public func record(_ choices: [MediaChoiceRecord], by context: AuditContext) throws(CatalogError) {
    try write(by: context) { db in
      var notes: [AuditNote] = []
      for choice in choices {
        try db.execute(
          sql: "DELETE FROM mediaChoice WHERE identity = ? AND rate = ? AND start < ? AND end > ?",
          arguments: [choice.identity, choice.rate, choice.end, choice.start])
        try choice.insert(db)
        let details: [String: AuditValue] = [
          "path": .text(choice.path.isEmpty ? "none" : choice.path), "first": .integer(Int64(choice.start)), "end": .integer(Int64(choice.end)),
          "rate": .text(choice.rate),
        ]
        notes.append(AuditNote(action: "media.chosen", subject: choice.identity, details: details))
      }
      return ((), notes)
    }
  }
}
