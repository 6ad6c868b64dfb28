// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Everything inside a folder, one after the other: each folder before its contents, names in byte order, so that two walks of the same
/// tree agree on every machine. Links are listed, never followed.
///
///     for item in try FolderWalk("/media/A001") {
///       switch item {
///       case .entry(let entry): …
///       case .trouble(let fault): …    // a folder that cannot be read, a name that is not UTF-8
///       }
///     }
///
/// Memory is bounded by the names of the folders on the way down, not by the tree.
public struct FolderWalk: Sequence, IteratorProtocol, Sendable {
  /// What a walk comes across.
  public enum Item: Hashable, Sendable {
    /// A file, folder, link or special file.
    case entry(FolderEntry)
    /// Something that could not be listed; the walk goes on.
    case trouble(FilesError)
  }

  /// The folder walked, as given.
  public let root: String
  private var levels: [Level]
  private var pending: FilesError?
  private let isWanted: @Sendable (ContainedPath) -> Bool

  /// One folder on the way down: what is left to visit in it, the next last.
  private struct Level: Sendable {
    let prefix: String
    var names: [FolderNames.Name]
  }

  /// A walk of the folder `root`.
  /// - Parameter isWanted: false leaves a path out, with all that is inside it; troubles are always told.
  /// - Throws: `FilesError` when `root` itself is missing, no folder, or cannot be read.
  public init(_ root: String, where isWanted: @escaping @Sendable (ContainedPath) -> Bool = { _ in true }) throws(FilesError) {
    try SystemPath.check(root)
    self.root = root
    self.isWanted = isWanted
    levels = [Level(prefix: "", names: try FolderNames.read(root, followLink: true))]
  }

  /// The next item; nothing when all has been seen.
  public mutating func next() -> Item? {
    if let fault = pending {
      pending = nil
      return .trouble(fault)
    }
    while !levels.isEmpty {
      guard let name = levels[levels.count - 1].names.popLast() else {
        levels.removeLast()
        continue
      }
      let prefix = levels[levels.count - 1].prefix
      switch name {
      case .unreadable(let shown):
        let remedy = "its name is not UTF-8: rename it on the system that made it, or copy the volume as an image"
        return .trouble(FilesError(.invalidName, subject: SystemPath.join(root, prefix + shown), remedy: remedy))
      case .text(let text):
        do throws(FilesError) {
          if let entry = try visit(prefix + text) { return .entry(entry) }
        } catch { return .trouble(error) }
      }
    }
    return nil
  }

  private mutating func visit(_ relative: String) throws(FilesError) -> FolderEntry? {
    let path = try ContainedPath(relative)
    guard isWanted(path) else { return nil }
    let fullPath = SystemPath.join(root, relative)
    let facts: FileFacts
    do throws(FilesError) { facts = try FileFacts.of(fullPath, followLinks: false) } catch {
      guard error.code == .permissionDenied else { throw error }
      // It is the folder that may be listed and not searched: nothing in it can be looked at, and that is one trouble.
      levels[levels.count - 1].names = []
      throw error.about(path.parent.map { SystemPath.join(root, $0.text) } ?? root)
    }
    if facts.kind == .folder {
      do throws(FilesError) { levels.append(Level(prefix: relative + "/", names: try FolderNames.read(fullPath, followLink: false))) } catch {
        pending = error  // after the folder itself
      }
    }
    return FolderEntry(path: path, facts: facts)
  }
}

extension FilesError {
  /// What a walk of `root` told it of, from there on; "." for the root itself.
  package func place(in root: String) -> String {
    let above = root.utf8.last == UInt8(ascii: "/") ? root : "\(root)/"
    guard subject.utf8.starts(with: above.utf8) else { return subject.utf8.elementsEqual(root.utf8) ? "." : subject }
    return String(Substring(subject.utf8.dropFirst(above.utf8.count)))
  }

  /// Whether a walk of `root` told it of `folder`, or of something inside that. Of a folder that cannot be read the entry comes first and then the
  /// trouble: whoever leaves the folder out has no use for it.
  package func isIn(_ folder: ContainedPath, of root: String) -> Bool {
    let path = SystemPath.join(root, folder.text)
    return subject.utf8.elementsEqual(path.utf8) || subject.utf8.starts(with: "\(path)/".utf8)
  }
}

/// One thing inside a folder.
public struct FolderEntry: Hashable, Sendable {
  /// Where, relative to the folder walked.
  public let path: ContainedPath
  /// What the file system knows about it; of a link, about the link itself.
  public let facts: FileFacts

  /// An entry as given.
  public init(path: ContainedPath, facts: FileFacts) {
    self.path = path
    self.facts = facts
  }
}
