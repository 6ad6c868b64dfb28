// SPDX-License-Identifier: Apache-2.0

import Files

/// The one place that every change at a destination passes: where tests pull the plug.
struct DestinationGate: Sendable {
  /// What is about to happen to a path.
  enum Act: Sendable {
    case makeFolder, create, synchronize, readBack, place, remove, journal, writeManifest, writeChain
  }

  /// How many of the bytes about to be written get through; fewer than asked ends the destination.
  var write: @Sendable (_ path: String, _ bytes: Int) -> Int = { $1 }
  /// Throws to keep it from happening.
  var act: @Sendable (Act, String) throws(FilesError) -> Void = { (_, _) throws(FilesError) in }
}
