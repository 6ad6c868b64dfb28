// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Editorial
import Files
import Operations
import Timing

/// `lineup pull checkin`: is what came back what was asked for?
struct PullCheckInCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkin", abstract: "Hold what came back against what was pulled, shot by shot, and cut what is accepted into a cut.",
    discussion: """
      Movies and numbered stills (name.1001.exr) are decoded whole and held against the record of the pull: frames, missing numbers, first frame or timecode, rate,
      handles and, with --raster, columns and lines. A file is of the shot whose name it begins with; of several versions the latest counts. Clips keep their places and lengths in the new list.

      EXAMPLES
        lineup pull checkin from_vendor --against pulls/reel1/pull.json
        lineup pull checkin from_vendor --against pulls/reel1 --raster 3840x2160 --cut reel1.otio --out reel1_vfx.otio

      EXIT STATUS
        0 everything came back as it should; 1 something was refused; 2 could not be done; 3 nothing was refused, and something has not come back or was not
        found in the cut; 64 wrong command line
      """)

  @Argument(help: "The folder that came back.", completion: .directory)
  var folder: String
  @Option(help: ArgumentHelp("The pull's record, pull.json, or the folder it is in.", valueName: "file"), completion: .file())
  var against: String
  @Option(help: ArgumentHelp("Columns and lines that are asked for, such as 1920x1080.", valueName: "raster"))
  var raster: String?
  @Option(name: .customLong("cut"), help: ArgumentHelp("The cut to put accepted shots into.", valueName: "list"), completion: .file())
  var cutPath: String?
  @Option(name: .customLong("out"), help: ArgumentHelp("The list to write; never written over.", valueName: "list"), completion: .file())
  var target: String?
  @OptionGroup var cut: CutOptions
  @OptionGroup var output: OutputOptions

  private struct Document: Encodable {
    struct Shot: Encodable {
      var name: String
      var state: PullReturn.State
      @Null var file: String?
      @Null var version: Int?
      @Null var frames: Int?
      var expected: Int
      var reasons: [String]
      var notes: [String]
    }

    var shots: [Shot]
    var accepted: Int
    var refused: Int
    var missing: Int
    var strangers: [String]
    var notes: [String]
    @Null var written: String?
    @Null var clips: Int?
    var lost: [String]
  }

  func validate() throws {
    guard (cutPath != nil) == (target != nil) else {
      throw ValidationError("--cut and --out belong together: the cut that is read, and the list that is written")
    }
    guard raster == nil || wantedRaster != nil else {
      throw ValidationError("‘--raster \(raster ?? "")’: write columns and lines, such as 1920x1080")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: nil)
    let pair = cutPath.flatMap { path in target.map { (input: cut.input(path), output: $0) } }
    let outcome = try await CheckInPull(folder, against: against, raster: wantedRaster ?? "", cut: pair).run(in: environment)
    for note in outcome.notes { console.say("note: \(note)") }
    for item in outcome.result.items {
      let sign = item.state == .accepted ? item.state.rawValue : item.state.rawValue.uppercased()
      let version = item.version.map { "  v\($0)" } ?? ""
      console.say("\(item.shot.name)  \(sign)\(version)\(item.media.map { "  \($0.path)" } ?? "")")
      for reason in item.reasons where item.state == .refused { console.say("     \(reason)") }
      for note in item.notes { console.say("     note: \(note)") }
    }
    for stranger in outcome.result.strangers { console.say("STRANGER: ‘\(stranger.path)’ begins with the name of no shot of the pull") }
    console.warn("lost", each: outcome.lost)
    let count = { (state: PullReturn.State) in outcome.result.items.count { $0.state == state } }
    console.say(
      "\(CountText(outcome.result.items.count, "shot")): \(count(.accepted)) accepted, \(count(.refused)) refused, \(count(.missing)) missing")
    if let clips = outcome.clips, let target { console.say("written: \(target), \(CountText(clips, "clip")) with what came back") }
    try console.document(
      Document(
        shots: outcome.result.items.map {
          .init(
            name: $0.shot.name, state: $0.state, file: $0.media?.path, version: $0.version, frames: $0.media?.frames.value,
            expected: $0.shot.source.duration.value, reasons: $0.reasons, notes: $0.notes)
        }, accepted: count(.accepted), refused: count(.refused), missing: count(.missing), strangers: outcome.result.strangers.map(\.path),
        notes: outcome.notes, written: outcome.clips == nil ? nil : target, clips: outcome.clips, lost: outcome.lost))
    if count(.refused) > 0 { return .rejected }
    return outcome.result.isWhole && (target == nil || outcome.clips != nil) ? .clean : .partial
  }

  /// The raster as the engine writes it; `nil` where it is none.
  private var wantedRaster: String? {
    guard let raster else { return nil }
    let parts = raster.lowercased().split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "×" }.map { Int($0) ?? 0 }
    guard parts.count == 2, parts.allSatisfy({ (1...1_000_000).contains($0) }) else { return nil }
    return "\(parts[0])×\(parts[1])"
  }
}
