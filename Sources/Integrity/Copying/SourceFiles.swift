// SPDX-License-Identifier: Apache-2.0

public import Files

/// The files of a source as a copy would take them: in the order of their paths, without what patterns leave out, links not followed.
public enum SourceFiles {
  /// The files of the folder at `path`, or the file there.
  ///
  /// - Throws: `FilesError` where there is nothing, or it cannot be listed.
  public static func of(_ path: String, ignoring patterns: [String]) throws(FilesError) -> [FolderEntry] {
    let facts = try FileFacts.of(path)
    guard facts.kind == .folder else { return [FolderEntry(path: try ContainedPath(SystemPath.split(path).name), facts: facts)] }
    return try FolderScan(path, ignoring: IgnorePatterns(patterns)).files
  }

  /// Where `path` really leads, links resolved; of a place that is not there yet, as far as it is. `nil` where it leads nowhere.
  public static func place(of path: String) -> String? { path.isEmpty ? nil : RealPath.ofPossible(path) }
}
