// SPDX-License-Identifier: Apache-2.0

package import Files

/// What computers leave in folders that somebody looked into: no camera, recorder or person made it, and no copy is the worse for it.
package enum SystemLitter {
  private static let files = [
    "thumbs.db": "Windows", "ehthumbs.db": "Windows", "ehthumbs_vista.db": "Windows", "desktop.ini": "Windows", ".ds_store": "macOS",
    "._.ds_store": "macOS", ".directory": "a Linux desktop",
  ]
  private static let folders = [
    "system volume information": "Windows", "$recycle.bin": "Windows", ".spotlight-v100": "macOS", ".trashes": "macOS", ".fseventsd": "macOS",
    ".temporaryitems": "macOS", ".documentrevisions-v100": "macOS",
  ]

  /// Which system leaves a file or folder of this name; nil for all others. Windows and macOS do not tell capitals from small letters.
  static func maker(_ name: String, isFolder: Bool) -> String? {
    if isFolder, name.hasPrefix(".Trash-"), name.dropFirst(7).allSatisfy(\.isNumber) { return "a Linux desktop" }
    if !isFolder, name.hasPrefix(RefusedOffload.prefix) { return "Lineup" }
    return (isFolder ? folders : files)[name.lowercased()]
  }

  /// Which system leaves the entry, or a folder that it is in; nil for all others.
  package static func maker(of path: ContainedPath, isFolder: Bool = false) -> String? {
    if let maker = maker(path.name, isFolder: isFolder) { return maker }
    return path.names.dropLast().lazy.compactMap { maker($0, isFolder: true) }.first
  }
}
