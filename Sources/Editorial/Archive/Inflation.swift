// SPDX-License-Identifier: Apache-2.0

/// Undoes the compression of RFC 1951 (deflate), as zip archives have it.
///
/// Never more than `limit` bytes are made, whatever the data say; what is damaged ends the work with what was made until there.
package struct Inflation {
  /// Why nothing more could be made.
  package enum Fault: Error, Hashable {
    /// The data say what the format does not know, or end too early.
    case damaged
    /// They make more than they may.
    case tooLong
  }

  private let input: ArraySlice<UInt8>
  private let limit: Int
  private var place: Int
  private var bits: UInt32 = 0
  private var bitCount = 0
  private var output: [UInt8] = []

  /// The bytes that `input` stands for.
  package static func inflated(_ input: ArraySlice<UInt8>, limit: Int) throws(Fault) -> [UInt8] {
    var inflation = Inflation(input, limit: limit)
    try inflation.run()
    return inflation.output
  }

  private init(_ input: ArraySlice<UInt8>, limit: Int) {
    (self.input, self.limit, place) = (input, limit, input.startIndex)
    output.reserveCapacity(min(limit, input.count * 4))
  }

  private mutating func run() throws(Fault) {
    while true {
      let isLast = try take(1) == 1
      switch try take(2) {
      case 0: try copyStored()
      case 1: try copy(Self.fixedLengths, Self.fixedDistances)
      case 2:
        let (lengths, distances) = try readCodes()
        try copy(lengths, distances)
      default: throw .damaged
      }
      if isLast { return }
    }
  }

  // MARK: - Bits

  /// The next bits, the first of which weighs least (3.1.1).
  private mutating func take(_ count: Int) throws(Fault) -> Int {
    while bitCount < count {
      guard place < input.endIndex else { throw .damaged }
      bits |= UInt32(input[place]) << UInt32(bitCount)
      place += 1
      bitCount += 8
    }
    let value = bits & (1 << UInt32(count) - 1)
    bits >>= UInt32(count)
    bitCount -= count
    return Int(value)
  }

  /// A code of up to fifteen bits: one table look-up for nearly all.
  private mutating func symbol(_ code: Code) throws(Fault) -> Int {
    while bitCount < Code.longest, place < input.endIndex {
      bits |= UInt32(input[place]) << UInt32(bitCount)
      place += 1
      bitCount += 8
    }
    let entry = code.table[Int(bits & 0x7FFF)]
    let length = Int(entry & 15)
    guard length > 0, length <= bitCount else { throw .damaged }
    bits >>= UInt32(length)
    bitCount -= length
    return Int(entry >> 4)
  }

  // MARK: - Blocks

  private mutating func copyStored() throws(Fault) {
    (bits, bitCount, place) = (0, 0, place - bitCount / 8)
    guard place + 4 <= input.endIndex else { throw .damaged }
    let count = Int(input[place]) | Int(input[place + 1]) << 8
    guard count ^ 0xFFFF == Int(input[place + 2]) | Int(input[place + 3]) << 8, place + 4 + count <= input.endIndex else { throw .damaged }
    guard output.count + count <= limit else { throw .tooLong }
    output += input[place + 4..<place + 4 + count]
    place += 4 + count
  }

  private mutating func copy(_ lengths: Code, _ distances: Code) throws(Fault) {
    while true {
      let symbol = try symbol(lengths)
      if symbol < 256 {
        guard output.count < limit else { throw .tooLong }
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      guard symbol - 257 < Self.lengthBase.count else { throw .damaged }
      let length = Self.lengthBase[symbol - 257] + (try take(Self.lengthBits[symbol - 257]))
      let code = try self.symbol(distances)
      guard code < Self.distanceBase.count else { throw .damaged }
      let distance = Self.distanceBase[code] + (try take(code < 2 ? 0 : code / 2 - 1))
      guard distance <= output.count else { throw .damaged }
      guard output.count + length <= limit else { throw .tooLong }
      // What is copied may run into what is being written.
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  /// The codes that stand before a block of its own (3.2.7).
  private mutating func readCodes() throws(Fault) -> (Code, Code) {
    let (lengthCount, distanceCount, count) = (try take(5) + 257, try take(5) + 1, try take(4) + 4)
    guard lengthCount <= 286, distanceCount <= 30 else { throw .damaged }
    var order = [UInt8](repeating: 0, count: 19)
    for index in 0..<count { order[Self.codeOrder[index]] = UInt8(try take(3)) }
    let code = try Code(order)
    var lengths: [UInt8] = []
    while lengths.count < lengthCount + distanceCount {
      let symbol = try symbol(code)
      switch symbol {
      case 0..<16: lengths.append(UInt8(symbol))
      case 16:
        guard let last = lengths.last else { throw .damaged }
        lengths += repeatElement(last, count: 3 + (try take(2)))
      case 17: lengths += repeatElement(0, count: 3 + (try take(3)))
      default: lengths += repeatElement(0, count: 11 + (try take(7)))
      }
    }
    guard lengths.count == lengthCount + distanceCount, lengths[256] > 0 else { throw .damaged }
    return (try Code(lengths[..<lengthCount]), try Code(lengths[lengthCount...]))
  }

  // MARK: - Tables

  /// A prefix code, looked up by the next fifteen bits.
  private struct Code {
    static let longest = 15
    /// Symbol and, in the lowest four bits, its length; none for bits that no code begins with.
    let table: [UInt16]

    /// The code whose symbols have these lengths (3.2.2).
    init(_ lengths: some Collection<UInt8>) throws(Fault) {
      var counts = [Int](repeating: 0, count: Self.longest + 1)
      for length in lengths { counts[Int(length)] += 1 }
      counts[0] = 0
      var next = [Int](repeating: 0, count: Self.longest + 2)
      for length in 1...Self.longest {
        next[length + 1] = (next[length] + counts[length]) << 1
        guard next[length] + counts[length] <= 1 << length else { throw .damaged }
      }
      var table = [UInt16](repeating: 0, count: 1 << Self.longest)
      for (symbol, length) in lengths.enumerated() where length > 0 {
        let code = next[Int(length)]
        next[Int(length)] += 1
        let reversed = Int(UInt16(code).bitReversed >> (16 - UInt16(length)))
        let entry = UInt16(symbol) << 4 | UInt16(length)
        for place in stride(from: reversed, to: table.count, by: 1 << Int(length)) { table[place] = entry }
      }
      self.table = table
    }

    init(fixed lengths: [UInt8]) {
      table = (try? Code(lengths).table) ?? [UInt16](repeating: 0, count: 1 << Self.longest)
    }
  }

  private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
  private static let lengthBase = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let distanceBase = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  /// The codes that every reader knows (3.2.6).
  private static let fixedLengths = Code(
    fixed: Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8))
  private static let fixedDistances = Code(fixed: Array(repeating: 5, count: 30))
}

extension UInt16 {
  /// The bits the other way round.
  fileprivate var bitReversed: UInt16 {
    var (value, reversed): (UInt16, UInt16) = (self, 0)
    for _ in 0..<16 {
      reversed = reversed << 1 | value & 1
      value >>= 1
    }
    return reversed
  }
}
