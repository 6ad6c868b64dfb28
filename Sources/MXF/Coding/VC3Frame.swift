// SPDX-License-Identifier: Apache-2.0

/// What the header of a frame of VC-3 (DNxHD, DNxHR) says (SMPTE ST 2019-1).
struct VC3Frame: Hashable, Sendable {
  var width: Int
  /// Of a whole frame.
  var height: Int
  var isInterlaced: Bool
  var isTopFieldFirst: Bool
  var depth: UInt32
  /// Whether it is 4:4:4, and not 4:2:2.
  var is444: Bool
  /// The number of its compression.
  var compression: Int

  /// Compressions whose header counts the lines of a field.
  private static let interlaced: Set = [1241, 1242, 1243, 1244, 1260]

  /// Reads the header; nothing where the bytes do not begin with one.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 0x30, bytes[0] == 0, bytes[1] == 0, Int(bytes[2]) << 8 | Int(bytes[3]) >= 0x280, (1...3).contains(bytes[4]),
      let depth: UInt32 = [1: 8, 2: 10, 3: 12][bytes[0x21] >> 5]
    else { return nil }
    let lines = Int(bytes[0x18]) << 8 | Int(bytes[0x19])
    width = Int(bytes[0x1A]) << 8 | Int(bytes[0x1B])
    compression = bytes[0x28..<0x2C].reduce(0) { $0 << 8 | Int($1) }
    isInterlaced = Self.interlaced.contains(compression)
    isTopFieldFirst = bytes[5] & 3 != 3
    height = isInterlaced ? lines * 2 : lines
    is444 = bytes[0x2C] >> 6 & 1 == 1
    self.depth = depth
    guard width > 0, height > 0, label != nil else { return nil }
  }

  /// The label of its coding: the register counts compressions from 1235 on (ST 2019-4).
  var label: UniversalLabel? {
    // The later ones came with a later version of the register.
    let known: [ClosedRange<Int>] = [1235...1235, 1237...1238, 1241...1244, 1250...1253, 1256...1256, 1258...1260, 1270...1274]
    guard known.contains(where: { $0.contains(compression) }) else { return nil }
    let version: UInt64 = compression == 1244 || compression >= 1256 ? 0x0D : 0x0A
    return UniversalLabel(0x060e2b34_04010100 | version, 0x04010202_71000000 | UInt64(compression - 1234) << 16)
  }
}
