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

  /// The cut at `path`.
  public init(_ path: String, rate: FrameRate? = nil) {
    self.path = path
    self.rate = rate
  }

  /// Reads it.
  ///
  /// - Returns: the cut, and what was odd about it, with the line where one can be named.
  /// - Throws: `EditorialError` where it is no list that is read, `FilesError`.
  public func run() throws -> (timeline: Timeline, notes: [ParseNote]) {
    switch try TimelineFormat(path) {
    case .edl:
      let (list, notes) = try EditDecisionList.read(InputFile.contents(of: path, limit: 1 << 30), rate: rate, subject: path)
      let (timeline, more) = list.timeline()
      return (timeline, notes + more)
    }
  }
}

/// Writes a cut as another list.
public struct ConvertTimeline: Sendable {
  /// The cut to read.
  public var input: ReadTimeline
  /// The list to write; what stands there stays.
  public var output: String
  /// For which reader an edit decision list is.
  public var flavor: EditListFlavor

  /// The list `output`, made of another.
  public init(_ input: ReadTimeline, to output: String, flavor: EditListFlavor) {
    self.input = input
    self.output = output
    self.flavor = flavor
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
    let format = try TimelineFormat(output)
    let (timeline, notes) = try input.run()
    switch format {
    case .edl:
      let (list, lost) = EditDecisionList.list(of: timeline)
      let (text, more) = try list.text(flavor: flavor)
      try SafeWriter.write(text.utf8, to: output)
      return Outcome(notes: notes, lost: lost + more.map(\.description))
    }
  }
}

/// The lists that cuts are read from and written to, by the ends of their names.
private enum TimelineFormat: String, CaseIterable {
  case edl

  init(_ path: String) throws {
    let name = SystemPath.split(path).name.lowercased()
    guard let format = Self.allCases.first(where: { name.hasSuffix("." + $0.rawValue) }) else {
      throw EditorialError(
        .notRecognized, subject: path,
        detail:
          "is of no kind that holds a cut here: lists end in \(Self.allCases.map { "." + $0.rawValue }.joined(separator: ", ")); rename or export it so"
      )
    }
    self = format
  }
}
