// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Integrity

/// Counts what gets through to a destination, and ends it after so many bytes.
private final class Meter: Sendable {
  private let counts: Mutex<(written: Int, left: Int)>

  init(allowing bytes: Int = .max) { counts = Mutex((0, bytes)) }

  var written: Int { counts.withLock { $0.written } }

  var gate: DestinationGate {
    DestinationGate(write: { _, count in
      self.counts.withLock { counts in
        let allowed = min(count, max(0, counts.left))
        counts.left -= allowed
        counts.written += allowed
        return allowed
      }
    })
  }
}

@Test func `a copy goes on inside the file it was stopped in, and writes no byte twice`() throws {
  let card = try TestCard(largest: 700_000, isSmall: true)
  let bytes = card.files.reduce(0) { $0 + $1.bytes.count }
  var random = SeededRandom(3)
  for round in 0..<6 {
    let plan = card.plan([try card.destination("round\(round)")])
    var written = 0
    var attempts = 0
    var report: CopyReport
    repeat {
      let meter = Meter(allowing: attempts < 4 ? Int.random(in: 1..<300_000, using: &random) : .max)
      report = try Copier(plan) { _ in meter.gate }.run()
      written += meter.written
      attempts += 1
    } while report.status != .clean && attempts < 9
    #expect(report.status == .clean)
    #expect(written == bytes, "round \(round)")
    #expect(report.attempts == attempts)
    #expect(report.firstStarted <= report.started && report.started <= report.finished)
    #expect(card.differences(report.destinations[0].path) == [])
    #expect(try card.manifests(report.destinations[0].path).count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: plan.destinations[0]) == ["A001R2EC"])
  }
}

@Test func `a report says how much an earlier run left`() throws {
  let card = try TestCard(largest: 700_000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  let first = try Copier(plan) { _ in Meter(allowing: 600_000).gate }.run()
  #expect(first.attempts == 1 && first.resumedBytes == 0)
  let second = try Copier(plan).run()
  #expect(second.status == .clean && second.attempts == 2)
  #expect(second.resumedBytes == 600_000)
  #expect(second.destinations[0].resumedBytes == 600_000)
}

@Test func `a part file is believed only as far as it agrees`() throws {
  let card = try TestCard(largest: 700_000, isSmall: true)
  var random = SeededRandom(4)
  for round in 0..<6 {
    let plan = card.plan([try card.destination("round\(round)")])
    _ = try Copier(plan) { _ in Meter(allowing: 600_000).gate }.run()
    let part = "\(plan.destinations[0])/A001R2EC/Clips/.A001C001.mov.lineup-part"
    let wrong = Int.random(in: 0..<600_000, using: &random)
    try damage(part, at: wrong)
    let meter = Meter()
    let report = try Copier(plan) { _ in meter.gate }.run()
    #expect(report.status == .clean)
    #expect(report.resumedBytes == wrong)
    #expect(card.differences(report.destinations[0].path) == [])
  }
}

@Test func `a part file longer than its source, or of another card, is no obstacle`() throws {
  let card = try TestCard(largest: 100_000, isSmall: true)
  for (name, bytes) in [("longer", card.files[0].bytes + [1, 2, 3]), ("other", [UInt8](repeating: 7, count: 60_000))] {
    let plan = card.plan([try card.destination(name)])
    try TestCard.write(bytes, "\(plan.destinations[0])/A001R2EC/Clips/.A001C001.mov.lineup-part")
    let report = try Copier(plan).run()
    #expect(report.status == .clean)
    #expect(card.differences(report.destinations[0].path) == [])
  }
}

@Test func `a part file that has a finished file's name as well is never written`() throws {
  let card = try TestCard(largest: 100_000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  let other = card.folder.path("precious")
  try TestCard.write([1, 2, 3], other)
  try FileManager.default.createDirectory(atPath: "\(plan.destinations[0])/A001R2EC/Clips", withIntermediateDirectories: true)
  #expect(link(other, "\(plan.destinations[0])/A001R2EC/Clips/.A001C001.mov.lineup-part") == 0)
  #expect(try Copier(plan).run().status == .clean)
  #expect(FileManager.default.contents(atPath: other) == Data([1, 2, 3]))
}

@Test func `what was left of a file that is not wanted goes`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  try TestCard.write([1], "\(plan.destinations[0])/A001R2EC/Clips/.old.mov.lineup-part")
  let report = try Copier(plan).run()
  #expect(report.status == .clean)
  #expect(card.differences(report.destinations[0].path) == [])
}

@Test func `a stopped copy keeps its part file and the next one goes on`() throws {
  let card = try TestCard(largest: 700_000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  let cancellation = Cancellation()
  let stopped = try Copier(plan) { _ in
    DestinationGate(write: { _, count in
      cancellation.cancel()
      return count
    })
  }.run(cancellation: cancellation)
  #expect(stopped.status == .cancelled && stopped.destinations[0].manifest == nil)
  let report = try Copier(plan).run()
  #expect(report.status == .clean && report.attempts == 2 && report.resumedBytes > 0)
}

@Test func `holes stay holes, and the bytes are the same`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let sparse = card.source + "/sparse.mov"
  try TestCard.write([1, 2, 3], sparse)
  #expect(truncate(sparse, 64 << 20) == 0)
  let source = try FileFacts.of(sparse)
  guard source.allocatedSize < source.size else { return }  // a volume without holes
  let report = try Copier(card.plan([card.destination("one")])).run()
  #expect(report.status == .clean)
  let copy = try FileFacts.of(report.destinations[0].path + "/sparse.mov")
  #expect(copy.size == source.size && copy.allocatedSize < 4 << 20)
}

private func damage(_ path: String, at offset: Int) throws {
  let file = try #require(FileHandle(forUpdatingAtPath: path))
  try file.seek(toOffset: UInt64(offset))
  let byte = try #require(try file.read(upToCount: 1)?.first)
  try file.seek(toOffset: UInt64(offset))
  try file.write(contentsOf: [byte ^ 1])
  try file.close()
}
