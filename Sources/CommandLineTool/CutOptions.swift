// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Foundation
import Operations
import Timing

/// How a cut is to be read, alike for every command that takes one.
struct CutOptions: ParsableArguments {
  @Option(help: "The programme's frame rate, such as 25, 23.976 or 29.97df.")
  var rate: FrameRate?
  @Option(help: "The name of the cut, where a file holds several; without it the first.")
  var sequence: String?

  func input(_ file: String) -> ReadTimeline { ReadTimeline(file, rate: rate, sequence: sequence) }
}

/// What a person chooses of a conform, alike for every command that makes one.
struct MediaChoiceOptions: ParsableArguments {
  @Option(
    name: .customLong("choose"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("The media of an event, or ‘none’; may be given again.", valueName: "event=path"))
  var choices: [String] = []

  /// The choices, understood.
  func chosen() throws -> [ConformTimeline.Choice] {
    try choices.map { text in
      guard let equals = text.firstIndex(of: "="), let event = Int(text[..<equals]), event > 0, text.index(after: equals) < text.endIndex else {
        throw ValidationError("‘--choose \(text)’: write it as EVENT=PATH, with the event's number as a conform lists it, or as EVENT=none")
      }
      let path = String(text[text.index(after: equals)...])
      return .init(event: event, path: path == "none" ? nil : path)
    }
  }
}

/// Where media are looked for, alike for every command that does.
struct MediaFolders: ParsableArguments {
  @Option(
    name: .customLong("media"), parsing: .upToNextOption, help: ArgumentHelp("Folders that hold media.", valueName: "dir"), completion: .directory)
  var folders: [String]

  func validate() throws { if folders.isEmpty { throw ValidationError("Name a folder with media: --media DIR") } }

  /// Refuses handles that nobody has.
  static func check(handles: Int) throws {
    guard (0...100_000).contains(handles) else { throw ValidationError("Handles are counted in frames, from 0 to 100000") }
  }
}

/// Reports of what is no inspection.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .customLong("report"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A report to write: .html, .pdf, .csv or .json; may be given again.", valueName: "file"), completion: .file())
  var reports: [String] = []

  var paths: ReportPaths { ReportPaths(reports, among: [.html, .pdf, .csv, .json]) }

  func validate() throws { try paths.validate() }
}

extension Console {
  /// Runs what fills a folder. Where it fails with a part of it done, that part is told of: people would make another folder, or look for what to delete.
  func filling<Result>(_ folder: String, _ work: () async throws -> Result) async throws -> Result {
    do { return try await work() } catch {
      if !(error is CancellationError), UnfinishedFolder.isLeft(in: folder) {
        warn("what was finished is in ‘\(folder)’: put right what is said below, and run the same command again to go on")
      }
      throw error
    }
  }
}
