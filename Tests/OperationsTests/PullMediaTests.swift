// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Files
import Foundation
import Hashing
import Integrity
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

@testable import Operations

@Suite struct PullMediaTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a clip in which every frame is another picture, with sound.
  private func clip(
    _ path: String, frames: Int, start: String?, reel: String? = nil, preset: String = "prores-proxy", from first: Int = 0
  ) throws {
    let full = folder.path(path)
    try Folder.create(SystemPath.split(full).folder)
    let encoding = try #require(Encoding.preset(preset))
    let programme = Programme(pictures: ".", framesPerMark: first + frames, width: 320, height: 180)
    let writer = try MediaWriter(
      path: full, encoding: encoding, video: PictureShape(format: .yuv422p10, width: 320, height: 180, rate: .fps25, color: .bt709),
      audio: [SoundShape(sampleRate: 48_000, layout: .stereo)],
      labels: MediaWriter.Labels(start: try start.map { try Timecode($0, at: .fps25) }, reel: reel), isReproducible: true)
    for frame in first..<first + frames {
      try writer.write(programme.picture(at: FrameCount(frame)))
      try writer.write(programme.soundSource.integers(FrameRate.fps25.samples(of: FrameCount(frame), sampleRate: 48_000)))
    }
    try writer.finish()
  }

  private func list(_ events: String) throws -> ReadTimeline {
    let path = folder.path("cut.edl")
    try Data(("TITLE: reel 1\nFCM: NON-DROP FRAME\n" + events).utf8).write(to: URL(fileURLWithPath: path))
    return ReadTimeline(path, rate: .fps25)
  }

  private func pull(_ cut: ReadTimeline, _ options: PullOptions, to target: String = "pull", preset: String = "v210") async throws -> PullMedia.Report
  {
    let environment = try world("2026-11-28T10:00:00Z")
    let pull = PullMedia(ConformTimeline(cut, to: [folder.path("media")]), options: options)
    let plan = try await pull.plan(in: environment)
    return try await pull.run(plan, to: .init(folder: folder.path(target), encoding: #require(Encoding.preset(preset))), in: environment)
  }

  /// A hash of each picture of a file, and the samples of its first channel.
  private func content(of path: String) throws -> (pictures: [UInt64], samples: [Int32]) {
    let reader = try MediaReader(path: path, options: .init(samples: .exactIntegers))
    var (pictures, samples): ([UInt64], [Int32]) = ([], [])
    while let event = try reader.next() {
      switch event {
      case .picture(let picture, _):
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for (index, plane) in picture.planes.enumerated() {
          for row in 0..<plane.height {
            for byte in UnsafeRawBufferPointer(start: plane.row(row), count: plane.width * picture.format.components[index].step) {
              hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
          }
        }
        pictures.append(hash)
      case .integerSound(let block, _): samples += block.channel(0)
      case .sound: Issue.record("the sound of ‘\(path)’ was not kept as integers")
      case .damage(let damage): Issue.record("\(damage)")
      }
    }
    return (pictures, samples)
  }

  /// A copy of a pulled file without its last frames, under another name.
  private func returned(_ pulled: PullMedia.Pulled, as name: String, frames: Int) async throws {
    try Folder.create(folder.path("back"))
    let media = try MediaReader.probe(pulled.file.path)
    let pass = EncodingPass(
      source: media, encoding: try #require(Encoding.preset("prores-proxy")), labels: MediaWriter.Labels(keeping: media),
      origin: .init(toolVersion: "test", date: Timestamp(seconds: 1_795_000_000)), range: 0..<frames)
    let target = folder.path("back/\(name)")
    _ = try await onOwnThread { try pass.run(to: target, cancellation: $0, task: nil, show: { _ in }) }
  }

  private static let two = """
    001  A001 V C 10:00:00:20 10:00:01:05 01:00:00:00 01:00:00:10
    * FROM CLIP NAME: sc010
    * ASC_SOP (1.10 1 0.90)(0.0 -0.010 0)(1 1 1)
    * ASC_SAT 0.90
    002  B001 V C 11:00:00:02 11:00:00:12 01:00:00:10 01:00:00:20
    * FROM CLIP NAME: sc020
    """

  @Test(arguments: ["prores-proxy", "proxy-h264-540p"])
  func `a pulled file holds the pictures and the sound of its range and no other`(source: String) async throws {
    let path = "media/A001C001.\(source.hasPrefix("prores") ? "mov" : "mp4")"
    try clip(path, frames: 60, start: "10:00:00:00", reel: "A001", preset: source)
    let cut = try list("001  A001C001 V C 10:00:01:03 10:00:01:13 01:00:00:00 01:00:00:10\n* FROM CLIP NAME: A001C001\n")
    let report = try await pull(cut, PullOptions(handles: 4))
    let pulled = try #require(report.pulled.first)
    #expect(report.refused.isEmpty && pulled.notes.isEmpty && pulled.shot.source.duration == 18)

    let whole = folder.path("whole.mov")
    _ = try await Transcode(folder.path(path), to: whole, encoding: #require(Encoding.preset("v210"))).run(in: world("2026-11-28T10:00:00Z"))
    let (expected, found) = (try content(of: whole), try content(of: pulled.file.path))
    #expect(Set(expected.pictures).count == 60 && found.pictures == Array(expected.pictures[24..<42]))
    #expect(found.samples == Array(expected.samples[(24 * 1920)..<(42 * 1920)]))
    let media = try MediaReader.probe(pulled.file.path)
    #expect(media.timecodes.first?.start.description == "10:00:00:24" && media.timecodes.contains { $0.reel == "A001C001" })
  }

  @Test func `a copied range holds the very pictures and samples, and what cannot be cut is refused`() async throws {
    try clip("media/A001C001.mov", frames: 60, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mp4", frames: 60, start: "11:00:00:00", preset: "proxy-h264-540p")
    let cut = try list(
      "001  A001C001 V C 10:00:01:03 10:00:01:13 01:00:00:00 01:00:00:10\n* FROM CLIP NAME: A001C001\n"
        + "002  B001C001 V C 11:00:01:03 11:00:01:13 01:00:00:10 01:00:00:20\n* FROM CLIP NAME: B001C001\n")
    let environment = try world("2026-11-28T10:00:00Z")
    let pull = PullMedia(ConformTimeline(cut, to: [folder.path("media")]), options: PullOptions(handles: 4))
    let report = try await pull.run(pull.plan(in: environment), to: .init(folder: folder.path("pull"), encoding: nil), in: environment)
    #expect(report.refused.count == 1 && report.refused.first?.reason.contains("choose a preset") == true, "\(report.refused)")
    let pulled = try #require(report.pulled.first)
    let (whole, found) = (try content(of: folder.path("media/A001C001.mov")), try content(of: pulled.file.path))
    #expect(found.pictures == Array(whole.pictures[24..<42]) && found.samples == Array(whole.samples[(24 * 1920)..<(42 * 1920)]))
    let media = try MediaReader.probe(pulled.file.path)
    #expect(media.timecodes.first?.start.description == "10:00:00:24" && media.timecodes.contains { $0.reel == "A001C001" })
    #expect(media.video.first?.facts.codec == "prores")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("pull/media")) == ["A001C001.mov"])
  }

  @Test func `a range that goes on in the next file of a recording is pulled as one`() async throws {
    for (chapter, first) in [(1, 0), (2, 30), (3, 60)] {
      let start = try Timecode("10:00:00:00", at: .fps25).advanced(wrapping: FrameCount(first)).description
      try clip("media/DCIM/100GOPRO/GX0\(chapter)0034.MP4", frames: 30, start: start, preset: "proxy-h264-540p", from: first)
    }
    // From the middle of the first chapter to that of the last; and one that lies in the second alone.
    let cut = try list(
      "001  AX V C 10:00:00:20 10:00:02:20 01:00:00:00 01:00:02:00\n* FROM CLIP NAME: GX0034\n"
        + "002  AX V C 10:00:01:10 10:00:01:15 01:00:02:00 01:00:02:05\n* FROM CLIP NAME: GX0034\n")
    let report = try await pull(cut, PullOptions(handles: 2), preset: "prores-proxy")
    try #require(report.refused.isEmpty && report.pulled.count == 2, "\(report.refused)")
    for (pulled, range) in zip(report.pulled, [18..<72, 33..<42]) {
      let reader = try MediaReader(path: pulled.file.path, options: .init(samples: .exactIntegers))
      var (numbers, samples): ([Int?], Int) = ([], 0)
      while let event = try reader.next() {
        switch event {
        case .picture(let picture, _): numbers.append(FrameCounter.read(picture)?.value)
        case .integerSound(let block, _): samples += block.count
        default: Issue.record("\(event)")
        }
      }
      #expect(numbers == range.map { $0 } && samples == range.count * 1920)
    }
    #expect(try MediaReader.probe(report.pulled[0].file.path).timecodes.first?.start.description == "10:00:00:18")
  }

  @Test func `lists, grades and a record lie beside the media, and nothing is written over`() async throws {
    try clip("media/A001C001.mov", frames: 50, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mov", frames: 20, start: "11:00:00:00", reel: "B001")
    let report = try await pull(list(Self.two), PullOptions(handles: 4), preset: "prores-proxy")
    #expect(report.refused.isEmpty && report.pulled.map(\.shot.shortHead) == [0, 2])
    // That a log has no order and a shot list no name is no news to whoever asked for them.
    #expect(report.notes.isEmpty, "\(report.notes)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path("pull")).sorted()
    #expect(
      names == [
        "cdl", "cdl/sc010.cc", "media", "media/sc010.mov", "media/sc020.mov", "pull.ale", "pull.csv", "pull.edl", "pull.json", "pull.otio",
      ])
    let grade = try String(contentsOfFile: folder.path("pull/cdl/sc010.cc"), encoding: .utf8)
    #expect(
      grade.contains("<Slope>1.10 1 0.90</Slope>") && grade.contains("<Offset>0.0 -0.010 0</Offset>")
        && grade.contains("<Saturation>0.90</Saturation>"))
    let again = try ReadTimeline(folder.path("pull/pull.otio")).run().timeline
    let clip = try #require(again.tracks[0].items[0].clip)
    #expect(clip.media.path == "media/sc010.mov" && clip.source == report.pulled[0].shot.source)
    let record = try PullRecord(reading: folder.path("pull"))
    #expect(record.list.shots == report.pulled.map(\.shot) && record.files.map(\.path) == ["media/sc010.mov", "media/sc020.mov"])
    await #expect(throws: OperationsError.self) { try await pull(list(Self.two), PullOptions(handles: 4)) }
  }

  @Test func `a pull that was stopped goes on with what it had finished, and no other pull goes on in its place`() async throws {
    try clip("media/A001C001.mov", frames: 50, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mov", frames: 20, start: "11:00:00:00", reel: "B001")
    let (cut, stranger) = (try list(Self.two), folder.path("pull/media/sc020.mov"))
    let encoding = try #require(Encoding.preset("prores-proxy"))
    func pull(_ handles: Int, in environment: Operations.Environment) async throws -> PullMedia.Report {
      let pull = PullMedia(ConformTimeline(cut, to: [folder.path("media")]), options: PullOptions(handles: handles))
      return try await pull.run(pull.plan(in: environment), to: .init(folder: folder.path("pull"), encoding: encoding), in: environment)
    }
    var environment = try world("2026-11-28T10:00:00Z")
    // Something gets in the way of the second shot while the first is being made.
    environment.progress = { _ in FileManager.default.createFile(atPath: stranger, contents: Data("in the way".utf8)) }
    await #expect(throws: OperationsError.self) { try await pull(4, in: environment) }
    #expect(try Folder.names(in: folder.path("pull")) == ["media", "unfinished.json"])
    let first = try FileFacts.of(folder.path("pull/media/sc010.mov"))

    try FileManager.default.removeItem(atPath: stranger)
    let later = try world("2026-11-28T11:00:00Z")
    let error = await #expect(throws: OperationsError.self) { try await pull(5, in: later) }
    #expect(error?.description.contains("in another way") == true)
    let report = try await pull(4, in: later)
    #expect(report.kept == 1 && report.pulled.map(\.shot.name) == ["sc010", "sc020"])
    #expect(
      try FileFacts.of(folder.path("pull/media/sc010.mov")).isSameFile(as: first)
        && !FileManager.default.fileExists(atPath: folder.path("pull/unfinished.json")))
    #expect(try PullRecord(reading: folder.path("pull")).made == "2026-11-28T10:00:00Z")
  }

  @Test func `a file that was changed since a pull was stopped is not taken for its own`() async throws {
    try clip("media/A001C001.mov", frames: 50, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mov", frames: 20, start: "11:00:00:00", reel: "B001")
    let whole = try await pull(list(Self.two), PullOptions(handles: 4), preset: "prores-proxy")
    let left = try UnfinishedFolder(folder.path("left"), kind: "pull", request: ["asked"], made: "2026-11-28T10:00:00Z")
    for pulled in whole.pulled { try left.add(pulled.file) }
    let again = try UnfinishedFolder(folder.path("left"), kind: "pull", request: ["asked"], made: "2026-11-28T12:00:00Z")
    #expect(again.isResumed && again.files == whole.pulled.map(\.file) && again.made == "2026-11-28T10:00:00Z")
    try Data("other bytes".utf8).write(to: URL(fileURLWithPath: whole.pulled[0].file.path))
    let file = FinishedFile(target: whole.pulled[0].file.path, earlier: again.files, algorithms: [.standard])
    #expect(throws: OperationsError.self) { try file.write(cancellation: Cancellation(), recording: again.add) { _ in } }
    #expect(throws: OperationsError.self) { try UnfinishedFolder(folder.path("left"), kind: "turnover", request: ["asked"], made: "") }
  }

  @Test func `what is ambiguous, offline or cannot be decoded is refused by name, and the others are pulled`() async throws {
    try clip("media/A001C001.mov", frames: 50, start: "10:00:00:00", reel: "A001")
    try clip("media/one/B001C001.mov", frames: 20, start: "11:00:00:00", reel: "B001")
    try clip("media/two/B001C001.mov", frames: 22, start: "11:00:00:00", reel: "B001")
    let events = Self.two + "\n003  C001 V C 12:00:00:02 12:00:00:12 01:00:00:20 01:00:01:05\n* FROM CLIP NAME: sc030\n"
    let report = try await pull(list(events), PullOptions(handles: 4))
    #expect(report.pulled.map(\.shot.name) == ["sc010"])
    #expect(report.refused.count == 2 && report.refused[0].place.contains("sc020") && report.refused[0].reason.contains("ambiguous"))
    #expect(report.refused[1].place.contains("sc030") && report.refused[1].reason.contains("offline"))
  }

  @Test func `a grade that is none is told, and leaves no file`() async throws {
    try clip("media/A001C001.mov", frames: 50, start: "10:00:00:00", reel: "A001")
    let cut = try list("001  A001 V C 10:00:00:20 10:00:01:05 01:00:00:00 01:00:00:10\n* FROM CLIP NAME: sc010\n* ASC_SOP (1 1)(0 0 0)(1 1 1)\n")
    let report = try await pull(cut, PullOptions(handles: 4), preset: "prores-proxy")
    #expect(report.notes.contains { $0.contains("sc010") && $0.contains("no ASC CDL") } && report.pulled.count == 1)
    #expect(!FileManager.default.fileExists(atPath: folder.path("pull/cdl")))
  }

  @Test func `each vendor has a folder of its own shots`() async throws {
    try clip("media/A001C001.mov", frames: 50, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mov", frames: 20, start: "11:00:00:00", reel: "B001")
    let events = Self.two.replacing("sc010\n", with: "sc010\n* VENDOR: Harbour/FX\n").replacing("sc020", with: "sc020\n* VENDOR: Tide")
    let report = try await pull(list(events), PullOptions(handles: 0, vendorKey: "VENDOR"), preset: "prores-proxy")
    #expect(report.folders == [folder.path("pull/Harbour_FX"), folder.path("pull/Tide")])
    #expect(try PullRecord(reading: folder.path("pull/Tide")).list.shots.map(\.name) == ["sc020"])
  }

  @Test func `the folder of a vendor is no option of a shell and no device`() async throws {
    try clip("media/A001C001.mov", frames: 50, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mov", frames: 20, start: "11:00:00:00", reel: "B001")
    let events = Self.two.replacing("sc010\n", with: "sc010\n* VENDOR: -rf\n").replacing("sc020", with: "sc020\n* VENDOR: nul")
    let report = try await pull(list(events), PullOptions(handles: 0, vendorKey: "VENDOR"), preset: "prores-proxy")
    #expect(report.folders == [folder.path("pull/rf"), folder.path("pull/nul_")])
  }

  @Test func `a return that is one frame short is refused by name, and a whole one is cut in`() async throws {
    try clip("media/A001C001.mov", frames: 50, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mov", frames: 20, start: "11:00:00:00", reel: "B001")
    let cut = try list(Self.two)
    let report = try await pull(cut, PullOptions(handles: 2), preset: "prores-proxy")
    try await returned(report.pulled[0], as: "sc010_comp_v001.mov", frames: 14)
    try await returned(report.pulled[1], as: "sc020_comp_v001.mov", frames: 13)
    let environment = try world("2026-11-28T10:00:00Z")
    var check = CheckInPull(folder.path("back"), against: folder.path("pull"), cut: (cut, folder.path("new.otio")))
    let outcome = try await check.run(in: environment)
    #expect(outcome.result.items.map(\.shot.name) == ["sc010", "sc020"] && outcome.result.items.map(\.state) == [.accepted, .refused])
    #expect(outcome.result.items[1].reasons == ["it is 1 frame short: 13 of 14"] && outcome.clips == 1)
    let media = try ReadTimeline(folder.path("new.otio")).run().timeline.tracks[0].items.compactMap(\.clip?.media.path)
    #expect(media == [folder.path("back/sc010_comp_v001.mov"), ""])

    try await returned(report.pulled[1], as: "sc020_comp_v002.mov", frames: 14)
    check.cut?.output = folder.path("whole.otio")
    let whole = try await check.run(in: environment)
    #expect(whole.result.isWhole && whole.clips == 2)
    await #expect(throws: OperationsError.self) { try await check.run(in: environment) }
  }

  @Test func `stills that came back are held together by their numbers`() async throws {
    try clip("media/A001C001.mov", frames: 50, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mov", frames: 20, start: "11:00:00:00", reel: "B001")
    _ = try await pull(list(Self.two), PullOptions(handles: 2), preset: "prores-proxy")
    try Folder.create(folder.path("back"))
    let still = try #require(StillPicture.png)
    for number in 1001...1014 {
      if number != 1007 { try still.write(to: URL(fileURLWithPath: folder.path("back/sc010_v003.\(number).png"))) }
      try still.write(to: URL(fileURLWithPath: folder.path("back/sc020_v001.\(number).png")))
    }
    try still.write(to: URL(fileURLWithPath: folder.path("back/elsewhere.0001.png")))
    let outcome = try await CheckInPull(folder.path("back"), against: folder.path("pull")).run(in: world("2026-11-28T10:00:00Z"))
    #expect(outcome.result.items.map(\.state) == [.refused, .accepted] && outcome.result.items.map(\.version) == [3, 1])
    #expect(outcome.result.items[0].reasons.contains("frames are missing inside: 1007"))
    #expect(outcome.result.items[0].media?.raster == "2×2" && outcome.result.strangers.map(\.name) == ["elsewhere"])
    let raster = try await CheckInPull(folder.path("back"), against: folder.path("pull"), raster: "1920×1080").run(in: world("2026-11-28T10:00:00Z"))
    #expect(raster.result.items[1].reasons == ["it has 2×2 pixels, and 1920×1080 were asked for"])
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: folder.path("back/sc020_v001.1014.png")))
    let broken = try await CheckInPull(folder.path("back"), against: folder.path("pull")).run(in: world("2026-11-28T10:00:00Z"))
    #expect(broken.result.items[1].state == .refused && broken.result.items[1].reasons.contains { $0.contains("sc020_v001.1014.png") })
  }

  @Test(
    arguments: [
      ("a/sc010_comp_v002.1001.exr", "sc010_comp_v002", 1001), ("sc010_1001.dpx", "sc010", 1001), ("sc010_v002.exr", "sc010_v002", nil),
      ("sc010.exr", "sc010", nil), (".0001.exr", ".0001", nil), ("sc010.1234567890.exr", "sc010.1234567890", nil),
    ] as [(String, String, Int?)])
  func `the number of a still is what stands parted at the end of its name`(path: String, name: String, number: Int?) {
    let found = StillSequence.Key.of(path, ending: String(path.suffix(3)))
    #expect(found.key.name == name && found.number == number)
  }

  @Test func `a record of another kind is refused`() throws {
    for text in ["", "{}", "[1]", #"{"kind": "lineup-pull", "version": 9}"#] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("other.json")))
      #expect(throws: OperationsError.self) { try PullRecord(reading: folder.path("other.json")) }
    }
  }
}

/// A still of two by two pixels.
private enum StillPicture {
  static let png = Data(
    base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAADklEQVR4nGNoAAMGCAUAKg4GARWeQtcAAAAASUVORK5CYII=")
}
