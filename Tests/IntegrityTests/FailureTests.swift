// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization
import TestSupport
import Testing

@testable import Integrity

/// A destination whose power goes after so many bytes or so many acts: nothing passes from then on, not even tidying up.
private final class PowerCut: Sendable {
  private let left: Mutex<(bytes: Int, acts: Int)>

  init(afterBytes bytes: Int = .max, acts: Int = .max) { left = Mutex((bytes, acts)) }

  var isDead: Bool { left.withLock { $0.bytes <= 0 || $0.acts <= 0 } }

  var gate: DestinationGate {
    DestinationGate(
      write: { _, count in
        self.left.withLock { left in
          let allowed = left.acts <= 0 ? 0 : min(count, max(0, left.bytes))
          left.bytes -= allowed
          if allowed < count { left.bytes = 0 }
          return allowed
        }
      },
      act: { (_, path) throws(FilesError) in
        let isAlive = self.left.withLock { left in
          left.acts -= 1
          return left.acts >= 0 && left.bytes > 0
        }
        if !isAlive { throw FilesError(.ioError, subject: path) }
      })
  }
}

@Test func `a copy cut off at any byte resumes to one manifest`() throws {
  let card = try TestCard(largest: 1_200_000, isSmall: true)
  let bytes = card.files.reduce(0) { $0 + $1.bytes.count }
  var random = SeededRandom(7)
  for round in 0..<20 {
    let plan = card.plan([try card.destination("byte\(round)")])
    let cut = PowerCut(afterBytes: Int.random(in: 1..<bytes, using: &random))
    let broken = try Copier(plan) { _ in cut.gate }.run()
    #expect(broken.status != .clean && !broken.safeToErase)
    #expect(broken.destinations[0].manifest == nil)
    try expectResumed(card, plan)
  }
}

@Test func `a copy cut off between any two steps resumes to one manifest`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  for acts in 1... {
    let plan = card.plan([try card.destination("act\(acts)")])
    let cut = PowerCut(acts: acts)
    _ = try Copier(plan) { _ in cut.gate }.run()
    try expectResumed(card, plan)
    if !cut.isDead { break }
  }
}

private func expectResumed(_ card: TestCard, _ plan: CopyPlan) throws {
  let report = try Copier(plan).run()
  #expect(report.status == .clean, "\(report.destinations)")
  #expect(card.differences(report.destinations[0].path) == [])
  #expect(try card.manifests(report.destinations[0].path).count == 1)
  #expect(try FileManager.default.contentsOfDirectory(atPath: plan.destinations[0]) == ["A001R2EC"])
  #expect(try Verifier(report.destinations[0].path).verify().status == .clean)
}

@Test func `a destination that fails midway drops out and the other is complete`() throws {
  let card = try TestCard()
  let plan = card.plan([try card.destination("bad"), try card.destination("good")])
  let report = try Copier(plan) { $0 == 0 ? PowerCut(afterBytes: 1_500_000).gate : DestinationGate() }.run()
  #expect(report.status == .partial)
  #expect(report.destinations[0].reason?.isEmpty == false)
  #expect(report.destinations[0].manifest == nil)
  #expect(report.destinations[1].status == .clean)
  #expect(card.differences(report.destinations[1].path) == [])
  #expect(!report.safeToErase)
}

@Test func `a destination that hangs drops out and the other is complete`() throws {
  let card = try TestCard(largest: 1000)
  #expect(truncate(card.source + "/Clips/A001C001.mov", 24 << 20) == 0, "more than is ever on the way")
  var plan = card.plan([try card.destination("stuck"), try card.destination("good")])
  plan.stallLimit = .milliseconds(300)
  let gate = DispatchSemaphore(value: 0)
  defer { gate.signal() }
  let report = try Copier(plan) { index in
    DestinationGate(write: { _, count in
      if index == 0 {
        gate.wait()
        gate.signal()
      }
      return count
    })
  }.run()
  #expect(report.destinations[0].reason?.contains("took nothing") == true)
  #expect(report.destinations[1].status == .clean)
}

@Test func `a destination that hangs before its first step and was left behind keeps the others no longer than the limit`() throws {
  let card = try TestCard(largest: 1000)
  #expect(truncate(card.source + "/Clips/A001C001.mov", 40 << 20) == 0, "more than is ever on the way")
  var plan = card.plan([try card.destination("stuck"), try card.destination("good")])
  plan.stallLimit = .seconds(2)
  plan.patience = .milliseconds(50)
  let hang = DispatchSemaphore(value: 0)
  defer { hang.signal() }
  let begun = ContinuousClock.now
  let report = try Copier(plan) { index in
    DestinationGate(act: { (act, _) throws(FilesError) in
      // Not for ever, so that the test ends whatever happens.
      if index == 0, case .makeFolder = act { _ = hang.wait(timeout: .now() + 60) }
    })
  }.run()
  #expect(.now - begun < .seconds(50))
  #expect(report.destinations[0].manifest == nil && report.destinations[0].reason?.contains("left behind") == true, "\(report.destinations[0])")
  #expect(report.destinations[1].status == .clean)
}

@Test func `a full volume ends the destination and names the reason`() throws {
  let card = try TestCard(largest: 1000)
  let report = try Copier(card.plan([try card.destination("one")])) { _ in
    DestinationGate(act: { (act, path) throws(FilesError) in
      if case .create = act { throw FilesError(.noSpace, subject: path) }
    })
  }.run()
  #expect(report.status == .failed)
  #expect(report.destinations[0].reason?.contains("the volume is full") == true)
}

@Test func `a name that one destination cannot take fails alone`() throws {
  let card = try TestCard(largest: 1000)
  let report = try Copier(card.plan([try card.destination("one")])) { _ in
    DestinationGate(act: { (act, path) throws(FilesError) in
      if case .create = act, path.contains("emoji") { throw FilesError(.invalidName, subject: path) }
    })
  }.run()
  #expect(report.status == .partial)
  #expect(report.destinations[0].failed.map(\.path) == ["emoji 🎬.txt"])
  #expect(report.destinations[0].complete == card.files.count - 1)
  #expect(report.destinations[0].manifest == nil)
}

@Test func `a flipped bit is found by reading back`() throws {
  let card = try TestCard(largest: 100_000)
  let report = try Copier(card.plan([try card.destination("one")])) { _ in
    DestinationGate(act: { (act, path) throws(FilesError) in
      if case .readBack = act, path.contains("A001C001") { flipBit(of: path) }
    })
  }.run()
  #expect(report.status == .rejected)
  #expect(report.destinations[0].failed.map(\.path) == ["Clips/A001C001.mov"])
  #expect(!FileManager.default.fileExists(atPath: report.destinations[0].path + "/Clips/A001C001.mov"), "a bad file never gets its name")
  #expect(report.destinations[0].manifest == nil && !report.safeToErase)
}

private func flipBit(of path: String) {
  guard let file = FileHandle(forUpdatingAtPath: path), var bytes = try? file.read(upToCount: 1) else { return }
  bytes[0] ^= 1
  file.seek(toFileOffset: 0)
  file.write(bytes)
  try? file.close()
}

@Test func `a source that changes while it is copied fails by name`() throws {
  let card = try TestCard(largest: 1000)
  let source = card.source + "/Clips/A001C001.mov"
  #expect(truncate(source, 40 << 20) == 0, "more than is ever on the way, so that the reader cannot be through before")
  let report = try Copier(card.plan([try card.destination("one")])) { _ in
    DestinationGate(act: { (act, path) throws(FilesError) in
      if case .create = act, path.contains("A001C001"), let file = FileHandle(forWritingAtPath: source) {
        file.seekToEndOfFile()
        file.write(Data([1]))
        try? file.close()
      }
    })
  }.run()
  #expect(report.status == .partial)
  #expect(report.failed.map(\.path) == ["Clips/A001C001.mov"])
  #expect(report.failed[0].reason.contains("changed while it was copied"))
  #expect(report.destinations[0].manifest == nil)
}

@Test func `a source file that cannot be read is named and the rest is copied`() throws {
  let card = try TestCard(largest: 1000)
  #expect(truncate(card.source + "/Clips/A001C001.mov", 40 << 20) == 0, "the reader waits for the destination before it reaches Sidecar.txt")
  let plan = card.plan([try card.destination("one")])
  let report = try Copier(plan) { _ in
    DestinationGate(act: { (act, path) throws(FilesError) in
      if case .makeFolder = act { try? FileManager.default.removeItem(atPath: card.source + "/Sidecar.txt") }
    })
  }.run()
  #expect(report.failed.map(\.path) == ["Sidecar.txt"])
  #expect(report.destinations[0].complete == card.files.count - 1)
}

@Test func `a copy whose journal cannot be removed is complete and has its manifest`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let report = try Copier(card.plan([try card.destination("one")])) { _ in
    DestinationGate(act: { (act, path) throws(FilesError) in
      if case .remove = act, path.contains("/.lineup-journal-") { throw FilesError(.ioError, subject: path) }
    })
  }.run()
  #expect(report.destinations[0].status == .clean && report.destinations[0].manifest != nil)
  #expect(report.destinations[0].reason?.hasPrefix("is complete; its journal could not be removed") == true)
}

@Test func `two copies to one place do not meet`() throws {
  let card = try TestCard(largest: 1000)
  let folder = try card.destination("one")
  let mark = SourceMark(path: "/elsewhere", label: nil, files: 1, bytes: 1, ignoring: [])
  let journal = try CopyJournal(
    in: OpenFolder(folder), name: "A001R2EC", source: mark, started: Timestamp(seconds: 1), run: "other", gate: DestinationGate())
  let report = try Copier(card.plan([folder])).run()
  #expect(report.status == .failed)
  #expect(report.destinations[0].reason?.contains("another copy is at work") == true)
  try journal.remove()
}

@Test func `a single file cut off in the middle resumes, and nothing is left behind`() throws {
  let card = try TestCard(largest: 1_200_000, isSmall: true)
  var plan = card.plan([try card.destination("one")])
  plan.source += "/Clips/A001C001.mov"
  let cut = PowerCut(afterBytes: 600_000)
  #expect(try Copier(plan) { _ in cut.gate }.run().status == .failed)
  #expect(try Copier(plan).run().status == .clean)
  let names = try FileManager.default.contentsOfDirectory(atPath: plan.destinations[0]).sorted()
  #expect(names == ["A001C001.mov", "A001C001.mov_2020-01-16_091500Z.mhl"])
}

@Test func `a history that records another hash is not continued`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  let copy = try Copier(plan).run().destinations[0].path
  for root in [card.source, copy] { try TestCard.write(Array("scene 2\n".utf8), root + "/Sidecar.txt") }
  let report = try Copier(plan).run()
  #expect(report.status != .clean)
  #expect(report.destinations[0].reason?.contains("records another hash for Sidecar.txt") == true)
  #expect(try card.manifests(copy).count == 1)
}

@Test func `a folder exchanged for a link during the copy leads nothing outside`() throws {
  let card = try TestCard(largest: 5000)
  let outside = try card.destination("outside")
  let clips = try card.destination("one") + "/A001R2EC/Clips"
  let gate = DestinationGate(act: { (step, path) throws(FilesError) in
    guard step == .create, path.hasSuffix(".A001C001.mov.lineup-part") else { return }
    try? FileManager.default.removeItem(atPath: clips)
    try? FileManager.default.createSymbolicLink(atPath: clips, withDestinationPath: outside)
  })
  let report = try Copier(card.plan([card.folder.path("one")])) { _ in gate }.run()
  #expect(report.status != .clean && !report.safeToErase)
  #expect(report.destinations[0].manifest == nil)
  #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])
}

@Test func `a copy's folder that is exchanged for another of the same name meanwhile is not called complete`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let destination = try card.destination("one")
  let copy = "\(destination)/A001R2EC"
  let isDone = Mutex(false)
  // As when another volume with the same folders is mounted there: at the first file that gets its name, the folder is another.
  let gate = DestinationGate(act: { (act, _) throws(FilesError) in
    guard case .place = act,
      isDone.withLock({ done in
        defer { done = true }; return !done
      })
    else { return }
    rename(copy, "\(copy)-before")
    _ = try? FileManager.default.copyItem(atPath: "\(copy)-before", toPath: copy)
  })
  let report = try Copier(card.plan([destination])) { _ in gate }.run()
  #expect(report.status != .clean && report.destinations[0].manifest == nil, "\(report.destinations)")
  #expect(report.destinations[0].reason?.contains("stands in its place") == true, "\(report.destinations)")
}

@Test func `a copy that was not finished gets no history by hand`() throws {
  let scope = try Scope([("a", "one")])
  let (folder, name) = SystemPath.split(scope.path)
  let journal = "\(folder)/.lineup-journal-\(Digest.of(name).text)"
  try Data("{}\n".utf8).write(to: URL(fileURLWithPath: journal))
  defer { try? FileManager.default.removeItem(atPath: journal) }
  for kind in [HistoryPass.Kind.create, .verify] {
    let error = #expect(throws: IntegrityError.self) { try scope.pass(kind) }
    #expect(error?.description.contains("was not finished") == true, "\(String(describing: error))")
  }
  #expect(!FileManager.default.fileExists(atPath: "\(scope.path)/ascmhl"))
}
