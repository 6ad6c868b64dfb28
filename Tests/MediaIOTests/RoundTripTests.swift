// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

/// What is written is read back: pictures in number and order, sound to the bit, timecode and reel.
struct RoundTripTests {
  let folder: TemporaryFolder

  private struct Failure: Error {}

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: ["prores-proxy", "prores-422-hq", "prores-4444", "dnxhr-sq", "dnxhr-444", "ffv1", "v210", "proxy-h264-540p", "web-h265-2160p"])
  func `every picture comes back once, in order, at its position`(_ name: String) throws {
    let preset = TestMedia.preset(name)
    let path = try TestMedia.write(preset, to: folder.path("clip.\(preset.wrapper.fileExtension)"), frames: 30)
    let numbers = try TestMedia.numbers(path)
    #expect(numbers.map(\.position) == Array(0..<30))
    #expect(numbers.map(\.number) == Array(0..<30))
  }

  @Test(arguments: [
    ("prores-proxy", "apco", "Proxy"), ("prores-lt", "apcs", "LT"), ("prores-422", "apcn", "Standard"), ("prores-422-hq", "apch", "HQ"),
    ("prores-4444", "ap4h", "4444"), ("dnxhr-hqx", "AVdh", "DNXHR HQX"), ("proxy-h264-540p", "avc1", "High@1.2"), ("web-h265-2160p", "hvc1", nil),
  ])
  func `the coding is labelled as what it is`(_ name: String, _ tag: String, _ profile: String?) throws {
    let preset = TestMedia.preset(name)
    let path = try TestMedia.write(preset, to: folder.path("clip.\(preset.wrapper.fileExtension)"), frames: 2)
    let facts = try #require(try MediaReader.probe(path).video.first).facts
    #expect(facts.codeTag == tag)
    if let profile { #expect(facts.profile == profile) }
  }

  @Test func `DNxHD fills its raster, between bars where the shape is another`() throws {
    let path = try TestMedia.write(TestMedia.preset("dnxhd-120"), to: folder.path("clip.mxf"), frames: 5)
    let description = try MediaReader.probe(path)
    #expect(description.video.first?.facts.width == 1920 && description.video.first?.facts.height == 1080)
    #expect(description.disagreements.isEmpty)
    let wide = try TestMedia.write(TestMedia.preset("dnxhd-36"), to: folder.path("wide.mxf"), frames: 1, width: 400, height: 180)
    let reader = try MediaReader(path: wide, options: .init(audio: .none))
    guard case .picture(let picture, _)? = try reader.next() else { throw Failure() }
    #expect(picture.width == 1920 && picture.height == 1080)
    #expect((0..<100).allSatisfy { picture.planes[0].row($0).load(fromByteOffset: 960, as: UInt8.self) < 20 })
    #expect(try TestMedia.numbers(path).map(\.number) == Array(0..<5))
  }

  @Test(arguments: ["prores-lt", "ffv1", "wav-24"])
  func `sound of 24 bits comes back to the bit`(_ name: String) throws {
    let preset = TestMedia.preset(name)
    let path = try TestMedia.write(preset, to: folder.path("clip.\(preset.wrapper.fileExtension)"), frames: 25)
    let reader = try MediaReader(path: path, options: .init(video: .none, samples: .exactIntegers))
    var channels: [[Int32]] = [[], []]
    while let event = try reader.next() {
      guard case .integerSound(let block, _) = event else { continue }
      #expect(block.position == channels[0].count)
      #expect(block.bitDepth == 24)
      for channel in 0..<2 { channels[channel] += block.channel(channel) }
    }
    #expect(channels[0] == TestMedia.ramp(48_000, seed: 0))
    #expect(channels[1] == TestMedia.ramp(48_000, seed: 1))
  }

  @Test func `integers read as float are the same numbers`() throws {
    let path = try TestMedia.write(TestMedia.preset("wav-24"), to: folder.path("clip.wav"), frames: 5)
    let reader = try MediaReader(path: path)
    var left: [Float] = []
    while let event = try reader.next() { if case .sound(let block, _) = event { left += block.channel(0) } }
    #expect(left == TestMedia.ramp(9600, seed: 0).map { Float($0) * 0x1p-23 })
  }

  @Test(arguments: ["prores-proxy", "dnxhr-lb", "proxy-h264-540p", "dnxhd-36"], [FrameRate.fps25, .fps23_976, .fps29_97df])
  func `timecode and reel come back`(_ name: String, _ rate: FrameRate) throws {
    let preset = TestMedia.preset(name)
    let start = try Timecode("10:01:02:03".replacing(":03", with: rate.isDropFrame ? ";03" : ":03"), at: rate)
    let labels = MediaWriter.Labels(start: start, reel: "A001R2EC")
    let path = try TestMedia.write(preset, to: folder.path("clip.\(preset.wrapper.fileExtension)"), frames: 2, rate: rate, labels: labels)
    let description = try MediaReader.probe(path)
    let timecode = try #require(description.timecodes.first)
    #expect(timecode.start == start)
    #expect(timecode.reel == (preset.wrapper == .mp4 ? nil : "A001R2EC"))  // MP4 has no place for a reel name
    #expect(timecode.source == (preset.wrapper == .mxf ? .mxfMaterialPackage : .quickTimeTrack))
    #expect(description.video.first?.facts.rate?.hasSameSpeed(as: rate) == true)
    #expect(description.video.first?.facts.frameCount == 2)
  }

  @Test func `Broadcast Wave keeps its start in samples, with rate and tape`() throws {
    let start = try Timecode("10:01:02;03", at: .fps29_97df)
    let path = try TestMedia.write(
      TestMedia.preset("wav-24"), to: folder.path("roll.wav"), frames: 3, rate: .fps29_97df, labels: .init(start: start, reel: "SR & 04"))
    let timecodes = try MediaReader.probe(path).timecodes
    #expect(timecodes.map(\.source) == [.iXML, .bextTimeReference])
    #expect(timecodes.allSatisfy { $0.start == start && $0.reel == "SR & 04" })
  }

  @Test func `colour, scan and pixel aspect are written and read back`() throws {
    let path = try TestMedia.write(TestMedia.preset("prores-422-hq"), to: folder.path("i.mov"), frames: 2, scan: .interlacedTopFirst)
    let video = try #require(try MediaReader.probe(path).video.first)
    #expect(video.wrapper.scan == .interlacedTopFirst)
    #expect(video.essence.scan == .interlacedTopFirst)
    #expect(video.wrapper.color.primaries == 1 && video.essence.color.primaries == 1)
    #expect(video.facts.profile == "HQ" && video.facts.codeTag == "apch")
    #expect(video.facts.bitDepth == 10 && video.facts.chromaSampling == "4:2:2")
  }

  @Test func `a file that exists is not written over`() throws {
    let path = try TestMedia.write(TestMedia.preset("wav-24"), to: folder.path("clip.wav"), frames: 2)
    let before = try contents(path)
    let error = #expect(throws: MediaIOError.self) { try TestMedia.write(TestMedia.preset("wav-24"), to: path, frames: 2) }
    #expect(error?.code == .alreadyExists)
    #expect(try contents(path) == before)
  }

  @Test func `a file that cannot be begun leaves nothing behind`() throws {
    let path = folder.path("nothing.wav")
    let error = #expect(throws: MediaIOError.self) { try MediaWriter(path: path, encoding: TestMedia.preset("wav-24")) }
    #expect(error?.code == .invalidRequest)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `every preset name is its own and can be found`() {
    #expect(Set(Encoding.presets.map(\.name)).count == Encoding.presets.count)
    for preset in Encoding.presets { #expect(Encoding.preset(preset.name) == preset) }
    #expect(Encoding.preset("prores-423") == nil)
  }
}
