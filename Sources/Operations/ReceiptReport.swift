// SPDX-License-Identifier: Apache-2.0

public import Custody
import Files
public import Hashing
public import Integrity

/// What came of checking a receipt: the keys of a verification, and what the receipt is worth and says.
public struct ReceiptReport: Sendable {
  /// `clean` where the signature is sound, the key not another than the trusted one, and the folder the one that was received; `partial` where something
  /// was added to that; `rejected` otherwise.
  public var status: IntegrityStatus
  /// The receipt's path.
  public var against: String
  /// The receipt.
  public var receipt: Finding
  /// How many files are known to be as received.
  public var verified = 0
  /// How many bytes were read.
  public var bytes: Int64 = 0
  /// How long it took.
  public var seconds = 0.0
  /// Files that differ or cannot be read, as far as they can be named; `.` for the folder as a whole.
  public var failed: [CopyReport.Failure] = []
  /// Files, and folders with a slash at the end, that the history lists and that are not there.
  public var missing: [String] = []
  /// The same that are there and that the history does not list.
  public var new: [String] = []
  /// The state of the history that named them; nothing where none was asked.
  public var chain: VerificationReport.Chain?
  /// What to know besides.
  public var notes: [String] = []

  init(status: IntegrityStatus, against: String, receipt: Finding, notes: [String] = []) {
    self.status = status
    self.against = against
    self.receipt = receipt
    self.notes = notes
  }

  /// What a receipt is worth, and what it says.
  public struct Finding: Sendable, Encodable {
    /// Whether the signature is that of the words.
    public enum Signature: String, Sendable, Encodable {
      /// Who has the key signed these words.
      case sound
      /// The words or the signature were changed.
      case broken
    }

    /// Whether the signature is that of the words.
    public let signature: Signature
    /// Whether the key is the trusted one; nothing where none was named.
    public let trusted: Bool?
    /// The key's fingerprint, in groups.
    public let fingerprint: String?
    /// Why the receipt could not be read.
    public let reason: String?
    /// What it says; nothing where it could not be read.
    public let receipt: Receipt?
    /// The hashes it states, and whether the folder has them.
    public private(set) var rootHashes: [RootHash]

    /// A root hash of the receipt, held against the folder.
    public struct RootHash: Sendable, Encodable {
      /// The algorithm.
      public let algorithm: HashAlgorithm
      /// The content hash that the receipt states.
      public let content: String
      /// The structure hash that the receipt states.
      public let structure: String
      /// Whether the folder has it; nothing where that was not asked or could not be told.
      public internal(set) var contentMatches: Bool?
      /// Whether the folder has it; nothing where that was not asked or could not be told.
      public internal(set) var structureMatches: Bool?
    }

    init(_ signed: SignedReceipt, isTrusted: Bool?) {
      signature = signed.isSound ? .sound : .broken
      trusted = isTrusted
      fingerprint = signed.publicKey.fingerprintText
      reason = nil
      receipt = signed.receipt
      rootHashes = signed.receipt.rootHashes.map { .init(algorithm: $0.algorithm, content: $0.content.text, structure: $0.structure.text) }
    }

    init(broken reason: String) {
      signature = .broken
      trusted = nil
      fingerprint = nil
      self.reason = reason
      receipt = nil
      rootHashes = []
    }

    /// Whether the folder has every hash of the receipt.
    var isMatched: Bool { rootHashes.allSatisfy { $0.contentMatches == true && $0.structureMatches == true } }

    /// Holds every hash against what `computed` gives for its algorithm.
    mutating func compare(_ computed: (HashAlgorithm) -> Receipt.RootHash?) {
      for index in rootHashes.indices {
        let found = computed(rootHashes[index].algorithm)
        rootHashes[index].contentMatches = found.map { $0.content.text == rootHashes[index].content }
        rootHashes[index].structureMatches = found.map { $0.structure.text == rootHashes[index].structure }
      }
    }
  }
}

extension ReceiptReport: Encodable {
  private enum CodingKeys: CodingKey { case status, against, receipt, verified, bytes, seconds, failed, missing, new, chain, notes }

  /// Writes every key; `chain` is `null` where there is none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(status, forKey: .status)
    try container.encode(against, forKey: .against)
    try container.encode(receipt, forKey: .receipt)
    try container.encode(verified, forKey: .verified)
    try container.encode(bytes, forKey: .bytes)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(failed, forKey: .failed)
    try container.encode(missing, forKey: .missing)
    try container.encode(new, forKey: .new)
    try container.encode(chain, forKey: .chain)
    try container.encode(notes, forKey: .notes)
  }
}

extension ReceiptReport.Finding {
  private enum CodingKeys: CodingKey {
    case signature, trusted, fingerprint, reason, folder, files, bytes, received, issued, by, recipient, comment, copies, rootHashes
    case ignored, omitted, remarks
  }

  private struct Omissions: Encodable {
    struct Entry: Encodable {
      var path: String
      var reason: String
    }

    var count: Int
    var listed: [Entry]
  }

  private struct Issuer: Encodable {
    var facility: String?
    var host: String
    var user: String
    var tool: String
  }

  private struct Copy: Encodable {
    var path: String
    var generation: Int
    var manifest: String
    var manifestC4: String
  }

  /// Writes every key; `null` where there is no value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(signature, forKey: .signature)
    try container.encode(trusted, forKey: .trusted)
    try container.encode(fingerprint, forKey: .fingerprint)
    try container.encode(reason, forKey: .reason)
    try container.encode(receipt?.folder, forKey: .folder)
    try container.encode(receipt?.files, forKey: .files)
    try container.encode(receipt?.bytes, forKey: .bytes)
    try container.encode(receipt?.received.description, forKey: .received)
    try container.encode(receipt?.issued.description, forKey: .issued)
    let by = receipt?.by
    try container.encode(by.map { Issuer(facility: $0.facility, host: $0.host, user: $0.user, tool: $0.tool) }, forKey: .by)
    try container.encode(receipt?.recipient, forKey: .recipient)
    try container.encode(receipt?.comment, forKey: .comment)
    let copies = receipt?.copies.map { Copy(path: $0.path, generation: $0.generation, manifest: $0.manifest, manifestC4: $0.manifestC4.text) }
    try container.encode(copies ?? [], forKey: .copies)
    try container.encode(rootHashes, forKey: .rootHashes)
    try container.encode(receipt?.ignored ?? [], forKey: .ignored)
    let omitted = receipt?.omitted.map { all in Omissions(count: all.count, listed: all.listed.map { .init(path: $0.path, reason: $0.reason) }) }
    try container.encode(omitted, forKey: .omitted)
    try container.encode(receipt?.remarks ?? [], forKey: .remarks)
  }
}
