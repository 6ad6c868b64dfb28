// SPDX-License-Identifier: Apache-2.0

/// The names in the folders of a card, to be asked for in whatever case, as the card's own file system answers.
public struct FolderContents: Hashable, Sendable {
  private struct Folder: Hashable {
    let path: String
    var names: [String: String] = [:]
  }

  private var folders: [String: Folder] = [:]

  /// No folder.
  public init() {}

  /// Adds the name of a file or folder. The path of the folder that it is in is relative to the root, whose own is empty.
  public mutating func add(_ name: String, in folder: String) {
    folders[folder.lowercased(), default: Folder(path: folder)].names[name.lowercased()] = name
  }

  /// The path of `folder` as it is written; `nil` where there is none, or nothing in it.
  public func folder(_ folder: String) -> String? { folders[folder.lowercased()]?.path }

  /// The name in `folder` as it is written; `nil` where there is none.
  public func name(_ name: String, in folder: String) -> String? { folders[folder.lowercased()]?.names[name.lowercased()] }
}
