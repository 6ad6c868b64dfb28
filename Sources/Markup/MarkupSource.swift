// SPDX-License-Identifier: Apache-2.0

/// A document that comes in pieces, as from a file too large to hold.
public final class MarkupSource: @unchecked Sendable {
  // Sound to send: one reader at a time asks it for pieces, which is what a reader that is copied must see to, as with any file handle.
  private let read: @Sendable () throws -> [UInt8]
  private var subject = ""
  private var limit = 0
  private var taken = 0
  private var pending: [UInt8] = []
  /// Whether the last piece was given.
  private(set) var isExhausted = false

  /// A document whose pieces `read` gives, an empty one at its end.
  public init(_ read: @escaping @Sendable () throws -> [UInt8]) { self.read = read }

  /// Takes the first piece. False when it is not UTF-8 by its first bytes.
  func begin(_ subject: String, _ limits: MarkupLimits) throws(MarkupError) -> Bool {
    self.subject = subject
    limit = limits.bytes
    pending = try piece()
    let (encoding, markLength) = MarkupBytes.encoding(of: pending)
    guard encoding == "UTF-8" else { return false }
    pending.removeFirst(markLength)
    return true
  }

  /// Everything that was not given yet.
  func rest() throws(MarkupError) -> [UInt8] {
    var all = pending
    pending = []
    while !isExhausted { all += try piece() }
    return all
  }

  /// The next piece, which ends with a whole character; nothing at the end.
  func next() throws(MarkupError) -> [UInt8]? {
    guard !isExhausted || !pending.isEmpty else { return nil }
    var bytes = pending
    bytes += try piece()
    let whole = isExhausted ? bytes.count : Self.wholeCharacters(bytes)
    pending = Array(bytes[whole...])
    bytes.removeSubrange(whole...)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw MarkupError(.badEncoding, subject: subject, detail: "there are bytes in it that are not UTF-8, which it claims to be")
    }
    return bytes
  }

  // MARK: -

  private func piece() throws(MarkupError) -> [UInt8] {
    guard !isExhausted else { return [] }
    let bytes: [UInt8]
    do { bytes = try read() } catch { throw MarkupError(.truncated, subject: subject, detail: "it cannot be read on: \(error)") }
    isExhausted = bytes.isEmpty
    taken += bytes.count
    guard taken <= limit else {
      throw MarkupError(.limitExceeded, subject: subject, detail: "it has more than the \(limit) bytes that are read at most")
    }
    return bytes
  }

  /// How many bytes there are up to the last whole character; a character has at most four.
  private static func wholeCharacters(_ bytes: [UInt8]) -> Int {
    for back in 1...4 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      return length > back ? bytes.count - back : bytes.count
    }
    return bytes.count
  }
}
