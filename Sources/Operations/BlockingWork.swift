// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Integrity

/// Runs `work`, which blocks on disks and decoders, on a thread of its own: Swift's own threads are few and must not wait.
///
/// Cancelling the surrounding task raises the `Cancellation` that the work was given.
public func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable (Cancellation) throws -> Value) async throws -> Value {
  let cancellation = Cancellation()
  return try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Result { try work(cancellation) }) }
      thread.stackSize = 8 << 20
      thread.start()
    }
  } onCancel: {
    cancellation.cancel()
  }
}

extension Cancellation {
  /// Ends the work here if it should stop.
  func check() throws {
    if isCancelled { throw CancellationError() }
  }
}
