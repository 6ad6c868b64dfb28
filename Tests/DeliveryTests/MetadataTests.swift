// SPDX-License-Identifier: Apache-2.0

import Delivery
import Testing

struct `Delivery metadata` {
  private func answers(_ given: [String: String]) throws -> [String: String] {
    try SpecificationLibrary().specification(named: "prores-master").answers(to: given)
  }

  @Test func `defaults fill what was not given`() throws {
    #expect(try answers(["seriesTitle": "Harbour Lights"]) == ["seriesTitle": "Harbour Lights", "version": "v1"])
  }

  @Test func `what is missing, unknown or malformed is named at once, with what to type`() {
    let error = #expect(throws: DeliveryError.self) { try answers(["seriesTitel": "x", "version": "two"]) }
    #expect(
      error?.description
        == "‘prores-master’ needs ‘seriesTitle’; ‘seriesTitel’ is not asked for; did you mean ‘seriesTitle’?; ‘version’ is ‘two’, which is not of the form asked for, as ‘v2’: add --set seriesTitle=\"Harbour Lights\""
    )
  }

  @Test(arguments: ["", String(repeating: "x", count: 128), "a\nb"])
  func `an answer that cannot stand is refused`(title: String) {
    #expect(throws: DeliveryError.self) { try answers(["seriesTitle": title]) }
  }
}
