// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import Hashing
import Integrity
import TestSupport
import Testing

@testable import Operations

@Suite struct ReceiptOfCopyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Folder.create(folder.path("roll"))
    try SafeWriter.write("scene 1", to: folder.path("roll/notes.txt"))
  }

  private func offload(at time: String) async throws -> OffloadReport {
    let environment = try world(time)
    let plan = CopyPlan(source: folder.path("roll"), destinations: [folder.path("one")], host: environment.host, clock: environment.clock)
    return try await Offload(plan).run(in: environment)
  }

  @Test func `a receipt says when the folder was copied, not when it was last verified`() async throws {
    _ = try await offload(at: "2026-11-20T10:00:00Z")
    let copy = folder.path("one/roll")
    let report = try await Verify(copy, recordsGeneration: true).run(in: try world("2026-11-27T10:00:00Z"))
    #expect(report.status == .clean)
    let receipt = try await MakeReceipt(of: [copy]).run(in: try world("2026-11-28T10:00:00Z"), key: SigningKey()).receipt
    #expect(receipt.copies.first?.generation == 2)
    #expect(receipt.received == Timestamp("2026-11-20T10:00:00Z"))
  }

  @Test func `a folder that came with a history of another house was received when it was copied here`() async throws {
    func copy(_ source: String, to destination: String, at time: String, on host: String) async throws {
      let environment = try world(time, on: host)
      let plan = CopyPlan(
        source: folder.path(source), destinations: [folder.path(destination)], host: environment.host, clock: environment.clock)
      #expect(try await Offload(plan).run(in: environment).copy.status == .clean)
    }
    try await copy("roll", to: "theirs", at: "2026-11-10T10:00:00Z", on: "dit-cart")
    try await copy("theirs/roll", to: "ours", at: "2026-11-20T10:00:00Z", on: "suite")
    // Another copy within the house is no new arrival.
    try await copy("ours/roll", to: "nearline", at: "2026-11-25T10:00:00Z", on: "suite")
    for place in ["ours/roll", "nearline/roll"] {
      let receipt = try await MakeReceipt(of: [folder.path(place)]).run(in: try world("2026-11-28T10:00:00Z"), key: SigningKey()).receipt
      #expect(receipt.received == Timestamp("2026-11-20T10:00:00Z"), "\(place)")
    }
  }

  @Test func `whoever stops the program while clips are looked at keeps the report of the copy`() async throws {
    for number in 1...4 { try SafeWriter.write("no picture", to: folder.path("roll/clip\(number).mov")) }
    var environment = try world("2026-11-20T10:00:00Z")
    environment.progress = { progress in
      if progress.unit == .files { withUnsafeCurrentTask { $0?.cancel() } }
    }
    let plan = CopyPlan(source: folder.path("roll"), destinations: [folder.path("one")], host: environment.host, clock: environment.clock)
    let report = try await Task { [environment] in try await Offload(plan).run(in: environment) }.value
    #expect(report.copy.status == .clean && report.copy.complete == 5)
    #expect(report.notes.contains { $0.hasPrefix("the clips were not looked at") })
  }

  @Test func `troubles inside what is left out by pattern are nobody's`() async throws {
    try Folder.create(folder.path("roll/cache"))
    let name = Array((folder.path("roll/cache") + "/").utf8CString.dropLast()) + [CChar(bitPattern: 0xFF), 0]
    let file = open(name, O_CREAT | O_WRONLY, 0o644)
    try #require(file >= 0)
    close(file)
    #expect(try FolderInventory(folder.path("roll"), ignoring: IgnorePatterns([])).troubles.count == 1)
    #expect(try FolderInventory(folder.path("roll"), ignoring: IgnorePatterns(["cache"])).troubles.isEmpty)
  }

  @Test func `a day is that of the room`() throws {
    let night = try #require(Timestamp("2026-11-27T23:30:00Z"))
    #expect(night.dayText(in: try #require(TimeZone(secondsFromGMT: 3600))) == "2026-11-28")
    #expect(night.dayText(in: try #require(TimeZone(secondsFromGMT: -3600))) == "2026-11-27")
  }

  @Test func `papers belong outside of sources, copies and folders with a history, by whatever path they are named`() throws {
    for name in ["proved/ascmhl", "proved/deep", "free"] { try Folder.create(folder.path(name)) }
    try FileManager.default.createSymbolicLink(atPath: folder.path("alias"), withDestinationPath: folder.path("roll"))
    let roll = [folder.path("roll"), folder.path("later/copy")]
    for path in ["roll/r.pdf", "alias/r.pdf", "free/../roll/r.pdf", "later/copy/aside", "proved/r.pdf", "proved/deep/r.pdf"] {
      #expect(PaperPlace.objection(to: folder.path(path), outside: roll) != nil, "\(path)")
    }
    for path in ["free/r.pdf", "roll.pdf", "later/copy.pdf"] {
      #expect(PaperPlace.objection(to: folder.path(path), outside: roll) == nil, "\(path)")
    }
  }
}
