// SPDX-License-Identifier: Apache-2.0

/// The value of some bytes under one algorithm.
///
/// As text it looks as an ASC MHL v2.0 manifest writes it: lower-case hexadecimal, xxHash with its most significant byte first, C4 in
/// base 58. As JSON it is one string, `xxh64:0ea03b369a463d9d`.
public struct Digest: Hashable, Sendable {
  // In this order it takes sixteen bytes, in the other one twenty-four.
  private let value: Value
  /// How the value was computed.
  public let algorithm: HashAlgorithm

  /// The bytes of a value, kept in place where they are few: the history of a million files holds a million values.
  private enum Value: Hashable {
    case word(UInt64)
    case more([UInt8])
  }

  /// The raw value, `algorithm.byteCount` bytes, most significant first.
  public var bytes: [UInt8] {
    switch value {
    case .word(let word): withUnsafeBytes(of: word.bigEndian) { Array($0) }
    case .more(let bytes): bytes
    }
  }

  /// A value some other program computed.
  /// - Throws: `HashingError` with code `wrongLength` when `bytes` are not as many as the algorithm makes.
  public init(bytes: [UInt8], algorithm: HashAlgorithm) throws(HashingError) {
    guard bytes.count == algorithm.byteCount else { throw HashingError(.wrongLength, algorithm, subject: "\(bytes.count) bytes") }
    self.init(computed: bytes, algorithm)
  }

  /// The value written as `text`: exactly the digits of the algorithm, nothing around them. Hexadecimal may be in either case.
  /// - Throws: `HashingError` with code `wrongLength` or `wrongDigit`.
  public init(_ text: some StringProtocol, algorithm: HashAlgorithm) throws(HashingError) {
    let text = String(text)
    guard text.utf8.count == algorithm.textLength else { throw HashingError(.wrongLength, algorithm, subject: text) }
    guard let bytes = algorithm == .c4 ? C4Text.decode(text) : HexText.decode(text) else {
      throw HashingError(.wrongDigit, algorithm, subject: text)
    }
    self.init(computed: bytes, algorithm)
  }

  init(computed bytes: [UInt8], _ algorithm: HashAlgorithm) {
    self.algorithm = algorithm
    value = bytes.count == 8 ? .word(bytes.reduce(0) { $0 << 8 | UInt64($1) }) : .more(bytes)
  }

  /// The value as an ASC MHL manifest writes it.
  public var text: String { algorithm == .c4 ? C4Text.encode(bytes) : HexText.encode(bytes) }

  /// The value of bytes that are in memory.
  public static func of(_ bytes: UnsafeRawBufferPointer, algorithm: HashAlgorithm = .standard) -> Digest {
    let state = HashState(algorithm)
    state.update(bytes)
    return state.finish()
  }

  /// The value of bytes that are in memory.
  public static func of(_ bytes: some Sequence<UInt8>, algorithm: HashAlgorithm = .standard) -> Digest {
    if let digest = bytes.withContiguousStorageIfAvailable({ of(UnsafeRawBufferPointer($0), algorithm: algorithm) }) { return digest }
    return Array(bytes).withUnsafeBytes { of($0, algorithm: algorithm) }
  }

  /// The value of a text's UTF-8 bytes.
  public static func of(_ text: String, algorithm: HashAlgorithm = .standard) -> Digest { of(text.utf8, algorithm: algorithm) }
}

extension Digest: Comparable {
  /// The order of the algorithms, then of the raw values: within one algorithm that of the texts, too.
  public static func < (left: Digest, right: Digest) -> Bool {
    guard left.algorithm == right.algorithm else { return left.algorithm < right.algorithm }
    if case (.word(let one), .word(let other)) = (left.value, right.value) { return one < other }
    return left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension Digest: LosslessStringConvertible {
  /// The algorithm, a colon and the value.
  public var description: String { "\(algorithm.rawValue):\(text)" }

  /// A value from its `description`; nothing when it is not one.
  public init?(_ description: String) {
    let parts = description.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let algorithm = HashAlgorithm(rawValue: String(parts[0])) else { return nil }
    guard let digest = try? Digest(parts[1], algorithm: algorithm) else { return nil }
    self = digest
  }
}

extension Digest: Codable {
  /// Reads the string that `encode(to:)` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let digest = Digest(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "‘\(text)’ is not an algorithm, a colon and its value")
    }
    self = digest
  }

  /// Writes one string: the algorithm, a colon and the value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
