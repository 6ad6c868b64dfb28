// SPDX-License-Identifier: Apache-2.0

/// A reel, tape or card as a list or a file names it, and the other forms in which the same one may be written.
///
/// Case, spaces, underscores, folders and extension do not count. What else may differ is told apart as a form of its own, since it is weaker: a name that was
/// cut to 8, 16 or 32 characters, the `B` behind the reel of a dub, zeros before a number.
struct ReelName {
  /// How a form was come by.
  enum Form: Hashable {
    /// As it is written.
    case whole
    /// Cut to so many characters.
    case cut(Int)
    /// Without the B of a dub.
    case dub
    /// As a number, without zeros before it.
    case number
    /// The reel or the short clip name that a camera's way of naming holds: `A001`, `A001C003`.
    case camera

    /// What is to be said of a match by this form; `nil` where it needs no word.
    var words: String? {
      switch self {
      case .whole: nil
      case .cut(let length): "cut to \(length) characters"
      case .dub: "without the B of a dub reel"
      case .number: "as a number"
      case .camera: "by the camera’s way of naming"
      }
    }
  }

  /// The lengths to which formats cut reels: CMX 3600, and Avid's file16 and file32.
  static let lengths = [8, 16, 32]

  /// What lists write for a source that is on no tape.
  private static let noTapes: Set<String> = ["", "AX", "AUX", "BL", "BLACK", "BARS", "UNKNOWN", "NONE"]
  private static let longestNoTape = 7

  /// Whether a reel is none: what is on it is told by file or name.
  static func isNoTape(_ reel: String) -> Bool { reel.utf8.count <= longestNoTape && noTapes.contains(reel.uppercased()) }

  /// Whether a list writes black as this reel.
  static func isBlack(_ reel: String) -> Bool {
    guard reel.utf8.count == 2 || reel.utf8.count == 5 else { return false }
    let capitals = reel.uppercased()
    return capitals == "BL" || capitals == "BLACK"
  }

  /// The name as it is compared.
  let key: [UInt8]
  /// The name without folders and extension.
  let plain: String

  /// The reel `text`.
  init(_ text: String) {
    plain = MediaName.stem(MediaName.file(text))
    key = MediaName.key(plain)
  }

  /// The forms under which media are entered.
  var entries: [(form: Form, key: [UInt8])] {
    guard !key.isEmpty else { return [] }
    var entries: [(Form, [UInt8])] = [(.whole, key)]
    for length in Self.lengths where plain.utf8.count > length {
      // Some cut the name as it is written, and others what is left of it without separators.
      let cuts = Set([MediaName.key(plain.prefix(length)), Array(key.prefix(length))])
      entries += cuts.map { (.cut(length), $0) }
    }
    if let number { entries.append((.number, number)) }
    if let camera = CameraName(plain) { entries += camera.keys.filter { $0 != key }.map { (.camera, $0) } }
    return entries
  }

  /// The forms under which a reel of a list is looked up among those of `entries`, the surest first, and the form that it has in the list.
  var queries: [(entry: Form, key: [UInt8], form: Form)] {
    guard !key.isEmpty else { return [] }
    var queries: [(Form, [UInt8], Form)] = [(.whole, key, .whole), (.camera, key, .camera)]
    for length in Self.lengths where plain.utf8.count == length || key.count == length { queries.append((.cut(length), key, .cut(length))) }
    if let number { queries.append((.number, number, .number)) }
    // The B-roll of a dissolve between two places of one tape is a dub of it.
    if key.count > 2, key.last == UInt8(ascii: "B"), MediaName.isFigure(key[key.count - 2]) { queries.append((.whole, key.dropLast(), .dub)) }
    return queries
  }

  /// The reel's number without zeros before it, where it is one.
  private var number: [UInt8]? {
    guard key.allSatisfy(MediaName.isFigure) else { return nil }
    let digits = Array(key.drop { $0 == UInt8(ascii: "0") })
    return digits.isEmpty ? [UInt8(ascii: "0")] : digits
  }
}

/// What the names that digital cinema cameras give have in common: a letter and a number for the roll, `C` or `D` and a number for the clip.
///
/// `A001C003_261126_R2EC` (ARRI), `A005_C010_0501J0_001` (RED), `A001C003_150701AB` (Sony, Canon).
struct CameraName {
  /// The roll, `A001`.
  let roll: [UInt8]
  /// Roll and clip, `A001C003`.
  let clip: [UInt8]
  /// All that is behind the clip's number, but for the number of a part.
  let rest: [UInt8]

  /// The parts of `name`, without folders and extension; `nil` where it is named otherwise.
  init?(_ name: String) {
    let bytes = Array(name.utf8)
    var place = 0
    func take(_ count: ClosedRange<Int>, _ accepts: (UInt8) -> Bool) -> [UInt8]? {
      let run = bytes[place...].prefix(count.upperBound).prefix(while: accepts)
      guard count.contains(run.count) else { return nil }
      place += run.count
      return run.map { MediaName.isLetter($0) ? $0 & 0xDF : $0 }
    }
    guard let camera = take(1...1, MediaName.isLetter) else { return nil }
    let second = take(1...1) { $0 == UInt8(ascii: "_") || MediaName.isLetter($0) } ?? []
    guard let number = take(3...4, MediaName.isFigure) else { return nil }
    _ = take(1...1) { $0 == UInt8(ascii: "_") }
    guard let letter = take(1...1, { $0 & 0xDF == UInt8(ascii: "C") || $0 & 0xDF == UInt8(ascii: "D") }), let clip = take(3...4, MediaName.isFigure),
      place == bytes.count || !MediaName.isFigure(bytes[place])
    else { return nil }
    roll = camera + second.filter { $0 != UInt8(ascii: "_") } + number
    self.clip = roll + letter + clip
    var words = bytes[place...].split(separator: UInt8(ascii: "_")).map { $0.map { MediaName.isLetter($0) ? $0 & 0xDF : $0 } }
    if words.count == 2, words[1].count == 3, words[1].allSatisfy(MediaName.isFigure) { words.removeLast() }  // RED's number of a part
    rest = words.flatMap { $0 }
  }

  /// The forms in which lists speak of the reel or of the clip.
  var keys: [[UInt8]] { Array(Set([roll, clip, clip + rest])).sorted { $0.count < $1.count } }
}
