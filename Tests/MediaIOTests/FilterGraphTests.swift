// SPDX-License-Identifier: Apache-2.0

import Essence
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

/// Pictures and sound through FFmpeg's filters.
struct FilterGraphTests {
  private let shape = PictureShape(format: .yuv422p10, width: 320, height: 180, rate: .fps25, color: .bt709)

  private func run(_ filters: String, frames: Int = 6) throws -> [Picture] {
    let graph = try FilterGraph(pictures: shape, filters: filters)
    var results: [Picture] = []
    for number in 0..<frames {
      try graph.push(TestMedia.picture(number, shape))
      while let picture = try graph.nextPicture() { results.append(picture) }
    }
    try graph.finish()
    while let picture = try graph.nextPicture() { results.append(picture) }
    return results
  }

  @Test(arguments: ["null", "scale=640:360", "format=yuv420p", "bwdif=mode=send_frame:deint=all", "yadif", "pad=400:300:20:60"])
  func `every picture comes out in its place`(_ filters: String) throws {
    let pictures = try run(filters)
    #expect(pictures.map(\.position.value) == Array(0..<6))
    if !filters.hasPrefix("pad") { #expect(pictures.map { FrameCounter.read($0)?.value } == Array(0..<6)) }
  }

  @Test func `scaling gives the size and format that were asked for`() throws {
    let picture = try #require(try run("scale=96:54,format=gbrp").first)
    #expect(picture.width == 96 && picture.height == 54)
    #expect(picture.format.name == "gbrp" && picture.format.model == .rgb)
    #expect(picture.planes.count == 3 && picture.planes.allSatisfy { $0.width == 96 && $0.height == 54 })
  }

  @Test func `sound is resampled`() throws {
    let graph = try FilterGraph(sound: SoundShape(sampleRate: 48_000, layout: .stereo), filters: "aresample=24000")
    try graph.push(AudioBlock<Float>(sampleRate: 48_000, channels: [[Float]](repeating: [Float](repeating: 0.5, count: 48_000), count: 2)))
    try graph.finish()
    var count = 0
    while let block = try graph.nextSound() {
      #expect(block.position == count && block.sampleRate == 24_000 && block.channelCount == 2)
      count += block.count
    }
    #expect(abs(count - 24_000) < 32)
  }

  @Test(arguments: ["no-such-filter", "scale=nonsense=1", "scale=-5:-7:zzz", "[a][b", ""])
  func `a filter that does not exist is an error`(_ filters: String) {
    let error = #expect(throws: MediaIOError.self) { try FilterGraph(pictures: shape, filters: filters) }
    #expect(error?.code == .invalidRequest)
  }
}
