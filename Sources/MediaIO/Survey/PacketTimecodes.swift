// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Files
internal import Timing

/// The group header at the beginning of a coded MPEG-2 picture (ISO/IEC 13818-2, 6.2.2.6): its timecode, and whether the group is closed.
struct GroupHeader {
  let label: String
  let isClosed: Bool

  /// The header among the first bytes of `packet`; `nil` where there is none.
  init?(_ packet: UnsafeBufferPointer<UInt8>) {
    let head = packet.prefix(1024)
    guard head.count >= 8,
      let place = head.indices.dropLast(7).first(where: { head[$0] == 0 && head[$0 + 1] == 0 && head[$0 + 2] == 1 && head[$0 + 3] == 0xB8 })
    else { return nil }
    let word = head[place + 4..<place + 8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    func field(_ shift: UInt32, _ width: UInt32) -> Int { Int(word >> shift & (1 << width - 1)) }
    isClosed = field(6, 1) == 1
    label = TimecodeDigits.label(
      hours: field(26, 5), minutes: field(20, 6), seconds: field(13, 6), frames: field(7, 6), isDropFrame: field(31, 1) == 1)
  }
}

/// The labels of an MXF file's system items, which stand before the pictures that they belong to (SMPTE ST 385, 7; ST 331, 8).
final class SystemItemReader {
  private static let key: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x03, 0x01, 0x04, 0x01, 0x01, 0x00]
  /// A system item with its padding is shorter.
  private static let window = 2048

  private let file: InputFile
  private var misses = 0

  init?(_ path: String) {
    guard let file = try? InputFile(path) else { return nil }
    self.file = file
  }

  /// The label of the picture whose element begins at `position`; `nil` where no system item with a timecode stands before it.
  func label(before position: Int) -> String? {
    // A file without system items is not asked again and again.
    guard position > 0, misses < 50 else { return nil }
    let start = max(0, position - Self.window)
    guard let bytes = try? file.bytes(at: Int64(start), count: position - start), let label = Self.label(in: bytes) else {
      misses += 1
      return nil
    }
    misses = 0
    return label
  }

  /// The label of the last system metadata pack in `bytes`: after key and length come 7 bytes, a label of 16, a creation stamp of 17, and the user stamp, whose
  /// first byte is 81h where it is a timecode.
  static func label(in bytes: [UInt8]) -> String? {
    guard bytes.count >= 16,
      let place = (0...bytes.count - 16).last(where: { bytes[$0] == key[0] && bytes[$0..<$0 + 16].elementsEqual(key) })
    else { return nil }
    var reader = ByteReader(Array(bytes[(place + 16)...]), subject: "a system item")
    guard let length = try? MXFHeader.length(&reader), length == 57, var value = try? reader.part(length), (try? value.skip(7 + 16 + 17)) != nil,
      let kind = try? value.integer(UInt8.self), kind == 0x81, let word = try? value.bytes(4)
    else { return nil }
    return TimecodeDigits.label(binaryCoded: word)
  }
}

/// Labels from the digits that streams keep them in.
enum TimecodeDigits {
  /// `10:00:00:00`, or with `;` before the frames.
  static func label(hours: Int, minutes: Int, seconds: Int, frames: Int, isDropFrame: Bool) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(hours)):\(two(minutes)):\(two(seconds))\(isDropFrame ? ";" : ":")\(two(frames))"
  }

  /// The label of four binary-coded bytes: frames with the drop-frame flag in bit 6, seconds, minutes, hours (SMPTE ST 12-1, 9); `nil` where a digit is none.
  static func label(binaryCoded bytes: [UInt8]) -> String? {
    func digits(_ byte: UInt8, _ mask: UInt8) -> Int? {
      let (tens, ones) = (Int(byte & mask) >> 4, Int(byte & 0x0F))
      return ones < 10 ? tens * 10 + ones : nil
    }
    guard bytes.count == 4, let frames = digits(bytes[0], 0x3F), let seconds = digits(bytes[1], 0x7F), let minutes = digits(bytes[2], 0x7F),
      let hours = digits(bytes[3], 0x3F)
    else { return nil }
    return label(hours: hours, minutes: minutes, seconds: seconds, frames: frames, isDropFrame: bytes[0] & 0x40 != 0)
  }
}

/// The labels of one source, followed through the file.
struct TimecodeFollower {
  private let source: TimecodeSource
  private let streamIndex: Int?
  private let rate: FrameRate
  private(set) var trace: TimecodeTrace?

  init(_ source: TimecodeSource, streamIndex: Int?, rate: FrameRate) {
    (self.source, self.streamIndex, self.rate) = (source, streamIndex, rate)
  }

  /// Takes the label of `frame`; one that is none at this rate says nothing.
  mutating func add(_ label: String, frame: Int) {
    guard let timecode = Timecode(libAV: label, at: rate) else { return }
    add(timecode, frame: frame)
  }

  mutating func add(_ timecode: Timecode, frame: Int) {
    if trace == nil {
      trace = TimecodeTrace(source: source, streamIndex: streamIndex, first: timecode.advanced(wrapping: FrameCount(-frame)))
    } else {
      trace?.add(timecode, frame: FrameCount(frame))
    }
  }
}
