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

  private let muxer: Muxer
  private var pictures: PictureEncoder?
  private var sounds: [SoundEncoder] = []
  /// Follows the sound of a Broadcast Wave file.
  private var chunk: IXMLChunk?
  private var isFinished = false

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
    muxer = try Muxer(path: path, format: encoding.wrapper.libAVName, isReproducible: isReproducible)
    let timing = encoding.wrapper.timing(of: labels)
    if let coding = encoding.video, let video {
      pictures = try PictureEncoder(coding, of: video, into: muxer, threads: threads, isReproducible: isReproducible, metadata: timing)
    }
    if let coding = encoding.audio {
      for shape in audio { sounds.append(try SoundEncoder(coding, of: shape, into: muxer, isReproducible: isReproducible, metadata: [:])) }
    }
    guard pictures != nil || !sounds.isEmpty else {
      throw MediaIOError(.invalidRequest, subject: path, remedy: "there is nothing to write: ‘\(encoding.name)’ has no place for this input")
    }
    var metadata = labels.metadata.merging(timing) { $1 }
    if encoding.wrapper == .wav, let start = labels.start, let sampleRate = encoding.audio?.sampleRate ?? audio.first?.sampleRate {
      metadata["time_reference"] = "\(start.samplesSinceMidnight(sampleRate: sampleRate))"  // EBU Tech 3285, TimeReference
      do throws(MarkupError) { chunk = try IXMLChunk(start: start, reel: labels.reel, sampleRate: sampleRate) } catch {
        throw MediaIOError(.invalidRequest, subject: path, remedy: "the reel name cannot be written: \(error)")
      }
    }
    try muxer.writeHeader(encoding.wrapper.settings, metadata: metadata)
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

  /// How many pictures were written.
  public var pictureCount: FrameCount { pictures?.count ?? .zero }

  /// Encodes what is still held, completes the file and waits until it is on the disk.
  ///
  /// - Throws: `MediaIOError` where that fails; the file is then not complete.
  public func finish() throws(MediaIOError) {
    precondition(!isFinished, "a writer is finished once")
    isFinished = true
    try pictures?.finish()
    for sound in sounds { try sound.finish() }
    try muxer.finish(appending: chunk)
  }

  // MARK: -

  private func noSuchStream(_ name: String) -> MediaIOError {
    MediaIOError(.invalidRequest, subject: muxer.path, remedy: "no \(name) were announced when the file was opened")
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
    case .mov, .mxf, .matroska: [:]
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
