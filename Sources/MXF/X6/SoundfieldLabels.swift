// SPDX-License-Identifier: Apache-2.0

/// The soundfield of a track and what each of its channels is, as labels of the multichannel audio labelling framework (SMPTE ST 377-4) that AMWA's
/// collection `MCAL_Labels_Set_0` lists.
public enum Soundfield: Hashable, Sendable, CaseIterable {
  /// Left and right.
  case stereo
  /// Left, right, centre, LFE, left and right surround.
  case surround51

  struct Label: Sendable {
    let dictionary: UniversalLabel
    let symbol: String
    let name: String
  }

  /// The labels of its channels, in the order in which they stand.
  var channels: [Label] {
    let front = [
      Label(dictionary: .leftChannel, symbol: "chL", name: "Left"), Label(dictionary: .rightChannel, symbol: "chR", name: "Right"),
    ]
    guard self == .surround51 else { return front }
    return front + [
      Label(dictionary: .centerChannel, symbol: "chC", name: "Center"), Label(dictionary: .lfeChannel, symbol: "chLFE", name: "LFE"),
      Label(dictionary: .leftSurroundChannel, symbol: "chLs", name: "Left Surround"),
      Label(dictionary: .rightSurroundChannel, symbol: "chRs", name: "Right Surround"),
    ]
  }

  /// How many channels it has.
  public var channelCount: Int { channels.count }

  var group: Label {
    switch self {
    case .stereo: Label(dictionary: .standardStereo, symbol: "sgST", name: "Standard Stereo")
    case .surround51: Label(dictionary: .surround51, symbol: "sg51", name: "5.1")
    }
  }

  static let mainProgram = Label(dictionary: .mainProgram, symbol: "ggMPg", name: "Main Program")

  /// The sets that label a track of the main programme: a soundfield group, its channels, and the group of groups.
  /// - Parameter language: what is spoken, by RFC 5646.
  func mainProgrammeLabels(language: String, newIdentifier: () -> [UInt8]) -> [MetadataSet] {
    let (groupLink, programLink) = (newIdentifier(), newIdentifier())
    func label(_ key: UniversalLabel, _ label: Label, link: [UInt8]) -> MetadataSet {
      var set = MetadataSet(key, identifier: newIdentifier())
      set.put(.mcaLabelDictionaryID, label.dictionary)
      set.put(.mcaLinkID, link)
      set.put(.mcaTagSymbol, label.symbol)
      set.put(.mcaTagName, label.name)
      return set
    }
    var made: [MetadataSet] = []
    for (number, channel) in channels.enumerated() {
      var set = label(.audioChannelLabel, channel, link: newIdentifier())
      set.put(.mcaChannelID, UInt32(number + 1))
      set.put(.soundfieldGroupLinkID, groupLink)
      made.append(set)
    }
    var group = label(.soundfieldGroupLabel, group, link: groupLink)
    group.put(.spokenLanguage, Array(language.utf8))  // ISO 646, a byte a character
    group.put(.groupOfSoundfieldGroupsLinkID, batch: [programLink], size: 16)
    return made + [group, label(.groupOfSoundfieldGroupsLabel, Self.mainProgram, link: programLink)]
  }
}

/// Keys and labels of that framework (ST 377-4, ST 428-12, ST 2067-8, AMWA).
extension UniversalLabel {
  static let audioChannelLabel = UniversalLabel(0x060e2b34_02530101, 0x0d010101_01016b00)
  static let soundfieldGroupLabel = UniversalLabel(0x060e2b34_02530101, 0x0d010101_01016c00)
  static let groupOfSoundfieldGroupsLabel = UniversalLabel(0x060e2b34_02530101, 0x0d010101_01016d00)

  static let leftChannel = UniversalLabel(0x060e2b34_0401010d, 0x03020101_00000000)
  static let rightChannel = UniversalLabel(0x060e2b34_0401010d, 0x03020102_00000000)
  static let centerChannel = UniversalLabel(0x060e2b34_0401010d, 0x03020103_00000000)
  static let lfeChannel = UniversalLabel(0x060e2b34_0401010d, 0x03020104_00000000)
  static let leftSurroundChannel = UniversalLabel(0x060e2b34_0401010d, 0x03020105_00000000)
  static let rightSurroundChannel = UniversalLabel(0x060e2b34_0401010d, 0x03020106_00000000)
  static let surround51 = UniversalLabel(0x060e2b34_0401010d, 0x03020201_00000000)
  static let standardStereo = UniversalLabel(0x060e2b34_0401010d, 0x03020220_01000000)
  static let mainProgram = UniversalLabel(0x060e2b34_0401010d, 0x03020320_01000000)

  /// Channels are labelled, and nothing is said beforehand of which tracks there are.
  static let labelledSound = UniversalLabel(0x060e2b34_04010101, 0x0d010801_02010000)
  /// Channels are labelled, and the first track is stereo, the second 5.1 (AMWA's default layout A).
  static let labelledSoundLayoutA = UniversalLabel(0x060e2b34_04010101, 0x0d010801_02020000)
}
