// SPDX-License-Identifier: Apache-2.0

public import Editorial
internal import Timing

extension ReportDocument {
  /// What was pulled from a cut, or is to be.
  ///
  /// - Parameters:
  ///   - list: the shots.
  ///   - refused: what could not be pulled.
  ///   - cut: the list that was pulled from.
  ///   - notes: what is worth knowing, a sentence each.
  ///   - colophon: who made the report, with what and when.
  public init(pull list: PullList, refused: [PullList.Refusal], cut: String, notes: [String] = [], colophon: Colophon) {
    let short = list.shots.filter { $0.shortHead > .zero || $0.shortTail > .zero || $0.lacksCut }
    let frames = list.shots.reduce(0) { $0 + $1.source.duration.value }
    self.init(
      kind: "Pull list", subject: list.title,
      badge: refused.isEmpty && short.isEmpty ? Badge("Whole", .good) : Badge(refused.isEmpty ? "Short" : "Not complete", .caution),
      summary:
        "\(Figures.count(list.shots.count, "shot")), \(Figures.count(frames, "frame")); \(Figures.count(short.count)) short, \(Figures.count(refused.count)) refused.",
      facts: [
        .init("Cut", cut, isCode: true), .init("Handles", "\(Figures.count(list.options.handles, "frame")) of the programme at each end"),
        .init("Ranges that meet", list.options.mergesRanges ? "pulled once" : "pulled for each clip"),
      ], colophon: colophon)
    if !refused.isEmpty {
      sections.append(Section("Refused (\(Figures.count(refused.count)))", [.items(refused.map { "\($0.place): \($0.reason)" })]))
    }
    for (vendor, shots) in list.byVendor {
      sections.append(Section(vendor.isEmpty ? "Shots" : vendor, [.table(Self.table(shots))]))
    }
    if !notes.isEmpty { sections.append(Section("Notes", [.items(notes)])) }
  }

  private static func table(_ shots: [PullList.Shot]) -> Table {
    Table(
      caption: "In the order of the cut; labels and frames are the material's.",
      columns: [
        .init("Shot", .name), .init("Reel", .term), .init("Source in", .stamp), .init("Source out", .stamp), .init("Frames", .figures),
        .init("Numbers", .term), .init("Handles"), .init("Used at", .term), .init("Clip"),
      ],
      rows: shots.map { shot in
        let isShort = shot.shortHead > .zero || shot.shortTail > .zero
        let ends = [(shot.shortHead, "head"), (shot.shortTail, "tail")].filter { $0.0 > .zero }.map { "\($0.0) short at the \($0.1)" }
        let lacks = ends.map { ", \($0)" }.joined() + (shot.lacksCut ? ", of the cut too" : "")
        return Row(
          [
            shot.name, shot.reel, shot.source.start.description, shot.source.end.description, Figures.count(shot.source.duration.value),
            "\(shot.firstFrame)–\(shot.lastFrame)", "\(shot.headHandle) and \(shot.tailHandle)\(lacks)",
            shot.uses.map { "\($0.track) \($0.recordIn)" }.joined(separator: ", "), shot.clip,
          ], tone: shot.lacksCut ? .bad : isShort ? .caution : .neutral)
      }, emptyText: "Nothing is pulled.")
  }
}
