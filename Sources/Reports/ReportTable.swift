// SPDX-License-Identifier: Apache-2.0

extension ReportDocument {
  /// Rows and columns, with a sentence that says so where there are no rows.
  public struct Table: Hashable, Sendable {
    /// What the table shows; read out by screen readers and set above it.
    public var caption: String
    /// The columns, left to right.
    public var columns: [Column]
    /// The rows, top to bottom; each has a cell for every column.
    public var rows: [Row]
    /// What is said instead of an empty table.
    public var emptyText: String

    /// A table.
    public init(caption: String, columns: [Column], rows: [Row], emptyText: String) {
      precondition(rows.allSatisfy { $0.cells.count == columns.count }, "every row has a cell for each column")
      self.caption = caption
      self.columns = columns
      self.rows = rows
      self.emptyText = emptyText
    }
  }

  /// What a column holds.
  public struct Column: Hashable, Sendable {
    /// How a column's cells are set.
    public enum Style: String, Hashable, Sendable {
      /// Words.
      case words
      /// Figures, aligned right.
      case figures
      /// Paths and digests: fixed pitch, broken where the column ends.
      case code
      /// Timecodes: fixed pitch, never broken.
      case stamp
      /// A few words that name the row.
      case name
      /// An identifier that names the row, never broken.
      case term
      /// A severity or status: a sign and a word, kept on one line.
      case mark
    }

    /// The heading.
    public var title: String
    /// How its cells are set.
    public var style: Style

    /// A column.
    public init(_ title: String, _ style: Style = .words) {
      self.title = title
      self.style = style
    }
  }

  /// One row.
  public struct Row: Hashable, Sendable {
    /// The cells, one for each column.
    public var cells: [String]
    /// How the row is meant; a `mark` column shows its sign.
    public var tone: Tone
    /// The name by which other places of the page lead to it.
    public var name: String?
    /// The name of the place that its first timecode leads to.
    public var link: String?

    /// A row.
    public init(_ cells: [String], tone: Tone = .neutral, name: String? = nil, link: String? = nil) {
      self.cells = cells
      self.tone = tone
      self.name = name
      self.link = link
    }
  }
}
