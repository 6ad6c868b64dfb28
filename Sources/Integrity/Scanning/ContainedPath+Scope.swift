// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

extension ContainedPath {
  /// How many folders it is inside of.
  var depth: Int { text.utf8.reduce(0) { $1 == UInt8(ascii: "/") ? $0 + 1 : $0 } }
}
