// SPDX-License-Identifier: Apache-2.0

/// Definitions that every program knows by their identifiers, whatever a file calls them.
enum AAFKnown {
  /// Pictures, sound or labels.
  enum Essence: Hashable {
    case picture, sound, timecode, other
  }

  static let picture = UniqueIdentifier(high: 0x0103_0202_0100_0000, low: 0x060E_2B34_0401_0101)
  static let sound = UniqueIdentifier(high: 0x0103_0202_0200_0000, low: 0x060E_2B34_0401_0101)
  static let timecode = UniqueIdentifier(high: 0x0103_0201_0100_0000, low: 0x060E_2B34_0401_0101)
  static let descriptiveMetadata = UniqueIdentifier(high: 0x0103_0201_1000_0000, low: 0x060E_2B34_0401_0101)

  /// The kinds of essence, with the identifiers that AAF gave them before SMPTE did.
  static let essences: [UniqueIdentifier: Essence] = [
    picture: .picture, sound: .sound, timecode: .timecode,
    UniqueIdentifier(high: 0x6F3C_8CE1_6CEF_11D2, low: 0x807D_0060_0814_3E6F): .picture,
    UniqueIdentifier(high: 0x05CB_A732_1DAA_11D3, low: 0x80AD_0060_0814_3E6F): .picture,  // with a matte
    UniqueIdentifier(high: 0x78E1_EBE1_6CEF_11D2, low: 0x807D_0060_0814_3E6F): .sound,
    UniqueIdentifier(high: 0x7F27_5E81_77E5_11D2, low: 0x807F_0060_0814_3E6F): .timecode,
    UniqueIdentifier(high: 0x0103_0201_0200_0000, low: 0x060E_2B34_0401_0101): .timecode,
  ]

  /// What a composition is for.
  static let topLevel = UniqueIdentifier(high: 0x0D01_0102_0101_0700, low: 0x060E_2B34_0401_0101)
  static let lowerLevel = UniqueIdentifier(high: 0x0D01_0102_0101_0800, low: 0x060E_2B34_0401_0101)
  static let editProtocol = UniqueIdentifier(high: 0x0D01_1201_0100_0000, low: 0x060E_2B34_0401_0105)
  static let effectCategory = UniqueIdentifier(high: 0x0D01_0102_0101_0100, low: 0x060E_2B34_0401_0101)

  static let videoDissolve = UniqueIdentifier(high: 0x0C3B_EA40_FC05_11D2, low: 0x8A29_0050_040E_F7D2)
  static let monoDissolve = UniqueIdentifier(high: 0x0C3B_EA41_FC05_11D2, low: 0x8A29_0050_040E_F7D2)
  static let stereoDissolve = UniqueIdentifier(high: 0x0C3B_EA42_FC05_11D2, low: 0x8A29_0050_040E_F7D2)
  static let wipe = UniqueIdentifier(high: 0x0C3B_EA44_FC05_11D2, low: 0x8A29_0050_040E_F7D2)
  static let motionControl = UniqueIdentifier(high: 0x9D2E_A890_0968_11D3, low: 0x8A38_0050_040E_F7D2)
  static let monoGain = UniqueIdentifier(high: 0x9D2E_A894_0968_11D3, low: 0x8A38_0050_040E_F7D2)
  static let monoPan = UniqueIdentifier(high: 0x9D2E_A893_0968_11D3, low: 0x8A38_0050_040E_F7D2)
  static let key = UniqueIdentifier(high: 0x30A3_15C2_71E5_4E82, low: 0xA4EF_0513_EE05_6B65)

  static let wipeNumber = UniqueIdentifier(high: 0xE496_2323_2267_11D3, low: 0x8A4C_0050_040E_F7D2)
  static let amplitude = UniqueIdentifier(high: 0xE496_2321_2267_11D3, low: 0x8A4C_0050_040E_F7D2)
  static let pan = UniqueIdentifier(high: 0xE496_2322_2267_11D3, low: 0x8A4C_0050_040E_F7D2)
  static let speedRatio = UniqueIdentifier(high: 0x7255_9A80_24D7_11D3, low: 0x8A50_0050_040E_F7D2)
  static let speedMap = UniqueIdentifier(high: 0x8D56_827C_847E_11D5, low: 0x935A_50F8_57C1_0000)
  static let speedOffsetMap = UniqueIdentifier(high: 0x8D56_827D_847E_11D5, low: 0x935A_50F8_57C1_0000)

  static let linear = UniqueIdentifier(high: 0x5B6C_85A4_0EDE_11D3, low: 0x80A9_0060_0814_3E6F)
  static let container = UniqueIdentifier(high: 0x4313_B571_D8BA_11D2, low: 0x809B_0060_0814_3E6F)
  static let external = UniqueIdentifier(high: 0x4313_B572_D8BA_11D2, low: 0x809B_0060_0814_3E6F)

  /// What the operations and parameters of sound are called here, however a file names them.
  static let names: [UniqueIdentifier: String] = [
    monoGain: "Mono Audio Gain", monoPan: "Mono Audio Pan", amplitude: "Amplitude", pan: "Pan",
  ]

  static let int32 = AAFModel.type("01010700")
  static let rational = AAFModel.type("03010100")
  static let string = AAFModel.type("01100200")
  static let bytes = AAFModel.type("04100100")
  static let boolean = AAFModel.type("01040100")
}
