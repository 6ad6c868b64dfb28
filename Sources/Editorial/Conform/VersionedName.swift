// SPDX-License-Identifier: Apache-2.0

/// A name with a version in it: `sc010_comp_v003_final` is version 3 of `sc010_comp_`.
///
/// A version is a `v` that no letter is before, with one to nine figures that no letter is behind. Of several in a name the last counts.
struct VersionedName {
  /// What is before the version.
  let head: String
  /// The version.
  let number: Int
  /// What is behind the version.
  let rest: String

  /// What other versions of the same thing have in common with it.
  var common: String { "\(head)v#\(rest)" }

  /// The parts of `name`; `nil` where it has no version.
  init?(_ name: String) {
    let bytes = Array(name.utf8)
    for place in bytes.indices.reversed() where bytes[place] | 32 == UInt8(ascii: "v") {
      guard place == 0 || !Self.isLetter(bytes[place - 1]) else { continue }
      let figures = bytes[(place + 1)...].prefix(while: MediaName.isFigure)
      guard (1...9).contains(figures.count), figures.endIndex == bytes.count || !Self.isLetter(bytes[figures.endIndex]) else { continue }
      head = String(decoding: bytes[..<place], as: UTF8.self)
      number = figures.reduce(0) { $0 * 10 + Int($1) - 48 }
      rest = String(decoding: bytes[figures.endIndex...], as: UTF8.self)
      return
    }
    return nil
  }

  /// Letters beyond ASCII are letters, too.
  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 128 || MediaName.isLetter(byte) }
}
