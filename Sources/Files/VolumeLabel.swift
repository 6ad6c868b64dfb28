// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The names that people gave to volumes.
enum VolumeLabel {
  /// The label of the device at the path `device`, or its name in another of the system's lists; nothing where it has none or there is no such list.
  static func of(_ device: String, in folder: String = "/dev/disk/by-label") -> String? {
    guard device.utf8.first == UInt8(ascii: "/"), let facts = try? FileFacts.of(device), facts.kind == .special else { return nil }
    for case .text(let name) in (try? FolderNames.read(folder, followLink: true)) ?? [] {
      if let other = try? FileFacts.of("\(folder)/\(name)"), other.isSameFile(as: facts) { return plain(name) }
    }
    return nil
  }

  /// The list writes what a path cannot hold as `\\x20`.
  static func plain(_ name: String) -> String {
    var bytes: [UInt8] = []
    var rest = name.utf8[...]
    while let byte = rest.popFirst() {
      let code = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), code.first == UInt8(ascii: "x"), code.count == 3,
        let value = UInt8(String(decoding: code.dropFirst(), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
