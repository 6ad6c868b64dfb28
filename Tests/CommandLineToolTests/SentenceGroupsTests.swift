// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CommandLineTool

@Suite struct SentenceGroupsTests {
  @Test func `sentences of one kind are told once, with their number and three examples`() {
    let losses =
      (0..<40).map { "01:00:00:\($0 < 10 ? "0" : "")\($0): how much there is of the material of ‘clip \($0)’: 10:00:00:00-10:00:0\($0 % 10):00" }
      + ["the name of the cut, ‘reel 1’"] + (1...3).map { "reel\($0).edl: line \($0): no such reel ‘\($0)’" }
    let lines = SentenceGroups(losses).lines("lost")
    #expect(lines[0] == "lost: how much there is of the material of ‘…’: 40 times (all with --json), such as")
    #expect(lines[1...3].map { String($0) } == losses[..<3].map { "     \($0)" })
    #expect(lines[4...].map { String($0) } == losses[40...].map { "lost: \($0)" })
  }

  @Test func `few sentences, and those that say different things, stay as they are`() {
    let notes = ["line 3: no reel", "line 4: no timecode", "line 5: no channel", "line 6: no event number", "a note without a place"]
    #expect(SentenceGroups(notes).lines("note") == notes.map { "note: \($0)" })
    #expect(SentenceGroups([]).lines("note").isEmpty)
  }
}
