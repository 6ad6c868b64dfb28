// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Whether the program was asked to stop, for work that no task can be asked of: a statement of the catalogue that runs on.
enum StopRequest {
  private static let flag = Atomic(false)

  /// Whether it was.
  static var isMade: Bool { flag.load(ordering: .relaxed) }

  /// Asks for it.
  static func make() { flag.store(true, ordering: .relaxed) }
}
