// SPDX-License-Identifier: Apache-2.0

import Files

extension TreeScan {
  /// In words, that there are more patterns than are tried; nothing where there are not.
  var untriedPatterns: [String] {
    guard let most = nodes.map(\.ignore.untried).max(), most > 0 else { return [] }
    let patterns = "\(CountText(most, "pattern")) of what to leave out \(most == 1 ? "was" : "were")"
    return ["\(patterns) passed over, since \(IgnorePatterns.mostTried) are tried at most: take out of the list what nothing needs"]
  }
}
