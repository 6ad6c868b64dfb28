// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// The name that a paper gets: the one that was asked for, or the next that is free. A file that is there is never touched.
struct FreeName {
  /// The free path.
  let path: String
  /// What to tell where it is not the one that was asked for.
  let note: String?

  /// The free name for `wanted`: itself, or `A001-2.pdf` for `A001.pdf`.
  ///
  /// - Throws: `FilesError` where the folder cannot be looked at, or has all numbers up to 999.
  init(for wanted: String) throws(FilesError) {
    if try FileFacts.ifExists(wanted) == nil {
      (path, note) = (wanted, nil)
      return
    }
    let (folder, name) = SystemPath.split(wanted)
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    for number in 2...999 {
      let numbered = "\(name[..<dot])-\(number)\(name[dot...])"
      let candidate = wanted.contains("/") ? SystemPath.join(folder, numbered) : numbered
      if try FileFacts.ifExists(candidate) == nil {
        (path, note) = (candidate, "‘\(wanted)’ is there already and stays as it is; the new one goes to ‘\(candidate)’")
        return
      }
    }
    throw FilesError(.alreadyExists, subject: wanted)
  }
}
