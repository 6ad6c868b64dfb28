// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What the programs of others say of what ours made and read.
@Suite struct JudgeTests {
  private static let fixtures: URL =
    ProcessInfo.processInfo.environment["LINEUP_FIXTURES"].map { URL(fileURLWithPath: $0, isDirectory: true) }
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared/fixtures").standardizedFileURL
  private static let files = ["bikes.mp4", "bigbuckbunny.mp4", "speech.flac"]
  private static let areFilesThere = files.allSatisfy {
    FileManager.default.fileExists(atPath: fixtures.appendingPathComponent("media/\($0)").path)
  }

  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  private func ffprobe(_ path: String) throws -> JSON {
    let judge = try #require(InstalledTool("ffprobe"))
    return try judge.run("-v", "error", "-count_packets", "-show_streams", "-of", "json", path, in: folder.url).document()
  }

  private func stream(_ kind: String, of document: JSON) -> JSON? { document["streams"]?.list?.first { $0["codec_type"]?.text == kind } }

  @Test(
    .enabled(if: InstalledTool.isThere("ascmhl") && InstalledTool.isThere("ascmhl-debug"), "the ASC's own tool is not installed"))
  func `the ASC's own tool finds a copy whole`() throws {
    for name in ["a.txt", "deep/b.txt"] {
      let url = folder.url.appendingPathComponent("card/\(name)")
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(name.utf8).write(to: url)
    }
    #expect(try program.run("offload", "card", "--to", "copy", "--hash", "xxh64", "c4").status == 0)
    let difference = try #require(InstalledTool("ascmhl")).run("diff", "copy/card", in: folder.url)
    #expect(difference.status == 0, "\(difference.output)\(difference.errors)")
    let verified = try #require(InstalledTool("ascmhl-debug")).run("verify", "copy/card", in: folder.url)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
  }

  @Test(.enabled(if: InstalledTool.isThere("ffprobe") && areFilesThere, "ffprobe or the media fixtures are not there"), arguments: files)
  func `our description of a file is ffprobe's`(name: String) throws {
    let path = Self.fixtures.appendingPathComponent("media/\(name)").path
    let ours = try program.run("probe", path, "--json").document()
    let theirs = try ffprobe(path)
    if let video = stream("video", of: theirs) {
      #expect(ours["files.0.duration.frames"]?.number.map { "\(Int($0))" } == video["nb_read_packets"]?.text)
      #expect(ours["files.0.video.0.facts.width"]?.number == video["width"]?.number)
      #expect(ours["files.0.video.0.facts.height"]?.number == video["height"]?.number)
      #expect(ours["files.0.video.0.facts.codec"]?.text == video["codec_name"]?.text)
      #expect(Self.perSecond(ours["files.0.duration.rate"]?.text) == Self.perSecond(video["r_frame_rate"]?.text))
    }
    if let audio = stream("audio", of: theirs) {
      #expect(ours["files.0.audio.0.facts.channelCount"]?.number == audio["channels"]?.number)
      #expect(ours["files.0.audio.0.facts.sampleRate"]?.number.map { "\(Int($0))" } == audio["sample_rate"]?.text)
    }
  }

  @Test(.enabled(if: InstalledTool.isThere("ffprobe"), "ffprobe is not installed"))
  func `ffprobe finds what was delivered as specified`() throws {
    try TinyMedia.clip(folder.path("master.mov"), pictures: "..", sound: "..", start: "10:11:30:05")
    let delivered = try program.start(
      ["deliver", "master.mov", "--spec", "prores-master", "--to", "out", "--set", "seriesTitle=X", "--json"], environment: ["PATH": "/nowhere"]
    ).wait()
    let theirs = try ffprobe(try #require(try delivered.document()["outputs.0.path"]?.text))
    let video = try #require(stream("video", of: theirs))
    #expect(video["codec_name"]?.text == "prores" && video["profile"]?.text == "HQ" && video["codec_tag_string"]?.text == "apch")
    #expect(video["r_frame_rate"]?.text == "25/1" && video["nb_read_packets"]?.text == "10")
    #expect(video["width"]?.number == 320 && video["height"]?.number == 180 && video["color_space"]?.text == "bt709")
    let audio = try #require(stream("audio", of: theirs))
    #expect(audio["codec_name"]?.text == "pcm_s24le" && audio["sample_rate"]?.text == "48000" && audio["channels"]?.number == 2)
    #expect(stream("data", of: theirs)?["tags.timecode"]?.text == "10:11:30:05")
  }

  /// A rate's frames a second, whichever way it is written.
  private static func perSecond(_ text: String?) -> Int? {
    let parts = (text ?? "").split(separator: "/").compactMap { Double($0) }
    guard let first = parts.first else { return nil }
    return Int((first / (parts.count == 2 ? parts[1] : 1) * 1000).rounded())
  }
}
