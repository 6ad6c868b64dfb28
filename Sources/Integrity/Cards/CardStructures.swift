// SPDX-License-Identifier: Apache-2.0

/// One way of laying out a card. Each format is one type; a new one is a file, a test file and a line in `CardStructures`.
protocol CardStructure {
  /// What the card that begins in `folder` is, or `nil` where none of this format begins there.
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport?
}

/// The formats that are known.
enum CardStructures {
  /// Those with structure first: a folder can hold more than one, as SD cards do.
  static var all: [any CardStructure.Type] {
    [
      REDCard.self, ARRICard.self, SonyXAVCCard.self, SonyXDROOTCard.self, SonyDisc.self, XDCAMEXCard.self, P2Card.self, PanasonicGroupCard.self,
      CanonXFCard.self, AVCHDCard.self, GoProCard.self, DCIMCard.self, SDVideoCard.self, CinemaDNGCard.self, BlackmagicCard.self, SoundRoll.self,
    ]
  }
}
