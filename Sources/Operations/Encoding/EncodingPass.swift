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
    /// Samples of sound after the last picture, which a wrapper that goes picture by picture has no place for.
    var cutSamples = 0
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
      if cutSamples > 0 {
        notes.append("\(CountText(cutSamples, "sample")) of sound after the last picture \(cutSamples == 1 ? "was" : "were") left out")
      }
      return notes
    }
  }

  /// The file that is decoded, as it was probed.
  var source: MediaDescription
  var encoding: Encoding
  var labels: MediaWriter.Labels
  /// Who makes the file and when, for wrappers that say it.
  var origin: MXFSink.Origin
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
  static let maximumHole = 600
  /// Samples of silence that are written at once.
  static let silenceLength = 4096

  /// Encodes to `path`, where nothing but an empty file may be.
  func run(to path: String, cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void) throws -> Result {
    try run(cancellation: cancellation, task: task, show: show) { try writer(to: path, pictures: $0) }
  }

  /// Encodes with the writer that `open` gives for pictures of a shape, and the sink that it feeds where that counts sound.
  func run(
    cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void,
    open: (PictureShape?) throws -> (MediaWriter, MXFSink?)
  ) throws -> Result {
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
    let window = shape.flatMap { shape in range.map { EncodingWindow(frames: $0, rate: shape.rate) } }
    var state = try State(open(shape), soundStreams: soundStreams, framesPerSecond: shape?.rate.nominal ?? 1, window: window)
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
    try state.finish()
    progress.finish()
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

  var pictureStream: Int? { encoding.video == nil ? nil : source.video.first?.index }
  var soundStreams: [Int] { encoding.audio == nil ? [] : source.audio.map(\.index) }

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
  func reader(of path: String) throws -> MediaReader {
    let keepsSamples = encoding.audio.map { $0.coding != .aac } ?? false
    return try MediaReader(
      path: path,
      options: MediaReader.Options(
        video: pictureStream.map { .only([$0]) } ?? .none, audio: soundStreams.isEmpty ? .none : .only(Set(soundStreams)),
        samples: keepsSamples ? .exactIntegers : .float))
  }
}
