// SPDX-License-Identifier: Apache-2.0

public import Files

/// What was delivered, to which specification, and how it was proved: the paper that travels with the files.
public struct DeliveryNote: Hashable, Sendable, Codable {
  /// A file that was delivered.
  public struct File: Hashable, Sendable, Codable {
    /// Its name in the delivery's folder.
    public let name: String
    /// Its size in bytes.
    public let byteCount: Int
    /// Its digests as text, by algorithm.
    public let digests: [String: String]
    /// Its length in frames, where it has pictures.
    public let frames: Int?
    /// The timecode of its first frame.
    public let start: String?

    /// A delivered file.
    public init(name: String, byteCount: Int, digests: [String: String], frames: Int?, start: String?) {
      self.name = name
      self.byteCount = byteCount
      self.digests = digests
      self.frames = frames
      self.start = start
    }
  }

  /// The specification's name.
  public let spec: String
  /// The specification's title.
  public let specTitle: String
  /// The production or order, in the operator's words.
  public let reference: String?
  /// The file that the delivery was made from.
  public let source: String
  /// What was delivered.
  public let files: [File]
  /// The answers to what the specification asks for, by key.
  public let metadata: [String: String]
  /// Every requirement with its outcome, found by opening the files again.
  public let checks: [DeliveryCheck]
  /// The documents that the requirements were taken from.
  public let sources: [SpecificationSource]
  /// Who delivered.
  public let deliveredBy: String
  /// When.
  public let deliveredAt: Timestamp

  /// A note of a delivery to `spec`.
  public init(
    spec: DeliverySpec, reference: String?, source: String, files: [File], metadata: [String: String], checks: [DeliveryCheck], deliveredBy: String,
    deliveredAt: Timestamp
  ) {
    self.spec = spec.name
    self.specTitle = spec.title
    self.reference = reference
    self.source = source
    self.files = files
    self.metadata = metadata
    self.checks = checks
    self.sources = spec.sources
    self.deliveredBy = deliveredBy
    self.deliveredAt = deliveredAt
  }

  /// What the checks come to.
  public var verdict: DeliveryVerdict { DeliveryVerdict(checks) }
}
