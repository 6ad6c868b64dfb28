// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Integrity

/// A card as commands tell of it.
struct CardText {
  private let report: CardReport
  private let path: String
  private let listsClips: Bool

  /// - Parameter source: the folder that was looked through, as it was given.
  init(_ report: CardReport, in source: String, listsClips: Bool = true) {
    self.report = report
    path = CardDocument.path(of: report, in: source)
    self.listsClips = listsClips
  }

  func say(on console: Console) {
    let names = [report.reel.map { " \($0)" } ?? "", report.camera.map { ", camera \($0)" } ?? ""].joined()
    let bytes = report.clips.reduce(Int64(0)) { sum, clip in sum.addingReportingOverflow(clip.byteCount).partialValue }
    let state = report.faults.isEmpty ? "nothing is missing that can be missed" : report.isWhole ? "whole, with faults" : "NOT whole"
    console.say("\(report.format.title)\(names): \(CountText(report.clips.count, "clip")), \(ByteText(max(0, bytes))), \(state)")
    console.say("  \(path)")
    if listsClips { sayClips(on: console) }
    for fault in report.faults { console.say("  \(fault.isIncomplete ? "MISSING" : "fault"): \(fault.text)") }
    for note in report.notes { console.say("  note: \(note)") }
  }

  /// Many cards in a line: how many are whole.
  static func summary(_ reports: [CardReport]) -> String {
    let broken = reports.count { !$0.isWhole }
    let faulty = reports.count { $0.isWhole && !$0.faults.isEmpty }
    let states = [(broken, "NOT whole"), (faulty, "whole, with faults")].filter { $0.0 > 0 }.map { "\($0) \($1)" }
    return "\(reports.count) cards and rolls: \(states.isEmpty ? "nothing is missing that can be missed" : states.joined(separator: ", "))"
  }

  private func sayClips(on console: Console) {
    let width = min(40, report.clips.map(\.name.count).max() ?? 0)
    for clip in report.clips {
      let parts = clip.files.count == 1 ? "" : ", \(CountText(clip.files.count, "file"))\(clip.isSpanned ? ", in parts" : "")"
      console.say("  \(clip.name.padding(toLength: max(width, clip.name.count), withPad: " ", startingAt: 0))  \(ByteText(clip.byteCount))\(parts)")
    }
  }
}

/// The document that `card --json` prints.
struct CardsDocument: Encodable {
  var status: String
  var cards: [CardDocument]
  /// When and where the files were copied before, as the workspace remembers.
  @Null var earlierCopy: String?
  /// Of the cards, those that are copies which were not finished, a sentence each.
  var unfinished: [String]
  /// The folders at the top in which there is no card that is known.
  var unknown: [String]
  /// The media files at the top that are in no card.
  var loose: [String]
  /// The folders at the top with nothing in them.
  var empty: [String]
  /// What could not be looked up or recorded in the workspace.
  var troubles: [String]
}

/// A card in a document.
struct CardDocument: Encodable {
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
    path = Self.path(of: report, in: source)
    format = report.format
    name = report.format.title
    reel = report.reel
    camera = report.camera
    whole = report.isWhole
    clips = report.clips.map { Clip(name: $0.name, files: $0.files, sidecars: $0.sidecars, bytes: $0.byteCount, spanned: $0.isSpanned) }
    faults = report.faults.map { Fault(code: $0.code, path: $0.path, text: $0.text, incomplete: $0.isIncomplete) }
    notes = report.notes
  }

  static func path(of report: CardReport, in source: String) -> String {
    report.root.map { source.hasSuffix("/") ? source + $0.text : "\(source)/\($0)" } ?? source
  }
}
