// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Foundation
import MediaIO
import Synchronization
import TestSupport
import Testing
import Timing

@testable import Integrity
@testable import Operations
@testable import Quality

@Suite struct InspectGrowingTests {
  private let folder: TemporaryFolder
  private let tool = InspectionReport.Tool(name: "lineup", version: "1")

  init() throws { folder = try TemporaryFolder() }

  private static var profile: InspectionProfile {
    InspectionProfile(
      name: "some", black: BlackLimits(minimumFrames: 3), freeze: FreezeLimits(minimumSeconds: 0.3), levels: .r103v1, silence: SilenceLimits())
  }

  /// Pictures that stand alone, in a wrapper that can be read from its beginning.
  private static let intra = Encoding(
    name: "intra", summary: "", wrapper: .matroska, video: .init(.prores, profile: "proxy", pixelFormat: "yuv422p10le"), audio: .init(.pcm))

  private func pass(_ name: String) throws -> InspectionPass {
    InspectionPass(media: try MediaReader.probe(folder.path(name)), profile: Self.profile, tool: tool, digest: "xxh64:1")
  }

  private func plain(_ report: InspectionReport) -> InspectionReport {
    var report = report
    (report.seconds, report.path) = (0, "")
    return report
  }

  /// A file that has the first of `count` pieces of another one, and one more each time that somebody waits for it.
  private func recording(of source: String, as name: String, pieces count: Int) throws -> FollowedFile {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path(source)))
    let size = bytes.count / count + 1
    let target = URL(fileURLWithPath: folder.path(name))
    try bytes.prefix(size).write(to: target)
    let written = Mutex(1)
    return FollowedFile(target.path, quiet: 20) {
      false
    } pause: { _ in
      let piece = written.withLock { number in
        defer { number += 1 }
        return number
      }
      guard piece < count, let handle = try? FileHandle(forWritingTo: target) else { return }
      _ = try? handle.seekToEnd()
      handle.write(bytes.dropFirst(piece * size).prefix(size))
      try? handle.close()
    }
  }

  @Test func `a file that is followed to its end has the report of the finished one, and its pictures are decoded once`() throws {
    var random = SeededRandom(3)
    try DrawnProgramme(count: 120, using: &random).write(to: folder.path("whole.mkv"), Self.intra, format: .yuv422p10)
    let followed = try recording(of: "whole.mkv", as: "growing.mkv", pieces: 6)
    let kept = try pass("growing.mkv").measured(at: "", cancellation: Cancellation(), task: nil, show: { _ in }, followed: followed).1
    #expect(followed.isFinished)
    #expect(followed.byteCount == (try Data(contentsOf: URL(fileURLWithPath: folder.path("whole.mkv"))).count))
    let grown = try #require(kept).get()
    let outcome = try #require(try pass("growing.mkv").finished(grown, at: "", cancellation: Cancellation(), task: nil) { _ in })
    #expect(plain(outcome.report) == plain(try pass("whole.mkv").run(cancellation: Cancellation(), task: nil) { _ in }))
    #expect(outcome.report.findings.count > 3)
    #expect(outcome.takenOver.reduce(0) { $0 + $1.count } == 120)
  }

  @Test func `what is read of a growing file stops at once when asked, and no earlier than its end otherwise`() throws {
    try Data(repeating: 1, count: 1000).write(to: URL(fileURLWithPath: folder.path("still")))
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(!FollowedFile(folder.path("still"), quiet: 3600) { cancellation.isCancelled }.waits(beyond: 1000))
    let patient = FollowedFile(folder.path("still"), quiet: 3600) {
      false
    } pause: { _ in
    }
    #expect(patient.waits(beyond: 999) && !patient.isFinished)
    #expect(!patient.waits(beyond: 1000) && patient.isFinished)
  }

  @Test func `what is no media is waited for and not measured`() async throws {
    let environment = try world("2026-11-28T10:00:00Z")
    let specification = try SpecificationLibrary().specification(named: "rushes")
    try Data(repeating: 1, count: 100_000).write(to: URL(fileURLWithPath: folder.path("noise.mxf")))
    let inspection = Inspect(folder.path("noise.mxf"), specification: specification)
    #expect(try await InspectGrowing(inspection, quiet: 0.3).run(in: environment) == nil)
  }
}
