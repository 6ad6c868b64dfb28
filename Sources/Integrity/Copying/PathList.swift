// SPDX-License-Identifier: Apache-2.0

import Files

extension [String] {
  /// The paths in one sentence, up to twenty, each fit for one line.
  package var listed: String {
    prefix(20).map(\.printable).joined(separator: ", ") + (count > 20 ? " and \(count - 20) more" : "")
  }
}
