// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// Where papers and other files of our own may be written: never among a camera's files, nor into a folder whose history would not know them.
public enum PaperPlace {
  /// Why no file or folder should be made at `path`, to follow the path in a sentence; `nil` where one may.
  ///
  /// - Parameter folders: sources and copies, which need not be there yet.
  public static func objection(to path: String, outside folders: [String] = []) -> String? {
    let place = resolved(path)
    for folder in folders {
      let root = resolved(folder)
      guard place == root || place.utf8.starts(with: (root == "/" ? root : root + "/").utf8) else { continue }
      return "lies in ‘\(folder)’, where no manifest knows it and it would be taken for the camera's: name a place outside"
    }
    var folder = SystemPath.split(place).folder
    while true {
      if (try? FileFacts.of(SystemPath.join(folder, "ascmhl")).kind) == .folder {
        return "lies in ‘\(folder)’, whose ASC MHL history does not know it and would no longer verify clean: name a place outside"
      }
      let above = SystemPath.split(folder).folder
      guard above != folder, above.hasPrefix("/") else { return nil }
      folder = above
    }
  }

  // MARK: -

  /// The real path, of which the end need not be there.
  private static func resolved(_ path: String) -> String {
    var existing = URL(fileURLWithPath: path).standardizedFileURL.path
    var rest: [String] = []
    while existing != "/", (try? FileFacts.of(existing)) == nil {
      let (folder, name) = SystemPath.split(existing)
      rest.insert(name, at: 0)
      existing = folder
    }
    let real = URL(fileURLWithPath: existing).resolvingSymlinksInPath().path
    return rest.reduce(real) { SystemPath.join($0, $1) }
  }
}
