// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

struct WordComparisonTests {
  @Test func `capitals, spaces and punctuation do not matter, letters do`() {
    #expect(WordComparison.likeness("18+. Terms apply.", "18 + terms  APPLY") == 1)
    #expect(WordComparison.likeness("abcd", "abxd") == 0.75)
    #expect(WordComparison.likeness("abcd", "") == 0 && WordComparison.likeness("", "—") == 1)
    #expect(abs(WordComparison.likeness("kitten", "sitting") - 4.0 / 7) < 1e-12)
  }

  @Test func `a misread letter or two are the same text, another text is not`() {
    #expect(WordComparison.likeness("Terms and conditions apply", "Terms and condItions app1y") >= WordComparison.same)
    #expect(WordComparison.likeness("Terms and conditions apply", "Selected stores only") < WordComparison.same)
  }
}
