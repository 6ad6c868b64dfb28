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
    commandName: "rewrap", abstract: "Wrap a file's essence anew in MXF, without coding it anew.",
    discussion: """
      The source is an MXF file of MPEG-2 HD (XDCAM HD422), ProRes, VC-3 (DNxHD, DNxHR) or D-10 (IMX) with sound of PCM, wrapped frame by frame; so is what is made, in
      operational pattern 1a with a whole index. With --core and --dpp it is AS-11 UK DPP HD: then the source is AVC-Intra class 100 at 1080i25 with 4 or 16
      tracks of sound, one channel each, 24 bits at 48 kHz. What that is called comes from texts with a line an item, ‘ProgrammeTitle: Harbour Lights’; what
      they lack is asked for by name before anything is written. With --commercial it is AS-11 X6, for commercials and promotions: of the same pictures, with 2 or 8
      channels of sound put together to stereo and 5.1, and the document of the piece inside.

      EXAMPLES
        lineup rewrap card.mxf A001.mxf --start 10:00:00:00
        lineup rewrap master.mxf HL_E01.mxf --core core.txt --dpp ukdpp.txt --segmentation parts.txt
        lineup rewrap master.mxf HL_E01.mxf --core core.txt --dpp ukdpp.txt --start 09:59:30:00 --afd 10
        lineup rewrap spot.mxf ABC_WXYZ001_030.mxf --commercial spot.txt --language en-GB --segmentation parts.txt

      EXIT STATUS
        0 done, its structure and metadata read again; 2 could not be done, and nothing is left; 64 wrong command line
      """)

  @Argument(help: "The MXF file.", completion: .file())
  var input: String
  @Argument(help: "The file to make.", completion: .file())
  var out: String
  @Option(help: ArgumentHelp("The text of AS-11's core items.", valueName: "file"), completion: .file())
  var core: String?
  @Option(help: ArgumentHelp("The text of the UK DPP items.", valueName: "file"), completion: .file())
  var dpp: String?
  @Option(
    help: ArgumentHelp("What is said of a commercial: AMWA's XML document, or a text with a line an item.", valueName: "file"), completion: .file())
  var commercial: String?
  @Option(help: ArgumentHelp("What is spoken in a commercial, by RFC 5646; zxx for nothing.", valueName: "tag"))
  var language: String?
  @Option(
    help: ArgumentHelp("The text of the parts, ‘1/2 10:00:00:00 00:12:30:00’ a line; otherwise all of the file is one.", valueName: "file"),
    completion: .file())
  var segmentation: String?
  @Option(help: ArgumentHelp("The timecode of the first frame; otherwise the source's.", valueName: "timecode"))
  var start: String?
  @Option(help: "AS-11's active format, by its code: 9, 10 or 14, in a frame of 16:9; otherwise the source's, or 10 where it states none.")
  var afd: Int?
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  private struct Document: Encodable {
    struct Part: Encodable {
      var number: Int
      var start: Int64
      var frames: Int64
    }
    var output: String
    var coding: String?
    var frames: Int64
    var bytes: Int64
    var seconds: Double
    var start: String
    var parts: [Part]?
    var notes: [String]

    static func parts(_ parts: [ProgrammePart]) -> [Part] { parts.map { Part(number: Int($0.number), start: $0.start, frames: $0.duration) } }
  }

  func validate() throws {
    guard out.lowercased().hasSuffix(".mxf") else { throw ValidationError("name the output .mxf, not ‘\(out)’") }
    guard (core == nil) == (dpp == nil) else { throw ValidationError("AS-11 wants both --core and --dpp") }
    if core == nil, afd != nil { throw ValidationError("--afd is that of AS-11 UK DPP HD: give --core and --dpp with it") }
    if core == nil, commercial == nil, segmentation != nil {
      throw ValidationError("--segmentation is AS-11's: give --core and --dpp with it, or --commercial")
    }
    if core != nil, commercial != nil { throw ValidationError("a file is a programme (--core, --dpp) or a commercial (--commercial), not both") }
    if commercial != nil, language == nil { throw ValidationError("Say what is spoken: --language en-GB, or zxx where nothing is") }
    if commercial == nil, language != nil { throw ValidationError("--language is that of a commercial: give --commercial with it") }
    if commercial != nil, segmentation == nil {
      throw ValidationError("Say where the piece stands between clock and hold: --segmentation with a text such as ‘1/1 10:00:00:00 00:00:30:00’")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    if let commercial, let language { return try await performCommercial(commercial, language, environment, console) }
    guard let core, let dpp else {
      let report = try await RewrapOP1a(input, to: out, start: start).run(in: environment)
      say(report.frames, report.start, report.bytes, report.seconds, report.notes, console)
      try console.document(
        Document(
          output: report.path, coding: report.coding.rawValue, frames: report.frames, bytes: report.bytes, seconds: report.seconds,
          start: report.start.description, notes: report.notes))
      return .clean
    }
    let report = try await RewrapAS11(input, to: out, core: core, ukDPP: dpp, segmentation: segmentation, start: start, activeFormat: afd).run(
      in: environment)
    say(report.frames, report.start, report.bytes, report.seconds, report.notes, parts: report.metadata.parts, console)
    try console.document(
      Document(
        output: report.path, frames: report.frames, bytes: report.bytes, seconds: report.seconds, start: report.start.description,
        parts: Document.parts(report.metadata.parts), notes: report.notes))
    return .clean
  }

  private func performCommercial(_ document: String, _ language: String, _ environment: Environment, _ console: Console) async throws -> ExitStatus {
    let report = try await RewrapX6(input, to: out, document: document, language: language, segmentation: segmentation, start: start).run(
      in: environment)
    say(report.frames, report.start, report.bytes, report.seconds, report.notes, parts: report.parts, console)
    try console.document(
      Document(
        output: report.path, frames: report.frames, bytes: report.bytes, seconds: report.seconds, start: report.start.description,
        parts: Document.parts(report.parts), notes: report.notes))
    return .clean
  }

  private func say(
    _ frames: Int64, _ start: Timecode, _ bytes: Int64, _ seconds: Double, _ notes: [String], parts: [ProgrammePart] = [], _ console: Console
  ) {
    let rate = seconds > 0 ? " (\(ByteText(Int64(Double(bytes) / seconds)))/s)" : ""
    console.say("\(out): \(CountText(Int(frames), "frame")) from \(start), \(ByteText(bytes)), in \(DurationText(seconds))\(rate)")
    for line in ProgrammePart.text(parts, timecode: start).split(separator: "\n") { console.say("  part \(line)") }
    for note in notes { console.say("  note: \(note)") }
  }
}
