// SPDX-License-Identifier: Apache-2.0

import Hashing

/// The hashes of one file in as little memory as they need: a report holds them for every file of a card, which may be a million.
enum PackedDigests: Equatable, Sendable {
  /// One hash of 64 bits, the usual case, without memory of its own.
  case short(HashAlgorithm, UInt64)
  /// Others, one after another.
  case long([HashAlgorithm], [UInt8])

  init(_ digests: [Digest]) {
    if digests.count == 1, digests[0].bytes.count == 8 {
      self = .short(digests[0].algorithm, digests[0].bytes.reduce(0) { $0 << 8 | UInt64($1) })
    } else {
      self = .long(digests.map(\.algorithm), digests.flatMap(\.bytes))
    }
  }

  /// The hashes, in the order they came.
  var digests: [Digest] {
    switch self {
    case .short(let algorithm, let value):
      return Self.digest(withUnsafeBytes(of: value.bigEndian, Array.init), algorithm)
    case .long(let algorithms, let bytes):
      var rest = bytes[...]
      return algorithms.flatMap { algorithm in
        defer { rest = rest.dropFirst(algorithm.byteCount) }
        return Self.digest(Array(rest.prefix(algorithm.byteCount)), algorithm)
      }
    }
  }

  private static func digest(_ bytes: [UInt8], _ algorithm: HashAlgorithm) -> [Digest] {
    guard let digest = try? Digest(bytes: bytes, algorithm: algorithm) else {
      preconditionFailure("a digest was packed with another length than its algorithm has")
    }
    return [digest]
  }
}
