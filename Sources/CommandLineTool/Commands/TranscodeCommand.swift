// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Foundation
import MediaIO
import Operations

/// `lineup transcode`: one encode.
struct TranscodeCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcode", abstract: "Encode one file with a preset.",
    discussion: """
      Timecode comes along, and the reel name too where the wrapper has a place for it (MP4 has none). The output gets its name only when it is complete; nothing is overwritten.

      PRESETS
        \(Encoding.presets.map(\.name).joined(separator: ", "))

      EXAMPLE
        lineup transcode A001C003.mov A001C003_proxy.mp4 --preset proxy-h264-540p

      EXIT STATUS
        0 done; 2 could not be done; 3 done, but part of the source could not be decoded; 64 wrong command line
      """)

  @Argument(help: "The source.", completion: .file())
  var input: String
  @Argument(help: "The file to make.", completion: .file())
  var out: String
  @Option(help: "The preset's name.", completion: .list(Encoding.presets.map(\.name)))
  var preset: String
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

  func validate() throws {
    guard let encoding = Encoding.preset(preset) else {
      throw ValidationError("there is no preset ‘\(preset)’" + NearestName.question(preset, among: Encoding.presets.map(\.name)))
    }
    guard out.lowercased().hasSuffix(".\(encoding.wrapper.fileExtension)") else {
      throw ValidationError("‘\(preset)’ makes .\(encoding.wrapper.fileExtension) files: name the output so, not ‘\(out)’")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    guard let encoding = Encoding.preset(preset) else { return .failed }
    let environment = try Session.environment(console, workspace: workspace.path)
    let target = URL(fileURLWithPath: out).standardizedFileURL.path
    let report = try await Transcode(input, to: target, encoding: encoding).run(in: environment)
    try await environment.keep(report, from: input)
    let frames = report.frames ?? 0
    let fps = report.seconds > 0 && frames > 0 ? Double(frames) / report.seconds : nil
    let rate = fps.map { String(format: ", %.0f fps", $0) } ?? ""
    console.say("\(out): \(CountText(frames, "frame")), \(ByteText(report.output.bytes)), in \(DurationText(report.seconds))\(rate)")
    for note in report.notes { console.say("  note: \(note)") }
    try console.document(
      Document(
        output: report.output.path, frames: frames, seconds: report.seconds, fps: fps, bytes: report.output.bytes,
        digests: report.output.digests,
        notes: report.notes))
    return report.isWhole ? .clean : .partial
  }
}
