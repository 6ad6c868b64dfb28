// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
public import Essence
public import Timing

/// Takes small pictures of named frames of a file, for reports: upright, with square pixels, at most 320 columns wide, as JPEG.
///
/// Frames are exact, whatever the length of the groups of pictures. Asked for in rising order they are reached soonest.
public final class StillFrames {
  /// The farthest frame that is counted out where timestamps give no positions, since all before it has to be decoded.
  private static let farthestCounted = FrameCount(1500)

  private let reader: MediaReader

  /// Stills of the first pictures of the file at `path`; `nil` for sound.
  ///
  /// - Throws: `MediaIOError` where the file is no media.
  public init?(_ path: String) throws(MediaIOError) {
    reader = try MediaReader(path: path, options: MediaReader.Options(audio: .none, threads: 1))
    if !reader.tracks.values.contains(where: \.isVideo) { return nil }
  }

  /// The picture at the zero-based position `frame`.
  ///
  /// - Throws: `MediaIOError` where there is no such picture, it cannot be decoded, or it lies too far into a file whose rate varies.
  public func still(at frame: FrameCount) throws(MediaIOError) -> ClipSummary.Poster {
    let first = reader.tracks.values.filter(\.isVideo).min { $0.index < $1.index }
    guard let track = first, track.pictures.followsTime || frame <= Self.farthestCounted else {
      throw MediaIOError(.invalidRequest, subject: "picture \(frame)", remedy: "the file's rate varies: play it to that place")
    }
    try reader.seek(to: frame, stream: track.index)
    while let event = try reader.next() {
      guard case .picture(let picture, track.index) = event else { continue }
      guard picture.position == frame else { break }
      let turns = picture.attributes.quarterTurns
      let aspect = picture.attributes.pixelAspect?.libAV ?? AVRational(num: 0, den: 1)
      return try SmallPicture.encoded(SmallPicture.scaled(Frame(picture, time: 0), turns: turns, aspect: aspect))
    }
    throw MediaIOError(.damaged, subject: "picture \(frame)", remedy: "it could not be decoded; play the file to that place")
  }
}
