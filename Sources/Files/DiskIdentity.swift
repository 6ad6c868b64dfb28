// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Which physical disk a volume is on: two partitions of one disk are lost together.
public enum DiskIdentity {
  /// The whole disk that the volume `device` is a part of, as a name that is equal for all its partitions. Where the system does not
  /// tell (network and memory volumes, volumes over several disks), the volume stands for itself.
  public static func of(device: UInt64) -> String {
    let (major, minor) = numbers(of: device)
    let path = realpath("/sys/dev/block/\(major):\(minor)", nil).map { resolved in
      defer { free(resolved) }
      return String(cString: resolved)
    }
    return of(device: device, systemPath: path) { path in (try? FileFacts.ifExists(path)) != .some(nil) }
  }

  /// The same from facts as given.
  /// - Parameters:
  ///   - systemPath: where the system's tree of devices has the volume, links resolved; nil when it has not.
  ///   - exists: whether there is something at a path of that tree.
  package static func of(device: UInt64, systemPath: String?, exists: (String) -> Bool) -> String {
    guard let systemPath else { return "volume \(device)" }
    // A partition is a folder of its disk's and has a file that says which of the partitions it is.
    return "disk " + (exists("\(systemPath)/partition") ? SystemPath.split(systemPath).folder : systemPath)
  }

  /// The two halves of a device number, as the GNU C library packs them.
  package static func numbers(of device: UInt64) -> (major: UInt64, minor: UInt64) {
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    return (major, minor & 0xFFFF_FFFF)
  }
}
