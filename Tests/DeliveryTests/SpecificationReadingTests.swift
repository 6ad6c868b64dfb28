// SPDX-License-Identifier: Apache-2.0

import Delivery
import Testing

struct `Reading a specification` {
  static let minimal = """
    name: house
    title: House
    summary: A test.
    sources:
      - {id: room, document: House rules, edition: "1", checked: 2026-11-23, certainty: house}
      - {id: other, document: Other rules, edition: "2", checked: 2024-02-29, certainty: confirmed}
    file: {source: room, wrappers: [mov]}
    inspection: {}
    """

  @Test func `a figure takes the source and weight of its section`() throws {
    let spec = try DeliverySpec(yaml: Self.minimal, fileName: "house.yaml")
    let figure = try #require(spec.file.wrappers)
    #expect(figure.source.id == "room")
    #expect(figure.level == .mandatory)
    #expect(figure.value == .anyOf(["mov"]))
  }

  @Test func `what pictures show is asked for figure by figure`() throws {
    let asked = """
      inspection: {source: room, level: advisory, content: {bars: {value: true, level: mandatory}, barsTolerance: 0.05, clock: false, cuts: true,
      cutsPerSecond: 3, safeArea: protected14x9, light: true, maximumLight: 1000, maximumAverageLight: 400, lightMetadata: true}}
      """
    let yaml = Self.minimal.replacing("inspection: {}", with: asked.replacing("\n", with: " "))
    let content = try #require(try DeliverySpec(yaml: yaml, fileName: "house.yaml").inspection.content)
    #expect(content.bars?.value == true && content.bars?.level == .mandatory && content.barsTolerance?.value == 0.05)
    #expect(content.clock?.value == false && content.cuts?.value == true && content.cutsPerSecond?.value == 3)
    #expect(content.safeArea?.value == .protected14x9 && content.safeArea?.level == .advisory)
    #expect(content.light?.value == true && content.maximumLight?.value == 1000 && content.maximumAverageLight?.value == 400)
    #expect(content.lightMetadata?.value == true)
  }

  @Test func `a figure's own source and weight win`() throws {
    let yaml = Self.minimal.replacing("wrappers: [mov]", with: "wrappers: {value: [mxf], source: other, level: info}")
    let figure = try #require(try DeliverySpec(yaml: yaml, fileName: "house.yaml").file.wrappers)
    #expect(figure.source.id == "other")
    #expect(figure.level == .info)
  }

  @Test(arguments: [
    ("wrappers: [mov]", "wrapers: [mov]", "house.yaml:7:22: ‘file’ has no ‘wrapers’; did you mean ‘wrappers’?"),
    ("source: room, wrappers", "wrappers", "house.yaml:7:18: ‘file.wrappers’ has no source: add ‘source: …’ to the section or to the figure"),
    ("source: room, wrappers", "source: rooom, wrappers", "house.yaml:7:16: there is no source ‘rooom’; did you mean ‘room’?"),
    ("wrappers: [mov]", "duration: 25", "house.yaml:7:32: ‘file.duration’ must be a list of accepted values, or asSource"),
    ("wrappers: [mov]", "duration: [0]", "house.yaml:7:33: ‘file.duration’ must be a whole number from 1 to 100000000"),
    ("wrappers: [mov]", "wrappers: []", "house.yaml:7:32: ‘file.wrappers’ accepts nothing: list a value, or remove it"),
    ("wrappers: [mov]", "timecode: 24:00:00:00", "house.yaml:7:32: ‘file.timecode’ is ‘24:00:00:00’: write keep, or a label such as 10:00:00:00"),
    ("checked: 2024-02-29", "checked: 2023-02-29", "house.yaml:6:63: ‘checked’ is ‘2023-02-29’: write a day, as 2026-11-23"),
    ("name: house", "name: House", "house.yaml:1:7: ‘name’ is ‘House’: use lower-case letters, digits and single dashes, as prores-master"),
    ("id: other", "id: room", "house.yaml:6:5: there are two sources ‘room’: give each its own id"),
    ("summary: A test.", "title: Again", "house.yaml:2:1: written twice: title"),
    (
      "inspection: {}", "inspection: {source: room, maximumTruePeak: 20}",
      "house.yaml:8:45: ‘inspection.maximumTruePeak’ must be a number from -20.0 to 6.0"
    ),
    (
      "inspection: {}", "inspection: {source: room, pictureFaults: {blockArea: 0.1}}",
      "house.yaml:8:55: ‘inspection.pictureFaults.blockArea’ is for a person to judge and cannot be mandatory: give it ‘level: advisory’ or ‘level: info’"
    ),
    (
      "inspection: {}", "inspection: {source: room, pictureFaults: {pixelContrast: 2}}",
      "house.yaml:8:59: ‘inspection.pictureFaults.pixelContrast’ must be a number from 0.03 to 1.0"
    ),
    (
      "inspection: {}", "inspection: {source: room, content: {safeArea: title}}",
      "house.yaml:8:48: ‘inspection.content.safeArea’ must be one of graphics, protected14x9, action"
    ),
    (
      "inspection: {}", "inspection: {source: room, content: {cutsPerSecond: 0}}",
      "house.yaml:8:53: ‘inspection.content.cutsPerSecond’ must be a whole number from 1 to 60"
    ),
  ])
  func `a mistake is named with line and column`(right: String, wrong: String, message: String) {
    let error = #expect(throws: DeliveryError.self) {
      try DeliverySpec(yaml: Self.minimal.replacing(right, with: wrong), fileName: "house.yaml")
    }
    #expect(error?.remedy == message)
  }

  @Test func `every mistake is named at once`() {
    let yaml = Self.minimal.replacing("title: House", with: "titel: House").replacing("[mov]", with: "[]")
    let error = #expect(throws: DeliveryError.self) { try DeliverySpec(yaml: yaml, fileName: "house.yaml") }
    #expect(error?.fault == "has 3 mistakes")
    #expect(error?.remedy.split(separator: "\n").count == 3)
  }

  @Test(arguments: [
    "", "just text", "- a\n- b", "name: [", String(repeating: "[", count: 100_000), "a: &x 1\nb: *y", "\u{0}", "name: house\n---\nname: more",
  ])
  func `what is no specification is refused`(yaml: String) {
    #expect(throws: DeliveryError.self) { try DeliverySpec(yaml: yaml, fileName: "bad.yaml") }
  }

  @Test(.timeLimit(.minutes(1))) func `aliases that stand for gigabytes are refused quickly`() {
    let bomb = (1...40).reduce("a0: &a0 x\n") { $0 + "a\($1): &a\($1) [*a\($1 - 1), *a\($1 - 1)]\n" } + "? *a40\n: 1\n"
    #expect(throws: DeliveryError.self) { try DeliverySpec(yaml: bomb, fileName: "bomb.yaml") }
  }
}

@Test func `a document that begins with a byte order mark is read`() throws {
  let spec = try DeliverySpec(yaml: "\u{FEFF}" + `Reading a specification`.minimal, fileName: "house.yaml")
  #expect(spec.name == "house")
}

@Test func `a mistake shows a hostile key without obeying it`() {
  let mistake = YAMLMistake(line: 1, column: 2, text: "the order has no ‘k\u{1B}[31m\u{9B}2J’")
  #expect(mistake.description == "1:2: the order has no ‘k\\u{1B}[31m\\u{009B}2J’")
}
