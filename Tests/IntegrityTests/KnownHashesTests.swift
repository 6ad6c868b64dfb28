// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing
import Testing

@testable import Integrity

struct KnownHashesTests {
  private static func file(_ path: String, _ hashes: [(UInt8, HashAlgorithm, HashList.RecordedHash.Action)]) throws -> HashList.File {
    HashList.File(
      path: try ContainedPath(path), size: 1, modified: nil,
      hashes: try hashes.map { seed, algorithm, action in
        HashList.RecordedHash(try Digest(bytes: [UInt8](repeating: seed, count: algorithm.byteCount), algorithm: algorithm), action: action)
      })
  }

  @Test func `a single generation knows what a dictionary of it would`() throws {
    let files = [
      try Self.file("b/x", [(1, .xxh64, .original), (2, .md5, .original)]), try Self.file("a", [(3, .xxh64, .failed), (4, .xxh64, .original)]),
      try Self.file("b", []), try Self.file("b/x", [(5, .xxh64, .original), (6, .c4, .verified)]),
    ]
    let known = KnownHashes(files)
    for (path, seeds) in [("b/x", [1, 2, 6]), ("a", [4]), ("b", []), ("c", []), ("A", [])] {
      let found = known[try ContainedPath(path)].map { Int($0.bytes[0]) }
      #expect(found == seeds, "\(path)")
    }
    let path = try ContainedPath("a")
    #expect(KnownHashes(nil)[path].isEmpty && KnownHashes([])[path].isEmpty)
  }
}
