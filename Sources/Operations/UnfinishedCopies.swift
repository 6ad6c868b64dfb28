// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity

/// Copies that were not finished, among what somebody looks at: not all that was on the card is there.
enum UnfinishedCopies {
  /// A sentence for each folder that is such a copy: `root` itself, and those between it and `paths`, which are relative to it.
  static func sentences(at root: String, holding paths: some Sequence<String>) -> [String] {
    var folders: Set<String> = []
    for path in paths {
      var path = path
      while !path.isEmpty, path != ".", folders.insert(path).inserted { path = SystemPath.split(path).folder }
    }
    let places = [root] + folders.sorted().map { SystemPath.join(root, $0) }
    return places.filter(CopyPlan.isUnfinishedCopy).map {
      "‘\($0.printable)’ \(CopyPlan.unfinishedCopy)"
    }
  }
}
