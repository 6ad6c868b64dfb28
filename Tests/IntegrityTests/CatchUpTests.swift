// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Integrity

/// A destination that fails after so many bytes, so many times, and then answers again.
private final class Flaky: Sendable {
  private let state: Mutex<(left: Int, failures: Int)>
  private let bytes: Int

  init(after bytes: Int, failures: Int) {
    self.bytes = bytes
    state = Mutex((bytes, failures))
  }

  var gate: DestinationGate {
    DestinationGate(write: { _, count in
      self.state.withLock { state in
        guard state.failures > 0 else { return count }
        state.left -= count
        guard state.left <= 0 else { return count }
        state.failures -= 1
        state.left = self.bytes
        return 0
      }
    })
  }
}

@Test func `a destination that dropped out is brought up from a good one`() throws {
  let card = try TestCard()
  let plan = card.plan([try card.destination("bad"), try card.destination("good")])
  let flaky = Flaky(after: 1_500_000, failures: 1)
  let report = try Copier(plan) { $0 == 0 ? flaky.gate : DestinationGate() }.run()
  #expect(report.status == .clean)
  #expect(report.destinations[0].caughtUpFrom == report.destinations[1].path && report.destinations[1].caughtUpFrom == nil)
  for destination in report.destinations {
    #expect(card.differences(destination.path) == [])
    #expect(try card.manifests(destination.path).count == 1)
  }
  #expect(report.attempts == 1)
  #expect(try FileManager.default.contentsOfDirectory(atPath: plan.destinations[0]) == ["A001R2EC"])
}

@Test func `a destination is tried again until the plan's limit`() throws {
  let card = try TestCard(largest: 2 << 20, isSmall: true)
  var plan = card.plan([try card.destination("bad"), try card.destination("good")])
  for (limit, status) in [(Duration.zero, IntegrityStatus.partial), (.seconds(60), .clean)] {
    plan.catchUp = limit
    let flaky = Flaky(after: 300_000, failures: 3)
    let report = try Copier(plan, pause: .zero) { $0 == 0 ? flaky.gate : DestinationGate() }.run()
    #expect(report.status == status)
  }
}

@Test func `without leave to catch up nothing is tried`() throws {
  let card = try TestCard(largest: 2 << 20, isSmall: true)
  var plan = card.plan([try card.destination("bad"), try card.destination("good")])
  plan.catchUp = nil
  let flaky = Flaky(after: 300_000, failures: 1)
  let report = try Copier(plan) { $0 == 0 ? flaky.gate : DestinationGate() }.run()
  #expect(report.status == .partial && report.destinations[0].caughtUpFrom == nil)
}

@Test func `a cascade is fed from the other copy and never from the source`() throws {
  let card = try TestCard(largest: 100_000)
  var plan = card.plan([try card.destination("fast"), try card.destination("tape")])
  plan.cascade = [plan.destinations[1]]
  let report = try Copier(plan).run()
  #expect(report.status == .clean)
  #expect(report.destinations[1].caughtUpFrom == report.destinations[0].path)
  #expect(card.differences(report.destinations[1].path) == [])
  plan.cascade = plan.destinations
  #expect(Preflight(plan).problems.map(\.code) == [.planIncomplete])
}

@Test func `a cascade without a good copy says what it waited for`() throws {
  let card = try TestCard(largest: 100_000)
  var plan = card.plan([try card.destination("bad"), try card.destination("tape")])
  plan.cascade = [plan.destinations[1]]
  let report = try Copier(plan) { _ in DestinationGate(write: { _, _ in 0 }) }.run()
  #expect(report.status == .failed)
  #expect(report.destinations[1].reason?.contains("none was complete") == true)
}

@Test func `a copy that went bad before it fed another is found out`() throws {
  let card = try TestCard(largest: 100_000)
  var plan = card.plan([try card.destination("fast"), try card.destination("tape")])
  plan.cascade = [plan.destinations[1]]
  let clip = "\(plan.destinations[0])/A001R2EC/Clips/A001C002.mov"
  let report = try Copier(plan) { index in
    DestinationGate(act: { (act, path) throws(FilesError) in
      // The good copy is proved by now, and the other not begun.
      guard index == 0, case .writeChain = act, let file = FileHandle(forUpdatingAtPath: clip) else { return }
      file.seek(toFileOffset: 100)
      file.write(Data([1, 2, 3, 4, 5]))
      try? file.close()
    })
  }.run()
  #expect(report.destinations[1].status != .clean && report.destinations[1].manifest == nil)
  #expect(report.destinations[1].failed.map(\.path) == ["Clips/A001C002.mov"])
  #expect(report.destinations[0].status == .rejected && report.destinations[0].failed.map(\.path) == ["Clips/A001C002.mov"])
  #expect(report.destinations[0].complete == card.files.count - 1)
  #expect(report.status == .rejected && !report.safeToErase)
}

@Test func `where one copy went bad the next good one feeds those behind`() throws {
  let card = try TestCard(largest: 100_000, isSmall: true)
  var plan = card.plan([try card.destination("bad"), try card.destination("good"), try card.destination("tape")])
  plan.cascade = [plan.destinations[2]]
  let clip = "\(plan.destinations[0])/A001R2EC/Clips/A001C002.mov"
  let report = try Copier(plan) { index in
    DestinationGate(act: { (act, path) throws(FilesError) in
      guard index == 1, case .writeChain = act else { return }
      try? FileManager.default.removeItem(atPath: clip)
    })
  }.run()
  #expect(report.destinations.map(\.status) == [.partial, .clean, .clean])
  #expect(report.destinations[0].failed[0].reason.contains("the copy it was to be taken from cannot be read"))
  #expect(report.destinations[2].caughtUpFrom == report.destinations[1].path)
  #expect(card.differences(report.destinations[2].path) == [])
  #expect(report.status == .partial && !report.safeToErase)
}

@Test func `a drive that gave other bytes once is told of although it has the right ones now`() throws {
  let card = try TestCard(largest: 1_500_000, isSmall: true)
  let plan = card.plan([try card.destination("bad"), try card.destination("good")])
  let part = "\(plan.destinations[0])/A001R2EC/Clips/.A001C001.mov.lineup-part"
  let isDone = Cancellation()
  let report = try Copier(plan) { index in
    DestinationGate(act: { (act, path) throws(FilesError) in
      guard index == 0, !isDone.isCancelled else { return }
      if case .readBack = act, path == part, let file = FileHandle(forUpdatingAtPath: part) {
        file.write(Data([1, 2, 3, 4, 5]))
        try? file.close()
      }
      guard case .synchronize = act, path.hasSuffix("/EMPTY") else { return }
      isDone.cancel()
      throw FilesError(.ioError, subject: path)
    })
  }.run()
  #expect(report.status == .clean && card.differences(report.destinations[0].path) == [])
  #expect(report.notes.contains { $0.contains("with other bytes than were written") })
}

@Test func `a slow destination is left behind and catches up when the fast one is complete`() throws {
  let card = try TestCard(largest: 1000)
  #expect(truncate(card.source + "/Clips/A001C001.mov", 40 << 20) == 0, "more than is ever on the way")
  try TestCard.write([1], card.source + "/Clips/A001C001.mov.txt")
  var plan = card.plan([try card.destination("slow"), try card.destination("fast")])
  plan.patience = .milliseconds(100)
  let released = DispatchSemaphore(value: 0)
  defer { released.signal() }
  let report = try Copier(plan) { index in
    DestinationGate(
      write: { _, count in
        guard index == 0 else { return count }
        released.wait()
        released.signal()
        return count
      },
      act: { (act, _) throws(FilesError) in
        if index == 1, case .synchronize = act { released.signal() }
      })
  }.run()
  #expect(report.status == .clean)
  #expect(report.destinations[0].caughtUpFrom == report.destinations[1].path)
}

@Test func `another volume in the place of the planned one is never written`() throws {
  let card = try TestCard(largest: 1000)
  let plan = card.plan([try card.destination("one")])
  let system = PreflightSystem(volume: { (path) throws(FilesError) in
    let isDestination = path.hasSuffix("/one")
    let device = try VolumeFacts.of(path).device
    return VolumeFacts(device: isDestination ? device + 1 : device, totalBytes: 1 << 40, availableBytes: 1 << 40, fileSystem: "ext4")
  })
  let report = try Copier(plan, on: system) { _ in DestinationGate() }.run()
  #expect(report.status == .failed)
  #expect(report.destinations[0].reason?.contains("another volume is mounted there now") == true)
  #expect(try FileManager.default.contentsOfDirectory(atPath: plan.destinations[0]) == [])
}

@Test func `a destination with too little room is left out with the plan's leave, and then only`() throws {
  let card = try TestCard(largest: 1 << 20)
  var plan = card.plan([try card.destination("large"), try card.destination("small")])
  let system = PreflightSystem.withRoom(2 << 20)
  #expect(Preflight(plan, on: system).problems.map(\.code) == [.noSpace])
  plan.leavesOutFull = true
  plan.catchUp = nil
  let report = try Copier(plan, on: system) { _ in DestinationGate() }.run()
  #expect(report.status == .partial)
  #expect(report.destinations.map(\.status) == [.clean, .failed])
  #expect(report.destinations[1].reason?.contains("left out") == true)
  #expect(!FileManager.default.fileExists(atPath: report.destinations[1].path))
  plan.catchUp = .zero
  #expect(try Copier(plan, on: system) { _ in DestinationGate() }.run().status == .clean, "there was room after all")
  #expect(Preflight(plan, on: .withRoom(10)).problems.map(\.code).contains(.noSpace))
}
