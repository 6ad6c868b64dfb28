// SPDX-License-Identifier: Apache-2.0

import Files

/// Where an MXF file is written: to a file that gets its name when it is whole, or on one that somebody else holds and names.
enum WritingTarget: ~Copyable {
  case named(SafeWriter)
  case held(OutputFile)

  /// Where the bytes are until the file is whole.
  var path: String {
    switch self {
    case .named(let writer): writer.file.path
    case .held(let file): file.path
    }
  }

  /// Writes at the end.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FilesError) {
    switch self {
    case .named(let writer): try writer.write(bytes)
    case .held(let file): try file.write(bytes)
    }
  }

  /// Writes over what is at a place.
  func write(_ bytes: [UInt8], at place: Int64) throws(FilesError) {
    let outcome = bytes.withUnsafeBytes { bytes in
      Result { () throws(FilesError) in
        switch self {
        case .named(let writer): try writer.file.write(bytes, at: place)
        case .held(let file): try file.write(bytes, at: place)
        }
      }
    }
    try outcome.get()
  }

  /// Has the disk keep it, and names it where that is ours to do.
  consuming func commit() throws(FilesError) {
    switch consume self {
    case .named(let writer): try writer.commit()
    case .held(let file): try file.synchronize()
    }
  }
}
