// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A programme's layout from a specification's text to the program's answer.
@Suite struct LayoutCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  private func inspect(_ name: String = "item.mov", pictures: String, sound: String) throws -> Program.Result {
    try TinyMedia.clip(folder.path(name), pictures: pictures, sound: sound, start: "09:59:59:05")
    let spec = """
      name: house
      title: House
      summary: A commercial in small.
      sources:
        - {id: room, document: House, edition: "1", checked: 2026-11-28, certainty: house}
      file: {source: room}
      structure: {source: room, allIntra: true, timecodesAgree: true, timecodesContinuous: true, noCaptions: true}
      layout:
        source: room
        sections:
          - {name: line-up, from: start, length: 10f, holds: [bars]}
          - {name: black, from: 09:59:59:15, to: 10:00:00:00, holds: [black, silence]}
          - {name: item, from: 10:00:00:00, to: end-10f, holds: [programme]}
          - {name: hold, from: end-10f, to: end, holds: [still, silence]}
      inspection:
        source: room
        black: {luma: 0.05, area: 0.98, frames: 1}
        freeze: {difference: -60, seconds: 0.2}
        silence: {threshold: -60, seconds: 0.3}
      """
    try FileManager.default.createDirectory(atPath: folder.path("specs"), withIntermediateDirectories: true)
    try spec.write(toFile: folder.path("specs/house.yaml"), atomically: true, encoding: .utf8)
    return try program.run("qc", name, "--spec", "house", "--specs", "specs")
  }

  @Test func `a file that is laid out as asked passes, and nothing that belongs there is a fault`() throws {
    let result = try inspect(pictures: "CCBB....FF", sound: "TTSS....SS")
    #expect(result.status == 0, "\(result.output)")
    #expect(!result.output.contains("mandatory"))
    #expect(!result.output.contains("video.black") && !result.output.contains("video.freeze") && !result.output.contains("audio.silence"))
  }

  @Test func `a head and a hold that are not as asked fail, each at its frame`() throws {
    let result = try inspect(pictures: "CCB.....F.", sound: "TTSS......")
    #expect(result.status == 1)
    #expect(result.output.contains("‘black’ is to be black: 5 of its 10 frames are not, the first at 09:59:59:20."))
    #expect(result.output.contains("‘hold’ is to stand perfectly still: 5 of its 10 frames differ from its first"))
    #expect(result.output.contains("‘hold’ is to be silent: stream 1 sounds in 6 of its 10 frames"))
  }

  @Test func `a specification explains itself`() throws {
    let result = try program.run("specs", "show", "uk-commercial-as11")
    #expect(result.status == 0)
    #expect(result.output.contains("Every picture against the first of the section, by luma."))
    #expect(result.output.contains("as-11-x6, read in the document") && result.output.contains("r-128-s1, unsure"))
    #expect(try program.run("specs").output.contains("uk-commercial-as11"))
  }
}
