// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Double {
  /// The number as a finding's sentence shows it, rounded to `digits` decimals and the same in every locale.
  func spelled(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
