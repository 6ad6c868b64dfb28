// SPDX-License-Identifier: Apache-2.0

internal import Files

extension InputFile {
  /// The bytes at `offset`, fewer than `count` where the file ends.
  borrowing func bytes(at offset: Int64, count: Int) throws(FilesError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { buffer.deallocate() }
    let filled = try read(into: buffer, at: offset)
    return Array(buffer[..<filled])
  }
}
