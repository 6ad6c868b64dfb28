// SPDX-License-Identifier: Apache-2.0

/// A report as a reader meets it: a title, a verdict, facts, tables and charts, in order.
///
/// Each kind of result has an initialiser of its own (`init(inspection:…)`, `init(order:…)`) that puts the result into words; what comes
/// after, be it HTML, PDF or CSV, knows only this shape. All text is plain: it is escaped where it is rendered.
///
///     let document = ReportDocument(media: description, colophon: colophon)
///     try document.html().write(to: page, atomically: true, encoding: .utf8)
public struct ReportDocument: Hashable, Sendable {
  /// What kind of report this is: `Quality control report`.
  public var kind: String
  /// What it is about: a file's name, an order's reference.
  public var subject: String
  /// The result in one or two words; `nil` for a report that judges nothing.
  public var badge: Badge?
  /// The result in a sentence, for whoever reads no further.
  public var summary: String
  /// The facts at the head of the first page.
  public var facts: [Fact]
  /// The body.
  public var sections: [Section]
  /// Who made the report, with what and when.
  public var colophon: Colophon

  /// A report from its parts.
  public init(
    kind: String, subject: String, badge: Badge? = nil, summary: String, facts: [Fact] = [], sections: [Section] = [], colophon: Colophon
  ) {
    self.kind = kind
    self.subject = subject
    self.badge = badge
    self.summary = summary
    self.facts = facts
    self.sections = sections
    self.colophon = colophon
  }
}

extension ReportDocument {
  /// How a word, row or badge is meant. It is always shown as a symbol as well, never by colour alone.
  public enum Tone: String, Hashable, Sendable {
    /// All is well.
    case good
    /// Something to look at.
    case caution
    /// Something that must be put right.
    case bad
    /// No judgement.
    case neutral

    /// The sign that stands for the tone where colour cannot be seen.
    public var symbol: String {
      switch self {
      case .good: "✔"
      case .caution: "▲"
      case .bad: "✘"
      case .neutral: "●"
      }
    }
  }

  /// The verdict, as a stamp.
  public struct Badge: Hashable, Sendable {
    /// The word, `Pass`.
    public var text: String
    /// How it is meant.
    public var tone: Tone

    /// A badge.
    public init(_ text: String, _ tone: Tone) {
      self.text = text
      self.tone = tone
    }
  }

  /// A named value.
  public struct Fact: Hashable, Sendable {
    /// What it is.
    public var name: String
    /// Its value in words and figures.
    public var value: String
    /// Whether the value is read character by character: a path, a digest, a timecode.
    public var isCode: Bool

    /// A fact.
    public init(_ name: String, _ value: String, isCode: Bool = false) {
      self.name = name
      self.value = value
      self.isCode = isCode
    }
  }

  /// A part of the report under its own heading.
  public struct Section: Hashable, Sendable {
    /// The heading.
    public var heading: String
    /// What it holds.
    public var blocks: [Block]
    /// Whether it fills the first page of a printed report, with the head; what follows begins on the next.
    public var isCover: Bool

    /// A section.
    public init(_ heading: String, _ blocks: [Block], isCover: Bool = false) {
      self.heading = heading
      self.blocks = blocks
      self.isCover = isCover
    }
  }

  /// One thing in a section.
  public enum Block: Hashable, Sendable {
    /// A sentence or two.
    case paragraph(String)
    /// Sentences of equal rank.
    case items([String])
    /// Named values.
    case facts([Fact])
    /// Rows and columns.
    case table(Table)
    /// A picture drawn by this module.
    case chart(Chart)
    /// Clips with their pictures.
    case sheet(ContactSheet)
    /// A list in short, for a first page.
    case digest(Digest)
    /// Lines to be signed on paper.
    case signatures([String])
  }

  /// A chart as finished SVG.
  public struct Chart: Hashable, Sendable {
    /// The SVG element. Only this module's drawing code makes one, and it escapes what it is given.
    let svg: String
  }
}
