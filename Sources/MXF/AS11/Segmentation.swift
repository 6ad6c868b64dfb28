// SPDX-License-Identifier: Apache-2.0

public import Files
public import Timing

/// The parts of a programme in its file (AMWA AS-11, segmentation).
public struct ProgrammePart: Hashable, Sendable {
  /// Which part it is, from 1 on.
  public var number: UInt16
  /// How many there are.
  public var total: UInt16
  /// Its first frame, counted from the first of the file.
  public var start: Int64
  /// Its length in frames.
  public var duration: Int64

  /// A part.
  public init(number: UInt16, total: UInt16, start: Int64, duration: Int64) {
    (self.number, self.total, self.start, self.duration) = (number, total, start, duration)
  }
}

extension ProgrammePart {
  /// Reads the text that operators keep: a line a part, `1/2 10:00:00:00 00:12:30:00`, which is number, start and duration; or with the timecode of the
  /// frame after the last, `1/2 10:00:00:00 E 10:12:30:00`.
  /// - Parameters:
  ///   - timecode: of the first frame of the file.
  ///   - frames: how many it has.
  /// - Throws: `FilesError` with code `malformed`, which names the line: it is no part, parts overlap, or one lies outside the file.
  public static func parts(parsing text: String, subject: String, timecode: Timecode, frames: Int64) throws(FilesError) -> [ProgrammePart] {
    var parts: [ProgrammePart] = []
    for line in ItemLines(text).lines {
      let words = line.text.split(whereSeparator: \.isWhitespace)
      func fault(_ why: String) -> FilesError { FilesError(.malformed, subject: "\(subject):\(line.number)", remedy: why) }
      guard let part = part(words.map(String.init), timecode) else {
        throw fault("‘\(line.text.prefix(80))’ is no part; write ‘1/2 10:00:00:00 00:12:30:00’: number, start, duration")
      }
      guard part.start >= (parts.last.map { $0.start + $0.duration } ?? 0) else {
        throw fault("part \(part.number) begins before the file or the part before it ends")
      }
      guard part.start + part.duration <= frames else { throw fault("part \(part.number) ends after the file") }
      guard part.number == parts.count + 1, part.total == parts.first?.total ?? part.total else {
        throw fault("parts are numbered from 1 on, of one total")
      }
      parts.append(part)
    }
    return parts
  }

  private static func part(_ words: [String], _ timecode: Timecode) -> ProgrammePart? {
    let numbers = words[0].split(separator: "/").map { UInt16($0) }
    guard numbers.count == 2, let number = numbers[0], let total = numbers[1], number >= 1, number <= total,
      words.count == 3 || words.count == 4 && words[2].uppercased() == "E",
      let start = try? Timecode(words[1], at: timecode.rate), let last = try? Timecode(words[words.count - 1], at: timecode.rate)
    else { return nil }
    let first = start.frameCount - timecode.frameCount
    let duration = words.count == 3 ? last.frameCount : last.frameCount - start.frameCount
    guard first >= 0, duration > 0 else { return nil }
    return ProgrammePart(number: number, total: total, start: Int64(first.value), duration: Int64(duration.value))
  }

  /// The text of parts: a line each.
  public static func text(_ parts: [ProgrammePart], timecode: Timecode) -> String {
    parts.map { part in
      let start = timecode.advanced(wrapping: FrameCount(Int(part.start)))
      let length = Timecode(wrapping: FrameCount(Int(part.duration)), at: timecode.rate)
      return "\(part.number)/\(part.total) \(start) \(length)\n"
    }.joined()
  }

  /// The framework of it, under an identifier.
  func set(identifier: [UInt8]) -> MetadataSet {
    var framework = AS11Framework(.segmentation)
    // Numbers of two bytes are values of these items.
    try? framework.set("PartNumber", "\(number)")
    try? framework.set("PartTotal", "\(total)")
    return framework.set(identifier: identifier)
  }
}
