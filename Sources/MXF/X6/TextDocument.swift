// SPDX-License-Identifier: Apache-2.0

/// A document of text in header metadata (SMPTE RP 2057), under the constraints of AMWA's `XML Document in Header Metadata Carriage`.
struct TextDocument: Hashable, Sendable {
  /// What the document is about: of an embedded XML document, the namespace of its outermost element.
  var description: String
  /// Its media type.
  var mediaType: String
  /// Its bytes, in UTF-8.
  var bytes: [UInt8]

  /// The number of its track; those of AS-11's own metadata are 5001 and 5002.
  private static let track: UInt32 = 5201

  /// The document on a static track of its own.
  func placed(_ newIdentifier: () -> [UInt8]) -> PlacedFramework {
    var (framework, text) = (
      MetadataSet(.textFramework, identifier: newIdentifier()), MetadataSet(.utf8TextSet, identifier: newIdentifier())
    )
    framework.put(.textBasedObject, text.identifier ?? [])
    text.put(.textPayloadScheme, .embeddedXML)
    text.put(.textMediaType, mediaType)
    text.put(.textLanguage, "en")
    text.put(.textDescription, description)
    text.put(.utf8Text, bytes)
    var placed = PlacedFramework(scheme: .textScheme, track: Self.track, name: "DM_XML_Document", set: framework)
    placed.nested = [text]
    return placed
  }

  /// The document that a set holds; nothing where it is no embedded XML document in UTF-8.
  init?(_ set: MetadataSet) {
    guard set.key.matches(.utf8TextSet), set.label(.textPayloadScheme)?.matches(.embeddedXML) == true, let bytes = set[.utf8Text] else { return nil }
    self.init(description: set.text(.textDescription) ?? "", mediaType: set.text(.textMediaType) ?? "", bytes: bytes)
  }

  init(description: String, mediaType: String, bytes: [UInt8]) { (self.description, self.mediaType, self.bytes) = (description, mediaType, bytes) }
}

extension MXFFile {
  /// The documents on static tracks of the material package, each the only segment of its track.
  var textDocuments: [TextDocument] {
    metadata.tracks(of: materialPackage).filter { $0.key.matches(.staticTrack) }.flatMap { track -> [TextDocument] in
      let markers = metadata.components(of: track)
      guard markers.count == 1, let framework = metadata.set(.descriptiveFrameworkObject, of: markers[0]), framework.key.matches(.textFramework)
      else {
        return []
      }
      return metadata.sets(.textBasedObject, of: framework).compactMap { TextDocument($0) }
    }
  }
}

extension UniversalLabel {
  static let textScheme = UniversalLabel(0x060e2b34_0401010c, 0x0d010401_04010100)
  static let textFramework = UniversalLabel(0x060e2b34_02530101, 0x0d010401_04010100)
  static let utf8TextSet = UniversalLabel(0x060e2b34_02530101, 0x0d010401_04020200)
  /// The payload is an XML document of AMWA's.
  static let embeddedXML = UniversalLabel(0x060e2b34_04010101, 0x0d010801_04010000)
}
