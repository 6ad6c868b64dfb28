// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Foundation
import MediaIO
import Operations

/// `lineup transcode`: one encode.
struct TranscodeCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcode", abstract: "Encode a file, with one preset or several at once.",
    discussion: """
      Timecode comes along, and the reel name too where the wrapper has a place for it (MP4 has none). The output gets its name only when it is complete; nothing is overwritten.

      PRESETS
        \(presets.map(\.name).joined(separator: ", "))

      With --output the source is decoded once for all files. Nothing is scaled, deinterlaced or changed in speed unless an option says so; a source that a preset cannot
      take is refused with what it takes.

      EXAMPLES
        lineup transcode A001C003.mov A001C003_proxy.mp4 --preset proxy-h264-540p
        lineup transcode master.mov E01.mxf --preset avci-100
        lineup transcode master.mov --output xdcam-hd422-50=E01.mxf --output web-h264-1080p=E01.mp4
        lineup transcode master.mov E01_SD.mxf --preset imx-50 --raster 720x576 --fit cut
        lineup transcode film24.mov film25.mov --preset prores-422-hq --rate 25 --sound-pitch keep

      EXIT STATUS
        0 done; 2 could not be done; 3 done, but part of the source could not be decoded; 64 wrong command line
      """)

  /// Those of one file, and those of a numbered file for each picture.
  private static let presets = Encoding.presets + Encoding.sequences

  @Argument(help: "The source.", completion: .file())
  var input: String
  @Argument(help: "The file to make.", completion: .file())
  var out: String?
  @Option(help: "The preset's name.", completion: .list(presets.map(\.name)))
  var preset: String?
  @Option(name: .customLong("output"), help: "A preset and the file to make with it, as PRESET=FILE; once for each.")
  var further: [OutputName] = []
  @Option(help: "The number of the first file of a sequence; otherwise the frame count of its timecode.")
  var firstNumber: Int?
  @OptionGroup(title: "Conversion") var conversion: ConversionOptions
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  private struct Document: Encodable {
    var output: String
    var frames: Int
    var seconds: Double
    @Null var fps: Double?
    var bytes: Int
    var digests: [String: String]
    var notes: [String]
  }

  /// A preset and a file.
  struct OutputName: ExpressibleByArgument {
    var preset: String
    var path: String

    init?(argument: String) {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { return nil }
      (preset, path) = (parts[0], parts[1])
    }
  }

  /// What is to be made.
  private func planned() throws -> [TranscodeTogether.Output] {
    var names = further.map { ($0.preset, $0.path) }
    switch (out, preset) {
    case (let out?, let preset?): names.insert((preset, out), at: 0)
    case (nil, nil): break
    case (nil, _): throw ValidationError("--preset is for the file named after the source, and none is named")
    case (_, nil): throw ValidationError("say with --preset what ‘\(out ?? "")’ is to be")
    }
    guard !names.isEmpty else { throw ValidationError("name the file to make and its --preset, or one or more --output PRESET=FILE") }
    var met: Set<String> = []
    return try names.map { preset, path in
      guard let encoding = Self.presets.first(where: { $0.name == preset }) else {
        throw ValidationError("there is no preset ‘\(preset)’" + NearestName.question(preset, among: Self.presets.map(\.name)))
      }
      guard path.lowercased().hasSuffix(".\(encoding.wrapper.fileExtension)") else {
        throw ValidationError("‘\(preset)’ makes .\(encoding.wrapper.fileExtension) files: name the output so, not ‘\(path)’")
      }
      if encoding.wrapper.isSequence, SequenceName(String(path.split(separator: "/").last ?? "")) == nil || !path.contains("/") {
        throw ValidationError(
          "‘\(preset)’ makes numbered files: name a new folder and the files in it, as in A001/A001.#######.\(encoding.wrapper.fileExtension)")
      }
      guard !encoding.wrapper.isSequence || names.count == 1 else { throw ValidationError("‘\(preset)’ makes numbered files, one kind at a time") }
      let target = URL(fileURLWithPath: path).standardizedFileURL.path
      guard met.insert(target).inserted else { throw ValidationError("two outputs are called ‘\(path)’") }
      return .init(target, encoding)
    }
  }

  func validate() throws { _ = try planned() }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    let outputs = try planned()
    if let sequence = outputs.first, sequence.encoding.wrapper.isSequence { return try await number(sequence, in: environment, console) }
    var reports: [Transcode.Report]
    if outputs.count == 1 {
      var transcode = Transcode(input, to: outputs[0].target, encoding: outputs[0].encoding)
      transcode.conversion = try conversion.conversion()
      reports = [try await transcode.run(in: environment)]
    } else {
      var together = TranscodeTogether(input, to: outputs)
      together.conversion = try conversion.conversion()
      reports = try await together.run(in: environment)
    }
    var documents: [Document] = []
    for report in reports {
      try await environment.keep(report, from: input)
      let frames = report.frames ?? 0
      let fps = report.seconds > 0 && frames > 0 ? Double(frames) / report.seconds : nil
      let rate = fps.map { String(format: ", %.0f fps", $0) } ?? ""
      let name = reports.count == 1 ? out ?? further.first?.path ?? report.output.path : report.output.path
      console.say("\(name): \(CountText(frames, "frame")), \(ByteText(report.output.bytes)), in \(DurationText(report.seconds))\(rate)")
      for note in report.notes { console.say("  note: \(note)") }
      documents.append(
        Document(
          output: report.output.path, frames: frames, seconds: report.seconds, fps: fps, bytes: report.output.bytes, digests: report.output.digests,
          notes: report.notes))
    }
    if documents.count == 1 { try console.document(documents[0]) } else { try console.document(Several(outputs: documents)) }
    return reports.allSatisfy(\.isWhole) ? .clean : .partial
  }

  /// Makes numbered files.
  private func number(_ output: TranscodeTogether.Output, in environment: Environment, _ console: Console) async throws -> ExitStatus {
    let url = URL(fileURLWithPath: output.target)
    guard let name = SequenceName(url.lastPathComponent) else { return .failed }
    var transcode = TranscodeSequence(
      input, to: url.deletingLastPathComponent().path, name: name, first: firstNumber, encoding: output.encoding)
    transcode.conversion = try conversion.conversion()
    let report = try await transcode.run(in: environment)
    console.say(
      "\(report.folder): \(CountText(report.frames, "file")), \(report.files.first) to \(report.files.last), \(ByteText(report.bytes)), in \(DurationText(report.seconds))"
    )
    for note in report.notes { console.say("  note: \(note)") }
    try console.document(
      Numbered(
        folder: report.folder, first: report.files.first, last: report.files.last, frames: report.frames, bytes: report.bytes,
        seconds: report.seconds,
        notes: report.notes))
    return report.isWhole ? .clean : .partial
  }

  private struct Numbered: Encodable {
    var folder: String
    var first: String
    var last: String
    var frames: Int
    var bytes: Int
    var seconds: Double
    var notes: [String]
  }

  private struct Several: Encodable {
    var outputs: [Document]
  }
}
