// SPDX-License-Identifier: Apache-2.0

import Editorial
import Files
import Foundation
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

@testable import Operations

@Suite struct CheckMixTests {
  private let folder: TemporaryFolder
  /// The programme: 24 s at 25 frames.
  private static let samples = 24 * 48_000

  init() throws { folder = try TemporaryFolder() }

  /// Sound that comes and goes as speech does: noise, smoothed a little, in syllables of drawn level.
  private static func speech(_ seed: UInt64, _ count: Int) -> [Double] {
    var random = SeededRandom(seed)
    var (level, smooth) = (0.0, 0.0)
    return (0..<count).map { place in
      if place % 9_000 == 0 { level = Double(random.next() >> 40) / Double(1 << 24) }
      let noise = Double(random.next() >> 40) / Double(1 << 23) - 1
      smooth += 0.2 * (noise - smooth)
      return smooth * level * level * Double((place % 9_000) < 7_000 ? 1 : 0)
    }
  }

  private func write(_ name: String, _ values: [Double], from first: Int) throws {
    let header = BroadcastWaveHeader(samples: values.count, timeReference: first, labels: .fps25)
    try SafeWriter.write(header.bytes() + BroadcastWaveHeader.packed(values.map { Int32($0 * 8_000_000) }) + header.padding, to: folder.path(name))
  }

  /// A session: leader, tone, programme, tone.
  private func session(_ programme: [Double]) -> [Double] {
    let tone = LineUpTone(level: -20).samples(0..<1920).map { Double($0) / 8_388_608 }
    func silence(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
    return silence(288_000) + tone + silence(96_000 - 1920) + programme + silence(96_000 - 1920) + tone
  }

  private static let hour = 3600 * 48_000

  private func record() throws -> String {
    let cut = Timeline(name: "Reel 1", start: try Timecode("01:00:00:00", at: .fps25), tracks: [Track(.audio, number: 1, items: [.gap(600)])])
    let layout = SessionLayout(cut, withPops: true)
    let record = TurnoverRecord(
      name: "Reel 1", rate: "25", start: "01:00:00:00", frames: 600, sampleRate: 48_000, samples: Self.samples,
      sessionStart: layout.start.description,
      leader: layout.leader, sessionSamples: layout.samples, handles: 0, aaf: "", isEmbedded: false, tracks: [], clips: [], missing: [],
      pops: layout.pops,
      guide: "guide.wav", notes: [], unread: [])
    try SafeWriter.write(JSONEncoder().encode(record), to: folder.path("turnover.json"))
    try write("guide.wav", session(Self.speech(1, Self.samples)), from: Self.hour - layout.leader)
    return folder.path("turnover.json")
  }

  private func check(_ name: String) async throws -> CheckMix.Outcome {
    try await CheckMix(folder.path(name), against: .record(record())).run()
  }

  /// Another sound with the guide's in it, as music lies under speech.
  private static func mixed(_ programme: [Double]) -> [Double] {
    zip(programme, speech(7, programme.count)).map { 0.9 * $0 + 0.25 * $1 }
  }

  @Test func `a mix in step is accepted, tones and guide to the sample`() async throws {
    try write("mix.wav", session(Self.mixed(Self.speech(1, Self.samples))), from: Self.hour - 384_000)
    let outcome = try await check("mix.wav")
    #expect(outcome.isAccepted && outcome.pops.map(\.lateSamples) == [0, 0], "\(outcome)")
    #expect(outcome.guide?.isJudged == true && outcome.guide?.lateMilliseconds == 0 && outcome.guide?.driftPPM == 0, "\(outcome.notes)")
    #expect((outcome.guide?.confidence ?? 0) > 0.7)
  }

  @Test func `a mix that is late is told by how much`() async throws {
    let late = [Double](repeating: 0, count: 1920) + Self.mixed(Self.speech(1, Self.samples)).dropLast(1920)
    try write("mix.wav", late, from: Self.hour)
    let outcome = try await check("mix.wav")
    #expect(outcome.verdict == .refused && outcome.pops.isEmpty && outcome.guide?.lateMilliseconds == 40, "\(outcome)")
    #expect(outcome.findings.count == 1 && outcome.findings[0].contains("40 ms late"))
  }

  @Test func `a mix that runs 1001/1000 slow is told by that name`() async throws {
    let speech = Self.speech(1, Self.samples)
    let slow = (0..<Self.samples).map { place -> Double in
      let source = Double(place) / 1.001
      let (whole, part) = (Int(source), source - source.rounded(.down))
      return speech[whole] * (1 - part) + (whole + 1 < speech.count ? speech[whole + 1] : 0) * part
    }
    try write("mix.wav", slow, from: Self.hour)
    let outcome = try await check("mix.wav")
    let drift = try #require(outcome.guide?.driftPPM)
    #expect(outcome.verdict == .refused && abs(drift - 1000) < 20, "\(outcome)")
    #expect(outcome.findings.contains { $0.contains("1001/1000") })
  }

  @Test func `of another sound nothing is said, and a wrong length is told`() async throws {
    try write("mix.wav", Self.speech(99, Self.samples - 960), from: Self.hour)
    let outcome = try await check("mix.wav")
    #expect(outcome.guide?.isJudged == false && outcome.findings.count == 1, "\(outcome)")
    #expect(outcome.findings[0].contains("960 samples") && outcome.findings[0].contains("shorter"))
  }

  @Test func `a tone that is late, or not there, is told`() async throws {
    var mix = session(Self.speech(1, Self.samples))
    for place in (mix.count - 1920)..<mix.count { mix[place] = 0 }
    mix = [Double](repeating: 0, count: 960) + mix.dropLast(960)
    try write("mix.wav", mix, from: Self.hour - 384_000)
    let outcome = try await check("mix.wav")
    #expect(outcome.pops.map(\.isFound) == [true, false] && outcome.pops[0].lateSamples == 960, "\(outcome)")
    #expect(
      outcome.findings.contains { $0.contains("head pop is 960 samples late (20 ms late)") }
        && outcome.findings.contains { $0.contains("no tail pop") })
  }

  @Test(arguments: [-30, 30]) func `a mix whose time reference puts its tones outside of it is told, not a crash`(seconds: Int) async throws {
    try write("mix.wav", session(Self.speech(1, Self.samples)), from: Self.hour - 384_000 + seconds * 48_000)
    let outcome = try await check("mix.wav")
    #expect(outcome.findings.contains { $0.contains("time reference") } && outcome.pops.contains { !$0.isFound }, "\(outcome)")
  }

  @Test(arguments: ["start", "samples", "sessionSamples", "leader"]) func `a record with lengths beyond all numbers is refused`(key: String)
    async throws
  {
    let path = try record()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for value in [Int.max, Int.min] {
      let forged = text.replacing(try Regex("\"\(key)\":-?[0-9]+"), with: "\"\(key)\":\(value)")
      try #require(forged != text)
      try Data(forged.utf8).write(to: URL(fileURLWithPath: path))
      await #expect(throws: OperationsError.self) { try await CheckMix(folder.path("guide.wav"), against: .record(path)).run() }
    }
  }

  @Test(arguments: ["../guide.wav", "/etc/hostname", "a/../../guide.wav", "out.wav"])
  func `a guide that does not lie in the folder of the record is not opened`(guide: String) async throws {
    let path = try record()
    try FileManager.default.createSymbolicLink(atPath: folder.path("out.wav"), withDestinationPath: "/etc/hostname")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let forged = text.replacing(try Regex("\"guide\":\"[^\"]*\""), with: "\"guide\":\"\(guide)\"")
    try #require(forged != text)
    try Data(forged.utf8).write(to: URL(fileURLWithPath: path))
    let error = await #expect(throws: OperationsError.self) { try await CheckMix(folder.path("guide.wav"), against: .record(path)).run() }
    #expect(error?.description.contains("does not lie in its folder") == true, "\(String(describing: error))")
  }

  @Test func `what is no record is refused by name`() async throws {
    try SafeWriter.write("{\"name\": 1}", to: folder.path("other.json"))
    await #expect(throws: OperationsError.self) { try await CheckMix(folder.path("mix.wav"), against: .record(folder.path("other.json"))).run() }
  }
}
