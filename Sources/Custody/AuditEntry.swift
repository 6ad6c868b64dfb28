// SPDX-License-Identifier: Apache-2.0

public import Files
public import Hashing

/// What happened, by whom, to what: the part of an audit entry that its author knows.
public struct AuditEvent: Hashable, Codable, Sendable {
  /// When it happened.
  public let timestamp: Timestamp
  /// The person, or the service that acted for itself.
  public let actor: String
  /// The machine it was done on.
  public let host: String
  /// What was done, as `order.started` or `file.made`.
  public let action: String
  /// What it was done to: a path, an order, an asset.
  public let subject: String
  /// Everything else worth knowing.
  public let details: [String: AuditValue]

  /// An event as given.
  public init(timestamp: Timestamp, actor: String, host: String, action: String, subject: String, details: [String: AuditValue] = [:]) {
    self.timestamp = timestamp
    self.actor = actor
    self.host = host
    self.action = action
    self.subject = subject
    self.details = details
  }
}

/// An event in its place in the chain, sealed: its hash covers the event, its number and the hash of the entry before.
public struct AuditEntry: Hashable, Codable, Sendable {
  /// Its number in the chain, from 1 without gaps.
  public let sequence: Int64
  /// What happened.
  public let event: AuditEvent
  /// The hash of the entry before; of the first entry, `AuditEntry.origin`.
  public let previousHash: Digest
  /// SHA-256 over the raw bytes of `previousHash` and the UTF-8 of `canonicalText`.
  public let hash: Digest

  /// What stands before the first entry: SHA-256 of nothing.
  public static let origin = Digest.of([], algorithm: .sha256)

  /// An entry as it was stored. Whether it is genuine, only `AuditChain` can tell.
  public init(sequence: Int64, event: AuditEvent, previousHash: Digest, hash: Digest) {
    self.sequence = sequence
    self.event = event
    self.previousHash = previousHash
    self.hash = hash
  }

  /// A new entry after the one with `previousHash`.
  init(sealing event: AuditEvent, sequence: Int64, previousHash: Digest) {
    let hash = Self.seal(event, sequence: sequence, previousHash: previousHash)
    self.init(sequence: sequence, event: event, previousHash: previousHash, hash: hash)
  }

  /// The event and its number as canonical JSON: what the hash is computed over, for anyone who wants to check with other tools.
  public var canonicalText: String { Self.canonicalText(event, sequence: sequence) }

  /// Whether the hash is that of the contents.
  public var isIntact: Bool { hash == Self.seal(event, sequence: sequence, previousHash: previousHash) }

  // MARK: -

  private static func seal(_ event: AuditEvent, sequence: Int64, previousHash: Digest) -> Digest {
    Digest.of(previousHash.bytes + Array(canonicalText(event, sequence: sequence).utf8), algorithm: .sha256)
  }

  private static func canonicalText(_ event: AuditEvent, sequence: Int64) -> String {
    CanonicalJSON.write([
      ("sequence", String(sequence)), ("timestamp", CanonicalJSON.quoted(event.timestamp.description)),
      ("actor", CanonicalJSON.quoted(event.actor)), ("host", CanonicalJSON.quoted(event.host)),
      ("action", CanonicalJSON.quoted(event.action)), ("subject", CanonicalJSON.quoted(event.subject)),
      ("details", CanonicalJSON.text(event.details)),
    ])
  }
}
