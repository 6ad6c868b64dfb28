// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder held open. What is done to a name in it is done in this very folder, whatever stands at its path by now, and no link is followed
/// (`openat`, `fstatat`, `mkdirat`, `linkat`, `renameat` and `unlinkat` of POSIX.1-2024).
///
/// Whoever exchanges a folder for a link between two steps of a program that goes by paths has it write elsewhere; here the second step finds
/// the folder that the first one found. Closed when nobody holds it any more.
package final class OpenFolder: Sendable {
  /// Where it was found, for words to people.
  package let path: String
  let descriptor: Int32
  private let identity: FileFacts

  /// Opens the folder at `path`. Links are followed: this is for the place that an operator named.
  /// - Throws: `FilesError`: `notFound`, `notDirectory`, `permissionDenied`, …
  package convenience init(_ path: String) throws(FilesError) {
    try SystemPath.check(path)
    let descriptor = uninterrupted { Foundation.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw FilesError(subject: path) }
    try self.init(descriptor, path)
  }

  private init(_ descriptor: Int32, _ path: String) throws(FilesError) {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else {
      let fault = FilesError(subject: path)
      close(descriptor)
      throw fault
    }
    self.path = path
    self.descriptor = descriptor
    identity = FileFacts(facts)
  }

  deinit { close(descriptor) }

  /// The system's number of the volume it is on.
  package var device: UInt64 { identity.device }

  // MARK: - Folders in it

  /// Opens the folder `name` in it.
  /// - Throws: `FilesError`: `escapesRoot` where a link stands there, `notDirectory`, `notFound`, …
  package func folder(_ name: String) throws(FilesError) -> OpenFolder {
    let inner = try place(name)
    let descriptor = uninterrupted { openat(self.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
    guard descriptor >= 0 else {
      let fault = FilesError(subject: inner)
      throw (try? facts(of: name))?.kind == .link ? FilesError.link(at: inner) : fault
    }
    return try OpenFolder(descriptor, inner)
  }

  /// Opens the folder `name` in it, made if it is missing; the device then knows of it.
  package func makingFolder(_ name: String) throws(FilesError) -> OpenFolder {
    do throws(FilesError) {
      try makeFolder(name)
      try synchronize()
    } catch { guard error.code == .alreadyExists else { throw error } }
    return try folder(name)
  }

  /// Makes the folder `name` in it. The device is told by `synchronize()`.
  /// - Throws: `FilesError` with code `alreadyExists` when anything stands there.
  package func makeFolder(_ name: String) throws(FilesError) {
    let inner = try place(name)
    guard mkdirat(descriptor, name, 0o777) == 0 else { throw FilesError(subject: inner) }
  }

  /// Removes the folder `name` in it, which must be empty.
  package func removeFolder(_ name: String) throws(FilesError) {
    let inner = try place(name)
    guard unlinkat(descriptor, name, AT_REMOVEDIR) == 0 else { throw FilesError(subject: inner) }
  }

  // MARK: - Files in it

  /// The facts of what stands under `name`, or nothing when nothing does; of a link, its own.
  package func facts(of name: String) throws(FilesError) -> FileFacts? {
    let inner = try place(name)
    var facts = stat()
    guard fstatat(descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else {
      guard errno == ENOENT else { throw FilesError(subject: inner) }
      return nil
    }
    return FileFacts(facts)
  }

  /// Whether this user may read the file `name` and write to it; of a link, the link itself is asked.
  package func isWritable(_ name: String) -> Bool {
    (try? place(name)) != nil && faccessat(descriptor, name, R_OK | W_OK, AT_SYMLINK_NOFOLLOW) == 0
  }

  /// Makes the new file `name`. See `OutputFile.init(creating:mode:)`.
  package func create(_ name: String, mode: UInt32 = 0o666) throws(FilesError) -> OutputFile {
    try OutputFile(path: place(name), descriptor: SystemPath.openRegularFile(name, OutputFile.creating, mode: mode, in: self))
  }

  /// Opens the file `name` to write on. See `OutputFile.init(continuing:)`.
  package func continueFile(_ name: String) throws(FilesError) -> OutputFile {
    try OutputFile(path: place(name), descriptor: SystemPath.openRegularFile(name, OutputFile.continuing, in: self))
  }

  /// Opens the file `name`, made if it is missing, so that every write goes to its end.
  package func appendFile(_ name: String, mode: UInt32 = 0o666) throws(FilesError) -> OutputFile {
    try OutputFile(path: place(name), descriptor: SystemPath.openRegularFile(name, OutputFile.appending, mode: mode, in: self))
  }

  /// Opens the file `name` to read it.
  package func open(_ name: String) throws(FilesError) -> InputFile {
    try InputFile(path: place(name), descriptor: SystemPath.openRegularFile(name, O_RDONLY | O_NOFOLLOW, in: self))
  }

  /// Gives the file `name` the new name `other` and takes the old one from it. On a volume with hard links nothing that stands there is replaced,
  /// also where it appeared only now.
  /// - Throws: `FilesError`: `alreadyExists`; with one of the numbers of `lacksSecondNames` where the volume has no hard links.
  package func linkAndUnlink(_ name: String, as other: String) throws(FilesError) {
    let (_, inner) = (try place(name), try place(other))
    guard linkat(descriptor, name, descriptor, other, 0) == 0 else { throw FilesError(subject: inner) }
    unlinkat(descriptor, name, 0)
  }

  /// Gives the file `name` the name `other`, whatever stands there.
  package func rename(_ name: String, to other: String) throws(FilesError) {
    let (_, inner) = (try place(name), try place(other))
    guard renameat(descriptor, name, descriptor, other) == 0 else { throw FilesError(subject: inner) }
  }

  /// Removes the file or link `name`.
  package func remove(_ name: String) throws(FilesError) {
    let inner = try place(name)
    guard unlinkat(descriptor, name, 0) == 0 else { throw FilesError(subject: inner) }
  }

  // MARK: - The folder itself

  /// The names in it, in byte order; those that are not UTF-8 are left out.
  package func names() throws(FilesError) -> [String] {
    let descriptor = uninterrupted { openat(self.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw FilesError(subject: path) }
    return try FolderNames.read(descriptor, path).reversed().compactMap { if case .text(let name) = $0 { name } else { nil } }
  }

  /// Returns when the device has its list of names.
  package func synchronize() throws(FilesError) {
    // Some network and FUSE volumes cannot do this for a folder and say so with EINVAL; there is nothing more to ask of them.
    guard uninterrupted({ fsync(descriptor) }) == 0 || errno == EINVAL else { throw FilesError(subject: path) }
  }

  /// Gives it the modification time of its source.
  package func setModified(_ moment: Timestamp) throws(FilesError) {
    let both = [moment.timespec, moment.timespec]
    guard futimens(descriptor, both) == 0 else { throw FilesError(subject: path) }
  }

  /// Whether its path, from the last name on not through a link, still leads to it.
  package var isInPlace: Bool { (try? FileFacts.ifExists(path))?.isSameFile(as: identity) == true }

  /// Whether `inner` leads to `folder`, and every name on the way to a folder rather than a link.
  func leads(to folder: OpenFolder, by inner: ContainedPath) -> Bool {
    let bytes = Array(inner.text.utf8)
    for end in bytes.indices where bytes[end] == UInt8(ascii: "/") {
      guard kind(String(decoding: bytes[..<end], as: UTF8.self))?.kind == .folder else { return false }
    }
    return kind(inner.text)?.isSameFile(as: folder.identity) == true
  }

  // MARK: -

  private func kind(_ inner: String) -> FileFacts? {
    var facts = stat()
    return fstatat(descriptor, inner, &facts, AT_SYMLINK_NOFOLLOW) == 0 ? FileFacts(facts) : nil
  }

  /// The path of `name`, which must be one name and no way out.
  private func place(_ name: String) throws(FilesError) -> String {
    let inner = SystemPath.join(path, name)
    guard !name.isEmpty, !name.utf8.contains(0) else { throw FilesError(.invalidName, subject: inner) }
    guard !name.utf8.contains(UInt8(ascii: "/")), name != ".", name != ".." else { throw FilesError(.escapesRoot, subject: inner) }
    return inner
  }
}

extension FilesError {
  /// A link where none is followed.
  static func link(at path: String) -> FilesError {
    FilesError(.escapesRoot, subject: path, remedy: "it is a symbolic link, which is not followed here; put the file itself in its place")
  }

  /// Whether the volume has no hard links, or the file has as many as the volume allows.
  package var lacksSecondNames: Bool { systemNumber.map { [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains($0) } ?? false }
}
