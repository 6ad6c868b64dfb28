// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import MXF
import MediaIO
import Timing

/// Wraps in MXF what encoders make: each picture with the sound of its time, every channel on a track of its own.
///
/// Pictures wait for their sound. Sound that is missing is silent, sound that goes on after the last picture is cut, and both are counted.
final class MXFSink: EssenceSink {
  /// What is known of the file before its first picture.
  struct Origin: Sendable {
    /// What Lineup calls itself in files.
    var toolVersion: String
    /// When the file is made.
    var date: Timestamp

    /// A version and a moment.
    init(toolVersion: String, date: Timestamp) { (self.toolVersion, self.date) = (toolVersion, date) }

    /// Those of an environment.
    init(_ environment: Environment) { self.init(toolVersion: environment.host.toolVersion, date: environment.clock.now) }
  }

  /// What became of the sound.
  struct Result: Sendable, Equatable {
    /// Samples that were missing on a channel, at most.
    var silentSamples = 0
    /// Samples that came after the last picture, at most.
    var cutSamples = 0
  }

  /// Seconds of pictures that wait for sound; a source in which it lies further behind is not interleaved.
  private static let patience = 10

  private(set) var result = Result()
  private let path: String
  private let encoding: Encoding
  private let labels: MediaWriter.Labels
  private let activeFormat: ActiveFormat?
  private let origin: Origin
  private var stream: OP1aStream?
  private var rate = FrameRate.fps25
  private var sampleRate = 48_000
  private var waiting: [EncodedPacket] = []
  private var sounds: [SoundQueue] = []
  private var frames = 0

  /// A sink that writes on the empty file at `path`.
  init(path: String, encoding: Encoding, labels: MediaWriter.Labels, activeFormat: ActiveFormat?, origin: Origin) {
    (self.path, self.encoding, self.labels, self.activeFormat, self.origin) = (path, encoding, labels, activeFormat, origin)
  }

  /// Whether an encoding is wrapped here.
  static func wraps(_ encoding: Encoding) -> Bool { encoding.wrapper == .mxf && encoding.video?.coding.wrapped != nil }

  func begin(pictures: PictureShape?, sounds: [SoundShape]) throws(MediaIOError) {
    guard let shape = pictures, let coding = encoding.video?.coding.wrapped, let numerator = Int32(exactly: shape.rate.numerator),
      let denominator = Int32(exactly: shape.rate.denominator)
    else {
      throw MediaIOError(.invalidRequest, subject: path, remedy: "MXF of ‘\(encoding.name)’ needs pictures: choose a preset of sound alone")
    }
    rate = shape.rate
    let start = labels.start.map { $0.relabeled(at: rate) } ?? Timecode(wrapping: .zero, at: rate)
    var contents = OP1aStream.Contents(
      coding, rate: .init(numerator, denominator),
      start: StatedTimecode(
        start: Int64(start.frameCount.value), base: UInt16(clamping: start.rate.nominal), isDropFrame: start.rate.isDropFrame),
      product: RewrapAS11.product(version: origin.toolVersion), date: origin.date)
    if coding == .proRes { contents.proRes = encoding.video?.profile.flatMap(ProResProfile.init) }
    contents.channels = sounds.reduce(0) { $0 + $1.layout.positions.count }
    contents.bits = encoding.audio?.bitDepth ?? contents.bits
    sampleRate = sounds.first?.sampleRate ?? sampleRate
    contents.sampleRate = sampleRate
    (contents.reel, contents.activeFormat, contents.color) = (labels.reel, activeFormat, shape.color)
    guard coding != .d10 || contents.channels <= 8 else {
      throw MediaIOError(
        .invalidRequest, subject: "sound in \(contents.channels) channels", remedy: "D-10 has eight at most: choose which of them go with it")
    }
    self.sounds = sounds.map { SoundQueue(channels: $0.layout.positions.count, width: contents.bits / 8) }
    stream = OP1aStream(holding: path, contents)
  }

  func take(_ packet: EncodedPacket) throws(MediaIOError) {
    switch packet.track {
    case .picture: waiting.append(packet)
    case .sound(let number):
      packet.withBytes { sounds[number].append($0) }
      guard !sounds[number].isLate else {
        throw MediaIOError(
          .processingFailed, subject: path,
          remedy: "its sound lies more than \(Self.patience) seconds behind its pictures in the source: wrap the source anew, then encode it")
      }
    }
    try writeWhatIsReady(patience: Self.patience * rate.nominal)
  }

  func finish() throws(MediaIOError) {
    try writeWhatIsReady(patience: 0)
    guard let stream = stream.take() else { preconditionFailure("a sink is begun before it is finished, and finished once") }
    result.silentSamples = sounds.map(\.silentSamples).max() ?? 0
    result.cutSamples = sounds.map(\.waitingSamples).max() ?? 0
    do throws(FilesError) { _ = try stream.finish() } catch { throw MediaIOError(writing: path, error) }
  }

  // MARK: -

  /// Writes the pictures whose sound is there, and those that more than `patience` others wait behind.
  private func writeWhatIsReady(patience: Int) throws(MediaIOError) {
    var written = 0
    while written < waiting.count {
      let samples = rate.samples(of: FrameCount(frames), sampleRate: sampleRate).count
      guard waiting.count - written > patience || sounds.allSatisfy({ $0.waitingSamples >= samples }) else { break }
      let channels = sounds.indices.flatMap { sounds[$0].take(samples) }
      let failure = waiting[written].withBytes { bytes -> FilesError? in
        do throws(FilesError) { try stream?.append(bytes, sounds: channels) } catch { return error }
        return nil
      }
      if let failure { throw MediaIOError(writing: path, failure) }
      written += 1
      frames += 1
    }
    waiting.removeFirst(written)
  }
}

extension Encoding.Video.Coding {
  /// The coding as MXF wraps it; nothing for those that have no place there.
  fileprivate var wrapped: PictureCoding? {
    switch self {
    case .mpeg2: .mpeg2
    case .d10: .d10
    case .avcIntra: .avcIntra
    case .prores: .proRes
    case .dnxhd: .vc3
    case .ffv1, .v210, .h264, .h265, .dpx, .tiff, .exr: nil
    }
  }
}

extension MediaIOError {
  /// What the writer of MXF could not do.
  fileprivate init(writing path: String, _ error: FilesError) {
    let code: Code = error.code == .noSpace ? .noSpace : error.code == .malformed ? .processingFailed : .cannotWrite
    self.init(code, subject: path, remedy: error.remedy)
  }
}
