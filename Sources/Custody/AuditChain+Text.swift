// SPDX-License-Identifier: Apache-2.0

import Hashing

extension AuditChain: LosslessStringConvertible {
  /// The end as people keep it: the number of entries and the last one's hash, `42:sha256:…`.
  public var description: String { "\(length):\(head)" }

  /// The end that `description` wrote; nothing where the text is no end.
  public init?(_ description: String) {
    let parts = description.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let length = Int64(parts[0]), length >= 0, let head = Digest(String(parts[1])) else { return nil }
    self.init(length: length, head: head)
  }
}
