// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Editorial
import Files
import Operations
import Reports
import Timing

/// `lineup timeline diff`: what changed from one cut to the next?
struct TimelineDiffCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "List what changed from one cut to the next, clip by clip.",
    discussion: """
      Clips are told by their material and by what is taken of it, never by their places: what only lies elsewhere because something before it grew is
      no change, and is told apart. The list is held against both cuts: the old one with the changes must be the new one.

      EXAMPLE
        lineup timeline diff reel1_v7.edl reel1_v8.edl --rate 24 --handles 10 --report changes.html --report changes.pdf
        lineup timeline diff reel1_v8.otio reel1_v9.otio --pulled reel1_v7.otio --handles 10 --changed pull.edl

      EXIT STATUS
        0 compared; 1 the list does not add up, and says where; 2 a cut could not be read, or something not written; 64 wrong command line
      """)

  @Argument(help: "The old cut.", completion: .file())
  var old: String
  @Argument(help: "The new cut.", completion: .file())
  var new: String
  @Option(help: "The programme's frame rate, for lists that do not state it, such as 25, 23.976 or 29.97df.")
  var rate: FrameRate?
  @Option(help: "Frames that were pulled at each end beyond what a cut shows.")
  var handles: Int = 0
  @Option(help: "The cut that material was pulled for, where that is an earlier one than the old: slips add up.", completion: .file())
  var pulled: String?
  @Option(
    help: ArgumentHelp("Write a report; its ending says which kind: .html, .pdf, .csv or .json. May be given again.", valueName: "out"),
    completion: .file())
  var report: [String] = []
  @Option(help: ArgumentHelp("Write a list of the clips that changed or are new, in the format of its name.", valueName: "list"), completion: .file())
  var changed: String?
  @Option(help: ArgumentHelp("Write the new cut with a mark for each change, in the format of its name.", valueName: "list"), completion: .file())
  var markers: String?
  @OptionGroup var output: OutputOptions

  private var reports: ReportPaths { ReportPaths(report, among: ReportFormat.allCases.filter { $0 != .xml }) }

  func validate() throws {
    try reports.validate()
    if handles < 0 { throw ValidationError("--handles is a number of frames, from 0 up") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let writer = PageWriter()
    try reports.refuseObstacles(writer)
    for path in [changed, markers].compactMap(\.self) { try ReportPaths.refuseExisting(path) }
    let outcome = try CompareTimelines(
      from: ReadTimeline(old, rate: rate), to: ReadTimeline(new, rate: rate), pulled: pulled.map { ReadTimeline($0, rate: rate) }, handles: handles,
      changedList: changed, markedList: markers
    ).run()
    let list = outcome.list
    console.warn("note", each: outcome.notes)
    console.warn("lost", each: outcome.lost)
    describe(list, on: console)
    let document = ChangeDocument(list)
    for (base, formats) in reports.byBase {
      try await writer.write(list, old: old, new: new, pulled: pulled, values: document, as: formats, to: base)
    }
    for path in report + [changed, markers].compactMap(\.self) { console.say("written: \(path)") }
    try console.document(document)
    return list.faults.isEmpty ? .clean : .rejected
  }

  private func describe(_ list: ChangeList, on console: Console) {
    let rescans = list.changes.count { $0.reach?.isWithin == false }
    console.say(
      "\(CountText(list.changes.count, "change")), \(CountText(list.unchanged, "clip")) as before"
        + (rescans > 0 ? ", \(CountText(rescans, "rescan")) needed" : ""))
    for change in list.changes {
      let place = change.new.map { "\($0.recordIn)-\($0.recordOut)" } ?? change.old.map { "was at \($0.recordIn)" } ?? ""
      let tracks = change.tracks.map(\.description).joined(separator: " ")
      console.say("  \(change.kind.rawValue.padded(to: 10))  \(tracks)  \(place)  \(change.name.printable): \(change.words.printable)")
    }
    for ripple in list.ripples where ripple.offset != .zero {
      let offset = "\(CountText(abs(ripple.offset.value), "frame")) \(ripple.offset > .zero ? "later" : "earlier")"
      console.say("  ripple      \(ripple.track)  from \(ripple.from) (old): \(CountText(ripple.count, "clip")) \(offset)")
    }
    for fault in list.faults { console.warn("the list does not add up: \(fault)") }
  }
}

extension String {
  /// The text with spaces behind it up to a width.
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
