// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

struct `Stills of frames` {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Mean luma of a JPEG file, by our own decoder.
  private func brightness(_ still: ClipSummary.Poster) throws -> Double {
    let path = folder.path("still-\(UUID().uuidString)")
    try Data(still.jpeg).write(to: URL(fileURLWithPath: path))
    guard case .picture(let picture, _)? = try MediaReader(path: path).next() else { return -1 }
    let rows = (0..<picture.height).map { row in
      (0..<picture.width).reduce(0) { $0 + Int(picture.planes[0].row(row).load(fromByteOffset: $1, as: UInt8.self)) }
    }
    return Double(rows.reduce(0, +)) / Double(picture.width * picture.height)
  }

  @Test(arguments: ["prores-proxy", "proxy-h264-540p"]) func `the very frame is taken, from long groups of pictures too`(_ name: String) throws {
    let preset = TestMedia.preset(name)
    let shape = PictureShape(format: .yuv422p10, width: 320, height: 180, rate: .fps25, color: .bt709)
    let programme = Programme(pictures: "..B..", sound: ".....", framesPerMark: 10, rate: .fps25, start: nil, width: 320, height: 180)
    let path = folder.path("clip.\(preset.wrapper.fileExtension)")
    let writer = try MediaWriter(path: path, encoding: preset, video: shape, audio: [])
    for frame in 0..<50 { try writer.write(programme.picture(at: FrameCount(frame))) }
    try writer.finish()
    let stills = try #require(try StillFrames(path))
    #expect(try brightness(stills.still(at: 19)) > 20)
    #expect(try brightness(stills.still(at: 20)) < 8)
    #expect(try brightness(stills.still(at: 29)) < 8)
    #expect(try brightness(stills.still(at: 30)) > 20)
    // Backwards too, and the same bytes again.
    #expect(try stills.still(at: 20) == StillFrames(path)?.still(at: 20))
    #expect(throws: MediaIOError.self) { try stills.still(at: 50) }
  }

  @Test func `sound has no stills`() throws {
    let path = try TestMedia.write(TestMedia.preset("wav-24"), to: folder.path("sound.wav"), frames: 5)
    #expect(try StillFrames(path) == nil)
  }
}
