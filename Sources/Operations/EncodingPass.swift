// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Integrity
import MediaIO
import Timing

/// Decodes one file and encodes another: what transcoding and delivering share.
///
/// The output runs at the source's constant rate. Where the source has no picture for a frame, the one before is held; where sound is missing, it is
/// silent: both are counted, so that picture and sound stay in step and nobody is told that nothing happened.
struct EncodingPass: Sendable {
  /// What was encoded and what had to be made up.
  struct Result: Sendable {
    var frames = 0
    var held = 0
    var dropped = 0
    var silentSamples = 0
    var damage: [String] = []

    /// What an operator should know, one sentence each.
    var notes: [String] {
      var notes = damage
      if held > 0 {
        notes.append("\(CountText(held, "frame")) had no picture of \(held == 1 ? "its" : "their") own: the picture before was held")
      }
      if dropped > 0 {
        notes.append("\(CountText(dropped, "picture")) fell on a frame that had one already and \(dropped == 1 ? "was" : "were") left out")
      }
      if silentSamples > 0 {
        let state = silentSamples == 1 ? "was missing: it is" : "were missing: they are"
        notes.append("\(CountText(silentSamples, "sample")) of sound \(state) silent")
      }
      return notes
    }
  }

  /// The file that is decoded, as it was probed.
  var source: MediaDescription
  var encoding: Encoding
  var labels: MediaWriter.Labels
  /// What colour the source is taken to have where it does not say.
  var assumedColor: ColorDescription?
  /// The pictures that are taken, counted from the file's first, with the sound of their time; `nil` for the whole file.
  var range: Range<Int>?
  /// Where a recording spans files: what is taken of those behind `source`, in their order.
  var following: [Part] = []

  /// A file, and the pictures that are taken of it.
  struct Part: Sendable {
    var source: MediaDescription
    var range: Range<Int>
  }

  /// The longest hole that is filled, in seconds: past this the source is no programme but two, or its times are forged.
  private static let maximumHole = 600
  /// Samples of silence that are written at once.
  private static let silenceLength = 4096

  /// Encodes to `path`, where nothing but an empty file may be.
  func run(to path: String, cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void) throws -> Result {
    try refuseUnlike()
    let reader = try reader(of: source.path)
    if let range { try reader.seek(to: FrameCount(range.lowerBound)) }
    var waiting: [MediaEvent] = []
    var shape: PictureShape?
    if pictureStream != nil {
      while shape == nil, let event = try reader.next() {
        if case .picture(let picture, _) = event { shape = try pictureShape(picture) }
        waiting.append(event)
      }
      guard shape != nil else { throw OperationsError(.badInput, subject: source.path, "‘\(source.path)’: not one picture can be decoded") }
    }
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: shape, audio: soundStreams.compactMap(soundShape), labels: labels, isReproducible: true)
    let window = shape.flatMap { shape in range.map { EncodingWindow(frames: $0, rate: shape.rate) } }
    var state = State(writer: writer, soundStreams: soundStreams, framesPerSecond: shape?.rate.nominal ?? 1, window: window)
    let total = range.map { range in following.reduce(range.count) { $0 + $1.range.count } }
    var progress = FrameProgress(of: source, task: task, total: total, show: show)
    waiting.reverse()
    while !state.isComplete, let event = try waiting.popLast() ?? reader.next() {
      try cancellation.check()
      try state.take(event)
      if case .picture(let picture, let stream) = event { progress.advance(to: picture, stream: stream) }
    }
    if window != nil { try state.fillSound(source.audio) }
    for part in following {
      let reader = try self.reader(of: part.source.path)
      try reader.seek(to: FrameCount(part.range.lowerBound))
      state.goOn(with: shape.map { EncodingWindow(frames: part.range, rate: $0.rate) })
      while !state.isComplete, let event = try reader.next() {
        try cancellation.check()
        try state.take(event)
        if case .picture = event { progress.advance() }
      }
      try state.fillSound(source.audio)
    }
    try writer.finish()
    progress.finish()
    state.result.frames = writer.pictureCount.value
    return state.result
  }

  /// What of the source cannot be decoded, where a file that an earlier attempt finished is kept: that attempt's own words are gone.
  func damage(cancellation: Cancellation) throws -> [String] {
    let reader = try reader(of: source.path)
    var damage: [String] = []
    while let event = try reader.next() {
      try cancellation.check()
      if case .damage(let found) = event { damage.append(found.description) }
    }
    return damage
  }

  // MARK: -

  private var pictureStream: Int? { encoding.video == nil ? nil : source.video.first?.index }
  private var soundStreams: [Int] { encoding.audio == nil ? [] : source.audio.map(\.index) }

  /// Refuses files of one recording that are not made alike: one encoder cannot take both.
  private func refuseUnlike() throws {
    for part in following {
      let (own, other) = (source.video.first, part.source.video.first)
      guard own?.index == other?.index, own?.facts.width == other?.facts.width, own?.facts.height == other?.facts.height,
        own?.facts.rate == other?.facts.rate, soundStreams.isEmpty || source.audio.map(\.index) == part.source.audio.map(\.index)
      else {
        throw OperationsError(
          .badInput, subject: part.source.path, "‘\(part.source.path)’ is not made like ‘\(source.path)’, of which it is said to be the next part")
      }
    }
  }

  /// A reader of what will be encoded.
  private func reader(of path: String) throws -> MediaReader {
    let keepsSamples = encoding.audio.map { $0.coding != .aac } ?? false
    return try MediaReader(
      path: path,
      options: MediaReader.Options(
        video: pictureStream.map { .only([$0]) } ?? .none, audio: soundStreams.isEmpty ? .none : .only(Set(soundStreams)),
        samples: keepsSamples ? .exactIntegers : .float))
  }

  private func pictureShape(_ picture: Picture) throws -> PictureShape {
    guard let facts = source.video.first?.facts, let rate = facts.rate else {
      throw OperationsError(.badInput, subject: source.path, "‘\(source.path)’ does not say how many pictures a second it has: it cannot be encoded")
    }
    var shape = PictureShape(of: picture, rate: rate)
    if let scan = facts.scan { shape.scan = scan }
    if let aspect = facts.pixelAspect { shape.pixelAspect = aspect }
    shape.color = facts.color
    if let assumedColor { shape.color = shape.color.completed(by: assumedColor) }
    return shape
  }

  private func soundShape(_ stream: Int) -> SoundShape? {
    guard let facts = source.audio.first(where: { $0.index == stream })?.facts, let rate = facts.sampleRate, let count = facts.channelCount else {
      return nil
    }
    return SoundShape(sampleRate: rate, layout: facts.layout ?? ChannelLayout(Array(repeating: .unknown, count: count)))
  }

  /// Where each stream has come to.
  private struct State {
    let writer: MediaWriter
    let soundStreams: [Int]
    var result = Result()
    private var nextFrame = 0
    private var lastPicture: Picture?
    private var nextSample: [Int: Int] = [:]

    private let framesPerSecond: Int
    private var window: EncodingWindow?
    /// What earlier files of the recording gave: pictures, and samples of each stream.
    private var before: (frames: Int, samples: [Int: Int]) = (0, [:])
    /// Whether a picture came from so far behind the window that nothing of it comes any more.
    private var isBehind = false
    /// Streams whose sound does not yet reach to the window's end.
    private var openSounds: Set<Int>
    /// Streams that give integers.
    private var integerSounds: Set<Int> = []

    init(writer: MediaWriter, soundStreams: [Int], framesPerSecond: Int, window: EncodingWindow?) {
      self.writer = writer
      self.soundStreams = soundStreams
      self.framesPerSecond = framesPerSecond
      self.window = window
      openSounds = Set(soundStreams)
    }

    /// Whether all of the window was written.
    var isComplete: Bool {
      guard let window else { return false }
      return isBehind || (nextFrame >= before.frames + window.frames.count && openSounds.isEmpty)
    }

    /// Takes what comes from now on for that of the recording's next file.
    mutating func goOn(with window: EncodingWindow?) {
      (self.window, isBehind, openSounds) = (window, false, Set(soundStreams))
      before = (nextFrame, nextSample)
    }

    /// Makes sound that ends within the window as long as its pictures.
    mutating func fillSound(_ streams: [AudioStream]) throws {
      guard let window else { return }
      for stream in streams where openSounds.contains(stream.index) {
        guard let rate = stream.facts.sampleRate, let channels = stream.facts.channelCount, channels > 0 else { continue }
        let end = before.samples[stream.index, default: 0] + window.samples(at: rate).count
        if integerSounds.contains(stream.index) {
          try fill(
            AudioBlock<Int32>(sampleRate: rate, position: end, bitDepth: 24, channels: [[Int32]](repeating: [], count: channels)), stream.index
          ) {
            try $0.write($1, stream: $2)
          }
        } else {
          try fill(AudioBlock<Float>(sampleRate: rate, position: end, channels: [[Float]](repeating: [], count: channels)), stream.index) {
            try $0.write($1, stream: $2)
          }
        }
      }
    }

    /// Takes an empty block: what is missing before it becomes silence.
    private mutating func fill<Sample>(
      _ end: AudioBlock<Sample>, _ stream: Int, write: (MediaWriter, AudioBlock<Sample>, Int) throws -> Void
    ) throws where Sample: Numeric & Sendable {
      try take(end, stream) { writer, block, ordinal in if block.count > 0 { try write(writer, block, ordinal) } }
    }

    mutating func take(_ event: MediaEvent) throws {
      switch event {
      case .picture(let picture, _): try take(picture)
      case .sound(let block, let stream): try takePart(block, stream) { writer, block, ordinal in try writer.write(block, stream: ordinal) }
      case .integerSound(let block, let stream):
        integerSounds.insert(stream)
        try takePart(block, stream) { writer, block, ordinal in try writer.write(block, stream: ordinal) }
      case .damage(let damage): result.damage.append(damage.description)
      }
    }

    /// Takes what of a block lies in the window.
    private mutating func takePart<Sample>(
      _ block: AudioBlock<Sample>, _ stream: Int, write: (MediaWriter, AudioBlock<Sample>, Int) throws -> Void
    ) throws where Sample: Numeric & Sendable {
      guard let window else { return try take(block, stream, write: write) }
      if let part = window.part(of: block) {
        try take(part.part(0..<part.count, at: part.position + before.samples[stream, default: 0]), stream, write: write)
      }
      if capped(block.position, block.count) >= window.samples(at: block.sampleRate).upperBound { openSounds.remove(stream) }
    }

    private mutating func take(_ picture: Picture) throws {
      var position = picture.position.value
      if let window {
        isBehind = isBehind || position >= capped(window.frames.upperBound, EncodingWindow.lateness * framesPerSecond)
        guard window.frames.contains(position) else { return }
        position += before.frames - window.frames.lowerBound
      }
      guard position >= nextFrame else {
        result.dropped += 1
        return
      }
      if let last = lastPicture, position > nextFrame {
        if position - nextFrame <= EncodingPass.maximumHole * framesPerSecond {
          for _ in nextFrame..<position { try writer.write(last) }
          result.held += position - nextFrame
        } else {
          result.damage.append("after picture \(nextFrame - 1) its times leap by \(CountText(position - nextFrame, "frame")): nothing was put there")
        }
      }
      try writer.write(picture)
      (lastPicture, nextFrame) = (picture, position + 1)
    }

    private mutating func take<Sample>(
      _ block: AudioBlock<Sample>, _ stream: Int, write: (MediaWriter, AudioBlock<Sample>, Int) throws -> Void
    ) throws where Sample: Numeric & Sendable {
      guard let ordinal = soundStreams.firstIndex(of: stream) else { return }
      let (hole, isForged) = block.position.subtractingReportingOverflow(nextSample[stream, default: 0])
      if isForged || hole > EncodingPass.maximumHole * block.sampleRate {
        result.damage.append("the times of its sound leap: nothing was put there")
      } else if hole > 0 {
        for start in stride(from: 0, to: hole, by: EncodingPass.silenceLength) {
          let run = [Sample](repeating: 0, count: min(EncodingPass.silenceLength, hole - start))
          let silence = AudioBlock(
            sampleRate: block.sampleRate, bitDepth: block.bitDepth, channels: [[Sample]](repeating: run, count: block.channelCount))
          try write(writer, silence, ordinal)
        }
        result.silentSamples += hole
      }
      try write(writer, block, ordinal)
      nextSample[stream] = capped(block.position, block.count)
    }
  }
}

extension ColorDescription {
  /// This description, with what it does not state taken from `other`.
  fileprivate func completed(by other: ColorDescription) -> ColorDescription {
    ColorDescription(
      primaries: primaries ?? other.primaries, transfer: transfer ?? other.transfer, matrix: matrix ?? other.matrix,
      isFullRange: isFullRange ?? other.isFullRange)
  }
}
