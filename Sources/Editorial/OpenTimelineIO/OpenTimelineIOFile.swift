// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A cut as OpenTimelineIO's JSON, `.otio`: what its library 0.18 reads and writes, and what earlier ones wrote.
///
/// Schemas, members and metadata that are not understood are kept to the letter and written back. What the format has no place for (drop-frame labels, a clip's
/// channel, a changing speed, the words of other formats) goes into the metadata of its object, under the name `lineup`, so that nothing is lost.
public enum OpenTimelineIOFile {
  /// The format's name, for what is kept of it.
  static let format = "otio"
  /// No cut is larger: what is more is neither read nor written.
  static let byteLimit = 1 << 30

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - rate: the programme's rate, for a file in which nothing has one; of a rate of the same speed its labels are taken.
  ///   - subject: what the bytes are of, for errors.
  /// - Returns: every timeline of the file. What lies below a collection but outside of a timeline is noted.
  /// - Throws: `EditorialError` where it is no JSON, or holds nothing of OpenTimelineIO.
  public static func read(_ bytes: [UInt8], rate: FrameRate? = nil, subject: String) throws(EditorialError) -> TimelineReading {
    guard bytes.count <= byteLimit else {
      throw EditorialError(.tooLarge, subject: subject, detail: "has \(bytes.count) bytes: no cut is so large; export the sequence alone")
    }
    var bytes = bytes
    if bytes.starts(with: PlainText.mark) || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      bytes = Array(PlainText(bytes).lines.joined(separator: "\n").utf8)
    }
    let tape = JSONTape(bytes)
    guard let root = tape.root, tape.kind(root) == .object, OpenTimelineReading.schema(root, tape) != nil else {
      throw EditorialError(
        .notRecognized, subject: subject,
        detail: "is no OpenTimelineIO file: it does not begin with an object that names its OTIO_SCHEMA; export it again")
    }
    var reading = OpenTimelineReading(tape, rate: rate)
    return reading.run(root)
  }

  /// Writes a cut.
  ///
  /// - Returns: the file, and what it cannot say.
  /// - Throws: `EditorialError.tooLarge` where it comes to more than any file holds.
  public static func write(_ timeline: Timeline) throws(EditorialError) -> (bytes: [UInt8], lost: [TimelineLoss]) {
    var writing = OpenTimelineWriting(timeline)
    let (bytes, lost) = try writing.run()
    guard bytes.count <= byteLimit else {
      throw EditorialError(
        .tooLarge, subject: timeline.name, detail: "comes to \(bytes.count) bytes, which no reader takes: write its parts, or another format")
    }
    return (bytes, lost)
  }
}
