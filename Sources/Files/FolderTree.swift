// SPDX-License-Identifier: Apache-2.0

/// A folder and those inside it, each opened name by name from there on without following a link.
///
/// The folders used last stay open, so that a thousand files of one folder cost one opening. They are few: a process may have 256 files open on
/// some systems. It belongs to one thread at a time.
package final class FolderTree {
  /// The folder that nothing leads out of.
  package let root: OpenFolder
  private let mostOpen: Int
  private(set) var held: [ContainedPath: (folder: OpenFolder, use: Int)] = [:]
  private var uses = 0

  /// A tree below `root`.
  /// - Parameter mostOpen: how many folders stay open besides it.
  package init(_ root: OpenFolder, mostOpen: Int = 32) {
    self.root = root
    self.mostOpen = mostOpen
  }

  /// The folder at `path`, the root for nil. That a folder that was opened before still stands there is looked at each time: what is written
  /// must not follow one that was moved away.
  /// - Throws: `FilesError`: `escapesRoot` where a link is on the way, `notDirectory`, `notFound`, …
  package func folder(_ path: ContainedPath?) throws(FilesError) -> OpenFolder {
    guard let path else { return root }
    uses += 1
    if let known = held[path] {
      if root.leads(to: known.folder, by: path) {
        held[path]?.use = uses
        return known.folder
      }
      held[path] = nil
    }
    let folder = try folder(path.parent).folder(path.name)
    if held.count >= mostOpen, let oldest = held.min(by: { $0.value.use < $1.value.use }) { held[oldest.key] = nil }
    held[path] = (folder, uses)
    return folder
  }

  /// Closes all but the root.
  package func closeFolders() { held = [:] }
}
