// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A path that was looked at before libav opens it: an ordinary file with bytes in it, that we may read.
struct SourceFile {
  let path: String
  let byteCount: Int

  /// Looks at `path`; a symbolic link is followed.
  init(_ path: String) throws(MediaIOError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw MediaIOError(.noSuchFile, subject: path, remedy: "a path has at least one character and no zero byte")
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw SourceFile.error(path, errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw MediaIOError(.isFolder, subject: path, remedy: "name a file inside it")
    default: throw MediaIOError(.notRegularFile, subject: path, remedy: "copy it to an ordinary file first")
    }
    guard access(path, R_OK) == 0 else { throw SourceFile.error(path, errno) }
    guard status.st_size > 0 else { throw MediaIOError(.empty, subject: path, remedy: "copy it again from its source") }
    self.path = path
    byteCount = Int(status.st_size)
  }

  /// The path as a URL of libav's file protocol, so that no name can mean another protocol (`concat:`, `http:`).
  var url: String { "file:" + path }

  private static func error(_ path: String, _ number: Int32) -> MediaIOError {
    switch number {
    case ENOENT, ENOTDIR: MediaIOError(.noSuchFile, subject: path, remedy: "check the path and whether its volume is mounted")
    case EACCES, EPERM: MediaIOError(.permissionDenied, subject: path, remedy: "check the permissions of the file and its folders")
    default: MediaIOError(.cannotRead, subject: path, remedy: "check the path and the volume", underlying: LibAVError(-number))
    }
  }
}
