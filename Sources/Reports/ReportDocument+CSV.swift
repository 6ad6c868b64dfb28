// SPDX-License-Identifier: Apache-2.0

import Markup

extension ReportDocument {
  /// Every table of the report as comma-separated values (RFC 4180), each headed by its caption and parted by an empty line. See `CSVText` for
  /// what becomes of cells that a spreadsheet would run as formulas.
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
    return lines.map(CSVText.line).joined()
  }

  /// A cell for a machine: nothing where there is no value, figures without thousands separators.
  private func plain(_ cell: String, in column: ReportDocument.Column) -> String {
    if cell == Figures.none { return "" }
    return column.style == .figures ? cell.filter { $0 != "," } : CSVText.disarmed(cell)
  }
}
