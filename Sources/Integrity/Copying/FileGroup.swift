// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Files of one destination that have all their bytes and do not have their names yet.
///
/// Small files are made safe, read back and named in groups: a device that is asked once for sixty-four files is done several times sooner
/// than one that is asked sixty-four times. Each is still on the device and read back before it gets its name.
struct FileGroup {
  /// One file.
  struct Member {
    /// Its place in the job.
    let index: Int
    let part: PartFile
    let digests: [Digest]
    /// Whether the device has it and, where the plan asks, it was read back.
    var isProved = false
    /// Whether the source held still to the end.
    var isConfirmed = false
  }

  /// So many open files a destination are well within every system's limit.
  private static let mostMembers = 64
  /// Enough for a device to work in one go, and little enough to be still in the machine's caches on a volume that is memory.
  private static let mostBytes: Int64 = 16 << 20

  private(set) var members: [Member] = []
  private var bytes: Int64 = 0

  /// Whether it is time to prove the group.
  var isFull: Bool { members.count >= Self.mostMembers || bytes >= Self.mostBytes }

  /// Whether all of it may get names.
  var isReady: Bool { !members.isEmpty && members.allSatisfy { $0.isProved && $0.isConfirmed } }

  mutating func add(_ member: Member, size: Int64) {
    members.append(member)
    bytes += size
  }

  /// The source of the last file held still.
  mutating func confirmLast() {
    guard let last = members.indices.last else { return }
    members[last].isConfirmed = true
  }

  /// Takes the file at this place in the job out, if it is here.
  mutating func remove(_ index: Int) -> Member? {
    members.firstIndex { $0.index == index }.map { members.remove(at: $0) }
  }

  mutating func markProved() {
    for position in members.indices { members[position].isProved = true }
  }

  /// Takes everything out.
  mutating func takeAll() -> [Member] {
    defer {
      members = []
      bytes = 0
    }
    return members
  }
}
