// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Markup
internal import Timing

/// The `iXML` chunk of a Broadcast Wave file: the rate that its time reference is counted at and the tape name, which `bext` has no place for.
struct IXMLChunk {
  private let bytes: [UInt8]

  /// A chunk for sound that starts at `start` on tape `reel`.
  init(start: Timecode, reel: String?, sampleRate: Int) throws(MarkupError) {
    let samples = start.samplesSinceMidnight(sampleRate: sampleRate)
    var writer = XMLWriter(subject: "iXML")
    try writer.start("BWFXML")
    try writer.element("IXML_VERSION", [], "1.61")
    if let reel { try writer.element("TAPE", [], reel) }
    try writer.start("SPEED")
    try writer.element("TIMECODE_RATE", [], "\(start.rate.numerator)/\(start.rate.denominator)")
    try writer.element("TIMECODE_FLAG", [], start.rate.isDropFrame ? "DF" : "NDF")
    try writer.element("FILE_SAMPLE_RATE", [], "\(sampleRate)")
    try writer.element("TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI", [], "\(samples >> 32)")
    try writer.element("TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO", [], "\(samples & 0xFFFF_FFFF)")
    try writer.element("TIMESTAMP_SAMPLE_RATE", [], "\(sampleRate)")
    writer.end()
    writer.end()
    bytes = writer.finish()
  }

  /// Puts the chunk at the end of the finished file open for reading and writing as `descriptor`, and counts it in the file's own length:
  /// in the RIFF header, or in `ds64` of a file that is too long for that (EBU Tech 3306, 3).
  ///
  /// - Returns: whether every write succeeded; `errno` says why not.
  func append(to descriptor: Int32) -> Bool {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 12 else { return false }
    var chunk = Array("iXML".utf8) + littleEndian(UInt32(bytes.count)) + bytes
    if chunk.count % 2 == 1 { chunk.append(0) }
    if end % 2 == 1 { chunk.insert(0, at: 0) }
    var name = [UInt8](repeating: 0, count: 4)
    guard pread(descriptor, &name, 4, 0) == 4 else { return false }
    let length = UInt64(end) + UInt64(chunk.count) - 8
    let isLong = name != Array("RIFF".utf8)
    guard isLong || length <= UInt64(UInt32.max) else {
      errno = EFBIG
      return false
    }
    let (field, place) = isLong ? (littleEndian(length), off_t(20)) : (littleEndian(UInt32(length)), off_t(4))
    return pwrite(descriptor, chunk, chunk.count, end) == chunk.count && pwrite(descriptor, field, field.count, place) == field.count
  }

  private func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
}
