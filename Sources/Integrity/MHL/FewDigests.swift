// SPDX-License-Identifier: Apache-2.0

import Hashing

/// The values of one file, a format each. The first is kept in place: the history of a million files has a million of these.
struct FewDigests: Equatable, Sendable {
  private var first: Digest?
  private var more: [Digest] = []

  init(_ digests: [Digest] = []) {
    first = digests.first
    more = Array(digests.dropFirst())
  }

  var isEmpty: Bool { first == nil }
  var all: [Digest] { first.map { [$0] + more } ?? [] }
  var algorithms: [HashAlgorithm] { first.map { [$0.algorithm] + more.map(\.algorithm) } ?? [] }

  subscript(_ algorithm: HashAlgorithm) -> Digest? {
    first?.algorithm == algorithm ? first : more.first { $0.algorithm == algorithm }
  }

  mutating func append(_ digest: Digest) {
    if first == nil { first = digest } else { more.append(digest) }
  }
}
