// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The names directly inside one folder.
enum FolderNames {
  enum Name: Hashable, Sendable {
    case text(String)
    /// Bytes that are not UTF-8, shown with U+FFFD in their place.
    case unreadable(String)
  }

  /// All names but "." and "..", the last in byte order first.
  static func read(_ path: String, followLink: Bool) throws(FilesError) -> [Name] {
    let descriptor = uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followLink ? 0 : O_NOFOLLOW)) }
    guard descriptor >= 0 else { throw FilesError(subject: path) }
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
    return names.map { name in String(validating: name, as: UTF8.self).map(Name.text) ?? .unreadable(String(decoding: name, as: UTF8.self)) }
  }

  /// The name in a directory entry. The entry may be shorter than its C type says, so it is read through its address and not copied.
  private static func bytes(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    guard let start = MemoryLayout<dirent>.offset(of: \.d_name) else { preconditionFailure("a directory entry has no name") }
    let name = (UnsafeRawPointer(entry) + start).assumingMemoryBound(to: CChar.self)
    return Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
  }
}
