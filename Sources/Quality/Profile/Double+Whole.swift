// SPDX-License-Identifier: Apache-2.0

extension Double {
  /// The nearest whole number at or below, held within what counts of pixels, samples and frames can be: limits are data, and data may be absurd.
  var whole: Int { isNaN ? 0 : Int(Swift.min(Swift.max(rounded(.down), -1e15), 1e15)) }
}
