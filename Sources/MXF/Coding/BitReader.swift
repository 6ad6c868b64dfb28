// SPDX-License-Identifier: Apache-2.0

/// Reads bits, the highest first, and numbers in Exp-Golomb codes (H.264, 9.1). At the end there is nothing more.
struct BitReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func number(_ count: Int) -> Int? {
    guard place + count <= bytes.count * 8 else { return nil }
    var value = 0
    for _ in 0..<count {
      value = value << 1 | Int(bytes[place / 8] >> (7 - place % 8) & 1)
      place += 1
    }
    return value
  }

  mutating func unsigned() -> Int? {
    var zeros = 0
    while let bit = number(1) {
      if bit == 1 { return number(zeros).map { (1 << zeros) - 1 + $0 } }
      zeros += 1
      guard zeros <= 31 else { return nil }
    }
    return nil
  }

  mutating func signed() -> Int? { unsigned().map { $0 % 2 == 1 ? ($0 + 1) / 2 : -$0 / 2 } }
}
