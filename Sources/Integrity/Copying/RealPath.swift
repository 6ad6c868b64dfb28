// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// Questions about where paths really lead, links resolved and mounts seen through.
enum RealPath {
  /// The path without links, or nil when there is nothing.
  static func of(_ path: String) -> String? {
    guard !path.isEmpty, let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(validatingCString: resolved)
  }

  /// The last name of a path.
  static func name(of path: String) -> String { (path as NSString).lastPathComponent }

  /// The same for a folder that may not exist yet: what exists is resolved, the rest is appended.
  static func ofPossible(_ path: String) -> String? {
    var missing: [String] = []
    var existing = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    while true {
      if let resolved = of(existing) { return missing.reversed().reduce(resolved == "/" ? "" : resolved) { $0 + "/" + $1 } }
      let url = URL(fileURLWithPath: existing)
      let name = url.lastPathComponent
      // A link that leads nowhere, or a way back up through what does not exist, is no place to make folders in.
      guard existing != "/", name != "..", FileFacts.isAbsent(existing) else { return nil }
      if name != "." { missing.append(name) }
      existing = url.deletingLastPathComponent().path
    }
  }

  /// Whether two paths are one folder or file, whatever they are called.
  static func isSame(_ one: String, _ other: String) -> Bool {
    if one.utf8.elementsEqual(other.utf8) { return true }
    guard let first = try? FileFacts.of(one), let second = try? FileFacts.of(other) else { return false }
    return first.isSameFile(as: second)
  }

  /// Whether `path` is `folder` or anything in it. Asks for device and inode at every level, so that a second mount of the same folder is
  /// recognized.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    var path = path
    while true {
      if isSame(path, folder) { return true }
      guard path != "/", !path.isEmpty else { return false }
      path = (path as NSString).deletingLastPathComponent
    }
  }

  /// Whether this user may make entries in the folder, or in the nearest one above it that exists.
  static func isWritable(_ folder: String) -> Bool {
    var folder = folder
    while access(folder, F_OK) != 0, folder != "/", !folder.isEmpty { folder = (folder as NSString).deletingLastPathComponent }
    return access(folder, W_OK | X_OK) == 0
  }

  /// Whether the volume takes names that differ by case for one. Asked only when the source has such names; leaves nothing behind.
  static func foldsNames(_ folder: String) -> Bool {
    var template = Array("\(folder)/.lineup-case-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return false }
    let probe = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { rmdir(probe) }
    let other =
      (probe as NSString).deletingLastPathComponent + "/" + (probe as NSString).lastPathComponent.replacingOccurrences(of: "case", with: "CASE")
    return isSame(probe, other)
  }
}
