// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The names directly inside one folder.
package enum FolderNames {
  enum Name: Hashable, Sendable {
    case text(String)
    /// A name that is not UTF-8, with the bytes that are none shown as `\xE9`.
    case unreadable(String)
  }

  /// All names but "." and "..", the last in byte order first.
  static func read(_ path: String, followLink: Bool) throws(FilesError) -> [Name] {
    let descriptor = uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followLink ? 0 : O_NOFOLLOW)) }
    guard descriptor >= 0 else { throw FilesError(subject: path) }
    return try read(descriptor, path)
  }

  /// The same of a folder that is open, and closed by this.
  static func read(_ descriptor: Int32, _ path: String) throws(FilesError) -> [Name] {
    guard let folder = fdopendir(descriptor) else {
      let fault = FilesError(subject: path)
      close(descriptor)
      throw fault
    }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else {
        guard errno == 0 else { throw FilesError(subject: path) }
        break
      }
      let name = bytes(of: entry)
      if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
    }
    names.sort { $1.lexicographicallyPrecedes($0) }
    return names.map { name in String(validating: name, as: UTF8.self).map(Name.text) ?? .unreadable(escaped(name)) }
  }

  /// The name as UTF-8, each byte that is none as an escape.
  package static func escaped(_ name: [UInt8]) -> String {
    var text = ""
    var rest = name[...]
    while let first = rest.first {
      // A character has four bytes at most; the shortest beginning that is one is it.
      let character = (1...min(4, rest.count)).lazy.compactMap { String(validating: rest.prefix($0), as: UTF8.self) }.first
      text += character ?? "\\x" + (first < 0x10 ? "0" : "") + String(first, radix: 16, uppercase: true)
      rest = rest.dropFirst(character?.utf8.count ?? 1)
    }
    return text
  }

  /// The name in a directory entry. The entry may be shorter than its C type says, so it is read through its address and not copied.
  private static func bytes(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    guard let start = MemoryLayout<dirent>.offset(of: \.d_name) else { preconditionFailure("a directory entry has no name") }
    let name = (UnsafeRawPointer(entry) + start).assumingMemoryBound(to: CChar.self)
    return Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
  }
}
