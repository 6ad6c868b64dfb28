// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct SafeAreaTests {
  let content = ContentLimits(safeArea: .protected14x9)

  /// A picture that moves, of 640 × 360, with bright letters in `box` where one is given. Letters are strokes of three columns, five apart.
  static func picture(_ index: Int, letters box: (columns: Range<Int>, rows: Range<Int>)? = nil) -> Picture {
    Programme.drawCodes(format: .yuv422p, width: 640, height: 360) { component, column, row in
      guard component == 0 else { return 128 }
      if let box, box.columns.contains(column), box.rows.contains(row) { return column % 5 < 3 && row % 12 < 9 ? 230 : 30 }
      // A soft picture in the middle, and one that stands still at the edges.
      let isEdge = column < 70 || column >= 570 || row < 20 || row >= 340
      return 60 + (isEdge ? (column / 8 + row / 6) % 40 : (column / 4 + row / 2 + index * 29) % 90)
    }
  }

  static let outside = (columns: 4..<164, rows: 100..<140)
  static let inside = (columns: 80..<240, rows: 100..<140)
  static let plain = (0..<4).map { picture($0) }
  static let lettered = (0..<4).map { picture($0, letters: outside) }

  @Test func `words that appear near the edge are reported where they stand`() throws {
    // The middle moves little by little here, so that the words appear in a picture that goes on.
    let pictures =
      Array(repeating: Self.plain[0], count: 10) + Array(repeating: Self.lettered[0], count: 40) + Array(repeating: Self.plain[0], count: 10)
    let report = try Drawn.inspect(pictures, content)
    let caption = try #require(report.readings.content?.captions?.first)
    #expect(caption.startFrame == 10 && caption.endFrame == 50 && caption.confidence == 0.6)
    #expect(caption.left == 0 && caption.left + caption.width == 64 && caption.top <= 104 && caption.top + caption.height >= 136)
    #expect(report.findings.map(\.check) == [.safeArea])
  }

  @Test func `words that outlive a cut of the picture are certain`() throws {
    let pictures = Array(repeating: Self.lettered[0], count: 20) + Array(repeating: Self.lettered[2], count: 20)
    #expect(try Drawn.inspect(pictures, content).readings.content?.captions?.map(\.confidence) == [0.9])
  }

  @Test func `words inside the safe area are none of its business`() throws {
    let words = Self.picture(0, letters: Self.inside)
    let pictures = Array(repeating: Self.plain[0], count: 10) + Array(repeating: words, count: 40)
    #expect(try Drawn.inspect(pictures, content).findings.isEmpty)
  }

  @Test func `words outside 14 by 9 but inside 16 by 9 are a matter of the limit`() throws {
    let words = Self.picture(0, letters: (columns: 36..<164, rows: 100..<140))
    let pictures = Array(repeating: Self.plain[0], count: 10) + Array(repeating: words, count: 40)
    #expect(try Drawn.inspect(pictures, ContentLimits(safeArea: .graphics)).findings.isEmpty)
    #expect(try Drawn.inspect(pictures, content).findings.count == 1)
  }

  @Test func `a hard texture at the edge of a scene is no caption`() throws {
    // It stands from the first picture on and ends at the cut; nothing says that it lies over the picture.
    let pictures = Array(repeating: Self.lettered[0], count: 30) + Array(repeating: Self.plain[2], count: 30)
    #expect(try Drawn.inspect(pictures, content).findings.isEmpty)
    // It comes with a cut.
    let others = Array(repeating: Self.plain[0], count: 30) + Array(repeating: Self.lettered[2], count: 30)
    #expect(try Drawn.inspect(others, content).findings.isEmpty)
  }

  @Test func `words that are gone within a second are not reported`() throws {
    let pictures =
      Array(repeating: Self.plain[0], count: 10) + Array(repeating: Self.lettered[0], count: 20) + Array(repeating: Self.plain[0], count: 10)
    #expect(try Drawn.inspect(pictures, content).findings.isEmpty)
  }

  @Test func `everything that pictures show reads the same on any number of threads`() throws {
    let pictures = (0..<60).map { Self.lettered[$0 / 15] }
    let text = LegalText(words: "Words", left: 0, top: 90, width: 200, height: 60)
    let content = ContentLimits(
      bars: BarsLimits(), clock: ClockLimits(), cuts: CutLimits(perSecond: 1, area: 0.1), safeArea: .graphics, legalText: LegalTextLimits([text]))
    let reports = try [1, 2, 5].map { try Drawn.inspect(pictures, content, threads: $0) }
    #expect(Set(reports.map(\.findings)).count == 1 && Set(reports.map(\.readings)).count == 1)
    #expect(reports[0].findings.contains { $0.check == .safeArea } && reports[0].findings.contains { $0.check == .legalText })
  }
}
