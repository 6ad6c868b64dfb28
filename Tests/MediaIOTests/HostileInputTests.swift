// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import TestSupport
import Testing
import Timing

/// Files that are cut, bent or forged end in an error or in damage that is named; never in a crash, a hang or a false claim to be whole.
struct HostileInputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let presets = ["prores-proxy", "proxy-h264-540p", "dnxhd-36", "ffv1", "wav-24"]

  /// Probes and reads all of a file; gives what was read, or `nil` where it could not be opened.
  private func read(_ bytes: Data, _ name: String) throws -> (pictures: Int, damage: [MediaDamage])? {
    let path = folder.path(name)
    try bytes.write(to: URL(fileURLWithPath: path))
    do {
      _ = try MediaReader.probe(path, countingPictures: true)
      let reader = try MediaReader(path: path, options: .init(threads: 1))
      var (pictures, damage) = (0, [MediaDamage]())
      while let event = try reader.next() {
        if case .picture = event { pictures += 1 }
        if case .damage(let one) = event { damage.append(one) }
      }
      try? reader.seek(to: 3)
      _ = try reader.next()
      return (pictures, damage)
    } catch {
      #expect(error.description.contains(path) && !error.description.contains("\n"))
      return nil
    }
  }

  private func whole(_ name: String) throws -> (Data, String) {
    let preset = TestMedia.preset(name)
    let start = try Timecode("01:00:00:00", at: .fps25)
    let labels = MediaWriter.Labels(start: start, reel: "A001")
    let path = try TestMedia.write(preset, to: folder.path("whole.\(preset.wrapper.fileExtension)"), frames: 6, labels: labels)
    return (try contents(path), "cut.\(preset.wrapper.fileExtension)")
  }

  @Test(arguments: presets)
  func `a file cut anywhere is an error or reads what is left`(_ name: String) throws {
    let (bytes, cut) = try whole(name)
    for part in 1..<24 {
      let result = try read(bytes.prefix(bytes.count * part / 24), cut)
      if let result, name != "wav-24" { #expect(result.pictures <= 6) }
    }
    #expect(try read(bytes, cut) != nil)
  }

  @Test(arguments: presets)
  func `flipped bits are survived`(_ name: String) throws {
    let (bytes, bent) = try whole(name)
    var random = SeededRandom(2_026)
    for round in 0..<16 {
      var copy = bytes
      let headFirst = round % 2 == 0 ? min(4096, bytes.count) : bytes.count  // wrappers keep what matters at their ends
      for _ in 0..<12 { copy[Int.random(in: 0..<headFirst, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
      _ = try read(copy, bent)
    }
  }

  @Test(arguments: [768_001, 10_000_000, 0x7FFF_FFFF]) func `a sample rate that nobody uses is refused before memory is laid out by it`(rate: Int)
    throws
  {
    let path = try TestMedia.write(TestMedia.preset("wav-24"), to: folder.path("whole.wav"), frames: 6)
    var bytes = try contents(path)
    let format = try #require(bytes.firstRange(of: Data("fmt ".utf8))?.upperBound) + 8
    bytes.replaceSubrange(format..<format + 4, with: withUnsafeBytes(of: UInt32(rate).littleEndian) { Data($0) })
    try bytes.write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: MediaIOError.self) { try MediaReader(path: path) }
    #expect(error?.code == .damaged)
    #expect(error?.description.contains("it states a sample rate of \(rate) Hz") == true)
    #expect(try MediaReader.probe(path).wrapper.notes.contains { $0.contains("sample rate of \(rate) Hz") })
  }

  @Test func `a QuickTime file without its index says so`() throws {
    let (bytes, name) = try whole("prores-proxy")
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: folder.path(name)))
    let error = #expect(throws: MediaIOError.self) { try MediaReader(path: folder.path(name)) }
    #expect(error?.code == .cutShort)
  }

  @Test func `a stream that ends early is damage with its place`() throws {
    let (bytes, name) = try whole("dnxhd-36")
    let result = try #require(try read(bytes.prefix(bytes.count * 2 / 3), name))
    #expect(result.pictures < 6)
    #expect(!result.damage.isEmpty)
  }

  @Test(
    .enabled(if: TestMedia.fixtures != nil, "the shared fixtures are not here"),
    arguments: [
      "DPX.dpx", "DV.dv", "M2TS.mts", "MXF.mxf", "OpenEXR.exr", "Photoshop.psd", "QuickTime.mov", "Red.r3d",
    ])
  func `headers without their media are described or refused`(_ name: String) throws {
    let bytes = try contents((TestMedia.fixtures ?? "") + "/headers/" + name)
    _ = try read(bytes, name)
    for cut in stride(from: 1, to: bytes.count, by: max(1, bytes.count / 20)) { _ = try read(bytes.prefix(cut), name) }
  }
}
