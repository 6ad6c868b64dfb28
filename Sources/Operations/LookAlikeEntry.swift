// SPDX-License-Identifier: Apache-2.0

import Files

/// What stands in a folder under a name that is wanted, or under one that some file systems cannot tell from it.
enum LookAlikeEntry {
  /// Nothing of that name, nor of one like it.
  case none
  /// A true folder of that very name.
  case folder
  /// Something else of that name: a file, a link.
  case other
  /// Something whose name differs only by case, or by the code points of the same characters.
  case lookAlike(String)

  /// Looks for `name` among what is in the folder at `parent`; `nil` stands for a folder that is not there.
  static func find(_ name: String, in parent: String, among names: [String]) throws(FilesError) -> LookAlikeEntry {
    if names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
      return try FileFacts.of("\(parent)/\(name)", followLinks: false).kind == .folder ? .folder : .other
    }
    // Strings are equal when their characters are, whatever code points make them.
    return names.first { $0.lowercased() == name.lowercased() }.map(LookAlikeEntry.lookAlike) ?? .none
  }

  /// How a name that stands there differs from the one that is wanted.
  static func difference(_ found: String, _ wanted: String) -> String { found == wanted ? "only by the code points of its letters" : "only by case" }

  /// The names in the folder at `path`; none where it is not there.
  static func names(in path: String) throws(FilesError) -> [String] {
    guard try FileFacts.ifExists(path) != nil else { return [] }
    return try Folder.names(in: path)
  }
}
