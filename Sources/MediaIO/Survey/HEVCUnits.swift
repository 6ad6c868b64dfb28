// SPDX-License-Identifier: Apache-2.0

/// Finds what kind of picture a packet of HEVC holds, by the first slice in it (ITU-T H.265, 7.3.1.2 and table 7-1).
///
/// Pictures that are shown before the key picture they follow are of two kinds: those that need nothing before it (RADL), and those that lean on the group
/// before (RASL). A group with one of the latter is open, whatever the key picture is called.
struct HEVCUnits {
  /// What a picture is to its group.
  enum Picture { case leansOnGroupBefore, other }

  /// Bytes of the length before each unit; `nil` where units begin with start codes.
  private let lengthSize: Int?

  /// Units as the decoder's configuration record says that they lie (ISO/IEC 14496-15, 8.3.3.1); without one they begin with start codes.
  init(configuration: UnsafeBufferPointer<UInt8>) {
    lengthSize = configuration.count >= 23 && configuration[0] == 1 ? Int(configuration[21] & 3) + 1 : nil
  }

  /// The picture in a packet; `nil` where no slice is found.
  func picture(in packet: UnsafeBufferPointer<UInt8>) -> Picture? {
    var place = 0
    while let unit = nextUnit(packet, &place) {
      let type = packet[unit] >> 1 & 0x3F
      guard type < 32 else { continue }  // parameter sets and messages come before the slices
      return type == 8 || type == 9 ? .leansOnGroupBefore : .other
    }
    return nil
  }

  /// The first byte of the next unit; `place` is left behind what was looked at.
  private func nextUnit(_ packet: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Int? {
    guard let lengthSize else {
      var index = place
      while index + 3 < packet.count {
        if packet[index] == 0, packet[index + 1] == 0, packet[index + 2] == 1 {
          place = index + 3
          return index + 3
        }
        index += 1
      }
      return nil
    }
    guard place + lengthSize < packet.count else { return nil }
    let length = packet[place..<place + lengthSize].reduce(0) { $0 << 8 | Int($1) }
    let unit = place + lengthSize
    guard length > 0, length <= packet.count - unit else { return nil }
    place = unit + length
    return unit
  }
}
