// SPDX-License-Identifier: Apache-2.0

package import Files

/// What computers leave in folders that somebody looked into: no camera, recorder or person made it, and no copy is the worse for it.
///
/// It is known by its name and by what it is, a file or a folder; an AppleDouble file by its first bytes and by the file that it is beside. What is in
/// such folders nobody looks at, and so nothing is said of that.
package enum SystemLitter {
  private static let files = [
    "thumbs.db": "Windows", "ehthumbs.db": "Windows", "ehthumbs_vista.db": "Windows", "desktop.ini": "Windows", ".ds_store": "macOS",
    "._.ds_store": "macOS", ".directory": "a Linux desktop",
  ]
  private static let folders = [
    "system volume information": "Windows", "$recycle.bin": "Windows", ".spotlight-v100": "macOS", ".trashes": "macOS", ".fseventsd": "macOS",
    ".temporaryitems": "macOS", ".documentrevisions-v100": "macOS",
  ]

  /// Which system left an entry of the folder `root`; nil for all others, links among them.
  package static func maker(of entry: FolderEntry, in root: String) -> String? {
    let name = entry.path.name
    switch entry.facts.kind {
    case .folder: return maker(ofFolder: name)
    case .file:
      if RefusedOffload.isNote(name) { return "Lineup" }
      // Windows and macOS do not tell capitals from small letters.
      return files[name.lowercased()] ?? (isAppleDouble(entry, in: root) ? "macOS" : nil)
    case .link, .special: return nil
    }
  }

  /// The same of what may be inside of such a folder.
  package static func maker(ofAnythingAt entry: FolderEntry, in root: String) -> String? {
    maker(of: entry, in: root) ?? entry.path.names.dropLast().lazy.compactMap { maker(ofFolder: $0) }.first
  }

  private static func maker(ofFolder name: String) -> String? {
    if name.hasPrefix(".Trash-"), name.dropFirst(7).allSatisfy(\.isNumber) { return "a Linux desktop" }
    return folders[name.lowercased()]
  }

  /// Whether the file is what macOS keeps beside another one on volumes without extended attributes: `._NAME` beside `NAME`, beginning with the number of
  /// its format (RFC 1740).
  private static func isAppleDouble(_ entry: FolderEntry, in root: String) -> Bool {
    let name = entry.path.name
    guard name.hasPrefix("._"), name.utf8.count > 2 else { return false }
    let (folder, _) = SystemPath.split("\(root)/\(entry.path)")
    guard (try? FileFacts.ifExists("\(folder)/\(name.dropFirst(2))")) != nil,
      let file = try? InputFile("\(root)/\(entry.path)", followLinks: false)
    else { return false }
    return withUnsafeTemporaryAllocation(byteCount: 4, alignment: 1) { start in
      (try? file.read(into: start)) == 4 && start.elementsEqual([0x00, 0x05, 0x16, 0x07])
    }
  }
}
