// SPDX-License-Identifier: Apache-2.0

/// The part of an AVC sequence parameter set that says what pictures are like (ITU-T H.264, 7.3.2.1.1).
struct SequenceParameters: Hashable, Sendable {
  var profile: Int
  var level: Int
  var chromaFormat: Int
  var lumaBits: Int
  var chromaBits: Int
  /// Of a coded frame, in samples: whole macroblocks.
  var width: Int
  var height: Int
  /// Whether pictures are coded as frames alone, and never as fields.
  var isFrameOnly: Bool

  /// Reads the set behind its NAL header; nothing where it ends too early.
  init?(_ bytes: some Collection<UInt8>) {
    var bits = BitReader(Self.withoutEmulationPrevention(bytes))
    guard let profile = bits.number(8), bits.number(8) != nil, let level = bits.number(8), bits.unsigned() != nil else { return nil }
    (self.profile, self.level, chromaFormat, lumaBits, chromaBits) = (profile, level, 1, 8, 8)
    if [44, 83, 86, 100, 110, 118, 122, 128, 138, 139, 134, 135, 244].contains(profile) {
      guard let format = bits.unsigned(), format < 4, format != 3 || bits.number(1) != nil, let luma = bits.unsigned(), let chroma = bits.unsigned(),
        luma < 8, chroma < 8, bits.number(1) != nil, let hasMatrices = bits.number(1)
      else { return nil }
      (chromaFormat, lumaBits, chromaBits) = (format, luma + 8, chroma + 8)
      if hasMatrices == 1 {
        for list in 0..<(format == 3 ? 12 : 8) where !bits.skipsScalingList(of: list < 6 ? 16 : 64) { return nil }
      }
    }
    guard bits.unsigned() != nil, let order = bits.unsigned(), bits.skipsOrderCount(order), bits.unsigned() != nil, bits.number(1) != nil,
      let width = bits.unsigned(), let height = bits.unsigned(), width < 4096, height < 4096, let frameOnly = bits.number(1)
    else { return nil }
    isFrameOnly = frameOnly == 1
    (self.width, self.height) = ((width + 1) * 16, (height + 1) * 16 * (isFrameOnly ? 1 : 2))
  }

  /// The bytes without the threes that keep them from looking like a start code.
  private static func withoutEmulationPrevention(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var (plain, zeros) = ([UInt8](), 0)
    for byte in bytes {
      if zeros >= 2, byte == 3 {
        zeros = 0
        continue
      }
      zeros = byte == 0 ? zeros + 1 : 0
      plain.append(byte)
    }
    return plain
  }
}

extension BitReader {
  /// Passes over a scaling list, if one is there.
  fileprivate mutating func skipsScalingList(of size: Int) -> Bool {
    guard let isThere = number(1) else { return false }
    guard isThere == 1 else { return true }
    var (last, next) = (8, 8)
    for _ in 0..<size {
      if next != 0 {
        guard let delta = signed(), (-128...127).contains(delta) else { return false }
        next = (last + delta + 256) % 256
      }
      last = next == 0 ? last : next
    }
    return true
  }

  /// Passes over what orders pictures.
  fileprivate mutating func skipsOrderCount(_ kind: Int) -> Bool {
    switch kind {
    case 0: return unsigned() != nil
    case 1:
      guard number(1) != nil, signed() != nil, signed() != nil, let cycle = unsigned(), cycle <= 255 else { return false }
      for _ in 0..<cycle where signed() == nil { return false }
      return true
    case 2: return true
    default: return false
    }
  }
}

/// The first units of a coded picture of AVC in a byte stream (H.264, annex B).
struct PictureUnits {
  /// The types of the units before the first slice, in order: 9 for a delimiter, 7 and 8 for parameter sets.
  private(set) var types: [UInt8] = []
  /// The first sequence parameter set.
  private(set) var parameters: SequenceParameters?

  /// Looks at the beginning of a picture's bytes.
  init(_ bytes: [UInt8]) {
    var starts: [Int] = []
    var place = 0
    while place + 3 < bytes.count, types.count < 16 {
      guard bytes[place] == 0, bytes[place + 1] == 0, bytes[place + 2] == 1 else {
        place += 1
        continue
      }
      let type = bytes[place + 3] & 0x1F
      starts.append(place + 4)
      guard !(1...5).contains(type) else { break }
      types.append(type)
      place += 4
    }
    for (number, type) in types.enumerated() where type == 7 && parameters == nil {
      let end = number + 1 < starts.count ? starts[number + 1] - 4 : bytes.count
      parameters = SequenceParameters(bytes[starts[number]..<max(starts[number], end)])
    }
  }
}
