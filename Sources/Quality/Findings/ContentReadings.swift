// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What the pictures of the first stream show, each with the frames where it stands: what a check of the programme's layout is built on.
public struct ContentReadings: Hashable, Sendable, Codable {
  /// Colour bars, by place; `nil` where they were not looked for.
  public var bars: [BarsReading]?
  /// Clocks and slates, by place; `nil` where they were not looked for.
  public var clocks: [ClockReading]?
  /// Cuts; `nil` where they were not counted.
  public var cuts: CutsReading?
  /// Captions and logos outside the safe area; `nil` where they were not looked for.
  public var captions: [CaptionReading]?
  /// The light of high dynamic range; `nil` where there is none, or it was not asked for.
  public var light: LightReading?
  /// Texts that a person marked, in the order in which they were given; `nil` where none was.
  public var legalTexts: [LegalTextReading]?
  /// Short flashes, by place; `nil` where they were not looked for.
  public var flashes: [SyncFlashReading]?
  /// Flashes that have a pip, by place; `nil` where synchronism was not asked for.
  public var sync: [SyncMarkReading]?

  /// Readings; none unless given.
  public init(
    bars: [BarsReading]? = nil, clocks: [ClockReading]? = nil, cuts: CutsReading? = nil, captions: [CaptionReading]? = nil,
    light: LightReading? = nil, legalTexts: [LegalTextReading]? = nil, flashes: [SyncFlashReading]? = nil, sync: [SyncMarkReading]? = nil
  ) {
    self.bars = bars
    self.clocks = clocks
    self.cuts = cuts
    self.captions = captions
    self.light = light
    self.legalTexts = legalTexts
    self.flashes = flashes
    self.sync = sync
  }

  /// These readings, and those of another check where these have none.
  func joined(with other: ContentReadings) -> ContentReadings {
    ContentReadings(
      bars: bars ?? other.bars, clocks: clocks ?? other.clocks, cuts: cuts ?? other.cuts, captions: captions ?? other.captions,
      light: light ?? other.light, legalTexts: legalTexts ?? other.legalTexts, flashes: flashes ?? other.flashes,
      sync: sync ?? other.sync)
  }
}

/// A kind of colour bars, by the name that the trade gives it.
public enum BarsKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// Eight bars, white at 100 %, colours of 75 % amplitude (ITU-R BT.471; EBU bars).
  case ebu75 = "100/0/75/0"
  /// Eight bars, white and colours at 100 %.
  case full100 = "100/0/100/0"
  /// Eight bars, white and colours at 75 %.
  case full75 = "75/0/75/0"
  /// Eight bars, white at 100 %, colours between 25 and 100 % (BBC, “95 %”).
  case bbc95 = "100/0/100/25"
  /// Seven bars of 75 %, castellations, −I, white, +Q and pluge (SMPTE EG 1).
  case eg1 = "SMPTE EG 1"
  /// Bars in four rows between grey sides (SMPTE RP 219, ARIB STD-B28).
  case rp219 = "SMPTE RP 219"
}

/// Colour bars in a run of pictures.
public struct BarsReading: Hashable, Sendable, Codable {
  /// The kind that fits best.
  public var kind: BarsKind
  /// The first frame, zero-based.
  public var startFrame: FrameCount
  /// The frame after the last.
  public var endFrame: FrameCount
  /// The least share of the pattern's area that matched, 0 to 1.
  public var confidence: Double
  /// The patch that lies farthest off its level.
  public var worstPatch: String
  /// How far it lies off, in percent of the range of luma or of a colour difference.
  public var worstDeviation: Double
}

/// A clock or a slate in a run of pictures.
public struct ClockReading: Hashable, Sendable, Codable {
  /// What was recognised.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// A still picture of which a part changes every second.
    case clock
    /// A still picture with rows of text.
    case slate
  }

  /// What was recognised.
  public var kind: Kind
  /// The first frame, zero-based.
  public var startFrame: FrameCount
  /// The frame after the last.
  public var endFrame: FrameCount
  /// The share of changes that came on the second, or how much of the picture stood still, 0 to 1.
  public var confidence: Double
  /// Changes a second apart that were counted; 0 for a slate.
  public var ticks: Int
}

/// The cuts of a programme.
public struct CutsReading: Hashable, Sendable, Codable {
  /// How many there are.
  public var count: Int
  /// The most within any second.
  public var mostPerSecond: Int
  /// The shortest shot between two of them, in frames; `nil` with fewer than two cuts.
  public var shortestShot: Int?
  /// The first pictures of the shots that begin with a cut, zero-based: at most a thousand of them, the first.
  public var frames: [FrameCount]
}

/// A caption or logo outside the safe area.
public struct CaptionReading: Hashable, Sendable, Codable {
  /// The first frame, zero-based.
  public var startFrame: FrameCount
  /// The frame after the last.
  public var endFrame: FrameCount
  /// The part outside: the first column.
  public var left: Int
  /// Its first row.
  public var top: Int
  /// Its columns.
  public var width: Int
  /// Its rows.
  public var height: Int
  /// How certain it is that this is a graphic, 0 to 1.
  public var confidence: Double
}

/// The light of pictures in high dynamic range (CTA-861.3, annex A), in cd/m².
public struct LightReading: Hashable, Sendable, Codable {
  /// The transfer function: `PQ` or `HLG`.
  public var transfer: String
  /// The light of the brightest pixel, by its strongest primary; `nil` for HLG, whose light depends on the display.
  public var maxContent: Double?
  /// The frame of the brightest pixel.
  public var maxContentFrame: FrameCount?
  /// The greatest mean of a picture; `nil` for HLG.
  public var maxAverage: Double?
  /// The frame with the greatest mean.
  public var maxAverageFrame: FrameCount?
  /// MaxCLL as the file declares it.
  public var declaredContent: Double?
  /// MaxFALL as the file declares it.
  public var declaredAverage: Double?
  /// The mastering display's peak as the file declares it.
  public var masteringPeak: Double?
}

/// A text that a person marked, as the pictures show it.
public struct LegalTextReading: Hashable, Sendable, Codable {
  /// Its words, as they were given.
  public var words: String
  /// How many they are.
  public var wordCount: Int
  /// The first frame of its hold, zero-based; `nil` where nothing stands in the box.
  public var startFrame: FrameCount?
  /// The frame after the last of its hold.
  public var endFrame: FrameCount?
  /// How long it stands, in frames.
  public var heldFrames: Int
  /// How long it has to stand, in frames.
  public var requiredFrames: Int
  /// The height of its letters without ascenders and descenders, in lines, of its smallest line; `nil` where nothing stands in the box.
  public var letterLines: Int?
  /// The lines that its smallest line of text takes up, ascenders and descenders included; `nil` where nothing stands in the box.
  public var textLines: Int?
  /// The height that it has to have, in lines.
  public var requiredLines: Int
  /// Whether a program read it and nobody marked it.
  public var isRead: Bool
  /// What a program read in the box; `nil` where none was asked to.
  public var readAs: String?
}
