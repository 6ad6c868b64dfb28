// SPDX-License-Identifier: Apache-2.0

import Files

/// An open file of which packets are read, each by its place.
final class PacketSource: Sendable {
  private let file: InputFile
  /// Its length in bytes.
  let size: Int64
  var path: String { file.path }

  init(_ path: String) throws(FilesError) {
    file = try InputFile(path)
    size = try file.facts().size
  }

  /// Fills the memory with what is at a place. Fewer bytes than it holds are an error.
  func read(into memory: UnsafeMutableRawBufferPointer, at place: Int64) throws(FilesError) {
    guard try file.read(into: memory, at: place) == memory.count else {
      throw FilesError(.truncated, subject: path, remedy: "it ends before byte \(place + Int64(memory.count))")
    }
  }

  /// So many bytes from a place on; fewer than asked for is an error.
  func bytes(at place: Int64, count: Int) throws(FilesError) -> [UInt8] {
    guard place >= 0, count >= 0, place <= size, count <= size - place else { throw FilesError(.truncated, subject: path) }
    var outcome: Result<Void, FilesError> = .success(())
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { memory, filled in
      outcome = Result { () throws(FilesError) in
        try read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory)[..<count]), at: place)
      }
      if case .success = outcome { filled = count }
    }
    try outcome.get()
    return bytes
  }

  /// The packet that begins at a place.
  /// - Throws: `FilesError`: there is none there, or it claims to go on after the end of the file.
  func packet(at place: Int64) throws(FilesError) -> KLVPacket {
    guard place >= 0, size - place >= 17 else { throw FilesError(.truncated, subject: path, remedy: "no packet begins at byte \(place)") }
    var reader = ByteReader(try bytes(at: place, count: Int(min(25, size - place))), subject: path, origin: Int(place))
    let key = try reader.label()
    guard key.high >> 32 == 0x060e_2b34 else { throw FilesError(.malformed, subject: path, remedy: "what is at byte \(place) is no packet") }
    let count = try BERLength.read(&reader)
    let value = Int64(reader.offset)
    guard count <= size - value else {
      throw FilesError(.truncated, subject: path, remedy: "the packet at byte \(place) has \(count) bytes, and \(size - value) are there")
    }
    return KLVPacket(key: key, position: place, value: value, count: count)
  }

  /// A packet's value, if it is not larger than anything of its kind.
  func value(of packet: KLVPacket, limit: Int64) throws(FilesError) -> ByteReader {
    guard packet.count <= limit else { throw FilesError(.tooLarge, subject: path) }
    return ByteReader(try bytes(at: packet.value, count: Int(packet.count)), subject: path, origin: Int(packet.value))
  }
}
