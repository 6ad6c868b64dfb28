// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import Signals
import Timing

/// Clips of a few pictures, made for tests.
enum TinyMedia {
  /// Writes a ProRes clip drawn with the marks of `Programme`, one mark for each `framesPerMark` pictures.
  static func clip(
    _ path: String, pictures: String = "....", sound: String = "....", framesPerMark: Int = 5, start: String = "10:00:00:00", rate: FrameRate = .fps25
  ) throws {
    try FileManager.default.createDirectory(at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    let label = try Timecode(start, at: rate)
    let programme = Programme(pictures: pictures, sound: sound, framesPerMark: framesPerMark, rate: rate, start: label, width: 320, height: 180)
    guard let encoding = Encoding.preset("prores-proxy") else { throw CocoaError(.featureUnsupported) }
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: PictureShape(format: .yuv422p10, width: 320, height: 180, rate: rate, color: .bt709),
      audio: [SoundShape(sampleRate: 48_000, layout: .stereo)], labels: MediaWriter.Labels(start: label, reel: "A001"), isReproducible: true)
    for frame in 0..<programme.frameCount.value {
      try writer.write(programme.picture(at: FrameCount(frame)))
      try writer.write(programme.soundSource.integers(rate.samples(of: FrameCount(frame), sampleRate: 48_000)))
    }
    try writer.finish()
  }
}
