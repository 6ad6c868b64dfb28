// SPDX-License-Identifier: Apache-2.0

public import Editorial
import Essence
import Integrity
import MediaIO
import Timing

/// Holds a conform against the offline reference, frame by frame, and lists where the two are not the same picture.
public struct CompareReference: Sendable {
  /// The cut.
  public var timeline: Timeline
  /// Its conform.
  public var result: ConformResult
  /// The offline reference.
  public var reference: String

  /// A comparison of a conform with the movie at `reference`.
  public init(_ timeline: Timeline, _ result: ConformResult, with reference: String) {
    (self.timeline, self.result, self.reference) = (timeline, result, reference)
  }

  /// Frames that are held in memory at once.
  private static let piece = 600
  /// Small pictures in a report.
  private static let mostPictures = 60

  /// Compares.
  ///
  /// - Throws: `MediaIOError` where the reference cannot be read, `CancellationError`.
  public func run(in environment: Environment) async throws -> ReferenceReport {
    let (comparison, show) = (self, environment.progress)
    return try await onOwnThread { cancellation in
      var pass = try ReferencePass(comparison, cancellation)
      let segments = VisibleSegment.segments(of: comparison.timeline, comparison.result)
      let total = segments.last?.frames.upperBound ?? 0
      for segment in segments {
        for start in stride(from: segment.frames.lowerBound, to: segment.frames.upperBound, by: Self.piece) {
          let frames = start..<min(start + Self.piece, segment.frames.upperBound)
          try pass.compare(frames, segment.content)
          show(WorkProgress(subject: comparison.reference, done: frames.upperBound, total: total, unit: .frames))
        }
      }
      return try pass.finish(mostPictures: Self.mostPictures)
    }
  }
}

/// One walk along the programme.
private struct ReferencePass {
  private let comparison: CompareReference
  private let cancellation: Cancellation
  private let reference: SignatureReader
  /// The reference's frame that shows the first of the programme.
  private let offset: Int
  private let window: Int
  private var readers: [String: SignatureReader] = [:]
  private var report: ReferenceReport
  /// For each difference the frames of which pictures are shown.
  private var pictures: [(reference: Int, media: (path: String, frame: Int)?)] = []

  init(_ comparison: CompareReference, _ cancellation: Cancellation) throws {
    self.comparison = comparison
    self.cancellation = cancellation
    reference = try SignatureReader([comparison.reference])
    report = ReferenceReport(path: comparison.reference)
    let rate = comparison.timeline.rate
    window = rate.nominal * 2
    var offset = 0
    if let start = reference.start?.withSameDigits(at: rate) {
      let distance = comparison.timeline.start.frameCount.value - start.frameCount.value
      if distance >= 0, distance < reference.frames ?? .max {
        offset = distance
      } else {
        report.notes.append("the reference begins at \(start) and the cut at \(comparison.timeline.start): their first frames were laid side by side")
      }
    } else {
      report.notes.append("the reference has no timecode at \(rate): its first frame was taken for that of the cut")
    }
    if offset > 0 { report.notes.append("the reference begins \(offset) frames before the cut") }
    if let own = reference.rate, !own.hasSameSpeed(as: rate) {
      report.notes.append("the reference runs at \(own) and the cut at \(rate): frames were compared one for one")
    }
    self.offset = offset
  }

  mutating func compare(_ frames: Range<Int>, _ content: VisibleSegment.Content) throws {
    switch content {
    case .other(let words): skip(frames.count, words)
    case .clip(let layer):
      guard let side = try side(layer, frames) else { return skip(frames.count, "a clip without media that can be counted") }
      let own = try referenceFrames(frames, side.area)
      let media = try side.read(around: window, cancellation)
      let outcome = ShotComparison(reference: own, media: media, expected: side.expected, window: window)
      note(outcome, frames, layer, side)
    case .dissolve(let from, let to):
      guard let one = try side(from, frames), let other = try side(to, frames), one.area == other.area else {
        return skip(frames.count, "a dissolve of which a side cannot be had")
      }
      let own = try referenceFrames(frames, one.area)
      let (first, second) = (try one.read(around: 0, cancellation), try other.read(around: 0, cancellation))
      let sides = frames.indices.map { place -> (PictureSignature, PictureSignature)? in
        let index = place - frames.lowerBound
        guard let a = first[one.expected[index]], let b = second[other.expected[index]] else { return nil }
        return (a, b)
      }
      note(ShotComparison(dissolve: own, sides: sides), frames, to, other)
    }
  }

  mutating func finish(mostPictures: Int) throws -> ReferenceReport {
    merge()
    var stills: [String: StillFrames] = [:]
    func still(_ path: String, _ frame: Int) throws -> ClipSummary.Poster? {
      try cancellation.check()
      if stills[path] == nil { stills[path] = try? StillFrames(path) }
      return try? stills[path]?.still(at: FrameCount(frame))
    }
    for place in report.differences.indices.prefix(mostPictures) {
      report.differences[place].referencePicture = try still(comparison.reference, pictures[place].reference)
      if let media = pictures[place].media { report.differences[place].mediaPicture = try still(media.path, media.frame) }
    }
    let rest = report.differences.count - mostPictures
    if rest > 0 { report.notes.append("\(rest) more differences are listed without pictures") }
    return report
  }

  // MARK: -

  /// A clip's media over some frames of the programme.
  private struct Side {
    var reader: SignatureReader
    var expected: [Int]
    var area: PictureSignature.Area
    var path: String

    /// What is seen, and as much around it.
    func read(around window: Int, _ cancellation: Cancellation) throws -> [Int: PictureSignature] {
      guard let low = expected.min(), let high = expected.max() else { return [:] }
      // A clip that is run through at many times its speed is not read whole.
      guard high - low <= 20 * max(expected.count, 100) else { return [:] }
      return try reader.signatures(max(0, low - window)..<(high + window + 1), area: .whole, cancellation: cancellation)
    }
  }

  private mutating func side(_ layer: VisibleSegment.Layer, _ frames: Range<Int>) throws -> Side? {
    let match = comparison.result.matches[layer.match]
    guard match.isLinked, let media = match.media else { return nil }
    var expected: [Int] = []
    for frame in frames {
      guard let number = match.mediaFrame(at: frame - layer.start, rate: comparison.timeline.rate) else { return nil }
      expected.append(number)
    }
    let reader: SignatureReader
    if let known = readers[media.path] {
      reader = known
    } else {
      guard let made = try? SignatureReader(media.files) else { return nil }
      if readers.count > 8 { readers = [:] }
      readers[media.path] = made
      reader = made
    }
    let area = reader.shape.flatMap { own in reference.shape.map { PictureSignature.Area.fitting(own, into: $0) } } ?? .whole
    return Side(reader: reader, expected: expected, area: area, path: media.files.count == 1 ? media.path : "")
  }

  private func referenceFrames(_ frames: Range<Int>, _ area: PictureSignature.Area) throws -> [PictureSignature?] {
    let found = try reference.signatures((frames.lowerBound + offset)..<(frames.upperBound + offset), area: area, cancellation: cancellation)
    return frames.map { found[$0 + offset] }
  }

  private mutating func skip(_ count: Int, _ words: String) { report.skipped[words, default: 0] += count }

  private mutating func note(_ outcome: ShotComparison, _ frames: Range<Int>, _ layer: VisibleSegment.Layer, _ side: Side) {
    report.compared += frames.count - outcome.missing
    report.still += outcome.still
    if outcome.missing > 0 { skip(outcome.missing, "frames that the reference or the media does not have") }
    let event = comparison.result.matches[layer.match].event
    for run in outcome.runs {
      let start = comparison.timeline.start.advanced(wrapping: FrameCount(frames.lowerBound + run.places.lowerBound))
      guard let record = try? TimecodeRange(in: start, duration: FrameCount(run.places.count)) else { continue }
      report.differences.append(.init(event: event.number, name: event.clip.name, record: record, slip: run.slip, text: ""))
      let media = side.path.isEmpty ? nil : (side.path, side.expected[run.places.lowerBound])
      pictures.append((frames.lowerBound + run.places.lowerBound + offset, media))
    }
  }

  /// Joins what the pieces of one clip parted, and puts it into words.
  private mutating func merge() {
    var merged: [ReferenceReport.Difference] = []
    var shown: [(reference: Int, media: (path: String, frame: Int)?)] = []
    for (difference, picture) in zip(report.differences, pictures) {
      if let last = merged.last, last.event == difference.event, last.slip == difference.slip, last.record.end == difference.record.start,
        let joined = try? TimecodeRange(in: last.record.start, duration: last.record.duration + difference.record.duration)
      {
        merged[merged.count - 1].record = joined
      } else {
        merged.append(difference)
        shown.append(picture)
      }
    }
    for place in merged.indices {
      let count = merged[place].record.duration
      let frames = count == 1 ? "1 frame is" : "\(count) frames are"
      if let slip = merged[place].slip {
        let size = slip.magnitude == 1 ? "1 frame" : "\(slip.magnitude) frames"
        merged[place].text = "\(frames) slipped: the reference shows what lies \(size) \(slip > 0 ? "later" : "earlier") in the media"
      } else {
        merged[place].text = "\(frames) another picture"
      }
    }
    (report.differences, pictures) = (merged, shown)
  }
}
