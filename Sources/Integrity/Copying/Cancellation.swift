// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A flag that stops a copy or a verification at the next block. What is half done is removed; running again resumes.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  /// A flag not yet raised.
  public init() {}

  /// Raises the flag, for good.
  public func cancel() { flag.store(true, ordering: .releasing) }

  /// Whether it is raised.
  public var isCancelled: Bool { flag.load(ordering: .acquiring) }
}
