// SPDX-License-Identifier: Apache-2.0

import Foundation

extension InputFile {
  #if canImport(Darwin)
    private static let (seekHole, seekData): (Int32, Int32) = (3, 4)
  #else
    private static let (seekData, seekHole): (Int32, Int32) = (3, 4)  // hidden from Swift by the C library (lseek(2))
  #endif

  /// How many bytes are stored, holes left out. A volume that knows no holes answers with the whole length. Where reading goes on is changed.
  public func storedBytes() throws(FilesError) -> Int64 {
    let size = try facts().size
    var stored: Int64 = 0
    var offset: Int64 = 0
    while offset < size {
      let data = Int64(lseek(descriptor, off_t(offset), Self.seekData))
      guard data >= 0 else {
        if errno == ENXIO { break }  // a hole to the end
        return size
      }
      let end = Int64(lseek(descriptor, off_t(data), Self.seekHole))
      guard end > data else { return size }
      stored += min(end, size) - data
      offset = end
    }
    return stored
  }
}
