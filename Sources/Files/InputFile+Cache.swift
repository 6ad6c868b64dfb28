// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// How a read-back was kept from being answered out of memory, as copy reports record it.
public enum CacheBypass: String, Hashable, Codable, Sendable {
  /// The system was asked to drop its copies of a file that was already on the volume (`posix_fadvise`, POSIX.1-2024).
  case dropped
  /// The system was told not to keep copies of this file (`F_NOCACHE`). Pages it held before may still answer.
  case notKept
  /// The system kept its copies, as on a volume that is nothing but memory, or on ZFS: the device, if there is one, was not asked.
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

  /// Has the device keep all that was written to the volume that the file is on: of many files written lately, sooner done than file by file.
  public func synchronizeVolume() throws(FilesError) {
    #if canImport(Darwin)
      try synchronize()
    #else
      guard let syncfs = Self.syncfs else { return try synchronize() }
      guard syncfs(descriptor) == 0 else { throw FilesError(subject: path) }
    #endif
  }

  #if !canImport(Darwin)
    /// `syncfs(2)`, which the C library has and hides from Swift; nil where it does not have it.
    private static let syncfs = dlsym(nil, "syncfs").map { unsafeBitCast($0, to: (@convention(c) (Int32) -> Int32).self) }
  #endif

  /// Keeps the following reads from being answered out of memory, as far as the system allows, and says what it did. Call it after the
  /// writer has synchronized.
  ///
  /// The system takes the advice to drop its copies and may keep them all the same, so it is asked afterwards which are left. ZFS has a memory of its
  /// own (ARC), which takes no such advice and which the system does not know of: what is on it is never said to be read from the device.
  public func bypassCache() -> CacheBypass {
    #if canImport(Darwin)
      fcntl(descriptor, F_NOCACHE, 1) == 0 ? .notKept : .none
    #else
      guard posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0 else { return .none }
      return OwnCaches.areUsed(by: self) || isInMemory ? .memory : .dropped
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

#if !canImport(Darwin)
  /// The file systems that keep what they read where neither the system's advice nor its answers reach.
  enum OwnCaches {
    /// By the number of a volume, for a while: numbers are given anew when volumes go.
    private static let known = Mutex<[UInt64: (isOne: Bool, until: ContinuousClock.Instant)]>([:])

    /// Whether a type of file system, in the system's words, is one.
    static func belong(to fileSystem: String) -> Bool { fileSystem == "zfs" }

    /// Whether an open file is on one.
    static func areUsed(by file: borrowing InputFile) -> Bool {
      // Such a file system spans several devices, so that its number is that of none.
      guard let device = try? file.facts().device, DiskIdentity.numbers(of: device).major == 0 else { return false }
      if let one = known.withLock({ $0[device] }), one.until > .now { return one.isOne }
      let isOne = (try? VolumeFacts.of("/proc/self/fd/\(file.descriptor)")).map { belong(to: $0.fileSystem) } ?? false
      known.withLock { $0[device] = (isOne, .now + .seconds(10)) }
      return isOne
    }
  }
#endif
