// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct PictureSoundSyncTests {
  /// A grey picture with a clock's patch of light at a quarter of it where `isLit`.
  static func picture(_ isLit: Bool) -> Picture { Drawn.grey { column, row in isLit && column >= 160 && row < 90 ? 1 : 0.2 } }

  static let (dark, lit) = (picture(false), picture(true))

  /// The report on `frames` pictures that are lit in `flashes`, with pips of 40 ms from the given samples on.
  static func inspect(
    _ frames: Int, flashes: [Range<Int>], pips: [Int], limits: SyncLimits = SyncLimits(early: 5, late: 15), rate: FrameRate = .fps25,
    layout: ProgrammeLayout? = nil
  ) throws -> InspectionReport {
    var profile = InspectionProfile(name: "sync", sound: SoundLimits(pips: PipLimits()), content: ContentLimits(sync: limits))
    profile.programmeLayout = layout
    let description = Drawn.description(video: [Drawn.video(rate: rate)], audio: [Drawn.audio(channels: 1)])
    let inspector = Inspector(description, profile: profile, tool: Drawn.tool, threads: 2)
    for frame in 0..<frames {
      try inspector.examine((flashes.contains { $0.contains(frame) } ? lit : dark).moved(to: frame), stream: 0)
    }
    var samples = [Float](repeating: 0, count: frames * 48_000 * rate.denominator / rate.numerator)
    for start in pips { for (index, sample) in Sound.sine(-12, 0.04, phase: 90).enumerated() { samples[start + index] = sample } }
    try inspector.examine(AudioBlock(sampleRate: 48_000, position: 0, channels: [samples]), stream: 1)
    return try inspector.finish()
  }

  @Test(arguments: [(0, 0), (240, 0), (-240, 0), (720, 0), (721, 1), (-241, 1), (-4000, 1), (20_000, 1)]) func `an offset is measured to the sample`(
    _ shift: Int, _ findings: Int
  ) throws {
    let report = try Self.inspect(100, flashes: [50..<51], pips: [96_000 + shift])
    let mark = try #require(report.readings.content?.sync?.first)
    #expect(mark.frame == 50 && mark.sample == 96_000 + shift)
    #expect(abs(mark.offset - Double(shift) / 48) < 1e-6 && abs(mark.offsetFrames - Double(shift) / 1920) < 1e-6)
    let found = report.findings.filter { $0.check == .sync }
    #expect(found.count == findings)
    #expect(found.allSatisfy { $0.drawnPlace == 50..<51 && $0.unit == "ms" && $0.limit == (shift < 0 ? -5 : 15) && $0.severity == .mandatory })
  }

  @Test func `the finding says which comes first, in milliseconds and frames`() throws {
    let report = try Self.inspect(100, flashes: [50..<52], pips: [96_000 - 3840])
    #expect(
      report.findings.filter { $0.check == .sync }.map(\.text)
        == ["The pip comes 80.0 ms (2.00 frames) before the flash; at most 5.0 ms are allowed."])
  }

  @Test func `a file that may do without marks is judged by those before the programme alone`() throws {
    var limits = SyncLimits(early: 5, late: 15)
    limits.isOptional = true
    let layout = ProgrammeLayout(sections: [
      .init("line-up", from: .start(.frames(0)), .to(.start(.frames(40))), contents: []),
      .init("programme", from: .start(.frames(40)), .length(.frames(60)), contents: [.programme]),
    ])
    func found(_ flashes: [Range<Int>], _ pips: [Int], _ layout: ProgrammeLayout?) throws -> Int {
      try Self.inspect(100, flashes: flashes, pips: pips, limits: limits, layout: layout).findings.count { $0.check == .sync }
    }
    #expect(try found([], [], layout) == 0 && found([], [], nil) == 0)
    #expect(try found([20..<21], [20 * 1920 + 4800], layout) == 1)
    #expect(try found([50..<51], [50 * 1920 + 4800], layout) == 0)
    #expect(try found([50..<51], [50 * 1920 + 4800], nil) == 1)
  }

  @Test func `rates that are no whole numbers do not drift`() throws {
    // Frame 90 of 29.97 begins after 3.003 s.
    let report = try Self.inspect(120, flashes: [90..<91], pips: [144_144], rate: .fps29_97)
    #expect(try abs(#require(report.readings.content?.sync?.first).offset) < 1e-6)
  }

  @Test(arguments: [([50..<51], []), ([], [96_000]), ([20..<21], [96_000]), ([50..<90], [96_000])] as [([Range<Int>], [Int])])
  func `what was not found is no pass`(_ flashes: [Range<Int>], _ pips: [Int]) throws {
    let report = try Self.inspect(100, flashes: flashes, pips: pips)
    #expect(report.findings.filter { $0.check == .sync }.map(\.severity) == [.mandatory])
    #expect(report.findings.first { $0.check == .sync }?.text.hasPrefix("Picture against sound could not be measured: ") == true)
    #expect(report.readings.content?.sync == [] && report.verdict == .fail)
  }

  @Test func `each flash has its own pip, and a flash without one is left alone`() throws {
    let report = try Self.inspect(200, flashes: [30..<31, 45..<46, 100..<101], pips: [30 * 1920, 100 * 1920 + 1920])
    #expect(report.readings.content?.sync?.map(\.frame) == [30, 100])
    #expect(report.findings.filter { $0.check == .sync }.map(\.drawnPlace) == [100..<101])
  }
}
