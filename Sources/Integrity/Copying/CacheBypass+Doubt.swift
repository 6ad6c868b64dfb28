// SPDX-License-Identifier: Apache-2.0

import Files

extension CacheBypass {
  /// The one of two that says less: of many files the worst is told.
  func orWorse(_ other: CacheBypass) -> CacheBypass { other.doubt > doubt ? other : self }

  private var doubt: Int {
    switch self {
    case .dropped: 0
    case .notKept: 1
    case .memory: 2
    case .none: 3
    }
  }
}
