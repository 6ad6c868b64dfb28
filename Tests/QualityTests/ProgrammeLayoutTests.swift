// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct ProgrammeLayoutTests {
  typealias Section = ProgrammeLayout.Section

  /// A commercial in small: 4 frames of clock, 3 of black, the item from 10:00:00:00 on, a hold of 5 frames.
  static let commercial = ProgrammeLayout(sections: [
    Section("clock", from: .label("09:59:59:18"), .to(.label("09:59:59:22")), contents: [.clock, .silence]),
    Section("black", from: .label("09:59:59:22"), .to(.label("10:00:00:00")), contents: [.black, .silence]),
    Section("head", from: .label("10:00:00:00"), .length(.frames(2)), contents: [.silence]),
    Section("commercial", from: .label("10:00:00:00"), .to(.end(.seconds(0.2))), contents: [.programme]),
    Section("hold", from: .end(.frames(5)), .to(.end(.frames(0))), contents: [.still, .silence]),
  ])

  /// The report on pictures drawn from 09:59:59:18 on, and on a stream of sound that is heard in `loud` frames.
  func report(
    _ drawing: String, loud: Range<Int> = 9..<13, layout: ProgrammeLayout = commercial, start: String? = "09:59:59:18", states frames: Int?? = .none,
    change: (inout InspectionProfile) -> Void = { _ in }
  ) throws -> InspectionReport {
    var profile = InspectionProfile(
      name: "layout", black: BlackLimits(minimumFrames: 1), freeze: FreezeLimits(minimumSeconds: 0.1), silence: SilenceLimits(minimumSeconds: 0.04),
      programmeLayout: layout)
    change(&profile)
    let video = Drawn.video(frames: frames ?? drawing.count)
    let label = try start.map { try Timecode($0, at: .fps25) }
    let inspector = Inspector(
      Drawn.description(video: [video], audio: [Drawn.audio(channels: 1)], start: label), profile: profile, tool: Drawn.tool, threads: 1)
    for (index, picture) in Programme(drawing).pictures.enumerated() {
      try inspector.examine(picture, stream: 0)
      let level: Float = loud.contains(index) ? 0.1 : 0
      try inspector.examine(AudioBlock(sampleRate: 48_000, position: index * 1920, channels: [[Float](repeating: level, count: 1920)]), stream: 1)
    }
    return try inspector.finish()
  }

  func sentences(_ report: InspectionReport) -> [String] {
    report.findings.filter { $0.check == .programmeLayout && $0.severity == .mandatory }.map(\.text)
  }

  @Test func `a file that is laid out as asked has no finding but for a clock that nobody recognises`() throws {
    let report = try report("....BBB......FFFFF")
    #expect(report.findings.map(\.text) == ["No clock was recognised in any of the 4 frames of ‘clock’: look at it."])
    #expect(report.findings.map(\.severity) == [.advisory])
    #expect(report.readings.layout?.map(\.name) == ["clock", "black", "head", "commercial", "hold"])
    #expect(report.readings.layout?.first?.contents == [.clock: .missing, .silence: .asAsked])
  }

  @Test func `black and stillness elsewhere are still faults`() throws {
    let report = try report("....BBB..B...FFFFF")
    #expect(report.findings.filter { $0.check == .black }.map(\.drawnPlace) == [9..<10])
  }

  @Test func `black that begins late or ends early is found to the frame`() throws {
    #expect(
      try sentences(report("....BB.......FFFFF"))
        == ["‘black’ is to be black: 1 of its 3 frames is not, the first at 09:59:59:24."])
    #expect(try report(".....BB......FFFFF").findings.first { $0.check == .programmeLayout && $0.severity == .mandatory }?.drawnPlace == 4..<5)
    #expect(try sentences(report(".............FFFFF")) == ["‘black’ is to be black: none of its 3 frames is."])
  }

  @Test func `edges within the tolerance are not judged`() throws {
    var layout = Self.commercial
    layout.tolerance = 1
    #expect(try sentences(report(".....B.......FFFFF", layout: layout)) == [])
  }

  @Test func `a hold that moves is found`() throws {
    #expect(
      try sentences(report("....BBB......FF..F"))
        == ["‘hold’ is to stand perfectly still: 2 of its 5 frames differ from its first, the first at 10:00:00:08."])
  }

  @Test func `sound in the clock, in the head or in the hold is found with its stream`() throws {
    #expect(
      try sentences(report("....BBB......FFFFF", loud: 8..<14))
        == [
          "‘head’ is to be silent: stream 1 sounds in 1 of its 2 frames, the first at 10:00:00:01.",
          "‘hold’ is to be silent: stream 1 sounds in 1 of its 5 frames, the first at 10:00:00:06.",
        ])
    #expect(
      try sentences(report("....BBB......FFFFF", loud: 0..<4)) == ["‘clock’ is to be silent: stream 1 sounds in all of its 4 frames."])
  }

  @Test func `one sample above the threshold is one too many, wherever blocks are cut`() throws {
    for cut in [1, 7, 1920, 5000] {
      let profile = InspectionProfile(
        name: "silence",
        programmeLayout: ProgrammeLayout(sections: [Section("mute", from: .start(.frames(2)), .length(.frames(3)), contents: [.silence])]))
      var samples = [Float](repeating: 0, count: 1920 * 8)
      samples[1920 * 2 - 1] = 0.5  // before it
      samples[1920 * 4 + 5] = -0.5
      let inspector = Inspector(
        Drawn.description(video: [Drawn.video(frames: 8)], audio: [Drawn.audio(channels: 1)]), profile: profile, tool: Drawn.tool, threads: 1)
      for picture in Programme("........").pictures { try inspector.examine(picture, stream: 0) }
      for start in stride(from: 0, to: samples.count, by: cut == 1 ? 997 : cut) {
        let end = min(samples.count, start + (cut == 1 ? 997 : cut))
        try inspector.examine(AudioBlock(sampleRate: 48_000, position: start, channels: [Array(samples[start..<end])]), stream: 1)
      }
      let found = try inspector.finish().findings.filter { $0.check == .programmeLayout }
      #expect(found.map(\.drawnPlace) == [4..<5])
    }
  }

  @Test func `sections outside the file are missing, optional ones are not`() throws {
    let text = try sentences(report("BBB......FFFFF", loud: 5..<9, start: "09:59:59:22"))
    #expect(text == ["‘clock’, from 09:59:59:18 to 09:59:59:22, is missing: the file begins after it, at 09:59:59:22."])
    var layout = Self.commercial
    layout.sections[0].isOptional = true
    #expect(try sentences(report("BBB......FFFFF", loud: 5..<9, layout: layout, start: "09:59:59:22")) == [])
    #expect(
      try sentences(report("..BBB......FFFFF", loud: 7..<11, layout: layout, start: "09:59:59:20"))
        == ["‘clock’, from 09:59:59:18 to 09:59:59:22, is not there whole: the file begins at 09:59:59:20."])
  }

  @Test func `a file without timecode, or without a stated length, is not passed`() throws {
    #expect(try sentences(report("....BBB......FFFFF", start: nil)).contains { $0.hasPrefix("‘black’ was not looked for: the file has no timecode") })
    #expect(try sentences(report("....BBB......FFFFF", states: .some(nil))).contains { $0.hasPrefix("‘hold’ was not looked for") })
  }

  @Test func `only the programme is measured for loudness`() throws {
    let layout = ProgrammeLayout(sections: [
      Section("tone", from: .start(.frames(0)), .length(.seconds(4)), contents: [.tone]),
      Section("programme", from: .start(.seconds(4)), .to(.end(.frames(0))), contents: [.programme]),
    ])
    let tone = Sound.sine(-18, 4)
    let quiet = Sound.sine(-33, 4)
    var description = Drawn.description(audio: [Drawn.audio(index: 0, channels: 2)], start: Timecode(wrapping: 0, at: .fps25))
    description.audio[0].wrapper.sampleCount = tone.count + quiet.count
    func loudness(_ layout: ProgrammeLayout?) throws -> InspectionReport {
      let inspector = Inspector(description, profile: InspectionProfile(name: "loudness", programmeLayout: layout), tool: Drawn.tool, threads: 1)
      let samples = tone + quiet
      try inspector.examine(AudioBlock(sampleRate: 48_000, channels: [samples, samples]), stream: 0)
      return try inspector.finish()
    }
    let parted = try loudness(layout)
    #expect(abs((parted.readings.loudness.integrated ?? 0) - -33) < 0.1)
    #expect(parted.readings.loudnessOverTime?.momentary.count == 80)
    #expect((try loudness(nil).readings.loudness.integrated ?? 0) > -22)
    #expect(parted.findings.contains { $0.check == .tone } == false)
  }

  @Test func `evidence leaves the frames in which nothing was seen`() {
    let evidence = LayoutEvidence(content: .bars, seen: [0..<3, 5..<6, 9..<20])
    #expect(evidence.misses(in: 1..<12) == [3..<5, 6..<9])
    #expect(evidence.misses(in: 10..<11) == [])
    #expect(LayoutEvidence(content: .bars, seen: []).misses(in: 2..<4) == [2..<4])
  }

  @Test(arguments: [("10:00:00:00", 0), ("09:59:59:24", -1), ("10:00:01:00", 25), ("00:00:00:00", -900_000), ("22:00:00:00", 1_080_000)])
  func `a label is found before and behind the start`(label: String, frame: Int) throws {
    let clock = FrameClock(rate: .fps25, start: try Timecode("10:00:00:00", at: .fps25))
    #expect(clock.frame(at: label) == frame)
    let paired = FrameClock(rate: .fps50, start: try Timecode("10:00:00:00", at: .fps25))
    #expect(paired.frame(at: label) == frame * 2)
    #expect(clock.frame(at: "10:00:00:25") == nil)
  }
}
