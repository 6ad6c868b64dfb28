// SPDX-License-Identifier: Apache-2.0

/// A way to name bytes by a few of them. The order is that of the ASC MHL v2.0 schema, with SHA-256 (which it lacks) after SHA-1.
///
/// xxHash finds accidents and is fast; only C4 and SHA-256 also stand up to a person who wants to deceive.
public enum HashAlgorithm: String, Hashable, Codable, Sendable, CodingKeyRepresentable {
  /// C4 (SMPTE ST 2114): SHA-512 written in base 58.
  case c4
  /// MD5 (RFC 1321).
  case md5
  /// SHA-1 (FIPS 180-4).
  case sha1
  /// SHA-256 (FIPS 180-4).
  case sha256
  /// XXH128, seed 0.
  case xxh128
  /// XXH3 with 64 bits, seed 0.
  case xxh3
  /// XXH32, seed 0: found in MHL 1.1 lists of old, and never offered for new ones.
  case xxh32
  /// XXH64, seed 0.
  case xxh64

  /// What a machine room exchanges unless it was told otherwise: every tool of the trade reads XXH64.
  public static let standard = HashAlgorithm.xxh64

  /// The length of the raw value in bytes.
  public var byteCount: Int {
    switch self {
    case .c4: 64
    case .sha256: 32
    case .sha1: 20
    case .md5, .xxh128: 16
    case .xxh3, .xxh64: 8
    case .xxh32: 4
    }
  }

  /// The length of the value as text, in characters.
  public var textLength: Int { self == .c4 ? C4Text.length : byteCount * 2 }

  /// Whether it takes a core longer to hash bytes than to read them from memory.
  public var isCostly: Bool {
    switch self {
    case .c4, .md5, .sha1, .sha256: true
    case .xxh128, .xxh3, .xxh32, .xxh64: false
    }
  }
}

extension HashAlgorithm: CaseIterable {
  /// What can be asked for: all but XXH32.
  public static let allCases: [HashAlgorithm] = [.c4, .md5, .sha1, .sha256, .xxh128, .xxh3, .xxh64]
}

extension HashAlgorithm: Comparable {
  /// The order in which an ASC MHL manifest lists the values of one file.
  public static func < (left: HashAlgorithm, right: HashAlgorithm) -> Bool { left.rawValue < right.rawValue }
}
