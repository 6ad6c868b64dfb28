// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// The questions that are asked of clamd (clamd(8)), each on a connection of its own: a connection that breaks then costs one answer, and no
/// answer can be taken for that of another file, as numbered ones in a session could.
struct ClamdClient: Sendable {
  /// The length of the parts in which a file is sent.
  static let chunkSize = 64 << 10

  let address: ClamdAddress
  /// How long a conversation may take, the sending of long files not counted.
  let patience: Duration
  let cancellation: Cancellation

  /// The daemon's words on itself and its database.
  func version() throws(ClamdFault) -> String { try ClamdReply.line(try ask("VERSION")) }

  /// Has clamd open and read the file at `path`, which must be absolute, by itself.
  func scan(path: String) throws(ClamdFault) -> ClamdReply { try ClamdReply(try ask("SCAN \(path)"), about: path) }

  /// Sends bytes to be looked at.
  func scan(_ bytes: [UInt8]) throws(ClamdFault) -> ClamdReply {
    var rest = bytes[...]
    return try stream(size: Int64(bytes.count)) { (buffer) in
      let part = rest.prefix(buffer.count)
      buffer.copyBytes(from: part)
      rest = rest.dropFirst(part.count)
      return part.count
    }
  }

  /// Reads the file and sends it to be looked at.
  /// - Parameter onBlock: is told of the length of every part that was sent.
  func scan(_ file: borrowing InputFile, size: Int64, onBlock: (Int) -> Void) throws(ClamdFault) -> ClamdReply {
    var offset: Int64 = 0
    let (descriptor, path) = (file.descriptor, file.path)
    return try stream(size: size) { (buffer) throws(ClamdFault) in
      // Never more than the file had when it was opened: a file that grows while it is read would not end.
      let wanted = Int(min(Int64(buffer.count), size - offset))
      guard wanted > 0 else { return 0 }
      var count = pread(descriptor, buffer.baseAddress, wanted, off_t(offset))
      while count < 0, errno == EINTR { count = pread(descriptor, buffer.baseAddress, wanted, off_t(offset)) }
      guard count >= 0 else { throw ClamdFault(.unreadable, FilesError(subject: path).explanation) }
      offset += Int64(count)
      onBlock(count)
      return count
    }
  }

  // MARK: -

  /// A command that needs no more than its line. The form with "z" ends in NUL, so that names may have line breaks in them.
  private func ask(_ command: String) throws(ClamdFault) -> [UInt8] {
    let connection = try ClamdConnection(to: address, within: patience, cancellation)
    _ = try connection.send("z\(command)\0")
    return try connection.answer()
  }

  /// INSTREAM: parts of a file, each after its length in four bytes, the most significant first; a length of nothing ends it.
  /// - Parameter fill: puts the next bytes into the buffer and says how many; none at the end.
  private func stream(size: Int64, _ fill: (UnsafeMutableRawBufferPointer) throws(ClamdFault) -> Int) throws(ClamdFault) -> ClamdReply {
    // A megabyte a second is far slower than any clamd, and bounds a daemon that only pretends to take what it is sent.
    let limit = patience + .seconds(size / 1_000_000)
    let connection = try ClamdConnection(to: address, within: limit, cancellation)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 + Self.chunkSize, alignment: 16)
    defer { memory.deallocate() }
    var isHeard = try connection.send("zINSTREAM\0")
    while isHeard {
      let count = try fill(UnsafeMutableRawBufferPointer(rebasing: memory[4...]))
      memory.storeBytes(of: UInt32(count).bigEndian, as: UInt32.self)
      isHeard = try connection.send(UnsafeRawBufferPointer(rebasing: memory[..<(4 + count)]))
      if count == 0 { break }
    }
    let answer = try connection.answer()
    guard isHeard || !answer.isEmpty else {
      return .notLookedAt("clamd closed the connection while the file was sent, as it does with one larger than StreamMaxLength in clamd.conf")
    }
    let reply = try ClamdReply(answer, about: "stream")
    // Whoever answers before the end has not seen it. (What was found stands.)
    if !isHeard, reply == .nothingFound { throw ClamdFault(.unintelligible, "clamd answered OK before it had the whole file") }
    return reply
  }
}
