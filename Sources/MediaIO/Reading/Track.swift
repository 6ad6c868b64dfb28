// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// One stream that is being decoded: its decoder, its clock, and where it is.
final class Track {
  /// What a track had to give.
  enum Yield {
    case event(MediaEvent)
    /// A frame that is not wanted; ask again.
    case nothing
    /// No frame until the decoder gets more.
    case exhausted
  }

  let decoder: Decoder
  let isVideo: Bool
  var pictures: PictureClock
  private var sound: SoundClock
  /// Bits of the stored integers; `nil` for lossy and floating-point sound.
  private let bitDepth: Int?
  private let givesIntegers: Bool
  private let quarterTurns: Int
  private let survey: PacketSurvey?
  private var frame: Frame
  private var isFinished = false
  /// Failures in a row while the decoder empties itself: some decoders would repeat one without end.
  private var lastFailures = 0
  private var startedAtBeginning = true
  /// Where a seek has led, until the picture it is for has come.
  private var arrival = Arrival.arrived
  /// Nothing before these is given: set by a seek.
  private var firstPicture = FrameCount.zero
  private var firstSample = 0

  /// How far a seek has come.
  private enum Arrival {
    case awaitsKey
    case foundKey(FrameCount)
    case arrived
  }

  init(_ decoder: Decoder, samples: MediaReader.Options.SampleKind, survey: PacketSurvey? = nil) throws(MediaIOError) {
    self.decoder = decoder
    self.survey = survey
    isVideo = decoder.context.pointee.codec_type == AVMEDIA_TYPE_VIDEO
    pictures = PictureClock(decoder.stream)
    sound = SoundClock(decoder.stream)
    bitDepth = exactBitDepth(decoder.context)
    givesIntegers = samples == .exactIntegers && bitDepth != nil
    quarterTurns = StreamParameters.quarterTurns(of: decoder.stream)
    frame = try Frame()
  }

  var index: Int { decoder.index }

  /// Whether the coding keeps the samples as they were.
  var isLossless: Bool { bitDepth != nil }

  /// The next frame as an event.
  func take() throws(MediaIOError) -> Yield {
    switch decoder.receive(into: frame) {
    case .needsInput, .ended: return .exhausted
    case .failed(let error):
      lastFailures += isFinished ? 1 : 0
      return lastFailures > 64 ? .exhausted : .event(.damage(damage(error)))
    case .frame: break
    }
    let full = frame
    frame = try Frame()
    return isVideo ? picture(full) : block(full)
  }

  /// Tells the decoder that nothing more comes.
  func finish() {
    guard !isFinished else { return }
    isFinished = true
    avcodec_send_packet(decoder.context, nil)
  }

  /// Damage that the decoder reported where the track now is.
  func damage(_ error: LibAVError) -> MediaDamage {
    MediaDamage(.undecodable, stream: index, position: isVideo ? pictures.next : nil, text: "data that cannot be decoded (\(error))")
  }

  /// The damage of a stream that stops before the wrapper says; `nil` where it does not, or where the wrapper does not say.
  func shortfall(of description: MediaDescription) -> MediaDamage? {
    guard isVideo else { return soundShortfall(of: description) }
    guard startedAtBeginning, let stated = description.video.first(where: { $0.index == index })?.wrapper.frameCount,
      pictures.next < stated
    else { return nil }
    return MediaDamage(
      .endsEarly, stream: index, position: pictures.next,
      text: "the stream ends after \(pictures.next) of the \(stated) pictures that the wrapper promises")
  }

  /// The same for sound. Lossy codings add and take away samples at their ends, which is no damage.
  private func soundShortfall(of description: MediaDescription) -> MediaDamage? {
    let slack = sound.sampleRate / (isLossless ? 100 : 10)
    guard startedAtBeginning, let stated = description.audio.first(where: { $0.index == index })?.wrapper.sampleCount,
      case let end = sound.next ?? 0, end < stated - slack
    else { return nil }
    return MediaDamage(.endsEarly, stream: index, text: "the sound ends after \(end) of the \(stated) samples that the wrapper promises")
  }

  // MARK: - Frames

  private func picture(_ full: Frame) -> Yield {
    let position = pictures.position(at: full.pointer.pointee.best_effort_timestamp)
    survey?.take(full, index: index, position: position)
    if case .awaitsKey = arrival {
      guard decoder.isIntraOnly || lineup_frame_is_key(full.pointer) != 0 else { return .nothing }
      arrival = .foundKey(position)
    }
    guard position >= firstPicture else { return .nothing }
    guard let picture = Picture(full, position: position, tick: decoder.stream.pointee.time_base, quarterTurns: quarterTurns) else {
      return .event(.damage(MediaDamage(.undecodable, stream: index, position: position, text: "a picture in a layout that main memory cannot hold")))
    }
    return .event(.picture(picture, stream: index))
  }

  private func block(_ full: Frame) -> Yield {
    let count = Int(full.pointer.pointee.nb_samples)
    let position = sound.position(at: full.pointer.pointee.best_effort_timestamp, count: count)
    let skipped = max(0, firstSample - position)
    guard skipped < count else { return .nothing }
    if givesIntegers, let bitDepth {
      if let block = AudioBlock<Int32>(full, position: position, bitDepth: bitDepth, skipping: skipped) {
        return .event(.integerSound(block, stream: index))
      }
    } else if let block = AudioBlock<Float>(full, position: position, bitDepth: bitDepth, skipping: skipped) {
      return .event(.sound(block, stream: index))
    }
    return .event(.damage(MediaDamage(.undecodable, stream: index, text: "sound in a sample format that is not known here")))
  }

  // MARK: - Seeking

  /// Forgets what was under way and waits for the first picture that needs no other, unless reading begins at the file's start.
  func restart(atBeginning: Bool) {
    decoder.flush()
    sound.forget()
    pictures.move(to: .zero)
    isFinished = false
    lastFailures = 0
    startedAtBeginning = atBeginning
    arrival = atBeginning ? .arrived : .awaitsKey
  }

  /// Gives nothing that lies before `time`, in ticks of another stream.
  func hold(until time: Int64, tick: AVRational) {
    let own = av_rescale_q(time, tick, decoder.stream.pointee.time_base)
    if isVideo { firstPicture = pictures.timedPosition(at: own) ?? .zero } else { firstSample = sound.samples(at: own) ?? 0 }
  }

  /// Gives no picture before `position`.
  func hold(until position: FrameCount) { firstPicture = position }

  /// Whether decoding began early enough for the picture at `target`: at a picture that needs no other and is not after it.
  func began(before target: FrameCount) -> Bool {
    switch arrival {
    case .arrived: true
    case .foundKey(let key): key <= target
    case .awaitsKey: false
    }
  }

  /// Ends a seek.
  func settle() { arrival = .arrived }
}
