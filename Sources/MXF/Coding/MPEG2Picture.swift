// SPDX-License-Identifier: Apache-2.0

/// What a coded picture of MPEG-2 says before its first slice (ITU-T H.262, 6.2).
struct MPEG2Picture: Hashable, Sendable {
  /// How it is coded: from itself, from one before it, from those around it.
  enum Kind: Int, Sendable {
    case intra = 1
    case predicted = 2
    case bidirectional = 3
  }

  /// A sequence header and its extensions (6.2.2).
  struct Sequence: Hashable, Sendable {
    var width: Int
    /// Of a whole frame.
    var height: Int
    /// Table 6-3: 1 square samples, 2 a picture of 4:3, 3 of 16:9.
    var aspect: Int
    /// Bits a second.
    var bitRate: Int
    /// Profile and level in the eight bits of clause 8.
    var profileAndLevel: UInt8 = 0
    /// Whether there are frames only, and never fields.
    var isProgressive = false
    /// 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4.
    var chromaFormat = 1
    /// Whether no picture is coded from one after it.
    var isLowDelay = false
    /// The colour of its display extension; nothing where it does not say.
    var color: CodedColor?
  }

  /// The sequence header in front of it.
  private(set) var sequence: Sequence?
  /// Whether a group of pictures begins with it.
  private(set) var beginsGroup = false
  /// Whether that group needs no picture of the one before.
  private(set) var isGroupClosed = false
  private(set) var kind: Kind = .intra
  /// Its place in display order from the first picture of its group, modulo 1,024.
  private(set) var temporalReference = 0
  /// Whether the upper field comes first.
  private(set) var isTopFieldFirst = true

  /// Bytes of a picture that are looked at: headers, matrices and captions before the first slice have some hundreds.
  static let head: Int64 = 4096

  /// Reads the headers of a frame's first picture; nothing where the bytes are no picture of MPEG-2, or end before its header does.
  init?(_ bytes: [UInt8]) {
    var (place, hasPicture) = (0, false)
    while place + 4 < bytes.count {
      guard bytes[place] == 0, bytes[place + 1] == 0, bytes[place + 2] == 1 else {
        // What does not begin with a start code is none; zeros may stand before one.
        if place == 0, bytes[0] != 0 { return nil }
        place += 1
        continue
      }
      let code = bytes[place + 3]
      var bits = BitReader(Array(bytes[(place + 4)..<min(bytes.count, place + 4 + 32)]))
      place += 4
      switch code {
      case 0x01...0xAF:
        guard hasPicture else { return nil }
        return
      case 0xB3:
        guard !hasPicture, let sequence = Self.sequence(&bits) else { return nil }
        self.sequence = sequence
      case 0xB5: guard extend(&bits, hasPicture: hasPicture) else { return nil }
      case 0xB8:
        guard !hasPicture, bits.number(25) != nil, let closed = bits.number(1) else { return nil }
        (beginsGroup, isGroupClosed) = (true, closed == 1)
      case 0x00:
        // The second picture of a frame in two is not looked at.
        if hasPicture { return }
        guard let reference = bits.number(10), let kind = bits.number(3).flatMap(Kind.init) else { return nil }
        (temporalReference, self.kind, hasPicture) = (reference, kind, true)
      default: break
      }
    }
    guard hasPicture else { return nil }
  }

  private static func sequence(_ bits: inout BitReader) -> Sequence? {
    guard let width = bits.number(12), let height = bits.number(12), let aspect = bits.number(4), bits.number(4) != nil, let rate = bits.number(18),
      width > 0, height > 0
    else { return nil }
    return Sequence(width: width, height: height, aspect: aspect, bitRate: rate * 400)
  }

  /// Takes what an extension says; whether it is one.
  private mutating func extend(_ bits: inout BitReader, hasPicture: Bool) -> Bool {
    switch bits.number(4) {
    case 1:
      guard var sequence, let profile = bits.number(8), let progressive = bits.number(1), let chroma = bits.number(2), let width = bits.number(2),
        let height = bits.number(2), let rate = bits.number(12), bits.number(9) != nil, let delay = bits.number(1)
      else { return false }
      sequence.width |= width << 12
      sequence.height |= height << 12
      sequence.bitRate += (rate << 18) * 400
      (sequence.profileAndLevel, sequence.isProgressive) = (UInt8(profile), progressive == 1)
      (sequence.chromaFormat, sequence.isLowDelay) = (chroma, delay == 1)
      self.sequence = sequence
    case 2:
      guard sequence != nil, bits.number(3) != nil, let isThere = bits.number(1) else { return false }
      if isThere == 1, let primaries = bits.number(8), let transfer = bits.number(8), let matrix = bits.number(8) {
        sequence?.color = CodedColor(primaries: primaries, transfer: transfer, matrix: matrix)
      }
    case 8 where hasPicture:
      guard bits.number(16) != nil, bits.number(2) != nil, let structure = bits.number(2), let first = bits.number(1) else { return false }
      // In a frame of two field pictures the first is the field that comes first: 1 is the upper one, 2 the lower, 3 a whole frame.
      isTopFieldFirst = structure == 3 ? first == 1 : structure == 1
    default: break
    }
    return true
  }
}
