// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A regular file open for reading, closed when it goes out of scope.
///
///     let file = try InputFile("A001C003.mxf")
///     try file.forEachBlock { hasher.update($0) }
public struct InputFile: ~Copyable, Sendable {
  /// Where it was found, as given.
  public let path: String
  /// The system's number for it, for calls this type does not cover. It belongs to this value.
  public let descriptor: Int32

  /// Opens the file at `path`. Folders, pipes, sockets and devices are refused, and opening never waits for another process.
  /// - Parameter followLinks: false refuses a symbolic link as the last name of the path.
  /// - Throws: `FilesError`: `notFound`, `isDirectory`, `notRegular`, `isLink`, `permissionDenied`, …
  public init(_ path: String, followLinks: Bool = true) throws(FilesError) {
    self.init(path: path, descriptor: try SystemPath.openRegularFile(path, O_RDONLY | (followLinks ? 0 : O_NOFOLLOW)))
  }

  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// What the file system knows about it now.
  public func facts() throws(FilesError) -> FileFacts {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw FilesError(subject: path) }
    return FileFacts(facts)
  }

  /// Reads on from where the last read ended, until `buffer` is full or the file ends.
  /// - Returns: How many bytes were read; fewer than the buffer holds only at the end of the file.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = uninterrupted { Foundation.read(descriptor, rest.baseAddress, rest.count) }
      guard count >= 0 else { throw FilesError(subject: path) }
      guard count > 0 else { break }
      filled += count
    }
    return filled
  }

  /// Reads from `offset` bytes into the file, until `buffer` is full or the file ends; where `read(into:)` goes on is not changed.
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FilesError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = uninterrupted { pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(filled)) }
      guard count >= 0 else { throw FilesError(subject: path) }
      guard count > 0 else { break }
      filled += count
    }
    return filled
  }

  /// Reads on to the end of the file in blocks of `size` bytes; only the last may be shorter.
  public func forEachBlock(of size: Int = 1 << 20, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
    defer { buffer.deallocate() }
    while true {
      let count = try read(into: buffer)
      guard count > 0 else { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      guard count == size else { return }
    }
  }

  /// Continues reading at `offset` bytes into the file.
  public func seek(to offset: Int64) throws(FilesError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw FilesError(subject: path) }
  }
}

extension InputFile {
  /// The whole contents of a small file, such as a list, an order or a manifest.
  /// - Throws: `FilesError` with code `tooLarge` when it has more than `limit` bytes, before or while it is read.
  public static func contents(of path: String, limit: Int = 256 << 20) throws(FilesError) -> [UInt8] {
    try InputFile(path).contents(limit: limit)
  }

  /// The whole contents of the file, from where reading stands. See `contents(of:limit:)`.
  package borrowing func contents(limit: Int) throws(FilesError) -> [UInt8] {
    let tooLarge = FilesError(.tooLarge, subject: path, remedy: "at most \(limit) bytes are read of such a file; check that it is the right one")
    let size = try facts().size
    guard size <= limit else { throw tooLarge }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: min(Int(size) + 1, 1 << 20))
    while true {
      let count = try block.fill { (buffer) throws(FilesError) in try read(into: buffer) }
      bytes += block[..<count]
      guard bytes.count <= limit else { throw tooLarge }
      guard count == block.count else { return bytes }
    }
  }

  /// The whole contents of a small file as text.
  /// - Throws: `FilesError` with code `malformed` when it is not UTF-8.
  public static func text(of path: String, limit: Int = 256 << 20) throws(FilesError) -> String {
    guard let text = String(validating: try contents(of: path, limit: limit), as: UTF8.self) else {
      throw FilesError(.malformed, subject: path, remedy: "it should be text in UTF-8: save it so")
    }
    return text
  }
}

extension [UInt8] {
  /// Lets `body` write into the array's memory, with its kind of error kept.
  fileprivate mutating func fill(_ body: (UnsafeMutableRawBufferPointer) throws(FilesError) -> Int) throws(FilesError) -> Int {
    let result = withUnsafeMutableBytes { buffer in Result { () throws(FilesError) in try body(buffer) } }
    return try result.get()
  }
}
