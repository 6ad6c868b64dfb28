// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

/// Damage is named, and what lies around it keeps its place.
@Suite(.enabled(if: Judge.isHere, "ffmpeg and ffprobe are not installed"))
struct DamageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private struct Reading {
    var pictures: [(position: Int, number: Int?, isDamaged: Bool)] = []
    var damage: [MediaDamage] = []
  }

  private func read(_ path: String) throws -> Reading {
    let reader = try MediaReader(path: path)
    var reading = Reading()
    while let event = try reader.next() {
      if case .damage(let damage) = event { reading.damage.append(damage) }
      guard case .picture(let picture, _) = event else { continue }
      reading.pictures.append((picture.position.value, FrameCounter.read(picture)?.value, picture.attributes.isDamaged))
    }
    return reading
  }

  private func make(_ name: String, _ arguments: [String]) throws -> Data {
    let whole = try TestMedia.write(TestMedia.preset("prores-lt"), to: folder.path("whole.mov"), frames: 45)
    let path = folder.path(name)
    _ = try Judge.run("ffmpeg", ["-v", "error", "-i", whole, "-pix_fmt", "yuv420p", "-g", "6", "-ac", "2"] + arguments + [path])
    return try contents(path)
  }

  @Test(arguments: [
    ("h264.mp4", ["-c:v", "libx264", "-movflags", "faststart", "-c:a", "aac"]), ("h264.mkv", ["-c:v", "libx264", "-c:a", "aac"]),
    ("mpeg2.ts", ["-c:v", "mpeg2video", "-bf", "2", "-q:v", "2", "-c:a", "mp2"]),
    ("mpeg2.mxf", ["-c:v", "mpeg2video", "-bf", "2", "-q:v", "2", "-c:a", "pcm_s16le"]),
    ("prores.mov", ["-pix_fmt", "yuv422p10le", "-c:v", "prores_ks"]),
  ])
  func `a hole in the middle moves no picture`(_ name: String, _ arguments: [String]) throws {
    var bytes = try make(name, arguments)
    let middle = bytes.count / 2
    for index in middle..<middle + bytes.count / 40 { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
    try bytes.write(to: URL(fileURLWithPath: folder.path(name)))
    let reading = try read(folder.path(name))
    #expect(reading.pictures.count > 30)
    #expect(reading.pictures.last?.position == 44)
    for picture in reading.pictures {
      if let number = picture.number { #expect(number == picture.position || picture.isDamaged || abs(picture.position - 22) < 12) }
    }
    let after = reading.pictures.filter { $0.position > 34 }
    #expect(after.map(\.position) == Array(35..<45) && after.map(\.number) == Array(35..<45))
  }

  @Test(arguments: [
    ("cut.mp4", ["-c:v", "libx264", "-movflags", "faststart", "-c:a", "aac"]), ("cut.mkv", ["-c:v", "libx264", "-c:a", "aac"]),
    ("cut.ts", ["-c:v", "mpeg2video", "-c:a", "mp2"]), ("cut.mxf", ["-c:v", "mpeg2video", "-c:a", "pcm_s16le"]),
    ("cut.mov", ["-c:v", "mjpeg", "-movflags", "faststart", "-c:a", "pcm_s16le"]), ("cut.avi", ["-c:v", "mjpeg", "-c:a", "pcm_s16le"]),
    ("cut.wav", ["-vn", "-c:a", "pcm_s24le"]), ("cut.flac", ["-vn", "-c:a", "flac"]), ("cut.aiff", ["-vn", "-c:a", "pcm_s16be"]),
  ])
  func `a file that is cut in half ends early`(_ name: String, _ arguments: [String]) throws {
    let bytes = try make(name, arguments)
    #expect(try read(folder.path(name)).damage.isEmpty)
    try bytes.prefix(bytes.count / 2 / 188 * 188 + 5).write(to: URL(fileURLWithPath: folder.path(name)))
    let reading = try read(folder.path(name))
    #expect(reading.damage.contains { $0.kind == .endsEarly })
    #expect(reading.pictures.count < 45)
  }

  @Test(arguments: [
    ("tail.mov", ["-c:v", "mjpeg", "-movflags", "faststart", "-c:a", "pcm_s16le"]), ("tail.mxf", ["-c:v", "mpeg2video", "-c:a", "pcm_s16le"]),
    ("tail.mp4", ["-c:v", "mpeg4", "-movflags", "faststart", "-c:a", "aac"]), ("tail.mkv", ["-c:v", "libx264", "-c:a", "aac"]),
    ("tail.webm", ["-c:v", "libvpx", "-c:a", "libopus"]), ("tail.avi", ["-c:v", "mjpeg", "-c:a", "pcm_s16le"]),
    ("tail.wav", ["-vn", "-c:a", "pcm_s24le"]), ("tail.rf64.wav", ["-vn", "-c:a", "pcm_s24le", "-rf64", "always"]),
    ("tail.w64", ["-vn", "-c:a", "pcm_s24le"]), ("tail.aiff", ["-vn", "-c:a", "pcm_s16be"]), ("tail.ts", ["-c:v", "mpeg2video", "-c:a", "mp2"]),
  ])
  func `a probe says that a file ends before its own end`(_ name: String, _ arguments: [String]) throws {
    let bytes = try make(name, arguments)
    let path = folder.path(name)
    #expect(try MediaReader.probe(path).wrapper.endsEarly == nil)
    try bytes.prefix(bytes.count * 3 / 4 / 188 * 188 + 5).write(to: URL(fileURLWithPath: path))
    let wrapper = try MediaReader.probe(path).wrapper
    let sentence = try #require(wrapper.endsEarly)
    #expect(sentence.hasPrefix("the file ends") && wrapper.notes.contains(sentence))
  }

  @Test func `a transport stream that ends between two packets is cut where a packet of sound is, and where no packets are`() throws {
    let bytes = try make("whole.ts", ["-c:v", "mpeg2video", "-c:a", "mp2"])
    let starts = Array(stride(from: 0, to: bytes.count, by: 188))
    let path = folder.path("cut.ts")
    // The program's second stream, with the mark of a packet that begins (ISO/IEC 13818-1, 2.4.3.2).
    let sound = try #require(starts.last { bytes[$0 + 1] == 0x41 && bytes[$0 + 2] == 0x01 })
    try bytes.prefix(sound + 188).write(to: URL(fileURLWithPath: path))
    let cut = try #require(try MediaReader.probe(path).wrapper.endsEarly)
    #expect(cut.hasSuffix("before the end that the last packet of one of its streams promises"))
    try (bytes.prefix(bytes.count / 2 / 188 * 188) + Data(count: 188 * 10_000)).write(to: URL(fileURLWithPath: path))
    #expect(try MediaReader.probe(path).wrapper.endsEarly?.hasSuffix("or more that are no transport packets") == true)
  }

  /// An ID3v1 tag, as some programs put behind any file, and what fills a block.
  @Test(
    arguments: ["tail.mkv", "tail.ts"], [Data("TAG".utf8) + Data(count: 125), Data(count: 1), Data(count: 188 * 100), Data("\u{1A}E damage".utf8)])
  func `what others put behind a film is no damage`(_ name: String, _ tail: Data) throws {
    let bytes = try make(name, ["-c:v", name.hasSuffix("mkv") ? "libx264" : "mpeg2video", "-c:a", "mp2"])
    let path = folder.path(name)
    try (bytes + tail).write(to: URL(fileURLWithPath: path))
    let wrapper = try MediaReader.probe(path).wrapper
    #expect(wrapper.endsEarly == nil)
    #expect(
      wrapper.notes.contains("the last \(tail.count) bytes of the file are no part of its structure: padding, or what another program put there"))
    #expect(try read(path).damage.filter { $0.kind == .endsEarly } == [])
  }

  @Test(arguments: [
    ("open.avi", ["-c:v", "mjpeg", "-c:a", "pcm_s16le"]), ("open.wav", ["-vn", "-c:a", "pcm_s24le"]),
  ])
  func `a header without a length says that a recorder did not close the file`(_ name: String, _ arguments: [String]) throws {
    var bytes = try make(name, arguments)
    bytes.replaceSubrange(4..<8, with: [0, 0, 0, 0])
    try bytes.write(to: URL(fileURLWithPath: folder.path(name)))
    #expect(try MediaReader.probe(folder.path(name)).wrapper.endsEarly?.hasPrefix("the file was not closed by what wrote it") == true)
  }

  @Test func `what states no length of its own is held against what it lists`() throws {
    var film = try make("open.mkv", ["-c:v", "libx264", "-c:a", "aac", "-cluster_time_limit", "200"])
    let path = folder.path("open.mkv")
    let segment = try #require(film.firstRange(of: Data([0x18, 0x53, 0x80, 0x67]))?.upperBound)
    film.replaceSubrange(segment..<segment + 8, with: [0x01] + [UInt8](repeating: 0xFF, count: 7))  // as a writer that cannot go back leaves it
    try film.write(to: URL(fileURLWithPath: path))
    #expect(try MediaReader.probe(path).wrapper.endsEarly == nil)
    try film.prefix(film.count / 2).write(to: URL(fileURLWithPath: path))
    #expect(try MediaReader.probe(path).wrapper.endsEarly != nil)
  }

  @Test func `what goes to the end of the file is held against the index`() throws {
    var movie = try make("open.mov", ["-c:v", "mjpeg", "-movflags", "faststart", "-c:a", "pcm_s16le"])
    let data = try #require(movie.firstRange(of: Data("mdat".utf8))?.lowerBound)
    movie.replaceSubrange(data - 4..<data, with: [0, 0, 0, 0])  // to the end of the file
    try movie.prefix(movie.count - 1000).write(to: URL(fileURLWithPath: folder.path("open.mov")))
    #expect(try MediaReader.probe(folder.path("open.mov")).wrapper.endsEarly?.hasSuffix("of what its index lists") == true)
  }

  @Test(.enabled(if: TestMedia.fixtures != nil, "the shared fixtures are not here"), arguments: ["bikes.mp4", "bigbuckbunny.mp4"])
  func `a camera's file without its index is refused in a sentence`(_ name: String) throws {
    let bytes = try contents((TestMedia.fixtures ?? "") + "/" + name)
    let path = folder.path(name)
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: MediaIOError.self) { try MediaReader(path: path) }
    #expect(error?.code == .cutShort)
    #expect(error?.description.contains(path) == true && error?.description.contains("copy it again") == true)
  }
}
