// SPDX-License-Identifier: Apache-2.0

extension ReportDocument {
  /// A list in short: what there is of one kind, a line each, with the way to more of it.
  public struct Digest: Hashable, Sendable {
    /// What the list holds: `To be put right`.
    public var heading: String
    /// How it is meant.
    public var tone: Tone
    /// The lines.
    public var lines: [Line]
    /// What is said where there are none.
    public var emptyText: String
    /// How much is left out, in a sentence; `nil` for nothing.
    public var more: String?

    /// A list.
    public init(_ heading: String, _ tone: Tone, lines: [Line], emptyText: String, more: String? = nil) {
      self.heading = heading
      self.tone = tone
      self.lines = lines
      self.emptyText = emptyText
      self.more = more
    }

    /// A line of a list.
    public struct Line: Hashable, Sendable {
      /// Where it is: a timecode, or nothing.
      public var place: String
      /// What it is, in a few words.
      public var name: String
      /// The sentence.
      public var text: String
      /// The name of the place in the page that tells more of it.
      public var link: String?

      /// A line.
      public init(place: String, name: String, text: String, link: String? = nil) {
        self.place = place
        self.name = name
        self.text = text
        self.link = link
      }
    }

    var fields: [String: Any] {
      [
        "heading": heading, "tone": tone.rawValue, "symbol": tone.symbol, "empty": lines.isEmpty ? emptyText : false as Any, "more": more ?? false,
        "lines": lines.map { ["place": $0.place, "name": $0.name, "text": $0.text, "link": $0.link ?? false] as [String: Any] },
      ]
    }
  }
}
