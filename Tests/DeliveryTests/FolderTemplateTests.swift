// SPDX-License-Identifier: Apache-2.0

import Delivery
import Files
import TestSupport
import Testing

struct `Folder template` {
  private static let small = """
    name: small
    title: Small
    summary: Two folders.
    root: "{client}/{production}"
    folders:
      - name: 01_RUSHES
        note: As they came.
        mode: "2775"
        folders: [CAMERA, "DAY_{day}"]
      - 02_EDIT
    """

  private func mistakes(_ yaml: String) -> String {
    do {
      _ = try FolderTemplate(yaml: yaml, fileName: "t.yaml")
      return ""
    } catch { return error.description }
  }

  @Test func `a template gives its folders, each before those inside it`() throws {
    let template = try FolderTemplate(yaml: Self.small, fileName: "small.yaml")
    #expect(template.fields == ["client", "production", "day"])
    let plan = try template.plan(["day": "12"])
    #expect(plan.folders.map(\.path.text) == ["01_RUSHES", "01_RUSHES/CAMERA", "01_RUSHES/DAY_12", "02_EDIT"])
    #expect(plan.folders[0].mode == 0o2775 && plan.folders[0].note == "As they came." && plan.folders[1].mode == nil)
    #expect(throws: DeliveryError.self) { try template.plan([:]) }
  }

  @Test func `the house's own template reads, and has what every stage needs`() throws {
    let house = try FolderTemplate.chosen("house")
    #expect(house.fields == ["production"])
    let paths = try house.plan([:]).folders.map(\.path.text)
    for path in ["01_RUSHES/CAMERA", "01_RUSHES/SOUND", "02_PROXIES", "06_AUDIO", "08_DELIVERABLES", "09_PAPERWORK"] { #expect(paths.contains(path)) }
  }

  @Test func `every template that is shipped reads, keeps rushes, and has its own name`() throws {
    let shipped = try FolderTemplate.shipped()
    #expect(shipped.map(\.name) == ["house", "commercials", "documentary"])
    for template in shipped {
      let values = Dictionary(template.fields.map { ($0, "A B") }) { first, _ in first }
      let paths = try template.plan(values).folders.map(\.path.text)
      #expect(paths.contains { $0.hasSuffix("_RUSHES/CAMERA") } && paths.contains { $0.hasSuffix("_DELIVERABLES") }, "\(template.name)")
      #expect(try FolderTemplate.chosen(template.name).title == template.title)
    }
    #expect(try FolderTemplate.chosen("commercials").fields == ["client", "production"])
  }

  @Test(arguments: [
    ("name: small", "name: Small Folders", "use lower-case letters"),
    ("02_EDIT", "02_EDIT\n  - 02_edit", "there is a folder ‘02_edit’ already, upper and lower case alike"),
    ("02_EDIT", "02_EDIT/CUTS", "name one folder, and put those inside it under its ‘folders’"),
    ("02_EDIT", "\"CARD_{counter}\"", "only ‘root’ may count"), ("02_EDIT", "..", "has ‘..’ for a folder"),
    ("02_EDIT", "\"{dya}\"", "did you mean ‘day’?"), ("\"2775\"", "\"0077\"", "write permissions as chmod takes them"),
    ("\"2775\"", "world", "write permissions as chmod takes them"), ("note: As", "nte: As", "did you mean ‘note’?"),
    ("root: \"{client}/{production}\"\n", "", "a folder template needs ‘root’"), ("{client}", "/{client}", "begins at the root of the system"),
  ])
  func `a mistake is named at its place`(text: String, wrong: String, sentence: String) {
    let found = mistakes(Self.small.replacing(text, with: wrong))
    #expect(found.contains(sentence) && found.contains("t.yaml:"), "\(found)")
  }

  @Test func `a template is bounded`() {
    let many = (0..<1001).map { "  - F\($0)" }.joined(separator: "\n")
    #expect(mistakes("name: a\ntitle: A\nsummary: A\nroot: R\nfolders:\n\(many)").contains("at most 1000 folders"))
    let deep = (0..<40).map { "\(String(repeating: "  ", count: $0))- name: F\n\(String(repeating: "  ", count: $0))  folders:" }.joined(
      separator: "\n")
    #expect(mistakes("name: a\ntitle: A\nsummary: A\nroot: R\nfolders:\n\(deep) []").contains("more than 16 deep"))
  }

  @Test func `a template cut at any byte, or with any byte changed, is read or refused`() {
    let bytes = Array(Self.small.utf8)
    for count in bytes.indices { _ = mistakes(String(decoding: bytes[..<count], as: UTF8.self)) }
    var random = SeededRandom(11)
    for _ in 0..<300 {
      var damaged = bytes
      damaged[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      _ = mistakes(String(decoding: damaged, as: UTF8.self))
    }
  }

  @Test func `two folders that come out with one name are refused`() throws {
    let yaml = "name: a\ntitle: A\nsummary: A\nroot: R\nfolders: [\"{day}\", \"{unit}\"]"
    let template = try FolderTemplate(yaml: yaml, fileName: "t.yaml")
    #expect(throws: DeliveryError.self) { try template.plan(["day": "Main", "unit": "MAIN"]) }
  }

  @Test func `a template that does not exist is refused with the nearest name`() {
    let error = #expect(throws: DeliveryError.self) { try FolderTemplate.chosen("huose") }
    #expect(error?.code == .unknownTemplate && error?.description.contains("did you mean ‘house’?") == true)
    #expect(throws: DeliveryError.self) { try FolderTemplate.chosen("./nowhere.yaml") }
  }
}
