// SPDX-License-Identifier: Apache-2.0

extension FrameRate: CustomStringConvertible, Codable {
  /// The rate as people type it: `25`, `24000/1001` as `23.976`, drop-frame with `df`.
  public var description: String {
    let name = denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
    return name + (isDropFrame ? "df" : "")
  }

  /// Frames in 24 hours of labels.
  public var framesPerDay: Int { isDropFrame ? 144 * (nominal * 600 - 9 * (nominal / 15)) : nominal * 86_400 }

  /// A rate read from a description.
  public init(_ text: String) throws(TimingError) {
    var digits = text[...]
    let drop = digits.hasSuffix("df")
    if drop { digits = digits.dropLast(2) }
    let parts = digits.split(separator: "/").map { Int($0) }
    guard parts.count <= 2, let first = parts.first, let numerator = first, let denominator = parts.count == 2 ? parts[1] : 1 else {
      throw TimingError(.invalidRate, subject: text, remedy: "type a rate such as 25, 29.97df or 24000/1001")
    }
    try self.init(numerator, denominator, dropFrame: drop)
  }

  /// A rate from its description.
  public init(from decoder: any Decoder) throws { try self.init(decoder.singleValueContainer().decode(String.self)) }

  /// A rate as its description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
