// SPDX-License-Identifier: Apache-2.0

import Files

/// The folders of one destination: made when it is begun, reached while files are written, settled when all are there.
///
/// The destination itself may lie behind links, as mounted volumes often do; below it none is followed. Everything that is written or removed is
/// so relative to folders that are held open: one that is exchanged for a link meanwhile leads nowhere. Histories that stand there are read by path.
final class DestinationFolders {
  private let job: CopyJob
  private let target: CopyJob.Target
  private let gate: DestinationGate
  /// The destination as the operator named it.
  let outer: OpenFolder
  /// From the scope of the copy on.
  private var tree: FolderTree

  /// Makes the destination if it is missing, and opens it.
  /// - Throws: `FilesError`; with code `notFound` where it is on another volume than at preflight.
  init(_ job: CopyJob, _ target: CopyJob.Target, gate: DestinationGate) throws(FilesError) {
    self.job = job
    self.target = target
    self.gate = gate
    try gate.act(.makeFolder, target.folder)
    try Folder.create(target.folder)
    outer = try OpenFolder(target.folder)
    // An unplugged drive leaves an empty folder behind, and that is on another volume.
    guard outer.device == target.device else {
      throw FilesError(.notFound, subject: target.given, remedy: "another volume is mounted there now, or none: check it and run the copy again")
    }
    target.hold?.release()
    tree = FolderTree(outer)
  }

  /// Makes the copy's folder and those inside it, and takes away what a stopped copy left of files that are not wanted any more.
  /// - Parameter moved: is told after every one.
  func prepare(moved: () -> Void) throws(FilesError) {
    guard job.isFolder else { return }
    try make(job.name, in: outer)
    tree = FolderTree(try outer.folder(job.name))
    for folder in job.folders {
      try make(folder.path.name, in: tree.folder(folder.path.parent))
      moved()
    }
    for leftOver in target.leftOvers {
      try gate.act(.remove, leftOver)
      let path = try ContainedPath(leftOver)
      try? tree.folder(path.parent).remove(path.name)  // what stays is replaced by whoever writes that file
      moved()
    }
  }

  /// The folder at `path` in the copy, the copy's own for nil. That the copy's folder still is where the writing began is looked at each time: a
  /// volume mounted over it meanwhile would be thought to have the rest of the files, and neither would be a copy.
  func folder(at path: ContainedPath?) throws(FilesError) -> OpenFolder {
    try check()
    return try tree.folder(path)
  }

  /// The path of an entry, for words and for tests.
  func path(of entry: ContainedPath, as name: String? = nil) -> String {
    guard let name else { return "\(target.root)/\(entry)" }
    return "\(target.root)/" + (entry.parent.map { "\($0)/" } ?? "") + name
  }

  /// The device keeps the names; folders get their sources' times, the deepest first.
  /// - Parameter moved: is told after every one.
  func settle(moved: () -> Void) throws(FilesError) {
    for entry in job.folders.reversed() {
      let folder = try folder(at: entry.path)
      try gate.act(.synchronize, folder.path)
      try folder.synchronize()
      try? folder.setModified(entry.facts.modified)  // a courtesy: not every volume keeps times of folders
      moved()
    }
    try gate.act(.synchronize, target.root)
    try tree.root.synchronize()
    try outer.synchronize()
    try check()
  }

  /// Closes all but the copy's own folder.
  func close() { tree.closeFolders() }

  // MARK: -

  private func make(_ name: String, in folder: OpenFolder) throws(FilesError) {
    let path = "\(folder.path)/\(name)"
    if let facts = try folder.facts(of: name) {
      guard facts.kind == .folder else { throw FilesError(.notDirectory, subject: path) }
    } else {
      try gate.act(.makeFolder, path)
      try folder.makeFolder(name)
    }
  }

  private func check() throws(FilesError) {
    guard tree.root.isInPlace else {
      throw FilesError(
        .notFound, subject: target.root,
        remedy: "another folder or volume stands in its place since the copy began: check the mounts and run the copy again")
    }
  }
}
