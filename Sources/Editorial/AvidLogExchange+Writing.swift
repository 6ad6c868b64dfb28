// SPDX-License-Identifier: Apache-2.0

extension AvidLogExchange {
  /// The list as a file's text: tabs between cells, a line feed behind each line, the three blocks parted by empty lines.
  ///
  /// - Parameter required: columns that must be there; those that every reader asks for, unless somebody else's list is handed on as it was.
  /// - Returns: the text, and what could not be written as it was: a tab or a line end inside a value becomes a space.
  /// - Throws: `EditorialError.missingColumn`.
  public func text(requiring required: [String] = requiredColumns) throws(EditorialError) -> (text: String, notes: [ParseNote]) {
    let names = Set(columns.map { $0.lowercased() })
    let missing = required.filter { !names.contains($0.lowercased()) }
    guard missing.isEmpty else {
      let list = missing.map { "‘\($0)’" }.joined(separator: ", ")
      throw EditorialError(.missingColumn, subject: "Avid log", detail: "cannot be written without the column \(list): add it to the list")
    }
    var writing = Writing()
    writing.line(["Heading"])
    for field in heading { writing.line([field.name, field.value]) }
    writing.line([])
    writing.line(["Column"])
    writing.line(columns)
    writing.line([])
    writing.line(["Data"])
    for row in rows { writing.line(row + Array(repeating: "", count: max(0, columns.count - row.count))) }
    return (writing.text, writing.notes)
  }

  private struct Writing {
    var text = ""
    var notes: [ParseNote] = []
    private var number = 0

    mutating func line(_ cells: [String]) {
      number += 1
      text += cells.map { plain($0) }.joined(separator: "\t") + "\n"
    }

    /// A value without what would end its cell or its line.
    private mutating func plain(_ value: String) -> String {
      let breaks = { (scalar: Unicode.Scalar) in scalar.value < 0x20 || scalar.drivesReaders }
      guard value.unicodeScalars.contains(where: breaks) else { return value }
      notes.append(ParseNote(line: number, "a tab, line end, or a character that controls how a value is shown was written as a space"))
      var result = String.UnicodeScalarView()
      for scalar in value.unicodeScalars { result.append(breaks(scalar) ? " " : scalar) }
      return String(result)
    }
  }
}
