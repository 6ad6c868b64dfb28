// SPDX-License-Identifier: Apache-2.0

public import Editorial
import Files

/// Says what changed from one cut to the next, and writes lists of it.
public struct CompareTimelines: Sendable {
  /// The old cut.
  public var old: ReadTimeline
  /// The new cut.
  public var new: ReadTimeline
  /// The cut from which material was pulled, where that is an earlier one than the old.
  public var pulled: ReadTimeline?
  /// Frames of the programme that were pulled at each end beyond what a cut shows.
  public var handles: Int
  /// A list of the clips that changed or are new, in the format of its name.
  public var changedList: String?
  /// The new cut with a mark for each change, in the format of its name.
  public var markedList: String?

  /// The change from `old` to `new`.
  public init(
    from old: ReadTimeline, to new: ReadTimeline, pulled: ReadTimeline? = nil, handles: Int = 0, changedList: String? = nil, markedList: String? = nil
  ) {
    self.old = old
    self.new = new
    self.pulled = pulled
    self.handles = handles
    self.changedList = changedList
    self.markedList = markedList
  }

  /// What was found, and written.
  public struct Outcome: Sendable {
    /// The changes.
    public var list: ChangeList
    /// What was odd about the lists that were read, each with the file.
    public var notes: [String]
    /// What the lists that were written cannot say, each with the file.
    public var lost: [String]
  }

  /// Reads, compares and writes.
  ///
  /// - Throws: `EditorialError`, `FilesError`, also where there is a file already of a name that is to be written.
  public func run() throws -> Outcome {
    let formats = try [changedList, markedList].map { path in try path.map { try TimelineFormat(writing: $0) } }
    let (before, beforeNotes) = try old.run()
    let (after, afterNotes) = try new.run()
    let (base, baseNotes) = try pulled?.run() ?? (nil, [])
    let list = try ChangeList(from: before, to: after, handles: handles, pulled: base)
    var notes = [(old.path, beforeNotes), (new.path, afterNotes), (pulled?.path ?? "", baseNotes)]
      .flatMap { path, notes in notes.map { "\(path): \($0)" } }
    if ChangeList.looksSwapped(old: old.path, new: new.path) || ChangeList.looksSwapped(old: before.name, new: after.name) {
      notes.insert(
        "the old cut is ‘\(old.path)’ and the new one ‘\(new.path)’: by their names they are the wrong way round; the old one comes first", at: 0)
    }
    var lost: [String] = []
    for (path, format, cut) in [(changedList, formats[0], list.changedEvents), (markedList, formats[1], list.marked)] {
      guard let path, let format else { continue }
      lost += try WriteTimeline(cut, to: path, format: format).run().map { "\(path): \($0)" }
    }
    return Outcome(list: list, notes: notes, lost: lost)
  }
}
