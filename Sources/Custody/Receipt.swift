// SPDX-License-Identifier: Apache-2.0

public import Files
public import Hashing

/// What a facility says that it received: a folder's root hashes, how much is in it, from which history, when and by whom.
///
/// Sealed with a key it is a `SignedReceipt`, which a client can check against the files years later, with or without Lineup.
public struct Receipt: Hashable, Sendable {
  /// The hashes of the whole folder in one algorithm, as ASC MHL computes them (v2.0, `processinfo/roothash`).
  public struct RootHash: Hashable, Sendable {
    /// Over what the folder holds, whatever the names.
    public var content: Digest
    /// Over names and contents.
    public var structure: Digest

    /// The hashes of one algorithm.
    public init(content: Digest, structure: Digest) {
      self.content = content
      self.structure = structure
    }

    /// The algorithm of both.
    public var algorithm: HashAlgorithm { content.algorithm }
  }

  /// One copy of the folder, and the manifest in it from which the root hashes are.
  public struct Copy: Hashable, Sendable {
    /// Where the copy was when the receipt was made.
    public var path: String
    /// The number of the ASC MHL generation.
    public var generation: Int
    /// The manifest's file name.
    public var manifest: String
    /// The manifest's C4.
    public var manifestC4: Digest

    /// A copy.
    public init(path: String, generation: Int, manifest: String, manifestC4: Digest) {
      self.path = path
      self.generation = generation
      self.manifest = manifest
      self.manifestC4 = manifestC4
    }
  }

  /// Who made the receipt.
  public struct Issuer: Hashable, Sendable {
    /// The facility, if it gave its name.
    public var facility: String?
    /// The machine.
    public var host: String
    /// The person, by login name.
    public var user: String
    /// The program and its version.
    public var tool: String

    /// An issuer.
    public init(facility: String? = nil, host: String, user: String, tool: String) {
      self.facility = facility
      self.host = host
      self.user = user
      self.tool = tool
    }
  }

  /// What was on the source and is not in the folder.
  public struct Omissions: Hashable, Sendable {
    /// One entry of the source that was left behind.
    public struct Entry: Hashable, Sendable {
      /// Where it was on the source.
      public var path: String
      /// Why it was left behind.
      public var reason: String

      /// An entry.
      public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
      }
    }

    /// The most text that is listed, in bytes, so that a receipt stays one that can be read: see `SignedReceipt.mostBytes`.
    private static let mostBytes = 200_000

    /// How many there are.
    public let count: Int
    /// The first of them: all, unless there are very many.
    public let listed: [Entry]

    /// Everything that was left behind.
    public init(_ entries: [Entry]) {
      count = entries.count
      var (bytes, first): (Int, [Entry]) = (0, [])
      for entry in entries {
        let entry = Entry(path: entry.path.printable, reason: entry.reason.printable)
        bytes += entry.path.utf8.count + entry.reason.utf8.count
        guard bytes <= Self.mostBytes else { break }
        first.append(entry)
      }
      listed = first
    }

    init(count: Int, listed: [Entry]) {
      self.count = count
      self.listed = listed
    }
  }

  /// What a receipt's bytes stay below: beyond 2⁵³ JSON programs that count in floating point would write another number.
  public static let byteLimit: Int64 = 1 << 53

  /// The folder's own name: that of the card or roll.
  public var folder: String
  /// How many files are in it, those left out not counted.
  public var files: Int
  /// How many bytes they have.
  public var bytes: Int64
  /// The root hashes, one pair an algorithm, in the order of `HashAlgorithm`.
  public var rootHashes: [RootHash]
  /// What the hashes leave out: lines in the syntax of gitignore.
  public var ignored: [String]
  /// The copies.
  public var copies: [Copy]
  /// When the files were copied or hashed: the date of the ASC MHL generation.
  public var received: Timestamp
  /// When the receipt was made.
  public var issued: Timestamp
  /// Who made it.
  public var by: Issuer
  /// For whom.
  public var recipient: String?
  /// Free text.
  public var comment: String?
  /// What the folder's manifests say was left behind when it was copied; nil in a receipt of version 1, which does not say.
  public var omitted: Omissions?
  /// What else whoever reads the receipt must know, a sentence each; none in version 1.
  public var remarks: [String]

  /// A receipt. Text is kept on one line: controls and direction marks are shown as escapes.
  public init(
    folder: String, files: Int, bytes: Int64, rootHashes: [RootHash], ignored: [String], copies: [Copy], received: Timestamp, issued: Timestamp,
    by: Issuer, recipient: String? = nil, comment: String? = nil, omitted: Omissions? = nil, remarks: [String] = []
  ) {
    precondition(omitted != nil || remarks.isEmpty, "remarks belong to receipts that say what was left behind")
    self.folder = folder.printable
    self.files = files
    self.bytes = bytes
    self.rootHashes = rootHashes.sorted { $0.algorithm < $1.algorithm }
    self.ignored = ignored.map(\.printable)
    self.copies = copies.map {
      Copy(path: $0.path.printable, generation: $0.generation, manifest: $0.manifest.printable, manifestC4: $0.manifestC4)
    }
    self.received = received.wholeSecond
    self.issued = issued.wholeSecond
    self.by = Issuer(
      facility: by.facility?.printable, host: by.host.printable, user: by.user.printable, tool: by.tool.printable)
    self.recipient = recipient?.printable
    self.comment = comment?.printable
    self.omitted = omitted.map { .init(count: $0.count, listed: $0.listed.map { .init(path: $0.path.printable, reason: $0.reason.printable) }) }
    self.remarks = remarks.map(\.printable)
  }

  /// Signs.
  public func signed(with key: SigningKey) -> SignedReceipt {
    SignedReceipt(receipt: self, publicKey: key.verifyingKey, signature: key.signature(of: canonicalText.utf8))
  }
}
