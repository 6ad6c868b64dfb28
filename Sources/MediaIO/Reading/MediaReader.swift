// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
public import Essence

/// Reads a media file from front to back, or from any picture on.
///
/// Pictures come in the pixel format that their decoder gives, without a copy; sound comes as planar float or as the integers that were
/// stored. A reader is used by one task at a time; what it gives may go anywhere.
///
///     let reader = try MediaReader(path: "A001C003.mov")
///     while let event = try reader.next() {
///       if case .picture(let picture, _) = event { inspect(picture) }
///     }
public final class MediaReader {
  /// How a file is to be read.
  public struct Options: Hashable, Sendable {
    /// Which streams of a kind are decoded.
    public enum Selection: Hashable, Sendable {
      /// Every one, except pictures that are only a cover.
      case all
      /// None: their packets are skipped unread.
      case none
      /// Those with these indices.
      case only(Set<Int>)

      /// The indices that were asked for by name.
      var named: Set<Int> { if case .only(let indices) = self { indices } else { [] } }
    }

    /// What sound is given as.
    public enum SampleKind: Hashable, Sendable {
      /// Planar float with full scale at ±1.
      case float
      /// The stored integers, for codings that keep them; sound of lossy and floating-point codings still comes as float.
      case exactIntegers
    }

    /// The picture streams to decode.
    public var video: Selection
    /// The sound streams to decode.
    public var audio: Selection
    /// What sound is given as.
    public var samples: SampleKind
    /// Threads for each picture decoder; `nil` for as many as the machine has cores.
    public var threads: Int?
    /// Whether packets are surveyed on the way: rates, groups, timecodes, captions.
    public var takesSurvey: Bool
    /// Whether a trail is drawn of the packets of the first picture stream, also where that is not decoded.
    public var drawsTrail: Bool

    /// Options; everything is read unless said otherwise.
    public init(
      video: Selection = .all, audio: Selection = .all, samples: SampleKind = .float, threads: Int? = nil, takesSurvey: Bool = false,
      drawsTrail: Bool = false
    ) {
      self.video = video
      self.audio = audio
      self.samples = samples
      self.threads = threads
      self.takesSurvey = takesSurvey
      self.drawsTrail = drawsTrail
    }
  }

  /// The file as its wrapper and its headers describe it. `probe` looks deeper: it decodes.
  public let description: MediaDescription
  let demuxer: Demuxer
  var tracks: [Int: Track] = [:]
  private let options: Options
  private let packet: Packet
  /// Tracks that may have frames to give, the next one last.
  private var ready: [Track] = []
  /// A packet whose decoder had to give frames first.
  private var waiting: Track?
  private var reachedEnd = false
  /// Why reading stopped, where that was not the file's end.
  private var stop: MediaDamage?
  /// Whether the file's own end has still to be looked at.
  private var endIsUnseen = true
  /// Tracks whose length has still to be compared with what the wrapper promises.
  private var unmeasured: [Track] = []
  private let packetSurvey: PacketSurvey?
  private var tracker: PacketTracker?
  private let trackedStream: Int?
  /// What a seek came upon and `next` is to give first, the first one last.
  var found: [MediaEvent] = []

  /// Opens the file at `path`; where `followed` is that file while it is being written, `next` waits for what comes. Nothing is then said of the
  /// file's end: it is for a reading of the finished file.
  ///
  /// - Throws: `MediaIOError` where the file cannot be opened, is no media, or has a selected stream that cannot be decoded.
  public init(path: String, options: Options = Options(), followed: FollowedFile? = nil) throws(MediaIOError) {
    demuxer = try Demuxer(path: path, followed: followed)
    self.options = options
    packet = try Packet()
    description = MediaDescription(demuxer)
    trackedStream = options.drawsTrail ? description.video.first?.index : nil
    packetSurvey = options.takesSurvey ? PacketSurvey(demuxer, rate: description.video.first?.wrapper.rate) : nil
    for stream in demuxer.streams {
      if Int(stream.pointee.index) == trackedStream { tracker = PacketTracker(stream) }
      if try wants(stream) {
        let decoder = try Decoder(stream, threads: options.threads, journal: demuxer.journal, path: path)
        tracks[decoder.index] = try Track(decoder, samples: options.samples, survey: packetSurvey)
      } else if packetSurvey?.wants(stream) != true, Int(stream.pointee.index) != trackedStream {
        stream.pointee.discard = AVDISCARD_ALL
      }
    }
    if let missing = options.video.named.union(options.audio.named).subtracting(tracks.keys).min() {
      throw MediaIOError(.invalidRequest, subject: "\(path), stream \(missing)", remedy: "it has no such stream of that kind; see what probe lists")
    }
  }

  /// What was found wrong while reading so far, in the libraries' own words; each line once.
  public var notes: [String] { demuxer.journal.notes }

  /// What the packets read so far showed; `nil` where no survey was asked for. It is true of the file once that has been read from front to back.
  public var survey: FileSurvey? { packetSurvey?.survey }

  /// The trail of the packets read so far; `nil` where none was asked for.
  public var trail: PacketTrail? { tracker?.trail }

  /// Takes how the pictures of the first picture stream were coded, in order, from a trail that was drawn while they were decoded: for a survey of a
  /// file whose pictures are not decoded here.
  public func survey(_ codings: [PacketTrail.Coding]) {
    guard let trackedStream else { return }
    for coding in codings { packetSurvey?.take(coding, index: trackedStream) }
  }

  /// The next picture, sound or damage, in file order; `nil` once the file has ended.
  ///
  /// - Throws: `MediaIOError` where the system runs out of memory. What is wrong with the file is `.damage`.
  public func next() throws(MediaIOError) -> MediaEvent? {
    if let event = found.popLast() { return event }
    return try decodeNext()
  }

  // MARK: - Reading

  /// The next event that decoding gives.
  func decodeNext() throws(MediaIOError) -> MediaEvent? {
    while true {
      if let track = ready.last {
        switch try track.take() {
        case .event(let event):
          if case .picture(let picture, let stream) = event, stream == trackedStream, let frame = picture.owner as? Frame {
            tracker?.take(frame, position: picture.position)
          }
          return event
        case .nothing: continue
        case .exhausted: ready.removeLast()
        }
      } else if let track = waiting {
        waiting = nil
        if let damage = try give(packet.pointer, to: track) { return .damage(damage) }
      } else if reachedEnd {
        return lastWord().map { .damage($0) }
      } else {
        try readPacket()
      }
    }
  }

  private func readPacket() throws(MediaIOError) {
    av_packet_unref(packet.pointer)
    do throws(LibAVError) {
      if try demuxer.read(into: packet.pointer) {
        packetSurvey?.take(packet.pointer)
        if Int(packet.pointer.pointee.stream_index) == trackedStream { tracker?.take(packet.pointer) }
        if let track = tracks[Int(packet.pointer.pointee.stream_index)] { waiting = track }
        return
      }
    } catch {
      stop = MediaDamage(.unreadable, text: "the file could not be read further: \(error)")
    }
    reachedEnd = true
    for track in tracks.values.sorted(by: { $0.index > $1.index }) {
      track.finish()
      ready.append(track)
      unmeasured.append(track)
    }
  }

  /// What there is to say once everything has been given: why reading stopped, and which streams are too short.
  private func lastWord() -> MediaDamage? {
    if let stop {
      self.stop = nil
      return stop
    }
    if demuxer.isFollowed { return nil }
    while let track = unmeasured.popLast() {
      if let shortfall = track.shortfall(of: description) { return shortfall }
    }
    defer { endIsUnseen = false }
    return endIsUnseen ? demuxer.shortfall : nil
  }

  /// Sends a packet; damage where the decoder refuses it.
  private func give(_ packet: UnsafeMutablePointer<AVPacket>, to track: Track) throws(MediaIOError) -> MediaDamage? {
    defer { ready.append(track) }
    do throws(LibAVError) {
      if try !track.decoder.send(packet) { waiting = track }
      return nil
    } catch {
      return track.damage(error)
    }
  }

  /// Throws away what is on its way, before a seek.
  func restart(atBeginning: Bool) {
    ready = []
    waiting = nil
    found = []
    reachedEnd = false
    stop = nil
    unmeasured = []
    endIsUnseen = true
    for track in tracks.values { track.restart(atBeginning: atBeginning) }
  }

  private func wants(_ stream: UnsafeMutablePointer<AVStream>) throws(MediaIOError) -> Bool {
    let selection: Options.Selection
    switch stream.pointee.codecpar?.pointee.codec_type {
    case AVMEDIA_TYPE_VIDEO: selection = options.video
    case AVMEDIA_TYPE_AUDIO: selection = options.audio
    default: return false
    }
    switch selection {
    case .all: return stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0
    case .none: return false
    case .only(let indices): return indices.contains(Int(stream.pointee.index))
    }
  }
}
