// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import TestSupport
import Testing
import Timing

/// What is written depends on what is given and on nothing else: not on the run, the memory before it or the source's own coding.
struct ReproducibleFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("prores-422", 2), ("ffv1", 2), ("dnxhd-36", 2), ("wav-24", 2), ("proxy-h264-540p", 10), ("web-h264-1080p", 10), ("web-h265-2160p", 10),
  ])
  func `equal input makes equal files`(_ name: String, _ runs: Int) throws {
    let preset = TestMedia.preset(name)
    var files: Set<Data> = []
    defer { soilMemory(0) }
    for run in 0..<runs {
      soilMemory(UInt8(run * 25))
      let path = folder.path("\(run).\(preset.wrapper.fileExtension)")
      files.insert(try contents(TestMedia.write(preset, to: path, frames: 4, threads: 2)))
    }
    #expect(files.count == 1)
  }

  @Test(arguments: ["proxy-h264-540p", "web-h265-2160p"], [1, 2, 3, 30])
  func `short streams have true times`(_ name: String, _ count: Int) throws {
    let preset = TestMedia.preset(name)
    defer { soilMemory(0) }
    for value in [UInt8(18), 200] {
      soilMemory(value)
      let path = try TestMedia.write(preset, to: folder.path("\(value).\(preset.wrapper.fileExtension)"), frames: count, threads: 2)
      let video = try #require(try MediaReader.probe(path).video.first)
      #expect(video.facts.frameCount.map { $0.value } == count && video.facts.rate == .fps25)
      #expect(try TestMedia.numbers(path).map(\.position) == Array(0..<count))
    }
  }

  /// Has memory that is allocated from now on hold `value`, so that an encoder that reads what it never wrote shows it; 0 for as it comes.
  private func soilMemory(_ value: UInt8) {
    typealias SetOption = @convention(c) (Int32, Int32) -> Int32  // glibc's mallopt, which its Swift module leaves out
    guard let address = dlsym(nil, "mallopt") else { return }
    let set = unsafeBitCast(address, to: SetOption.self)
    let (fillFreshMemory, mapBlocksFrom): (Int32, Int32) = (-6, -3)  // mapped blocks come cleared
    _ = set(mapBlocksFrom, 1 << 25)
    _ = set(fillFreshMemory, Int32(value))
  }

  @Test func `the source's key pictures are not copied`() throws {
    var source = TestMedia.preset("proxy-h264-540p")
    source.video?.keyInterval = 0.28  // seven pictures
    let path = try TestMedia.write(source, to: folder.path("source.mp4"), frames: 60)
    #expect(try keyPictures(path).prefix(3) == [0, 7, 14])
    let reader = try MediaReader(path: path, options: .init(audio: .none))
    let shape = PictureShape(format: .yuv420p, width: 320, height: 180, rate: .fps25, color: .bt709)
    let writer = try MediaWriter(path: folder.path("target.mp4"), encoding: TestMedia.preset("proxy-h264-540p"), video: shape)
    while let event = try reader.next() { if case .picture(let picture, _) = event { try writer.write(picture) } }
    try writer.finish()
    #expect(try keyPictures(folder.path("target.mp4")) == [0, 25, 50])
  }

  private func keyPictures(_ path: String) throws -> [Int] {
    let reader = try MediaReader(path: path, options: .init(audio: .none))
    var keys: [Int] = []
    while let event = try reader.next() { if case .picture(let picture, _) = event, picture.attributes.isKey { keys.append(picture.position.value) } }
    return keys
  }
}
