// SPDX-License-Identifier: Apache-2.0

public import Editorial
import Files

/// Gives the clips of a new cut the media that are known from an earlier one, and writes the linked cut.
public struct RelinkTimeline: Sendable {
  /// The new cut.
  public var cut: ReadTimeline
  /// The earlier cut, whose clips have media.
  public var known: ReadTimeline
  /// The list to write; what stands there stays.
  public var output: String

  /// `cut` with the media of `known`, at `output`.
  public init(_ cut: ReadTimeline, from known: ReadTimeline, to output: String) {
    self.cut = cut
    self.known = known
    self.output = output
  }

  /// What was linked, and written.
  public struct Outcome: Sendable {
    /// What became of the clips.
    public var relink: Relink
    /// What was odd about the lists that were read, each with the file.
    public var notes: [String]
    /// What the list that was written cannot say.
    public var lost: [String]
  }

  /// Reads, links and writes.
  ///
  /// - Throws: `EditorialError`, `FilesError`, also where there is a file of that name already.
  public func run() throws -> Outcome {
    let format = try TimelineFormat(writing: output)
    let (timeline, notes) = try cut.run()
    let (earlier, more) = try known.run()
    let relink = Relink(timeline, from: earlier)
    let lost = try WriteTimeline(relink.timeline, to: output, format: format).run()
    return Outcome(relink: relink, notes: notes.map { "\(cut.path): \($0)" } + more.map { "\(known.path): \($0)" }, lost: lost)
  }
}
