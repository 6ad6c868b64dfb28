// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import Signals
import Timing

extension TinyMedia {
  /// Writes a ProRes clip whose loudness and colour tags are chosen.
  static func clip(_ path: String, frames: Int, loudness: Double, color: ColorDescription) throws {
    let rate = FrameRate.fps25
    let label = try Timecode("10:00:00:00", at: rate)
    let programme = Programme(pictures: ".", framesPerMark: frames, rate: rate, start: label, width: 320, height: 180, loudness: loudness)
    guard let encoding = Encoding.preset("prores-proxy") else { throw CocoaError(.featureUnsupported) }
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: PictureShape(format: .yuv422p10, width: 320, height: 180, rate: rate, color: color),
      audio: [SoundShape(sampleRate: 48_000, layout: .stereo)], labels: MediaWriter.Labels(start: label, reel: "A001"), isReproducible: true)
    for frame in 0..<frames {
      try writer.write(programme.picture(at: FrameCount(frame)))
      try writer.write(programme.soundSource.integers(rate.samples(of: FrameCount(frame), sampleRate: 48_000)))
    }
    try writer.finish()
  }

  /// Writes a Broadcast Wave of a second's speech.
  static func sound(_ path: String) throws {
    guard let encoding = Encoding.preset("wav-24") else { throw CocoaError(.featureUnsupported) }
    let programme = Programme(pictures: ".", framesPerMark: 25, width: 320, height: 180)
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: nil, audio: [SoundShape(sampleRate: 48_000, layout: .stereo)], labels: MediaWriter.Labels(),
      isReproducible: true)
    try writer.write(programme.soundSource.integers(0..<48_000))
    try writer.finish()
  }

  /// Writes a copy of the clip at `path` with the bits of its middle fifth turned over.
  static func damagedCopy(of path: String, at copy: String) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for index in bytes.count * 2 / 5..<bytes.count * 3 / 5 { bytes[index] ^= 0xFF }
    try bytes.write(to: URL(fileURLWithPath: copy))
  }

  /// Writes the first three fifths of the file at `path`.
  static func truncatedCopy(of path: String, at copy: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try bytes.prefix(bytes.count * 3 / 5).write(to: URL(fileURLWithPath: copy))
  }
}
