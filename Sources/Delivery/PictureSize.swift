// SPDX-License-Identifier: Apache-2.0

/// The columns and rows of a picture.
public struct PictureSize: Hashable, Sendable, CustomStringConvertible, Encodable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int

  /// A raster of `width` columns and `height` rows.
  public init(_ width: Int, _ height: Int) {
    self.width = width
    self.height = height
  }

  /// A raster as people write it, `1920x1080`; `nil` for anything else, and for sides outside 16 to 16384.
  public init?(_ text: String) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1] else { return nil }
    guard (16...16384).contains(width), (16...16384).contains(height) else { return nil }
    self.init(width, height)
  }

  /// As people write it.
  public var description: String { "\(width)x\(height)" }

  /// As people write it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
