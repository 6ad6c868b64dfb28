// SPDX-License-Identifier: Apache-2.0

/// Keys of packets that are no sets of metadata (ST 377-1:2019).
extension UniversalLabel {
  /// Bytes that say nothing (6.3.3).
  static let fill = UniversalLabel(0x060e2b34_01010102, 0x03010210_01000000)
  /// The list of tags (9.2).
  static let primerPack = UniversalLabel(0x060e2b34_02050101, 0x0d010201_01050100)
  /// The list of partitions (12).
  static let randomIndexPack = UniversalLabel(0x060e2b34_02050101, 0x0d010201_01110100)
  /// A part of an index table (11.2).
  static let indexTableSegment = UniversalLabel(0x060e2b34_02530101, 0x0d010201_01100100)
  /// The system item that begins a content package (SMPTE ST 385, 331).
  static let systemItem = UniversalLabel(0x060e2b34_02050101, 0x0d010301_14020100)
  /// The pack and the set of the system item that begins an edit unit of D-10 (SMPTE ST 385, 7; ST 386).
  static let systemPack = UniversalLabel(0x060e2b34_02050101, 0x0d010301_04010100)
  static let packageMetadataSet = UniversalLabel(0x060e2b34_02430101, 0x0d010301_04010201)
  /// An element of essence, by its last four bytes (ST 379-2).
  static func essenceElement(_ number: UInt32) -> UniversalLabel { UniversalLabel(0x060e2b34_01020101, 0x0d010301_00000000 | UInt64(number)) }

  /// Whether it is the key of an element of essence in a generic container.
  var isEssenceElement: Bool { matches(Self.essenceElement(UInt32(truncatingIfNeeded: low))) }
  /// Whether it is the key of an item of system metadata in a generic container.
  var isSystemItem: Bool { high & ~0xFF_00FF == 0x060e2b34_02000100 && low >> 32 == 0x0d010301 && (self[12] == 0x04 || self[12] == 0x14) }
}

/// Keys of sets (ST 377-1:2019, annexes A and B; ST 395).
extension UniversalLabel {
  static let preface = structural(0x2F)
  static let identification = structural(0x30)
  static let contentStorage = structural(0x18)
  static let essenceData = structural(0x23)
  static let materialPackage = structural(0x36)
  static let sourcePackage = structural(0x37)
  static let staticTrack = structural(0x3A)
  static let timelineTrack = structural(0x3B)
  static let sequence = structural(0x0F)
  static let sourceClip = structural(0x11)
  static let timecode = structural(0x14)
  static let filler = structural(0x09)
  static let descriptiveMarker = structural(0x41)
  static let multipleDescriptor = structural(0x44)
  static let tapeDescriptor = structural(0x2E)
  static let cdciDescriptor = structural(0x28)
  static let mpegVideoDescriptor = structural(0x51)
  static let soundDescriptor = structural(0x42)
  static let wavePCMDescriptor = structural(0x48)
  static let aes3PCMDescriptor = structural(0x47)

  private static func structural(_ kind: UInt64) -> UniversalLabel { UniversalLabel(0x060e2b34_02530101, 0x0d010101_01010000 | kind << 8) }

  /// Whether it is the key of a set with tags of two bytes and lengths of two.
  var isLocalSet: Bool { high & ~0xFF == 0x060e2b34_02530100 }
}

/// What values of properties say.
extension UniversalLabel {
  static let op1a = UniversalLabel(0x060e2b34_04010101, 0x0d010201_01010900)
  static let genericContainers = UniversalLabel(0x060e2b34_04010103, 0x0d010301_027f0100)

  // Kinds of track (ST 377-1, annex A)
  static let pictureTrack = UniversalLabel(0x060e2b34_04010101, 0x01030202_01000000)
  static let soundTrack = UniversalLabel(0x060e2b34_04010101, 0x01030202_02000000)
  static let dataTrack = UniversalLabel(0x060e2b34_04010101, 0x01030202_03000000)
  static let timecodeTrack = UniversalLabel(0x060e2b34_04010101, 0x01030201_01000000)
  static let descriptiveTrack = UniversalLabel(0x060e2b34_04010101, 0x01030201_10000000)

  // How essence is wrapped (ST 382, ST 381-1, ST 381-3, ST 2019-4, RDD 44)
  static let wavePCMFrameWrapped = UniversalLabel(0x060e2b34_04010101, 0x0d010301_02060100)
  static let aes3FrameWrapped = UniversalLabel(0x060e2b34_04010101, 0x0d010301_02060300)
  static let mpegFrameWrapped = UniversalLabel(0x060e2b34_04010102, 0x0d010301_02046001)  // of video stream nought
  static let d10FrameWrapped = UniversalLabel(0x060e2b34_04010101, 0x0d010301_02010101)  // of 50 Mb/s and 625 lines
  static let vc3FrameWrapped = UniversalLabel(0x060e2b34_0401010a, 0x0d010301_02110100)
  static let proResFrameWrapped = UniversalLabel(0x060e2b34_0401010d, 0x0d010301_021c0100)
  static let avcFrameWrapped = UniversalLabel(0x060e2b34_0401010a, 0x0d010301_02106001)

  // Colour (ST 377-1, annex G)
  static let transferBT709 = UniversalLabel(0x060e2b34_04010101, 0x04010101_01020000)
  static let codingEquationsBT709 = UniversalLabel(0x060e2b34_04010101, 0x04010101_02020000)
  static let primariesBT709 = UniversalLabel(0x060e2b34_04010106, 0x04010101_03030000)

  // Picture coding
  static let avcIntra100At1080i50 = UniversalLabel(0x060e2b34_0401010a, 0x04010202_01323102)
}
