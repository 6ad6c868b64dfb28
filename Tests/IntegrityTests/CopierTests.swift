// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization
import TestSupport
import Testing

@testable import Integrity

@Test func `a card arrives whole at two destinations, each with one manifest`() throws {
  let card = try TestCard()
  let report = try Copier(card.plan([card.destination("shared"), card.destination("nearline")])).run()
  #expect(report.status == .clean)
  #expect(report.files == card.files.count)
  #expect(report.bytes == card.files.reduce(Int64(0)) { $0 + Int64($1.bytes.count) })
  for destination in report.destinations {
    #expect(destination.status == .clean)
    #expect(destination.complete == card.files.count)
    #expect(card.differences(destination.path) == [])
    #expect(try card.manifests(destination.path) == ["0001_A001R2EC_2020-01-16_091500Z.mhl"])
    #expect(destination.manifest == "\(destination.path)/ascmhl/0001_A001R2EC_2020-01-16_091500Z.mhl")
    #expect(try Verifier(destination.path).verify().status == .clean)
  }
  #expect(try FileManager.default.contentsOfDirectory(atPath: card.folder.path("shared")) == ["A001R2EC"], "the journal is gone")
}

@Test func `a copy keeps the modification times of files and folders`() throws {
  let card = try TestCard(largest: 1000)
  let old = Date(timeIntervalSince1970: 1_500_000_000)
  for path in ["Clips/A001C001.mov", "EMPTY"] {
    try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: "\(card.source)/\(path)")
  }
  let copy = try Copier(card.plan([card.destination("one")])).run().destinations[0].path
  for path in ["Clips/A001C001.mov", "EMPTY"] { #expect(try FileFacts.of("\(copy)/\(path)").modified.seconds == 1_500_000_000) }
}

@Test func `a second run over a complete copy verifies it again and adds no generation`() throws {
  let card = try TestCard(largest: 1000)
  let plan = card.plan([try card.destination("one")])
  let first = try Copier(plan).run()
  let second = try Copier(plan).run()
  #expect(second.status == .clean)
  #expect(second.destinations[0].manifest == first.destinations[0].manifest)
  #expect(try card.manifests(second.destinations[0].path).count == 1)
}

@Test func `a card that grew is continued with a second generation`() throws {
  let card = try TestCard(largest: 1000)
  let plan = card.plan([try card.destination("one")])
  _ = try Copier(plan).run()
  try TestCard.write([1, 2, 3], "\(card.source)/Clips/A001C003.mov")
  let report = try Copier(plan).run()
  let history = try #require(try History(scope: report.destinations[0].path))
  #expect(history.isIntact)
  #expect(history.generations.map(\.number) == [1, 2])
  let actions = Set(history.generations[1].hashList.files.map { "\($0.path.name) \($0.hashes[0].action?.rawValue ?? "")" })
  #expect(actions.isSuperset(of: ["A001C003.mov original", "A001C002.mov verified"]))
}

@Test func `a single file gets a manifest of its own beside it, once`() throws {
  let card = try TestCard(largest: 1000)
  var plan = card.plan([try card.destination("one")])
  plan.source += "/Sidecar.txt"
  let first = try Copier(plan).run()
  let second = try Copier(plan).run()
  #expect(first.status == .clean && second.status == .clean)
  #expect(
    try FileManager.default.contentsOfDirectory(atPath: card.folder.path("one")).sorted() == ["Sidecar.txt", "Sidecar.txt_2020-01-16_091500Z.mhl"])
  let manifest = try #require(second.destinations[0].manifest)
  #expect(try Verifier(second.destinations[0].path).verify(against: .list(manifest)).verified == 1)
}

@Test(arguments: CopyPlan.Verification.allCases)
func `only full verification reads back, and it never calls one device safe`(_ mode: CopyPlan.Verification) throws {
  let card = try TestCard(largest: 1000)
  var plan = card.plan([try card.destination("one"), try card.destination("two")])
  plan.verification = mode
  let report = try Copier(plan).run()
  #expect(report.status == .clean)
  #expect((report.destinations[0].readBack != nil) == (mode == .full))
  #expect(!report.safeToErase)
  #expect(report.reasons.contains { $0.contains("devices of their own") })
}

@Test func `the report survives JSON`() throws {
  let card = try TestCard(largest: 1000)
  let report = try Copier(card.plan([card.destination("one")])).run()
  #expect(try JSONDecoder().decode(CopyReport.self, from: JSONEncoder().encode(report)) == report)
}

@Test func `a symbolic link is not followed and makes the copy partial`() throws {
  let card = try TestCard(largest: 1000)
  try FileManager.default.createSymbolicLink(atPath: "\(card.source)/dangling", withDestinationPath: "/nowhere")
  let report = try Copier(card.plan([card.destination("one")])).run()
  #expect(report.status == .partial)
  #expect(report.skipped.map(\.path) == ["dangling"])
  #expect(!FileManager.default.fileExists(atPath: report.destinations[0].path + "/dangling"))
}

@Test func `ignored files stay behind and the manifest says so`() throws {
  let card = try TestCard(largest: 1000)
  try TestCard.write([0], "\(card.source)/.DS_Store")
  var plan = card.plan([try card.destination("one")])
  plan.ignorePatterns = ["*.wav"]
  let report = try Copier(plan).run()
  #expect(report.status == .clean)
  #expect(report.files == card.files.count - 1)
  let history = try #require(try History(scope: report.destinations[0].path))
  #expect(history.ignorePatterns == [".DS_Store", "ascmhl", "ascmhl/", "*.wav"])
  #expect(report.reasons.contains { $0.contains("*.wav") })
}

@Test func `progress reaches its end and a stopped copy resumes`() throws {
  let card = try TestCard()
  let plan = card.plan([try card.destination("one")])
  let cancellation = Cancellation()
  cancellation.cancel()
  let stopped = try Copier(plan).run(cancellation: cancellation)
  #expect(stopped.status == .cancelled)
  #expect(stopped.destinations[0].manifest == nil)
  #expect(stopped.files == card.files.count && stopped.complete == 0 && stopped.completeBytes == 0 && stopped.bytesPerSecond == 0)
  #expect(stopped.reasons.contains { $0.contains("run the same command again to go on") })
  let last = LastValue<IntegrityProgress>()
  let report = try Copier(plan).run { last.set($0) }
  #expect(report.status == .clean)
  #expect(last.value?.bytesDone == last.value?.bytesTotal)
  #expect(last.value?.filesDone == card.files.count)
}

@Test func `only what is proved at every destination counts as complete`() throws {
  let card = try TestCard(largest: 10)
  let plan = card.plan([try card.destination("one"), try card.destination("two")])
  let lost = ["A001C002.mov", "Sidecar.txt"]
  let report = try Copier(plan) { index in
    DestinationGate(act: { (act, path) throws(FilesError) in
      if case .place = act, path.contains(lost[index]) { throw FilesError(.permissionDenied, subject: path) }
    })
  }.run()
  #expect(report.destinations.map(\.complete) == [report.files - 1, report.files - 1])
  #expect(report.complete == report.files - 2)
  #expect(report.completeBytes == report.bytes - 70_001 - 8)
  #expect(report.bytesPerSecond * report.seconds > Double(report.bytes) - 1)
}

@Test func `cancelling the task stops the copy`() async throws {
  let card = try TestCard()
  let copier = Copier(card.plan([try card.destination("one")]))
  let task = Task { try await copier.copy() }
  task.cancel()
  let report = try await task.value
  #expect(report.status == .cancelled || report.status == .clean)
  #expect(try await copier.copy().status == .clean)
}

/// The last value that another thread set.
final class LastValue<Value: Sendable>: Sendable {
  private let stored = Mutex<Value?>(nil)
  var value: Value? { stored.withLock { $0 } }
  func set(_ value: Value) { stored.withLock { $0 = value } }
}
