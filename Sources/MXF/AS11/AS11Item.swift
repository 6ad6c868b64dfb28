// SPDX-License-Identifier: Apache-2.0

/// An item of AS-11's descriptive metadata: what it is called in the text files that operators keep, its label, and what it may hold (AMWA AS-11 UK DPP
/// HD, registers 500F, 505F and 510F).
struct AS11Item: Hashable, Sendable {
  /// What an item may hold.
  enum Kind: Hashable, Sendable {
    /// Text of so many characters at most.
    case text(Int)
    /// A language of ISO 639-2, three letters.
    case language
    case flag
    case number
    /// One of these, which are stored by their place in the list.
    case choice([String])
    /// One of the layouts of sound tracks of EBU R 48 and R 123.
    case trackLayout
    /// A frame, counted from the first of the file's timecode.
    case position
    /// A count of frames.
    case length
    case ratio
    case date
    /// A version of two numbers.
    case version
  }

  let name: String
  let label: UniversalLabel
  let kind: Kind
  let isOptional: Bool

  init(_ name: String, _ low: UInt64, _ kind: Kind, optional: Bool = false) {
    (self.name, label, self.kind, isOptional) = (name, UniversalLabel(0x060e2b34_01010101, low), kind, optional)
  }
}

/// The sets of AS-11's descriptive metadata.
public enum AS11Scheme: String, CaseIterable, Sendable {
  /// What every AS-11 file has.
  case core
  /// A part of the programme.
  case segmentation
  /// What the UK's broadcasters ask for.
  case ukDPP

  /// The label by which the preface names it.
  public var label: UniversalLabel {
    switch self {
    case .core: UniversalLabel(0x060e2b34_04010101, 0x0d010701_0b010000)
    case .segmentation: UniversalLabel(0x060e2b34_04010101, 0x0d010701_0b020000)
    case .ukDPP: UniversalLabel(0x060e2b34_04010101, 0x0d0c0101_01000000)
    }
  }

  /// The key of its set.
  var key: UniversalLabel {
    switch self {
    case .core: UniversalLabel(0x060e2b34_02530101, 0x0d010701_0b010100)
    case .segmentation: UniversalLabel(0x060e2b34_02530101, 0x0d010701_0b020100)
    case .ukDPP: UniversalLabel(0x060e2b34_02530101, 0x0d0c0101_01010000)
    }
  }

  /// The number of its track, and the track's name, as the specification suggests them.
  public var track: (number: UInt32, name: String) {
    switch self {
    case .core: (5001, "AS_11_Core")
    case .segmentation: (5002, "AS_11_Segmentation")
    case .ukDPP: (5101, "AS_11_UKDPP")
    }
  }

  /// Its items in the order of the register.
  var items: [AS11Item] {
    switch self {
    case .core: Self.coreItems
    case .segmentation: Self.segmentationItems
    case .ukDPP: Self.ukDPPItems
    }
  }

  private static let captions = AS11Item.Kind.choice(["Hard of Hearing", "Translation"])

  private static let coreItems = [
    AS11Item("SeriesTitle", 0x0d010701_0b010101, .text(127)), AS11Item("ProgrammeTitle", 0x0d010701_0b010102, .text(127)),
    AS11Item("EpisodeTitleNumber", 0x0d010701_0b010103, .text(127)), AS11Item("ShimName", 0x0d010701_0b010104, .text(127)),
    AS11Item("AudioTrackLayout", 0x0d010701_0b010105, .trackLayout), AS11Item("PrimaryAudioLanguage", 0x0d010701_0b010106, .language),
    AS11Item("ClosedCaptionsPresent", 0x0d010701_0b010107, .flag), AS11Item("ClosedCaptionsType", 0x0d010701_0b010108, captions, optional: true),
    AS11Item("ClosedCaptionsLanguage", 0x0d010701_0b010109, .language, optional: true), AS11Item("ShimVersion", 0x0d010701_0b01010a, .version),
  ]

  private static let segmentationItems = [
    AS11Item("PartNumber", 0x0d010701_0b020101, .number), AS11Item("PartTotal", 0x0d010701_0b020102, .number),
  ]

  private static let ukDPPItems = [
    AS11Item("ProductionNumber", 0x0d0c0101_01010100, .text(127)), AS11Item("Synopsis", 0x0d0c0101_01010200, .text(250)),
    AS11Item("Originator", 0x0d0c0101_01010300, .text(127)), AS11Item("CopyrightYear", 0x0d0c0101_01010400, .number),
    AS11Item("OtherIdentifier", 0x0d0c0101_01010500, .text(127), optional: true),
    AS11Item("OtherIdentifierType", 0x0d0c0101_01010600, .text(127), optional: true),
    AS11Item("Genre", 0x0d0c0101_01010700, .text(127), optional: true),
    AS11Item("Distributor", 0x0d0c0101_01010800, .text(127), optional: true), AS11Item("PictureRatio", 0x0d0c0101_01010900, .ratio, optional: true),
    AS11Item("3D", 0x0d0c0101_01010a00, .flag),
    AS11Item("3DType", 0x0d0c0101_01010b00, .choice(["Side by side", "Dual", "Left eye only", "Right eye only"]), optional: true),
    AS11Item("ProductPlacement", 0x0d0c0101_01010c00, .flag, optional: true),
    AS11Item("PSEPass", 0x0d0c0101_01010d00, .choice(["Yes", "No", "Not tested"])),
    AS11Item("PSEManufacturer", 0x0d0c0101_01010e00, .text(127), optional: true),
    AS11Item("PSEVersion", 0x0d0c0101_01010f00, .text(127), optional: true),
    AS11Item("VideoComments", 0x0d0c0101_01011000, .text(127), optional: true), AS11Item("SecondaryAudioLanguage", 0x0d0c0101_01011100, .language),
    AS11Item("TertiaryAudioLanguage", 0x0d0c0101_01011200, .language),
    AS11Item("AudioLoudnessStandard", 0x0d0c0101_01011300, .choice(["None", "EBU R 128"])),
    AS11Item("AudioComments", 0x0d0c0101_01011400, .text(127), optional: true), AS11Item("LineUpStart", 0x0d0c0101_01011500, .position),
    AS11Item("IdentClockStart", 0x0d0c0101_01011600, .position), AS11Item("TotalNumberOfParts", 0x0d0c0101_01011700, .number),
    AS11Item("TotalProgrammeDuration", 0x0d0c0101_01011800, .length), AS11Item("AudioDescriptionPresent", 0x0d0c0101_01011900, .flag),
    AS11Item("AudioDescriptionType", 0x0d0c0101_01011a00, .choice(["Control data / Narration", "AD Mix"]), optional: true),
    AS11Item("OpenCaptionsPresent", 0x0d0c0101_01011b00, .flag), AS11Item("OpenCaptionsType", 0x0d0c0101_01011c00, captions, optional: true),
    AS11Item("OpenCaptionsLanguage", 0x0d0c0101_01011d00, .language, optional: true),
    AS11Item("SigningPresent", 0x0d0c0101_01011e00, .choice(["Yes", "No", "Signer only"])),
    AS11Item("SignLanguage", 0x0d0c0101_01011f00, .choice(["BSL (British Sign Language)", "BSL (Makaton)"]), optional: true),
    AS11Item("CompletionDate", 0x0d0c0101_01012000, .date), AS11Item("TextlessElementsExist", 0x0d0c0101_01012100, .flag, optional: true),
    AS11Item("ProgrammeHasText", 0x0d0c0101_01012200, .flag, optional: true),
    AS11Item("ProgrammeTextLanguage", 0x0d0c0101_01012300, .language, optional: true), AS11Item("ContactEmail", 0x0d0c0101_01012400, .text(127)),
    AS11Item("ContactTelephoneNumber", 0x0d0c0101_01012500, .text(127)),
  ]
}

/// The layouts of sound tracks: which channel is on which track (EBU R 48, R 123), by the numbers that AS-11 gives them.
public struct TrackLayout: Hashable, Sendable {
  /// Its number in AS-11's register.
  public let number: UInt8

  /// The names that follow `EBU R 48: ` and `EBU R 123: `, in the order of the register.
  private static let names =
    [
      "1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "4a", "4b", "4c", "5a", "5b", "6a", "6b", "7a", "7b", "8a", "8b", "8c", "9a", "9b", "10a",
      "11a", "11b", "11c",
    ]
    .map { "EBU R 48: \($0)" }
    + [
      "2a", "4a", "4b", "4c", "8a", "8b", "8c", "8d", "8e", "8f", "8g", "8h", "8i", "12a", "12b", "12c", "12d", "12e", "12f", "12g", "12h", "16a",
      "16b", "16c",
      "16d", "16e", "16f",
    ].map { "EBU R 123: \($0)" }

  /// The layout of a number in the register, 0 to 52; 255 is one that is not defined.
  public init?(number: UInt8) {
    guard Int(number) < Self.names.count || number == 255 else { return nil }
    self.number = number
  }

  /// The layout of this name: `EBU R 123: 4b`, also written `R123-4b`.
  public init?(_ name: String) {
    func plain(_ text: String) -> String { text.uppercased().filter { $0.isLetter || $0.isNumber }.replacing("EBU", with: "") }
    guard let place = Self.names.firstIndex(where: { plain($0) == plain(name) }) else { return nil }
    number = UInt8(place)
  }

  /// Its name.
  public var name: String { Int(number) < Self.names.count ? Self.names[Int(number)] : "Undefined" }

  /// How many channels it describes. Layouts of R 123 are named by it; of those of R 48 AS-11 knows one, `2a`, which is stereo. Nothing for others.
  public var channelCount: Int? {
    guard let last = name.split(separator: " ").last, number != 255 else { return nil }
    return number >= 26 ? Int(last.dropLast()) : last == "2a" ? 2 : nil
  }
}
