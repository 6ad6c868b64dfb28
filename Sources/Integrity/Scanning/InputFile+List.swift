// SPDX-License-Identifier: Apache-2.0

import Files

extension InputFile {
  /// The whole contents of a manifest, a chain, a checksum list or a journal, with room for some million files.
  static func list(at path: String) throws(FilesError) -> [UInt8] { try contents(of: path, limit: 1 << 30) }
}
