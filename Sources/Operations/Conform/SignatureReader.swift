// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Integrity
import MediaIO
import Timing

/// Reads the pictures of a recording in small, whatever files it spans.
final class SignatureReader {
  /// The files, and the number of the first frame of each.
  private let files: [(path: String, first: Int)]
  private var open: (path: String, reader: MediaReader, stream: Int)?
  /// The number of the next picture that the open reader gives.
  private var next = 0
  /// Width over height as shown.
  let shape: Double?
  let rate: FrameRate?
  let start: Timecode?
  let frames: Int?

  /// A reader of the recording in `paths`.
  init(_ paths: [String]) throws {
    var files: [(String, Int)] = []
    var first: Int? = 0
    var facts: VideoFacts?
    var start: Timecode?
    for path in paths {
      guard let count = first else { break }
      let description = try MediaReader(path: path, options: .init(video: .none, audio: .none)).description
      guard let video = description.video.first?.facts else { continue }
      if facts == nil {
        facts = video
        start = description.timecodes.first { $0.start.rate.nominal == video.rate?.nominal }?.start
      }
      files.append((path, count))
      first = video.frameCount.map { count + $0.value }
    }
    guard let facts, !files.isEmpty else { throw MediaIOError(.invalidRequest, subject: paths.first ?? "", remedy: "it has no pictures to compare") }
    self.files = files
    (rate, frames) = (facts.rate, first)
    self.start = start
    shape = facts.width.flatMap { width in
      facts.height.flatMap { height in
        guard height > 0 else { return nil }
        let pixel = facts.pixelAspect.map { Double($0.numerator) / Double(max(1, $0.denominator)) } ?? 1
        return Double(width) / Double(height) * (pixel > 0 ? pixel : 1)
      }
    }
  }

  /// The signatures of the pictures in a range of frames, by their numbers. What is not there, or cannot be decoded, is left out.
  func signatures(_ range: Range<Int>, area: PictureSignature.Area, cancellation: Cancellation) throws -> [Int: PictureSignature] {
    var found: [Int: PictureSignature] = [:]
    for (place, file) in files.enumerated() {
      let end = place + 1 < files.count ? files[place + 1].first : Int.max
      let wanted = range.clamped(to: file.first..<end)
      guard !wanted.isEmpty else { continue }
      do {
        try read(file.path, (wanted.lowerBound - file.first)..<(wanted.upperBound - file.first), area, cancellation) { found[$0 + file.first] = $1 }
      } catch {
        if error is CancellationError { throw error }
        open = nil  // a place past its end, or damage: those frames are missing
      }
    }
    return found
  }

  private func read(
    _ path: String, _ range: Range<Int>, _ area: PictureSignature.Area, _ cancellation: Cancellation, _ take: (Int, PictureSignature) -> Void
  ) throws {
    let (reader, stream) = try reader(of: path)
    if range.lowerBound < next || range.lowerBound > next + 250 {
      try reader.seek(to: FrameCount(range.lowerBound), stream: stream)
    }
    while let event = try reader.next() {
      try cancellation.check()
      guard case .picture(let picture, stream) = event else { continue }
      let position = picture.position.value
      next = position + 1
      guard position < range.upperBound else { break }
      if range.contains(position), let signature = PictureSignature(picture, area: area) { take(position, signature) }
      if position + 1 == range.upperBound { break }
    }
  }

  private func reader(of path: String) throws -> (MediaReader, Int) {
    if let open, open.path == path { return (open.reader, open.stream) }
    let reader = try MediaReader(path: path, options: .init(audio: .none))
    guard let stream = reader.description.video.first?.index else {
      throw MediaIOError(.invalidRequest, subject: path, remedy: "it has no pictures to compare")
    }
    open = (path, reader, stream)
    next = 0
    return (reader, stream)
  }
}
