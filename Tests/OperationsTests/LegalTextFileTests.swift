// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Quality
import TestSupport
import Testing
import Timing

@testable import Operations

@Suite struct LegalTextFileTests {
  let folder: TemporaryFolder
  var media: MediaDescription

  init() throws {
    folder = try TemporaryFolder()
    var facts = VideoFacts()
    (facts.rate, facts.frameCount) = (.fps25, 750)
    media = MediaDescription(
      path: "Ad.mxf", byteCount: 1, wrapper: WrapperDescription(format: "mxf", name: "MXF"),
      video: [VideoStream(index: 0, wrapper: facts, essence: facts)],
      timecodes: [TimecodeStream(source: .mxfMaterialPackage, start: try Timecode("10:00:00:00", at: .fps25))])
  }

  private func file(_ yaml: String) throws -> LegalTextFile {
    let path = folder.path("texts.yaml")
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: path))
    return try LegalTextFile(path: path)
  }

  @Test func `a text is read with its box, and its place becomes a frame of the file`() throws {
    let yaml = """
      level: advisory
      texts:
        - words: 18+. Terms apply.
          box: [320, 940, 1280, 60]
          at: "10:00:05:00"
          significant: false
          onBlock: true
        - {words: Second, box: [0, 0, 10, 10]}
      """
    let limits = try file(yaml).limits(for: media)
    #expect(limits.severity == .advisory && limits.texts.count == 2)
    #expect(
      limits.texts[0]
        == LegalText(words: "18+. Terms apply.", left: 320, top: 940, width: 1280, height: 60, frame: 125, isSignificant: false, isOnBlock: true))
    #expect(limits.texts[1] == LegalText(words: "Second", left: 0, top: 0, width: 10, height: 10))
  }

  @Test func `every mistake is named with its line`() {
    let yaml = """
      texts:
        - words: 18+
          box: [320, 940, 1280]
        - {word: Second, box: [0, 0, -1, 10]}
      """
    let error = #expect(throws: OrderMistakes.self) { try file(yaml) }
    let mistakes = error?.mistakes.map(\.description) ?? []
    #expect(
      mistakes == [
        "3:10: ‘box’ must be four numbers: left, top, width and height in pixels", "4:5: a text needs ‘words’",
        "4:6: a text has no ‘word’; did you mean ‘words’?", "4:32: a side of ‘box’ must be a whole number from 0 to 65536",
      ])
    #expect(throws: OrderMistakes.self) { try file("texts: []") }
  }

  @Test(arguments: ["09:59:59:24", "10:00:30:00", "soon"]) func `a place outside the file is refused`(_ label: String) throws {
    let texts = try file("texts: [{words: A, box: [0, 0, 9, 9], at: \"\(label)\"}]")
    #expect(throws: OperationsError.self) { try texts.limits(for: media) }
  }
}
