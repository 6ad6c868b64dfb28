// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

struct `Poster frames` {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Mean luma of a JPEG file, by our own decoder.
  private func brightness(_ poster: ClipSummary.Poster) throws -> Double {
    let path = folder.path("poster-\(UUID().uuidString)")
    try Data(poster.jpeg).write(to: URL(fileURLWithPath: path))
    let reader = try MediaReader(path: path)
    guard case .picture(let picture, _)? = try reader.next() else { return -1 }
    #expect(picture.width == poster.width && picture.height == poster.height)
    var sum = 0
    for row in 0..<picture.height {
      for column in 0..<picture.width { sum += Int(picture.planes[0].row(row).load(fromByteOffset: column, as: UInt8.self)) }
    }
    return Double(sum) / Double(picture.width * picture.height)
  }

  @Test(arguments: ["prores-proxy", "proxy-h264-540p", "dnxhd-36", "dnxhr-lb-mxf"])
  func `a clip has a small picture of its own shape, the same each time`(_ name: String) throws {
    guard let preset = Encoding.preset(name) else { return }
    let path = try TestMedia.write(preset, to: folder.path("clip.\(preset.wrapper.fileExtension)"), frames: 30)
    let poster = try #require(try PosterFrame.of(path))
    #expect(poster.width == 320 && poster.height == 180)
    #expect(poster.jpeg.starts(with: [0xFF, 0xD8]) && poster.jpeg.suffix(2) == [0xFF, 0xD9] && poster.jpeg.count < 60_000)
    #expect(try PosterFrame.of(path) == poster)
    #expect(try brightness(poster) > 20)
  }

  @Test func `black at the place is passed by for the brightest of three`() throws {
    let programme = Programme(pictures: "BBB..", sound: ".....", framesPerMark: 10, rate: .fps25, start: nil, width: 320, height: 180)
    let shape = PictureShape(format: .yuv422p10, width: 320, height: 180, rate: .fps25, color: .bt709)
    let path = folder.path("black.mov")
    let writer = try MediaWriter(path: path, encoding: TestMedia.preset("prores-proxy"), video: shape, audio: [])
    for frame in 0..<50 { try writer.write(programme.picture(at: FrameCount(frame))) }
    try writer.finish()
    let poster = try #require(try PosterFrame.of(path))
    #expect(try brightness(poster) > 20)
  }

  @Test func `a clip that is black throughout has a black poster`() throws {
    let programme = Programme(pictures: "BB", sound: "..", framesPerMark: 5, rate: .fps25, start: nil, width: 320, height: 180)
    let path = folder.path("black.mov")
    let shape = PictureShape(format: .yuv422p10, width: 320, height: 180, rate: .fps25, color: .bt709)
    let writer = try MediaWriter(path: path, encoding: TestMedia.preset("prores-proxy"), video: shape, audio: [])
    for frame in 0..<10 { try writer.write(programme.picture(at: FrameCount(frame))) }
    try writer.finish()
    let poster = try #require(try PosterFrame.of(path))
    #expect(try brightness(poster) < 4)
  }

  @Test(.enabled(if: Judge.isHere, "FFmpeg's programs are not installed"))
  func `pixels that are not square and cameras held upright come out as they look`() throws {
    let tall = folder.path("tall.mov"), plain = folder.path("plain.mov"), wide = folder.path("wide.mov")
    let source = ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=1", "-c:v", "mpeg4"]
    _ = try Judge.run("ffmpeg", source + [plain])
    _ = try Judge.run("ffmpeg", ["-v", "error", "-i", plain, "-c", "copy", tall])
    try turn(tall)
    let upright = try #require(try PosterFrame.of(tall))
    #expect(upright.width == 320 && upright.height == 568)
    _ = try Judge.run(
      "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=720x576:rate=25:duration=1", "-vf", "setsar=64/45", "-c:v", "mpeg4", wide])
    let stretched = try #require(try PosterFrame.of(wide))
    #expect(stretched.width == 320 && stretched.height == 180)
  }

  /// Writes a quarter turn into a file's track header (ISO/IEC 14496-12, 8.3.2).
  private func turn(_ path: String) throws {
    var bytes = try contents(path)
    let header = try #require(bytes.range(of: Data("tkhd".utf8))).upperBound + 40
    for (index, number) in ([0, 1, 0, -1, 0, 0] as [Int32]).enumerated() {
      withUnsafeBytes(of: (number << 16).bigEndian) { bytes.replaceSubrange(header + 4 * index..<header + 4 * index + 4, with: $0) }
    }
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  @Test(.enabled(if: Judge.isHere, "FFmpeg's programs are not installed"))
  func `in a long group of pictures the key picture is taken, not one that all before it are decoded for`() throws {
    let path = folder.path("long.mp4"), first = folder.path("first.mp4")
    let source = ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=20", "-c:v", "libx264", "-preset", "ultrafast"]
    _ = try Judge.run("ffmpeg", source + ["-g", "600", "-keyint_min", "600", path])
    _ = try Judge.run("ffmpeg", ["-v", "error", "-i", path, "-c", "copy", "-frames:v", "1", first])
    #expect(try PosterFrame.of(path) == PosterFrame.of(first))
  }

  @Test func `sound has none, and a broken file is an error`() throws {
    let sound = try TestMedia.write(TestMedia.preset("wav-24"), to: folder.path("take.wav"), frames: 10)
    #expect(try PosterFrame.of(sound) == nil)
    let path = try TestMedia.write(TestMedia.preset("prores-proxy"), to: folder.path("clip.mov"), frames: 6)
    let bytes = try contents(path)
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: path))
    #expect(throws: MediaIOError.self) { try PosterFrame.of(path) }
  }

  @Test(arguments: ["prores-proxy", "proxy-h264-540p"])
  func `bent files are survived`(_ name: String) throws {
    let preset = TestMedia.preset(name)
    let path = folder.path("clip.\(preset.wrapper.fileExtension)")
    let bytes = [UInt8](try contents(TestMedia.write(preset, to: path, frames: 6)))
    var random = SeededRandom(6)
    for _ in 0..<24 {
      var bent = bytes
      for _ in 0..<20 { bent[Int.random(in: bent.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random) }
      try Data(bent).write(to: URL(fileURLWithPath: path))
      _ = try? PosterFrame.of(path)
    }
  }
}
