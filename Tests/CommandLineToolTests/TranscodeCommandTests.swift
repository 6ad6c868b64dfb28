// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct TranscodeCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try TinyMedia.clip(folder.path("clip.mov"), pictures: "..", sound: "..", start: "10:11:30:05")
  }

  @Test(arguments: [("prores-lt", "mov", "A001"), ("dnxhr-lb", "mov", "A001"), ("proxy-h264-540p", "mp4", nil)] as [(String, String, String?)])
  func `an encode has as many frames as its source, its timecode, and its reel where the wrapper has a place for it`(
    preset: String, ending: String, reel: String?
  ) throws {
    let encoded = try program.run("transcode", "clip.mov", "out.\(ending)", "--preset", preset, "--json")
    #expect(encoded.status == 0, "\(encoded.errors)")
    #expect(try encoded.document()["frames"]?.number == 10)
    let probed = try program.run("probe", "out.\(ending)", "--json").document()
    #expect(probed["files.0.duration.frames"]?.number == 10)
    #expect(probed["files.0.timecodes.0.start"]?.text == "10:11:30:05")
    #expect(probed["files.0.timecodes.0.reel"]?.text == reel)
  }

  @Test func `a file that is there already is refused and untouched`() throws {
    try Data("somebody else's".utf8).write(to: folder.url.appendingPathComponent("out.mov"))
    let refused = try program.run("transcode", "clip.mov", "out.mov", "--preset", "prores-lt", "--json")
    #expect(refused.status == 2 && refused.errors.contains("already"))
    #expect(try refused.document()["status"]?.text == "failed")
    #expect(try String(contentsOfFile: folder.path("out.mov"), encoding: .utf8) == "somebody else's")
  }

  @Test func `a source that is cut short ends in part, with what could be decoded kept`() throws {
    #expect(try program.run("transcode", "clip.mov", "whole.mp4", "--preset", "proxy-h264-540p").status == 0)
    try TinyMedia.truncatedCopy(of: folder.path("whole.mp4"), at: folder.path("cut.mp4"))
    let partial = try program.run("transcode", "cut.mp4", "out.mov", "--preset", "prores-proxy", "--json")
    #expect(partial.status == 3, "\(partial.output)\(partial.errors)")
    let document = try partial.document()
    let frames = try #require(document["frames"]?.number)
    #expect(frames > 0 && document["notes"]?.list?.isEmpty == false)
    #expect(try program.run("probe", "out.mov", "--json").document()["files.0.duration.frames"]?.number == frames)
  }
}
