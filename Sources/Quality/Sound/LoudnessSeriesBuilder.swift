// SPDX-License-Identifier: Apache-2.0

/// Gathers loudness over time, joining neighbours whenever there are more points than a chart can show.
struct LoudnessSeriesBuilder: Sendable {
  private static let maximumPoints = 1200

  /// Tenths of a second in each point.
  private var tenthsPerPoint = 1
  private var tenths = 0
  private var current = (momentary: 0.0, shortTerm: 0.0)
  private var points: [(momentary: Double, shortTerm: Double)] = []

  /// Adds the highest energies of the next tenth of a second.
  mutating func add(momentary: Double, shortTerm: Double) {
    current = (max(current.momentary, momentary), max(current.shortTerm, shortTerm))
    tenths += 1
    if tenths == tenthsPerPoint { close() }
  }

  /// The points so far, in LUFS.
  func series() -> LoudnessSeries {
    let all = tenths > 0 ? points + [current] : points
    return LoudnessSeries(
      interval: Double(tenthsPerPoint) / 10, momentary: all.map { Self.loudness($0.momentary) }, shortTerm: all.map { Self.loudness($0.shortTerm) })
  }

  private static func loudness(_ energy: Double) -> Double? { Optional(LoudnessMeter.loudness(ofEnergy: energy)).finite }

  private mutating func close() {
    points.append(current)
    (current, tenths) = ((0, 0), 0)
    guard points.count == Self.maximumPoints else { return }
    points = stride(from: 0, to: points.count, by: 2).map {
      (max(points[$0].momentary, points[$0 + 1].momentary), max(points[$0].shortTerm, points[$0 + 1].shortTerm))
    }
    tenthsPerPoint *= 2
  }
}
