// SPDX-License-Identifier: Apache-2.0

/// Reads numbers, text and parts from bytes of unknown origin. It never reads past its end and never makes room for more than is there: a
/// length that lies is an error that says where.
///
///     var reader = ByteReader(bytes, subject: "A001C003.mxf")
///     let key = try reader.bytes(16)
///     let length = try reader.integer(UInt32.self)
public struct ByteReader: Sendable {
  /// Which end of a number comes first.
  public enum ByteOrder: Hashable, Sendable {
    /// The most significant byte first, as MXF, MP4 and the network have it.
    case big
    /// The least significant byte first, as RIFF has it.
    case little
  }

  /// What the bytes are of, for errors.
  public let subject: String
  /// Where the next read begins, in bytes from the beginning of the file or whatever `bytes` were all of.
  public var offset: Int { origin + position }

  private let storage: [UInt8]
  private let origin: Int  // what `storage[0]` counts as
  private let start: Int
  private let end: Int
  private var position: Int

  /// A reader of all of `bytes`.
  /// - Parameters:
  ///   - subject: what they are of.
  ///   - origin: where in it they begin, so that errors name the place in the whole.
  public init(_ bytes: [UInt8], subject: String, origin: Int = 0) {
    self.init(storage: bytes, subject: subject, origin: origin, start: 0, end: bytes.count)
  }

  private init(storage: [UInt8], subject: String, origin: Int, start: Int, end: Int) {
    self.storage = storage
    self.subject = subject
    self.origin = origin
    self.start = start
    self.end = end
    position = start
  }

  /// How many bytes are left.
  public var remaining: Int { end - position }

  /// Whether none is left.
  public var isAtEnd: Bool { position == end }

  /// The next number.
  public mutating func integer<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type, _ order: ByteOrder = .big) throws(FilesError) -> Number {
    let place = try take(MemoryLayout<Number>.size)
    let raw = storage.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Number.self) }
    return order == .big ? Number(bigEndian: raw) : Number(littleEndian: raw)
  }

  /// The next number of `width` bytes, 1 to 8, as MXF index tables and 24-bit sound have them.
  public mutating func unsigned(width: Int, _ order: ByteOrder = .big) throws(FilesError) -> UInt64 {
    precondition((1...8).contains(width), "a number has 1 to 8 bytes")
    let place = try take(width)
    let bytes = storage[place..<place + width]
    let add = { (sum: UInt64, byte: UInt8) in sum << 8 | UInt64(byte) }
    return order == .big ? bytes.reduce(0, add) : bytes.reversed().reduce(0, add)
  }

  /// The next `count` bytes.
  public mutating func bytes(_ count: Int) throws(FilesError) -> [UInt8] {
    let place = try take(count)
    return Array(storage[place..<place + count])
  }

  /// The next `count` bytes as text: UTF-8 up to the first NUL, invalid sequences shown as U+FFFD.
  public mutating func text(_ count: Int) throws(FilesError) -> String {
    let place = try take(count)
    return String(decoding: storage[place..<place + count].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// A reader of the next `count` bytes alone, which this reader passes over. Nothing is copied.
  public mutating func part(_ count: Int) throws(FilesError) -> ByteReader {
    let place = try take(count)
    return ByteReader(storage: storage, subject: subject, origin: origin, start: place, end: place + count)
  }

  /// The byte `distance` further on, without passing over it; nothing beyond the end.
  public func peek(_ distance: Int = 0) -> UInt8? {
    guard distance >= 0, distance < remaining else { return nil }
    return storage[position + distance]
  }

  /// Whether the next bytes are `signature`; they are not passed over.
  public func starts(with signature: some Collection<UInt8>) -> Bool {
    remaining >= signature.count && storage[position..<position + signature.count].elementsEqual(signature)
  }

  /// Passes over `count` bytes.
  public mutating func skip(_ count: Int) throws(FilesError) { _ = try take(count) }

  /// Continues at `offset`, counted as `self.offset` counts.
  public mutating func seek(to offset: Int) throws(FilesError) {
    let (place, overflowed) = offset.subtractingReportingOverflow(origin)
    guard !overflowed, (start...end).contains(place) else {
      throw FilesError(
        .malformed, subject: subject, remedy: "it points to byte \(offset), which is outside; \(FilesError.Code.malformed.usualRemedy)")
    }
    position = place
  }

  private mutating func take(_ count: Int) throws(FilesError) -> Int {
    guard count >= 0, count <= remaining else {
      throw FilesError(
        .truncated, subject: subject,
        remedy: "\(count) bytes were expected at byte \(offset), \(remaining) are there; \(FilesError.Code.truncated.usualRemedy)")
    }
    defer { position += count }
    return position
  }
}
