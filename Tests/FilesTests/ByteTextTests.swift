// SPDX-License-Identifier: Apache-2.0

import Files
import Testing

@Suite struct ByteTextTests {
  @Test(arguments: [
    (0 as Int64, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.00 kB"), (9_996, "10.0 kB"), (99_960, "100 kB"), (999_499, "999 kB"),
    (999_600, "1.00 MB"), (8_412_339_004, "8.41 GB"), (8_000_000_000_000, "8.00 TB"), (.max, "9.22 EB"), (-1500, "-1.50 kB"),
  ])
  func `a size has three digits and the unit that drives are sold in`(bytes: Int64, text: String) { #expect(ByteText(bytes).description == text) }

  @Test func `more than can be counted is the most that can`() { #expect(ByteText(UInt64.max).description == "9.22 EB") }

  @Test(arguments: [(1 as Int64, "1 byte"), (999, "999 bytes"), (1235, "1.24 kB (1,235 bytes)"), (-1_000_000, "-1.00 MB (-1,000,000 bytes)")])
  func `where a byte counts the digits stand behind`(bytes: Int64, text: String) { #expect(ByteText(bytes).exact == text) }

  @Test(arguments: [(0, "0 copies"), (1, "1 copy"), (2, "2 copies"), (1_234_567, "1,234,567 copies"), (-1, "-1 copies")])
  func `what is counted is in the singular and in the plural as it should be`(count: Int, text: String) {
    #expect(CountText(count, "copy", "copies").description == text)
  }
}
