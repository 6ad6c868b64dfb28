// SPDX-License-Identifier: Apache-2.0

import Files

/// A plan with every path resolved and the source scanned: what preflight found and the copier does.
struct CopyJob: Sendable {
  /// One destination.
  struct Target: Sendable {
    /// The destination as the plan names it.
    let given: String
    /// The real path of the destination folder.
    let folder: String
    /// The scope of the copy: `folder/name` for a folder, `folder` for a single file.
    let root: String
    /// The volume.
    let device: UInt64
    /// Whether the folder was there before the copy.
    var existed = true
    /// What a stopped copy left here.
    var leftOvers: [String] = []
  }

  let plan: CopyPlan
  /// The copy's name in every destination.
  let name: String
  /// The real path of the source.
  let source: String
  let sourceDevice: UInt64
  let isFolder: Bool
  /// The files, with their paths in the copy.
  let files: [FolderEntry]
  let folders: [FolderEntry]
  /// What is not copied, and why.
  let skipped: [FolderScan.Oddity]
  let ignore: IgnorePatterns
  var targets: [Target] = []

  /// The bytes of all files.
  var bytes: Int64 { files.totalSize }

  /// Where a file of the source is.
  func sourcePath(_ file: FolderEntry) -> String { isFolder ? "\(source)/\(file.path)" : source }
}
