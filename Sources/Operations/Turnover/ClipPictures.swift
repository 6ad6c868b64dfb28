// SPDX-License-Identifier: Apache-2.0

import Essence
import Integrity
import MediaIO
import Signals
import Timing

/// The pictures of a recording by their numbers, fitted into one raster, whatever files it spans.
final class ClipPictures {
  /// Frames that are decoded and thrown away rather than looked for: fewer than a group of most long codings.
  private static let mostPassed = 250

  private let size: (width: Int, height: Int)
  /// The files, and the number of the first frame of each.
  private let files: [(path: String, first: Int)]
  private var open: (file: Int, reader: MediaReader, stream: Int, graph: FilterGraph?)?
  private var next = 0
  private var last: (number: Int, picture: Picture)?

  /// The pictures of the recording in `paths`.
  ///
  /// - Throws: `MediaIOError` where a file cannot be read.
  init(_ paths: [String], width: Int, height: Int) throws {
    size = (width, height)
    var files: [(String, Int)] = []
    var first: Int? = 0
    for path in paths {
      guard let count = first, let video = try MediaReader.probe(path).video.first?.facts else { break }
      files.append((path, count))
      first = video.frameCount.map { count + $0.value }
    }
    self.files = files
  }

  /// A picture; `nil` where it is not there, or cannot be decoded.
  func picture(at number: Int, _ cancellation: Cancellation) throws -> Picture? {
    if let last, last.number == number { return last.picture }
    guard number >= 0, let file = files.lastIndex(where: { $0.first <= number }) else { return nil }
    do {
      guard let picture = try read(number - files[file].first, of: file, cancellation) else { return nil }
      last = (number, picture)
      return picture
    } catch is MediaIOError {
      open = nil  // a place past its end, or damage
      return nil
    }
  }

  // MARK: -

  private func read(_ frame: Int, of file: Int, _ cancellation: Cancellation) throws -> Picture? {
    if open?.file != file {
      let reader = try MediaReader(path: files[file].path, options: .init(audio: .none))
      guard let stream = reader.description.video.first?.index else { return nil }
      open = (file: file, reader: reader, stream: stream, graph: nil)
      next = 0
    }
    guard let (_, reader, stream, _) = open else { return nil }
    if frame < next || frame > next + Self.mostPassed { try reader.seek(to: FrameCount(frame), stream: stream) }
    while let event = try reader.next() {
      try cancellation.check()
      guard case .picture(let picture, stream) = event else { continue }
      next = picture.position.value + 1
      guard picture.position.value >= frame else { continue }
      return picture.position.value == frame ? try fitted(picture, reader) : nil
    }
    return nil
  }

  private func fitted(_ picture: Picture, _ reader: MediaReader) throws -> Picture? {
    if open?.graph == nil {
      let shape = PictureShape(of: picture, rate: reader.description.video.first?.facts.rate ?? .fps25)
      // What is wider than the raster, or narrower, has black around it. Pixels that are not square are made so.
      let scaling =
        "scale=w='trunc(iw*sar/2)*2':h=ih,setsar=1,scale=\(size.width):\(size.height):force_original_aspect_ratio=decrease:force_divisible_by=2"
      let filters = "\(scaling),pad=\(size.width):\(size.height):(ow-iw)/2:(oh-ih)/2,format=yuv422p10le"
      open?.graph = try FilterGraph(pictures: shape, filters: filters, threads: 1)
    }
    guard let graph = open?.graph else { return nil }
    try graph.push(picture)
    return try graph.nextPicture()
  }
}
