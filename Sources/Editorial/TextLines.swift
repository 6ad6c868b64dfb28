// SPDX-License-Identifier: Apache-2.0

extension Unicode.Scalar {
  /// Whether it ends lines, drives terminals or turns the direction of writing: in a name from outside it could forge a line of a list, or hide one.
  var drivesReaders: Bool {
    guard value >= 0x7F else { return value < 0x20 }
    guard self != "\u{200C}", self != "\u{200D}" else { return false }  // joiners of words and signs
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}

/// A line's bytes, or a part of them, where they lie.
typealias LineBytes = Slice<UnsafeBufferPointer<UInt8>>

/// The lines of a text as UTF-8 bytes, without their ends: for lists so long that a string for each line would cost more than reading it.
///
/// A line longer than `lengthLimit` is cut there, with a note: no list has one, and what comes behind is not text.
struct TextLines {
  /// No line of a list is longer.
  static let lengthLimit = 1 << 16
  /// No list has more lines: a million events with eight lines each.
  static let mostLines = 1 << 23

  private let bytes: [UInt8]
  private(set) var ranges: [Range<Int>] = []
  private(set) var notes: [ParseNote] = []

  /// Lines of bytes whose coding is found out as `PlainText` does; text that is UTF-8 already is not copied.
  init(_ bytes: [UInt8]) {
    var start = bytes.starts(with: PlainText.mark) ? PlainText.mark.count : 0
    if !Self.isPlain(bytes) {
      let text = PlainText(bytes)
      self.bytes = Array(text.lines.joined(separator: "\n").utf8)
      notes = text.notes
      start = 0
    } else {
      self.bytes = bytes
    }
    split(from: start)
  }

  /// A line, from 0.
  subscript(_ index: Int) -> ArraySlice<UInt8> { bytes[ranges[index]] }

  /// Goes through all lines, from 0, without a copy of any. A line is there while `body` looks at it, and no longer.
  func forEach(_ body: (Int, LineBytes) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      for index in ranges.indices { body(index, bytes[ranges[index]]) }
    }
  }

  /// Whether the bytes are text in UTF-8 without zeros.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    // By eights: no byte of ASCII has its highest bit set, and of bytes without it a zero alone sets that when one is taken from it.
    let isASCII = bytes.withUnsafeBytes { raw in
      var place = 0
      while place + 8 <= raw.count {
        let eight = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        guard (eight | (eight &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0 else { return false }
        place += 8
      }
      return raw[place...].allSatisfy { $0 > 0 && $0 < 0x80 }
    }
    return isASCII || (!bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil)
  }

  private mutating func split(from start: Int) {
    var begin = start
    var place = start
    ranges.reserveCapacity(bytes.count / 48)
    bytes.withUnsafeBufferPointer { bytes in
      while place < bytes.count, ranges.count < Self.mostLines {
        let byte = bytes[place]
        guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
          place += 1
          continue
        }
        end(begin, place)
        let isPair = byte == UInt8(ascii: "\r") && place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "\n")
        place += isPair ? 2 : 1
        begin = place
      }
      if ranges.count == Self.mostLines {
        notes.append(ParseNote(line: ranges.count, "it has more than \(Self.mostLines) lines, of which these were read: no list has so many"))
      } else if begin < bytes.count {
        end(begin, bytes.count)
      }
    }
  }

  private mutating func end(_ begin: Int, _ end: Int) {
    if end - begin > Self.lengthLimit {
      notes.append(
        ParseNote(line: ranges.count + 1, "it has \(end - begin) bytes, of which the first \(Self.lengthLimit) were read: no list has such lines"))
    }
    ranges.append(begin..<min(end, begin + Self.lengthLimit))
  }
}

extension LineBytes {
  /// The line without spaces and control characters at both ends.
  var trimmedASCII: LineBytes { trimmed { $0 <= 32 } }

  /// The text without spaces and tabs at both ends.
  var trimmed: LineBytes { trimmed { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

  /// The text without spaces and tabs before it.
  var trimmedStart: LineBytes { drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

  /// Whether these are the bytes of `word`, in its case.
  func reads(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    for place in 0..<count where self[startIndex + place] != word.utf8Start[place] { return false }
    return true
  }

  /// Whether the line begins with letters that are given in capitals, whatever its case.
  func begins(with capitals: StaticString) -> Bool {
    let length = capitals.utf8CodeUnitCount
    guard count >= length else { return false }
    for place in 0..<length {
      let byte = self[startIndex + place]
      guard ((97...122).contains(byte) ? byte - 32 : byte) == capitals.utf8Start[place] else { return false }
    }
    return true
  }

  /// What follows a keyword at the line's beginning, whatever its case, without spaces around it; `nil` where the line begins otherwise.
  func value(of keyword: StaticString) -> LineBytes? {
    begins(with: keyword) ? dropFirst(keyword.utf8CodeUnitCount).trimmedASCII : nil
  }

  /// The bytes as text.
  var text: String { String(decoding: self, as: UTF8.self) }

  private func trimmed(_ isLeftOut: (UInt8) -> Bool) -> LineBytes {
    var (start, end) = (startIndex, endIndex)
    while start < end, isLeftOut(self[start]) { start += 1 }
    while end > start, isLeftOut(self[end - 1]) { end -= 1 }
    return self[start..<end]
  }
}
