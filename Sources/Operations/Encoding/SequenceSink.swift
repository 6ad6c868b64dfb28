// SPDX-License-Identifier: Apache-2.0

import Files
import MediaIO
import Timing

/// Writes each coded picture to a file of its own, numbered, into a folder.
final class SequenceSink: EssenceSink {
  private let folder: String
  private let name: SequenceName
  private let first: Int
  private let start: Timecode?
  private let isDPX: Bool
  private var rate = FrameRate.fps25
  /// Files that were written.
  private(set) var count = 0
  /// Their bytes.
  private(set) var bytes = 0

  /// A sink for files in the folder at `folder`, which exists and is empty.
  /// - Parameters:
  ///   - first: the number of the first.
  ///   - start: its timecode.
  init(folder: String, name: SequenceName, first: Int, start: Timecode?, isDPX: Bool) {
    (self.folder, self.name, self.first, self.start, self.isDPX) = (folder, name, first, start, isDPX)
  }

  func begin(pictures: PictureShape?, sounds: [SoundShape]) throws(MediaIOError) {
    guard let pictures else { throw MediaIOError(.invalidRequest, subject: folder, remedy: "there are no pictures to number") }
    rate = pictures.rate
  }

  func take(_ packet: EncodedPacket) throws(MediaIOError) {
    let file = name.file(first + count)
    var coded = packet.withBytes { [UInt8]($0) }
    if isDPX {
      let label = start.map { $0.advanced(wrapping: FrameCount(count)) }
      DPXHeader(name: file, timecode: label, rate: rate, position: first + count).put(into: &coded)
    }
    do throws(FilesError) { try SafeWriter.write(coded, to: SystemPath.join(folder, file)) } catch {
      throw MediaIOError(error.code == .noSpace ? .noSpace : .cannotWrite, subject: folder, remedy: error.remedy)
    }
    count += 1
    bytes += coded.count
  }

  func finish() throws(MediaIOError) {
    guard count > 0 else { throw MediaIOError(.invalidRequest, subject: folder, remedy: "not one picture came") }
  }
}

/// The names of numbered files: what stands before and after the number, and how many digits it has, as in `A001.#######.dpx`.
public struct SequenceName: Hashable, Sendable {
  let prefix: String
  let digits: Int
  let suffix: String

  /// The name that a text with one run of `#` writes; nothing where there is none, or more.
  public init?(_ text: String) {
    let parts = text.split(separator: "#", omittingEmptySubsequences: true)
    guard let start = text.firstIndex(of: "#"), let end = text.lastIndex(of: "#"), text[start...end].allSatisfy({ $0 == "#" }),
      parts.count <= 2, !text.contains("/"), text.last != "#"
    else { return nil }
    (prefix, digits, suffix) = (String(text[..<start]), text[start...end].count, String(text[text.index(after: end)...]))
  }

  /// The name of a number; one that needs more digits has them.
  public func file(_ number: Int) -> String {
    let text = String(number)
    return prefix + String(repeating: "0", count: max(0, digits - text.count)) + text + suffix
  }
}

/// What a header of DPX says of a picture of film or television, in the bytes that FFmpeg's encoder leaves empty (SMPTE ST 268-1, 5 and 6).
struct DPXHeader {
  var name: String
  var timecode: Timecode?
  var rate: FrameRate
  /// The number of the picture in its sequence.
  var position: Int

  /// The bytes of the whole header.
  private static let length = 2048

  /// Writes it into the header of a coded picture, in the order of bytes that its first four have.
  func put(into bytes: inout [UInt8]) {
    guard bytes.count > Self.length else { return }
    let isBigEndian = bytes.starts(with: Array("SDPX".utf8))
    func put(_ number: UInt32, at place: Int) {
      for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: number >> UInt32(8 * (isBigEndian ? 3 - byte : byte))) }
    }
    let text = Array(name.utf8.prefix(99))
    bytes.replaceSubrange(36..<36 + text.count, with: text)
    let frames = (Float(rate.numerator) / Float(rate.denominator)).bitPattern
    put(UInt32(clamping: position), at: 1712)
    put(frames, at: 1724)
    put(frames, at: 1940)
    guard let timecode else { return }
    let fields = timecode.fields
    // Two digits a byte, hours first (ST 268-1, table 6; ST 12-1). At more than thirty a second every second picture has a label of its own.
    let pairs = timecode.rate.nominal > 30 ? timecode.rate.nominal / 30 + (timecode.rate.nominal % 30 > 0 ? 1 : 0) : 1
    var digits: UInt32 = 0
    for number in [fields.hours, fields.minutes, fields.seconds, fields.frames / pairs] {
      digits = digits << 8 | UInt32(number / 10) << 4 | UInt32(number % 10)
    }
    put(digits | (timecode.rate.isDropFrame ? 0x40 : 0), at: 1920)
  }
}
