// SPDX-License-Identifier: Apache-2.0

import Essence
import MediaIO
import Timing

/// The labels of one frame in a cut, a file, and what that was made from.
enum TraceLabels {
  /// The label that somebody typed.
  static func label(_ text: String, at rate: FrameRate, of path: String) throws -> Timecode {
    guard let label = try? Timecode(text, at: rate) else {
      throw OperationsError(.badInput, subject: path, "‘\(text)’ is no label at \(rate), the rate of ‘\(path)’: type hours:minutes:seconds:frames")
    }
    return label
  }

  /// The label in a file of a frame that a list names by `source`, with what is to be said of it; `nil` where it cannot be told.
  static func label(_ source: Timecode?, in path: String) -> (label: Timecode?, words: String) {
    guard let source else { return (nil, "") }
    guard let media = try? MediaReader.probe(path) else { return (nil, "its labels cannot be read") }
    guard let start = media.timecodes.first?.start else { return (source, "it has no timecode, and the list counts its first frame as zero") }
    let isSound = source.rate.nominal > 1000 && source.rate.nominal > start.rate.nominal
    let label = isSound ? try? source.convertedByRealTime(to: start.rate, rounding: .down) : source.withSameDigits(at: start.rate)
    guard let label else { return (nil, "its labels count at \(start.rate), and the list’s at \(source.rate): which frame is meant cannot be told") }
    if let frames = media.video.first?.facts.frameCount, let offset = try? start.duration(until: label), offset >= frames {
      return (nil, "it has no frame \(label): it runs from \(start) to \(start.advanced(wrapping: frames))")
    }
    return (label, "")
  }

  /// The label in the file at `origin` of the frame that `label` names in the file at `path`, which was made from it: where both have as many pictures at one
  /// rate, the one as far from its first.
  static func counterpart(of label: Timecode, in path: String, in origin: String) -> Timecode? {
    guard let made = try? MediaReader.probe(path), let source = try? MediaReader.probe(origin), let start = made.timecodes.first?.start,
      let first = source.timecodes.first?.start, let new = made.video.first?.facts, let old = source.video.first?.facts, let rate = new.rate,
      old.rate?.hasSameSpeed(as: rate) == true, new.frameCount != nil, new.frameCount == old.frameCount,
      let offset = try? start.duration(until: label)
    else { return nil }
    return first.advanced(wrapping: offset)
  }

  /// A label that a media file has.
  static func labelled(_ text: String, in path: String) throws -> Timecode {
    let media = try MediaReader.probe(path)
    guard let stream = media.timecodes.first else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ has no timecode, so it has no frame \(text): trace it without a label")
    }
    let label = try label(text, at: stream.start.rate, of: path)
    let frames = media.video.first?.facts.frameCount
    if let frames, let offset = try? stream.start.duration(until: label), offset >= frames {
      throw OperationsError(
        .badInput, subject: path, "‘\(path)’ has no frame \(label): it runs from \(stream.start) to \(stream.start.advanced(wrapping: frames))")
    }
    return label
  }
}
