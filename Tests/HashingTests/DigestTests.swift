// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hashing
import Testing

@Suite struct DigestTests {
  static let vectors: [(HashAlgorithm, String, String)] = [
    (.xxh64, "abcd\n", "0ea03b369a463d9d"),
    (.xxh3, "abcd\n", "5c6d5318a0809172"),
    (.c4, "abcd\n", "c43LpzjA4DGCZ4Y3HbXsL7TLfaCY7wTCC27X7KAirGFcKTg7f4B8aKx7qiLitCaf9wgpLJL6QQjfdKH4dMrk2z5SRG"),
    (.xxh64, "def\n", "7680e5f98f4a80fd"),
    (.md5, "def\n", "614dd0e977becb4c6f7fa99e64549b12"),
    (.xxh64, "", "ef46db3751d8e999"),
    (.xxh3, "", "2d06800538d394c2"),
    (.xxh128, "", "99aa06d3014798d86001c324468d497f"),
    (.md5, "", "d41d8cd98f00b204e9800998ecf8427e"),
    (.md5, "message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    (.sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (.c4, "", "c459dsjfscH38cYeXXYogktxf4Cd9ibshE3BHUo6a58hBXmRQdZrAkZzsWcbWtDg5oQstpDuni4Hirj75GEmTc1sFT"),
  ]

  @Test(arguments: vectors) func `published values come out`(algorithm: HashAlgorithm, text: String, expected: String) throws {
    let digest = Digest.of(text, algorithm: algorithm)
    #expect(digest.text == expected)
    #expect(digest.bytes.count == algorithm.byteCount)
    #expect(try Digest(expected, algorithm: algorithm) == digest)
  }

  @Test(arguments: HashAlgorithm.allCases) func `text, description and JSON lead back to the value`(algorithm: HashAlgorithm) throws {
    let digest = Digest.of("A001C003", algorithm: algorithm)
    #expect(digest.text.count == algorithm.textLength)
    #expect(try Digest(digest.text, algorithm: algorithm) == digest)
    #expect(Digest(digest.description) == digest)
    #expect(try JSONDecoder().decode([Digest].self, from: JSONEncoder().encode([digest])) == [digest])
  }

  @Test func `hexadecimal may be in capitals, C4 may not change its case`() throws {
    #expect(try Digest("0EA03B369A463D9D", algorithm: .xxh64).text == "0ea03b369a463d9d")
    let identifier = Digest.of("abcd\n", algorithm: .c4).text
    #expect(throws: HashingError.self) { try Digest(identifier.uppercased(), algorithm: .c4) }
  }

  @Test(arguments: [
    ("", HashAlgorithm.xxh64, HashingError.Code.wrongLength), ("0ea03b369a463d9", .xxh64, .wrongLength), ("0ea03b369a463d9dd", .xxh64, .wrongLength),
    ("0ea03b369a463d9g", .xxh64, .wrongDigit), (" ea03b369a463d9d", .xxh64, .wrongDigit), ("éééééééé", .xxh64, .wrongDigit),
    (String(repeating: "1", count: 90), .c4, .wrongDigit), ("c4" + String(repeating: "0", count: 88), .c4, .wrongDigit),
    ("c4" + String(repeating: "z", count: 88), .c4, .wrongDigit), ("c4" + String(repeating: "1", count: 87), .c4, .wrongLength),
  ])
  func `text that is no value is refused`(text: String, algorithm: HashAlgorithm, code: HashingError.Code) {
    let error = #expect(throws: HashingError.self) { try Digest(text, algorithm: algorithm) }
    #expect(error?.code == code)
    #expect(error?.description.contains(algorithm.rawValue) == true)
  }

  @Test func `C4 keeps leading zeros and the largest value`() throws {
    for bytes in [[UInt8](repeating: 0, count: 64), [UInt8](repeating: 255, count: 64), [0, 0, 1] + [UInt8](repeating: 7, count: 61)] {
      let digest = try Digest(bytes: bytes, algorithm: .c4)
      #expect(digest.text.count == 90)
      #expect(try Digest(digest.text, algorithm: .c4).bytes == bytes)
    }
  }

  @Test func `raw bytes of the wrong count are refused`() {
    #expect(throws: HashingError.self) { try Digest(bytes: [1, 2, 3], algorithm: .md5) }
  }

  @Test func `the same bytes under two algorithms are two values`() throws {
    let bytes = [UInt8](repeating: 9, count: 16)
    #expect(try Digest(bytes: bytes, algorithm: .md5) != Digest(bytes: bytes, algorithm: .xxh128))
  }

  @Test func `algorithms stand in the order of an ASC MHL manifest`() {
    #expect(HashAlgorithm.allCases.sorted() == [.c4, .md5, .sha1, .sha256, .xxh128, .xxh3, .xxh64])
    #expect(HashAlgorithm.standard == .xxh64)
  }
}
