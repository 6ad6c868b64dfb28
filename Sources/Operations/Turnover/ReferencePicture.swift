// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Files
import Integrity
import MediaIO
import Signals
import Timing

/// A movie to mix to: the pictures of a cut as they were found, with burnt-in timecode and the guide mix, as long as the session.
///
/// Cuts and dissolves are shown, at any speed; what is not found is black. It is made of pictures that stand alone (ProRes), so that every frame can be stopped at.
struct ReferencePicture {
  /// Columns and lines.
  static let (width, height) = (1920, 1080)
  /// What it is made as.
  static let preset = "prores-proxy"
  /// Recordings that are held open.
  private static let mostOpen = 8

  private let cut: Timeline
  private let result: ConformResult
  private let segments: [VisibleSegment]
  private let cancellation: Cancellation
  private var open: [String: ClipPictures] = [:]
  /// Frames that are black, by reason.
  private(set) var black: [String: Int] = [:]

  /// The pictures of `cut`, whose conform is `result`.
  init(_ cut: Timeline, _ result: ConformResult, _ cancellation: Cancellation) {
    (self.cut, self.result, self.cancellation) = (cut, result, cancellation)
    segments = VisibleSegment.segments(of: cut, result)
  }

  /// Writes the movie to `path`, where nothing but an empty file may be.
  ///
  /// - Parameters:
  ///   - layout: where the session begins and its tones lie: the picture is white where they sound.
  ///   - guide: the sound, a mono file of the session's length.
  mutating func write(to path: String, _ layout: SessionLayout, guide: String, show: (WorkProgress) -> Void) throws {
    guard let encoding = Encoding.preset(Self.preset) else {
      throw OperationsError(.unknownName, subject: Self.preset, "there is no preset ‘\(Self.preset)’")
    }
    let rate = cut.rate
    let shape = PictureShape(format: .yuv422p10, width: Self.width, height: Self.height, rate: rate, color: .bt709)
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: shape, audio: [SoundShape(sampleRate: TurnoverPlan.sampleRate, layout: .mono)],
      labels: MediaWriter.Labels(start: layout.start), isReproducible: true)
    let total = layout.frameCount
    let flashes = Set(layout.pops.map(\.label))
    var sample = 0
    for frame in 0..<total {
      try cancellation.check()
      let label = layout.start.advanced(wrapping: FrameCount(frame))
      var canvas: Canvas
      if flashes.contains(label.description) { canvas = Self.plain(1) } else { canvas = try self.canvas(at: frame - layout.leaderFrames) }
      BurntTimecode.burn(label, on: &canvas)
      try writer.write(canvas.picture(at: FrameCount(frame)))
      let end = min(layout.samples, rate.firstSample(of: FrameCount(frame + 1), sampleRate: TurnoverPlan.sampleRate))
      let sound = try MonoFile.samples(of: guide, sample..<end)
      try writer.write(AudioBlock(sampleRate: TurnoverPlan.sampleRate, position: sample, bitDepth: 24, channels: [sound]))
      sample = end
      show(WorkProgress(subject: path, done: frame + 1, total: total, unit: .frames))
    }
    try writer.finish()
  }

  // MARK: -

  /// What is seen at a frame of the programme.
  private mutating func canvas(at frame: Int) throws -> Canvas {
    guard let segment = segment(at: frame) else { return Self.plain(0) }
    switch segment.content {
    case .other(let words): return lacking(words)
    case .clip(let layer):
      guard let picture = try picture(of: layer, at: frame) else { return lacking("a clip whose picture cannot be had") }
      return Canvas(copying: picture)
    case .dissolve(let from, let to):
      guard let one = try picture(of: from, at: frame), let other = try picture(of: to, at: frame) else {
        return lacking("a dissolve of which a side cannot be had")
      }
      var canvas = Canvas(copying: one)
      canvas.mix(other, share: (2 * (frame - segment.frames.lowerBound) + 1) * Canvas.whole / (2 * segment.frames.count))
      return canvas
    }
  }

  private func segment(at frame: Int) -> VisibleSegment? {
    var (low, high) = (0, segments.count)
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].frames.upperBound <= frame { low = middle + 1 } else { high = middle }
    }
    return low < segments.count && segments[low].frames.contains(frame) ? segments[low] : nil
  }

  private mutating func lacking(_ words: String) -> Canvas {
    if words != "black" { black[words, default: 0] += 1 }
    return Self.plain(0)
  }

  private static func plain(_ gray: Double) -> Canvas {
    var canvas = Canvas(format: .yuv422p10, width: width, height: height)
    canvas.fill(CodeValues(gray: gray, depth: 10))
    return canvas
  }

  private mutating func picture(of layer: VisibleSegment.Layer, at frame: Int) throws -> Picture? {
    let match = result.matches[layer.match]
    guard match.isLinked, let media = match.media, let number = match.mediaFrame(at: frame - layer.start, rate: cut.rate) else { return nil }
    if open[media.path] == nil {
      if open.count >= Self.mostOpen { open = [:] }
      guard let made = try? ClipPictures(media.files, width: Self.width, height: Self.height) else { return nil }
      open[media.path] = made
    }
    return try open[media.path]?.picture(at: number, cancellation)
  }
}

extension ConformMatch {
  /// The frame of its media that is seen at a place of the clip, counted from the first of the media; `nil` where the labels do not tell.
  func mediaFrame(at place: Int, rate: FrameRate) -> Int? {
    guard let use = event.use, let first = firstMediaFrame, let label = SourceUse.label(of: event.clip, rate: rate, at: place) else { return nil }
    return label - use.cut.lowerBound + first
  }
}
