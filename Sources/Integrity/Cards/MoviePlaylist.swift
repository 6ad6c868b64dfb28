// SPDX-License-Identifier: Apache-2.0

/// The clips that an AVCHD playlist (`.MPL`, `.mpls`) plays, in order. All numbers are big-endian.
///
/// The file begins with `MPLS`, a version, and at byte 8 the offset of the playlist: length (4), reserved (2), number of items (2), number of
/// sub-paths (2), then the items. Each has its length (2), the clip's name in five characters and `M2TS`.
package enum MoviePlaylist {
  /// The names of the clips, `00012`; `nil` where the bytes are no playlist, or end too early.
  package static func clipNames(_ bytes: [UInt8]) -> [String]? {
    guard bytes.count >= 20, bytes.starts(with: "MPLS".utf8) else { return nil }
    func number(at offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset <= bytes.count - count else { return nil }
      return bytes[offset..<(offset + count)].reduce(0) { $0 << 8 | Int($1) }
    }
    guard let start = number(at: 8, 4), let count = number(at: start + 6, 2) else { return nil }
    var names: [String] = []
    var offset = start + 10
    for _ in 0..<count {
      guard let length = number(at: offset, 2), length >= 9, offset + 2 + length <= bytes.count else { return nil }
      let name = bytes[(offset + 2)..<(offset + 7)]
      guard name.allSatisfy({ (0x30...0x39).contains($0) }), bytes[(offset + 7)..<(offset + 11)].elementsEqual("M2TS".utf8) else { return nil }
      names.append(String(decoding: name, as: UTF8.self))
      offset += 2 + length
    }
    return names
  }
}
