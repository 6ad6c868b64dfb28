// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Integrity

/// Folders of a destination that are exchanged for links while a copy writes there: by somebody who wants files elsewhere, or by a program that
/// synchronizes folders.

/// Does something once.
private final class Once: Sendable {
  private let isDone = Mutex(false)

  func run(_ body: () -> Void) {
    let isFirst = isDone.withLock { done in
      defer { done = true }
      return !done
    }
    if isFirst { body() }
  }
}

/// Puts a link to `outside` in the place of `folder`.
private func exchange(_ folder: String, for outside: String) {
  rename(folder, "\(folder)-before")
  symlink(outside, folder)
}

@Test(arguments: [
  DestinationGate.Act.makeFolder, .create, .synchronize, .readBack, .place, .writeManifest, .writeChain,
])
func `a folder exchanged for a link right before a step gets nothing outside`(_ act: DestinationGate.Act) throws {
  for name in ["Clips", "deep/a/b", "ascmhl"] {
    let card = try TestCard(largest: 5000)
    let outside = try card.destination("outside")
    let copy = try card.destination("one") + "/A001R2EC"
    let once = Once()
    let gate = DestinationGate(act: { (step, path) throws(FilesError) in
      guard step == act, path.hasPrefix("\(copy)/\(name)") else { return }
      once.run { exchange("\(copy)/\(name)", for: outside) }
    })
    let report = try Copier(card.plan([card.folder.path("one")])) { _ in gate }.run()
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [], "\(act) \(name)")
    // Of a step that this folder does not have, nothing was exchanged.
    if FileManager.default.fileExists(atPath: "\(copy)/\(name)-before") { #expect(report.status != .clean, "\(act) \(name)") }
  }
}

@Test func `the copy's own folder exchanged for a link gets nothing outside`() throws {
  for act in [DestinationGate.Act.create, .place, .synchronize, .writeManifest] {
    let card = try TestCard(largest: 5000, isSmall: true)
    let outside = try card.destination("outside")
    let copy = try card.destination("one") + "/A001R2EC"
    let once = Once()
    let gate = DestinationGate(act: { (step, _) throws(FilesError) in
      if step == act { once.run { exchange(copy, for: outside) } }
    })
    let report = try Copier(card.plan([card.folder.path("one")])) { _ in gate }.run()
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [], "\(act)")
    #expect(report.status != .clean && !report.safeToErase, "\(act)")
  }
}

@Test func `a destination behind a link is written, as operators have them`() throws {
  let card = try TestCard(largest: 5000, isSmall: true)
  let real = try card.destination("real")
  #expect(symlink(real, card.folder.path("media")) == 0)
  let report = try Copier(card.plan([card.folder.path("media")])).run()
  #expect(report.status == .clean)
  #expect(card.differences("\(real)/A001R2EC") == [])
}

/// Exchanges a folder for a link and back, as fast as it can, on a thread of its own.
private final class Exchanger: Sendable {
  private let isStopped = Atomic(false)
  private let turns = Atomic(0)
  private let isThrough = DispatchSemaphore(value: 0)

  init(_ folder: String, _ outside: String) {
    Thread.detachNewThread { [self] in
      while !isStopped.load(ordering: .relaxed) {
        if rename(folder, "\(folder)-before") == 0 {
          symlink(outside, folder)
          turns.wrappingAdd(1, ordering: .relaxed)
          unlink(folder)
          rename("\(folder)-before", folder)
        }
      }
      isThrough.signal()
    }
  }

  /// How often it did so.
  func stop() -> Int {
    isStopped.store(true, ordering: .relaxed)
    isThrough.wait()
    return turns.load(ordering: .relaxed)
  }
}

@Test func `folders exchanged for links all the while never get anything outside`() throws {
  let card = try TestCard(largest: 5000)
  let outside = try card.destination("outside")
  var turns = 0
  for round in 0..<60 {
    let destination = try card.destination("one\(round)")
    let exchanger = Exchanger("\(destination)/A001R2EC/\(round % 2 == 0 ? "Clips" : "deep")", outside)
    let report = try Copier(card.plan([destination])).run()
    turns += exchanger.stop()
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [], "round \(round)")
    if report.status == .clean { #expect(card.differences(report.destinations[0].path) == []) }
  }
  #expect(turns > 60, "the folders were exchanged while copies went on")
}

@Test func `what another run holds in the history is not taken away, and nothing is added beside it`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let plan = card.plan([try card.destination("one")])
  let copy = "\(plan.destinations[0])/A001R2EC"
  // A copy that was stopped after it had announced its manifest.
  _ = try Copier(plan) { _ in
    DestinationGate(act: { (act, path) throws(FilesError) in if case .writeChain = act { throw FilesError(.ioError, subject: path) } })
  }.run()
  let manifests = try card.manifests(copy)
  try #require(manifests.count == 1)
  do {
    let other = try SafeWriter("\(copy)/ascmhl/ascmhl_chain.xml", existing: .replace)
    let report = try Copier(plan).run()
    #expect(report.status != .clean && report.destinations[0].manifest == nil)
    #expect(report.destinations[0].reason?.contains("another run") == true, "\(report.destinations)")
    #expect(try card.manifests(copy) == manifests, "the other run may be about to list it")
    #expect(FileManager.default.fileExists(atPath: other.file.path), "its chain waits still")
  }
  #expect(try Copier(plan).run().status == .clean)
  #expect(try card.manifests(copy).count == 1)
}
