// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Foundation
import TestSupport
import Testing
import Timing

struct `A specification laid over another` {
  static let head = """
    name: northlight-hd
    base: dpp-hd
    title: Northlight
    summary: A test.
    sources:
      - {id: sheet, document: Northlight sheet, edition: "3", checked: 2026-03-02, certainty: confirmed}

    """

  private static func spec(_ text: String) throws -> DeliverySpec { try DeliverySpec(yaml: head + text, fileName: "northlight.yaml") }
  private static func complaint(_ text: String) throws -> String {
    try #require(throws: DeliveryError.self) { try spec(text) }.description
  }
  private static func base() throws -> DeliverySpec { try SpecificationLibrary().specification(named: "dpp-hd") }

  @Test func `says what it asks otherwise, and asks the rest as its base does`() throws {
    let (own, base) = (try Self.spec("inspection: {source: sheet, maximumTruePeak: -3}"), try Self.base())
    #expect(own.name == "northlight-hd" && own.base == "dpp-hd" && own.title == "Northlight")
    #expect(own.inspection.maximumTruePeak?.value == -3)
    #expect(own.picture == base.picture && own.sound == base.sound && own.layout == base.layout && own.structure == base.structure)
    #expect(own.inspection.loudness == base.inspection.loudness && own.inspection.flash == base.inspection.flash)
    #expect(own.sources.map(\.id) == base.sources.map(\.id) + ["sheet"])
  }

  @Test func `a changed figure comes from its own document, and one that is kept from the base's`() throws {
    let own = try Self.spec("sound: {source: sheet, channels: [16], level: advisory}")
    #expect(own.sound?.channels?.value == .anyOf([16]))
    #expect(own.sound?.channels?.source.id == "sheet" && own.sound?.channels?.level == .advisory)
    #expect(own.sound?.codecs?.source.id == "as-11" && own.sound?.codecs?.level == .mandatory)
    #expect(own.sound?.isRequired.source.id == "as-11")
  }

  @Test func `a changed figure keeps the weight that the base gave it`() throws {
    // The base's section is advisory and its true peak mandatory.
    let own = try Self.spec("inspection: {source: sheet, maximumTruePeak: -3, fieldOrderPictures: 20}")
    #expect(own.inspection.maximumTruePeak?.level == .mandatory)
    #expect(own.inspection.fieldOrderPictures?.level == .advisory)
  }

  @Test func `figures of a section within a section are changed one by one`() throws {
    let (own, base) = (try Self.spec("inspection: {loudness: {source: sheet, tolerance: 0.2}}"), try Self.base())
    #expect(own.inspection.loudness?.tolerance.value == 0.2 && own.inspection.loudness?.tolerance.source.id == "sheet")
    #expect(own.inspection.loudness?.tolerance.level == .mandatory)
    #expect(own.inspection.loudness?.target == base.inspection.loudness?.target)
    #expect(own.inspection.silence == base.inspection.silence)
  }

  @Test func `only the weight of a figure can be told anew`() throws {
    let (own, base) = (try Self.spec("structure: {indexTables: {level: mandatory}, allIntra: {level: info}}"), try Self.base())
    #expect(own.structure?.indexTables?.level == .mandatory && own.structure?.indexTables?.source.id == "room")
    #expect(own.structure?.allIntra?.level == .info && own.structure?.allIntra?.source == base.structure?.allIntra?.source)
  }

  @Test func `what is set to nothing is not asked`() throws {
    let own = try Self.spec("layout: ~\ninspection: {source: sheet, silence: ~, maximumTruePeak: -3}")
    #expect(own.layout == nil)
    #expect(own.inspection.silence == nil && own.inspection.black != nil)
  }

  @Test func `a layout is replaced whole, each of its sections with its source`() throws {
    let own = try Self.spec("layout: {source: sheet, sections: [{name: black, from: start, length: 25f, holds: [black]}]}")
    #expect(own.layout?.sections.map(\.value.name) == ["black"])
    #expect(own.layout?.sections.first?.source.id == "sheet")
  }

  @Test func `metadata is told apart by its key, sources by their id`() throws {
    let yaml = """
      name: northlight-xdcam
      base: uk-commercial-xdcam
      title: Northlight
      summary: A test.
      sources:
        - {id: clearcast, document: Clearcast, edition: "2.0", checked: 2026-11-28, certainty: confirmed}
      metadata:
        - {key: clockNumber, help: Ours., required: false, source: clearcast}
        - {key: campaign, help: Theirs., required: true, source: clearcast}
      """
    let own = try DeliverySpec(yaml: yaml, fileName: "northlight.yaml")
    let base = try SpecificationLibrary().specification(named: "uk-commercial-xdcam")
    #expect(own.metadata.filter { $0.key == "clockNumber" }.map(\.isRequired) == [false])
    #expect(Set(own.metadata.map(\.key)) == Set(base.metadata.map(\.key) + ["campaign"]))
    #expect(own.sources.filter { $0.id == "clearcast" }.map(\.edition) == ["2.0"])
    #expect(own.sources.count == base.sources.count)
  }

  @Test(arguments: [
    (
      "sound: {channels: [16]}",
      "northlight.yaml:7:19: ‘sound.channels’ changes a figure and has no source: add ‘source: …’ to the section or to the figure"
    ),
    ("sound: {source: sheet}", "northlight.yaml:7:8: ‘sound’ changes nothing: name the figures that are asked otherwise"),
    ("sound: {source: sheet, chanels: [16]}", "northlight.yaml:7:24: ‘sound’ has no ‘chanels’; did you mean ‘channels’?"),
    ("sound: {source: sheet, channels: [0]}", "northlight.yaml:7:35: ‘sound.channels’ must be a whole number from 1 to 128"),
    ("sound: {source: shet, channels: [16]}", "there is no source ‘shet’; did you mean ‘sheet’?"),
    ("picture: {source: sheet, colors: [bt709]}", "colour is asked for twice: keep ‘color’ or ‘colors’"),
  ])
  func `a mistake is told at its place`(_ text: String, _ complaint: String) throws {
    let told = try Self.complaint(text)
    #expect(told.contains(complaint), "\(told)")
  }

  @Test func `a base that is not there is answered with the nearest, and none may lead back to itself`() throws {
    let text = Self.head.replacing("base: dpp-hd", with: "base: dpp-hdd") + "inspection: {source: sheet, maximumTruePeak: -3}"
    let missing = try #require(throws: DeliveryError.self) { try DeliverySpec(yaml: text, fileName: "x.yaml") }
    #expect(missing.description.contains("there is no specification ‘dpp-hdd’ to be the base; did you mean ‘dpp-hd’?"))

    let folder = try TemporaryFolder()
    for (name, base) in [("one", "two"), ("two", "one")] {
      let text = Self.head.replacing("northlight-hd", with: name).replacing("base: dpp-hd", with: "base: \(base)")
      try Data((text + "file: {source: sheet, wrappers: [mxf]}").utf8).write(to: folder.url.appending(path: "\(name).yaml"))
    }
    let turning = try #require(throws: DeliveryError.self) { try SpecificationLibrary(addingFrom: folder.url) }
    #expect(turning.description.contains("is, by its base or its base's base, laid over itself"))
  }

  @Test func `a facility's specification may be laid over another of its own`() throws {
    let folder = try TemporaryFolder()
    try Data((Self.head + "inspection: {source: sheet, maximumTruePeak: -3}").utf8).write(to: folder.url.appending(path: "z.yaml"))
    let second = """
      name: northlight-short
      base: northlight-hd
      title: Northlight, short
      summary: A test.
      file: {source: sheet, duration: [750]}
      """
    try Data(second.utf8).write(to: folder.url.appending(path: "a.yaml"))
    let short = try SpecificationLibrary(addingFrom: folder.url).specification(named: "northlight-short")
    #expect(short.inspection.maximumTruePeak?.value == -3)
    #expect(short.file.duration?.value == .anyOf([FrameCount(750)]) && short.file.wrappers?.source.id == "as-11")
  }

  @Test(arguments: [("dcp-2k-flat", 1998, 1080), ("dcp-2k-scope", 2048, 858), ("dcp-4k-flat", 3996, 2160)])
  func `a cinema raster is asked for by its name`(_ name: String, _ width: Int, _ height: Int) throws {
    let spec = try SpecificationLibrary().specification(named: name)
    #expect(spec.picture?.rasters?.value == .anyOf([PictureSize(width, height)]))
    #expect(spec.structure == (try SpecificationLibrary().specification(named: "dcp-picture")).structure)
  }
}
