// SPDX-License-Identifier: Apache-2.0

import Testing
import Timing

@testable import Quality

@Suite struct FindingGroupTests {
  private func silent(_ stream: Int, channel: Int = 1, at frame: Int = 100) -> Finding {
    let place = FrameSpan(frames: FrameCount(frame)..<FrameCount(frame + 6), start: "10:00:04:00", end: "10:00:04:06")
    return Finding(
      .silence, severity: .advisory, stream: stream, place: place, value: Double(stream), unit: "s",
      text: "Channel \(channel) of stream \(stream) is silent.")
  }

  private func groups(_ findings: [Finding]) -> [FindingGroup] {
    InspectionReport(
      tool: .init(name: "Lineup", version: "1"), path: "a.mov", profile: "p", findings: findings, readings: Readings(), duration: 10, frames: 250
    ).findingGroups
  }

  @Test func `one fault of four tracks is one line that names them`() {
    let groups = groups([silent(1), silent(2), silent(3), silent(4)])
    #expect(groups.map(\.text) == ["Channel 1 of stream 1 is silent. The same in streams 2–4."])
    #expect(groups[0].numbers == [1, 2, 3, 4])
    #expect(groups[0].streams == [1, 2, 3, 4])
  }

  @Test func `two tracks are named, channels of one track are counted`() {
    #expect(groups([silent(1), silent(3)]).map(\.text) == ["Channel 1 of stream 1 is silent. The same in stream 3."])
    let surround = (1...6).map { silent(2, channel: $0) }
    #expect(groups(surround).map(\.text) == ["Channel 1 of stream 2 is silent. The same in 5 more channels of stream 2."])
    #expect(groups([silent(1), silent(2), silent(4), silent(5)]).map(\.text) == ["Channel 1 of stream 1 is silent. The same in streams 2, 4, 5."])
  }

  @Test func `what differs in place, words, weight or exception stays apart`() {
    var (louder, graver, waived, foreign) = (silent(2), silent(3), silent(4), silent(5))
    louder.text = "Channel 1 of stream 2 is silent for 3 s."
    graver.severity = .mandatory
    waived.waiver = Waiver(by: "J. Okafor", on: "2026-11-20", reason: "Meant.", digest: "xxh64:0")
    foreign.source = "Another instrument 2.0"
    #expect(groups([silent(1), louder, graver, waived, foreign, silent(6, at: 101)]).count == 6)
  }

  @Test func `findings of no single stream are never joined, and order is kept`() {
    let whole = Finding(.raster, severity: .mandatory, text: "The raster is 1280×720.")
    let groups = groups([whole, silent(1), whole, silent(2)])
    #expect(groups.map(\.numbers) == [[1], [2, 4], [3]])
  }
}
