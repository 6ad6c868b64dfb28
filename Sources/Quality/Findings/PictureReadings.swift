// SPDX-License-Identifier: Apache-2.0

/// The part of the raster that is lit in at least one picture, in pixels from the top left.
public struct ActivePictureReading: Hashable, Sendable, Codable {
  /// Dark columns on the left.
  public var left: Int
  /// Dark lines above.
  public var top: Int
  /// Columns from the first lit one to the last.
  public var width: Int
  /// Lines from the first lit one to the last.
  public var height: Int

  /// A part of the raster.
  public init(left: Int, top: Int, width: Int, height: Int) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }
}

/// The order of fields as pictures show it.
public enum FieldOrderReading: String, Hashable, Sendable, Codable {
  /// Two moments in each picture, the top field's first.
  case topFirst
  /// Two moments in each picture, the bottom field's first.
  case bottomFirst
  /// One moment in each picture: progressive, or segmented frames.
  case progressive
  /// Too little moves, or the pictures do not agree.
  case undetermined
}

/// The rhythm in which pictures repeat.
public struct CadenceReading: Hashable, Sendable, Codable {
  /// Pictures that differ from the one before, among those of moving parts.
  public var fresh: Int
  /// Pictures that repeat the one before, in moving parts.
  public var repeated: Int
  /// One repeat in so many pictures, where the rhythm is steady; `nil` where there is none.
  public var period: Int?

  /// A rhythm.
  public init(fresh: Int, repeated: Int, period: Int? = nil) {
    self.fresh = fresh
    self.repeated = repeated
    self.period = period
  }
}

/// Random noise, and what stands out of it.
public struct NoiseReading: Hashable, Sendable, Codable {
  /// The mean standard deviation of noise in the calm parts of pictures, in dB of the range from black to white; `nil` where there is none to be
  /// measured.
  public var level: Double?
  /// Samples that flash up alone, in a million; `nil` where no picture could be compared with its neighbours.
  public var outliers: Double?
  /// The share of captured rows that stand for others, 0 to 1; `nil` where no row looks captured.
  public var repeatedRows: Double?

  /// A reading; what is not given, or not finite, was not measured.
  public init(level: Double? = nil, outliers: Double? = nil, repeatedRows: Double? = nil) {
    self.level = level.finite
    self.outliers = outliers.finite
    self.repeatedRows = repeatedRows.finite
  }
}

/// Random noise over time.
public struct NoiseSeries: Hashable, Sendable, Codable {
  /// Frames in each point; the last may hold fewer.
  public var framesPerPoint: Int
  /// The mean standard deviation of noise in the point's pictures, in dB of the range from black to white; `nil` where there was none to be measured.
  public var level: [Double?]

  /// A series of points of `framesPerPoint` frames each.
  public init(framesPerPoint: Int, level: [Double?]) {
    self.framesPerPoint = framesPerPoint
    self.level = level
  }
}
