// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Foundation
import Integrity
import TestSupport
import Testing

@testable import Operations

@Suite struct EarlierCopiesTests {
  private let folder: TemporaryFolder
  private let workspace: Workspace
  private let recorded = Date(timeIntervalSince1970: 1_795_000_000)

  init() throws {
    folder = try TemporaryFolder()
    workspace = try Workspace(folder.path("workspace"))
    for number in 1...12 { try write("clip \(number)", "card/CLIP/C\(number).MXF") }
  }

  private func write(_ text: String, _ path: String, at moment: Date? = nil) throws {
    let path = folder.path(path)
    try FileManager.default.createDirectory(atPath: SystemPath.split(path).folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.modificationDate: moment ?? recorded], ofItemAtPath: path)
  }

  private func offload(
    _ source: String = "card", to destinations: String..., as name: String? = nil, _ change: (inout CopyPlan) -> Void = { _ in }
  ) throws -> Offload {
    let environment = try world("2026-11-20T10:00:00Z")
    var plan = CopyPlan(
      source: folder.path(source), destinations: destinations.map(folder.path), host: environment.host, clock: environment.clock)
    plan.name = name
    change(&plan)
    return Offload(plan)
  }

  /// Copies, and remembers it.
  @discardableResult
  private func take(_ offload: Offload) async throws -> OffloadReport {
    let environment = try world("2026-11-20T10:00:00Z", workspace: workspace)
    let report = try await offload.run(in: environment)
    try TaskRecorder(workspace.catalog, by: AuditContext(environment.host, clock: environment.clock)).ingested(report)
    return report
  }

  /// What is remembered of an offload that is asked for later.
  private func memory(of offload: Offload) throws -> Offload.Memory {
    try offload.memory(of: offload.plan, in: try world("2026-11-27T10:00:00Z", workspace: workspace))
  }

  @Test func `a card that was copied before is known whatever its copy is called, and where it is and whether it was proved are said`() async throws {
    try await take(offload(to: "shared", "nearline"))
    let again = try offload(to: "elsewhere", as: "day-2")
    let obstacle = try #require(try memory(of: again).obstacles.first)
    #expect(obstacle.code == .duplicate)
    #expect(obstacle.text.contains("copied before, on 2026-11-20 at") && obstacle.text.contains("--accept-duplicate"))
    #expect(obstacle.text.contains("‘\(folder.path("nearline/card"))’ (proved) and ‘\(folder.path("shared/card"))’ (proved)"), "\(obstacle.text)")
    await #expect(throws: OperationsError.self) { try await take(again) }
    #expect(!FileManager.default.fileExists(atPath: folder.path("elsewhere")))
    let accepted = try await take(offload(to: "elsewhere", as: "day-2") { $0.acceptsDuplicate = true })
    #expect(accepted.copy.status == .clean && accepted.notes.contains { $0.contains("copied before") })
  }

  @Test func `a copy that only memory gave back is not remembered as proved`() async throws {
    let environment = try world("2026-11-20T10:00:00Z", workspace: workspace)
    var report = try await offload(to: "shared", "nearline").run(in: environment)
    let nearline = folder.path("nearline/card")
    report.copy = try report.copy.readBackOfMemory(at: nearline)
    try TaskRecorder(workspace.catalog, by: AuditContext(environment.host, clock: environment.clock)).ingested(report)
    let obstacle = try #require(try memory(of: offload(to: "elsewhere")).obstacles.first)
    #expect(obstacle.text.contains("‘\(nearline)’ (not read back)"), "\(obstacle.text)")
    let clips = try ["shared", "nearline"].map { try workspace.catalog.fileInstances(path: folder.path("\($0)/card/CLIP/C1.MXF")) }
    #expect(clips[0].first?.verified != nil && clips[1].count == 1 && clips[1][0].verified == nil, "\(clips)")
  }

  @Test func `without a workspace nothing is remembered`() async throws {
    try await take(offload(to: "shared"))
    let again = try offload(to: "elsewhere")
    let memory = try again.memory(of: again.plan, in: try world("2026-11-27T10:00:00Z"))
    #expect(memory.obstacles.isEmpty && memory.notes.isEmpty)
  }

  @Test func `a copy that was not read back, or is gone, is not called proved or there`() async throws {
    try await take(offload(to: "shared") { $0.verification = .transfer })
    try FileManager.default.removeItem(atPath: folder.path("shared"))
    let text = try #require(try memory(of: offload(to: "elsewhere")).obstacles.first).text
    #expect(text.contains("(not read back, not there now)"), "\(text)")
  }

  @Test(arguments: ["/dev/zero", "pipe", "file"]) func `nothing was proved of what took a copy's place`(_ stranger: String) async throws {
    try await take(offload(to: "shared"))
    try FileManager.default.removeItem(atPath: folder.path("shared/card"))
    switch stranger {
    case "pipe": mkfifo(folder.path("shared/card"), 0o600)
    case "file": try write("text", "shared/card")
    default: symlink(stranger, folder.path("shared/card"))
    }
    let text = try #require(try memory(of: offload(to: "elsewhere")).obstacles.first).text
    #expect(text.contains("’ (now a \(stranger == "file" ? "file" : "pipe or a device") and no copy)") && !text.contains("proved"), "\(text)")
  }

  @Test func `the same copy going on is no second one, nor is the copy of a copy`() async throws {
    try await take(offload(to: "shared"))
    for next in [try offload(to: "shared", "nearline"), try offload("shared/card", to: "nearline")] {
      let memory = try memory(of: next)
      #expect(memory.obstacles.isEmpty && memory.notes.isEmpty)
    }
    #expect(try await take(offload("shared/card", to: "nearline")).copy.status == .clean)
  }

  @Test func `a card on which the camera has gone on is told apart, and copied`() async throws {
    try await take(offload(to: "shared"))
    for number in 13...15 { try write("clip \(number)", "card/CLIP/C\(number).MXF") }
    let memory = try memory(of: offload(to: "elsewhere"))
    #expect(memory.obstacles.isEmpty)
    let note = try #require(memory.notes.first)
    #expect(note.contains("12 of 15 files were copied before") && note.contains("3 are new"), "\(note)")
  }

  @Test func `another card with the same names, sizes and times is another card`() async throws {
    try await take(offload(to: "shared"))
    for number in 1...12 { try write("CLIP \(number)", "card/CLIP/C\(number).MXF") }
    let memory = try memory(of: offload(to: "elsewhere"))
    #expect(memory.obstacles.isEmpty && memory.notes.isEmpty)
  }

  @Test func `clips too long to be read in a moment are told apart by their ends, as long as the copy is there`() async throws {
    func shoot(_ last: String) throws {
      try write("", "long/C0001.MXF")
      let file = try FileHandle(forUpdating: URL(filePath: folder.path("long/C0001.MXF")))
      try file.truncate(atOffset: 40 << 20)
      try file.seek(toOffset: (40 << 20) - 1)
      try file.write(contentsOf: Data(last.utf8))
      try file.close()
      try FileManager.default.setAttributes([.modificationDate: recorded], ofItemAtPath: folder.path("long/C0001.MXF"))
    }
    try shoot("a")
    try await take(offload("long", to: "shared"))
    #expect(try memory(of: offload("long", to: "elsewhere")).obstacles.count == 1)
    try shoot("b")
    #expect(try memory(of: offload("long", to: "elsewhere")).obstacles.isEmpty)
    try FileManager.default.removeItem(atPath: folder.path("shared"))
    #expect(try memory(of: offload("long", to: "elsewhere")).obstacles.count == 1)
  }

  @Test func `the same names and bytes at other times may be the same card, which keeps nobody from copying`() async throws {
    try await take(offload(to: "shared"))
    for number in 1...12 { try write("clip \(number)", "card/CLIP/C\(number).MXF", at: recorded + 3600) }
    let memory = try memory(of: offload(to: "elsewhere"))
    #expect(memory.obstacles.isEmpty && memory.notes.count == 1)
    #expect(memory.notes[0].contains("may be a card that was copied before"))
  }

  @Test func `a card of which no copy was finished is offered for the first time`() async throws {
    try FileManager.default.createDirectory(atPath: folder.path("card/CLIP/link"), withIntermediateDirectories: true)
    var report = try await offload(to: "shared").run(in: try world("2026-11-20T10:00:00Z"))
    let environment = try world("2026-11-20T10:00:00Z")
    let offload = OffloadRecord(
      source: report.copy.source, started: environment.clock.now, finished: environment.clock.now, status: .partial, verification: "full",
      fileCount: 12, byteCount: 80)
    let files = report.copy.items.map { OffloadRecord.File(path: $0.path.text, byteCount: $0.size, modified: $0.modified) }
    try workspace.catalog.recordOffload(
      offload, files: files, copies: [(.init(path: "/lost/card", status: .partial, isFinished: false, isProved: false), nil)], from: nil,
      by: AuditContext(environment.host, clock: environment.clock))
    report.notes = []
    #expect(try memory(of: self.offload(to: "elsewhere")).obstacles.isEmpty)
  }

  @Test func `a card with a link, which no copy takes, is known by its copy all the same`() async throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path("card/link"), withDestinationPath: "/nowhere")
    let report = try await take(offload(to: "shared"))
    #expect(report.copy.status == .partial)
    let text = try #require(try memory(of: offload(to: "elsewhere")).obstacles.first).text
    #expect(text.contains("(proved)"), "\(text)")
    #expect(try workspace.catalog.fileInstances(path: folder.path("shared/card/CLIP/C1.MXF")).count == 1)
  }

  @Test func `another card that shares one file and was copied to the same place hides no earlier copy`() async throws {
    try await take(offload(to: "shared"))
    try write("clip 1", "other/CLIP/C1.MXF")
    for number in 1...3 { try write("other \(number)", "other/CLIP/X\(number).MXF") }
    try await take(offload("other", to: "elsewhere", as: "card"))
    #expect(try memory(of: offload(to: "elsewhere")).obstacles.count == 1)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func `files that cannot be read keep no card from being known`() async throws {
    try await take(offload(to: "shared"))
    for number in 1...12 { chmod(folder.path("card/CLIP/C\(number).MXF"), 0) }
    #expect(try memory(of: offload(to: "elsewhere")).obstacles.count == 1)
  }

  @Test func `a single file is known too, and is called one`() async throws {
    try write("a master", "master.mov")
    try await take(offload("master.mov", to: "shared"))
    let text = try #require(try memory(of: offload("master.mov", to: "elsewhere")).obstacles.first).text
    #expect(text.hasPrefix("this file was copied before"), "\(text)")
  }
}

extension CopyReport {
  /// The same report where one destination was read back out of memory, the others from their devices.
  fileprivate func readBackOfMemory(at path: String) throws -> CopyReport {
    var json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(self)) as? [String: Any])
    let destinations = try #require(json["destinations"] as? [[String: Any]])
    json["destinations"] = destinations.map { destination in
      destination.merging(["readBack": destination["path"] as? String == path ? "memory" : "dropped"]) { $1 }
    }
    return try JSONDecoder().decode(CopyReport.self, from: JSONSerialization.data(withJSONObject: json))
  }
}
