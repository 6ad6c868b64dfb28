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
    if bytes.contains(0) || !Self.isUTF8(bytes) {
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

  private static func isUTF8(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
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
