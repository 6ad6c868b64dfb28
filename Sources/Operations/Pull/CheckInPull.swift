// SPDX-License-Identifier: Apache-2.0

public import Editorial
import Files
import Integrity

/// Holds what a vendor sent back against what was pulled, shot by shot, and cuts what is accepted into a cut.
public struct CheckInPull: Sendable {
  /// The folder that came back.
  public var folder: String
  /// The record of the pull, or the folder that it lies in.
  public var record: String
  /// Columns and lines that are asked for, `1920×1080`; empty where any will do.
  public var raster: String
  /// The cut to put accepted shots into, and the list to write; `nil` to look alone.
  public var cut: (input: ReadTimeline, output: String)?

  /// A check of `folder` against `record`.
  public init(_ folder: String, against record: String, raster: String = "", cut: (input: ReadTimeline, output: String)? = nil) {
    self.folder = IndexMedia.absolute(folder)
    self.record = record
    self.raster = raster
    self.cut = cut
  }

  /// What came of it.
  public struct Outcome: Sendable {
    /// What was pulled.
    public var list: PullList
    /// How it stands with each shot.
    public var result: PullReturn
    /// What is worth knowing, a sentence each.
    public var notes: [String]
    /// Clips that were given what came back; `nil` where no list was written.
    public var clips: Int?
    /// What the list that was written cannot say.
    public var lost: [String]
  }

  /// Looks, and writes the list where one is asked for and a shot was accepted.
  ///
  /// - Throws: `OperationsError` where the record is none; `FilesError`, also where the list to write is there already; `EditorialError`.
  public func run(in environment: Environment) async throws -> Outcome {
    let record = try PullRecord(reading: record)
    if let cut {
      _ = try TimelineFormat(writing: cut.output)
      guard try FileFacts.ifExists(cut.output) == nil else {
        throw OperationsError(
          .alreadyExists, subject: cut.output, "‘\(cut.output)’ is there already and was left as it is: name another file for the new list")
      }
    }
    let timeline = try cut?.input.run()
    let (folder, show) = (folder, environment.progress)
    let (media, found) = try await onOwnThread { try ReturnedFiles(in: folder).media(cancellation: $0, show: show) }
    let result = PullReturn(of: record.list, media, raster: raster)
    var outcome = Outcome(list: record.list, result: result, notes: found, clips: nil, lost: [])
    guard let cut, let (timeline, notes) = timeline else { return outcome }
    outcome.notes += notes.map { "\(cut.input.path): \($0)" }
    let changed = CutInReturn(result, timeline)
    outcome.notes += changed.notes
    guard changed.count > 0 else {
      outcome.notes.append("no clip of ‘\(cut.input.path)’ shows what came back, so no list was written")
      return outcome
    }
    outcome.lost = try WriteTimeline(changed.timeline, to: cut.output, format: TimelineFormat(path: cut.output)).run()
    outcome.clips = changed.count
    return outcome
  }
}
