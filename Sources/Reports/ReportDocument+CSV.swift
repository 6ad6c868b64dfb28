// SPDX-License-Identifier: Apache-2.0

extension ReportDocument {
  /// Every table of the report as comma-separated values (RFC 4180: CRLF, quotes doubled), each headed by its caption and parted by an empty line.
  ///
  /// A cell of words that a spreadsheet would run as a formula is given an apostrophe before it, as spreadsheets themselves do.
  public func csv() -> String { tables.map(\.csv).joined(separator: "\r\n") }

  /// The report's tables in order.
  var tables: [Table] {
    sections.flatMap(\.blocks).compactMap { block in
      if case .table(let table) = block { table } else { nil }
    }
  }
}

extension ReportDocument.Table {
  /// The caption, the headings and the rows.
  fileprivate var csv: String {
    let lines = [[caption], columns.map(\.title)] + rows.map { row in zip(row.cells, columns).map(plain) }
    return lines.map { $0.map(quote).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A cell for a machine: nothing where there is no value, figures without thousands separators.
  private func plain(_ cell: String, in column: ReportDocument.Column) -> String {
    if cell == Figures.none { return "" }
    return column.style == .figures ? cell.filter { $0 != "," } : disarm(cell)
  }

  private func disarm(_ cell: String) -> String {
    guard let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return cell }
    return "'" + cell
  }

  private func quote(_ cell: String) -> String {
    // By scalar: "\r\n" is one Character, and a quotation mark may carry a combining accent.
    guard cell.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return cell }
    var quoted = "\""
    for scalar in cell.unicodeScalars { quoted += scalar == "\"" ? "\"\"" : String(scalar) }
    return quoted + "\""
  }
}
