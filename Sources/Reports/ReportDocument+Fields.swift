// SPDX-License-Identifier: Apache-2.0

/// What the templates see. A key that does not apply is `false`, never absent: Mustache would look for it further out.
extension ReportDocument {
  var fields: [String: Any] {
    [
      "kind": kind, "subject": subject, "shortSubject": subject.shortened(to: 64), "summary": summary, "tool": colophon.tool,
      "made": Figures.date(colophon.date, in: colophon.timeZone),
      "badge": badge?.fields ?? false, "head": Self.columns(of: facts + colophon.facts), "sections": sections.map(\.fields),
    ]
  }

  /// Facts in two columns, split here because a typesetter that balances columns by itself can lose a line between them.
  fileprivate static func columns(of facts: [Fact]) -> [String: Any] {
    let half = (facts.count + 1) / 2
    return ["columns": [facts.prefix(half), facts.dropFirst(half)].filter { !$0.isEmpty }.map { ["list": $0.map(\.fields)] }]
  }
}

extension ReportDocument.Badge {
  fileprivate var fields: [String: Any] { ["word": text, "tone": tone.rawValue, "symbol": tone.symbol] }
}

extension ReportDocument.Fact {
  fileprivate var fields: [String: Any] { ["name": name, "value": value, "isCode": isCode] }
}

extension ReportDocument.Section {
  fileprivate var fields: [String: Any] { ["heading": heading, "isCover": isCover, "blocks": blocks.map(\.fields)] }
}

extension ReportDocument.Block {
  fileprivate var fields: [String: Any] {
    var fields: [String: Any] = ["paragraph": false, "items": false, "facts": false, "table": false, "chart": false, "sheet": false]
    (fields["digest"], fields["signatures"]) = (false, false)
    switch self {
    case .paragraph(let text): fields["paragraph"] = ["text": text]
    case .items(let items): fields["items"] = ["list": items]
    case .facts(let facts): fields["facts"] = ReportDocument.columns(of: facts)
    case .table(let table): fields["table"] = table.fields
    case .chart(let chart): fields["chart"] = ["svg": chart.svg]
    case .sheet(let sheet): fields["sheet"] = sheet.fields
    case .digest(let digest): fields["digest"] = digest.fields
    case .signatures(let columns): fields["signatures"] = ["columns": columns]
    }
    return fields
  }
}

extension ReportDocument.Table {
  /// More rows than this help no reader and would keep a typesetter busy for minutes: a page shows the first of them and says so.
  private static let mostRows = 1000

  /// Whether it is kept on one page: a few rows, and not so many words that it would take most of it and leave the page before empty.
  private var isShort: Bool { rows.count <= 12 && rows.reduce(0) { $0 + $1.cells.reduce(0) { $0 + $1.count } } <= 2400 }

  fileprivate var fields: [String: Any] {
    let hidden = rows.count - Self.mostRows
    return [
      "caption": caption, "isEmpty": rows.isEmpty, "isShort": isShort, "isWide": columns.count > 8, "emptyText": emptyText,
      "more": hidden > 0 ? "\(Figures.count(hidden, "more row")) in the JSON and CSV reports." : false as Any,
      "columns": columns.map { ["title": $0.title, "style": $0.style.rawValue] },
      "rows": rows.prefix(Self.mostRows).map { row in
        ["tone": row.tone.rawValue, "name": row.name ?? false as Any, "cells": cells(of: row)]
      },
    ]
  }

  /// The first stamp of a row leads to what the row refers to.
  private func cells(of row: ReportDocument.Row) -> [[String: Any]] {
    let stamp = columns.firstIndex { $0.style == .stamp }
    return zip(row.cells, columns).enumerated().map { index, cell in
      var fields = Self.fields(of: cell.0, in: cell.1, row)
      fields["link"] = index == stamp ? row.link ?? false as Any : false
      return fields
    }
  }

  private static func fields(of text: String, in column: ReportDocument.Column, _ row: ReportDocument.Row) -> [String: Any] {
    let isRowName = column.style == .name || column.style == .term
    return ["text": text, "style": column.style.rawValue, "isRowName": isRowName, "sign": column.style == .mark ? row.tone.symbol : false as Any]
  }
}

extension String {
  /// The text with its middle left out where it is longer than `length`, so that the start and the extension of a file name stay.
  fileprivate func shortened(to length: Int) -> String {
    count <= length ? self : "\(prefix(length * 2 / 3))…\(suffix(length / 3 - 1))"
  }
}
