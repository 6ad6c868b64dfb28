// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Editorial
import Essence
import Files
import Foundation
import Operations
import Timing

/// `lineup conform`: which media is this cut made of?
struct ConformCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform", abstract: "Match every clip of a cut to media, say on what evidence, and write the cut with its media.",
    discussion: """
      A clip is linked by identifier, reel and timecode, path, file name, or name and timecode, the strongest first; never by timecode alone. Where several
      media have the same evidence it is ambiguous, and all are listed: choose one with --choose EVENT=PATH. With a workspace the choice is remembered by what
      the list says of the material, and holds for later cuts; so is what is known of the media, and unchanged files are not opened again.
      Handles are frames of the programme: a clip at twice its speed needs twice as many of its material.
      With --reference each frame is compared with the editor's movie, whatever its size, grade and compression.

      EXAMPLES
        lineup conform episode3.edl --rate 25 --media /mnt/shared/rushes --handles 12 --out linked.edl --report conform.html
        lineup conform episode3.edl --rate 25 --media rushes --choose 14=rushes/B002/B002C003.mov --workspace /mnt/lineup
        lineup conform episode3.edl --rate 25 --media rushes --reference episode3-offline.mov --report compared.html

      EXIT STATUS
        0 every clip is linked with its handles; 1 the reference shows other pictures; 2 could not be done; 3 some clip is ambiguous, short, partial, of
        another rate or offline, or some media could not be looked into; 64 wrong command line
      """)

  @Argument(help: "The list.", completion: .file())
  var file: String
  @OptionGroup var cut: CutOptions
  @OptionGroup var media: MediaFolders
  @Option(help: "Frames of the programme to have besides, at both ends of each clip.")
  var handles = 0
  @OptionGroup var choice: MediaChoiceOptions
  @Option(help: ArgumentHelp("A text file with the names of media that may be used, one a line.", valueName: "file"), completion: .file())
  var approved: String?
  @Option(name: .customLong("out"), help: ArgumentHelp("The list to write with media; never written over.", valueName: "file"), completion: .file())
  var target: String?
  @Option(help: "For whom an edit decision list is written: \(EditListFlavor.allCases.map(\.rawValue).joined(separator: ", ")).")
  var flavor: EditListFlavor = .file129
  @Option(help: ArgumentHelp("The editor's movie, to compare with.", valueName: "movie"), completion: .file())
  var reference: String?
  @OptionGroup var reports: ReportOptions
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try MediaFolders.check(handles: handles)
    _ = try choice.chosen()
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    try reports.paths.refuseObstacles(environment.reports)
    if let target {
      _ = try TimelineFormat(writing: target)
      guard try FileFacts.ifExists(target) == nil else {
        throw OperationsError(.alreadyExists, subject: target, "‘\(target)’ is there already and was left as it is: name another file for --out")
      }
    }
    let names = try approved.map {
      Set(try InputFile.text(of: $0).split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) })
    }
    let conform = ConformTimeline(cut.input(file), to: media.folders, handles: handles, choices: try choice.chosen(), approved: names)
    let outcome = try await conform.run(in: environment)
    if !choice.choices.isEmpty, environment.workspace == nil {
      console.warn("note: the choice holds for this run only: name a --workspace to have it remembered")
    }
    var compared: ReferenceReport?
    if let reference { compared = try await CompareReference(outcome.timeline, outcome.result, with: reference).run(in: environment) }
    let written = try target.map { try ConformTimeline.write(outcome, to: $0, options: TimelineWriting(flavor: flavor)) }
    let document = ConformListing(outcome, compared, written: target, lost: written.map { $0.unlinked + $0.lost } ?? [])
    for (base, formats) in reports.paths.byBase {
      let notes = outcome.notes.map(\.description) + outcome.found.unread + outcome.found.notes
      try await PageWriter().write(
        outcome.result, list: file, media: media.folders, notes: notes, reference: compared, values: document, as: formats, to: base)
    }
    try environment.note(
      "conform.\(outcome.result.isClean ? "clean" : "partial")", subject: file,
      ["events": outcome.result.matches.count, "linked": outcome.result.count(.linked)])
    tell(outcome, document, on: console)
    if let compared { tell(compared, on: console) }
    if let target { console.say("written: \(target)") }
    for path in reports.paths.paths { console.say("written: \(path)") }
    try console.document(document)
    if let compared, !compared.differences.isEmpty { return .rejected }
    return outcome.result.isClean && outcome.found.unread.isEmpty ? .clean : .partial
  }

  // MARK: -

  private func tell(_ outcome: ConformTimeline.Outcome, _ document: ConformListing, on console: Console) {
    console.warn("note", each: outcome.notes.map { "\(file): \($0)" })
    for sentence in outcome.found.notes + outcome.result.notes { console.say("note: \(sentence)") }
    for item in document.items { for line in item.lines { console.say(line) } }
    for sentence in outcome.found.unread { console.say("NOT READ: \(sentence)") }
    console.warn("lost", each: document.lost)
    let counts = ConformState.allCases.filter { outcome.result.count($0) > 0 }.map { "\(outcome.result.count($0)) \($0.words)" }
    console.say(
      "\(CountText(outcome.result.matches.count, "event")): \(counts.isEmpty ? "none" : counts.joined(separator: ", ")); "
        + "\(CountText(outcome.found.items.count, "item")) of media"
        + (outcome.found.known > 0 ? ", of which \(outcome.found.known) are as they were" : ""))
  }

  private func tell(_ report: ReferenceReport, on console: Console) {
    for note in report.notes { console.say("reference: \(note)") }
    for difference in report.differences {
      console.say("DIFFERS: \(difference.record)  event \(difference.event)  \(difference.name): \(difference.text)")
    }
    for (words, count) in report.skipped.sorted(by: { $0.key < $1.key }) {
      console.say("reference: \(CountText(count, "frame")) not compared: \(words)")
    }
    console.say("reference: \(CountText(report.compared, "frame")) compared, \(CountText(report.differences.count, "place")) that differ")
  }
}
