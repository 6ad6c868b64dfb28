// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Testing

struct `Reading layout and structure` {
  private static let layout = """
    layout:
      source: room
      sections:
        - {name: clock, from: 09:59:50:00, to: 09:59:57:00, holds: [clock, silence]}
        - {name: hold, from: end-5s, length: 125f, holds: [still], optional: true, source: other, level: info, certainty: unsure}
    """

  private func read(_ more: String) throws -> DeliverySpec {
    try DeliverySpec(yaml: `Reading a specification`.minimal + "\n" + more, fileName: "house.yaml")
  }

  @Test func `a layout keeps places, contents, sources and weights`() throws {
    let sections = try #require(try read(Self.layout).layout).sections
    #expect(sections.map(\.value.name) == ["clock", "hold"])
    #expect(sections.map(\.value.from) == [.label("09:59:50:00"), .end(.seconds(5))])
    #expect(sections.map(\.value.to) == [.label("09:59:57:00"), nil])
    #expect(sections.map(\.value.length) == [nil, .frames(125)])
    #expect(sections.map(\.value.isOptional) == [false, true])
    #expect(sections.map(\.source.id) == ["room", "other"])
    #expect(sections.map(\.level) == [.mandatory, .info])
    #expect(sections.map(\.certainty) == [.house, .unsure])
  }

  @Test(arguments: [
    ("09:59:50:00, to", "start-5s, to", "‘from’ is ‘start-5s’: write a timecode, start+10s, end-5s, start or end"),
    ("09:59:50:00, to", "25:00:00:00, to", "‘from’ is ‘25:00:00:00’: write a timecode, start+10s, end-5s, start or end"),
    ("holds: [clock, silence]", "holds: [clok]", "‘holds’ must be one of bars, tone, clock, black, silence, still, programme; did you mean ‘clock’?"),
    ("holds: [clock, silence]", "holds: []", "‘holds’ is empty: say what the section holds"),
    ("to: 09:59:57:00, ", "", "a section needs either ‘to’ or ‘length’"),
    ("length: 125f", "length: 125", "‘length’ is ‘125’: write frames or seconds, as 6f or 5s"),
    ("length: 125f", "length: 125f, to: end", "a section needs either ‘to’ or ‘length’"),
    ("holds: [still]", "holds: [still], tone: glits", "‘tone’ says which tone a section holds, but this one holds none"),
    ("source: room", "tolerance: 0", "‘layout.sections’ has no source: add ‘source: …’ to the section or to the one around it"),
    ("source: other", "source: othr", "there is no source ‘othr’; did you mean ‘other’?"),
    ("sections:", "section:", "‘layout’ has no ‘section’; did you mean ‘sections’?"),
  ])
  func `a mistake in a layout is named`(right: String, wrong: String, message: String) {
    let error = #expect(throws: DeliveryError.self) { try read(Self.layout.replacing(right, with: wrong)) }
    #expect(error?.remedy.contains(message) == true, "\(error?.remedy ?? "")")
  }

  @Test func `structure is read with its weights, and what contradicts itself is refused`() throws {
    let structure = try #require(
      try read(
        "structure: {source: room, level: advisory, largestGroup: 12, closedGroups: true, captions: [cea-608, op-47], fileName: '[A-Z]+\\.mxf'}"
      )
      .structure)
    #expect(structure.largestGroup?.value == 12)
    #expect(structure.closedGroups?.level == .advisory)
    #expect(structure.captions?.value == [.cea608, .op47])
    for wrong in ["captions: [cea-608], noCaptions: true", "fileName: '['", "largestGroup: 0", "captions: []", "captions: [cc]", "groups: 3"] {
      #expect(throws: DeliveryError.self, "\(wrong)") { try read("structure: {source: room, \(wrong)}") }
    }
  }

  @Test func `stems and programme are tracks by number`() throws {
    let sound = try #require(
      try read("sound: {source: room, required: true, programmeTracks: [1, 2], stems: {dialogue: [3], music: [4], effects: [5, 6]}}").sound)
    #expect(sound.programmeTracks?.value == [1, 2])
    #expect(sound.stems?.effects?.value == [5, 6])
    for wrong in ["{dialogue: [3]}", "{music: [4]}", "{dialogue: [3], music: [3]}", "{dialogue: [0], music: [1]}", "{dialogue: [3, 3], music: [1]}"] {
      #expect(throws: DeliveryError.self, "\(wrong)") { try read("sound: {source: room, required: true, stems: \(wrong)}") }
    }
  }

  @Test func `loudness beside dialogue needs a dialogue`() throws {
    let beside = "loudness: {target: -24, tolerance: 2, onlyWithoutDialogue: true}"
    let base = `Reading a specification`.minimal
    #expect(throws: DeliveryError.self) {
      try DeliverySpec(yaml: base.replacing("inspection: {}", with: "inspection: {source: room, \(beside)}"), fileName: "house.yaml")
    }
    let both = base.replacing("inspection: {}", with: "inspection: {source: room, \(beside), dialogue: {target: -27, tolerance: 2}}")
    #expect(try DeliverySpec(yaml: both, fileName: "house.yaml").inspection.dialogue?.target.value == -27)
  }

  @Test func `every rule that ships says what it asks, how it is measured and how sure it is`() throws {
    for spec in try SpecificationLibrary().specifications {
      let rules = spec.rules
      #expect(rules.count > 5, "\(spec.name)")
      for rule in rules {
        #expect(!rule.asked.isEmpty && rule.measured.hasSuffix("."), "\(spec.name), \(rule.name)")
        #expect(spec.sources.contains(rule.source), "\(spec.name), \(rule.name)")
      }
      for source in spec.sources {
        #expect(
          rules.contains { $0.source.id == source.id } || spec.metadata.contains { $0.source.id == source.id },
          "\(spec.name) cites \(source.id) for nothing")
      }
    }
  }

  @Test func `rules tell a figure's own doubt from its source's`() throws {
    let rules = try read(Self.layout).rules.filter { $0.section == "Layout" }
    #expect(rules.map(\.asked) == ["09:59:50:00 to 09:59:57:00: clock, silence", "end-5s for 125f: still, may be missing"])
    #expect(rules.map(\.certainty.words) == ["house practice", "unsure"])
  }
}
