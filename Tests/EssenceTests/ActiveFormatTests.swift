// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

struct ActiveFormatTests {
  @Test func `a stored active format is four bits and the shape of the frame`() throws {
    let format = ActiveFormat(stored: 0b0101_0100)
    #expect(format.code == 10 && format.isWide == true && format.stored == 0b0101_0100)
    #expect(format.words == "10 (16:9)" && ActiveFormat(code: 7, isWide: nil)?.words == "7 (reserved)")
    #expect(ActiveFormat(code: 16, isWide: true) == nil && ActiveFormat(code: -1, isWide: true) == nil)
  }

  @Test(arguments: [(8, 1.333), (9, 4.0 / 3), (11, 14.0 / 9), (14, 16.0 / 9), (4, nil), (0, nil)]) func `a code tells the shape of the picture`(
    code: Int, shape: Double?
  ) throws {
    #expect(try #require(ActiveFormat(code: code, isWide: false)).aspect(in: 1.333) == shape)
  }

  @Test func `a trace keeps the first changes and counts them all`() throws {
    func format(_ code: Int) throws -> ActiveFormat { try #require(ActiveFormat(code: code, isWide: nil)) }
    var trace = ActiveFormatTrace(.pictures, streamIndex: 0, first: try format(10))
    for frame in 1..<300 { trace.add(try format(frame.isMultiple(of: 2) ? 10 : 9), frame: FrameCount(frame)) }
    #expect(trace.carriers == 300 && trace.changeCount == 299 && trace.changes.count == 100)
    #expect(trace.changes.first?.frame == 1 && trace.changes.first?.format.code == 9)
    trace.add(try format(9), frame: 300)
    #expect(trace.changeCount == 299)
  }
}
