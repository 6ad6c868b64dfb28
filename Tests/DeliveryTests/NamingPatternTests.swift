// SPDX-License-Identifier: Apache-2.0

import Delivery
import Testing

struct `Naming pattern` {
  private static let fields = ["seriesTitle", "version"]

  private func name(_ title: String, pattern: String = "{seriesTitle}_{version}_{spec}.mov") throws -> String {
    try NamingPattern(pattern, fields: Self.fields).fileName(["seriesTitle": title, "version": "v1", "spec": "prores-master"])
  }

  @Test(arguments: [
    ("Harbour Lights", "Harbour-Lights_v1_prores-master.mov"),
    ("Ærø & Łódź: l'été", "AEro-and-Lodz-lete_v1_prores-master.mov"),
    ("Straße/Überfall?*<>|\"\\", "Strasse-Uberfall_v1_prores-master.mov"),
    ("../../etc/passwd", "etc-passwd_v1_prores-master.mov"),
    ("Дом на набережной", "Dom-na-nabereznoj_v1_prores-master.mov"),
    ("東京物語", "dong-jing-wu-yu_v1_prores-master.mov"),
    ("one\ntwo\tthree\u{0}", "one-two-three_v1_prores-master.mov"),
    ("Ｆｕｌｌ ｗｉｄｔｈ", "Full-width_v1_prores-master.mov"),
    ("e\u{301}te\u{301} 🎬", "ete_v1_prores-master.mov"),
  ])
  func `values become fit for every file system`(title: String, expected: String) throws {
    #expect(try name(title) == expected)
  }

  @Test(arguments: ["🎬", "…", "///", ".."])
  func `a value of which nothing is left is refused by name`(title: String) {
    let error = #expect(throws: DeliveryError.self) { try name(title) }
    #expect(error?.remedy == "give --set seriesTitle=… in letters or digits")
  }

  @Test func `a missing value is asked for by name`() throws {
    let pattern = try NamingPattern("{seriesTitle}.mov", fields: Self.fields)
    let error = #expect(throws: DeliveryError.self) { try pattern.fileName([:]) }
    #expect(error?.description == "the name ‘{seriesTitle}.mov’ needs ‘seriesTitle’: give --set seriesTitle=…")
  }

  @Test func `a name longer than file systems take is refused`() throws {
    #expect(try name(String(repeating: "a", count: 234)).utf8.count == 255)
    let error = #expect(throws: DeliveryError.self) { try name(String(repeating: "a", count: 235)) }
    #expect(error?.remedy == "give --set seriesTitle=… to something shorter")
  }

  @Test(arguments: ["con", "NUL", "Lpt9"])
  func `names of Windows devices are refused`(title: String) {
    #expect(throws: DeliveryError.self) { try name(title, pattern: "{seriesTitle}.mov") }
    #expect(throws: Never.self) { try name(title) }
  }

  @Test(arguments: [
    ("{seriesTitel}.mov", "asks for ‘{seriesTitel}’, which nothing gives; did you mean ‘seriesTitle’?"),
    ("{seriesTitle.mov", "has a ‘{’ that nothing closes"),
    ("a/{spec}.mov", "has ‘/’, which not every file system takes"),
    ("{spec}}.mov", "has ‘}’, which not every file system takes"),
    ("Ø{spec}.mov", "has ‘Ø’, which not every file system takes"),
    ("{spec}", "has no extension"), ("{spec}.", "has no extension"), ("", "has no extension"), (".mov", "has no name before its extension"),
  ])
  func `a pattern that cannot name a file is refused when it is read`(pattern: String, fault: String) {
    let error = #expect(throws: DeliveryError.self) { try NamingPattern(pattern, fields: Self.fields) }
    #expect(error?.fault == fault)
  }

  @Test func `a pattern knows its fields and its extension`() throws {
    let pattern = try NamingPattern("{source}_{version}.mov", fields: Self.fields)
    #expect(pattern.fields == ["source", "version"])
    #expect(pattern.fileExtension == "mov")
  }
}
