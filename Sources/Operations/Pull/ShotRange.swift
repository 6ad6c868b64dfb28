// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import MediaIO
import Timing

/// Where in a file the frames of a shot are.
struct ShotRange: Sendable {
  /// The shot.
  let shot: PullList.Shot
  /// The file.
  let media: MediaDescription
  /// The pictures, counted from the file's first.
  let frames: Range<Int>
  /// What the pulled file says of itself: the label of its first frame, and the reel.
  let labels: MediaWriter.Labels

  /// The range of `shot` in its media.
  ///
  /// - Throws: `PullFault` where the file cannot be read, or its frames are not those that the labels count.
  init(_ shot: PullList.Shot, of source: MediaItem?) throws {
    self.shot = shot
    do { media = try MediaReader.probe(shot.path) } catch { throw PullFault(error.description) }
    guard let picture = media.video.first?.facts, let rate = picture.rate else { throw PullFault("it has no pictures of a stated rate") }
    let rateOfLabels = shot.source.rate
    guard rate.hasSameSpeed(as: rateOfLabels) else {
      throw PullFault("it has \(rate) pictures a second and is cut by labels at \(rateOfLabels): which pictures are meant cannot be told")
    }
    let first = source?.labels?.start ?? Timecode(wrapping: .zero, at: rate)
    guard first.rate.hasSameSpeed(as: rateOfLabels) else {
      throw PullFault("its labels count at \(first.rate), and the cut takes it at \(rateOfLabels)")
    }
    var offset = shot.source.start.frameCount.value - first.frameCount.value
    if offset < 0 { offset += rateOfLabels.framesPerDay }
    frames = offset..<offset + shot.source.duration.value
    if let count = picture.frameCount?.value, frames.upperBound > count {
      throw PullFault("it has \(count) pictures, and \(frames.upperBound) would be needed: is it one part of a recording in several files?")
    }
    labels = MediaWriter.Labels(
      start: first.advanced(wrapping: FrameCount(offset)), reel: shot.reel.isEmpty ? media.timecodes.lazy.compactMap(\.reel).first : shot.reel)
  }

  /// What is worth knowing of a file that was made of the range.
  ///
  /// - Throws: `PullFault` where it is not frame for frame what was asked for.
  func notes(on result: EncodingPass.Result, at path: String) throws -> [String] {
    if let damage = result.damage.first { throw PullFault("a part of the range cannot be decoded: \(damage)") }
    guard result.held == 0, result.dropped == 0 else {
      throw PullFault("the pictures of the range do not follow each other at an even rate: \(result.notes.joined(separator: "; "))")
    }
    guard result.frames == frames.count else { throw PullFault("the range gave \(result.frames) pictures of \(frames.count)") }
    let made = try MediaReader.probe(path, countingPictures: true)
    guard made.video.first?.facts.frameCount?.value == frames.count else {
      throw PullFault("the file that was made of it does not hold \(frames.count) pictures")
    }
    if let start = made.timecodes.first?.start, start.frameCount != labels.start?.frameCount {
      throw PullFault("the file that was made of it begins with \(start)")
    }
    return result.notes
  }
}
