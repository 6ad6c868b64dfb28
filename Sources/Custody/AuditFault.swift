// SPDX-License-Identifier: Apache-2.0

/// The first place at which an audit log is not what was written.
public struct AuditFault: Hashable, Sendable, CustomStringConvertible {
  /// What was done to the log there.
  public enum Kind: Hashable, Sendable {
    /// The entry's contents no longer have its hash.
    case changed
    /// The entry was changed and given a new hash, which its neighbour does not know.
    case resealed
    /// The entries from here through the one of that number are gone.
    case missing(through: Int64)
    /// The entry stands before others that it followed.
    case moved
    /// The entry was not there: its number belongs to another, or the log had ended.
    case inserted
  }

  /// The number of the entry.
  public let sequence: Int64
  /// What was done to it.
  public let kind: Kind
  /// Of two entries with this number, whether the false one comes first.
  public let isPreceding: Bool

  init(sequence: Int64, kind: Kind, isPreceding: Bool = false) {
    self.sequence = sequence
    self.kind = kind
    self.isPreceding = isPreceding
  }

  /// One sentence for the person who checks the log.
  public var description: String {
    switch kind {
    case .changed: "entry \(sequence) was changed after it was written"
    case .resealed: "entry \(sequence) was rewritten, hash and all: the entry beside it is tied to another"
    case .missing(let last) where last == sequence: "entry \(sequence) is missing"
    case .missing(let last): "entries \(sequence) to \(last) are missing"
    case .moved: "entry \(sequence) is not in its place"
    case .inserted:
      "entry \(sequence) was put in: \(isPreceding ? "the second" : "another") entry of this number, or an earlier end, is the genuine one"
    }
  }
}
