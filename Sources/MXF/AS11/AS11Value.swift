// SPDX-License-Identifier: Apache-2.0

import Files
import Timing

/// Values of AS-11's items, between the words of a text and the bytes of a set (SMPTE ST 377-1:2019, 4.3).
enum AS11Value {
  /// The bytes of a value in words; nothing where the item cannot have it.
  static func bytes(_ text: String, _ kind: AS11Item.Kind, _ timecode: Timecode?) -> [UInt8]? {
    switch kind {
    case .text(let most):
      guard !text.isEmpty, text.unicodeScalars.count <= most, text.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else { return nil }
      return utf16(text)
    case .language:
      guard text.count == 3, text.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) else { return nil }
      return utf16(text)
    case .flag:
      switch text.lowercased() {
      case "true", "1", "yes": return [1]
      case "false", "0", "no": return [0]
      default: return nil
      }
    case .number: return UInt16(text).map { Array(number: $0) }
    case .choice(let words):
      let place = words.firstIndex { $0.lowercased() == text.lowercased() } ?? Int(text)
      return place.flatMap { words.indices.contains($0) ? [UInt8($0)] : nil }
    case .trackLayout: return (UInt8(text).flatMap { TrackLayout(number: $0) } ?? TrackLayout(text)).map { [$0.number] }
    case .position:
      if let frames = Int64(text), frames >= 0 { return Array(number: frames) }
      guard let timecode, let label = try? Timecode(text, at: timecode.rate), label.frameCount >= timecode.frameCount else { return nil }
      return Array(number: Int64((label.frameCount - timecode.frameCount).value))
    case .length:
      if let frames = Int64(text), frames >= 0 { return Array(number: frames) }
      guard let timecode, let label = try? Timecode(text, at: timecode.rate) else { return nil }
      return Array(number: Int64(label.frameCount.value))
    case .ratio:
      let parts = text.split(whereSeparator: { $0 == ":" || $0 == "/" }).map { Int32($0) }
      guard parts.count == 2, let first = parts[0], let second = parts[1], first > 0, second > 0 else { return nil }
      return Array(number: first) + Array(number: second)
    case .date: return date(text)
    case .version:
      let parts = text.split(separator: ".").map { Int8($0) }
      guard parts.count == 2, let major = parts[0], let minor = parts[1], major >= 0, minor >= 0 else { return nil }
      return [UInt8(major), UInt8(minor)]
    }
  }

  /// The value in words; nothing where the bytes are none of its kind.
  static func text(_ bytes: [UInt8], _ kind: AS11Item.Kind, _ timecode: Timecode?) -> String? {
    var reader = ByteReader(bytes, subject: "AS-11")
    switch kind {
    case .text, .language:
      var units: [UInt16] = []
      while let unit = try? reader.integer(UInt16.self), unit != 0 { units.append(unit) }
      return String(decoding: units, as: UTF16.self)
    case .flag: return bytes.first.map { $0 == 0 ? "false" : "true" }
    case .number: return (try? reader.integer(UInt16.self)).map { "\($0)" }
    case .choice(let words): return bytes.first.map { Int($0) < words.count ? words[Int($0)] : "\($0)" }
    case .trackLayout: return bytes.first.map { TrackLayout(number: $0)?.name ?? "\($0)" }
    case .position, .length:
      guard let frames = try? reader.integer(Int64.self) else { return nil }
      guard let timecode, let count = Int(exactly: frames), (0..<timecode.rate.framesPerDay).contains(count) else { return "\(frames)" }
      let first = kind == .position ? timecode.frameCount.value : 0
      return (try? Timecode(FrameCount(first + count), at: timecode.rate))?.description ?? "\(frames)"
    case .ratio:
      guard let first = try? reader.integer(Int32.self), let second = try? reader.integer(Int32.self) else { return nil }
      return "\(first):\(second)"
    case .date:
      guard let year = try? reader.integer(Int16.self), let month = try? reader.integer(UInt8.self), let day = try? reader.integer(UInt8.self) else {
        return nil
      }
      return "\(padded(Int(year), 4))-\(padded(Int(month), 2))-\(padded(Int(day), 2))"
    case .version: return bytes.count == 2 ? "\(bytes[0]).\(bytes[1])" : nil
    }
  }

  /// What a value has to be like, in words.
  static func wanted(_ kind: AS11Item.Kind) -> String {
    switch kind {
    case .text(let most): "up to \(most) characters on one line"
    case .language: "three letters of ISO 639-2, as ‘eng’; ‘zxx’ for none"
    case .flag: "‘true’ or ‘false’"
    case .number: "a number up to 65535"
    case .choice(let words): words.map { "‘\($0)’" }.joined(separator: ", ")
    case .trackLayout: "a layout as ‘EBU R 123: 4b’"
    case .position: "a timecode of the file, as 09:59:30:00, or a number of frames from its beginning"
    case .length: "a duration, as 00:28:30:00, or a number of frames"
    case .ratio: "a ratio, as ‘16:9’"
    case .date: "a date, as 2026-11-27"
    case .version: "a version, as ‘1.1’"
    }
  }

  private static func date(_ text: String) -> [UInt8]? {
    guard let moment = Timestamp(text.contains("T") ? (text.hasSuffix("Z") ? text : text + "Z") : text + "T00:00:00Z") else { return nil }
    return OP1aMetadata.timestamp(moment)
  }

  private static func utf16(_ text: String) -> [UInt8] { text.utf16.flatMap { Array(number: $0) } }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
