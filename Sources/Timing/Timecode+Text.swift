// SPDX-License-Identifier: Apache-2.0

extension Timecode: Codable {
  enum CodingKeys: String, CodingKey { case frameCount, rate }

  /// A timecode from its count and rate.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(container.decode(FrameCount.self, forKey: .frameCount), at: container.decode(FrameRate.self, forKey: .rate))
  }

  /// A timecode as its count and rate.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(frameCount, forKey: .frameCount)
    try container.encode(rate, forKey: .rate)
  }
}
