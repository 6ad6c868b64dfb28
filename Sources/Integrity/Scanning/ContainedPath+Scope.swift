// SPDX-License-Identifier: Apache-2.0

package import Files
import Foundation

extension ContainedPath {
  /// How many folders it is inside of.
  var depth: Int { text.utf8.reduce(0) { $1 == UInt8(ascii: "/") ? $0 + 1 : $0 } }
}

extension Sequence<ContainedPath> {
  /// The folders that any of these paths is in.
  package var foldersAround: Set<ContainedPath> {
    var folders: Set<ContainedPath> = []
    for path in self {
      var folder = path.parent
      while let above = folder, folders.insert(above).inserted { folder = above.parent }
    }
    return folders
  }
}
