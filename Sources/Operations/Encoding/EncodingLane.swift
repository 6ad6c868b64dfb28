// SPDX-License-Identifier: Apache-2.0

import Foundation
import MediaIO

/// One of several encodings that are fed by one decoder, on a thread of its own, a few pictures behind at most.
final class EncodingLane: @unchecked Sendable {  // what changes is guarded by the condition, or is the thread's own
  /// Events that wait; each may hold a picture.
  private static let room = 8

  private let condition = NSCondition()
  private var waiting: [MediaEvent] = []
  private var isEnded = false
  private var outcome: Result<EncodingPass.Result, any Error>?
  private let streams: Set<Int>

  /// Begins to encode what `send` will bring.
  /// - Parameter streams: those that are wanted; events of others are passed over.
  init(_ state: EncodingPass.State, streams: Set<Int>) {
    self.streams = streams
    nonisolated(unsafe) var state = state
    let thread = Thread { [self] in
      let outcome = Result {
        while let event = next() { try state.take(event) }
        try state.finish()
        return state.result
      }
      condition.withLock {
        self.outcome = outcome
        condition.broadcast()
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Hands an event over, and waits while too many wait.
  /// - Returns: whether the lane goes on: one that failed does not.
  func send(_ event: MediaEvent) -> Bool {
    guard isWanted(event) else { return true }
    return condition.withLock {
      while waiting.count >= Self.room, outcome == nil { condition.wait() }
      guard outcome == nil else { return false }
      waiting.append(event)
      condition.broadcast()
      return true
    }
  }

  /// Says that nothing more comes, and waits for the end.
  /// - Throws: what the encoding threw.
  func finish() throws -> EncodingPass.Result {
    let outcome = condition.withLock {
      isEnded = true
      condition.broadcast()
      while self.outcome == nil { condition.wait() }
      return self.outcome
    }
    guard let outcome else { preconditionFailure("a lane that has ended has an outcome") }
    return try outcome.get()
  }

  private func isWanted(_ event: MediaEvent) -> Bool {
    switch event {
    case .picture(_, let stream), .sound(_, let stream), .integerSound(_, let stream): streams.contains(stream)
    case .damage: true
    }
  }

  private func next() -> MediaEvent? {
    condition.withLock {
      while waiting.isEmpty, !isEnded { condition.wait() }
      guard !waiting.isEmpty else { return nil }
      condition.broadcast()
      return waiting.removeFirst()
    }
  }
}
