// SPDX-License-Identifier: Apache-2.0

/// Peaks over time, thinned so that any length fits a chart: each point is the highest of its interval, on any channel.
public struct PeakSeries: Hashable, Sendable, Codable {
  /// Seconds from one point to the next.
  public var interval: Double
  /// The true peak in dBTP where it could pass the limit, the highest sample in dBFS elsewhere; `nil` for digital silence.
  public var level: [Double?]

  /// A series of points `interval` seconds apart.
  public init(interval: Double, level: [Double?]) {
    self.interval = interval
    self.level = level
  }
}

/// How much of the picture leaves the range of levels, over time. Each point is the worst of its pictures.
public struct LevelSeries: Hashable, Sendable, Codable {
  /// Frames in each point; the last may hold fewer.
  public var framesPerPoint: Int
  /// Pixels outside, in percent of the picture.
  public var outside: [Double]

  /// A series of points of `framesPerPoint` frames each.
  public init(framesPerPoint: Int, outside: [Double]) {
    self.framesPerPoint = framesPerPoint
    self.outside = outside
  }
}
