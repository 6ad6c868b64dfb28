// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Editorial
import Files
import Foundation
import MediaIO
import Operations
import Timing

/// `lineup pull`: media for those who work on shots, and what they send back.
struct PullCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Pull the media of a cut with handles for visual effects or grade, and check what comes back.",
    discussion: """
      EXAMPLES
        lineup pull reel1.edl --rate 24 --media /mnt/shared/rushes --handles 8 --to pulls/reel1
        lineup pull reel1.otio --media rushes --handles 8 --name-from comment:VFX --only-named --vendor-from VENDOR --as prores-4444 --to pulls/reel1
        lineup pull checkin from_vendor --against pulls/reel1 --cut reel1.otio --out reel1_vfx.otio

      EXIT STATUS
        0 done; 1 what came back was refused; 2 could not be done; 3 something could not be pulled or is short, or has not come back; 64 wrong command line
      """,
    subcommands: [PullMediaCommand.self, PullCheckInCommand.self], defaultSubcommand: PullMediaCommand.self)
}

/// `lineup pull media`, which need not be named.
struct PullMediaCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "media", abstract: "Pull the media of a cut: a folder of media, lists, grades and a record for each vendor.",
    discussion: """
      The cut is conformed first; what is ambiguous or offline is refused by name. Handles are frames of the programme: a clip at twice its speed needs twice as
      many of its material. What the media does not have is stated shot by shot. Each file holds exactly the frames of its range, with the timecode of its first
      frame and the reel. Only pictures decide what is pulled; the sound of the same time comes along. Nothing is written over; a pull that was stopped goes
      on when it is run again. ‘--as copy’ takes pictures and sound as they are, where each picture stands alone (ProRes, DNxHD, intra-coded AVC) and sound is PCM.

      PRESETS
        \(Encoding.presets.filter { $0.video != nil }.map(\.name).joined(separator: ", "))

      EXAMPLES
        lineup pull media reel1.edl --rate 24 --media /mnt/shared/rushes --handles 8 --to pulls/reel1
        lineup pull media reel1.edl --rate 24 --media /mnt/shared/rushes --handles 8 --list-only
        lineup pull media reel1.otio --media rushes --name-from comment:VFX --only-named --vendor-from VENDOR --as prores-4444 --lut show.cube --to pulls/reel1

      EXIT STATUS
        0 everything was pulled; 2 could not be done; 3 something was refused or is short of handles, or media could not
        be looked into; 64 wrong command line
      """)

  @Argument(help: "The list.", completion: .file())
  var file: String
  @OptionGroup var cut: CutOptions
  @OptionGroup var media: MediaFolders
  @Option(help: "Frames of the programme to have besides, at both ends of each clip.")
  var handles = 8
  @Option(name: .customLong("to"), help: ArgumentHelp("The folder to make; a new or an empty one.", valueName: "dir"), completion: .directory)
  var target: String?
  @Flag(help: "Say what would be pulled, and write nothing.")
  var listOnly = false
  @Flag(help: "Pull ranges of one piece of media that meet or overlap once.")
  var merge = false
  @Option(help: ArgumentHelp("The number of the first frame that is pulled; 1001 unless another way is chosen.", valueName: "number"))
  var numberFrom: Int?
  @Option(help: ArgumentHelp("The number of the first frame that the cut shows; handles before it count down.", valueName: "number"))
  var firstShown: Int?
  @Flag(help: "Number frames by their timecode, counted from midnight.")
  var byTimecode = false
  @Option(help: ArgumentHelp("Where a shot's name is: clip, marker or comment:KEY.", valueName: "where"))
  var nameFrom = "clip"
  @Option(help: ArgumentHelp("The comment that names the vendor of a clip; each gets a folder.", valueName: "key"))
  var vendorFrom: String?
  @Flag(help: "Only clips that have a name by --name-from.")
  var onlyNamed = false
  @Option(name: .customLong("as"), help: ArgumentHelp("The preset that media is encoded with; ‘copy’ leaves it as it is.", valueName: "preset"))
  var preset = "prores-422-hq"
  @Option(
    name: .customLong("lut"), parsing: .upToNextOption, help: ArgumentHelp("Files of looks to put beside the media.", valueName: "file"),
    completion: .file())
  var looks: [String] = []
  @OptionGroup var choice: MediaChoiceOptions
  @OptionGroup var reports: ReportOptions
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try MediaFolders.check(handles: handles)
    guard listOnly != (target != nil) else {
      throw ValidationError(
        listOnly ? "--list-only writes nothing: leave --to out" : "Name the folder to make: --to DIR, or --list-only to look alone")
    }
    guard [numberFrom != nil, firstShown != nil, byTimecode].count(where: \.self) <= 1 else {
      throw ValidationError("Choose one of --number-from, --first-shown and --by-timecode")
    }
    guard (numberFrom ?? firstShown).map((0...999_999_999).contains) ?? true else { throw ValidationError("Frames are numbered from 0 to 999999999") }
    _ = (try naming(), try choice.chosen())
    guard preset == Self.copy || Encoding.preset(preset)?.video != nil else {
      let names = Encoding.presets.filter { $0.video != nil }.map(\.name)
      throw ValidationError("there is no preset ‘\(preset)’ with pictures" + NearestName.question(preset, among: names + [Self.copy]))
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let encoding = preset == Self.copy ? nil : Encoding.preset(preset)
    let environment = try Session.environment(console, workspace: workspace.path)
    try reports.paths.refuseObstacles(environment.reports)
    let pull = PullMedia(
      ConformTimeline(cut.input(file), to: media.folders, choices: try choice.chosen()),
      options: PullOptions(
        handles: handles, mergesRanges: merge, numbering: numbering, naming: try naming(), vendorKey: vendorFrom, onlyNamed: onlyNamed))
    let plan = try await pull.plan(in: environment)
    console.warn("note", each: plan.notes)
    for sentence in plan.unread { console.say("NOT READ: \(sentence)") }
    var report: PullMedia.Report?
    if let target {
      let made = try await console.filling(target) {
        try await pull.run(plan, to: PullMedia.Target(folder: target, encoding: encoding, looks: looks), in: environment)
      }
      try environment.note(
        "pull.\(made.refused.isEmpty ? "clean" : "partial")", subject: file, ["pulled": made.pulled.count, "refused": made.refused.count])
      report = made
    }
    let document = PullListing(plan, report)
    var list = plan.list
    if let report { list.shots = report.pulled.map(\.shot) }
    for (base, formats) in reports.paths.byBase {
      try await PageWriter().write(
        list, refused: document.refusals, list: file, notes: document.notes, values: document, as: formats, to: base)
    }
    for line in document.lines { console.say(line) }
    console.warn("note", each: report?.notes ?? [])
    for path in reports.paths.paths { console.say("written: \(path)") }
    try console.document(document)
    return document.isWhole ? .clean : .partial
  }

  // MARK: -

  /// In place of a preset: nothing is coded anew.
  private static let copy = "copy"

  private var numbering: PullOptions.Numbering { byTimecode ? .timecode : firstShown.map { .cut($0) } ?? .handle(numberFrom ?? 1001) }

  private func naming() throws -> PullOptions.Naming {
    switch nameFrom {
    case "clip": return .clip
    case "marker": return .marker
    default:
      guard nameFrom.hasPrefix("comment:"), nameFrom.count > 8 else {
        throw ValidationError("‘--name-from \(nameFrom)’: write clip, marker, or comment:KEY with the key of the comment")
      }
      return .comment(String(nameFrom.dropFirst(8)))
    }
  }
}
