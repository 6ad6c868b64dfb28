// SPDX-License-Identifier: Apache-2.0

import Files

extension InputFile {
  /// The whole contents of a manifest, a chain, a checksum list or a journal, with room for some million files.
  static func list(at path: String) throws(FilesError) -> [UInt8] { try InputFile(path).list() }

  /// The same of a file that is open.
  borrowing func list() throws(FilesError) -> [UInt8] { try contents(limit: 1 << 30) }
}
