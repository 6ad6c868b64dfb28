// SPDX-License-Identifier: Apache-2.0

/// A subtitling distribution packet of OP-47 (SMPTE RDD 8, 5.4): what its identifier, length, descriptors and checksum say, and the lines of teletext
/// in it.
struct TeletextDistribution {
  /// Descriptors of lines in a packet, and bytes of a line: two of run-in, one of framing, 42 of a teletext packet.
  private static let (mostLines, lineLength) = (5, 45)

  /// Whether the packet is what it says.
  let isWhole: Bool
  /// How many lines cannot be placed: their framing, their address or, of a page's header, its number is damaged.
  private(set) var damagedLines = 0
  /// Letters with the wrong parity.
  private(set) var parityErrors = 0
  /// How many lines it holds.
  let lines: Int

  init(_ data: [UInt8]) {
    let head = 4 + Self.mostLines
    lines = data.dropFirst(4).prefix(Self.mostLines).count { $0 != 0 }
    let end = head + lines * Self.lineLength
    isWhole =
      data.count == end + 4 && data[0] == 0x51 && data[1] == 0x15 && Int(data[2]) == data.count && data[3] == 0x02 && data[end] == 0x74
      && data.reduce(UInt8(0)) { $0 &+ $1 } == 0
    guard isWhole else { return }
    for line in 0..<lines { look(at: data[(head + line * Self.lineLength)...].prefix(Self.lineLength)) }
  }

  /// One line: run-in, framing code and a packet of teletext (ETSI EN 300 706, 7 and 8.1).
  private mutating func look(at line: ArraySlice<UInt8>) {
    let bytes = Array(line)
    guard bytes[0] == 0x55, bytes[1] == 0x55, bytes[2] == 0x27, let low = bytes[3].unhammed, let high = bytes[4].unhammed else {
      return damagedLines += 1
    }
    let row = low >> 3 | high << 1
    switch row {
    case 0:
      // The page's number, subcode and control bits, then 32 letters.
      if bytes[5..<13].contains(where: { $0.unhammed == nil }) { return damagedLines += 1 }
      countParity(bytes[13...])
    case 1...24: countParity(bytes[5...])
    default: break  // enhancements, protected otherwise
    }
  }

  private mutating func countParity(_ letters: ArraySlice<UInt8>) { parityErrors += letters.count { $0.nonzeroBitCount % 2 == 0 } }
}

extension UInt8 {
  /// The four bits that the byte carries by Hamming 8/4 (ETSI EN 300 706, 8.2); `nil` where it is none of the sixteen that are sent.
  fileprivate var unhammed: UInt8? {
    let bits = self >> 1 & 1 | self >> 2 & 2 | self >> 3 & 4 | self >> 4 & 8
    let sent: [UInt8] = [0x15, 0x02, 0x49, 0x5E, 0x64, 0x73, 0x38, 0x2F, 0xD0, 0xC7, 0x8C, 0x9B, 0xA1, 0xB6, 0xFD, 0xEA]
    return sent[Int(bits)] == self ? bits : nil
  }
}
