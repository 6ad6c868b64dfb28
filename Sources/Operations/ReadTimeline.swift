// SPDX-License-Identifier: Apache-2.0

public import Editorial
import Files
public import Timing

/// Reads a cut, whatever list it is in.
public struct ReadTimeline: Sendable {
  /// The list.
  public var path: String
  /// The programme's frame rate, for lists that do not state it.
  public var rate: FrameRate?
  /// The name of the cut, for files that hold several; without it the first.
  public var sequence: String?

  /// The cut at `path`.
  public init(_ path: String, rate: FrameRate? = nil, sequence: String? = nil) {
    self.path = path
    self.rate = rate
    self.sequence = sequence
  }

  /// Reads it.
  ///
  /// - Returns: the cut, and what was odd about it, with the line where one can be named.
  /// - Throws: `EditorialError` where it is no list that is read, or holds no such cut; `FilesError`.
  public func run() throws -> (timeline: Timeline, notes: [ParseNote]) {
    let reading = try TimelineFormat(path: path).read(path: path, rate: rate)
    let names = reading.timelines.map { "‘\($0.name)’" }.joined(separator: ", ")
    if let sequence {
      guard let timeline = reading.timelines.first(where: { $0.name == sequence }) else {
        throw EditorialError(.notRecognized, subject: path, detail: "holds no cut ‘\(sequence)’: it has \(names.isEmpty ? "none" : names)")
      }
      return (timeline, reading.notes)
    }
    guard let timeline = reading.timelines.first else {
      throw EditorialError(.notRecognized, subject: path, detail: "holds no cut: export the sequence itself, not its media alone")
    }
    guard reading.timelines.count > 1 else { return (timeline, reading.notes) }
    let note = ParseNote(line: 0, "it holds \(reading.timelines.count) cuts (\(names)), and the first was taken; name another with --sequence")
    return (timeline, [note] + reading.notes)
  }
}

/// Writes a cut as another list.
public struct ConvertTimeline: Sendable {
  /// The cut to read.
  public var input: ReadTimeline
  /// The list to write; what stands there stays.
  public var output: String
  /// For whom it is.
  public var options: TimelineWriting

  /// The list `output`, made of another.
  public init(_ input: ReadTimeline, to output: String, options: TimelineWriting = TimelineWriting()) {
    self.input = input
    self.output = output
    self.options = options
  }

  /// What was written, and what could not be said.
  public struct Outcome: Sendable {
    /// What was odd about the list that was read.
    public var notes: [ParseNote]
    /// What the list that was written cannot say.
    public var lost: [String]
  }

  /// Reads and writes.
  ///
  /// - Throws: `EditorialError`, `FilesError`, also where there is a file of that name already.
  public func run() throws -> Outcome {
    let format = try TimelineFormat(writing: output)
    let (timeline, notes) = try input.run()
    let lost = try WriteTimeline(timeline, to: output, format: format, options: options).run()
    return Outcome(notes: notes, lost: lost)
  }
}
