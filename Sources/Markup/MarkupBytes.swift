// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(iconv)
  import iconv
#endif

/// A document's bytes as UTF-8, whatever encoding it came in (XML 1.0 appendix F).
enum MarkupBytes {
  /// The UTF-8 of `bytes`, without a byte order mark.
  static func utf8(_ bytes: [UInt8], subject: String) throws(MarkupError) -> [UInt8] {
    let (encoding, markLength) = encoding(of: bytes)
    let body = markLength == 0 ? bytes : Array(bytes.dropFirst(markLength))
    if encoding == "UTF-8" {
      guard let fault = firstInvalid(body) else { return body }
      throw error(subject, "byte \(fault + markLength) is not UTF-8, which it claims to be")
    }
    guard let converted = convert(body, from: encoding) else { throw error(subject, "it is not text in \(encoding), which it claims to be") }
    return converted
  }

  /// The encoding by byte order mark, else by the zeros around the first "<", else as declared; UTF-8 without any of these.
  static func encoding(of bytes: [UInt8]) -> (name: String, markLength: Int) {
    switch (bytes.first, bytes.dropFirst().first, bytes.dropFirst(2).first, bytes.dropFirst(3).first) {
    case (0xEF, 0xBB, 0xBF, _): ("UTF-8", 3)
    case (0xFF, 0xFE, 0, 0): ("UTF-32LE", 4)
    case (0, 0, 0xFE, 0xFF): ("UTF-32BE", 4)
    case (0xFF, 0xFE, _, _): ("UTF-16LE", 2)
    case (0xFE, 0xFF, _, _): ("UTF-16BE", 2)
    case (0x3C, 0, 0, 0): ("UTF-32LE", 0)
    case (0, 0, 0, 0x3C): ("UTF-32BE", 0)
    case (0x3C, 0, _, _): ("UTF-16LE", 0)
    case (0, 0x3C, _, _): ("UTF-16BE", 0)
    default: (declaredEncoding(bytes) ?? "UTF-8", 0)
    }
  }

  private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
    let head = String(decoding: bytes.prefix(256), as: UTF8.self)
    guard head.hasPrefix("<?xml"), let end = head.range(of: "?>") else { return nil }
    guard let match = head[..<end.lowerBound].firstMatch(of: /\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._\-]*)["']/) else { return nil }
    let name = match.1.uppercased()
    // Whoever declares UTF-16 in bytes that begin as ASCII has converted the text and not the declaration.
    return ["UTF8", "UTF-8", "US-ASCII", "ASCII"].contains(name) || name.hasPrefix("UTF-16") || name.hasPrefix("UTF-32") ? "UTF-8" : name
  }

  private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var decoder = UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var valid = 0
    while case .valid(let scalar) = decoder.parseScalar(from: &iterator) { valid += scalar.count }
    return valid
  }

  /// Nothing when the bytes are not text in `encoding`, or the system does not know it.
  private static func convert(_ bytes: [UInt8], from encoding: String) -> [UInt8]? {
    guard let converter = iconv_open("UTF-8", encoding), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    var converted: [UInt8] = []
    var block = [CChar](repeating: 0, count: 64 << 10)
    return input.withUnsafeMutableBufferPointer { source in
      block.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var left = source.count
        while true {
          var to = target.baseAddress
          var room = target.count
          let result = iconv(converter, &from, &left, &to, &room)
          converted += target.dropLast(room).map { UInt8(bitPattern: $0) }
          guard result == -1 else { return converted }
          guard errno == E2BIG else { return nil }
        }
      }
    }
  }

  private static func error(_ subject: String, _ detail: String) -> MarkupError { MarkupError(.badEncoding, subject: subject, detail: detail) }
}
