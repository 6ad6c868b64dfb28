// SPDX-License-Identifier: Apache-2.0

public import Editorial
internal import Timing

extension ReportDocument {
  /// What changed from one cut to the next.
  ///
  /// - Parameters:
  ///   - list: the changes.
  ///   - old: the file of the old cut.
  ///   - new: the file of the new cut.
  ///   - pulled: the file of the cut that material was pulled for, where it is another than the old one.
  ///   - colophon: who made the report, with what and when.
  public init(changes list: ChangeList, old: String, new: String, pulled: String? = nil, colophon: Colophon) {
    let rescans = list.changes.filter { $0.reach?.isWithin == false }
    let counts = Change.Kind.allCases.compactMap { kind -> String? in
      let count = list.changes.count { $0.kind == kind }
      return count == 0 ? nil : "\(Figures.count(count)) \(kind.heading.lowercased())"
    }
    let isSound = list.faults.isEmpty
    let badge: Badge =
      !isSound
      ? Badge("Not to be trusted", .bad)
      : list.changes.isEmpty
        ? Badge("No change", .good)
        : rescans.isEmpty ? Badge(Figures.count(list.changes.count, "change"), .caution) : Badge(Figures.count(rescans.count, "rescan"), .bad)
    self.init(
      kind: "Change list", subject: new.fileName, badge: badge,
      summary: list.changes.isEmpty
        ? "No clip changed: \(Figures.count(list.unchanged)) are as they were."
        : "\(Figures.count(list.changes.count, "change")): \(counts.joined(separator: ", ")). \(Figures.count(list.unchanged, "clip")) \(list.unchanged == 1 ? "is as it was" : "are as they were").",
      facts: [
        .init("Old cut", old, isCode: true), .init("New cut", new, isCode: true),
        .init("Old length", "\(Figures.count(list.old.frames.value, "frame")) at \(list.old.rate)"),
        .init("New length", "\(Figures.count(list.new.frames.value, "frame")) at \(list.new.rate)"),
        .init("Handles", "\(Figures.count(list.handles, "frame")) at each end of what \((pulled ?? old).fileName) takes"),
        .init("Check", isSound ? "the old cut with these changes is the new one" : "the old cut with these changes is not the new one"),
      ], colophon: colophon)
    if !isSound {
      sections.append(
        Section("The list does not add up", [.paragraph("Made from the old cut by these changes, the new one would differ:"), .items(list.faults)]))
    }
    if !rescans.isEmpty {
      sections.append(
        Section(
          "To be scanned again (\(Figures.count(rescans.count)))",
          [.table(Self.table(rescans, caption: "What was pulled does not reach as far as these take."))]))
    }
    sections.append(
      Section(
        "Changes (\(Figures.count(list.changes.count)))",
        [.table(Self.table(list.changes, caption: "In the order of the new cut; what is gone stands where it would lie."))]))
    let ripples = list.ripples.filter { $0.offset != .zero }
    sections.append(Section("Moved with the others (\(Figures.count(ripples.count)))", [.table(Self.table(ripples))]))
  }

  private static func table(_ changes: [Change], caption: String) -> Table {
    Table(
      caption: caption,
      columns: [
        .init("Change", .mark), .init("Track", .term), .init("New in", .stamp), .init("New out", .stamp), .init("Old in", .stamp),
        .init("Old out", .stamp),
        .init("Source in", .stamp), .init("Source out", .stamp), .init("Clip"), .init("What changed"),
      ],
      rows: changes.map { change in
        let event = change.new ?? change.old
        let tone: Tone = change.reach?.isWithin == false ? .bad : change.kind == .delete ? .caution : .neutral
        return Row(
          [
            change.kind.heading, change.tracks.map(\.description).joined(separator: " "), change.new?.recordIn.description ?? Figures.none,
            change.new?.recordOut.description ?? Figures.none, change.old?.recordIn.description ?? Figures.none,
            change.old?.recordOut.description ?? Figures.none, event?.clip.source?.start.description ?? Figures.none,
            event?.clip.source?.end.description ?? Figures.none, change.name, change.words,
          ], tone: tone)
      }, emptyText: "Nothing changed.")
  }

  private static func table(_ ripples: [ChangeList.Ripple]) -> Table {
    Table(
      caption: "Clips that did not change and lie earlier or later, because of what changed before them.",
      columns: [.init("Track", .term), .init("From (old)", .stamp), .init("Clips", .figures), .init("Frames", .figures)],
      rows: ripples.map { ripple in
        Row([
          ripple.track.description, ripple.from.description, Figures.count(ripple.count),
          (ripple.offset > .zero ? "+" : "") + ripple.offset.description,
        ])
      }, emptyText: "What did not change lies where it lay.")
  }
}

extension Change.Kind {
  /// The kind as the heading of a row.
  fileprivate var heading: String {
    switch self {
    case .insert: "New"
    case .delete: "Gone"
    case .replace: "Replaced"
    case .retime: "Retimed"
    case .move: "Moved"
    case .track: "Other track"
    case .slip: "Slipped"
    case .trim: "Trimmed"
    case .transition: "Transition"
    case .detail: "Detail"
    }
  }
}
