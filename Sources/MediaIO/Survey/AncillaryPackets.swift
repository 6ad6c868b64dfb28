// SPDX-License-Identifier: Apache-2.0

internal import Files

/// Ancillary packets of one frame, as MXF keeps them (SMPTE ST 436-1, 4).
struct AncillaryPackets {
  /// A packet: its identifiers (SMPTE ST 291-1) and its data.
  struct Packet: Equatable {
    let identifier: UInt8
    let second: UInt8
    let data: [UInt8]
    /// Whether length, parity and checksum are right, as far as they were kept: samples of eight bits have neither parity nor checksum.
    var isWhole = true

    /// Caption distribution packets of CTA-708 and CTA-608 (SMPTE ST 334-1).
    var carriesCaptions: Bool { identifier == 0x61 && second == 0x01 }
    /// Subtitling distribution packets of OP-47 (SMPTE RDD 8).
    var carriesTeletext: Bool { identifier == 0x43 && second == 0x02 }
    /// The active format and bars of the picture (SMPTE ST 2016-3).
    var carriesActiveFormat: Bool { identifier == 0x41 && second == 0x05 }
  }

  private(set) var packets: [Packet] = []
  /// Packets whose samples are kept in a way that is not known here.
  private(set) var unread = 0

  /// The packets in an element of essence; what is cut or false gives those before it.
  init(_ element: [UInt8]) {
    var reader = ByteReader(element, subject: "ancillary packets")
    guard let count = try? reader.integer(UInt16.self) else { return }
    for _ in 0..<count {
      do throws(FilesError) {
        try reader.skip(2 + 1)  // line number, wrapping
        let coding = try reader.integer(UInt8.self)
        let samples = Int(try reader.integer(UInt16.self))
        let (elements, size) = (Int(try reader.integer(UInt32.self)), Int(try reader.integer(UInt32.self)))
        guard size == 1 else { return }
        var value = try reader.part(elements)
        switch coding {
        case 4, 5, 6, 10, 11, 12:
          // Eight-bit samples of luma, of colour differences or of both; without and with their parity errors.
          let (identifier, second) = (try value.integer(UInt8.self), try value.integer(UInt8.self))
          let length = Int(try value.integer(UInt8.self))
          packets.append(Packet(identifier: identifier, second: second, data: try value.bytes(min(length, samples - 3, value.remaining))))
        case 7, 8, 9:
          // The same in ten bits.
          if let packet = Packet(try Self.tenBits(&value, samples)) { packets.append(packet) }
        default: unread += 1
        }
      } catch {
        return
      }
    }
  }

  /// Samples of ten bits: three in each word of 32, the first in its highest bits, the lowest two unused (ST 436-1, 4.4).
  private static func tenBits(_ value: inout ByteReader, _ samples: Int) throws(FilesError) -> [UInt16] {
    var words: [UInt16] = []
    while words.count < samples, value.remaining >= 4 {
      let three = try value.integer(UInt32.self)
      for shift in [22, 12, 2] as [UInt32] { words.append(UInt16(three >> shift & 0x3FF)) }
    }
    return Array(words.prefix(samples))
  }
}

extension AncillaryPackets.Packet {
  /// The packet in words of ten bits (SMPTE ST 291-1, 6): identifiers, count, data and checksum; `nil` where not even the count is there.
  init?(_ words: [UInt16]) {
    guard words.count >= 3 else { return nil }
    let bytes = words.map { UInt8(truncatingIfNeeded: $0) }
    let end = 3 + Int(bytes[2])
    // Bit 8 makes parity even, and bit 9 is its opposite.
    let isEven = words.prefix(3).allSatisfy { ($0 & 0x1FF).nonzeroBitCount.isMultiple(of: 2) && Self.isOpposite($0) }
    let sum = words.prefix(end).reduce(0) { ($0 + ($1 & 0x1FF)) & 0x1FF }
    // The checksum may have been left off.
    let isSum = words.count <= end || (words[end] & 0x1FF == sum && Self.isOpposite(words[end]))
    self.init(
      identifier: bytes[0], second: bytes[1], data: Array(bytes[min(3, bytes.count)..<min(end, bytes.count)]),
      isWhole: words.count >= end && isEven && isSum)
  }

  private static func isOpposite(_ word: UInt16) -> Bool { (word >> 9) & 1 != (word >> 8) & 1 }
}

/// The caption data of a distribution packet (SMPTE ST 334-2, 5): triplets, and whether the packet is what its length and checksum say.
struct CaptionDistribution {
  let triplets: [UInt8]
  let isWhole: Bool

  init(_ data: [UInt8]) {
    guard data.count >= 7, data[0] == 0x96, data[1] == 0x69 else {
      (triplets, isWhole) = ([], false)
      return
    }
    let length = Int(data[2])
    let sum = data.prefix(length).reduce(UInt8(0)) { $0 &+ $1 }
    isWhole = length <= data.count && sum == 0
    var place = 7
    if place < data.count, data[place] == 0x71 { place += 5 }  // the timecode section
    guard place + 1 < data.count, data[place] == 0x72 else {
      triplets = []
      return
    }
    let count = Int(data[place + 1] & 0x1F)
    triplets = Array(data[(place + 2)...].prefix(count * 3))
  }
}
