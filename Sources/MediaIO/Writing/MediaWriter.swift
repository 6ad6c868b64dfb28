// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
public import Essence
internal import Markup
public import Timing

/// Writes a media file.
///
/// It writes to the path that it is given and never over a file that exists: who wants a safe write gives a temporary name beside the
/// target and renames it after `finish`, which does not return before the bytes are on the disk. A writer that goes away unfinished leaves
/// the unfinished file. A writer is used by one task at a time.
///
///     let writer = try MediaWriter(path: path, encoding: encoding, video: shape, start: start, reel: "A001")
///     for picture in pictures { try writer.write(picture) }
///     try writer.finish()
public final class MediaWriter {
  /// What a file says of itself besides its pictures and sound.
  public struct Labels: Hashable, Sendable {
    /// The timecode of the first picture or sample.
    public var start: Timecode?
    /// The reel or tape name that is kept with the timecode.
    public var reel: String?
    /// Further metadata, by FFmpeg's names (`title`, `comment`).
    public var metadata: [String: String]

    /// Labels; none unless given.
    public init(start: Timecode? = nil, reel: String? = nil, metadata: [String: String] = [:]) {
      self.start = start
      self.reel = reel
      self.metadata = metadata
    }
  }

  private let output: any PacketOutput
  /// What ends the file.
  private let ending: Ending
  private var pictures: PictureEncoder?
  private var sounds: [SoundEncoder] = []
  private var isFinished = false

  private enum Ending {
    /// FFmpeg's muxer, and the chunk that follows the sound of a Broadcast Wave file.
    case muxer(Muxer, IXMLChunk?)
    case sink(any EssenceSink)
  }

  /// Creates the file and writes its header.
  ///
  /// - Parameters:
  ///   - path: where to write; nothing but an empty file may be there.
  ///   - encoding: what to make of the pictures and sound.
  ///   - video: the pictures that will come; ignored where the encoding has none.
  ///   - audio: the sound streams that will come, in order; ignored where the encoding has none.
  ///   - labels: timecode, reel and metadata.
  ///   - threads: threads for encoder and filters; `nil` for as many as there are cores.
  ///   - isReproducible: whether to leave out dates, random identifiers and library versions, so that equal input and an equal number of
  ///     threads make equal files. Other versions of the encoders, and for HEVC other processors, may still spend bits differently.
  /// - Throws: `MediaIOError` where the file cannot be made or the encoding refuses the input.
  public init(
    path: String, encoding: Encoding, video: PictureShape? = nil, audio: [SoundShape] = [], labels: Labels = Labels(), threads: Int? = nil,
    isReproducible: Bool = false
  ) throws(MediaIOError) {
    let muxer = try Muxer(path: path, format: encoding.wrapper.libAVName, isReproducible: isReproducible)
    let timing = encoding.wrapper.timing(of: labels)
    output = muxer
    (pictures, sounds) = try Self.encoders(
      encoding, video: video, audio: audio, into: muxer, threads: threads, isReproducible: isReproducible, start: labels.start, metadata: timing)
    var metadata = labels.metadata.merging(timing) { $1 }
    var chunk: IXMLChunk?
    if encoding.wrapper == .wav, let start = labels.start, let sampleRate = encoding.audio?.sampleRate ?? audio.first?.sampleRate {
      metadata["time_reference"] = "\(start.samplesSinceMidnight(sampleRate: sampleRate))"  // EBU Tech 3285, TimeReference
      do throws(MarkupError) { chunk = try IXMLChunk(start: start, reel: labels.reel, sampleRate: sampleRate) } catch {
        throw MediaIOError(.invalidRequest, subject: path, remedy: "the reel name cannot be written: \(error)")
      }
    }
    ending = .muxer(muxer, chunk)
    try muxer.writeHeader(encoding.wrapper.settings, metadata: metadata)
  }

  /// Encodes for a sink, which wraps what comes.
  ///
  /// - Parameters:
  ///   - sink: is told what comes, and given it.
  ///   - path: what is written, as errors name it.
  ///   - start: the timecode of the first picture, for codings that say it in the pictures themselves.
  /// - Throws: `MediaIOError` where the encoding refuses the input.
  public init(
    sink: any EssenceSink, path: String, encoding: Encoding, video: PictureShape? = nil, audio: [SoundShape] = [], start: Timecode? = nil,
    threads: Int? = nil
  ) throws(MediaIOError) {
    output = SinkOutput(sink, path: path)
    (pictures, sounds) = try Self.encoders(
      encoding, video: video, audio: audio, into: output, threads: threads, isReproducible: true, start: start, metadata: [:])
    ending = .sink(sink)
    try sink.begin(pictures: pictures?.shape, sounds: sounds.map(\.target))
  }

  private static func encoders(
    _ encoding: Encoding, video: PictureShape?, audio: [SoundShape], into output: any PacketOutput, threads: Int?, isReproducible: Bool,
    start: Timecode?, metadata: [String: String]
  ) throws(MediaIOError) -> (PictureEncoder?, [SoundEncoder]) {
    var (pictures, sounds): (PictureEncoder?, [SoundEncoder]) = (nil, [])
    if let coding = encoding.video, let video {
      pictures = try PictureEncoder(
        coding, of: video, into: output, threads: threads, isReproducible: isReproducible, start: start, metadata: metadata)
    }
    if let coding = encoding.audio {
      for shape in audio { sounds.append(try SoundEncoder(coding, of: shape, into: output, isReproducible: isReproducible, metadata: [:])) }
    }
    guard pictures != nil || !sounds.isEmpty else {
      throw MediaIOError(.invalidRequest, subject: output.path, remedy: "there is nothing to write: ‘\(encoding.name)’ has no place for this input")
    }
    return (pictures, sounds)
  }

  /// Encodes the next picture; pictures are numbered as they come.
  public func write(_ picture: Picture) throws(MediaIOError) {
    guard let pictures else { throw noSuchStream("pictures") }
    try pictures.encode(picture)
  }

  /// Encodes the next sound of a stream, counted from 0 among the sound streams.
  public func write(_ sound: AudioBlock<Float>, stream: Int = 0) throws(MediaIOError) {
    guard sounds.indices.contains(stream) else { throw noSuchStream("sound stream \(stream)") }
    try sounds[stream].encode(sound)
  }

  /// Encodes the next sound of a stream as integers, whose `bitDepth` says how many bits are significant.
  public func write(_ sound: AudioBlock<Int32>, stream: Int = 0) throws(MediaIOError) {
    guard sounds.indices.contains(stream) else { throw noSuchStream("sound stream \(stream)") }
    try sounds[stream].encode(sound)
  }

  /// How many pictures were written; before the end, a conversion may hold some back.
  public var pictureCount: FrameCount { pictures?.encodedCount ?? .zero }

  /// Encodes what is still held, completes the file and waits until it is on the disk.
  ///
  /// - Throws: `MediaIOError` where that fails; the file is then not complete.
  public func finish() throws(MediaIOError) {
    precondition(!isFinished, "a writer is finished once")
    isFinished = true
    try pictures?.finish()
    for sound in sounds {
      try sound.finish(at: pictures.map { $0.shape.rate.firstSample(of: $0.encodedCount, sampleRate: sound.target.sampleRate) })
    }
    switch ending {
    case .muxer(let muxer, let chunk): try muxer.finish(appending: chunk)
    case .sink(let sink): try sink.finish()
    }
  }

  // MARK: -

  private func noSuchStream(_ name: String) -> MediaIOError {
    MediaIOError(.invalidRequest, subject: output.path, remedy: "no \(name) were announced when the file was opened")
  }
}

extension Encoding.Wrapper {
  /// libav's name of the muxer.
  fileprivate var libAVName: String { self == .matroska ? "matroska" : rawValue }

  /// The settings that the muxer is opened with.
  fileprivate var settings: [String: String] {
    switch self {
    case .mp4: ["movflags": "+faststart"]
    case .wav: ["write_bext": "1", "rf64": "auto"]
    case .mov, .mxf, .matroska, .dpx, .tiff, .exr: [:]
    }
  }

  /// Timecode and reel in the words of the wrapper's muxer; Broadcast Wave has samples instead.
  func timing(of labels: MediaWriter.Labels) -> [String: String] {
    guard self != .wav else { return labels.reel.map { ["originator_reference": $0] } ?? [:] }
    var words: [String: String] = [:]
    words["timecode"] = labels.start.map(\.description)
    words["reel_name"] = labels.reel
    return words
  }
}
