// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Delivery

struct `Strict YAML` {
  private func mistake(_ yaml: String) -> String? {
    #expect(throws: YAMLMistake.self) { _ = try StrictYAML(yaml) }?.description
  }

  @Test(arguments: [
    ("a:\n\tb: 1\n", "2:1"), ("a:\n  b: 1\n  \tc: 2\n", "3:3"), ("a:\n\t- b\n", "2:1"), ("\u{FEFF}a:\r\n\tb: 1\r\n", "2:1"),
    ("a:\n- b: 1\n\tc: 2\n", "3:1"),
  ])
  func `a tab that indents is named with its place`(yaml: String, place: String) {
    #expect(mistake(yaml) == "\(place): a tab: indent with spaces")
  }

  @Test func `a tab elsewhere is none of its business`() throws {
    for yaml in ["a:\tb", "a: |\n  x\n  \ty\n", "a: [1,\n\t2]\n", "a: b\t# why\n"] { _ = try StrictYAML(yaml) }
    #expect(mistake("a: b\n\n%: [\t'\n")?.contains("tab") == false)
  }
}
