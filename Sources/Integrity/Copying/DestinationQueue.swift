// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hashing

/// What the reader tells a destination, in order.
enum CopyStep: Sendable {
  /// The file at this place in the job begins.
  case begin(Int)
  /// The next bytes of it.
  case data(Block)
  /// All bytes were sent: these are the hashes of what was read. Make it safe and read it back.
  case seal([Digest])
  /// The source held still: give the file its name.
  case commit
  /// The source could not be read to the end or changed: forget the file, or keep what is there of it for another run.
  case abandon(String, keepsPart: Bool)
  /// No more files.
  case finish

  /// Whether nothing more comes of the file.
  var endsFile: Bool {
    switch self {
    case .commit, .abandon, .finish: true
    case .begin, .data, .seal: false
    }
  }
}

/// The way from the reader to one destination: a bounded line of steps, and how the destination fares.
final class DestinationQueue: @unchecked Sendable {
  // Sound to share: everything below is touched under the lock of `condition` only.
  private static let limit = 64
  private let condition = NSCondition()
  /// A step that was taken leaves its place empty, so that its block goes back to the pool when the destination is done with it.
  private var steps: [CopyStep?] = []
  private var next = 0
  private var lastMove = ContinuousClock.now
  private var reason: String?
  private var isWorking = false
  private var isDone = false
  private var isHanging = false
  /// How long the others have waited for this destination alone.
  private var heldUp = Duration.zero

  /// Why the destination dropped out, if it did.
  var dropReason: String? { locked { reason } }

  /// Whether there is nothing for it to do just now.
  var isIdle: Bool { locked { next == steps.count && !isWorking } }

  /// Whether its thread has ended.
  var isThrough: Bool { locked { isDone } }

  /// Whether there is room for another step, waiting for it `seconds` at most. A destination that dropped out has room for anything.
  func hasRoom(waiting seconds: Double) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    let limit = Date(timeIntervalSinceNow: seconds)
    while steps.count - next >= Self.limit, reason == nil {
      guard condition.wait(until: limit) else { return false }
    }
    return true
  }

  /// Adds steps, which are lost when the destination has dropped out. There must be room for one; a few more do no harm.
  func put(_ more: [CopyStep]) {
    locked {
      guard reason == nil else { return }
      if next == steps.count { lastMove = .now }
      steps += more.lazy.map(Optional.some)
    }
  }

  /// The next step, or nil when the destination was dropped.
  func take() -> CopyStep? {
    condition.lock()
    defer { condition.unlock() }
    isWorking = false
    while next == steps.count, reason == nil { condition.wait() }
    guard reason == nil else { return nil }
    isWorking = true
    let step = steps[next]
    steps[next] = nil
    next += 1
    if next == steps.count || next >= Self.limit {
      steps.removeFirst(next)
      next = 0
    }
    lastMove = .now
    // A reader that waits for room is woken when there is room for many steps: to wake it for each costs more than a small file.
    if steps.count - next <= Self.limit / 2 { condition.broadcast() }
    return step
  }

  /// The destination is alive, within a long step.
  func moved() { locked { lastMove = .now } }

  /// The destination drops out; what waits in line is let go.
  func drop(_ why: String) {
    locked {
      if reason == nil { reason = why }
      steps = []
      next = 0
      lastMove = .now
    }
  }

  /// The others have waited for this destination alone, for so long.
  /// - Returns: How long they have in all.
  func holdUp(_ time: Duration) -> Duration {
    locked {
      heldUp += time
      return heldUp
    }
  }

  /// The destination is through with everything.
  func finished() { locked { isDone = true } }

  /// Drops the destination if there is work and nothing has moved for `stallLimit`.
  func dropIfStalled(_ stallLimit: Duration) {
    condition.lock()
    defer { condition.unlock() }
    if isStalled(stallLimit) { dropStalled(stallLimit) }
  }

  /// Waits until the destination's thread is through. One that hangs is not waited for.
  /// - Returns: Whether it is through.
  func waitUntilFinished(stallLimit: Duration) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while !isDone, !isHanging { waitOrDrop(stallLimit) }
    return isDone
  }

  // MARK: -

  private func waitOrDrop(_ stallLimit: Duration) {
    _ = condition.wait(until: Date(timeIntervalSinceNow: 0.2))
    if isStalled(stallLimit) { dropStalled(stallLimit) }
  }

  /// Of a destination that dropped out, whose steps are gone, all that is left to do is to end: what hangs may be a call before its first step.
  private func isStalled(_ stallLimit: Duration) -> Bool {
    !isDone && !isHanging && (isWorking || next < steps.count || reason != nil) && .now - lastMove > stallLimit
  }

  private func dropStalled(_ stallLimit: Duration) {
    isHanging = true
    if reason == nil { reason = "took nothing for \(stallLimit.components.seconds) s; check the drive, its cable and its sleep settings" }
    steps = []
    next = 0
    condition.broadcast()
  }

  private func locked<Value>(_ body: () -> Value) -> Value {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    return body()
  }
}
