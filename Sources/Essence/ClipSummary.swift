// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A clip of a card or a roll as a copy report, a camera report and the catalogue show it: one recording, however many files it spans.
public struct ClipSummary: Hashable, Sendable, Codable {
  /// A small picture of the clip, as a JPEG file.
  public struct Poster: Hashable, Sendable, Codable {
    /// The JPEG file's bytes.
    public var jpeg: [UInt8]
    /// Its columns.
    public var width: Int
    /// Its rows.
    public var height: Int

    /// A picture.
    public init(jpeg: [UInt8], width: Int, height: Int) {
      self.jpeg = jpeg
      self.width = width
      self.height = height
    }
  }

  /// The clip's name: its first file's without extension, or what a spanned recording is called as a whole.
  public var name: String
  /// Its files in order, with `/` between names, relative to the card's root.
  public var files: [String]
  /// The bytes of all its files.
  public var byteCount: Int
  /// The first frame's label.
  public var start: Timecode?
  /// Its length in frames, or nothing for sound without pictures.
  public var frames: FrameCount?
  /// Its frame rate.
  public var rate: FrameRate?
  /// Its length in seconds, where frames do not count it.
  public var seconds: Double?
  /// The picture's coding, or the sound's where there is no picture, in words such as `Apple ProRes 422 HQ`.
  public var codec: String?
  /// Columns and rows, as `1920×1080`.
  public var raster: String?
  /// Sound tracks in words, as `8 × 24-bit 48 kHz`.
  public var sound: String?
  /// Hashes of each file in the order of `files`, each as `xxh64:…`.
  public var digests: [[String]]
  /// What camera, recorder and crew wrote about it.
  public var metadata: ClipMetadata
  /// A frame of it.
  public var poster: Poster?
  /// Why it could not be described, where it could not.
  public var trouble: String?

  /// A clip of which only its files are known.
  public init(name: String, files: [String], byteCount: Int) {
    self.name = name
    self.files = files
    self.byteCount = byteCount
    digests = []
    metadata = ClipMetadata()
  }
}
