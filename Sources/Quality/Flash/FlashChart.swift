// SPDX-License-Identifier: Apache-2.0

/// Gathers the shares of the failure level over time, thinned so that any length fits a chart: each point is the highest of its pictures.
struct FlashChart: Sendable {
  /// When there are as many points, neighbours are joined.
  private static let maximumPoints = 1200
  /// The most that is shown.
  static let most = 9.99

  private var framesPerPoint: Int
  private var points: [SIMD4<Double>] = []
  private var current = SIMD4<Double>.zero
  private var frames = 0

  /// A chart that begins with points of `framesPerPoint` pictures.
  init(framesPerPoint: Int) { self.framesPerPoint = max(1, framesPerPoint) }

  /// Adds a picture: luminance, red, pattern, extended.
  mutating func add(_ risks: SIMD4<Double>) {
    current.replace(with: risks, where: risks .> current)
    frames += 1
    if frames == framesPerPoint { close() }
  }

  /// The series so far.
  mutating func finish() -> FlashSeries {
    if frames > 0 { close() }
    func trace(_ lane: Int) -> [Double] { points.map { (min($0[lane], Self.most) * 1000).rounded() / 1000 } }
    return FlashSeries(framesPerPoint: framesPerPoint, luminance: trace(0), red: trace(1), pattern: trace(2), extended: trace(3))
  }

  private mutating func close() {
    points.append(current)
    (current, frames) = (.zero, 0)
    guard points.count == Self.maximumPoints else { return }
    points = stride(from: 0, to: points.count, by: 2).map { pointwiseMaximum(points[$0], points[$0 + 1]) }
    framesPerPoint *= 2
  }

  private func pointwiseMaximum(_ one: SIMD4<Double>, _ other: SIMD4<Double>) -> SIMD4<Double> { one.replacing(with: other, where: other .> one) }
}
