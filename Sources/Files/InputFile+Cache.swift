// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How a read-back was kept from being answered out of memory, as copy reports record it.
public enum CacheBypass: String, Hashable, Codable, Sendable {
  /// The system was asked to drop its copies of a file that was already on the volume (`posix_fadvise`, POSIX.1-2024).
  case dropped
  /// The system was told not to keep copies of this file (`F_NOCACHE`). Pages it held before may still answer.
  case notKept
  /// The system kept its copies, as on a volume that is nothing but memory: the device, if there is one, was not asked.
  case memory
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

  /// Has the device keep what was written to the file, by whomever, so that reading it afterwards asks the device.
  public func synchronize() throws(FilesError) {
    guard fsync(descriptor) == 0 else { throw FilesError(subject: path) }
  }

  /// Keeps the following reads from being answered out of memory, as far as the system allows, and says what it did. Call it after the
  /// writer has synchronized.
  ///
  /// The system takes the advice to drop its copies and may keep them all the same, so it is asked afterwards which are left.
  public func bypassCache() -> CacheBypass {
    #if canImport(Darwin)
      fcntl(descriptor, F_NOCACHE, 1) == 0 ? .notKept : .none
    #else
      guard posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0 else { return .none }
      return isInMemory ? .memory : .dropped
    #endif
  }

  #if !canImport(Darwin)
    /// Whether the system says that it still holds any part of the file in memory.
    private var isInMemory: Bool {
      var facts = stat()
      guard fstat(descriptor, &facts) == 0, facts.st_size > 0 else { return false }
      // In pieces, so that the answer for a file of terabytes needs little room.
      let page = max(Int(sysconf(Int32(_SC_PAGESIZE))), 1)
      let piece = 1 << 30
      var held = [UInt8](repeating: 0, count: min(Int(facts.st_size), piece) / page + 1)
      var offset = 0
      while offset < Int(facts.st_size) {
        let length = min(piece, Int(facts.st_size) - offset)
        guard let map = mmap(nil, length, PROT_NONE, MAP_SHARED, descriptor, off_t(offset)), map != MAP_FAILED else { return false }
        defer { munmap(map, length) }
        guard mincore(map, length, &held) == 0 else { return false }
        if held.prefix((length + page - 1) / page).contains(where: { $0 & 1 != 0 }) { return true }
        offset += length
      }
      return false
    }
  #endif
}
