// SPDX-License-Identifier: Apache-2.0

public import Editorial
import Essence
import Timing

extension ReportDocument {
  /// The report of a conform: every clip, what became of it and on what evidence, those first that somebody has to look at.
  ///
  /// - Parameters:
  ///   - result: the cut held against media.
  ///   - list: the list's path.
  ///   - media: the folders that were looked through.
  ///   - notes: what was odd about list and media.
  ///   - reference: the comparison with an offline reference, where one was made.
  ///   - colophon: who made the report, with what and when.
  public init(
    conform result: ConformResult, list: String, media: [String], notes: [String] = [], reference: ReferenceReport? = nil, colophon: Colophon
  ) {
    let isSame = reference?.differences.isEmpty ?? true
    let badge =
      result.isClean && isSame ? Badge("Conformed", .good) : Badge(result.isClean ? "Differs" : "Not complete", result.isClean ? .bad : .caution)
    self.init(
      kind: "Conform report", subject: list.fileName, badge: badge, summary: result.summary(reference), facts: result.facts(list, media),
      colophon: colophon)
    let open = result.matches.filter { $0.state != .linked && $0.state != .excluded }
    sections = [
      Section(
        "To be looked at (\(Figures.count(open.count)))",
        [.table(Self.table(open, "Clips that are not linked with all their frames", "Every clip is linked."))])
    ]
    let choices = open.filter { $0.state == .ambiguous }
    if !choices.isEmpty { sections.append(Section("Candidates", [.table(Self.candidates(of: choices))])) }
    if let reference { sections.append(reference.section) }
    let changes = result.matches.compactMap { match in match.change.map { "Event \(match.event.number): \($0)." } }
    if !changes.isEmpty { sections.append(Section("Changes", [.items(changes)])) }
    sections.append(Section("All clips", [.table(Self.table(result.matches, "In the order of the programme", "The cut has no clips."))]))
    let remarks = notes + result.notes + result.matches.flatMap { match in match.notes.map { "Event \(match.event.number): \($0)" } }
    if !remarks.isEmpty { sections.append(Section("Notes", [.items(remarks)])) }
  }

  private static func table(_ matches: [ConformMatch], _ caption: String, _ none: String) -> Table {
    Table(
      caption: caption,
      columns: [
        .init("State", .mark), .init("Event", .figures), .init("Track", .term), .init("Record in", .stamp), .init("Source in", .stamp),
        .init("Clip", .name), .init("Media", .code), .init("Evidence"), .init("Missing frames"),
      ],
      rows: matches.map { match in
        let missing = [match.missingHead > 0 ? "head \(match.missingHead)" : nil, match.missingTail > 0 ? "tail \(match.missingTail)" : nil]
        return Row(
          [
            match.state.title, "\(match.event.number)", match.event.tracks.joined(separator: " "),
            match.event.record?.start.description ?? Figures.none,
            match.event.clip.source?.start.description ?? Figures.none,
            match.event.clip.name.isEmpty ? match.event.clip.media.reel : match.event.clip.name,
            match.media?.path ?? Figures.none, match.evidence, missing.compactMap(\.self).joined(separator: ", "),
          ], tone: match.state.tone)
      }, emptyText: none)
  }

  private static func candidates(of matches: [ConformMatch]) -> Table {
    Table(
      caption: "All that these clips may be, the most likely first",
      columns: [.init("Event", .figures), .init("Media", .code), .init("Starts", .stamp), .init("Evidence")],
      rows: matches.flatMap { match in
        match.candidates.map { candidate in
          Row(["\(match.event.number)", candidate.media.path, candidate.media.labels?.start.description ?? Figures.none, candidate.words])
        }
      }, emptyText: "There are none.")
  }
}

extension ConformResult {
  fileprivate func summary(_ reference: ReferenceReport?) -> String {
    let counts = ConformState.allCases.compactMap { state in count(state) > 0 ? "\(Figures.count(count(state))) \(state.words)" : nil }
    var text = "Of \(Figures.count(matches.count, "clip")): \(counts.isEmpty ? "none" : counts.joined(separator: ", "))."
    if let reference {
      let places = reference.differences.count
      text +=
        places == 0
        ? " No frame that was compared differs from the reference."
        : " \(Figures.count(places, "place")) \(places == 1 ? "differs" : "differ") from the reference."
    }
    return text
  }

  fileprivate func facts(_ list: String, _ media: [String]) -> [ReportDocument.Fact] {
    [
      .init("List", list, isCode: true), .init("Cut", name.isEmpty ? "no name" : name), .init("Rate", "\(rate)"),
      .init("Handles", Figures.count(handles, "frame")), .init("Media in", media.joined(separator: ", "), isCode: true),
    ]
  }
}

extension ConformState {
  fileprivate var title: String {
    switch self {
    case .linked: "Linked"
    case .ambiguous: "Ambiguous"
    case .short: "Short"
    case .partial: "Partial"
    case .rateMismatch: "Other rate"
    case .offline: "Offline"
    case .excluded: "Excluded"
    }
  }

  fileprivate var tone: ReportDocument.Tone {
    switch self {
    case .linked: .good
    case .ambiguous, .short: .caution
    case .partial, .rateMismatch, .offline: .bad
    case .excluded: .neutral
    }
  }
}

extension ReferenceReport {
  fileprivate var section: ReportDocument.Section {
    var blocks: [ReportDocument.Block] = []
    let left = skipped.sorted { $0.key < $1.key }.map { "\(Figures.count($0.value, "frame")) not compared: \($0.key)." }
    blocks.append(
      .facts([
        .init("Reference", path, isCode: true), .init("Compared", Figures.count(compared, "frame")),
        .init("Without movement", Figures.count(still, "frame") + ", on which a slip cannot be seen"),
      ]))
    if !left.isEmpty || !notes.isEmpty { blocks.append(.items(notes + left)) }
    if differences.isEmpty {
      blocks.append(.paragraph(compared > 0 ? "Every frame that was compared is the same picture." : "Nothing could be compared."))
    } else {
      blocks.append(
        .table(
          .init(
            caption: "Where conform and reference differ",
            columns: [
              .init("What", .mark), .init("Event", .figures), .init("Record in", .stamp), .init("Record out", .stamp), .init("Clip", .name),
              .init("Why"),
            ],
            rows: differences.map {
              .init(
                [$0.slip == nil ? "Other picture" : "Slipped", "\($0.event)", "\($0.record.start)", "\($0.record.end)", $0.name, $0.text], tone: .bad)
            }, emptyText: "")))
      blocks.append(.sheet(Self.sheet("As the reference has it", differences, \.referencePicture)))
      blocks.append(.sheet(Self.sheet("As the conform has it", differences, \.mediaPicture)))
    }
    return .init("Comparison with the reference", blocks)
  }

  private static func sheet(_ caption: String, _ differences: [Difference], _ picture: KeyPath<Difference, ClipSummary.Poster?>)
    -> ReportDocument.ContactSheet
  {
    .init(
      caption: "\(caption): the first frame of each place", columns: ["Clip", "Place"],
      entries: differences.prefix(60).map { difference in
        let still = difference[keyPath: picture]
        return .init(
          "Event \(difference.event)", picture: still.flatMap { .init(jpeg: $0.jpeg, width: $0.width, height: $0.height) }, placeholder: "no picture",
          cells: [[.init(difference.name), .init(difference.text, .quiet)], [.init("\(difference.record.start)", .stamp)]])
      }, isLarge: true)
  }
}
