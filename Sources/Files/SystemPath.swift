// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Paths as the system takes them: UTF-8 bytes, "/" between names.
package enum SystemPath {
  /// Refuses what C would silently cut short or take for the current folder.
  static func check(_ path: String) throws(FilesError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FilesError(.invalidName, subject: path, remedy: "give a path that is not empty and has no NUL in it")
    }
  }

  /// The folder that holds `path`, and the last name of it. Slashes at the end do not count.
  package static func split(_ path: String) -> (folder: String, name: String) {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return (".", String(decoding: bytes, as: UTF8.self)) }
    let folder = slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
    return (folder, String(decoding: bytes[(slash + 1)...], as: UTF8.self))
  }

  /// `name` inside `folder`.
  package static func join(_ folder: String, _ name: String) -> String { folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)" }

  /// Whether Windows has a device of that name, with any ending or none: CON, PRN, AUX, NUL, COM and LPT with one digit (Microsoft, "Naming Files, Paths, and
  /// Namespaces").
  package static func isDevice(_ name: some StringProtocol) -> Bool {
    let stem = name.prefix { $0 != "." }.uppercased()
    if ["CON", "PRN", "AUX", "NUL"].contains(stem) { return true }
    guard stem.hasPrefix("COM") || stem.hasPrefix("LPT"), stem.count == 4, let digit = stem.last else { return false }
    return "123456789¹²³".contains(digit)
  }

  /// A descriptor for a regular file, which children do not inherit. Anything else is refused, without waiting for whoever is at the other
  /// end of a pipe.
  /// - Parameter folder: what a relative path starts from; nil for the process's own folder.
  static func openRegularFile(_ name: String, _ flags: Int32, mode: UInt32 = 0, in folder: OpenFolder? = nil) throws(FilesError) -> Int32 {
    try check(name)
    let path = folder.map { join($0.path, name) } ?? name
    let descriptor = uninterrupted { openat(folder?.descriptor ?? AT_FDCWD, name, flags | O_CLOEXEC | O_NONBLOCK, mode_t(mode)) }
    // A pipe that nobody reads, and a socket, answer ENXIO.
    guard descriptor >= 0 else { throw errno == ENXIO ? FilesError(.notRegular, subject: path) : FilesError(subject: path) }
    var facts = stat()
    let fault: FilesError? =
      if fstat(descriptor, &facts) != 0 {
        FilesError(subject: path)
      } else {
        switch FileFacts(facts).kind {
        case .file: nil
        case .folder: FilesError(.isDirectory, subject: path)
        case .link, .special: FilesError(.notRegular, subject: path)
        }
      }
    guard let fault else { return descriptor }
    close(descriptor)
    throw fault
  }
}

/// Repeats a system call for as long as a signal interrupts it. The call's result is below zero on failure.
func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
