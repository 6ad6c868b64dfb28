// SPDX-License-Identifier: Apache-2.0

internal import Hashing

/// Values of parameters as text that people read and that is written back to the byte, and effects as lines.
enum AAFEffectText {
  /// What an indirect value holds: its type in sixteen bytes behind one for the byte order, then the value.
  static func value(_ data: ArraySlice<UInt8>) -> (text: String, ratio: Ratio?, type: UniqueIdentifier)? {
    guard data.count >= 17 else { return nil }
    let type = UniqueIdentifier(littleEndian: Array(data.prefix(17).dropFirst()), at: 0)
    let value = data.dropFirst(17)
    switch type {
    case AAFKnown.rational:
      guard let (top, bottom) = AAFValue.rational(value) else { break }
      return ("\(top)/\(bottom)", Ratio(top, bottom), type)
    case AAFKnown.int32:
      guard value.count == 4 else { break }
      let number = AAFValue.integer(value, isSigned: true)
      return (String(number), Ratio(number), type)
    case AAFKnown.string:
      guard value.count <= 1 << 16 else { break }
      return (AAFValue.text(value), nil, type)
    default: break
    }
    return (hex(value), nil, type)
  }

  /// The bytes of an indirect value of a type; `nil` where the text is none of it.
  static func bytes(of text: String, type: UniqueIdentifier) -> [UInt8]? {
    var bytes: [UInt8] = [0x4C] + type.littleEndianBytes
    switch type {
    case AAFKnown.string: bytes += AAFValue.utf16(text)
    case AAFKnown.int32:
      guard let number = Int32(text) else { return nil }
      bytes.append(number: number)
    case AAFKnown.rational:
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count <= 2, let top = parts.first.flatMap({ Int32($0) }), let bottom = parts.count == 1 ? 1 : Int32(parts[1]) else { return nil }
      bytes.append(number: top)
      bytes.append(number: bottom)
    default:
      guard let value = unhex(text) else { return nil }
      bytes += value
    }
    return bytes
  }

  /// The identifier that a definition has here where nobody gave it one: by its name, so that the same name is the same everywhere.
  static func identifier(of name: String) -> UniqueIdentifier {
    if let known = standard[name] { return known }
    return made("definition " + name)
  }

  /// An identifier made of a text (RFC 9562, version 8): the same text always makes the same.
  static func made(_ text: String) -> UniqueIdentifier {
    let digest = Array(text.utf8).withUnsafeBytes { Digest.of($0, algorithm: .sha256) }.bytes
    var (high, low) = (UInt64(0), UInt64(0))
    for byte in digest.prefix(8) { high = high << 8 | UInt64(byte) }
    for byte in digest.dropFirst(8).prefix(8) { low = low << 8 | UInt64(byte) }
    return UniqueIdentifier(high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }

  // MARK: - Lines

  /// Whether a line that was kept is of an effect.
  static func isLine(_ kept: Kept) -> Bool {
    kept.format == AAF.format && ["effect ", "of it ", "value "].contains { kept.text.hasPrefix($0) }
  }

  /// An effect as lines that `effects(of:)` reads.
  static func lines(_ effect: Clip.Effect) -> [Kept] {
    var texts = ["effect \(effect.name)"]
    texts += effect.kept.filter { $0.format == AAF.format }.map { "of it \($0.text)" }
    texts += effect.parameters.map { "value \($0.key)=\($0.value)" }
    return texts.map { Kept(AAF.format, $0) }
  }

  /// The effects that lines hold.
  static func effects(of lines: [Kept]) -> [Clip.Effect] {
    var effects: [Clip.Effect] = []
    for line in lines where line.format == AAF.format {
      if let name = line.text.rest(of: "effect ") {
        effects.append(Clip.Effect(name: name))
      } else if let text = line.text.rest(of: "of it "), !effects.isEmpty {
        effects[effects.count - 1].kept.append(Kept(AAF.format, text))
      } else if let text = line.text.rest(of: "value "), !effects.isEmpty, let mark = text.firstIndex(of: "=") {
        effects[effects.count - 1].parameters.append(Clip.Comment(key: String(text[..<mark]), value: String(text[text.index(after: mark)...])))
      }
    }
    return effects
  }

  // MARK: -

  private static let standard = Dictionary(AAFKnown.names.map { ($0.value, $0.key) }) { first, _ in first }

  private static func hex(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private static func unhex(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for byte in text.utf8 {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      if let first = high {
        bytes.append(first << 4 | UInt8(digit))
        high = nil
      } else {
        high = UInt8(digit)
      }
    }
    return high == nil ? bytes : nil
  }
}

extension String {
  /// What follows a beginning; `nil` where the text begins otherwise.
  func rest(of beginning: String) -> String? { hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil }
}
