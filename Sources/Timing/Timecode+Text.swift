// SPDX-License-Identifier: Apache-2.0

extension Timecode {
  /// A timecode from its full label, `HH:MM:SS:FF`.
  ///
  /// - `:` before the frames says nothing of drop-frame: many lists write it throughout and say `FCM: DROP FRAME` elsewhere.
  /// - `;`, `.` or `,` before the frames, or `;` throughout as Avid prints it, says drop-frame, and is refused at a rate without it.
  /// - `.` or `,` throughout is how a numeric keypad types it, and says nothing.
  /// - Frames have two digits, or as many as the rate's largest number has.
  ///
  /// In old lists `.` and `,` marked the second field; no such list tells the two uses apart, so this one reads drop-frame only.
  ///
  /// - Throws: `TimingError.malformed`, `.outOfRange`, or `.droppedLabel` with the nearest labels that exist.
  public init(_ text: String, at rate: FrameRate) throws(TimingError) {
    var text = text
    let result = text.withUTF8 { bytes in Result { () throws(TimingError) in try Timecode(utf8: bytes, at: rate) } }
    self = try result.get()
  }

  /// A timecode from the bytes of its label; the same as `init(_:at:)`, without a string.
  public init(utf8 bytes: UnsafeBufferPointer<UInt8>, at rate: FrameRate) throws(TimingError) {
    guard bytes.count >= 11, bytes.count <= 9 + rate.frameDigits, let separators = Separators(bytes) else {
      throw Timecode.malformed(bytes, at: rate)
    }
    var frames = 0
    for byte in bytes[9...] {
      guard let digit = Timecode.digit(byte) else { throw Timecode.malformed(bytes, at: rate) }
      frames = frames * 10 + digit
    }
    guard let hours = Timecode.number(bytes, at: 0), let minutes = Timecode.number(bytes, at: 3), let seconds = Timecode.number(bytes, at: 6) else {
      throw Timecode.malformed(bytes, at: rate)
    }
    if separators == .dropFrame, !rate.isDropFrame { throw Timecode.noDropFrame(bytes, at: rate) }
    try self.init(Fields(hours: hours, minutes: minutes, seconds: seconds, frames: frames), at: rate)
  }

  /// Writes the label as ASCII and returns how many bytes that took: 11, or 12 at rates above 100.
  ///
  /// - Precondition: `buffer` holds at least `utf8Count` bytes.
  public func write(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    let count = utf8Count
    precondition(buffer.count >= count, "a label needs \(count) bytes")
    let fields = fields
    func put(_ number: Int, _ place: Int) {
      buffer[place] = 48 &+ UInt8(truncatingIfNeeded: number / 10)
      buffer[place &+ 1] = 48 &+ UInt8(truncatingIfNeeded: number % 10)
    }
    put(fields.hours, 0)
    buffer[2] = UInt8(ascii: ":")
    put(fields.minutes, 3)
    buffer[5] = UInt8(ascii: ":")
    put(fields.seconds, 6)
    buffer[8] = rate.isDropFrame ? UInt8(ascii: ";") : UInt8(ascii: ":")
    if count == 11 {
      put(fields.frames, 9)
    } else {
      var frames = fields.frames
      for place in (9..<count).reversed() {
        buffer[place] = 48 &+ UInt8(truncatingIfNeeded: frames % 10)
        frames /= 10
      }
    }
    return count
  }

  /// The length of the label in bytes.
  public var utf8Count: Int { 9 + rate.frameDigits }

  // MARK: -

  /// What the signs between the numbers say.
  private enum Separators {
    case plain, dropFrame

    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
      let (first, second, last) = (bytes[2], bytes[5], bytes[8])
      switch (first, last) {
      case _ where first != second: return nil
      case (UInt8(ascii: ":"), UInt8(ascii: ":")), (UInt8(ascii: "."), UInt8(ascii: ".")), (UInt8(ascii: ","), UInt8(ascii: ",")): self = .plain
      case (UInt8(ascii: ";"), UInt8(ascii: ";")), (UInt8(ascii: ":"), UInt8(ascii: ";")), (UInt8(ascii: ":"), UInt8(ascii: ".")),
        (UInt8(ascii: ":"), UInt8(ascii: ",")):
        self = .dropFrame
      default: return nil
      }
    }
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> Int? {
    let digit = byte &- 48
    return digit < 10 ? Int(digit) : nil
  }

  @inline(__always)
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
    guard let tens = digit(bytes[place]), let ones = digit(bytes[place &+ 1]) else { return nil }
    return tens &* 10 &+ ones
  }

  @inline(never)
  private static func malformed(_ bytes: UnsafeBufferPointer<UInt8>, at rate: FrameRate) -> TimingError {
    let example = Timecode(unchecked: .zero, at: rate).advanced(wrapping: FrameCount(rate.framesPerDay / 2))
    return TimingError(.malformed, subject: String(decoding: bytes.prefix(40), as: UTF8.self), remedy: "type all of it, such as \(example)")
  }

  @inline(never)
  private static func noDropFrame(_ bytes: UnsafeBufferPointer<UInt8>, at rate: FrameRate) -> TimingError {
    let sign = String(decoding: bytes[8...8], as: UTF8.self)
    return TimingError(
      .noDropFrame, subject: String(decoding: bytes, as: UTF8.self),
      remedy: "‘\(sign)’ before the frames says drop-frame and the rate is \(rate); type ‘:’ or give a rate such as 29.97df")
  }
}

extension FrameRate {
  /// Digits of a label's frame number: two, or more where the nominal number is above 100.
  var frameDigits: Int {
    var (digits, limit) = (2, 100)
    while nominal > limit { (digits, limit) = (digits + 1, limit * 10) }
    return digits
  }
}

extension Timecode: CustomStringConvertible {
  /// The label, `10:00:00:00`, with `;` before the frames at a drop-frame rate.
  public var description: String { String(unsafeUninitializedCapacity: utf8Count) { write(into: $0) } }
}
