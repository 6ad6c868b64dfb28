// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What reading every packet of a file showed of its streams beside pictures and sound: what no header can promise.
public struct FileSurvey: Hashable, Sendable, Codable {
  /// Each stream of pictures or sound, by index.
  public var streams: [StreamSurvey]
  /// Timecodes that are written again and again through the file.
  public var timecodes: [TimecodeTrace]
  /// Captions that travel with the pictures or beside them.
  public var captions: [CaptionTrace]
  /// Ancillary packets that could not be read and may hold captions: those whose samples are coded in a way that is not known. `nil` where there are none.
  public var unreadAncillary: Int?
  /// The active format, by each carrier that repeats it; `nil` where none does.
  public var activeFormats: [ActiveFormatTrace]?

  /// A survey; nothing was met unless given.
  public init(
    streams: [StreamSurvey] = [], timecodes: [TimecodeTrace] = [], captions: [CaptionTrace] = [], unreadAncillary: Int? = nil,
    activeFormats: [ActiveFormatTrace]? = nil
  ) {
    self.streams = streams
    self.timecodes = timecodes
    self.captions = captions
    self.unreadAncillary = unreadAncillary
    self.activeFormats = activeFormats
  }
}

/// The packets of one stream.
public struct StreamSurvey: Hashable, Sendable, Codable {
  /// The stream's index in the file.
  public var index: Int
  /// How many packets there were.
  public var packets: Int
  /// Their bytes, without those of the wrapper around them.
  public var bytes: Int
  /// Bits a second over the whole stream; `nil` where its packets bear no times.
  public var meanBitRate: Int?
  /// Bits in the densest second; `nil` where the stream is shorter, or its packets bear no times.
  public var peakBitRate: Int?
  /// How its pictures refer to each other; `nil` for sound.
  public var groups: GroupSurvey?

  /// A stream of so many packets.
  public init(index: Int, packets: Int, bytes: Int, meanBitRate: Int? = nil, peakBitRate: Int? = nil, groups: GroupSurvey? = nil) {
    self.index = index
    self.packets = packets
    self.bytes = bytes
    self.meanBitRate = meanBitRate
    self.peakBitRate = peakBitRate
    self.groups = groups
  }
}

/// Groups of pictures as they were met: a key picture and all up to the next one.
public struct GroupSurvey: Hashable, Sendable, Codable {
  /// Pictures in all.
  public var pictures: Int
  /// Key pictures: one to a group.
  public var keyPictures: Int
  /// Pictures of the longest group.
  public var longest: Int
  /// The most pictures predicted both ways (B) in a row; `nil` where the decoder does not tell.
  public var longestBidirectionalRun: Int?
  /// Groups whose first pictures need the group before; `nil` where that cannot be told for this coding.
  public var open: Int?

  /// Groups of so many pictures.
  public init(pictures: Int, keyPictures: Int, longest: Int, longestBidirectionalRun: Int? = nil, open: Int? = nil) {
    self.pictures = pictures
    self.keyPictures = keyPictures
    self.longest = longest
    self.longestBidirectionalRun = longestBidirectionalRun
    self.open = open
  }

  /// Whether every picture is decoded without any other.
  public var isAllIntra: Bool { keyPictures == pictures && longest <= 1 }
}

/// A timecode that is written through a file, label by label.
public struct TimecodeTrace: Hashable, Sendable, Codable {
  /// A place where a label does not follow the one before.
  public struct Break: Hashable, Sendable, Codable {
    /// The frame, zero-based, in the order in which frames are stored.
    public var frame: FrameCount
    /// The label that should have come.
    public var expected: Timecode
    /// The label that came.
    public var found: Timecode

    /// A break at `frame`.
    public init(frame: FrameCount, expected: Timecode, found: Timecode) {
      self.frame = frame
      self.expected = expected
      self.found = found
    }
  }

  /// Where it is written.
  public var source: TimecodeSource
  /// The stream's index, for one that belongs to a stream.
  public var streamIndex: Int?
  /// The first label, reckoned back to frame 0.
  public var first: Timecode
  /// How many labels were met.
  public var labels: Int
  /// The first breaks, a hundred at most.
  public var breaks: [Break]
  /// How many there were.
  public var breakCount: Int

  /// A trace that begins at `first` and has met that label.
  public init(source: TimecodeSource, streamIndex: Int? = nil, first: Timecode) {
    (self.source, self.streamIndex, self.first) = (source, streamIndex, first)
    (labels, breaks, breakCount) = (1, [], 0)
  }

  /// Takes the label of `frame`. After a break, counting goes on from what was found.
  public mutating func add(_ label: Timecode, frame: FrameCount) {
    labels += 1
    let expected = next(frame)
    guard label.frameCount != expected.frameCount || label.rate != expected.rate else { return }
    breakCount += 1
    if breaks.count == 100 { breaks.removeLast() }  // counting has to go on from the last
    breaks.append(Break(frame: frame, expected: expected, found: label))
  }

  private func next(_ frame: FrameCount) -> Timecode {
    guard let last = breaks.last else { return first.advanced(wrapping: frame) }
    return last.found.advanced(wrapping: frame - last.frame)
  }
}

/// A kind of captions or subtitles inside a file.
public enum CaptionKind: String, Hashable, Sendable, Codable, CaseIterable, CustomStringConvertible {
  /// Line 21 captions: CTA-608-E.
  case cea608 = "cea-608"
  /// Digital captions: CTA-708-E.
  case cea708 = "cea-708"
  /// Teletext subtitles in ancillary data: OP-47 (SMPTE RDD 8).
  case op47 = "op-47"
  /// Teletext subtitles in a stream of their own.
  case teletext
  /// A stream of subtitles of any other kind.
  case subtitles

  /// The kind as people name it.
  public var description: String {
    switch self {
    case .cea608: "CTA-608"
    case .cea708: "CTA-708"
    case .op47: "OP-47"
    case .teletext: "teletext"
    case .subtitles: "a subtitle stream"
    }
  }
}

/// Captions of one kind, as they were met.
public struct CaptionTrace: Hashable, Sendable, Codable {
  /// The kind.
  public var kind: CaptionKind
  /// The stream that carries them.
  public var streamIndex: Int
  /// Pictures or packets that carried some; filler does not count.
  public var carriers: Int
  /// Bytes of CTA-608, or letters of OP-47, with the wrong parity.
  public var parityErrors: Int
  /// Packets whose length, order or checksum is wrong.
  public var malformed: Int

  /// Captions met in stream `streamIndex`.
  public init(_ kind: CaptionKind, streamIndex: Int, carriers: Int = 0, parityErrors: Int = 0, malformed: Int = 0) {
    self.kind = kind
    self.streamIndex = streamIndex
    self.carriers = carriers
    self.parityErrors = parityErrors
    self.malformed = malformed
  }
}
