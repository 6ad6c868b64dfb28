// SPDX-License-Identifier: Apache-2.0

import Essence
import MediaIO
import Signals
import Testing
import Timing

/// Small movies in which every frame is another picture.
enum DrawnMovie {
  /// Writes one at 25 frames a second in ProRes, without sound.
  static func write(_ path: String, frames: Int, start: String?, reel: String, width: Int = 160) throws {
    var encoding = try #require(Encoding.preset("prores-proxy"))
    encoding.audio = nil
    let height = width * 9 / 16 / 2 * 2
    let programme = Programme(pictures: ".", framesPerMark: frames, width: width, height: height)
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: PictureShape(format: .yuv422p10, width: width, height: height, rate: .fps25, color: .bt709), audio: [],
      labels: MediaWriter.Labels(start: try start.map { try Timecode($0, at: .fps25) }, reel: reel), isReproducible: true)
    for frame in 0..<frames { try writer.write(programme.picture(at: FrameCount(frame))) }
    try writer.finish()
  }
}
