// SPDX-License-Identifier: Apache-2.0

import Files

/// What clamd says of one file (clamd(8): the answer to INSTREAM or SCAN).
///
/// An answer is believed only when it is whole, is about what was asked and has one of the forms the manual knows. Everything else, an "OK"
/// in the wrong place included, is no answer: a file is never clean by mistake.
enum ClamdReply: Equatable, Sendable {
  /// Looked at, and nothing found.
  case nothingFound
  /// Looked at, and this signature found in it.
  case found(String)
  /// Not looked at, or not to its end; why, for people.
  case notLookedAt(String)

  /// What can be said of a stream that is longer than the daemon takes (StreamMaxLength in clamd.conf).
  static let streamTooLong = ClamdReply.notLookedAt("larger than clamd takes over its socket (StreamMaxLength in clamd.conf)")

  /// Reads an answer.
  /// - Parameters:
  ///   - bytes: all that came until the connection closed. With "z" commands an answer ends in NUL.
  ///   - subject: what was asked about: `stream`, or the path.
  /// - Throws: `ClamdFault` of the kind `unintelligible`.
  init(_ bytes: [UInt8], about subject: String) throws(ClamdFault) {
    let text = try Self.line(bytes)
    if text == "INSTREAM size limit exceeded. ERROR" {
      self = .streamTooLong
      return
    }
    let start = subject.utf8.count + 2
    guard text.utf8.starts(with: "\(subject): ".utf8) else {
      guard let words = Self.dropping(" ERROR", from: text) ?? (text == "UNKNOWN COMMAND" ? text : nil) else { throw Self.unintelligible(text) }
      self = .notLookedAt("clamd: \(words.printable)")
      return
    }
    let rest = String(decoding: text.utf8.dropFirst(start), as: UTF8.self)
    if rest == "OK" {
      self = .nothingFound
    } else if let signature = Self.dropping(" FOUND", from: rest), !signature.isEmpty {
      self = Self.meaning(of: signature.printable)
    } else if let words = Self.dropping(" ERROR", from: rest) {
      self = .notLookedAt("clamd: \(words.printable)")
    } else if rest == "Excluded" {
      self = .notLookedAt("clamd is told to leave this path out (ExcludePath in clamd.conf)")
    } else {
      throw Self.unintelligible(text)
    }
  }

  /// The text of a whole answer that is the only one.
  /// - Throws: `ClamdFault` of the kind `unintelligible`.
  static func line(_ bytes: [UInt8]) throws(ClamdFault) -> String {
    guard let end = bytes.firstIndex(of: 0) else {
      throw ClamdFault(.unintelligible, bytes.isEmpty ? "clamd closed the connection without an answer" : "clamd's answer was cut short")
    }
    guard end == bytes.count - 1 else { throw ClamdFault(.unintelligible, "clamd gave more than one answer to one question") }
    guard let text = String(validating: bytes[..<end], as: UTF8.self) else {
      throw ClamdFault(.unintelligible, "clamd's answer is not text")
    }
    return text
  }

  // MARK: -

  /// Two families of names are no finding but say that clamd did not look (AlertExceedsMax and AlertEncrypted in clamd.conf).
  private static func meaning(of signature: String) -> ClamdReply {
    for (prefix, text) in [
      ("Heuristics.Limits.Exceeded", "beyond a limit of clamd, so it was not scanned whole"),
      ("Heuristics.Encrypted", "encrypted, so clamd cannot look into it"),
    ] where signature == prefix || signature.hasPrefix(prefix + ".") {
      return .notLookedAt("\(text) (\(signature))")
    }
    return .found(signature)
  }

  private static func dropping(_ end: String, from text: String) -> String? {
    guard text.utf8.count >= end.utf8.count, text.utf8.suffix(end.utf8.count).elementsEqual(end.utf8) else { return nil }
    return String(decoding: text.utf8.dropLast(end.utf8.count), as: UTF8.self)
  }

  private static func unintelligible(_ text: String) -> ClamdFault {
    ClamdFault(.unintelligible, "clamd's answer makes no sense: ‘\(String(text.prefix(120)).printable)’")
  }
}
