// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// What one pass of a copy reads: the source, or a copy that is already proved.
enum CopyOrigin: Sendable {
  /// The source itself.
  case source
  /// The copy at `root`, whose files must have the hashes that were read from the source.
  case copy(root: String, known: CopyReport.Items)

  /// Where a file is read.
  func path(of file: FolderEntry, in job: CopyJob) -> String {
    switch self {
    case .source: job.sourcePath(file)
    case .copy(let root, _): "\(root)/\(file.path)"
    }
  }

  /// What to call it in a sentence about one of its files.
  var name: String {
    switch self {
    case .source: "the source"
    case .copy: "the copy it was to be taken from"
    }
  }

  /// What to say of a file that is not what was planned.
  var changed: String {
    switch self {
    case .source: "changed while it was copied; wait until nothing writes to it and run the copy again"
    case .copy: "\(name) has another length than the source"
    }
  }

  /// The hashes that the file at this place in the job must have; nil where nobody has read it yet.
  func known(_ index: Int) -> [Digest]? {
    if case .copy(_, let known) = self { known.digests(ofFile: index) } else { nil }
  }

  /// Whether the file is still what was planned. A file that grows or is replaced while it is read is no copy of anything: of the source,
  /// size and time must agree and, where the volume keeps the numbers of its files, the number; of a copy, whose bytes are compared with what
  /// was read before, the size.
  func isUnchanged(_ planned: FileFacts, _ now: FileFacts, in job: CopyJob) -> Bool {
    switch self {
    case .source:
      now.size == planned.size && now.modified == planned.modified && (!job.sourceVolume.keepsFileNumbers || now.isSameFile(as: planned))
    case .copy: now.size == planned.size
    }
  }
}
