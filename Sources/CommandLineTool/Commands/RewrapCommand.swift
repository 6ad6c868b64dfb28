// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Foundation
import MXF
import Operations
import Timing

/// `lineup rewrap`: the same essence in another wrapper.
struct RewrapCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "rewrap", abstract: "Wrap a file's essence anew as AS-11 UK DPP HD, without coding it anew.",
    discussion: """
      The source is an MXF file of AVC-Intra class 100 at 1080i25 with 4 or 16 tracks of sound, one channel each, 24 bits at 48 kHz. What it is called comes
      from texts with a line an item, ‘ProgrammeTitle: Harbour Lights’; what they lack is asked for by name before anything is written.

      EXAMPLES
        lineup rewrap master.mxf HL_E01.mxf --core core.txt --dpp ukdpp.txt --segmentation parts.txt
        lineup rewrap master.mxf HL_E01.mxf --core core.txt --dpp ukdpp.txt --start 09:59:30:00 --afd 10

      EXIT STATUS
        0 done, its structure and metadata read again; 2 could not be done, and nothing is left; 64 wrong command line
      """)

  @Argument(help: "The MXF file.", completion: .file())
  var input: String
  @Argument(help: "The file to make.", completion: .file())
  var out: String
  @Option(help: ArgumentHelp("The text of AS-11's core items.", valueName: "file"), completion: .file())
  var core: String
  @Option(help: ArgumentHelp("The text of the UK DPP items.", valueName: "file"), completion: .file())
  var dpp: String
  @Option(
    help: ArgumentHelp("The text of the parts, ‘1/2 10:00:00:00 00:12:30:00’ a line; otherwise all of the file is one.", valueName: "file"),
    completion: .file())
  var segmentation: String?
  @Option(help: ArgumentHelp("The timecode of the first frame; otherwise the source's.", valueName: "timecode"))
  var start: String?
  @Option(help: "The active format's code: 9, 10 or 14, in a frame of 16:9.")
  var afd = 10
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  private struct Document: Encodable {
    struct Part: Encodable {
      var number: Int
      var start: Int64
      var frames: Int64
    }
    var output: String
    var frames: Int64
    var bytes: Int64
    var seconds: Double
    var start: String
    var parts: [Part]
    var notes: [String]
  }

  func validate() throws {
    guard out.lowercased().hasSuffix(".mxf") else { throw ValidationError("name the output .mxf, not ‘\(out)’") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    let report = try await RewrapAS11(input, to: out, core: core, ukDPP: dpp, segmentation: segmentation, start: start, activeFormat: afd).run(
      in: environment)
    let rate = report.seconds > 0 ? " (\(ByteText(Int64(Double(report.bytes) / report.seconds)))/s)" : ""
    console.say(
      "\(out): \(CountText(Int(report.frames), "frame")) from \(report.start), \(ByteText(report.bytes)), in \(DurationText(report.seconds))\(rate)")
    for line in ProgrammePart.text(report.metadata.parts, timecode: report.start).split(separator: "\n") { console.say("  part \(line)") }
    for note in report.notes { console.say("  note: \(note)") }
    try console.document(
      Document(
        output: report.path, frames: report.frames, bytes: report.bytes, seconds: report.seconds, start: report.start.description,
        parts: report.metadata.parts.map { .init(number: Int($0.number), start: $0.start, frames: $0.duration) }, notes: report.notes))
    return .clean
  }
}
