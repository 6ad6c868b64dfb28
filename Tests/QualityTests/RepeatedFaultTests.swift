// SPDX-License-Identifier: Apache-2.0

import Testing
import Timing

@testable import Quality

@Suite struct RepeatedFaultTests {
  private func blocks(at frame: Int, value: Double = 20, severity: Severity = .advisory) -> Finding {
    let place = FrameSpan(frames: FrameCount(frame)..<FrameCount(frame + 3), start: "frame \(frame)", end: "frame \(frame + 3)")
    return Finding(
      .blocks, severity: severity, stream: 0, place: place, worst: frame + 1, value: value, limit: 5, unit: "%",
      text: "The edges of coded blocks can be seen for 3 frames, in up to \(value.spelled(0)) % of the picture.")
  }

  private func texts(_ findings: [Finding]) -> [String] { findings.groups.repeats.map(\.text) }

  @Test func `a fault in many places is told once, with how often, how far and how bad`() {
    let findings = (0..<30).map { blocks(at: $0 * 500, value: $0 == 17 ? 31.5 : 20) }
    #expect(
      texts(findings) == [
        "The edges of coded blocks can be seen for 3 frames, in up to 20 % of the picture. "
          + "And 29 more like it, the last at frame 14500; the worst, 31.50 %, at frame 8500."
      ])
  }

  @Test func `where the first is the worst only the last is named`() {
    #expect(texts((0..<4).map { blocks(at: $0 * 500) })[0].hasSuffix("And 3 more like it, the last at frame 1500."))
  }

  @Test func `three places are told each, and faults of other weight, kind or exception stay apart`() {
    #expect(texts((0..<3).map { blocks(at: $0 * 500) }).count == 3)
    let black = Finding(.black, severity: .advisory, stream: 0, place: blocks(at: 7).span, text: "The picture is black for 3 frames.")
    var waived = blocks(at: 600)
    waived.waiver = Waiver(by: "J. Okafor", on: "2026-11-20", reason: "Meant.", digest: "xxh64:0")
    let findings = [blocks(at: 0), blocks(at: 100), black, blocks(at: 200, severity: .mandatory), blocks(at: 300), waived, blocks(at: 700)]
    let faults = findings.groups.repeats
    #expect(faults.map(\.groups.count) == [4, 1, 1, 1])
    #expect(faults.map(\.first.first.check) == [.blocks, .black, .blocks, .blocks])
    #expect(faults.flatMap(\.groups).map(\.first.startFrame?.value).count == findings.count)
  }

  @Test func `faults without a place and remarks of people are told each`() {
    let whole = Finding(.raster, severity: .mandatory, text: "The raster is 1280×720.")
    var seen = blocks(at: 0)
    seen.review = Review(person: "A. Lind", on: "2026-11-20")
    #expect(texts(Array(repeating: whole, count: 5) + Array(repeating: seen, count: 5)).count == 6, "five alike remarks of one stream are one group")
  }

  @Test func `the frame that is shown is the worst one within the place, and else the first`() {
    #expect(blocks(at: 40).shownFrame == 41)
    #expect(Finding(.black, severity: .advisory, place: blocks(at: 40).span, worst: 43, text: "").shownFrame == 40)
    #expect(Finding(.black, severity: .advisory, worst: 43, text: "").shownFrame == nil)
  }
}

extension Finding {
  fileprivate var span: FrameSpan? {
    guard let startFrame, let endFrame, let start, let end else { return nil }
    return FrameSpan(frames: startFrame..<endFrame, start: start, end: end)
  }
}
