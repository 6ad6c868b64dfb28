// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Which file systems are mounted where, as the system tells it.
struct MountTable: Sendable {
  /// One mounted file system.
  struct Mount: Hashable, Sendable {
    /// Where it is mounted.
    let point: String
    /// Its type in the system's words: `ext4`, `exfat`, `ntfs3`, `fuse.s3fs`, `apfs`.
    let fileSystem: String
    /// What is mounted: a device, a server's share, or a word of the file system's own.
    let source: String
    /// What the file system was told besides, as `upperdir=/var/changes,workdir=/var/work`; empty where the system does not tell.
    var options = ""

    /// The value of an option; nil where it was not given.
    func option(_ name: String) -> String? {
      options.split(separator: ",").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
  }

  /// The mounts, a later one over an earlier one at the same place.
  let mounts: [Mount]

  /// The mount that `path`, a real and absolute path, is on.
  func mount(of path: String) -> Mount? {
    var best: Mount?
    for mount in mounts where Self.holds(mount.point, path) && mount.point.utf8.count >= (best?.point.utf8.count ?? 0) { best = mount }
    return best
  }

  private static func holds(_ point: String, _ path: String) -> Bool {
    point == "/" || path.utf8.elementsEqual(point.utf8) || path.utf8.starts(with: "\(point)/".utf8)
  }
}

extension MountTable {
  /// The table in the text of `/proc/self/mountinfo` (proc(5)). Lines that are not as described there are passed over.
  init(mountInfo text: String) {
    mounts = text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(separator: UInt8(ascii: " "))
      guard let dash = fields.firstIndex(where: { $0.elementsEqual("-".utf8) }), dash >= 6, fields.count > dash + 2 else { return nil }
      return Mount(
        point: Self.plain(fields[4]), fileSystem: Self.plain(fields[dash + 1]), source: Self.plain(fields[dash + 2]),
        options: fields.count > dash + 3 ? Self.plain(fields[dash + 3]) : "")
    }
  }

  /// Space, tab, line break and backslash are written as three octal digits.
  private static func plain(_ field: Substring.UTF8View) -> String {
    var bytes: [UInt8] = []
    var rest = field[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3).map { $0 &- UInt8(ascii: "0") }
      if byte == UInt8(ascii: "\\"), digits.count == 3, digits[0] < 4, digits[1] < 8, digits[2] < 8 {
        bytes.append(digits[0] << 6 | digits[1] << 3 | digits[2])
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  #if canImport(Darwin)
    /// What is mounted now.
    static func current() -> MountTable {
      var list: UnsafeMutablePointer<statfs>?
      let count = getmntinfo(&list, MNT_NOWAIT)
      guard let list, count > 0 else { return MountTable(mounts: []) }
      return MountTable(
        mounts: (0..<Int(count)).map { index in
          var entry = list[index]
          return Mount(point: text(&entry.f_mntonname), fileSystem: text(&entry.f_fstypename), source: text(&entry.f_mntfromname))
        })
    }

    private static func text<Characters>(_ characters: inout Characters) -> String {
      withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
  #else
    /// What is mounted now, as this process sees it; nothing where the system does not tell.
    static func current() -> MountTable {
      // The file says that it has no length, so it is read as a stream. A machine with more than this is not one that copies cards.
      guard let text = try? InputFile.text(of: "/proc/self/mountinfo", limit: 16 << 20) else { return MountTable(mounts: []) }
      return MountTable(mountInfo: text)
    }
  #endif
}
