// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A thread with a bounded queue: whoever feeds it waits while it is full, so memory stays bounded however fast the decoder is.
///
/// Each check lives on one lane and is fed in order, so what it says does not depend on how many lanes there are.
final class Lane: @unchecked Sendable {  // `queue`, `state` and `outcomes` are touched only while `condition` is held
  private enum State { case open, closed, cancelled }

  /// Pictures that may wait; as many again may be in hand. A 4K picture is 33 MB, and all lanes share the same ones.
  private static let maximumPictures = 2
  /// Blocks of sound that may wait.
  private static let maximumItems = 64
  /// Blocks of sound that the thread is woken for: each alone takes less than waking does.
  private static let worthwhileItems = 16

  private let condition = NSCondition()
  private let fresh: Bench
  private var queue: [BenchItem] = []
  private var state = State.open
  private var outcomes: [(ordinal: Int, outcome: CheckOutcome)]?

  /// A lane for the checks of `bench`; it runs at once.
  init(_ bench: Bench) {
    fresh = bench
    let thread = Thread { [self] in run() }
    thread.name = "lineup.inspection"
    thread.start()
  }

  /// Queues `item` if a check here wants it, waiting while the queue is full.
  func submit(_ item: BenchItem) {
    guard fresh.wants(item) else { return }
    condition.lock()
    defer { condition.unlock() }
    while state == .open && isFull { condition.wait() }
    guard state == .open else { return }
    queue.append(item)
    if isWorthwhile { condition.broadcast() }
  }

  /// Lets the lane work off its queue and returns what its checks have to say; `nil` after a cancellation.
  func finish() -> [(ordinal: Int, outcome: CheckOutcome)]? {
    condition.lock()
    defer { condition.unlock() }
    if state == .open { state = .closed }
    condition.broadcast()
    while outcomes == nil && state != .cancelled { condition.wait() }
    return outcomes
  }

  /// Drops what is queued and lets the thread end.
  func cancel() {
    condition.lock()
    defer { condition.unlock() }
    state = .cancelled
    queue.removeAll()
    condition.broadcast()
  }

  // MARK: - The thread

  private var isFull: Bool {
    if queue.count >= Self.maximumItems { return true }
    let pictures = queue.lazy.filter { if case .picture = $0 { true } else { false } }
    return pictures.count >= Self.maximumPictures
  }

  /// Whether what waits is worth waking the thread for.
  private var isWorthwhile: Bool {
    if case .picture = queue.last { return true }
    return queue.count >= Self.worthwhileItems
  }

  private func run() {
    var bench = fresh
    while let items = take() {
      for item in items { bench.examine(item) }
    }
    let result = bench.finish()
    condition.lock()
    if state != .cancelled { outcomes = result }
    condition.broadcast()
    condition.unlock()
  }

  /// Everything queued, or `nil` once there will be no more.
  private func take() -> [BenchItem]? {
    condition.lock()
    defer { condition.unlock() }
    while queue.isEmpty && state == .open { condition.wait() }
    guard state != .cancelled, !queue.isEmpty else { return nil }
    let items = queue
    queue.removeAll(keepingCapacity: true)
    condition.broadcast()
    return items
  }
}
