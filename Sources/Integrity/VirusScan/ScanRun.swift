// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Synchronization

/// A scan under way: some threads, each with one file at a time.
final class ScanRun: Sendable {
  /// After so many files in a row about which the daemon said nothing at all, it is taken for gone.
  private static let patienceWithDaemon = 3

  private let list: ScanList
  private let client: ClamdClient
  private let policy: ScanPolicy
  private let engine: ScanEngine
  private let state: Mutex<State>

  private struct State: ~Copyable {
    var next = 0
    var results: [ScanReport.File?]
    var meter: ProgressMeter
    var failuresInARow = 0
  }

  init(
    list: ScanList, client: ClamdClient, policy: ScanPolicy, engine: ScanEngine, progress: (@Sendable (IntegrityProgress) -> Void)?
  ) {
    self.list = list
    self.client = client
    self.policy = policy
    self.engine = engine
    let files = list.files
    state = Mutex(
      State(
        results: Array(repeating: nil, count: list.items.count),
        meter: ProgressMeter(bytes: files.totalSize, files: files.count, report: progress)))
  }

  /// The verdicts in the order of the list. After a cancellation some are missing.
  func files() -> [ScanReport.File] {
    let group = DispatchGroup()
    for _ in 0..<max(1, min(policy.connections, list.items.count)) {
      group.enter()
      // Threads of their own: they wait for disks and for the daemon, which the system's shared ones must not.
      Thread.detachNewThread { [self] in
        while let index = next() { settle(index) }
        group.leave()
      }
    }
    group.wait()
    return state.withLock { $0.results.compactMap { $0 } }
  }

  // MARK: -

  private func next() -> Int? {
    guard !client.cancellation.isCancelled else { return nil }
    return state.withLock { state in
      guard state.next < state.results.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  private func settle(_ index: Int) {
    let result: ScanReport.File
    switch list.items[index] {
    case .settled(let file): result = file
    case .file(let entry):
      let file = FileScan(entry: entry, root: list.root, client: client, policy: policy, engine: engine)
      let isGone = state.withLock { $0.failuresInARow >= Self.patienceWithDaemon }
      let outcome = file.run(daemonIsGone: isGone) { [self] count in
        state.withLock { $0.meter.add(bytes: Int64(count), file: entry.path.text) }
      }
      result = outcome.file
      state.withLock { state in
        switch outcome.daemon {
        case .answered: state.failuresInARow = 0
        case .failed: state.failuresInARow += 1
        case .notAsked: break
        }
        state.meter.add(bytes: max(0, entry.facts.size - outcome.bytesCounted), file: entry.path.text)
        state.meter.finishFile(entry.path.text)
      }
    }
    state.withLock { $0.results[index] = result }
  }
}
