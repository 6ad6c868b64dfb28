// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Foundation
import Integrity
import Operations

/// `lineup card`: what is this card, and is all of it there?
struct CardCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "Say what a camera card or sound roll is, and whether pieces of it are missing.",
    discussion: """
      Names, sizes and the card's own index files are compared; no essence is read, so it takes seconds. A drive of many cards has a report for each.
      What was left out together with everything that speaks of it leaves no gap to be seen.

      EXAMPLE
        lineup card /Volumes/A001R2EC

      EXIT STATUS
        0 the cards are whole; 1 a card has faults; 2 there is no card that is known, or it cannot be read; 64 wrong command line
      """)

  @Argument(help: "The card, or a folder or drive of cards.", completion: .directory)
  var path: String
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    let reports = try await ExamineCard(path).run(in: environment)
    let faults = reports.reduce(0) { $0 + $1.faults.count }
    try environment.note("card.\(faults == 0 ? "clean" : "rejected")", subject: path, ["cards": reports.count, "faults": faults])
    for report in reports { describe(report, on: console) }
    try console.document(Document(status: faults == 0 ? "clean" : "rejected", cards: reports.map { Document.Card($0, in: path) }))
    return faults == 0 ? .clean : .rejected
  }

  private func describe(_ report: CardReport, on console: Console) {
    let names = [report.reel.map { " \($0)" } ?? "", report.camera.map { ", camera \($0)" } ?? ""].joined()
    let bytes = report.clips.reduce(Int64(0)) { sum, clip in sum.addingReportingOverflow(clip.byteCount).partialValue }
    let state = report.faults.isEmpty ? "nothing is missing that can be missed" : report.isWhole ? "whole, with faults" : "NOT whole"
    let count = report.clips.count == 1 ? "1 clip" : "\(report.clips.count) clips"
    console.say("\(report.format.title)\(names): \(count), \(ByteText(max(0, bytes))), \(state)")
    console.say("  \(Document.path(of: report, in: path))")
    let width = min(40, report.clips.map(\.name.count).max() ?? 0)
    for clip in report.clips {
      let parts = clip.files.count == 1 ? "" : ", \(clip.files.count) files\(clip.isSpanned ? ", in parts" : "")"
      console.say("  \(clip.name.padding(toLength: max(width, clip.name.count), withPad: " ", startingAt: 0))  \(ByteText(clip.byteCount))\(parts)")
    }
    for fault in report.faults { console.say("  \(fault.isIncomplete ? "MISSING" : "fault"): \(fault.text)") }
    for note in report.notes { console.say("  note: \(note)") }
  }
}

/// The document that `card --json` prints.
private struct Document: Encodable {
  struct Clip: Encodable {
    var name: String
    var files: [ContainedPath]
    var sidecars: [ContainedPath]
    var bytes: Int64
    var spanned: Bool
  }

  struct Fault: Encodable {
    var code: CardReport.Fault.Code
    @Null var path: ContainedPath?
    var text: String
    var incomplete: Bool
  }

  struct Card: Encodable {
    var path: String
    var format: CardFormat
    var name: String
    @Null var reel: String?
    @Null var camera: String?
    var whole: Bool
    var clips: [Clip]
    var faults: [Fault]
    var notes: [String]

    init(_ report: CardReport, in source: String) {
      path = Document.path(of: report, in: source)
      format = report.format
      name = report.format.title
      reel = report.reel
      camera = report.camera
      whole = report.isWhole
      clips = report.clips.map { Clip(name: $0.name, files: $0.files, sidecars: $0.sidecars, bytes: $0.byteCount, spanned: $0.isSpanned) }
      faults = report.faults.map { Fault(code: $0.code, path: $0.path, text: $0.text, incomplete: $0.isIncomplete) }
      notes = report.notes
    }
  }

  var status: String
  var cards: [Card]

  static func path(of report: CardReport, in source: String) -> String {
    report.root.map { source.hasSuffix("/") ? source + $0.text : "\(source)/\($0)" } ?? source
  }
}
