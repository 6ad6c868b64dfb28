// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

@Suite struct ReportCSVTests {
  private func csv(_ rows: [[String]]) -> String {
    let table = ReportDocument.Table(
      caption: "Files", columns: [.init("File"), .init("Bytes", .figures)], rows: rows.map { .init($0) }, emptyText: "")
    return ReportDocument(kind: "", subject: "", summary: "", sections: [.init("", [.table(table)])], colophon: SampleResults.colophon).csv()
  }

  @Test func `quotes, commas and line ends are quoted`() {
    #expect(csv([["a,\"b\"", "1"], ["c\r\nd", "2"]]) == "Files\r\nFile,Bytes\r\n\"a,\"\"b\"\"\",1\r\n\"c\r\nd\",2\r\n")
  }

  @Test(arguments: ["=HYPERLINK(1)", "+1", "-1", "@x"]) func `words that a spreadsheet would run are disarmed`(text: String) {
    #expect(csv([[text, "-1"]]) == "Files\r\nFile,Bytes\r\n'\(text),-1\r\n")
  }

  @Test(arguments: ["-23.0 LUFS ± 0.5 LU", "-1.0 dBTP", "-17.5 LUFS", "+0.5 %"]) func `a quantity is no formula`(text: String) {
    #expect(csv([[text, "1"]]) == "Files\r\nFile,Bytes\r\n\(text),1\r\n")
  }

  @Test(arguments: ["-2+3+cmd|' /C calc'!A0", "-1 A1!B", "-1 LU,=1", "+1 SUM(A1)", "-1.0.0 LU", "-1 "])
  func `what only begins as a quantity is disarmed`(text: String) {
    #expect(csv([[text, "1"]]).contains("'-") || csv([[text, "1"]]).contains("'+"))
  }

  @Test func `figures have no thousands separators and an absent value is empty`() {
    #expect(csv([["a", "8,412,339,004"], ["b", "–"]]) == "Files\r\nFile,Bytes\r\na,8412339004\r\nb,\r\n")
  }
}
