// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Essence
import Files
import Foundation
import Operations
import Timing

/// `lineup camera-report`: what was shot, as lists for editors.
struct CameraReportCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "camera-report", abstract: "List the clips of a card, a roll or a copy, with what camera, recorder and crew wrote of them.",
    discussion: """
      Read are the clips themselves, Sony's XML beside or in them, the XML of P2 clips, iXML and bext of sound, Avid logs (ALE) on the card, and the
      makers' ways of naming files. Camera raw is not decoded: told of it are name, size, and what logs say.
      An Avid log states one frame rate: where clips differ, OUT.ale becomes OUT_23.976.ale, OUT_25.ale and so on. In CSV a value that a spreadsheet
      would run as a formula has an apostrophe before it. A list that is there already stays as it is.

      EXAMPLES
        lineup camera-report /Volumes/A001R2EC
        lineup camera-report /mnt/shared/A001R2EC --out A001R2EC.ale --out A001R2EC.csv

      EXIT STATUS
        0 every clip was read; 2 nothing could be done, or a list is there already; 3 some clip or folder could not be read, or it is a copy that was
        not finished; 64 wrong command line
      """)

  @Argument(help: "The card, roll, folder or file.", completion: .file())
  var path: String
  @Option(
    name: .customLong("out"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A list to write: .ale, .csv or .json; may be given again.", valueName: "file"), completion: .file())
  var outputs: [String] = []
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  /// The lists that can be written, by their files' extensions.
  private enum Kind: String, CaseIterable {
    case ale, csv, json

    init?(_ path: String) {
      guard let kind = Kind.allCases.first(where: { path.lowercased().hasSuffix(".\($0.rawValue)") }) else { return nil }
      self = kind
    }
  }

  func validate() throws {
    for path in outputs where Kind(path) == nil {
      throw ValidationError("‘\(path)’ names no list that can be written: end it in .ale, .csv or .json")
    }
    if Set(outputs).count < outputs.count { throw ValidationError("The same list is asked for twice: name each --out once") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    for path in outputs { try check(path) }
    let environment = try Session.environment(console, workspace: workspace.path, making: false)
    let survey = try await SurveyClips(path, makesPosters: false).run(in: environment)
    let report = CameraReport(survey.clips)
    let (files, notes) = try texts(of: report)
    for file in files { try Self.refuseExisting(file.path) }
    for file in files { try SafeWriter.write(file.text, to: file.path) }
    let unread = survey.clips.filter { $0.trouble != nil }
    let isWhole = unread.isEmpty && survey.unread.isEmpty && survey.unfinished.isEmpty
    try environment.note(
      "camera-report.\(isWhole ? "clean" : "partial")", subject: path,
      ["clips": survey.clips.count, "unread": unread.count + survey.unread.count])
    for clip in survey.clips { describe(clip, on: console) }
    for note in survey.notes + notes { console.say("note: \(note)") }
    for file in files { console.say("written: \(file.path)") }
    for sentence in survey.unread { console.say("NOT READ: \(sentence)") }
    for sentence in survey.unfinished { console.say("UNFINISHED: \(sentence)") }
    console.say("\(CountText(survey.clips.count, "clip"))" + (unread.isEmpty ? "" : ", of which \(unread.count) could not be read"))
    if !survey.unread.isEmpty { console.say("NOT all clips are listed: what could not be read may hold more") }
    try console.document(
      Document(
        clips: survey.clips.map(ListedClip.init), notes: survey.notes + notes, unread: survey.unread, unfinished: survey.unfinished,
        written: files.map(\.path)))
    return isWhole ? .clean : .partial
  }

  // MARK: -

  private func texts(of report: CameraReport) throws -> (files: [(path: String, text: String)], notes: [String]) {
    var files: [(path: String, text: String)] = []
    var notes: [String] = []
    for path in outputs {
      switch Kind(path) {
      case .ale:
        let (logs, remarks) = try report.logs()
        notes += remarks.filter { !notes.contains($0) }
        let stem = path.dropLast(4)
        for log in logs {
          let name = logs.count == 1 ? path : "\(stem)_\(log.rate.description.replacingOccurrences(of: "/", with: "-"))\(path.suffix(4))"
          files.append((name, log.text))
        }
        if logs.isEmpty { notes.append("no Avid log was written: no clip has a frame rate") }
        if logs.count > 1 { notes.append("an Avid log states one frame rate, and the clips have \(logs.count): there is one log for each") }
      case .csv: files.append((path, report.csv()))
      case .json, nil:
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(Document(clips: report.clips.map(ListedClip.init), notes: [], unread: [], unfinished: [], written: []))
        files.append((path, String(decoding: data, as: UTF8.self) + "\n"))
      }
    }
    return (files, notes)
  }

  /// Refuses a list that cannot be written, before a card is read for it.
  private func check(_ output: String) throws {
    try Self.refuseExisting(output)
    let folder = SystemPath.split(output).folder
    guard try FileFacts.of(folder).kind == .folder else { throw FilesError(.notDirectory, subject: folder) }
    let isFolder = try FileFacts.of(path).kind == .folder
    if let objection = PaperPlace.objection(to: output, outside: isFolder ? [path] : []) {
      throw OperationsError(.badInput, subject: output, "‘\(output)’ \(objection)")
    }
  }

  private static func refuseExisting(_ path: String) throws {
    guard try FileFacts.ifExists(path) != nil else { return }
    throw OperationsError(.alreadyExists, subject: path, "‘\(path)’ is there already and was left as it is: move it away, or choose another name")
  }

  private func describe(_ clip: ClipSummary, on console: Console) {
    let length = clip.frames.map { "\($0) frames" } ?? clip.seconds.map { "\(DurationText($0))" }
    let rate = (clip.rate ?? clip.start?.rate).map { "at \($0)" }
    let facts = [clip.start?.description, length, rate, clip.codec, clip.raster, clip.sound].compactMap(\.self)
    console.say("\(clip.name)  " + (facts + ["\(ByteText(clip.byteCount))"]).joined(separator: ", "))
    let crew: [(String, ClipMetadata.Item)] = [
      ("reel", .reel), ("scene", .scene), ("shot", .shot), ("take", .take), ("sound roll", .soundRoll), ("day", .shootDate), ("camera", .model),
      ("lens", .lens),
    ]
    var words = crew.compactMap { name, item in clip.metadata[item].map { "\(name) \($0)" } }
    if clip.start == nil, let time = clip.metadata[.timeOfDay] { words.append("recorded from \(time)") }
    if clip.metadata[.circled] == "yes" { words.append("circled") }
    if !words.isEmpty { console.say("  " + words.joined(separator: ", ")) }
    for difference in clip.metadata.disagreements {
      let said = difference.entries.map { "\($0.value) (\($0.source.words))" }.joined(separator: ", ")
      console.say("  DISAGREES \(difference.item.rawValue): \(said)")
    }
    if let trouble = clip.trouble { console.say("  NOT READ: \(trouble)") }
  }
}

/// The document that `camera-report --json` prints.
private struct Document: Encodable {
  var clips: [ListedClip]
  var notes: [String]
  /// What could not be looked into.
  var unread: [String]
  /// What is a copy that was not finished, so that the lists may lack clips; a sentence each.
  var unfinished: [String]
  var written: [String]
}

/// A clip of the document, by the contract's keys.
private struct ListedClip: Encodable {
  struct Difference: Encodable {
    var item: ClipMetadata.Item
    var entries: [ClipMetadata.Entry]
  }

  var name: String
  var files: [String]
  @Null var start: String?
  @Null var frames: Int?
  @Null var rate: String?
  @Null var seconds: Double?
  @Null var codec: String?
  @Null var raster: String?
  @Null var sound: String?
  var bytes: Int
  var digests: [[String]]
  var metadata: [ClipMetadata.Entry]
  var disagreements: [Difference]
  @Null var trouble: String?

  init(_ clip: ClipSummary) {
    (name, files, bytes, digests, metadata) = (clip.name, clip.files, clip.byteCount, clip.digests, clip.metadata.entries)
    start = clip.start?.description
    frames = clip.frames?.value
    rate = (clip.rate ?? clip.start?.rate)?.description
    seconds = clip.seconds
    codec = clip.codec
    raster = clip.raster
    sound = clip.sound
    disagreements = clip.metadata.disagreements.map { Difference(item: $0.item, entries: $0.entries) }
    trouble = clip.trouble
  }
}

extension ClipMetadata.Source {
  fileprivate var words: String {
    switch self {
    case .ale: "Avid log"
    case .sonyXML: "Sony XML"
    case .p2XML: "P2 XML"
    case .iXML: "iXML"
    case .bext: "bext"
    case .wrapper: "wrapper"
    case .fileName: "file name"
    }
  }
}
