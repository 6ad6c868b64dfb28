// SPDX-License-Identifier: Apache-2.0

import Catalog
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

@Suite struct ConformTimelineTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a clip in which every frame is another picture.
  private func clip(
    _ path: String, frames: Int, start: String?, reel: String? = nil, from first: Int = 0, preset: String = "prores-proxy", width: Int = 320
  )
    throws
  {
    let full = folder.path(path)
    try Folder.create(SystemPath.split(full).folder)
    let encoding = try #require(Encoding.preset(preset))
    let programme = Programme(pictures: ".", framesPerMark: first + frames, width: width, height: width * 9 / 16)
    let writer = try MediaWriter(
      path: full, encoding: encoding, video: PictureShape(format: .yuv422p10, width: width, height: width * 9 / 16, rate: .fps25, color: .bt709),
      audio: encoding.audio == nil ? [] : [SoundShape(sampleRate: 48_000, layout: .stereo)],
      labels: MediaWriter.Labels(start: try start.map { try Timecode($0, at: .fps25) }, reel: reel), isReproducible: true)
    for frame in first..<(first + frames) { try writer.write(programme.picture(at: FrameCount(frame))) }
    if encoding.audio != nil {
      try writer.write(programme.soundSource.integers(0..<FrameRate.fps25.firstSample(of: FrameCount(frames), sampleRate: 48_000)))
    }
    try writer.finish()
  }

  private func list(_ events: String) throws -> ReadTimeline {
    let path = folder.path("cut.edl")
    try Data(("TITLE: cut\nFCM: NON-DROP FRAME\n" + events).utf8).write(to: URL(fileURLWithPath: path))
    return ReadTimeline(path, rate: .fps25)
  }

  private static let event = "001  A001 V C 10:00:00:05 10:00:00:15 01:00:00:00 01:00:00:10\n"

  @Test func `a cut of real files is linked, written, and read again with its media`() async throws {
    try clip("media/A001C001.mov", frames: 20, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mov", frames: 20, start: "10:00:00:00", reel: "B001")
    try Data("not media".utf8).write(to: URL(fileURLWithPath: folder.path("media/broken.mov")))
    let conform = ConformTimeline(try list(Self.event), to: [folder.path("media")], handles: 2)
    let outcome = try await conform.run(in: world("2026-11-28T10:00:00Z"))
    #expect(outcome.result.matches.map(\.state) == [.linked] && outcome.found.items.count == 3)
    #expect(outcome.found.unread.count == 1 && outcome.found.unread[0].contains("broken.mov"))
    let written = try ConformTimeline.write(outcome, to: folder.path("linked.edl"))
    #expect(written.unlinked.isEmpty)
    let again = try ReadTimeline(folder.path("linked.edl"), rate: .fps25).run().timeline
    #expect(again.tracks[0].items[0].clip?.media.path == outcome.result.matches[0].media?.path)
    #expect(throws: FilesError.self) { try ConformTimeline.write(outcome, to: folder.path("linked.edl")) }
    for name in ["linked.fcpxmld", "linked.otioz"] {
      _ = try ConformTimeline.write(outcome, to: folder.path(name))
      let bundled = try ReadTimeline(folder.path(name), rate: .fps25).run().timeline
      #expect(bundled.tracks[0].items[0].clip?.media.path.hasSuffix("A001C001.mov") == true, "\(name)")
    }
  }

  @Test func `a workspace opens what changed alone, and forgets what is gone`() async throws {
    try clip("media/A001C001.mov", frames: 5, start: "10:00:00:00", reel: "A001")
    try clip("media/A001C002.mov", frames: 5, start: "10:00:10:00", reel: "A001")
    let environment = try world("2026-11-28T10:00:00Z", workspace: Workspace(folder.path("workspace")))
    let index = IndexMedia([folder.path("media")])
    let first = try await index.run(in: environment)
    #expect(first.opened == 2 && first.known == 0)
    let second = try await index.run(in: environment)
    #expect(second.opened == 0 && second.known == 2 && second.items == first.items)
    try FileManager.default.removeItem(atPath: folder.path("media/A001C002.mov"))
    try FileManager.default.removeItem(atPath: folder.path("media/A001C001.mov"))
    try clip("media/A001C001.mov", frames: 7, start: "10:00:00:00", reel: "A001")
    let third = try await index.run(in: environment)
    #expect(third.opened == 1 && third.items.count == 1 && third.items[0].frames == 7)
    #expect(try environment.workspace?.catalog.media(root: folder.path("media")).count == 1)
  }

  @Test func `the parts of a spanned recording are one item`() async throws {
    for part in 1...2 {
      let path = folder.path("media/A005.RDM/A005_C010_0501J0.RDC/A005_C010_0501J0_00\(part).R3D")
      try Folder.create(SystemPath.split(path).folder)
      try Data("RED2".utf8).write(to: URL(fileURLWithPath: path))
    }
    let found = try await IndexMedia([folder.path("media")]).run(in: world("2026-11-28T10:00:00Z"))
    #expect(found.items.count == 1 && found.items[0].files.count == 2 && found.items[0].name == "A005_C010_0501J0", "\(found.items)")
  }

  @Test func `two clips of one timecode are ambiguous until somebody chooses, and the choice outlives a re-cut`() async throws {
    try clip("media/one/C0001.mov", frames: 20, start: "10:00:00:00", reel: "A001")
    try clip("media/two/C0001.mov", frames: 20, start: "10:00:00:00", reel: "A001", from: 40)
    let environment = try world("2026-11-28T10:00:00Z", workspace: Workspace(folder.path("workspace")))
    var conform = ConformTimeline(try list(Self.event), to: [folder.path("media")])
    #expect(try await conform.run(in: environment).result.matches[0].state == .ambiguous)
    conform.choices = [.init(event: 1, path: folder.path("media/two/C0001.mov"))]
    #expect(try await conform.run(in: environment).result.matches[0].media?.path == folder.path("media/two/C0001.mov"))
    let recut = "001  BL   V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n002  A001 V C 10:00:00:08 10:00:00:18 01:00:01:00 01:00:01:10\n"
    let later = try await ConformTimeline(try list(recut), to: [folder.path("media")]).run(in: environment)
    #expect(later.result.matches.last?.isDecided == true && later.result.matches.last?.media?.path == folder.path("media/two/C0001.mov"))
    conform.choices = [.init(event: 9, path: nil)]
    await #expect(throws: OperationsError.self) { try await conform.run(in: environment) }
    conform.choices = [.init(event: 1, path: folder.path("media/three.mov"))]
    await #expect(throws: OperationsError.self) { try await conform.run(in: environment) }
  }

  @Test func `a copy in another folder is no second candidate`() async throws {
    try clip("media/A001C001.mov", frames: 20, start: "10:00:00:00", reel: "A001")
    try Folder.create(folder.path("copy"))
    try FileManager.default.copyItem(atPath: folder.path("media/A001C001.mov"), toPath: folder.path("copy/A001C001.mov"))
    let conform = ConformTimeline(try list(Self.event), to: [folder.path("copy"), folder.path("media")])
    let match = try await conform.run(in: world("2026-11-28T10:00:00Z")).result.matches[0]
    #expect(match.state == .linked && match.media?.path == folder.path("copy/A001C001.mov") && match.candidates[0].copies.count == 1)
  }

  @Test func `find tells a moved file, a renamed one, a reel that is not there and other labels apart`() async throws {
    try clip("media/A001C001.mov", frames: 20, start: "10:00:00:00", reel: "A001")
    try clip("media/renamed.mov", frames: 20, start: "11:00:00:00", reel: "B001")
    let events = """
      001  A001 V C 10:00:00:05 10:00:00:15 01:00:00:00 01:00:00:10
      * SOURCE FILE: \(folder.path("old/A001C001.mov"))
      002  B001 V C 11:00:00:05 11:00:00:15 01:00:00:10 01:00:00:20
      * SOURCE FILE: \(folder.path("old/B001C001.mov"))
      003  C001 V C 10:00:00:05 10:00:00:15 01:00:00:20 01:00:01:05
      004  A001 V C 12:00:00:05 12:00:00:15 01:00:01:05 01:00:01:15
      005  A001 V C 10:00:00:05 10:00:00:15 01:00:01:15 01:00:02:00
      """
    let found = try await FindMedia(.timeline(list(events)), in: [folder.path("media")]).run(in: world("2026-11-28T10:00:00Z"))
    #expect(found.items.map(\.cause) == [.moved, .renamed, .noSuchReel, .otherLabels, .online])
    #expect(found.items.allSatisfy { $0.cause == .online || !$0.remedy.isEmpty })
    let file = try await FindMedia(.file("a001c001.MOV"), in: [folder.path("media")]).run(in: world("2026-11-28T10:00:00Z"))
    #expect(
      file.items.map(\.cause) == [.online] && file.items[0].words == "it is ‘\(folder.path("media/A001C001.mov"))’" && file.items[0].remedy.isEmpty)
    let moved = try await FindMedia(.file("/gone/A001C001.mov"), in: [folder.path("media")]).run(in: world("2026-11-28T10:00:00Z"))
    #expect(moved.items.map(\.cause) == [.moved] && moved.items[0].words == "it is not there; ‘\(folder.path("media/A001C001.mov"))’ is")
    let none = try await FindMedia(.file("Z.mov"), in: [folder.path("media")]).run(in: world("2026-11-28T10:00:00Z"))
    #expect(none.items.map(\.state) == [.offline])
  }

  @Test func `find knows from the workspace where it was`() async throws {
    try clip("raid/A001C001.mov", frames: 20, start: "10:00:00:00", reel: "A001")
    try Folder.create(folder.path("empty"))
    let environment = try world("2026-11-28T10:00:00Z", workspace: Workspace(folder.path("workspace")))
    _ = try await IndexMedia([folder.path("raid")]).run(in: environment)
    let search = FindMedia(.timeline(try list(Self.event)), in: [folder.path("empty")])
    #expect(try await search.run(in: environment).items.map(\.cause) == [.otherFolder])
    try FileManager.default.removeItem(atPath: folder.path("raid"))
    #expect(try await search.run(in: environment).items.map(\.cause) == [.unmounted])
  }

  @Test func `a smaller, lossy reference is the same, and a slipped shot is told with its offset`() async throws {
    try clip("media/A001C001.mov", frames: 60, start: "10:00:00:00", reel: "A001")
    try clip("media/B001C001.mov", frames: 60, start: "10:00:00:00", reel: "B001", from: 300)
    // The reference shows A001 from 10:00:00:10, and B001 three frames later than the list has it.
    let events = """
      001  A001 V C 10:00:00:10 10:00:01:10 01:00:00:00 01:00:01:00
      002  B001 V C 10:00:00:10 10:00:01:10 01:00:01:00 01:00:02:00
      """
    let programme = Programme(pictures: ".", framesPerMark: 400, width: 192, height: 108)
    let path = folder.path("reference.mov")
    let encoding = try #require(Encoding.preset("prores-proxy"))
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: PictureShape(format: .yuv422p10, width: 192, height: 108, rate: .fps25, color: .bt709),
      audio: encoding.audio == nil ? [] : [SoundShape(sampleRate: 48_000, layout: .stereo)],
      labels: MediaWriter.Labels(start: try Timecode("01:00:00:00", at: .fps25)), isReproducible: true)
    for frame in Array(10..<35) + Array(313..<338) { try writer.write(programme.picture(at: FrameCount(frame))) }
    if encoding.audio != nil { try writer.write(programme.soundSource.integers(0..<96_000)) }
    try writer.finish()
    let environment = try world("2026-11-28T10:00:00Z")
    let outcome = try await ConformTimeline(try list(events), to: [folder.path("media")]).run(in: environment)
    let report = try await CompareReference(outcome.timeline, outcome.result, with: path).run(in: environment)
    #expect(report.compared == 50 && report.skipped.isEmpty && report.notes.isEmpty)
    #expect(report.differences.map(\.slip) == [3] && report.differences.first?.record.start.description == "01:00:01:00")
    #expect(report.differences.first?.record.duration == 25 && report.differences.first?.referencePicture != nil)
  }
}
