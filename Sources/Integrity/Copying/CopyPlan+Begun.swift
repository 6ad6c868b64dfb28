// SPDX-License-Identifier: Apache-2.0

import Files

extension CopyPlan {
  /// What is said of a copy that was not finished, after its path. Half a copy cannot be checked, or taken for a whole one.
  public static let unfinishedCopy = "is a copy that was not finished: run the same offload again, which goes on where it stopped"

  /// Whether what is at `path` is a copy that was begun and not finished: its journal lies beside it.
  public static func isUnfinishedCopy(at path: String) -> Bool { RealPath.of(path).map { CopyJournal.stands(beside: $0) } ?? false }

  /// Whether a copy of `source` to `folder` under `name` was begun and not finished: its journal is there, and was not begun from another
  /// card that was mounted at the same place.
  public static func wasBegun(from source: String, to folder: String, name: String) -> Bool {
    guard let source = RealPath.of(source), let folder = RealPath.of(folder) else { return false }
    return CopyJournal.isBegun(CopyJournal.path(folder: folder, name: name), from: source) { mark in
      SourceMark(of: source, ignoring: mark.ignoring) == mark
    }
  }
}
