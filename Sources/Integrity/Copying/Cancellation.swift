// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A flag that stops a copy or a verification at the next block. What is half done stays; running again goes on inside it.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  private let raised = DispatchSemaphore(value: 0)

  /// A flag not yet raised.
  public init() {}

  /// Raises the flag, for good.
  public func cancel() {
    flag.store(true, ordering: .releasing)
    raised.signal()
  }

  /// Whether it is raised.
  public var isCancelled: Bool { flag.load(ordering: .acquiring) }

  /// Waits so long, or until it is raised.
  func wait(_ time: Duration) {
    guard !isCancelled else { return }
    if raised.wait(timeout: .now() + time.inSeconds) == .success { raised.signal() }
  }
}
