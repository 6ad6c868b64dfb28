// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import MediaIO
import Signals
import Timing

/// The files that are formatted, as they were probed: all of one kind, so that one encoder takes them and what is drawn fits.
struct FormatMaterial: Sendable {
  /// A file and the pictures that are really in it.
  struct Source: Sendable {
    let media: MediaDescription
    let frames: Int
    var path: String { media.path }
  }

  let parts: [Source]
  let elements: [Source]
  let rate: FrameRate
  /// What is drawn looks like this.
  let form: PictureForm
  let color: ColorDescription

  /// Probes and counts the files.
  ///
  /// - Throws: `OperationsError.badInput` for one that cannot be formatted, with what to do; `MediaIOError`.
  init(parts: [String], elements: [String], encoding: Encoding) throws {
    self.parts = try parts.map { try Self.source($0) }
    self.elements = try elements.map { try Self.source($0) }
    guard let first = self.parts.first, let facts = first.media.video.first?.facts, let rate = facts.rate, let width = facts.width,
      let height = facts.height, let format = facts.pixelFormat.flatMap({ PixelFormat.named($0) })
    else { throw OperationsError(.badInput, subject: parts.first ?? "", "there is no programme to format") }
    let path = first.path
    guard Canvas.supports(format), facts.color.isFullRange != true, !format.name.hasPrefix("yuvj") else {
      throw OperationsError(
        .badInput, subject: path,
        "‘\(path)’ has pictures of format \(format.name)\(facts.color.isFullRange == true ? " in full range" : ""), beside which nothing can be drawn: "
          + "transcode it first, as with --preset prores-422-hq")
    }
    guard [nil, 1].contains(facts.color.matrix), [nil, 1, 6, 14, 15].contains(facts.color.transfer) else {
      throw OperationsError(
        .badInput, subject: path,
        "‘\(path)’ is not in the colour of BT.709, in which bars and clocks are drawn: convert it first")
    }
    self.rate = rate
    let scan = facts.scan ?? .progressive
    form = PictureForm(format: format, width: width, height: height, pixelAspect: facts.pixelAspect ?? Ratio(1, 1), scan: scan)
    color = ColorDescription(
      primaries: facts.color.primaries ?? 1, transfer: facts.color.transfer ?? 1, matrix: 1, isFullRange: false)
    for other in self.parts.dropFirst() + self.elements {
      try Self.refuseUnlike(other, first, withSound: self.parts.contains { $0.path == other.path })
    }
    try Self.refuse(encoding, for: facts, of: path)
  }

  /// The soundtracks of each part.
  var audio: [AudioStream] { parts.first?.media.audio ?? [] }

  /// What is written.
  var shape: PictureShape {
    PictureShape(
      format: form.format, width: form.width, height: form.height, rate: rate, pixelAspect: form.pixelAspect, scan: form.scan, color: color)
  }

  // MARK: -

  private static func source(_ path: String) throws -> Source {
    let media = try MediaReader.probe(path, countingPictures: true)
    guard let facts = media.video.first?.facts else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ has no pictures: name a file that has")
    }
    guard facts.rate != nil, facts.width != nil, facts.height != nil, facts.pixelFormat != nil, let count = facts.frameCount?.value, count > 0 else {
      throw OperationsError(
        .badInput, subject: path, "‘\(path)’ does not say how its pictures are made or how many there are: it cannot be formatted")
    }
    return Source(media: media, frames: count)
  }

  private static func refuseUnlike(_ other: Source, _ first: Source, withSound: Bool) throws {
    guard let one = first.media.video.first?.facts, let two = other.media.video.first?.facts else { return }
    let differences = [
      one.width == two.width && one.height == two.height ? nil : "raster (\(two.width ?? 0)×\(two.height ?? 0))",
      one.rate == two.rate ? nil : "rate (\(two.rate.map { "\($0)" } ?? "none"))",
      (one.scan ?? .progressive) == (two.scan ?? .progressive) ? nil : "scanning", one.pixelFormat == two.pixelFormat ? nil : "pixel format",
      !withSound || sounds(first) == sounds(other) ? nil : "sound tracks",
    ].compactMap { $0 }
    guard !differences.isEmpty else { return }
    throw OperationsError(
      .badInput, subject: other.path,
      "‘\(other.path)’ differs from ‘\(first.path)’ in \(differences.joined(separator: ", ")): convert it first, so that all parts are made alike")
  }

  private static func sounds(_ source: Source) -> [[Int?]] { source.media.audio.map { [$0.facts.channelCount, $0.facts.sampleRate] } }

  /// Refuses an encoding that makes other pictures than it is given: what is formatted has to be the programme still.
  private static func refuse(_ encoding: Encoding, for facts: VideoFacts, of path: String) throws {
    let isRaster: Bool
    switch encoding.video?.raster {
    case .source: isRaster = true
    case .exactly(let width, let height): isRaster = (width, height) == (facts.width ?? 0, facts.height ?? 0)
    case .within, .signal, nil: isRaster = false
    }
    guard let video = encoding.video, isRaster, !video.deinterlaces else {
      throw OperationsError(
        .badInput, subject: path,
        "‘\(encoding.name)’ does not keep pictures of \(facts.width ?? 0)×\(facts.height ?? 0) as they are: format to a mastering preset such as "
          + "prores-422-hq, and transcode what was made")
    }
  }
}

/// How the sound of a formatted file lies in tracks.
public enum FormatTracks: String, Sendable, Codable, CaseIterable {
  /// As in the programme.
  case asSource
  /// Each channel a track of its own.
  case mono
}

/// A sound track that is written: some channels of one of the programme's.
struct FormatTrack: Sendable {
  /// Which of the programme's tracks, from 0.
  let source: Int
  /// Which of its channels.
  let channels: [Int]
  let shape: SoundShape
  /// Which channel of a line-up signal each carries.
  let positions: [ChannelLayout.Position]

  /// The tracks of a file made of `streams`.
  ///
  /// Mono tracks are pairs, left and right, in their order.
  static func all(of streams: [AudioStream], as tracks: FormatTracks, path: String) throws -> [FormatTrack] {
    var monos = 0
    return try streams.enumerated().flatMap { (source, stream) -> [FormatTrack] in
      guard let rate = stream.facts.sampleRate, let count = stream.facts.channelCount, count > 0 else {
        throw OperationsError(.badInput, subject: path, "‘\(path)’ does not say how its sound is made: it cannot be formatted")
      }
      let layout = stream.facts.layout ?? ChannelLayout(Array(repeating: .unknown, count: count))
      let positions: [ChannelLayout.Position] = layout.positions.enumerated().map { channel, position in
        if position != .mono && position != .unknown { return position }
        if count == 1 { monos += 1 }
        return (count == 1 ? monos - 1 : channel) % 2 == 0 ? .left : .right
      }
      guard tracks == .mono, count > 1 else {
        return [FormatTrack(source: source, channels: Array(0..<count), shape: SoundShape(sampleRate: rate, layout: layout), positions: positions)]
      }
      return (0..<count).map {
        FormatTrack(source: source, channels: [$0], shape: SoundShape(sampleRate: rate, layout: .mono), positions: [positions[$0]])
      }
    }
  }

  /// Whether its source is in 5.1.
  func isSurround(in streams: [AudioStream]) -> Bool {
    (streams[source].facts.layout?.positions.count { [.center, .lowFrequency, .leftSurround, .rightSurround].contains($0) } ?? 0) == 4
  }
}
