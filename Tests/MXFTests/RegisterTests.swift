// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import MXF

/// SMPTE's registers and AMWA's, where the machine has them, say what our tables say.
@Suite(.enabled(if: Registers.folder != nil, "the registers of SMPTE and AMWA are not on this machine"))
struct RegisterTests {
  @Test func `every property has the name, the label and the tag of the register`() throws {
    let elements = try Registers.read("smpte-registers/Elements.xml", "Symbol", of: "Entry")
    let groups = try Registers.text("smpte-registers/Groups.xml")
    for property in MetadataProperty.fixed {
      let label = "urn:smpte:ul:\(property.label)"
      #expect(elements[label] == property.name, "\(property.name)")
      let tag = try #require(property.tag)
      let digits = String(format: "%04x", tag)
      let record = try #require(groups.components(separatedBy: "<Record>").first { $0.contains(label) }, "\(property.name)")
      #expect(record.contains("<LocalTag>\(digits)</LocalTag>"), "\(property.name) \(digits)")
    }
  }

  @Test func `properties of labels and texts have the names of the register`() throws {
    let elements = try Registers.read("smpte-registers/Elements.xml", "Symbol", of: "Entry")
    let properties: [MetadataProperty] = [
      .mcaLabelDictionaryID, .mcaTagSymbol, .mcaTagName, .groupOfSoundfieldGroupsLinkID, .mcaLinkID, .soundfieldGroupLinkID, .mcaChannelID,
      .spokenLanguage, .textBasedObject, .textPayloadScheme, .textMediaType, .textLanguage, .textDescription, .utf8Text,
    ]
    for property in properties { #expect(elements["urn:smpte:ul:\(property.label)"] == property.name) }
  }

  @Test func `labels of soundfields and documents have the symbols of the register`() throws {
    let labels = try Registers.read("smpte-registers/Labels.xml", "Symbol", of: "Entry")
    let expected: [(UniversalLabel, String)] = [
      (.leftChannel, "LeftAudioChannel"), (.rightChannel, "RightAudioChannel"), (.centerChannel, "CenterAudioChannel"),
      (.lfeChannel, "LFEAudioChannel"), (.leftSurroundChannel, "LeftSurroundAudioChannel"), (.rightSurroundChannel, "RightSurroundAudioChannel"),
      (.surround51, "_51SoundfieldGroup"), (.standardStereo, "SMPTEST20678StandardStereo"), (.mainProgram, "SMPTEST20678MainProgram"),
      (.labelledSound, "ConstrainedMultichannelAudioLabelingFramework"),
      (.labelledSoundLayoutA, "ConstrainedMultichannelAudioLabelingFramework_with_Default_Audio_Layout_A"), (.embeddedXML, "DM_XML_Document"),
      (.textScheme, "MXFTextBasedFramework"), (.as11Blocks12, "Blocks_FF_12"), (.as11Blocks14, "Blocks_FF_14"),
    ]
    for (label, symbol) in expected { #expect(labels["urn:smpte:ul:\(label)"] == symbol) }
    let groups = try Registers.text("smpte-registers/Groups.xml")
    for key in [UniversalLabel.audioChannelLabel, .soundfieldGroupLabel, .groupOfSoundfieldGroupsLabel, .textFramework, .utf8TextSet] {
      #expect(groups.contains("urn:smpte:ul:\(key.with(0x7F, at: 5))"), "\(key)")
    }
  }

  @Test(arguments: AS11Scheme.allCases) func `every item of AS-11 is in its register, and none lacks`(scheme: AS11Scheme) throws {
    let folder = [AS11Scheme.core: "as11/500", .segmentation: "as11/505", .ukDPP: "as11/510"][scheme] ?? ""
    let elements = try Registers.read("\(folder)F/Elements.xml", "Symbol", of: "Entry")
    #expect(Set(scheme.items.map { "urn:smpte:ul:\($0.label)" }) == Set(elements.keys))
    let group = try Registers.text("\(folder)F/Groups.xml")
    #expect(group.contains("urn:smpte:ul:\(scheme.key.with(0x7F, at: 5))"))
    #expect(try Registers.text("\(folder)L/Labels.xml").contains("urn:smpte:ul:\(scheme.label)"))
    for item in scheme.items {
      let record = try #require(group.components(separatedBy: "<Record>").first { $0.contains("urn:smpte:ul:\(item.label)") })
      #expect(record.contains("<IsOptional>\(item.isOptional)</IsOptional>"), "\(item.name)")
    }
  }

  @Test func `layouts of sound tracks have the numbers of the register`() throws {
    let types = try Registers.text("as11/500F/Types.xml")
    for number in UInt8(0)...52 {
      let layout = try #require(TrackLayout(number: number))
      let symbol = "Layout_" + layout.name.replacing(": ", with: "_").replacing(" ", with: "_")
      let facet = try #require(types.components(separatedBy: "<Facet>").first { $0.contains("<Symbol>\(symbol)</Symbol>") }, "\(symbol)")
      #expect(facet.contains("<Value>\(number)</Value>") && TrackLayout(layout.name) == layout)
    }
    #expect(TrackLayout(number: 53) == nil && TrackLayout(number: 255)?.name == "Undefined" && TrackLayout("R123-4b")?.number == 28)
  }
}

enum Registers {
  static let folder: URL? = {
    let package = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let given = ProcessInfo.processInfo.environment["LINEUP_FIXTURES"].map { URL(filePath: $0) }
    let folder = (given ?? package.deletingLastPathComponent().appending(path: "shared/fixtures")).appending(path: "delivery")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  static func text(_ name: String) throws -> String {
    let folder = try #require(folder)
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// The text of an element by the label of the entry it is in.
  static func read(_ name: String, _ element: String, of entry: String) throws -> [String: String] {
    var found: [String: String] = [:]
    for part in try text(name).components(separatedBy: "<\(entry)>").dropFirst() {
      guard let label = value("UL", in: part), let text = value(element, in: part) else { continue }
      found[label] = text
    }
    return found
  }

  private static func value(_ element: String, in text: String) -> String? {
    guard let start = text.range(of: "<\(element)>"), let end = text.range(of: "</\(element)>", range: start.upperBound..<text.endIndex) else {
      return nil
    }
    return String(text[start.upperBound..<end.lowerBound])
  }
}
