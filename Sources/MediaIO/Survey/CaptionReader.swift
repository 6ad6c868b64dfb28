// SPDX-License-Identifier: Apache-2.0

internal import Essence

/// Caption data in triplets, as pictures (ATSC A/53, part 4) and ancillary packets (SMPTE ST 334-2) carry them: CTA-608 by its parity, CTA-708 by the structure of its
/// packets.
struct CaptionReader {
  private let streamIndex: Int
  private var line21: CaptionTrace
  private var digital: CaptionTrace
  /// The packet of CTA-708 that is being put together, and how long it says it is.
  private var packet: [UInt8] = []
  private var packetLength = 0
  private var sequence: UInt8?

  init(streamIndex: Int) {
    self.streamIndex = streamIndex
    line21 = CaptionTrace(.cea608, streamIndex: streamIndex)
    digital = CaptionTrace(.cea708, streamIndex: streamIndex)
  }

  /// What was met: kinds with more than filler in them.
  var traces: [CaptionTrace] {
    var last = self
    last.closePacket()
    return [last.line21, last.digital].filter { $0.carriers > 0 || $0.parityErrors > 0 || $0.malformed > 0 }
  }

  /// Takes the triplets of one picture or packet.
  mutating func add(_ triplets: some Collection<UInt8>) {
    let bytes = Array(triplets)
    var carries = (line21: false, digital: false)
    for place in stride(from: 0, to: bytes.count - 2, by: 3) {
      let isValid = bytes[place] & 0x04 != 0
      let (first, second) = (bytes[place + 1], bytes[place + 2])
      switch bytes[place] & 0x03 {
      case 0, 1:
        guard isValid else { continue }
        line21.parityErrors += [first, second].count { $0.nonzeroBitCount % 2 == 0 }
        if first & 0x7F != 0 || second & 0x7F != 0 { carries.line21 = true }
      case 3:
        closePacket()
        guard isValid else { continue }
        open(first, second)
        carries.digital = true
      default:
        guard isValid, packetLength > 0 else { continue }
        packet += [first, second]
        if packet.count >= packetLength { closePacket() }
      }
    }
    line21.carriers += carries.line21 ? 1 : 0
    digital.carriers += carries.digital ? 1 : 0
  }

  // MARK: -

  /// The header of a packet: a number that counts to four, and a size in pairs of bytes, nought standing for 64 (CTA-708-E, 5).
  private mutating func open(_ header: UInt8, _ second: UInt8) {
    let number = header >> 6
    if let sequence, number != (sequence + 1) & 3 { digital.malformed += 1 }
    sequence = number
    let size = Int(header & 0x3F)
    packetLength = size == 0 ? 128 : size * 2
    packet = [header, second]
    if packet.count >= packetLength { closePacket() }
  }

  /// Looks at the packet as far as it came: it must be whole, and its service blocks must fit into it (CTA-708-E, 6.2).
  private mutating func closePacket() {
    guard packetLength > 0 else { return }
    defer { (packet, packetLength) = ([], 0) }
    guard packet.count >= packetLength else { return digital.malformed += 1 }
    var place = 1
    while place < packetLength {
      let (service, size) = (packet[place] >> 5, Int(packet[place] & 0x1F))
      if service == 0 { return }  // the null block: the rest is filler
      place += (service == 7 && size > 0 ? 2 : 1) + size
      if place > packetLength { return digital.malformed += 1 }
    }
  }
}
