// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

@Suite struct VisibleTextTests {
  @Test func `markup is escaped`() {
    #expect(VisibleText.escape(#"<b a="x" c='y'>&"#) == "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;")
  }

  @Test func `markup that carries a combining accent is escaped too`() {
    #expect(VisibleText.escape("\"\u{301}<\u{338}&\u{20D0}") == "&quot;\u{301}&lt;\u{338}&amp;\u{20D0}")
  }

  @Test(arguments: [
    ("a\nb", "a‹U+000A›b"), ("\u{0}", "‹U+0000›"), ("\u{202E}vom.exe", "‹U+202E›vom.exe"), ("\u{2066}x\u{2069}", "‹U+2066›x‹U+2069›"),
    ("\u{2028}", "‹U+2028›"), ("\u{FEFF}", "‹U+FEFF›"), ("\u{85}", "‹U+0085›"),
  ]) func `controls and direction overrides are shown, not obeyed`(text: String, shown: String) {
    #expect(VisibleText.escape(text) == shown)
  }

  @Test(arguments: ["日本語 ‘hærbör’", "עברית", "👩‍🚒🏴󠁧󠁢󠁳󠁣󠁴󠁿".prefix(1).description, "می‌خواهم", "e\u{301}"]) func `words of every language pass unchanged`(
    text: String
  ) {
    #expect(VisibleText.escape(text) == text)
  }

  @Test func `what the typesetter said is shown as escapes in the message, not obeyed`() {
    let error = ReportsError(.typesetterFailed, subject: "a\u{1B}[2J.mov", remedy: "it said: \u{1B}[31mboom")
    #expect(!error.description.contains("\u{1B}"))
  }
}
