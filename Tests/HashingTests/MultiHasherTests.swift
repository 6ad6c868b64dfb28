// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Hashing

@Suite struct MultiHasherTests {
  static let sample = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }

  @Test func `all values come from one read, in manifest order`() {
    var hasher = MultiHasher([.xxh64, .c4, .md5, .xxh64])
    #expect(hasher.algorithms == [.c4, .md5, .xxh64])
    Self.sample.withUnsafeBytes { hasher.update($0) }
    #expect(hasher.finish() == [.c4, .md5, .xxh64].map { Digest.of(Self.sample, algorithm: $0) })
  }

  @Test func `how the bytes are split does not matter`() {
    var generator = SeededRandom(20260301)
    let expected = HashAlgorithm.allCases.map { Digest.of(Self.sample, algorithm: $0) }
    var hasher = MultiHasher(HashAlgorithm.allCases)
    for _ in 0..<20 {
      Self.sample.withUnsafeBytes { bytes in
        var start = 0
        while start < bytes.count {
          let count = min(Int.random(in: 0...(1 << Int.random(in: 0...19, using: &generator)), using: &generator), bytes.count - start)
          let block = UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
          if Bool.random(using: &generator) { hasher.update(block) } else { hasher.updateConcurrently(block) }
          start += count
        }
      }
      #expect(hasher.finish() == expected)
    }
  }

  @Test func `large blocks give the same values on several cores`() {
    #expect(Self.sample.count > MultiHasher.concurrentThreshold)
    var hasher = MultiHasher(HashAlgorithm.allCases)
    Self.sample.withUnsafeBytes { hasher.updateConcurrently($0) }
    #expect(hasher.finish() == HashAlgorithm.allCases.map { Digest.of(Self.sample, algorithm: $0) })
  }

  @Test func `a hasher that finished starts anew`() {
    var hasher = MultiHasher(HashAlgorithm.allCases)
    let empty = hasher.finish()
    Self.sample.withUnsafeBytes { hasher.update($0) }
    #expect(hasher.finish() != empty)
    #expect(hasher.finish() == empty)
    #expect(empty == HashAlgorithm.allCases.map { Digest.of("", algorithm: $0) })
  }

  @Test func `no algorithm gives no value`() {
    var hasher = MultiHasher([])
    Self.sample.withUnsafeBytes { hasher.updateConcurrently($0) }
    #expect(hasher.finish().isEmpty)
  }

  @Test func `hashers on many tasks do not disturb each other`() async {
    let expected = Digest.of(Self.sample, algorithm: .c4)
    await withTaskGroup(of: Digest?.self) { group in
      for _ in 0..<16 {
        group.addTask {
          var hasher = MultiHasher([.c4, .xxh64])
          Self.sample.withUnsafeBytes { hasher.updateConcurrently($0) }
          return hasher.finish().first
        }
      }
      for await digest in group { #expect(digest == expected) }
    }
  }
}
