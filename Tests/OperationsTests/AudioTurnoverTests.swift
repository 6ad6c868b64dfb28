// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Files
import Foundation
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

@testable import Operations

@Suite struct AudioTurnoverTests {
  private typealias Factor = Editorial.Ratio
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Folder.create(folder.path("media"))
  }

  /// A value of 24 bits that tells a sample's place and channel: no two windows of a recording are alike.
  private static func value(_ place: Int, _ channel: Int) -> Int32 {
    var random = SeededRandom(UInt64(place) << 4 | UInt64(channel))
    return Int32(truncatingIfNeeded: random.next() >> 41) - (1 << 22)
  }

  /// Writes a recording that begins at a sample of the day.
  private func recording(
    _ name: String, from first: Int, samples: Int, channels: Int = 1, rate: FrameRate = .fps29_97, rule: (Int, Int) -> Int32 = value
  ) throws {
    var header = BroadcastWaveHeader(
      samples: samples, timeReference: first, labels: rate, channelNames: (0..<channels).map { "mic \($0 + 1)" })
    (header.scene, header.take, header.reel) = ("12A", "3", name)
    var values: [Int32] = []
    for place in 0..<samples { for channel in 0..<channels { values.append(rule(place, channel)) } }
    try SafeWriter.write(header.bytes() + BroadcastWaveHeader.packed(values) + header.padding, to: folder.path("media/\(name).wav"))
  }

  private func clip(_ name: String, _ frames: Int, from label: String, channel: Int = 0, rate: FrameRate = .fps29_97, gain: Factor? = nil) throws
    -> TrackItem
  {
    let source = try TimecodeRange(in: Timecode(label, at: rate), duration: FrameCount(frames))
    return .clip(
      Clip(
        name: name, frames: FrameCount(frames), source: source, media: MediaReference(name: name, reel: name, path: "\(name).wav"),
        sourceTrack: channel,
        effects: gain.map { [SoundGain($0).effect] } ?? []))
  }

  private func cut(_ tracks: [[TrackItem]], rate: FrameRate = .fps29_97) throws -> ReadTimeline {
    let timeline = Timeline(
      name: "Reel 1", start: try Timecode("01:00:00:00", at: rate),
      tracks: tracks.enumerated().map { Track(.audio, number: $0.offset + 1, name: "Dialogue \($0.offset + 1)", items: $0.element) })
    let path = folder.path("cut.aaf")
    try SafeWriter.write(try TimelineFormat.aaf.write(timeline).bytes, to: path)
    return ReadTimeline(path)
  }

  private func turnOver(_ cut: ReadTimeline, _ options: AudioTurnover.Options = .init()) async throws -> TurnoverRecord {
    try await AudioTurnover(cut, media: [folder.path("media")], to: folder.path("out"), options: options).run(in: world("2026-11-28T10:00:00Z"))
  }

  private static let hour = FrameRate.fps29_97.firstSample(of: 1_080_000, sampleRate: 48_000)

  @Test func `each clip is a mono file, right to the sample, with handles as far as there are any`() async throws {
    try recording("T01", from: Self.hour, samples: 96_000, channels: 2)
    let record = try await turnOver(
      try cut([[.gap(1), try clip("T01", 1, from: "10:00:00:10", channel: 2), try clip("T01", 2, from: "10:00:00:01", channel: 1)]]),
      .init(handles: 5))
    // At 29.97 the frames of the programme hold 1602, 1601, 1602, 1601, 1602 samples.
    #expect(record.missing.isEmpty && record.clips.map(\.start) == [1602, 3203] && record.clips.map(\.samples) == [1601, 1602 + 1601])
    #expect(record.samples == 6406 && record.clips.map(\.head) == [8008, 1602] && record.clips.map(\.tail) == [8008, 8008])
    for (clip, place) in zip(record.clips, [16_016, 1602]) {
      let path = folder.path("out/\(clip.file)")
      let facts = try #require(BroadcastWaveFacts(path: path))
      #expect(facts.channels == 1 && facts.bits == 24 && facts.samples == clip.head + clip.samples + clip.tail)
      #expect(facts.timeReference == Self.hour + place - clip.head && clip.timeReference == facts.timeReference)
      let samples = try MonoFile.samples(of: path, 0..<facts.samples)
      #expect(samples == (0..<facts.samples).map { Self.value(place - clip.head + $0, clip.channel - 1) })
      let notes = RecorderNotes(path: path).metadata
      #expect(notes[.scene] == "12A" && notes[.take] == "3" && notes[.trackNames] == "mic \(clip.channel)")
    }
    let path = folder.path("out/\(record.tracks[0].edl ?? "")")
    let list = try String(contentsOfFile: path, encoding: .utf8)
    #expect(list.contains("10:00:00:10 10:00:00:11 01:00:00:01 01:00:00:02"), "\(list)")
  }

  @Test func `what is offline, ambiguous, retimed or at another sample rate is named, and silent`() async throws {
    try recording("T01", from: Self.hour, samples: 96_000)
    for place in ["one", "two"] {
      try Folder.create(folder.path("media/\(place)"))
      try recording("\(place)/T02", from: Self.hour, samples: 48_000) { sample, _ in Self.value(sample, place == "one" ? 1 : 2) }
    }
    guard case .clip(var slow) = try clip("T01", 5, from: "10:00:00:00") else { return }
    slow.speed = try #require(Factor(1, 2))
    let record = try await turnOver(
      try cut([
        [
          try clip("T01", 5, from: "10:00:00:00"), try clip("T09", 5, from: "10:00:00:00"), try clip("T02", 5, from: "10:00:00:00"), .clip(slow),
          try clip("T01", 5, from: "10:00:00:00", channel: 1), try clip("T01", 90, from: "10:00:00:10"),
        ]
      ]))
    #expect(record.clips.count == 2 && record.missing.map(\.state) == [.offline, .ambiguous, .unsuitable, .partial], "\(record.missing)")
    #expect(record.missing.map(\.recordIn) == ["01:00:00:05", "01:00:00:10", "01:00:00:15", "01:00:00:25"])
    let aaf = try TimelineFormat.aaf.read(path: folder.path("out/\(record.aaf)")).timelines[0]
    #expect(aaf.tracks[0].frames == FrameCount(record.samples))
  }

  @Test func `the guide is heard with gain and fades, and the tones are where they belong`() async throws {
    let rate = FrameRate.fps25
    try recording("T01", from: 36_000 * 48_000, samples: 144_000, rate: rate) { _, _ in 1_000_000 }
    try recording("T02", from: 36_000 * 48_000, samples: 144_000, rate: rate) { _, _ in 500_000 }
    let items: [TrackItem] = [
      try clip("T01", 25, from: "10:00:01:00", rate: rate, gain: Factor(1, 2)),
      .transition(Transition(.dissolve, head: 5, tail: 5)), try clip("T02", 25, from: "10:00:01:00", rate: rate),
    ]
    let record = try await turnOver(try cut([items], rate: rate), .init(handles: 10, isEmbedded: true, hasPops: true, hasGuide: true))
    #expect(record.sessionStart == "00:59:52:00" && record.leader == 384_000 && record.sessionSamples == 384_000 + 96_000 + 96_000)
    #expect(record.pops.map(\.label) == ["00:59:58:00", "01:00:03:24"] && record.pops.map(\.start) == [-96_000, 190_080])
    let guide = try MonoFile.samples(of: folder.path("out/\(record.guide ?? "")"), 0..<record.sessionSamples)
    let programme = guide[384_000..<480_000]
    #expect(programme.first == 500_000 && programme.last == 500_000 && guide[383_999] == 0 && guide[480_000] == 0)
    // Over the whole fade both are of one level.
    #expect(programme.allSatisfy { abs($0 - 500_000) <= 1 })
    let tone = guide[(384_000 - 96_000)..<(384_000 - 96_000 + 1920)]
    #expect(guide[384_000 - 96_001] == 0 && guide[384_000 - 96_000 + 1920] == 0 && abs((tone.max() ?? 0) - 838_861) < 10)
    let aaf = try FileFacts.of(folder.path("out/\(record.aaf)"))
    #expect(aaf.size > 500_000)
    await #expect(throws: OperationsError.self) { try await turnOver(ReadTimeline(folder.path("cut.aaf"))) }
  }

  @Test func `the picture shows the frames of the cut under the session's timecode, with the guide`() async throws {
    try DrawnMovie.write(folder.path("media/A001C001.mov"), frames: 60, start: "10:00:00:00", reel: "A001", width: 320)
    try recording("T01", from: 36_000 * 48_000, samples: 96_000, rate: .fps25) { _, _ in 1_000_000 }
    func shown(_ frames: Int, from label: String, consuming: Int? = nil) throws -> Clip {
      let source = try TimecodeRange(in: Timecode(label, at: .fps25), duration: FrameCount(consuming ?? frames))
      return Clip(
        name: "shot", frames: FrameCount(frames), source: source, speed: consuming == nil ? .one : try #require(Factor(2)),
        media: MediaReference(path: folder.path("media/A001C001.mov")))
    }
    let gone = Clip(
      name: "gone", frames: 2, source: try TimecodeRange(in: Timecode("10:00:00:00", at: .fps25), duration: 2), media: MediaReference(reel: "X1"))
    let cut = Timeline(
      name: "Reel 1", start: try Timecode("01:00:00:00", at: .fps25),
      tracks: [
        Track(
          .video, number: 1,
          items: [.clip(try shown(6, from: "10:00:00:05")), .gap(2), .clip(try shown(3, from: "10:00:01:00", consuming: 6)), .clip(gone)]),
        Track(.audio, number: 1, items: [try clip("T01", 13, from: "10:00:00:05", rate: .fps25)]),
      ])
    try SafeWriter.write(try TimelineFormat.otio.write(cut).bytes, to: folder.path("cut.otio"))
    let record = try await turnOver(ReadTimeline(folder.path("cut.otio")), .init(hasPops: true, hasPicture: true))
    #expect(record.guide != nil && record.notes.contains { $0.hasPrefix("2 frames of the picture are black") }, "\(record.notes)")

    let path = folder.path("out/\(try #require(record.picture))")
    let media = try MediaReader.probe(path)
    #expect(media.timecodes.first?.start.description == "00:59:52:00" && media.video.first?.facts.width == 1920)
    let reader = try MediaReader(path: path, options: .init(samples: .exactIntegers))
    var (numbers, lumas, samples): ([Int?], [Int], [Int32]) = ([], [], [])
    while let event = try reader.next() {
      switch event {
      case .picture(let picture, _):
        numbers.append(FrameCounter.read(picture)?.value)
        lumas.append(Int(picture.planes[0].row(540).assumingMemoryBound(to: UInt16.self)[960]))
      case .integerSound(let block, _): samples += block.channel(0)
      default: Issue.record("\(event)")
      }
    }
    // Eight seconds before, two behind, by 25 frames; white where the tones sound.
    #expect(numbers.count == 200 + 13 + 50 && numbers[200..<213].map { $0 } == [5, 6, 7, 8, 9, 10, nil, nil, 25, 27, 29, nil, nil])
    #expect(lumas[150] > 900 && lumas[149] < 80 && lumas[151] < 80 && lumas[262] > 900)
    #expect(samples == (try MonoFile.samples(of: folder.path("out/\(record.guide ?? "")"), 0..<record.sessionSamples)))
  }

  @Test func `a turnover that was stopped is made whole by the same one, and by no other`() async throws {
    for name in ["T01", "T02"] { try recording(name, from: Self.hour, samples: 48_000) }
    let cut = try cut([[try clip("T01", 5, from: "10:00:00:00"), try clip("T02", 5, from: "10:00:00:00")]])
    let stranger = folder.path("out/audio/A1_0002_T02.wav")
    let turnover = AudioTurnover(cut, media: [folder.path("media")], to: folder.path("out"), options: .init(handles: 2, hasGuide: true))
    var environment = try world("2026-11-28T10:00:00Z")
    environment.progress = { _ in FileManager.default.createFile(atPath: stranger, contents: Data("in the way".utf8)) }
    await #expect(throws: FilesError.self) { try await turnover.run(in: environment) }
    #expect(try Folder.names(in: folder.path("out")) == ["audio", "unfinished.json"])
    try FileManager.default.removeItem(atPath: stranger)

    await #expect(throws: OperationsError.self) { try await turnOver(cut, .init(handles: 3)) }
    let record = try await turnover.run(in: world("2026-11-28T11:00:00Z"))
    #expect(record.clips.count == 2 && record.missing.isEmpty)
    #expect(try Folder.names(in: folder.path("out")) == ["Reel_1.aaf", "Reel_1_A1.edl", "Reel_1_guide.wav", "audio", "turnover.json"])
    await #expect(throws: OperationsError.self) { try await turnover.run(in: environment) }
  }

  // MARK: - pyaaf2

  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let python = package.appendingPathComponent(".venv-judges/bin/python").path
  private static var hasJudge: Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", "import aaf2"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
  private static let judge = """
    import sys, aaf2
    with aaf2.open(sys.argv[1]) as f:
        tops = list(f.content.toplevel())
        print(len(tops), tops[0].name)
        for slot in tops[0].slots:
            if slot.media_kind != "Sound":
                continue
            print(slot.edit_rate, slot.name)
            place = 0
            for part in slot.segment.components:
                name = type(part).__name__
                if name == "Transition":
                    place -= part.length
                    print("fade", place, part.length, part["CutPoint"].value)
                    continue
                if name == "OperationGroup":
                    part = part.segments[0]
                if type(part).__name__ == "SourceClip":
                    link = part.slot.segment
                    tape = link.mob.slots[0].segment
                    data = len(link.mob.essence.open('r').read()) if link.mob.essence is not None else 0
                    print("clip", place, part.length, part.start, link.mob.name, link.mob.descriptor["Length"].value, tape.start, data)
                place += part.length
    """

  @Test(.enabled(if: hasJudge, "pyaaf2 is not installed among the judges"), arguments: [false, true])
  func `pyaaf2 finds each clip to the sample`(isEmbedded: Bool) async throws {
    try recording("T01", from: Self.hour, samples: 96_000)
    let record = try await turnOver(
      try cut([
        [
          .gap(1), try clip("T01", 5, from: "10:00:00:10"), .transition(Transition(.dissolve, head: 1, tail: 1)),
          try clip("T01", 7, from: "10:00:00:20"),
        ]
      ]),
      .init(handles: 4, isEmbedded: isEmbedded, hasPops: true))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.python)
    process.arguments = ["-c", Self.judge, folder.path("out/\(record.aaf)")]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n").map(String.init)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0 && lines.count == 8, "\(lines)")
    let rate = FrameRate.fps29_97
    func sample(_ frame: Int) -> Int { rate.firstSample(of: FrameCount(frame), sampleRate: 48_000) }
    let (first, second) = (record.clips[0], record.clips[1])
    func data(_ samples: Int) -> Int { isEmbedded ? 3 * samples : 0 }
    let (start, cut) = (record.leader + sample(1), record.leader + sample(6))
    let (head, tail) = (sample(6) - sample(5), sample(7) - sample(6))
    #expect(lines[0] == "1 Reel 1" && lines[1] == "48000 Dialogue 1")
    #expect(
      lines[2]
        == "clip \(start) \(cut - start + tail) \(first.head) A1_0001_T01 \(first.fileSamples) \(first.timeReference) \(data(first.fileSamples))")
    #expect(lines[3] == "fade \(cut - head) \(head + tail) \(head)")
    #expect(
      lines[4]
        == "clip \(cut - head) \(sample(13) - sample(6) + head) \(second.head - head) A1_0002_T01 \(second.fileSamples) \(second.timeReference) \(data(second.fileSamples))"
    )
    #expect(
      lines[5] == "48000 POP" && lines[6].hasPrefix("clip \(record.leader - 96_096) 1602 0 2-pop 1602 ") && lines[7].contains("tail-pop"), "\(lines)")
  }
}
