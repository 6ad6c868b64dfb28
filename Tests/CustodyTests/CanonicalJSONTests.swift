// SPDX-License-Identifier: Apache-2.0

import Custody
import Foundation
import Testing

@Suite struct CanonicalJSONTests {
  @Test func `names are sorted by UTF-16 code units, as RFC 8785 section 3.2.3 sorts them`() {
    let object: [String: AuditValue] = [
      "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\u{1f600}": "Emoji: Grinning Face",
      "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis",
    ]
    let json = CanonicalJSON.text(object)
    let order = ["Carriage Return", "One", "Control", "Latin Small", "Euro Sign", "Emoji", "Hebrew"].compactMap { json.range(of: $0)?.lowerBound }
    #expect(order.count == 7 && order == order.sorted())
  }

  @Test func `escapes are the shortest there are`() {
    #expect(
      CanonicalJSON.text(["a": "\u{20ac}$\u{f}\nA'B\"\\\"/\u{7f}\t\u{8}\u{c}\r\0"]) == #"{"a":"€$\u000f\nA'B\"\\\"/"# + "\u{7f}"
        + #"\t\b\f\r\u0000"}"#)
  }

  @Test func `values are written without white space, text as it is`() {
    #expect(
      CanonicalJSON.text(["b": 1, "a": true, "c": nil, "d": "e\u{301}", "": -5]) == "{\"\":-5,\"a\":true,\"b\":1,\"c\":null,\"d\":\"e\u{301}\"}")
    #expect(CanonicalJSON.text([:]) == "{}")
    #expect(CanonicalJSON.text(["n": .integer(.min), "m": .integer(.max)]) == #"{"m":9223372036854775807,"n":-9223372036854775808}"#)
  }

  @Test func `what is written can be read again`() throws {
    let object: [String: AuditValue] = ["text": "a\u{1}\"\n🎬", "number": 9_007_199_254_740_992, "yes": true, "no": false, "nothing": nil]
    #expect(try JSONDecoder().decode([String: AuditValue].self, from: Data(CanonicalJSON.text(object).utf8)) == object)
  }
}
