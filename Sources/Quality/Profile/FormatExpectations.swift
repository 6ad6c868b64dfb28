// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// A property that a specification asks for, and what missing it weighs.
public struct Expectation<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  /// The values that satisfy it.
  public var allowed: [Value]
  /// What anything else weighs.
  public var severity: Severity

  /// Any of `allowed`; anything else weighs `severity`.
  public init(_ allowed: [Value], severity: Severity = .mandatory) {
    self.allowed = allowed
    self.severity = severity
  }

  /// Exactly `value`; anything else weighs `severity`.
  public init(exactly value: Value, severity: Severity = .mandatory) { self.init([value], severity: severity) }
}

/// A picture's columns and rows.
public struct Raster: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Columns.
  public var width: Int
  /// Rows of a whole picture.
  public var height: Int

  /// A raster of `width` by `height`.
  public init(_ width: Int, _ height: Int) {
    self.width = width
    self.height = height
  }

  /// As people write it, `1920×1080`.
  public var description: String { "\(width)×\(height)" }
}

/// What a file should be made of. A part that is `nil` is not judged.
public struct FormatExpectations: Hashable, Sendable, Codable {
  /// Wrappers, by FFmpeg's short name (`mov`, `mxf`).
  public var wrappers: Expectation<String>?
  /// Picture codings, by FFmpeg's short name (`prores`), or with a profile after a slash (`prores/HQ`).
  public var videoCodecs: Expectation<String>?
  /// Rasters.
  public var rasters: Expectation<Raster>?
  /// Frame rates; drop-frame labels matter only to the start timecode.
  public var rates: Expectation<FrameRate>?
  /// Scanning.
  public var scans: Expectation<ScanType>?
  /// Significant bits of a picture sample.
  public var videoBitDepths: Expectation<Int>?
  /// Chroma samplings, `4:2:2`.
  public var chromaSamplings: Expectation<String>?
  /// Sound codings, by FFmpeg's short name.
  public var audioCodecs: Expectation<String>?
  /// Samples a second.
  public var audioSampleRates: Expectation<Int>?
  /// Significant bits of a sound sample.
  public var audioBitDepths: Expectation<Int>?
  /// The channels of each sound stream in file order, as in `[1, 1, 1, 1]` for four mono tracks.
  public var audioChannelCounts: Expectation<[Int]>?
  /// Start timecodes.
  public var startTimecodes: Expectation<Timecode>?
  /// The wrapper's four-character code of the pictures, as `apch`.
  public var videoCodeTags: Expectation<String>?
  /// The raster that the picture must fit into.
  public var largestRaster: Ceiling<Raster>?
  /// The colour tags of the pictures (ITU-T H.273) and their range. Pictures without tags miss it.
  public var colors: Expectation<ColorDescription>?
  /// The most bits of picture a second.
  public var largestVideoBitRate: Ceiling<Int>?
  /// What a file without pictures weighs.
  public var missingPicture: Severity?
  /// What a file without sound weighs.
  public var missingSound: Severity?
  /// The channels of all sound streams together.
  public var audioChannelTotals: Expectation<Int>?
  /// Start timecodes as labels, whatever the rate they are counted at: `10:00:00:00`.
  public var startLabels: Expectation<String>?

  /// Expectations; what is not given is not judged.
  public init(
    wrappers: Expectation<String>? = nil, videoCodecs: Expectation<String>? = nil, rasters: Expectation<Raster>? = nil,
    rates: Expectation<FrameRate>? = nil, scans: Expectation<ScanType>? = nil, videoBitDepths: Expectation<Int>? = nil,
    chromaSamplings: Expectation<String>? = nil, audioCodecs: Expectation<String>? = nil, audioSampleRates: Expectation<Int>? = nil,
    audioBitDepths: Expectation<Int>? = nil, audioChannelCounts: Expectation<[Int]>? = nil, startTimecodes: Expectation<Timecode>? = nil,
    videoCodeTags: Expectation<String>? = nil, largestRaster: Ceiling<Raster>? = nil, colors: Expectation<ColorDescription>? = nil,
    largestVideoBitRate: Ceiling<Int>? = nil, missingPicture: Severity? = nil, missingSound: Severity? = nil,
    audioChannelTotals: Expectation<Int>? = nil, startLabels: Expectation<String>? = nil
  ) {
    self.wrappers = wrappers
    self.videoCodecs = videoCodecs
    self.rasters = rasters
    self.rates = rates
    self.scans = scans
    self.videoBitDepths = videoBitDepths
    self.chromaSamplings = chromaSamplings
    self.audioCodecs = audioCodecs
    self.audioSampleRates = audioSampleRates
    self.audioBitDepths = audioBitDepths
    self.audioChannelCounts = audioChannelCounts
    self.startTimecodes = startTimecodes
    self.videoCodeTags = videoCodeTags
    self.largestRaster = largestRaster
    self.colors = colors
    self.largestVideoBitRate = largestVideoBitRate
    self.missingPicture = missingPicture
    self.missingSound = missingSound
    self.audioChannelTotals = audioChannelTotals
    self.startLabels = startLabels
  }
}

/// How long the file should be, and how far its lengths may part.
public struct DurationLimits: Hashable, Sendable, Codable {
  /// The whole length; `nil` is not judged.
  public var expectedFrames: FrameCount?
  /// How far pictures and sound, or a stated and a counted length, may differ.
  public var tolerance: FrameCount
  /// What a finding weighs.
  public var severity: Severity

  /// Limits; by default lengths agree to a frame, whatever they are.
  public init(expectedFrames: FrameCount? = nil, tolerance: FrameCount = 1, severity: Severity = .advisory) {
    self.expectedFrames = expectedFrames
    self.tolerance = tolerance
    self.severity = severity
  }
}
