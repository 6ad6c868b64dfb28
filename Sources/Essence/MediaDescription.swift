// SPDX-License-Identifier: Apache-2.0

/// What is in a media file, as its wrapper says and as its essence says.
///
/// The two are kept apart on purpose: a file that was re-wrapped by the wrong tool betrays itself where they disagree.
public struct MediaDescription: Hashable, Sendable, Codable {
  /// The path as it was given.
  public var path: String
  /// The file's size.
  public var byteCount: Int
  /// The wrapper and what it says of the whole.
  public var wrapper: WrapperDescription
  /// The pictures.
  public var video: [VideoStream]
  /// The sound.
  public var audio: [AudioStream]
  /// Every timecode found, and where.
  public var timecodes: [TimecodeStream]
  /// Captions and subtitles.
  public var captions: [CaptionStream]
  /// Streams of any other kind, in words.
  public var otherStreams: [String]

  /// A description of the file at `path`.
  public init(
    path: String, byteCount: Int, wrapper: WrapperDescription, video: [VideoStream] = [], audio: [AudioStream] = [], timecodes: [TimecodeStream] = [],
    captions: [CaptionStream] = [], otherStreams: [String] = []
  ) {
    self.path = path
    self.byteCount = byteCount
    self.wrapper = wrapper
    self.video = video
    self.audio = audio
    self.timecodes = timecodes
    self.captions = captions
    self.otherStreams = otherStreams
  }
}
