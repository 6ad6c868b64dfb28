// SPDX-License-Identifier: Apache-2.0

import Hashing

/// The values of one file, a format each, in as little memory as they need: a card and its history may have a million files.
struct FewDigests: Equatable, Sendable {
  private enum Values: Equatable {
    /// The usual case; a value of 64 bits has no memory of its own.
    case one(Digest)
    /// Any number of values one after another, each behind the number of its algorithm.
    case packed([UInt8])
  }

  private var values: Values

  init(_ digests: [Digest] = []) {
    values = digests.count == 1 ? .one(digests[0]) : .packed(digests.flatMap { [Self.number(of: $0.algorithm)] + $0.bytes })
  }

  var isEmpty: Bool { values == .packed([]) }

  /// The values, in the order they came.
  var all: [Digest] {
    switch values {
    case .one(let digest): [digest]
    case .packed(let bytes): Self.unpacked(bytes)
    }
  }

  var algorithms: [HashAlgorithm] { all.map(\.algorithm) }

  subscript(_ algorithm: HashAlgorithm) -> Digest? {
    switch values {
    case .one(let digest): digest.algorithm == algorithm ? digest : nil
    case .packed(let bytes): Self.unpacked(bytes).first { $0.algorithm == algorithm }
    }
  }

  mutating func append(_ digest: Digest) { self = FewDigests(all + [digest]) }

  // MARK: -

  /// All algorithms that a list may name, by their numbers here.
  private static let algorithms = HashAlgorithm.allCases + [.xxh32]

  private static func number(of algorithm: HashAlgorithm) -> UInt8 {
    guard let number = algorithms.firstIndex(of: algorithm) else { preconditionFailure("\(algorithm.rawValue) has no number here") }
    return UInt8(number)
  }

  private static func unpacked(_ bytes: [UInt8]) -> [Digest] {
    var digests: [Digest] = []
    var rest = bytes[...]
    while let number = rest.popFirst() {
      let algorithm = algorithms[Int(number)]
      guard let digest = try? Digest(bytes: Array(rest.prefix(algorithm.byteCount)), algorithm: algorithm) else {
        preconditionFailure("a digest was packed with another length than its algorithm has")
      }
      digests.append(digest)
      rest = rest.dropFirst(algorithm.byteCount)
    }
    return digests
  }
}
