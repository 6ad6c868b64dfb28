// SPDX-License-Identifier: Apache-2.0

import Catalog
import Custody
import Editorial
import Files
import Foundation
import Hashing
import Integrity
import MediaIO
import TestSupport
import Testing
import Timing

@testable import Operations

/// A card of one small clip, taken in twice; a cut of it; and what was made of it.
@Suite struct TraceFrameTests {
  private let folder: TemporaryFolder
  private let environment: Operations.Environment
  private let workspace: Workspace
  private let clip: String

  init() async throws {
    folder = try TemporaryFolder()
    workspace = try Workspace(folder.path("workspace"))
    environment = try world("2026-11-28T10:00:00Z", workspace: workspace)
    try Folder.create(folder.path("card/CLIPS"))
    let source = folder.path("card/CLIPS/A001C001.mov")
    try DrawnMovie.write(source, frames: 20, start: "10:00:00:00", reel: "A001")
    let plan = CopyPlan(
      source: folder.path("card"), destinations: [folder.path("one"), folder.path("two")], host: environment.host, clock: environment.clock)
    let report = try await Offload(plan).run(in: environment)
    #expect(report.copy.status == .clean)
    try TaskRecorder(workspace.catalog, by: AuditContext(environment.host, clock: environment.clock)).ingested(report)
    clip = folder.path("one/card/CLIPS/A001C001.mov")
  }

  private func cut(_ path: String) throws -> ReadTimeline {
    let source = try TimecodeRange(in: Timecode("10:00:00:05", at: .fps25), duration: 10)
    let item = Clip(name: "A001C001", frames: 10, source: source, media: MediaReference(reel: "A001", path: path))
    let timeline = Timeline(
      name: "reel", start: try Timecode("01:00:00:00", at: .fps25), tracks: [Track(.video, number: 1, items: [.gap(5), .clip(item)])])
    let target = folder.path("cut.otio")
    try Data(TimelineFormat.otio.write(timeline).bytes).write(to: URL(fileURLWithPath: target))
    return ReadTimeline(target)
  }

  @Test func `a frame of a cut is walked back to its camera file, its manifest, its card and its other copy`() async throws {
    let outcome = try await TraceFrame(cut(clip), at: "01:00:00:08").run(in: environment)
    #expect(outcome.gap.isEmpty && !outcome.differs)
    try #require(outcome.steps.map(\.kind) == [.clip, .file, .origin, .manifest, .offload, .copy])
    #expect(outcome.steps[0].timecode?.description == "10:00:00:08" && outcome.steps[1].timecode?.description == "10:00:00:08")
    #expect(outcome.steps[1].subject == clip && outcome.steps[1].digests == outcome.steps[3].digests)
    #expect(outcome.steps[2].subject == folder.path("card/CLIPS/A001C001.mov") && outcome.steps[2].words.contains("copied from this"))
    #expect(outcome.steps[4].subject == folder.path("card"))
    #expect(outcome.steps[5].subject == folder.path("two/card/CLIPS/A001C001.mov") && outcome.steps[5].finding == .proved)
  }

  @Test func `a file that was made here leads to what it was made from`() async throws {
    let made = folder.path("delivery.mov")
    let encoding = try #require(Encoding.preset("prores-proxy"))
    let report = try await Transcode(clip, to: made, encoding: encoding).run(in: environment)
    let context = AuditContext(environment.host, clock: environment.clock)
    func record(_ proof: FileProof) -> FileInstanceRecord {
      FileInstanceRecord(path: proof.path, byteCount: proof.bytes, digests: proof.digests, recorded: environment.clock.now)
    }
    _ = try workspace.catalog.recordFile(record(report.output), madeFrom: [record(FileProof.of(clip, [.xxh64]))], by: context)
    let outcome = try await TraceFrame(ReadTimeline(made), at: "10:00:00:08").run(in: environment)
    #expect(outcome.gap.isEmpty && !outcome.differs)
    #expect(outcome.steps.map(\.kind) == [.file, .origin, .origin, .manifest, .offload, .copy] && outcome.steps[1].subject == clip)
    // Whoever changes the delivery, or the camera file, is told.
    try Data("other bytes".utf8).write(to: URL(fileURLWithPath: clip))
    let changed = try await TraceFrame(ReadTimeline(made)).run(in: environment)
    #expect(changed.differs && changed.steps.first { $0.kind == .origin }?.finding == .differs)
    #expect(changed.steps.first { $0.kind == .manifest }?.finding == .differs)
  }

  @Test func `a history that was tampered with proves nothing`() async throws {
    let history = folder.path("one/card/ascmhl")
    let manifest = try #require(try Folder.names(in: history).first { $0.hasSuffix(".mhl") })
    let path = "\(history)/\(manifest)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("CLIPS/A001C001.mov", with: "CLIPS/A001C001.mov").appending("\n<!-- -->").utf8).write(to: URL(fileURLWithPath: path))
    let outcome = try await TraceFrame(cut(clip), at: "01:00:00:08").run(in: environment)
    let step = try #require(outcome.steps.first { $0.kind == .manifest })
    #expect(outcome.differs && step.finding == .differs && step.words.contains("is damaged"), "\(step.words)")
    try Data("no manifest".utf8).write(to: URL(fileURLWithPath: path))
    let unread = try await TraceFrame(cut(clip), at: "01:00:00:08").run(in: environment)
    #expect(unread.differs && unread.steps.contains { $0.kind == .manifest && $0.finding == .differs })
  }

  @Test func `media without timecode is traced from a cut, and from no label of its own`() async throws {
    let bare = folder.path("bare.mov")
    try DrawnMovie.write(bare, frames: 20, start: nil, reel: "")
    let outcome = try await TraceFrame(cut(bare), at: "01:00:00:08").run(in: environment)
    let step = try #require(outcome.steps.first { $0.kind == .file })
    #expect(step.words.contains("it has no timecode") && step.finding == .proved)
    await #expect(throws: OperationsError.self) { try await TraceFrame(ReadTimeline(bare), at: "10:00:00:08").run(in: environment) }
  }

  @Test func `a copy that is not there, and a clip without media, are told`() async throws {
    try FileManager.default.removeItem(atPath: folder.path("two"))
    let outcome = try await TraceFrame(cut(clip), at: "01:00:00:08").run(in: environment)
    #expect(outcome.steps.last?.finding == .absent && outcome.gap.isEmpty)
    #expect(try await TraceFrame(cut("")).run(in: environment).gap.contains("black"))
    #expect(try await TraceFrame(cut(""), at: "01:00:00:08").run(in: environment).gap.contains("conform it first"))
    #expect(try await TraceFrame(cut("/nowhere/x.mov"), at: "01:00:00:08").run(in: environment).gap.contains("is not there"))
  }

  @Test func `a file that nobody took in ends the walk, and says so`() async throws {
    let stranger = folder.path("stranger.mov")
    try DrawnMovie.write(stranger, frames: 3, start: "09:00:00:00", reel: "X")
    let outcome = try await TraceFrame(ReadTimeline(stranger), at: "09:00:00:02").run(in: environment)
    #expect(outcome.steps.map(\.kind) == [.file] && outcome.gap.contains("was not taken in"))
    for label in ["09:00:00:03", "nonsense", "10:00:00:00"] {
      await #expect(throws: OperationsError.self) { try await TraceFrame(ReadTimeline(stranger), at: label).run(in: environment) }
    }
    await #expect(throws: OperationsError.self) { try await TraceFrame(try cut(clip), at: "02:00:00:00").run(in: environment) }
  }
}
