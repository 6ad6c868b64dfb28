// SPDX-License-Identifier: Apache-2.0

/// A stream of captions or subtitles.
public struct CaptionStream: Hashable, Sendable, Codable {
  /// The stream's index in the file.
  public var index: Int
  /// The coding, by FFmpeg's short name.
  public var codec: String
  /// ISO 639 language, where stated.
  public var language: String?

  /// A caption stream.
  public init(index: Int, codec: String, language: String? = nil) {
    self.index = index
    self.codec = codec
    self.language = language
  }
}
