// SPDX-License-Identifier: Apache-2.0

@testable import MXF

/// Coded pictures of which only the headers are drawn.
enum DrawnPictures {
  /// Bits one after another, filled up to whole bytes.
  private static func bytes(_ fields: [(value: Int, bits: Int)]) -> [UInt8] {
    var bits = fields.flatMap { field in (0..<field.bits).reversed().map { UInt8(field.value >> $0 & 1) } }
    bits += [UInt8](repeating: 0, count: (8 - bits.count % 8) % 8)
    return stride(from: 0, to: bits.count, by: 8).map { place in bits[place..<place + 8].reduce(0) { $0 << 1 | $1 } }
  }

  /// A sequence header of 4:2:2 profile at high level, with its extension, and a display extension where a colour is given.
  static func sequence(_ width: Int = 1920, _ height: Int = 1080, isProgressive: Bool = false, bitRate: Int = 50_000_000, color: Int? = 1) -> [UInt8]
  {
    var head = [UInt8]([0, 0, 1, 0xB3]) + bytes([(width, 12), (height, 12), (3, 4), (3, 4), (bitRate / 400, 18), (1, 1), (488, 10), (0, 3)])
    head +=
      [0, 0, 1, 0xB5] + bytes([(1, 4), (0x82, 8), (isProgressive ? 1 : 0, 1), (2, 2), (0, 2), (0, 2), (0, 12), (1, 1), (0, 8), (0, 1), (0, 7)])
    guard let color else { return head }
    return head + [0, 0, 1, 0xB5]
      + bytes([(2, 4), (1, 3), (1, 1), (color, 8), (color, 8), (color, 8), (width, 14), (1, 1), (height, 14), (0, 3)])
  }

  /// A picture of MPEG-2: I, P or B and its place in its group; one that begins a group says whether it is closed.
  static func mpeg2(_ kind: Character, _ reference: Int, group: Bool? = nil, sequence: [UInt8]? = nil, size: Int = 200) -> [UInt8] {
    var head = sequence ?? (group == nil ? [] : Self.sequence())
    if let group { head += [0, 0, 1, 0xB8] + bytes([(0, 25), (group ? 1 : 0, 1), (0, 6)]) }
    let number = ["I": 1, "P": 2, "B": 3][kind, default: 0]
    head += [0, 0, 1, 0x00] + bytes([(reference, 10), (number, 3), (0xFFFF, 16), (0, 3)])
    head += [0, 0, 1, 0xB5] + bytes([(8, 4), (0xFFFF, 16), (0, 2), (3, 2), (1, 1), (0, 15)])
    return head + [0, 0, 1, 0x01] + [UInt8](repeating: 0x55, count: max(0, size - head.count))
  }

  /// A frame of ProRes: 4:2:2 unless it is told otherwise.
  static func proRes(_ width: Int = 1920, _ height: Int = 1080, interlace: Int = 0, chroma: Int = 2, size: Int = 200) -> [UInt8] {
    var head: [UInt8] = [0, 0, 0, 0] + Array("icpf".utf8) + [0, 148, 0, 0] + Array("lnup".utf8) + bytes([(width, 16), (height, 16)])
    head += [UInt8(chroma << 6 | interlace << 2), 0x33, 1, 1, 1, 0, 0, 0]
    return head + [UInt8](repeating: 0x66, count: size - head.count)
  }

  /// A frame of VC-3, by the number of its compression.
  static func vc3(_ compression: Int, lines: Int = 1080, depth: Int = 1) -> [UInt8] {
    var head = [UInt8](repeating: 0, count: 0x280)
    head.replaceSubrange(0..<5, with: [0, 0, 2, 0x80, 1])
    head.replaceSubrange(0x18..<0x1C, with: bytes([(lines, 16), (1920, 16)]))
    head[0x21] = UInt8(depth << 5 | 0x18)
    head.replaceSubrange(0x28..<0x2C, with: bytes([(compression, 32)]))
    return head
  }
}
