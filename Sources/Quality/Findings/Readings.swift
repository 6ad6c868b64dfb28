// SPDX-License-Identifier: Apache-2.0

public import Essence

/// Everything that was measured, whether or not a limit was set for it.
public struct Readings: Hashable, Sendable, Codable {
  /// The programme's sound; nothing in it exists where the file has none.
  public var loudness: LoudnessReading
  /// Each sound stream by itself.
  public var tracks: [TrackReading]
  /// The programme's loudness over time.
  public var loudnessOverTime: LoudnessSeries?
  /// The programme's peaks over time.
  public var peakOverTime: PeakSeries?
  /// How much of the picture leaves the range of levels over time, of the first stream of pictures, where levels were judged.
  public var levelsOverTime: LevelSeries?
  /// Luma over time, of the first stream of pictures.
  public var lumaOverTime: LumaSeries?
  /// The part of the raster that is ever lit, of the first stream of pictures.
  public var activePicture: ActivePictureReading?
  /// The order of fields as the pictures of the first stream show it.
  public var fieldOrder: FieldOrderReading?
  /// The rhythm in which the pictures of the first stream repeat.
  public var cadence: CadenceReading?
  /// What the other checks of sound measured; `nil` where none was asked for and no data was met.
  public var sound: SoundReadings?
  /// Flashes and patterns at their worst, of the first stream of pictures, where they were judged.
  public var flash: FlashReading?
  /// Flashes and patterns over time, of the first stream of pictures, where they were judged.
  public var flashOverTime: FlashSeries?
  /// Random noise of the first stream of pictures.
  public var noise: NoiseReading?
  /// Random noise over time, of the first stream of pictures.
  public var noiseOverTime: NoiseSeries?
  /// What the pictures of the first stream show: bars, clocks, cuts, captions, light; `nil` where none of it was asked for.
  public var content: ContentReadings?
  /// What stands where, where a layout was asked for.
  public var layout: [LayoutReading]?
  /// What the streams are made of, where the whole file was read.
  public var structure: FileSurvey?

  /// Readings; none unless given.
  public init(
    loudness: LoudnessReading = LoudnessReading(), tracks: [TrackReading] = [], loudnessOverTime: LoudnessSeries? = nil,
    lumaOverTime: LumaSeries? = nil, activePicture: ActivePictureReading? = nil, fieldOrder: FieldOrderReading? = nil,
    cadence: CadenceReading? = nil, sound: SoundReadings? = nil, flash: FlashReading? = nil, flashOverTime: FlashSeries? = nil,
    noise: NoiseReading? = nil, noiseOverTime: NoiseSeries? = nil, content: ContentReadings? = nil, layout: [LayoutReading]? = nil,
    structure: FileSurvey? = nil
  ) {
    self.loudness = loudness
    self.tracks = tracks
    self.loudnessOverTime = loudnessOverTime
    self.lumaOverTime = lumaOverTime
    self.activePicture = activePicture
    self.fieldOrder = fieldOrder
    self.cadence = cadence
    self.sound = sound
    self.flash = flash
    self.flashOverTime = flashOverTime
    self.noise = noise
    self.noiseOverTime = noiseOverTime
    self.content = content
    self.layout = layout
    self.structure = structure
  }
}

/// Loudness and peak of one programme or track, by ITU-R BS.1770-5 and EBU Tech 3341 and 3342. What does not exist (the loudness of silence) is
/// `nil`.
public struct LoudnessReading: Hashable, Sendable, Codable {
  /// Integrated loudness, gated, in LUFS.
  public var integrated: Double?
  /// Loudness range in LU.
  public var range: Double?
  /// The highest true peak of any channel, in dBTP.
  public var maxTruePeak: Double?
  /// The highest short-term (3 s) loudness, in LUFS.
  public var maxShortTerm: Double?
  /// The highest momentary (400 ms) loudness, in LUFS.
  public var maxMomentary: Double?

  /// A reading; what is not given, or not finite, does not exist.
  public init(
    integrated: Double? = nil, range: Double? = nil, maxTruePeak: Double? = nil, maxShortTerm: Double? = nil, maxMomentary: Double? = nil
  ) {
    self.integrated = integrated.finite
    self.range = range.finite
    self.maxTruePeak = maxTruePeak.finite
    self.maxShortTerm = maxShortTerm.finite
    self.maxMomentary = maxMomentary.finite
  }

  /// Writes every key, those without a value as `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(integrated, forKey: .integrated)
    try container.encode(range, forKey: .range)
    try container.encode(maxTruePeak, forKey: .maxTruePeak)
    try container.encode(maxShortTerm, forKey: .maxShortTerm)
    try container.encode(maxMomentary, forKey: .maxMomentary)
  }
}

/// What was measured of one sound stream.
public struct TrackReading: Hashable, Sendable, Codable {
  /// The stream's index in the file.
  public var stream: Int
  /// Its channels.
  public var channels: Int
  /// Samples examined in each channel.
  public var samples: Int
  /// Its loudness and peak, taken by itself.
  public var loudness: LoudnessReading

  /// A reading of stream `stream`.
  public init(stream: Int, channels: Int, samples: Int, loudness: LoudnessReading = LoudnessReading()) {
    self.stream = stream
    self.channels = channels
    self.samples = samples
    self.loudness = loudness
  }
}

/// Loudness over time, thinned so that any length fits a chart: each point is the highest of its interval.
public struct LoudnessSeries: Hashable, Sendable, Codable {
  /// Seconds from one point to the next; the first point ends one interval after the start.
  public var interval: Double
  /// Momentary loudness (400 ms) in LUFS; `nil` for silence.
  public var momentary: [Double?]
  /// Short-term loudness (3 s) in LUFS; `nil` for silence.
  public var shortTerm: [Double?]

  /// A series of points `interval` seconds apart.
  public init(interval: Double, momentary: [Double?], shortTerm: [Double?]) {
    self.interval = interval
    self.momentary = momentary
    self.shortTerm = shortTerm
  }
}

/// Luma over time, as shares of the range from black (0) to white (1); values outside lie below 0 or above 1.
public struct LumaSeries: Hashable, Sendable, Codable {
  /// Frames in each point; the last may hold fewer.
  public var framesPerPoint: Int
  /// The mean over all pixels of the point's frames.
  public var mean: [Double]
  /// The darkest pixel.
  public var minimum: [Double]
  /// The brightest pixel.
  public var maximum: [Double]

  /// A series of points of `framesPerPoint` frames each.
  public init(framesPerPoint: Int, mean: [Double], minimum: [Double], maximum: [Double]) {
    self.framesPerPoint = framesPerPoint
    self.mean = mean
    self.minimum = minimum
    self.maximum = maximum
  }
}

/// Flashes and patterns at their worst, each as a share of the level at which it fails: 1 is the limit. A pre-check, and no certificate.
public struct FlashReading: Hashable, Sendable, Codable {
  /// The recommendation and how it was read, for comparison with another instrument's figures.
  public var reading: String
  /// Flashes of luminance.
  public var luminance: Double
  /// Flashes to or from saturated red.
  public var red: Double
  /// Regular patterns.
  public var pattern: Double
  /// Flashing that goes on.
  public var extended: Double

  /// A reading of the given shares.
  public init(reading: String, luminance: Double, red: Double, pattern: Double, extended: Double) {
    self.reading = reading
    self.luminance = luminance
    self.red = red
    self.pattern = pattern
    self.extended = extended
  }
}

/// Flashes and patterns over time, each as a share of the level at which it fails: 1 is the limit. Each point is the highest of its frames.
public struct FlashSeries: Hashable, Sendable, Codable {
  /// Frames in each point; the last may hold fewer.
  public var framesPerPoint: Int
  /// Flashes of luminance.
  public var luminance: [Double]
  /// Flashes to or from saturated red.
  public var red: [Double]
  /// Regular patterns.
  public var pattern: [Double]
  /// Flashing that goes on.
  public var extended: [Double]

  /// A series of points of `framesPerPoint` frames each.
  public init(framesPerPoint: Int, luminance: [Double], red: [Double], pattern: [Double], extended: [Double]) {
    self.framesPerPoint = framesPerPoint
    self.luminance = luminance
    self.red = red
    self.pattern = pattern
    self.extended = extended
  }
}
