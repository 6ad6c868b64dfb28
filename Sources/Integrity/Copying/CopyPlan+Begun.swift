// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

extension CopyPlan {
  /// Whether a copy of `source` to `folder` under `name` was begun and not finished: its journal is there.
  public static func wasBegun(from source: String, to folder: String, name: String) -> Bool {
    guard let source = RealPath.of(source), let folder = RealPath.of(folder) else { return false }
    let journal = CopyJournal.path(folder: folder, name: name)
    guard let file = try? InputFile(journal, followLinks: false), let bytes = try? file.bytes(upTo: 64 << 10) else { return false }
    return bytes.split(separator: UInt8(ascii: "\n")).contains { line in
      (try? JSONDecoder().decode(CopyJournal.Line.self, from: Data(line)))?.source == source
    }
  }
}

extension InputFile {
  /// The first bytes of the file, at most `count`.
  fileprivate borrowing func bytes(upTo count: Int) throws(FilesError) -> [UInt8] {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { memory.deallocate() }
    return Array(memory[..<(try read(into: memory))])
  }
}
