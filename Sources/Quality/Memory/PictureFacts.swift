// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The facts of one picture: those that an earlier inspection kept, and those that this one measures or takes over.
///
/// A fact may be about the picture alone, or about it and pictures before it, each named by how far back it lies.
final class PictureFacts: Sendable {
  /// A measurement, the part of the picture that it is of, and the pictures before this one that took part in it.
  struct Key: Hashable, Comparable, Sendable {
    let kind: Int
    let part: Int
    let back: [Int]

    init(_ kind: FactKind, part: Int = 0, back: [Int] = []) { self.init(kind: kind.rawValue, part: part, back: back) }

    fileprivate init(kind: Int, part: Int, back: [Int]) { (self.kind, self.part, self.back) = (kind, part, back) }

    static func < (one: Key, other: Key) -> Bool {
      (one.kind, one.part) != (other.kind, other.part)
        ? (one.kind, one.part) < (other.kind, other.part) : one.back.lexicographicallyPrecedes(other.back)
    }
  }

  private let known: [Key: [Int]]
  private let made = Mutex<[Key: [Int]]>([:])

  /// No facts yet, or those that were kept.
  init(_ known: [Key: [Int]] = [:]) { self.known = known }

  /// What was kept of a measurement.
  func recall(_ key: Key) -> [Int]? { known[key] }

  /// What was kept of a measurement of this picture alone.
  func recall(_ kind: FactKind) -> [Int]? { known[Key(kind)] }

  /// Keeps what a measurement gave.
  func keep(_ key: Key, _ words: [Int]) { made.withLock { $0[key] = words } }

  // MARK: - As bytes

  /// The most facts of a picture and numbers of a fact that are believed.
  private static let most = 1 << 21

  /// What this inspection measured or took over, the same bytes in whatever order it did.
  var bytes: [UInt8] {
    let all = made.withLock { $0 }
    var bytes: [UInt8] = []
    bytes.append(variable: all.count)
    for key in all.keys.sorted() {
      bytes.append(variable: key.kind)
      bytes.append(variable: key.part)
      bytes.append(variable: key.back.count)
      for distance in key.back { bytes.append(variable: distance) }
      let words = all[key] ?? []
      bytes.append(variable: words.count)
      for word in words { bytes.append(variable: word) }
    }
    return bytes
  }

  /// The facts in `bytes`; `nil` where they are no facts.
  convenience init?(_ bytes: some Sequence<UInt8>) {
    var reader = VariableReader(bytes)
    guard let count = reader.count(Self.most) else { return nil }
    var known: [Key: [Int]] = [:]
    for _ in 0..<count {
      guard let kind = reader.next(), let part = reader.next(), let back = reader.list(64), let words = reader.list(Self.most) else { return nil }
      known[Key(kind: kind, part: part, back: back)] = words
    }
    guard reader.isAtEnd else { return nil }
    self.init(known)
  }
}

extension [UInt8] {
  /// Adds a whole number, small ones in few bytes: seven bits a byte, lowest first, the sign as the lowest bit.
  fileprivate mutating func append(variable value: Int) {
    var rest = UInt64(bitPattern: Int64((value << 1) ^ (value >> 63)))
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}

/// Reads whole numbers as `append(variable:)` writes them.
private struct VariableReader<Bytes: Sequence<UInt8>> {
  private var bytes: Bytes.Iterator

  init(_ bytes: Bytes) { self.bytes = bytes.makeIterator() }

  mutating func next() -> Int? {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while let byte = bytes.next(), shift < 70 {
      value |= shift < 64 ? UInt64(byte & 0x7F) << shift : 0
      if byte < 0x80 { return Int(Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)) }
      shift += 7
    }
    return nil
  }

  /// A number of things, no more than `most`.
  mutating func count(_ most: Int) -> Int? { next().flatMap { (0...most).contains($0) ? $0 : nil } }

  /// Numbers with their count before them.
  mutating func list(_ most: Int) -> [Int]? {
    guard let count = count(most) else { return nil }
    var list: [Int] = []
    for _ in 0..<count {
      guard let value = next() else { return nil }
      list.append(value)
    }
    return list
  }

  /// Whether nothing is left.
  var isAtEnd: Bool {
    mutating get { bytes.next() == nil }
  }
}
