// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Timing

@Test func `a rate is kept in lowest terms`() throws {
  #expect(try FrameRate(60000, 2002) == .fps29_97)
  #expect(try FrameRate("50/2") == .fps25)
}

@Test(arguments: [
  ("23.98", FrameRate.fps23_976), ("23.976", .fps23_976), ("23.976024", .fps23_976), ("24.98", .fps24_975), ("24.975", .fps24_975),
  ("29.97", .fps29_97), ("29.970", .fps29_97), ("29.97df", .fps29_97df), ("29.97 DF", .fps29_97df), ("29.97ndf", .fps29_97), ("30df", .fps30df),
  ("47.95", .fps47_952), ("47.952", .fps47_952), ("59.94", .fps59_94), ("59.94DF", .fps59_94df), ("95.904", .fps95_904), ("119.88", .fps119_88),
  ("119.88df", .fps119_88df), ("25", .fps25), ("25p", .fps25), (" 25 fps ", .fps25), ("25.000", .fps25), ("24000/1001", .fps23_976),
  ("30000/1001df", .fps29_97df), ("60000/1001 df", .fps59_94df),
])
func `a rate is read as people type it`(text: String, rate: FrameRate) throws { #expect(try FrameRate(text) == rate) }

@Test func `a decimal name means the exact fraction`() throws {
  let rate = try FrameRate("29.97")
  #expect((rate.numerator, rate.denominator) == (30000, 1001))
  #expect(try FrameRate("2997/100") != rate)
}

@Test(arguments: [("15", 15, 1), ("12.5", 25, 2), ("1/2", 1, 2), ("90000", 90_000, 1), ("2997/100", 2997, 100)])
func `any positive fraction is a rate of media`(text: String, numerator: Int, denominator: Int) throws {
  let rate = try FrameRate(text)
  #expect((rate.numerator, rate.denominator) == (numerator, denominator))
}

@Test(arguments: FrameRate.all + [.init(unchecked: 25, 2), .init(unchecked: 15000, 1001), .init(unchecked: 2997, 100)])
func `a rate's description reads back as the rate`(rate: FrameRate) throws {
  #expect(try FrameRate(rate.description) == rate)
  #expect(try JSONDecoder().decode([FrameRate].self, from: JSONEncoder().encode([rate])) == [rate])
}

@Test func `rates print as people type them`() {
  #expect(
    FrameRate.all.map(\.description) == [
      "23.976", "24", "24.975", "25", "29.97", "29.97df", "30", "30df", "47.952", "48", "50", "59.94", "59.94df", "60", "72", "90", "95.904", "96",
      "100", "119.88", "119.88df", "120",
    ])
}

@Test(arguments: [
  "", "fast", "0", "0/1", "25/0", "-25", "+25", "25.", ".5", "1e3", "25/1/1", "٢٥", "99999999999999999999", "1.9999999", "29.98", "23.97", "59.95",
  "25 30",
])
func `what is no rate is refused`(text: String) {
  let error = #expect(throws: TimingError.self) { try FrameRate(text) }
  #expect(error?.code == .invalidRate)
}

@Test func `a slip beside an NTSC rate is told what to type`() {
  let error = #expect(throws: TimingError.self) { try FrameRate("29.98") }
  #expect(error?.description == "‘29.98’ is not a frame rate: for 30000/1001 type 29.97; if 2998/100 is meant, type it as that fraction")
}

@Test(arguments: ["25df", "24df", "23.976df", "60df", "120df", "50df", "47.952df", "1/2df"])
func `drop-frame exists at its own rates only`(text: String) {
  let error = #expect(throws: TimingError.self) { try FrameRate(text) }
  #expect(error?.code == .noDropFrame)
}

extension FrameRate {
  /// A rate of a test's table.
  fileprivate init(unchecked numerator: Int, _ denominator: Int) {
    do { try self.init(numerator, denominator) } catch { preconditionFailure("\(error)") }
  }
}
