// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The XML that a camera put into an MP4 file itself: a `meta` box beside the movie with a handler of its own, and in it a box `xml `.
///
/// Source: ISO/IEC 14496-12, 4.2 (boxes), 8.11.1 (meta), 8.11.2 (xml). Sony's XAVC S and HS files have the handler `nrtm` and the NonRealTimeMeta
/// document that lies beside them on the card as well.
enum EmbeddedXML {
  /// The document of the file at `path` whose handler is `handler`; `nil` where there is none, or the file is none of this kind.
  static func document(in path: String, handler: String, limit: Int) -> [UInt8]? {
    guard isMovie(path), let file = try? InputFile(path), let size = try? file.facts().size else { return nil }
    for (kind, range) in boxes(of: file, from: 0, to: size) where kind == "meta" && range.count > 4 {
      if let document = document(in: file, range, handler, limit) { return document }
    }
    return nil
  }

  // MARK: -

  /// More boxes side by side than any camera writes: a file of small ones ends here.
  private static let mostBoxes = 4096

  private static func isMovie(_ path: String) -> Bool { [".mp4", ".mov"].contains { path.lowercased().hasSuffix($0) } }

  /// The boxes between two places, each with the place of its contents, as far as they make sense.
  private static func boxes(of file: borrowing InputFile, from start: Int64, to end: Int64) -> [(kind: String, range: Range<Int64>)] {
    var boxes: [(kind: String, range: Range<Int64>)] = []
    var place = start
    while boxes.count < mostBoxes, end - place >= 8, let header = bytes(file, at: place, count: Int(min(16, end - place))) {
      var length = Int64(number(header[..<4]))
      var inner: Int64 = 8
      if length == 1 {
        guard header.count == 16 else { break }
        length = Int64(clamping: number(header[8...]))
        inner = 16
      } else if length == 0 {
        length = end - place
      }
      guard length >= inner, length <= end - place else { break }
      boxes.append((String(decoding: header[4..<8], as: UTF8.self), place + inner..<place + length))
      place += length
    }
    return boxes
  }

  private static func document(in file: borrowing InputFile, _ range: Range<Int64>, _ handler: String, _ limit: Int) -> [UInt8]? {
    // Version and flags come first, four bytes.
    let boxes = boxes(of: file, from: range.lowerBound + 4, to: range.upperBound)
    guard let handling = boxes.first(where: { $0.kind == "hdlr" }), let start = bytes(file, at: handling.range.lowerBound, count: 12),
      String(decoding: start[8..<12], as: UTF8.self) == handler, let text = boxes.first(where: { $0.kind == "xml " })?.range,
      text.count > 4, text.count <= limit, let document = bytes(file, at: text.lowerBound + 4, count: text.count - 4)
    else { return nil }
    return Array(document.prefix { $0 != 0 })
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

  private static func bytes(_ file: borrowing InputFile, at place: Int64, count: Int) -> [UInt8]? {
    guard count > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = bytes.withUnsafeMutableBytes { buffer in (try? file.read(into: buffer, at: place)) ?? 0 }
    return read == count ? bytes : nil
  }
}
