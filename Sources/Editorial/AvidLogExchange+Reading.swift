// SPDX-License-Identifier: Apache-2.0

extension AvidLogExchange {
  /// A list of this many bytes would log a year of shooting.
  private static let byteLimit = 64 << 20
  private static let columnLimit = 4096

  /// Reads a list, however it was written: with LF, CR or CRLF, in UTF-8, UTF-16, Mac OS Roman or Latin-1, without its heading or its
  /// markers, with all heading fields on one line, with rows that are too long or too short.
  ///
  /// - Parameter subject: what the bytes are of, for errors.
  /// - Returns: the list, and what was odd about it, line by line.
  /// - Throws: `EditorialError.notRecognized` where nothing in it is a line of columns.
  public static func read(_ bytes: [UInt8], subject: String) throws(EditorialError) -> (list: AvidLogExchange, notes: [ParseNote]) {
    guard bytes.count <= byteLimit else {
      throw EditorialError(.tooLarge, subject: subject, detail: "is larger than any Avid log (64 MB): check that it is the right file")
    }
    let text = PlainText(bytes)
    var reading = Reading(lines: text.lines, notes: text.notes)
    guard reading.run() else {
      throw EditorialError(
        .notRecognized, subject: subject, detail: "is no Avid log (ALE): it has no line of columns with Name or Tape among them; export it again")
    }
    return (AvidLogExchange(heading: reading.heading, columns: reading.columns, rows: reading.rows), reading.notes)
  }

  /// One pass over the lines.
  private struct Reading {
    let lines: [String]
    var notes: [ParseNote]
    var heading: [Field] = []
    var columns: [String] = []
    var rows: [[String]] = []
    private var hasColumns = false
    private var noted: Set<String> = []

    /// The part of the list that a line belongs to.
    private enum Block {
      case heading, columns, data
    }

    init(lines: [String], notes: [ParseNote]) {
      self.lines = lines
      self.notes = notes
    }

    /// Reads all lines; whether there were columns among them.
    mutating func run() -> Bool {
      var block = Block.heading
      var hadHeading = false
      for (index, line) in lines.enumerated() {
        let cells = line.cells
        guard cells.contains(where: { !$0.trimmed.isEmpty }) else {
          if block == .data, line.contains("\t") { note(index, once: "blank", "a row without anything in it was left out") }
          continue
        }
        switch Self.marker(cells) {
        case "heading" where block != .data || !hasColumns:
          (block, hadHeading) = (.heading, true)
          continue
        case "column" where block != .data || !hasColumns:
          block = .columns
          continue
        case "data" where block != .data:
          if !hasColumns { note(index, "‘Data’ comes before any line of columns") }
          block = .data
          continue
        default: break
        }
        switch block {
        case .heading where Self.namesColumns(cells):
          note(index, "‘Column’ is missing before the line of columns")
          take(columns: cells, index)
          block = .data
        case .heading: take(fields: cells, index)
        case .columns where hasColumns:
          note(index, "‘Data’ is missing before the rows")
          block = .data
          take(row: cells, index)
        case .columns: take(columns: cells, index)
        case .data where !hasColumns: take(columns: cells, index)
        case .data: take(row: cells, index)
        }
      }
      if hasColumns, !hadHeading { notes.append(ParseNote(line: 0, "it has no ‘Heading’")) }
      if hasColumns, heading.first(where: { $0.name.lowercased() == "fps" }) == nil {
        notes.append(ParseNote(line: 0, "its heading has no FPS: timecodes are read at the rate of a row, or not at all"))
      }
      return hasColumns
    }

    private mutating func take(fields cells: [String], _ index: Int) {
      let parts = cells.last == "" ? Array(cells.dropLast()) : cells
      if parts.count > 2 { note(index, "several heading fields on one line") }
      for place in stride(from: 0, to: parts.count, by: 2) where !parts[place].trimmed.isEmpty {
        let value = place + 1 < parts.count ? parts[place + 1] : ""
        if value.isEmpty { note(index, "the heading field ‘\(parts[place].trimmed)’ has no value") }
        let field = Field(parts[place].trimmed, value.trimmed)
        heading.append(field)
        if field.name.uppercased() == "FIELD_DELIM", field.value.uppercased() != "TABS" {
          note(index, "FIELD_DELIM is ‘\(field.value)’: only tabs are taken to part cells")
        }
      }
    }

    private mutating func take(columns cells: [String], _ index: Int) {
      var names = cells
      while names.last?.trimmed == "" { names.removeLast() }
      if names.count > AvidLogExchange.columnLimit {
        note(index, "\(names.count) columns, of which the first \(AvidLogExchange.columnLimit) were kept")
        names.removeLast(names.count - AvidLogExchange.columnLimit)
      }
      columns = names.map(\.trimmed)
      hasColumns = true
      var seen: Set<String> = []
      for name in columns where !name.isEmpty && !seen.insert(name.lowercased()).inserted {
        note(index, once: "repeated \(name.lowercased())", "the column ‘\(name)’ is there more than once; the first cell with something in it counts")
      }
      let missing = AvidLogExchange.requiredColumns.filter { !seen.contains($0.lowercased()) }
      guard !missing.isEmpty else { return }
      let named = missing.map { "‘\($0)’" }.joined(separator: ", ")
      note(index, "there is no column \(named), which editing programs ask for; the clips are read all the same")
    }

    private mutating func take(row cells: [String], _ index: Int) {
      var cells = cells
      while cells.count > columns.count, cells.last?.trimmed == "" { cells.removeLast() }
      if cells.count > columns.count {
        note(index, "\(Self.counted(cells.count, columns.count)); the rest were kept without a name")
        if cells.count > AvidLogExchange.columnLimit { cells.removeLast(cells.count - AvidLogExchange.columnLimit) }
      } else if cells.count < columns.count {
        note(index, once: "short", "\(Self.counted(cells.count, columns.count)); the rest were taken to be empty")
      }
      rows.append(cells)
    }

    private static func counted(_ cells: Int, _ columns: Int) -> String {
      "\(cells) \(cells == 1 ? "cell" : "cells") for \(columns) \(columns == 1 ? "column" : "columns")"
    }

    private mutating func note(_ index: Int, _ text: String) { notes.append(ParseNote(line: index + 1, text)) }

    /// Notes the first of what tends to be said of every line.
    private mutating func note(_ index: Int, once kind: String, _ text: String) {
      if noted.insert(kind).inserted { note(index, text) }
    }

    /// The word that begins a block, where the line is nothing else.
    private static func marker(_ cells: [String]) -> String? {
      let words = cells.map(\.trimmed).filter { !$0.isEmpty }
      guard words.count == 1, let word = words.first?.lowercased(), ["heading", "column", "data"].contains(word) else { return nil }
      return word
    }

    /// Whether a line in the heading's place must be the columns: `Name` or `Tape`, with `Start` or a name of Avid's beside it.
    private static func namesColumns(_ cells: [String]) -> Bool {
      let names = Set(cells.map { $0.trimmed.lowercased() })
      return !names.isDisjoint(with: ["name", "tape"]) && !names.isDisjoint(with: ["start", "tracks", "end", "source file"])
    }
  }
}

extension String {
  /// The cells of a line, parted by tabs.
  fileprivate var cells: [String] {
    unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
  }
}
