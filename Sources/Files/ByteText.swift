// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A size as people read it, in decimal units as drives are sold: `1.21 GB`. Three digits, whatever the machine's locale.
public struct ByteText: Hashable, Sendable, CustomStringConvertible {
  /// The size, rounded.
  public let description: String
  private let bytes: Int64

  /// The size of `bytes`; more than can be counted is the most that can.
  public init(_ bytes: some BinaryInteger) {
    self.bytes = Int64(clamping: bytes)
    var amount = Double(self.bytes)
    var unit = 0
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
    guard amount.magnitude >= 999.5 else {
      description = "\(self.bytes) \(self.bytes == 1 ? "byte" : "bytes")"
      return
    }
    amount /= 1000
    while amount.magnitude >= 999.5, unit < units.count - 1 { (amount, unit) = (amount / 1000, unit + 1) }
    let size = amount.magnitude
    description = String(format: size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%.0f", amount) + " " + units[unit]
  }

  /// The size with the exact count behind it, where rounding hides anything: `1.24 kB (1,235 bytes)`.
  public var exact: String { bytes.magnitude < 1000 ? description : "\(description) (\(CountText.grouped(bytes)) bytes)" }
}

/// A number of things: `1 file`, `2 files`, `1,234 entries`.
public struct CountText: Hashable, Sendable, CustomStringConvertible {
  /// The number and what is counted.
  public let description: String

  /// So many of `thing`, which has an s in the plural unless `plural` says otherwise.
  public init(_ count: some BinaryInteger, _ thing: String, _ plural: String? = nil) {
    description = "\(Self.grouped(Int64(clamping: count))) \(count == 1 ? thing : plural ?? thing + "s")"
  }

  /// A count with its thousands apart: `1,234,567`.
  public static func grouped(_ count: Int64) -> String {
    var groups: [Substring] = []
    var digits = Substring(String(count.magnitude))
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits.removeLast(3)
    }
    return (count < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}
