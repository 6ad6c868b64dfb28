// SPDX-License-Identifier: Apache-2.0

import Essence
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

/// A seek lands on the picture that was asked for: the number burnt into it says so.
struct SeekTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("prores-proxy", FrameRate.fps29_97), ("dnxhr-lb", .fps25), ("ffv1", .fps25), ("proxy-h264-540p", .fps25), ("proxy-h264-540p", .fps29_97),
    ("web-h265-2160p", .fps23_976),
  ])
  func `every picture can be gone to`(_ name: String, _ rate: FrameRate) throws {
    let preset = TestMedia.preset(name)
    let path = try TestMedia.write(preset, to: folder.path("clip.\(preset.wrapper.fileExtension)"), frames: 45, rate: rate)
    let reader = try MediaReader(path: path)
    var random = SeededRandom(7)
    for target in (0..<45).shuffled(using: &random) {
      try reader.seek(to: FrameCount(target))
      let picture = try #require(try firstPicture(reader))
      #expect(picture.position.value == target)
      #expect(FrameCounter.read(picture)?.value == target)
    }
  }

  @Test func `after a seek pictures go on to the end`() throws {
    let path = try TestMedia.write(TestMedia.preset("proxy-h264-540p"), to: folder.path("clip.mp4"), frames: 60)
    let reader = try MediaReader(path: path)
    while try reader.next() != nil {}
    try reader.seek(to: 37)
    var numbers: [Int] = []
    while let event = try reader.next() {
      switch event {
      case .picture(let picture, _): numbers.append(FrameCounter.read(picture)?.value ?? -1)
      case .damage(let damage): Issue.record("\(damage)")
      default: break
      }
    }
    #expect(numbers == Array(37..<60))
  }

  @Test func `sound goes on from the sample of the picture`() throws {
    let path = try TestMedia.write(TestMedia.preset("prores-lt"), to: folder.path("clip.mov"), frames: 60)
    let reader = try MediaReader(path: path, options: .init(samples: .exactIntegers))
    for target in [0, 1, 13, 59] {
      try reader.seek(to: FrameCount(target))
      var sound: [Int32] = []
      while let event = try reader.next() {
        guard case .integerSound(let block, _) = event else { continue }
        if sound.isEmpty { #expect(block.position == target * 1920) }
        sound += block.channel(0)
      }
      #expect(sound == Array(TestMedia.ramp(60 * 1920, seed: 0)[(target * 1920)...]), "\(target)")
    }
  }

  @Test(arguments: [-1, 45, 1_000_000_000_000, Int.max])
  func `a picture that is not there is an error`(_ target: Int) throws {
    let path = try TestMedia.write(TestMedia.preset("proxy-h264-540p"), to: folder.path("clip.mp4"), frames: 45)
    let reader = try MediaReader(path: path)
    let error = #expect(throws: MediaIOError.self) { try reader.seek(to: FrameCount(target)) }
    #expect(error?.code == .invalidRequest)
  }

  private func firstPicture(_ reader: MediaReader) throws -> Picture? {
    while let event = try reader.next() { if case .picture(let picture, _) = event { return picture } }
    return nil
  }
}
