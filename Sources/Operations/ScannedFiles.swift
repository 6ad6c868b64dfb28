// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity

/// The files of a source as they were just before they were scanned. A scanner reads them once and the copy reads them again: only a file that is
/// still the same when the copy has ended was both.
struct ScannedFiles: Sendable {
  private let root: String
  private let identities: [ContainedPath: FileIdentity]

  /// Takes the identity of every file in `root`, or of `root` itself where it is a file.
  init(_ root: String) throws {
    self.root = root
    guard try FileFacts.of(root).kind == .folder else {
      identities = [try ContainedPath(SystemPath.split(root).name): try FileIdentity.of(root)]
      return
    }
    var identities: [ContainedPath: FileIdentity] = [:]
    for case .entry(let entry) in try FolderWalk(root) where entry.facts.kind == .file {
      identities[entry.path] = try? FileIdentity.of("\(root)/\(entry.path)")
    }
    self.identities = identities
  }

  /// What speaks against trusting the scan for the files that were copied, a sentence each.
  func doubts(about copied: [ContainedPath]) -> [String] {
    let isFolder = (try? FileFacts.of(root).kind) == .folder
    let changed = copied.filter { path in
      let (known, place) = isFolder ? (identities[path], "\(root)/\(path)") : (identities.values.first, root)
      return known == nil || (try? FileIdentity.of(place)) != known
    }
    guard let first = changed.first else { return [] }
    let more = changed.count > 1 ? " and \(changed.count - 1) more" : ""
    return [
      "‘\(first.text.printable)’\(more) changed after the virus scan began, so what was copied was not what was scanned: have the copies scanned with ‘lineup scan’"
    ]
  }
}
