// SPDX-License-Identifier: Apache-2.0

import Files

extension Sequence<FolderEntry> {
  /// The bytes of all, as far as they can be counted: a file with holes may claim nearly all there are.
  var totalSize: Int64 { reduce(0) { $0.addingCapped($1.facts.size) } }
}

extension Int64 {
  /// The sum, or the largest number where it is larger. Neither may be negative.
  func addingCapped(_ other: Int64) -> Int64 {
    let (sum, overflowed) = addingReportingOverflow(other)
    return overflowed ? .max : sum
  }
}
