// SPDX-License-Identifier: Apache-2.0

public import Markup

/// What an AS-11 X6 file says of the commercial, promotion or other short piece in it: the document `Commercials_Promos_DM` of AMWA's schema.
public struct CommercialMetadata: Hashable, Sendable {
  /// What the piece is; the names are those of the schema's elements.
  public enum Kind: String, CaseIterable, Sendable {
    case commercial = "Commercial"
    case sponsorship = "Sponsorship"
    case infomercial = "Infomercial"
    case presentationEvent = "Presentation_Event"
    case promotion = "Promotion"
    case musicVideo = "Music_Video"
  }

  /// A number or name by which somebody knows the piece.
  public struct Identifier: Hashable, Sendable {
    /// The number itself, as `ABC/WXYZ001/030`.
    public var value: String
    /// What kind of number it is, as `Clock Number`.
    public var type: String
    /// Who gives such numbers, as `Clearcast`.
    public var authority: String?

    /// An identifier.
    public init(_ value: String, type: String, authority: String? = nil) { (self.value, self.type, self.authority) = (value, type, authority) }
  }

  /// Captions or signing that are part of the picture.
  public struct AccessService: Hashable, Sendable {
    /// The language, by RFC 5646.
    public var language: String
    /// Which of the schema's kinds it is, as `Hard of hearing` or `Signer with programme`.
    public var type: String

    /// A service.
    public init(language: String, type: String) { (self.language, self.type) = (language, type) }
  }

  /// A test for flashes and patterns by a device that broadcasters accept.
  public struct FlashTest: Hashable, Sendable {
    /// The device, with its version.
    public var device: String
    /// Whether the piece passed.
    public var isPassed: Bool

    /// A test.
    public init(device: String, isPassed: Bool) { (self.device, self.isPassed) = (device, isPassed) }
  }

  /// What the piece is.
  public var kind: Kind
  /// Its numbers, the one that counts first.
  public var identifiers: [Identifier]
  /// What is said of it, by the names of the schema's elements: `Title`, `Version`, `Advertiser`.
  public var items: [String: String]
  /// Captions in the picture.
  public var openCaptions: AccessService?
  /// Signing in the picture.
  public var signing: AccessService?
  /// Remarks on the sound.
  public var audioComments: String?
  /// Remarks on the picture.
  public var videoComments: String?
  /// Tests for flashes and patterns; none is none made.
  public var flashTests: [FlashTest] = []
  /// The loudness standard that the piece was made to, one of `loudnessSpecifications`.
  public var loudnessSpecification: String
  /// Why it does not keep that standard; nothing where it does.
  public var loudnessException: String?
  /// Its programme loudness, in units of the standard.
  public var programmeLoudness: Double?
  /// What somebody else added.
  public var extras: MarkupElement?

  /// What is said of a piece.
  public init(_ kind: Kind, identifiers: [Identifier], items: [String: String], loudnessSpecification: String) {
    (self.kind, self.identifiers, self.items, self.loudnessSpecification) = (kind, identifiers, items, loudnessSpecification)
  }

  /// The standards of loudness that the schema knows.
  public static let loudnessSpecifications = [
    "EBU R 128", "EBU R 128 s1", "ITU-R REC BS.1864", "FreeTV OP-59", "FreeTV OP-48", "ATSC A/85 (Dialog Anchor)",
    "ATSC A/85 (Full Program mix Anchor)", "ATSC A/85 (Other Anchor)",
  ]
  /// The kinds of captions.
  public static let captionTypes = ["Translation", "Hard of hearing"]
  /// The kinds of signing.
  public static let signingTypes = ["Signer with programme", "Signer only"]
}

extension CommercialMetadata.Kind {
  /// An element of the schema that says something of the piece.
  struct Item: Sendable {
    enum Value: Sendable { case text, language, year, day, moment, flag }

    let name: String
    var isRequired = false
    var value = Value.text
  }

  /// The elements of this kind, in the order of the schema.
  var items: [Item] {
    let core = [
      Item(name: "Brand"), Item(name: "Campaign"), Item(name: "Title", isRequired: true), Item(name: "Version", isRequired: true),
      Item(name: "Manifestation"), Item(name: "Originator", isRequired: true), Item(name: "Supplier", isRequired: true),
      Item(name: "Subtitle_Language", value: .language),
    ]
    switch self {
    case .commercial, .sponsorship, .infomercial: return core + [Item(name: "Advertiser", isRequired: true)]
    case .presentationEvent, .promotion: return core
    case .musicVideo:
      return [
        Item(name: "Music_Title", isRequired: true), Item(name: "Label", isRequired: true), Item(name: "Artist", isRequired: true),
        Item(name: "Plugger"), Item(name: "Production_Year", value: .year), Item(name: "Release_Date", value: .day),
        Item(name: "Embargo_Date", value: .moment), Item(name: "Publisher"), Item(name: "Composer"), Item(name: "Writer"),
        Item(name: "Video_Director"), Item(name: "Description"), Item(name: "Explicit_Lyrics", value: .flag),
      ]
    }
  }
}

extension CommercialMetadata.Kind.Item {
  /// What is wrong with a value, in words; nothing where it is right.
  func fault(of text: String) -> String? {
    switch value {
    case .text: Self.fault(of: text, limit: 127)
    case .language: Self.isLanguage(text) ? nil : "is no language tag: write it by RFC 5646, as en-GB"
    case .year: text.wholeMatch(of: /-?[0-9]{4,}/) == nil ? "is no year" : nil
    case .day: text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?/) == nil ? "is no day: write it as 2026-11-28" : nil
    case .moment:
      text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?/) == nil
        ? "is no moment: write it as 2026-11-28T18:00:00Z" : nil
    case .flag: ["true", "false", "1", "0"].contains(text) ? nil : "is neither true nor false"
    }
  }

  /// What is wrong with a text of that many characters at most.
  static func fault(of text: String, limit: Int) -> String? {
    text.isEmpty ? "is empty" : text.unicodeScalars.count > limit ? "has \(text.unicodeScalars.count) characters, and \(limit) are the most" : nil
  }

  /// Whether a text has the form of a language tag (XML Schema's `language`).
  static func isLanguage(_ text: String) -> Bool { text.wholeMatch(of: /[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*/) != nil }
}

extension CommercialMetadata {
  /// What breaks the schema, in words: what is missing is asked for by name.
  public var faults: [String] {
    var faults: [String] = []
    func look(_ name: String, _ text: String?, limit: Int) {
      if let text, let fault = Kind.Item.fault(of: text, limit: limit) { faults.append("\(name) \(fault)") }
    }
    if identifiers.isEmpty { faults.append("there is no Identifier: give the number by which the piece is known") }
    for identifier in identifiers {
      look("Identifier_Value", identifier.value, limit: 250)
      look("Identifier_Type", identifier.type, limit: 250)
      look("Identifier_Authority", identifier.authority, limit: 250)
    }
    let missing = kind.items.filter { $0.isRequired && items[$0.name] == nil }.map(\.name)
    if !missing.isEmpty { faults.append("the \(kind.rawValue) lacks \(missing.joined(separator: ", "))") }
    for item in kind.items {
      if let text = items[item.name], let fault = item.fault(of: text) { faults.append("\(item.name) \(fault)") }
    }
    for name in items.keys.sorted() where !kind.items.contains(where: { $0.name == name }) { faults.append("a \(kind.rawValue) has no \(name)") }
    for (name, service, types) in [("captions", openCaptions, Self.captionTypes), ("signing", signing, Self.signingTypes)] {
      guard let service else { continue }
      if !Kind.Item.isLanguage(service.language) { faults.append("the language of the \(name), ‘\(service.language)’, is none of RFC 5646") }
      if !types.contains(service.type) { faults.append("the \(name) are ‘\(service.type)’, and \(Self.either(types)) is wanted") }
    }
    look("Audio_Comments", audioComments, limit: 127)
    look("Video_Comments", videoComments, limit: 127)
    for test in flashTests { look("Test_Device", test.device, limit: 250) }
    if !Self.loudnessSpecifications.contains(loudnessSpecification) {
      faults.append("the loudness specification is ‘\(loudnessSpecification)’, and \(Self.either(Self.loudnessSpecifications)) is wanted")
    }
    look("Explanation", loudnessException, limit: 250)
    return faults
  }

  private static func either(_ names: [String]) -> String { names.map { "‘\($0)’" }.joined(separator: " or ") }
}
