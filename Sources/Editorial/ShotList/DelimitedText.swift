// SPDX-License-Identifier: Apache-2.0

/// Rows of cells parted by commas, semicolons or tabs, as spreadsheets save them: RFC 4180, read leniently.
struct DelimitedText {
  /// A row, and the line of the file that it begins in, from 1.
  struct Row {
    var line: Int
    var cells: [String]
  }

  /// A table wider than this is none.
  static let cellLimit = 4096

  private(set) var rows: [Row] = []
  private(set) var notes: [ParseNote] = []

  /// What may part cells.
  static let separators: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

  init(_ text: PlainText, separator: UInt8) {
    notes = text.notes
    let bytes = Array(text.lines.joined(separator: "\n").utf8)
    var cells: [String] = []
    var cell: [UInt8] = []
    var (line, first, isQuoted, place) = (1, 1, false, 0)
    func endCell() {
      if cells.count < Self.cellLimit { cells.append(Self.armed(String(decoding: cell, as: UTF8.self))) }
      cell.removeAll(keepingCapacity: true)
    }
    func endRow() {
      endCell()
      if cells.contains(where: { !$0.isEmpty }) { rows.append(Row(line: first, cells: cells)) }
      cells = []
    }
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      if isQuoted {
        guard byte == UInt8(ascii: "\"") else {
          cell.append(byte)
          continue
        }
        if place < bytes.count, bytes[place] == byte {
          cell.append(byte)
          place += 1
        } else {
          isQuoted = false
        }
      } else if byte == UInt8(ascii: "\""), cell.isEmpty {
        isQuoted = true
      } else if byte == separator {
        endCell()
      } else if byte == UInt8(ascii: "\n") {
        endRow()
        first = line
      } else {
        cell.append(byte)
      }
    }
    if isQuoted { notes.append(ParseNote(line: first, "a quotation mark is not closed: all that follows was read as one cell")) }
    if !cell.isEmpty || !cells.isEmpty { endRow() }
  }

  /// A cell without the apostrophe that keeps spreadsheets from running it as a formula.
  private static func armed(_ cell: String) -> String {
    let scalars = cell.unicodeScalars
    guard scalars.first == "'", let second = scalars.dropFirst().first, "=+-@".unicodeScalars.contains(second) else { return cell }
    return String(scalars.dropFirst())
  }
}
