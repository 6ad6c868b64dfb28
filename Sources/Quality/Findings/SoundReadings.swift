// SPDX-License-Identifier: Apache-2.0

/// What the checks of sound measured beside loudness and peak.
public struct SoundReadings: Hashable, Sendable, Codable {
  /// Offsets of channels.
  public var offsets: [OffsetReading]
  /// Pairs of channels over time.
  public var pairs: [PairReading]
  /// The programme's loss in mono, in LU.
  public var monoLoss: Double?
  /// Steady tones and line-up signals, by place.
  public var tones: [ToneReading]
  /// Stretches of data in place of sound.
  public var encoded: [EncodedReading]
  /// Pips that picture may be lined up by.
  public var pips: [PipReading]
  /// Dialogue.
  public var dialogue: DialogueReading?
  /// Phrases against their background.
  public var intelligibility: IntelligibilityReading?

  /// Readings; none unless given.
  public init(
    offsets: [OffsetReading] = [], pairs: [PairReading] = [], monoLoss: Double? = nil, tones: [ToneReading] = [], encoded: [EncodedReading] = [],
    pips: [PipReading] = [], dialogue: DialogueReading? = nil, intelligibility: IntelligibilityReading? = nil
  ) {
    self.offsets = offsets
    self.pairs = pairs
    self.monoLoss = monoLoss.finite
    self.tones = tones
    self.encoded = encoded
    self.pips = pips
    self.dialogue = dialogue
    self.intelligibility = intelligibility
  }

  /// These readings and those of another check.
  func joined(with other: SoundReadings) -> SoundReadings {
    SoundReadings(
      offsets: offsets + other.offsets, pairs: pairs + other.pairs, monoLoss: monoLoss ?? other.monoLoss, tones: tones + other.tones,
      encoded: encoded + other.encoded, pips: pips + other.pips, dialogue: dialogue ?? other.dialogue,
      intelligibility: intelligibility ?? other.intelligibility)
  }
}

/// The DC offset of one channel over its whole length.
public struct OffsetReading: Hashable, Sendable, Codable {
  /// The stream's index in the file.
  public var stream: Int
  /// The channel in it, from 1.
  public var channel: Int
  /// The mean of its samples, in percent of full scale.
  public var percent: Double
}

/// Two channels that belong together, over time.
public struct PairReading: Hashable, Sendable, Codable {
  /// The stream's index in the file; `nil` where the programme is made of several.
  public var stream: Int?
  /// The pair by its loudspeakers: `L/R`.
  public var pair: String
  /// The correlation of the whole, −1 to 1; `nil` for silence.
  public var correlation: Double?
  /// Seconds from one point of `lowest` to the next.
  public var interval: Double
  /// The lowest correlation of one second that ended in each interval; `nil` where either channel was quiet.
  public var lowest: [Double?]
}

/// A line-up signal known by its pattern.
public enum LineUpKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// A steady tone.
  case steady
  /// EBU stereo ident: the left channel pauses for 250 ms every 3 s (EBU Tech 3304).
  case ebuStereo
  /// GLITS: every 4 s the left channel pauses once and the right twice.
  case glits
  /// BLITS: each channel of 5.1 by its own tone, then an ident with four pauses left, then 2 kHz on all (EBU Tech 3304).
  case blits
}

/// A steady tone, or a line-up signal made of several.
public struct ToneReading: Hashable, Sendable, Codable {
  /// The stream's index in the file; `nil` where the programme is made of several.
  public var stream: Int?
  /// The channels that carry it, from 1.
  public var channels: [Int]
  /// What it is.
  public var kind: LineUpKind
  /// Where it begins, in seconds from the start, to a hundredth.
  public var start: Double
  /// Where it ends, in seconds.
  public var end: Double
  /// Its frequency in Hz; of a pattern, that of its longest tone.
  public var frequency: Double
  /// Its level in dBFS, a sine at full scale being 0.
  public var level: Double
}

/// A stretch of data in place of sound.
public struct EncodedReading: Hashable, Sendable, Codable {
  /// The stream's index in the file.
  public var stream: Int
  /// The channels that carry it, from 1.
  public var channels: [Int]
  /// The data type of SMPTE ST 338; `nil` where the channel that tells it is another stream's.
  public var dataType: Int?
  /// Bits of a word: 16, 20 or 24.
  public var wordLength: Int
  /// The sample of the first preamble.
  public var startSample: Int
  /// The sample after the data.
  public var endSample: Int
  /// Preambles met.
  public var bursts: Int
}

/// A short sound between silences.
public struct PipReading: Hashable, Sendable, Codable {
  /// The stream's index in the file; `nil` where the programme is made of several.
  public var stream: Int?
  /// The channels that carry it, from 1.
  public var channels: [Int]
  /// Its first sample.
  public var sample: Int
  /// Its length in samples.
  public var length: Int
  /// Its frequency in Hz; `nil` for a noise such as a clapper's.
  public var frequency: Double?
  /// Its peak in dBFS.
  public var peak: Double
}

/// Dialogue as the speech detector found it.
public struct DialogueReading: Hashable, Sendable, Codable {
  /// The share of the programme that is speech, in percent.
  public var speech: Double
  /// The programme's loudness while there is speech, in LUFS.
  public var loudness: Double?
  /// The loudness range while there is speech, in LU.
  public var range: Double?
}

/// Dialogue against its background, phrase by phrase.
public struct IntelligibilityReading: Hashable, Sendable, Codable {
  /// Whether the background was inferred from the mix: then every figure is an estimate.
  public var isEstimate: Bool
  /// Phrases measured.
  public var phrases: Int
  /// The median of their loudness above their background, in LU.
  public var ratio: Double?
  /// The lowest.
  public var lowestRatio: Double?
  /// The share of speech cues that reach a listener of 18 years, 0 to 1, after ANSI S3.5; stems only.
  public var audibility: Double?
  /// The same for the older listener. Advisory.
  public var olderAudibility: Double?
}
