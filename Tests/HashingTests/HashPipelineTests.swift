// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Hashing

private struct Trouble: Error {}

/// Hands out `bytes` in pieces of whatever length.
private func pipelined(_ bytes: [UInt8], _ algorithms: [HashAlgorithm], _ random: inout SeededRandom, failAt: Int = .max) throws -> [Digest] {
  var place = 0
  return try HashPipeline.digests(algorithms, onBlock: { _ in }) { memory in
    if place >= failAt { throw Trouble() }
    let count = min(Int.random(in: 1...memory.count, using: &random), bytes.count - place)
    bytes.withUnsafeBytes { memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place..<place + count])) }
    place += count
    return count
  }
}

@Test func `a pipeline gives the values of one thread, whatever the pieces`() throws {
  var random = SeededRandom(4)
  for algorithms in [HashAlgorithm.allCases, [.xxh64], [.xxh64, .xxh3], [.c4], [.c4, .xxh64], []] {
    let bytes = (0..<Int.random(in: 0...6_000_000, using: &random)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 9) }
    #expect(try pipelined(bytes, algorithms, &random) == algorithms.sorted().map { Digest.of(bytes, algorithm: $0) })
  }
}

@Test func `a pipeline whose reading fails ends, and lets go of its threads`() {
  var random = SeededRandom(5)
  let bytes = [UInt8](repeating: 7, count: 8_000_000)
  for failAt in [0, 1, 3_000_000, 7_999_999] {
    #expect(throws: Trouble.self) { try pipelined(bytes, HashAlgorithm.allCases, &random, failAt: failAt) }
  }
}

@Test func `few and short files are hashed where they are read`() {
  #expect(!HashPipeline.helps([.c4], byteCount: 1 << 20) && !HashPipeline.helps([.xxh64], byteCount: 16 << 20))
}
