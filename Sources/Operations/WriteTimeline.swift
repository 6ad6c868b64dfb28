// SPDX-License-Identifier: Apache-2.0

import Editorial
import Files
import Foundation

/// Writes a cut to a file that is not there yet, or to a folder, as its format asks. Either is there whole or not at all.
struct WriteTimeline {
  let timeline: Timeline
  let path: String
  let format: TimelineFormat
  let options: TimelineWriting
  /// What becomes of a file that is there; a folder always stays.
  let existing: PendingFile.Existing

  init(
    _ timeline: Timeline, to path: String, format: TimelineFormat, options: TimelineWriting = TimelineWriting(),
    existing: PendingFile.Existing = .keep
  ) {
    (self.timeline, self.path, self.format, self.options, self.existing) = (timeline, path, format, options, existing)
  }

  /// - Returns: what the format cannot say, a sentence each.
  func run() throws -> [String] { try write().map(\.description) }

  /// - Returns: what the format cannot say.
  func write() throws -> [TimelineLoss] {
    let (bytes, lost) = try format.write(timeline, options: options)
    guard let name = format.bundledName else {
      try SafeWriter.write(bytes, to: path, existing: existing)
      return lost
    }
    guard try FileFacts.ifExists(path) == nil else { throw FilesError(.alreadyExists, subject: path) }
    let temporary = PendingFile.temporaryPath(for: path)
    Self.remove(temporary, name)  // which a run that was killed left
    try Folder.createNew(temporary)
    do {
      try SafeWriter.write(bytes, to: SystemPath.join(temporary, name))
      // Nothing but an empty folder gives way to a folder.
      guard rename(temporary, path) == 0 else { throw FilesError(subject: path) }
    } catch {
      Self.remove(temporary, name)
      throw error
    }
    try Folder.synchronize(SystemPath.split(path).folder)
    return lost
  }

  private static func remove(_ temporary: String, _ name: String) {
    for file in [name, SystemPath.split(PendingFile.temporaryPath(for: name)).name] { unlink(SystemPath.join(temporary, file)) }
    rmdir(temporary)
  }
}
