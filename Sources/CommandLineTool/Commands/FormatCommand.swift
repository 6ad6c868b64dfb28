// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery
import Files
import Foundation
import MediaIO
import Operations

/// `lineup format`: line-up, clock, black, parts and end around a programme.
struct FormatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Format a programme: line-up, clock, black, parts, hold and textless elements as a layout has them.",
    discussion: """
      EXAMPLES
        lineup format HL_E03.mov HL_E03_formatted.mov --layout uk-programme --set title="Harbour Lights" --set productionNumber=ABC1234/01
        lineup format part1.mov part2.mov formatted.mov --layout uk-programme --textless titles.mov --set …
        lineup format layouts uk-commercial
        lineup format textless formatted.mov --after 10:46:11:00 --read-text

      EXIT STATUS
        0 done, and everything proved; 1 what was made did not prove right, and was not kept; 2 could not be done; 64 wrong command line
      """,
    subcommands: [Make.self, Layouts.self, Textless.self], defaultSubcommand: Make.self)
}

extension FormatCommand {
  /// `lineup format make`, which is meant where nothing is said.
  struct Make: OperatorCommand {
    static let configuration = CommandConfiguration(
      commandName: "make", abstract: "Format a programme.",
      discussion: """
        The file is written under a temporary name, decoded again, and each section looked for at its place; it gets its name only when all of it is right.

        EXAMPLES
          lineup format make HL_E03.mov HL_E03_formatted.mov --layout uk-programme --set title="Harbour Lights" --set productionNumber=ABC1234/01
          lineup format tea30.mov ABC_WXYZ001_030.mov --layout uk-commercial --set clockNumber=ABC/WXYZ001/030 --set title=Morning --set agency=Northlight \\
            --set advertiser="Harbour Tea" --set product="Breakfast blend"
          lineup format tea30.mov out.mov --layout uk-commercial --dry-run --set …

        EXIT STATUS
          0 done, and everything proved; 1 what was made did not prove right, and was not kept; 2 could not be done; 64 wrong command line
        """)

    @Argument(help: "The parts of the programme in their order, and last the file to make.", completion: .file())
    var files: [String]
    @Option(help: ArgumentHelp("The layout: one that ‘lineup format layouts’ lists, or a YAML file of your own.", valueName: "name"))
    var layout: String?
    @Option(help: "A delivery specification whose layout is built instead; ‘lineup specs list’ lists them.")
    var spec: String?
    @Option(help: "The preset to encode with.", completion: .list(Encoding.presets.map(\.name)))
    var preset = "prores-422-hq"
    @Option(
      name: .customLong("set"), parsing: .unconditionalSingleValue,
      help: ArgumentHelp("What the clock says; ‘lineup format layouts NAME’ lists what is asked for.", valueName: "key=value"))
    var answers: [String] = []
    @Option(help: ArgumentHelp("A textless element that follows the programme; may be given again.", valueName: "file"), completion: .file())
    var textless: [String] = []
    @Option(help: "How sound lies in tracks: asSource or mono, each channel a track of its own.")
    var tracks = "asSource"
    @Option(help: ArgumentHelp("An optional section that is left out, such as line-up; may be given again.", valueName: "section"))
    var without: [String] = []
    @Flag(help: "The parts bring their own holds, so that none are added; not for commercials.")
    var livingHolds = false
    @Flag(help: "Only print the sections that would be made.")
    var dryRun = false
    @OptionGroup var library: SpecificationsCommand.LibraryOptions
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard files.count >= 2 else { throw ValidationError("name the programme, and last the file to make") }
      guard (layout == nil) != (spec == nil) else { throw ValidationError("say what to build: either --layout or --spec") }
      guard FormatTracks(rawValue: tracks) != nil else {
        throw ValidationError("‘--tracks \(tracks)’: write \(FormatTracks.allCases.map(\.rawValue).joined(separator: " or "))")
      }
      guard let encoding = Encoding.preset(preset) else {
        throw ValidationError("there is no preset ‘\(preset)’" + NearestName.question(preset, among: Encoding.presets.map(\.name)))
      }
      guard let target = files.last, target.lowercased().hasSuffix(".\(encoding.wrapper.fileExtension)") else {
        throw ValidationError("‘\(preset)’ makes .\(encoding.wrapper.fileExtension) files: name the output so, not ‘\(files.last ?? "")’")
      }
      _ = try Settings.values(of: answers)
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      guard let target = files.last, let encoding = Encoding.preset(preset), let tracks = FormatTracks(rawValue: tracks) else { return .failed }
      let specifications = try library.library()
      let request = FormatProgramme(
        Array(files.dropLast()), to: URL(fileURLWithPath: target).standardizedFileURL.path, layout: try chosen(specifications),
        answers: try Settings.values(of: answers), encoding: encoding, textless: textless, tracks: tracks, leavingOut: Set(without),
        hasLivingHolds: livingHolds)
      let environment = try Session.environment(console, workspace: workspace.path, making: !dryRun, library: specifications)
      let report = dryRun ? try await request.preview(in: environment) : try await request.run(in: environment)
      try await environment.keep(report, from: request.parts + request.textless)
      say(report, target, on: console)
      try console.document(FormatDocument(report, isMade: !dryRun))
      return report.passed ? .clean : .rejected
    }

    private func chosen(_ specifications: SpecificationLibrary) throws -> FormatLayout {
      if let layout {
        do { return try FormatLayout.chosen(layout) } catch {
          throw error.code == .unknownSpecification ? ValidationError("\(error)") : error
        }
      }
      let specification = try specifications.chosen(spec ?? "")
      return try FormatLayout(specification, model: FormatLayout.chosen(FormatLayout.model(for: specification)))
    }

    private func say(_ report: FormatProgramme.Report, _ target: String, on console: Console) {
      let width = report.sections.map(\.name.count).max() ?? 0
      for section in report.sections {
        let name = section.name.padding(toLength: width, withPad: " ", startingAt: 0)
        let frames = String(repeating: " ", count: max(0, 7 - "\(section.frames)".count)) + "\(section.frames)"
        let proof = section.proofs.filter(\.passed).map { "\($0.what) \($0.found)" }.joined(separator: "; ")
        console.say("\(section.start)  \(section.end)  \(frames)  \(name)  \(proof)".trimmingCharacters(in: .whitespaces))
        for fault in section.proofs where !fault.passed { console.say("    WRONG: \(fault.what): \(fault.found)") }
      }
      for fault in report.faults { console.say("WRONG: \(fault)") }
      for note in report.notes { console.say("  note: \(note)") }
      if let file = report.output {
        console.say("\(target): \(CountText(report.frames, "frame")), \(ByteText(file.bytes)), proved, in \(DurationText(report.seconds))")
      } else if dryRun {
        console.say("\(target) would have \(CountText(report.frames, "frame")); nothing was made")
      } else {
        console.say("\(target) was not kept: what was made is not what was planned")
      }
    }
  }
}

/// What `--json` prints.
struct FormatDocument: Encodable {
  /// A section by the words of the layout.
  struct Place: Encodable {
    var kind: String
    var start: String
    var frames: Int
  }

  @Null var output: String?
  var status: String
  var frames: Int
  var layout: [Place]
  var sections: [FormattedSection]
  var faults: [String]
  var notes: [String]
  var digests: [String: String]
  var seconds: Double

  init(_ report: FormatProgramme.Report, isMade: Bool) {
    output = report.output?.path
    status = !isMade ? "planned" : report.passed ? "clean" : "rejected"
    frames = report.frames
    layout = report.sections.map { Place(kind: $0.kind, start: $0.start, frames: $0.frames) }
    sections = report.sections
    (faults, notes, digests, seconds) = (report.faults, report.notes, report.output?.digests ?? [:], report.seconds)
  }
}
