// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Timing

struct GrantedWaiverTests {
  static let digest = "xxh64:0ea03b369a463d9d"

  private static func finding(_ check: CheckIdentifier, _ frames: Range<Int>? = nil, value: Double? = nil, limit: Double? = nil) -> Finding {
    let place = frames.map { FrameSpan(frames: FrameCount($0.lowerBound)..<FrameCount($0.upperBound), start: "a", end: "b") }
    return Finding(check, severity: .mandatory, place: place, value: value, limit: limit, text: "A fault.")
  }

  private static func report(_ findings: [Finding], digest: String? = digest) -> InspectionReport {
    InspectionReport(
      tool: .init(name: "Lineup", version: "test"), path: "a.mov", digest: digest, profile: "p", findings: findings, readings: Readings(),
      rate: .fps25, start: "10:00:00:00", duration: 10, frames: 250)
  }

  private static func exception(to finding: Finding) -> GrantedWaiver {
    GrantedWaiver(finding, by: "J. Okafor", on: "2026-11-27", reason: "End card.", digest: digest)
  }

  @Test func `what the client accepts in this very file does not fail it`() {
    let fault = Self.finding(.freeze, 10..<90, value: 3.2, limit: 2)
    let excused = Self.report([fault]).excused(by: [Self.exception(to: fault)])
    #expect(excused.verdict == .pass)
    #expect(excused.findings[0].waiver?.by == "J. Okafor")
    #expect(!excused.findings[0].stands)
  }

  @Test func `an exception lapses with the content, and the report says so`() {
    let fault = Self.finding(.freeze, 10..<90, value: 3.2, limit: 2)
    for digest in ["xxh64:ffffffffffffffff", nil] {
      let again = Self.report([fault], digest: digest).excused(by: [Self.exception(to: fault)])
      #expect(again.verdict == .fail)
      #expect(again.findings[0].waiver?.expired == true)
    }
  }

  @Test func `an exception covers no other fault`() {
    let accepted = Self.exception(to: Self.finding(.freeze, 10..<90, value: 3.2, limit: 2))
    let others = [
      Self.finding(.black, 10..<90, value: 3.2, limit: 2),  // another check
      Self.finding(.freeze, 10..<91, value: 3.2, limit: 2),  // a frame longer
      Self.finding(.freeze, 9..<80, value: 3.2, limit: 2),  // a frame earlier
      Self.finding(.freeze, 20..<80, value: 3.3, limit: 2),  // worse
      Self.finding(.freeze, value: 3.2, limit: 2),  // everywhere
    ]
    for other in others { #expect(Self.report([other]).excused(by: [accepted]).verdict == .fail) }
    #expect(Self.report([Self.finding(.freeze, 20..<80, value: 2.4, limit: 2)]).excused(by: [accepted]).verdict == .pass)
  }

  @Test func `a waiver for what has no place excuses no single fault`() {
    let summary = Self.finding(.repeated, value: 237, limit: 0)
    let single = Self.finding(.repeated, 10..<11, value: 1, limit: 0)
    #expect(Self.report([summary]).excused(by: [Self.exception(to: summary)]).verdict == .pass)
    #expect(Self.report([single]).excused(by: [Self.exception(to: summary)]).verdict == .fail)
  }

  @Test func `what has neither place nor value is told apart by its sentence`() {
    var other = Self.finding(.layout)
    other.text = "Another fault."
    let report = Self.report([Self.finding(.layout), other]).excused(by: [Self.exception(to: Self.finding(.layout))])
    #expect(report.findings.map(\.stands) == [false, true])
  }

  @Test func `a value on the other side of the limit is another fault`() {
    let loud = Self.finding(.loudness, value: -21, limit: -23)
    #expect(Self.report([Self.finding(.loudness, value: -21.5, limit: -23)]).excused(by: [Self.exception(to: loud)]).verdict == .pass)
    #expect(Self.report([Self.finding(.loudness, value: -24.5, limit: -23)]).excused(by: [Self.exception(to: loud)]).verdict == .fail)
  }

  @Test func `what was not examined is not excused`() {
    var report = Self.report([Self.finding(.unreadable, 1..<2, value: 1, limit: 0)])
    report.unreadable = 1
    #expect(report.excused(by: report.findings.map(Self.exception)).verdict == .incomplete)
  }

  @Test func `what a person adds counts, with person and room`() throws {
    let review = Review(person: "A. Lind", on: "2026-11-27", display: "Grade 1, BT.709", scope: "whole programme")
    var soft = Self.finding(.eye, 100..<150)
    (soft.review, soft.grade) = (review, 3)
    let report = Self.report([Self.finding(.black, 200..<210)]).adding(review, findings: [soft])
    #expect(report.findings.map(\.check) == [.eye, .black])
    #expect(report.verdict == .fail)
    let again = try JSONDecoder().decode(InspectionReport.self, from: JSONEncoder().encode(report))
    #expect(again == report)
    #expect(Self.report([]).adding(review, findings: []).verdict == .pass)
  }
}

struct InspectionComparisonTests {
  private static func report(_ findings: [(CheckIdentifier, Range<Int>?)], start: String = "10:00:00:00") -> InspectionReport {
    let list = findings.map { check, frames in
      Finding(
        check, severity: .mandatory,
        place: frames.map { FrameSpan(frames: FrameCount($0.lowerBound)..<FrameCount($0.upperBound), start: "a", end: "b") }, text: "A fault.")
    }
    return InspectionReport(
      tool: .init(name: "Lineup", version: "test"), path: "a.mov", profile: "p", findings: list, readings: Readings(), rate: .fps25, start: start,
      duration: 10, frames: 250)
  }

  @Test func `faults are fixed, remain or are new`() {
    let old = Self.report([(.black, 10..<20), (.freeze, 30..<90), (.loudness, nil), (.truePeak, nil)])
    let new = Self.report([(.freeze, 40..<95), (.loudness, nil), (.black, 100..<120)])
    let comparison = InspectionComparison(old: old, new: new)
    #expect(comparison.fixed.map(\.check) == [.black, .truePeak])
    #expect(comparison.remaining.map(\.new.check) == [.freeze, .loudness])
    #expect(comparison.new.map(\.check) == [.black])
  }

  @Test func `places are compared by timecode, where a version begins earlier`() {
    let old = Self.report([(.black, 10..<20)])
    let new = Self.report([(.black, 260..<270)], start: "09:59:50:00")
    #expect(InspectionComparison(old: old, new: new).remaining.count == 1)
    #expect(InspectionComparison(old: old, new: Self.report([(.black, 10..<20)], start: "09:59:50:00")).remaining.isEmpty)
  }

  @Test func `a version without timecode is compared frame by frame`() {
    var new = Self.report([(.black, 10..<20)])
    new.start = nil
    #expect(InspectionComparison(old: Self.report([(.black, 10..<20)]), new: new).remaining.count == 1)
  }

  @Test func `frames beyond all measure are no place`() {
    let wild = Self.report([(.black, Int.max - 7..<Int.max)])
    #expect(InspectionComparison(old: wild, new: wild).remaining.isEmpty)
  }

  @Test func `what nobody looked for again is not fixed`() {
    var old = Self.report([(.eye, 10..<20), (.black, 30..<40)])
    old.findings[0].review = Review(person: "A. Lind", on: "2026-11-27")
    let unwatched = InspectionComparison(old: old, new: Self.report([]))
    #expect(unwatched.unchecked.map(\.check) == [.eye] && unwatched.fixed.map(\.check) == [.black])
    var watched = Self.report([])
    watched.reviews = [Review(person: "A. Lind", on: "2026-11-28")]
    #expect(InspectionComparison(old: old, new: watched).unchecked.isEmpty)
    var other = Self.report([])
    other.profile = "q"
    #expect(InspectionComparison(old: old, new: other).fixed.isEmpty)
  }

  @Test func `each finding is matched once, with the one that overlaps it most`() {
    let old = Self.report([(.black, 0..<100)])
    let new = Self.report([(.black, 0..<10), (.black, 20..<100)])
    let comparison = InspectionComparison(old: old, new: new)
    #expect(comparison.remaining.map(\.new.startFrame) == [20])
    #expect(comparison.new.map(\.startFrame) == [0])
  }
}
