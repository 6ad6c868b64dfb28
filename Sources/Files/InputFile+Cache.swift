// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How a read-back was kept from being answered out of memory, as copy reports record it.
public enum CacheBypass: String, Hashable, Codable, Sendable {
  /// The system was asked to drop its copies of a file that was already on the volume (`posix_fadvise`, POSIX.1-2024).
  case dropped
  /// The system was told not to keep copies of this file (`F_NOCACHE`). Pages it held before may still answer.
  case notKept
  /// The system refused: what was read may never have left memory.
  case none
}

extension InputFile {
  /// Tells the system that the file will be read once from front to back.
  public func expectSequentialReading() {
    // Advice: the reading is right without it, so a refusal changes nothing.
    #if canImport(Darwin)
      _ = fcntl(descriptor, F_RDAHEAD, 1)
    #else
      _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    #endif
  }

  /// Keeps the following reads from being answered out of memory, as far as the system allows. Call it after the writer has synchronized.
  public func bypassCache() -> CacheBypass {
    #if canImport(Darwin)
      fcntl(descriptor, F_NOCACHE, 1) == 0 ? .notKept : .none
    #else
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0 ? .dropped : .none
    #endif
  }
}
