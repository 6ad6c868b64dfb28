// SPDX-License-Identifier: Apache-2.0

public import Files
internal import Synchronization

/// Where the bytes of a compound file lie: in memory, or in a file of which no more is read than is asked for.
public struct CompoundFileSource: Sendable {
  private enum Place: Sendable {
    case memory([UInt8])
    case file(OpenFile)
  }

  /// An open file that several hold.
  private final class OpenFile: Sendable {
    let file: InputFile
    /// The first read that failed.
    let fault = Mutex<FilesError?>(nil)

    init(_ file: consuming InputFile) { self.file = file }
  }

  private let place: Place
  /// How many bytes there are.
  public let byteCount: Int64

  /// Bytes in memory.
  public init(_ bytes: [UInt8]) {
    place = .memory(bytes)
    byteCount = Int64(bytes.count)
  }

  /// A file, however large.
  ///
  /// - Throws: `FilesError` where it cannot be opened.
  public init(path: String) throws(FilesError) {
    let file = try InputFile(path)
    byteCount = try file.facts().size
    place = .file(OpenFile(file))
  }

  /// Why a read failed, where one did: what was read since then is not the whole.
  var fault: FilesError? {
    guard case .file(let open) = place else { return nil }
    return open.fault.withLock { $0 }
  }

  /// Copies what lies from `offset` on into `buffer`.
  ///
  /// - Returns: how many bytes there were, fewer than asked for at the end of the file; none where the disk cannot be read, which `fault` then says.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int {
    guard offset >= 0, offset < byteCount else { return 0 }
    switch place {
    case .memory(let bytes):
      let count = min(buffer.count, bytes.count - Int(offset))
      bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Int(offset)..<Int(offset) + count])) }
      return count
    case .file(let open):
      do {
        return try open.file.read(into: buffer, at: offset)
      } catch {
        open.fault.withLock { $0 = $0 ?? error }
        return 0
      }
    }
  }

  /// `count` bytes from `offset` on, or as many as there are.
  func bytes(at offset: Int64, count: Int) -> [UInt8] {
    let there = Int(clamping: max(0, min(Int64(count), byteCount - offset)))
    guard there > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: there) { buffer, filled in filled = read(into: UnsafeMutableRawBufferPointer(buffer), at: offset) }
  }
}
