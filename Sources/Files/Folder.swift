// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What is done with folders as such.
public enum Folder {
  /// Makes the folder at `path` and those above it that are missing, and has the device know of each. One that is there already is left
  /// as it is.
  /// - Throws: `FilesError` with code `notDirectory` when something else stands at `path` or above it.
  public static func create(_ path: String) throws(FilesError) {
    try SystemPath.check(path)
    if mkdir(path, 0o777) == 0 { return try synchronize(SystemPath.split(path).folder) }
    let fault = FilesError(subject: path)
    switch fault.code {
    case .notFound:
      let above = SystemPath.split(path).folder
      guard above != path else { throw fault }
      try create(above)
      try create(path)
    case .alreadyExists:
      guard try FileFacts.of(path).kind == .folder else { throw FilesError(.notDirectory, subject: path) }
    default: throw fault
    }
  }

  /// Makes the folder at `path`, which no other may have made before, and has the device know of it: of two processes that try, one succeeds.
  /// - Throws: `FilesError` with code `alreadyExists` when anything stands at `path`.
  public static func createNew(_ path: String) throws(FilesError) {
    try SystemPath.check(path)
    guard mkdir(path, 0o777) == 0 else { throw FilesError(subject: path) }
    try synchronize(SystemPath.split(path).folder)
  }

  /// The names directly in the folder at `path`, in byte order.
  /// - Throws: `FilesError`, with code `invalidName` for a name that is not UTF-8.
  public static func names(in path: String) throws(FilesError) -> [String] {
    try SystemPath.check(path)
    var names: [String] = []
    for name in try FolderNames.read(path, followLink: true).reversed() {
      guard case .text(let text) = name else {
        throw FilesError(.invalidName, subject: path, remedy: "it holds a name that is not UTF-8; rename that")
      }
      names.append(text)
    }
    return names
  }

  /// Returns when the device has the folder's list of names: until then a new or renamed file may be gone after a power cut.
  public static func synchronize(_ path: String) throws(FilesError) {
    try OpenFolder(path).synchronize()
  }
}
