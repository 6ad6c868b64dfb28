// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// A programme drawn as text, one mark for each run of pictures and of sound, with its faults planted where they are drawn.
///
///     let programme = Programme(pictures: "....BBBB....FFFF....", sound: "........SSSS........", framesPerMark: 5)
///     programme.pictureRuns(of: .black)    // [20..<40]
///     programme.picture(at: 22)            // black
///     programme.soundSource                // samples at any position
public struct Programme: Sendable {
  /// What a mark stands for in the picture.
  public enum PictureMark: Character, Sendable, CaseIterable {
    /// A moving picture.
    case moving = "."
    /// Colour bars, 100/0/75/0.
    case bars = "C"
    /// Black, without a counter.
    case black = "B"
    /// The picture before the run, standing still with its counter.
    case frozen = "F"
    /// An even grey of 50 %.
    case gray = "G"
  }

  /// What a mark stands for in the sound.
  public enum SoundMark: Character, Sendable, CaseIterable {
    /// Speech-like sound at the programme's loudness.
    case speech = "."
    /// Line-up tone.
    case tone = "T"
    /// Digital silence.
    case silence = "S"
    /// Speech-like sound, 6 LU louder: past full-scale true peak when the rest is at −23 LUFS.
    case loud = "L"
  }

  /// The marks of the picture.
  public let pictureMarks: [PictureMark]
  /// The marks of the sound; the last one holds to the end.
  public let soundMarks: [SoundMark]
  /// Pictures that a mark stands for.
  public let framesPerMark: Int
  /// Pictures a second.
  public let rate: FrameRate
  /// The label of the first picture; with none, no timecode is burnt in.
  public let start: Timecode?
  /// Whether pictures other than black carry their number.
  public let isNumbered: Bool
  /// The programme's sound.
  public let soundSource: any SoundSource
  private let patterns: [PictureMark: TestPattern]

  /// A programme.
  ///
  /// - Precondition: every character is a mark, and there is at least one of each kind.
  public init(
    pictures: String, sound: String = ".", framesPerMark: Int = 1, rate: FrameRate = .fps25, start: Timecode? = nil, isNumbered: Bool = true,
    format: PixelFormat = .yuv422p10, width: Int = 1920, height: Int = 1080, sampleRate: Int = 48_000, loudness: Double = -23
  ) {
    precondition(framesPerMark > 0, "a mark stands for at least one picture")
    self.framesPerMark = framesPerMark
    self.rate = rate
    self.start = start
    self.isNumbered = isNumbered
    pictureMarks = pictures.map { character in
      guard let mark = PictureMark(rawValue: character) else { preconditionFailure("‘\(character)’ is no mark of a picture") }
      return mark
    }
    soundMarks = sound.map { character in
      guard let mark = SoundMark(rawValue: character) else { preconditionFailure("‘\(character)’ is no mark of sound") }
      return mark
    }
    precondition(!pictureMarks.isEmpty && !soundMarks.isEmpty, "a programme has pictures and sound")
    let kinds: [PictureMark: TestPattern.Kind] = [.moving: .moving, .bars: .bars(.ebu75), .black: .black, .gray: .gray(50)]
    let used = Set(pictureMarks).union([.moving])
    patterns = kinds.filter { used.contains($0.key) }.mapValues { TestPattern($0, format: format, width: width, height: height) }
    soundSource = ProgrammeSound(
      marks: soundMarks, framesPerMark: framesPerMark, rate: rate, sampleRate: sampleRate,
      sources: [
        .speech: SpeechLikeSound(loudness: loudness, sampleRate: sampleRate), .tone: LineUpTone(sampleRate: sampleRate),
        .silence: Silence(sampleRate: sampleRate), .loud: SpeechLikeSound(loudness: loudness + 6, sampleRate: sampleRate),
      ])
  }

  /// The number of pictures.
  public var frameCount: FrameCount { FrameCount(pictureMarks.count * framesPerMark) }

  /// The number of samples that belong to the pictures.
  public var sampleCount: Int { rate.firstSample(of: frameCount, sampleRate: soundSource.sampleRate) }

  /// The picture at `position`.
  public func picture(at position: FrameCount) -> Picture {
    let (shown, mark) = shown(at: position)
    guard let pattern = patterns[mark] else { preconditionFailure("every mark but a frozen one has a pattern") }
    guard isNumbered, mark != .black else { return pattern.picture(at: shown).moved(to: position) }
    let timecode = start.map { Timecode(wrapping: $0.frameCount + shown, at: $0.rate) }
    return pattern.numberedPicture(at: shown, timecode: timecode).moved(to: position)
  }

  /// The runs of pictures drawn with `mark`, as zero-based positions.
  public func pictureRuns(of mark: PictureMark) -> [Range<FrameCount>] { runs(of: mark, in: pictureMarks) }

  /// The runs of sound drawn with `mark`, as positions of the pictures that they lie under.
  public func soundRuns(of mark: SoundMark) -> [Range<FrameCount>] { runs(of: mark, in: soundMarks) }

  // MARK: -

  /// The picture that is seen at `position`, and its mark: in a frozen run, the one before the run.
  private func shown(at position: FrameCount) -> (FrameCount, PictureMark) {
    precondition(position >= .zero && position < frameCount, "the programme has pictures 0 to \(frameCount.value - 1)")
    let index = position.value / framesPerMark
    guard pictureMarks[index] == .frozen else { return (position, pictureMarks[index]) }
    guard let before = pictureMarks[..<index].lastIndex(where: { $0 != .frozen }) else { return (.zero, .moving) }
    return (FrameCount((before + 1) * framesPerMark - 1), pictureMarks[before])
  }

  private func runs<Mark: Equatable>(of mark: Mark, in marks: [Mark]) -> [Range<FrameCount>] {
    marks.indices.filter { marks[$0] == mark && ($0 == 0 || marks[$0 - 1] != mark) }.map { start in
      let end = marks[start...].firstIndex { $0 != mark } ?? marks.count
      return FrameCount(start * framesPerMark)..<FrameCount(end * framesPerMark)
    }
  }
}

/// The sound of a programme: at each position, what the mark there stands for.
private struct ProgrammeSound: SoundSource {
  let marks: [Programme.SoundMark]
  let framesPerMark: Int
  let rate: FrameRate
  let sampleRate: Int
  let sources: [Programme.SoundMark: any SoundSource]

  func samples(_ positions: Range<Int>) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(positions.count)
    for index in marks.indices {
      let start = index == 0 ? Int.min : boundary(index)
      let end = index == marks.count - 1 ? Int.max : boundary(index + 1)
      guard let source = sources[marks[index]] else { preconditionFailure("every mark of sound has a source") }
      result += source.samples(positions.clamped(to: start..<end))
    }
    return result
  }

  private func boundary(_ mark: Int) -> Int { rate.firstSample(of: FrameCount(mark * framesPerMark), sampleRate: sampleRate) }
}

extension Picture {
  /// The same pixels at another position.
  fileprivate func moved(to position: FrameCount) -> Picture {
    Picture(format: format, width: width, height: height, planes: planes, position: position, attributes: attributes, owner: owner)
  }
}
