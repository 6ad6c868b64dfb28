// SPDX-License-Identifier: Apache-2.0

import CSQLite
import GRDB
import Synchronization

/// Ends a statement that runs on after the program was asked to stop.
///
/// Asked are the statements that open a catalogue, and those that read. What is written goes on: that the rest was stopped is recorded as well.
final class Interruption: Sendable {
  private let isStopped: @Sendable () -> Bool
  private let isOver = Atomic(false)

  init(_ isStopped: @escaping @Sendable () -> Bool) { self.isStopped = isStopped }

  /// No statement is ended from here on.
  func end() { isOver.store(true, ordering: .relaxed) }

  /// Has SQLite ask on the connection of `db`, which must not outlive this. The corresponding C function is `sqlite3_progress_handler`.
  func watch(_ db: Database) {
    guard let connection = db.sqliteConnection else { return }
    // So many steps of SQLite's machine take some hundredths of a second.
    sqlite3_progress_handler(
      connection, 1_000_000,
      { context in
        guard let context else { return 0 }
        return Unmanaged<Interruption>.fromOpaque(context).takeUnretainedValue().wantsEnd ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private var wantsEnd: Bool { !isOver.load(ordering: .relaxed) && isStopped() }
}
