// SPDX-License-Identifier: Apache-2.0

/// An Avid Log Exchange file (ALE): one line for each clip of a card, a roll or a day, in columns that its writer chose.
///
/// Avid describes the form in its Media Composer editing guides, as three blocks: `Heading` with a name and a value a line, `Column` with
/// the names of the columns, `Data` with the clips. Names and values are kept to the letter and in order, whatever they are, so that a list
/// that is read and written again has lost nothing. What columns mean is asked of a list by name.
public struct AvidLogExchange: Hashable, Sendable {
  /// A line of the heading.
  public struct Field: Hashable, Sendable {
    /// Its name, such as `FPS`.
    public var name: String
    /// Its value.
    public var value: String

    /// A line of the heading.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The heading, in order.
  public var heading: [Field]
  /// The names of the columns, in order; some programs write one name twice, or none.
  public var columns: [String] { didSet { places = Self.places(of: columns) } }
  /// The clips: a cell for each column, but for empty ones at the end.
  public var rows: [[String]]
  /// Where the columns of a name are, in lower case.
  private var places: [String: [Int]]

  /// The columns that every reader of such lists asks for.
  public static let requiredColumns = ["Name", "Tracks", "Start", "End"]

  /// A list as given. Cells without a column get one without a name, and empty ones at the end of a row are left out: they may be thousands.
  public init(heading: [Field], columns: [String], rows: [[String]]) {
    let width = max(columns.count, rows.map(\.count).max() ?? 0)
    self.heading = heading
    self.columns = columns + Array(repeating: "", count: width - columns.count)
    self.rows = rows.map { row in
      row.last?.isEmpty == true ? Array(row[..<(row.lastIndex { !$0.isEmpty } ?? -1).advanced(by: 1)]) : row
    }
    places = Self.places(of: self.columns)
  }

  /// The value of a heading line, found whatever the case of its name.
  public func field(_ name: String) -> String? {
    heading.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The first cell with something in it of row `row` in a column called `column`, whatever the case, without spaces around it.
  public func value(_ column: String, in row: Int) -> String? {
    for place in places[column.lowercased()] ?? [] where place < rows[row].count {
      let value = rows[row][place].trimmed
      if !value.isEmpty { return value }
    }
    return nil
  }

  private static func places(of columns: [String]) -> [String: [Int]] {
    Dictionary(grouping: columns.indices) { columns[$0].lowercased() }
  }
}

extension String {
  /// The text without spaces and tabs at both ends.
  var trimmed: String {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
