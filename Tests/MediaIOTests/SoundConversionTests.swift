// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import TestSupport
import Testing

/// What becomes of sound in any number of channels, places, rates and depths.
struct SoundConversionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let layouts: [ChannelLayout] =
    [.mono, .stereo, ChannelLayout([.left, .right, .center]), ChannelLayout([.mono, .mono])] + [1, 2, 3, 6, 8, 16].map(unknown)

  private static func unknown(_ count: Int) -> ChannelLayout { ChannelLayout(Array(repeating: .unknown, count: count)) }

  /// Sound in which each channel holds a level of its own: a hundredth, two hundredths and so on.
  private func write(_ encoding: Encoding, _ layout: ChannelLayout, sampleRate: Int = 48_000) throws -> String {
    let path = folder.path("\(encoding.name).\(encoding.wrapper.fileExtension)")
    let writer = try MediaWriter(path: path, encoding: encoding, audio: [SoundShape(sampleRate: sampleRate, layout: layout)])
    let channels = layout.positions.indices.map { [Float](repeating: Float($0 + 1) / 100, count: sampleRate / 10) }
    for _ in 0..<4 { try writer.write(AudioBlock<Float>(sampleRate: sampleRate, channels: channels)) }
    try writer.finish()
    return path
  }

  /// The level of each channel in hundredths in the middle of a file, its sample rate and its number of samples.
  private func read(_ path: String) throws -> (levels: [Int], sampleRate: Int, count: Int) {
    let reader = try MediaReader(path: path, options: .init(video: .none))
    var (blocks, count): ([AudioBlock<Float>], Int) = ([], 0)
    while let event = try reader.next() {
      guard case .sound(let block, _) = event else { continue }
      blocks.append(block)
      count += block.count
    }
    let middle = try #require(blocks.first { $0.position + $0.count > count / 2 })
    let levels = (0..<middle.channelCount).map { Int((middle.channel($0)[middle.count / 2] * 100).rounded()) }
    return (levels, middle.sampleRate, count)
  }

  @Test(arguments: ["wav-24", "prores-lt", "ffv1"], layouts)
  func `channels are kept one by one, whatever their places`(_ name: String, _ layout: ChannelLayout) throws {
    var encoding = TestMedia.preset(name)
    encoding.video = nil
    guard encoding.audio?.coding != .flac || layout.positions.count <= 8 else { return }  // RFC 9639: eight at most
    let sound = try read(write(encoding, layout))
    #expect(sound.levels == layout.positions.indices.map { $0 + 1 })
    #expect(sound.count == 19_200)
  }

  @Test func `channels in another order keep their places`() throws {
    let film = ChannelLayout([.left, .center, .right, .leftSurround, .rightSurround, .lowFrequency])
    let path = try write(TestMedia.preset("wav-24"), film)
    #expect(try read(path).levels == [1, 3, 2, 6, 4, 5])
    #expect(
      try MediaReader.probe(path).audio.first?.facts.layout
        == ChannelLayout([.left, .right, .center, .lowFrequency, .leftSurround, .rightSurround]))
  }

  @Test(arguments: layouts)
  func `of unknown places the first two are stereo`(_ layout: ChannelLayout) throws {
    var encoding = TestMedia.preset("proxy-h264-540p")
    encoding.video = nil
    let levels = try read(write(encoding, layout)).levels
    #expect(levels.count == 2)
    if layout.positions.count > 1, layout.positions.count != 3 || layout.positions[0] == .unknown { #expect(levels == [1, 2]) }
  }

  @Test func `too few channels of unknown place are not spread out`() throws {
    var encoding = TestMedia.preset("wav-24")
    encoding.audio?.layout = ChannelLayout([.left, .right, .center])
    let error = #expect(throws: MediaIOError.self) { try write(encoding, Self.unknown(2)) }
    #expect(error?.code == .invalidRequest)
  }

  @Test(arguments: [44_100, 48_000, 96_000], ["wav-24", "dnxhr-lb", "proxy-h264-540p"])
  func `sound is brought to the rate of the encoding`(_ rate: Int, _ name: String) throws {
    var encoding = TestMedia.preset(name)
    encoding.video = nil
    let sound = try read(write(encoding, .stereo, sampleRate: rate))
    #expect(sound.sampleRate == (name == "wav-24" ? rate : 48_000))
    #expect(sound.levels == [1, 2])
    #expect(abs(sound.count - sound.sampleRate * 4 / 10) <= (name == "proxy-h264-540p" ? 2048 : 1))  // AAC ends in a whole block
  }

  @Test(
    .enabled(if: Judge.isHere, "ffmpeg and ffprobe are not installed"), arguments: ["pcm_u8", "pcm_s16le", "pcm_s32le", "pcm_f32le", "pcm_f64le"])
  func `sources of any depth go into 24 bits`(_ coding: String) throws {
    let path = folder.path("source.wav")
    _ = try Judge.run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "aevalsrc=0.25|-0.5:s=44100:d=0.2", "-c:a", coding, path])
    let reader = try MediaReader(path: path, options: .init(samples: .exactIntegers))
    let writer = try MediaWriter(
      path: folder.path("target.wav"), encoding: TestMedia.preset("wav-24"), audio: [SoundShape(sampleRate: 44_100, layout: .stereo)])
    while let event = try reader.next() {
      if case .sound(let block, _) = event { try writer.write(block) }
      if case .integerSound(let block, _) = event { try writer.write(block) }
    }
    try writer.finish()
    let sound = try read(folder.path("target.wav"))
    #expect(sound.levels == [25, -50] && sound.count == 8820)
    #expect(try MediaReader.probe(folder.path("target.wav")).audio.first?.facts.bitDepth == 24)
  }
}
