// SPDX-License-Identifier: Apache-2.0

import Delivery
import Files
import Foundation
import TestSupport
import Testing

struct `Folder pattern` {
  private static let values = [
    "production": "Harbour Lights", "date": "2026-11-27", "camera": "A", "reel": "A001R2EC", "day": "12", "source": "Untitled",
    "operator": "Señora Ñ",
  ]

  private func path(_ pattern: String, counter: Int? = nil, keeping: String? = nil, _ values: [String: String] = values) throws -> String {
    try FolderPattern(pattern).path(values, counter: counter, keeping: keeping).path.text
  }

  @Test(arguments: [
    ("{production}/{date}/{camera}/{reel}", "Harbour-Lights/20261127/A/A001R2EC"),
    ("{date:yyyy-MM-dd}", "2026-11-27"), ("{date:yyMMdd}_Day{day}", "261127_Day12"), ("{date:dd.MM.yyyy}", "27.11.2026"),
    ("Rushes/Day {day}/{reel}", "Rushes/Day 12/A001R2EC"), ("{production}_{production}", "Harbour-Lights_Harbour-Lights"),
  ])
  func `fields become folders`(pattern: String, expected: String) throws {
    #expect(try path(pattern) == expected)
  }

  @Test func `what a value was changed to is told, once`() throws {
    let expansion = try FolderPattern("{operator}/{production}/{operator}").path(Self.values)
    #expect(expansion.path.text == "Senora-N/Harbour-Lights/Senora-N")
    #expect(expansion.changes == ["‘Señora Ñ’ became ‘Senora-N’", "‘Harbour Lights’ became ‘Harbour-Lights’"])
    #expect(try FolderPattern("{reel}").path(Self.values).changes.isEmpty)
  }

  @Test(arguments: ["../../etc", "a/b", "/", "..", "a\u{0}b", ".hidden", "x\\y"])
  func `a value can neither add a folder nor lead out of one`(value: String) throws {
    let text = (try? path("{production}/{reel}", Self.values.merging(["reel": value]) { $1 })) ?? "Harbour-Lights/refused"
    #expect(text.split(separator: "/", omittingEmptySubsequences: false).count == 2 && !text.contains(".."))
  }

  @Test func `a value that is missing, empty after cleaning, no day, too long or reserved is asked for by name`() throws {
    func refusal(_ pattern: String, _ values: [String: String]) -> String? {
      do {
        _ = try FolderPattern(pattern).path(values)
        return nil
      } catch { return error.description }
    }
    #expect(refusal("{reel}", [:]) == "the folder pattern ‘{reel}’ needs ‘reel’: give --set reel=…")
    #expect(refusal("{reel}", ["reel": "🎬"]) == "‘🎬’ leaves nothing that a folder name may hold: give --set reel=… in letters or digits")
    #expect(refusal("{date}", ["date": "27.11.2026"])?.contains("‘27.11.2026’ is no day") == true)
    #expect(refusal("{date}", ["date": "2026-02-30"])?.contains("is no day") == true)
    #expect(refusal("{reel}", ["reel": String(repeating: "x", count: 256)])?.contains("has 256 bytes") == true)
    #expect(refusal("{reel}", ["reel": "con"])?.contains("device’s name") == true)
    let long = String(repeating: "x", count: 250)
    #expect(refusal("{reel}/{reel}/{reel}", ["reel": long])?.contains("a path of 752 bytes") == true)
    #expect(refusal("{reel}_{counter}", ["reel": "A001"])?.contains("needs ‘counter’") == true)
  }

  @Test(arguments: [
    ("{productoin}", "asks for ‘{productoin}’, which nothing gives; did you mean ‘production’?"),
    ("{production", "has a ‘{’ that nothing closes"), ("production}", "has ‘}’, which not every file system takes"),
    ("{production}//{reel}", "has a folder without a name"), ("{production}/", "has a folder without a name"),
    ("/mnt/{production}", "begins at the root of the system"), ("../{production}", "has ‘..’ for a folder"), ("a/./b", "has ‘.’ for a folder"),
    ("", "is empty"), ("Tag:{day}", "has ‘:’, which not every file system takes"), ("Über/{reel}", "has ‘Ü’, which not every file system takes"),
    ("nul/{reel}", "has the folder ‘nul’, which is a device’s name on Windows"),
    (".{reel}", "has the folder ‘.{reel}’, which begins or ends with a dot or a blank"),
    ("{reel} ", "has the folder ‘{reel} ’, which begins or ends with a dot or a blank"),
    ("{counter}/{reel}", "counts in a folder that is not the last"),
    ("{counter}{counter}", "counts twice in one folder"), ("{counter:0}", "counts with ‘0’ digits"), ("{counter:x}", "counts with ‘x’ digits"),
    ("{reel:3}", "gives ‘{reel}’ a format"), ("{date:}", "writes the date as ‘’"), ("{date:YYYY}", "writes the date as ‘YYYY’"),
    ("{}", "asks for ‘{}’, which nothing gives"),
  ])
  func `a pattern that cannot name folders is refused when it is read`(pattern: String, fault: String) {
    let error = #expect(throws: DeliveryError.self) { try FolderPattern(pattern) }
    #expect(error?.fault == fault)
  }

  @Test func `any text is read or refused`() {
    var random = SeededRandom(7)
    let pieces = ["{", "}", "/", ":", "date", "counter", "reel", "3", ".", " ", "é", "\u{0}", "yyyy", "a"]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      guard let pattern = try? FolderPattern(text), let made = try? pattern.path(Self.values, counter: 1) else { continue }
      #expect(made.path.names.count == pattern.depth)
    }
  }

  @Test func `a card's own folder keeps its name, as the last folder or beneath it`() throws {
    #expect(try path("{date}/{reel}", keeping: "A001R2EC") == "20261127/A001R2EC")
    #expect(try path("{date}/Card {counter:2}", counter: 4, keeping: "A001_0502.RDM") == "20261127/Card 04/A001_0502.RDM")
    #expect(throws: DeliveryError.self) { try path("{date}", keeping: "../x") }
  }

  @Test func `counting goes on behind the largest number, and gives none twice`() throws {
    let folder = try TemporaryFolder()
    let root = folder.url.path
    let pattern = try FolderPattern("{production}/Card_{counter:3}_A")
    #expect(pattern.hasCounter && pattern.fields == ["production"])
    #expect(try pattern.nextCounter(in: root, values: Self.values) == 1)
    for name in ["Card_002_A", "card_0041_a", "Card_x_A", "Card_99", "Card_9999999999999_A"] {
      try FileManager.default.createDirectory(atPath: "\(root)/Harbour-Lights/\(name)", withIntermediateDirectories: true)
    }
    #expect(try pattern.nextCounter(in: root, values: Self.values) == 42)
    try FileManager.default.removeItem(atPath: "\(root)/Harbour-Lights/Card_002_A")
    #expect(try pattern.nextCounter(in: root, values: Self.values) == 42)
  }
}
