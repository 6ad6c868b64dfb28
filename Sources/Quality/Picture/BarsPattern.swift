// SPDX-License-Identifier: Apache-2.0

/// Colour bars as a drawing of patches, each with its place as a share of the picture and its non-linear red, green and blue.
///
/// Patches whose colour a standard leaves open, or that are no colour at all (−I and +Q, ramps, pluge), are left out: they are neither needed nor judged.
struct BarsPattern: Sendable {
  /// One patch.
  struct Patch: Sendable {
    let name: String
    let columns: ClosedRange<Double>
    let rows: ClosedRange<Double>
    let red, green, blue: Double

    /// The share of the picture that it covers.
    var area: Double { (columns.upperBound - columns.lowerBound) * (rows.upperBound - rows.lowerBound) }
  }

  let kind: BarsKind
  let patches: [Patch]

  /// Every pattern that is recognised.
  static let all: [BarsPattern] = [
    BarsPattern(kind: .ebu75, patches: eight(white: 1, high: 0.75, low: 0)),
    BarsPattern(kind: .full100, patches: eight(white: 1, high: 1, low: 0)),
    BarsPattern(kind: .full75, patches: eight(white: 0.75, high: 0.75, low: 0)),
    BarsPattern(kind: .bbc95, patches: eight(white: 1, high: 1, low: 0.25)),
    BarsPattern(kind: .eg1, patches: eg1),
    BarsPattern(kind: .rp219, patches: rp219),
  ]

  /// The colours of bars in their order, by whether red, green and blue are high.
  private static let colors: [(name: String, red: Bool, green: Bool, blue: Bool)] = [
    ("yellow", true, true, false), ("cyan", false, true, true), ("green", false, true, false), ("magenta", true, false, true),
    ("red", true, false, false), ("blue", false, false, true),
  ]

  private static func gray(_ name: String, _ level: Double, _ columns: ClosedRange<Double>, _ rows: ClosedRange<Double>) -> Patch {
    Patch(name: name, columns: columns, rows: rows, red: level, green: level, blue: level)
  }

  /// White, six colours and, where there is room for eight, black, side by side.
  private static func row(
    of count: Int, white: Double, high: Double, low: Double, columns: ClosedRange<Double>, rows: ClosedRange<Double>
  ) -> [Patch] {
    let width = (columns.upperBound - columns.lowerBound) / Double(count)
    func place(_ index: Int) -> ClosedRange<Double> {
      columns.lowerBound + Double(index) * width...columns.lowerBound + Double(index + 1) * width
    }
    func level(_ isHigh: Bool) -> Double { isHigh ? high : low }
    let bars: [Patch] = colors.enumerated().map { index, color in
      Patch(
        name: color.name, columns: place(index + 1), rows: rows, red: level(color.red), green: level(color.green), blue: level(color.blue))
    }
    return [gray("white", white, place(0), rows)] + bars + (count == 8 ? [gray("black", 0, place(7), rows)] : [])
  }

  /// ITU-R BT.471: eight bars over the whole height.
  private static func eight(white: Double, high: Double, low: Double) -> [Patch] {
    row(of: 8, white: white, high: high, low: low, columns: 0...1, rows: 0...1)
  }

  /// SMPTE EG 1: seven bars on two thirds of the height, the castellations on a twelfth, and a white of five quarters of a bar below.
  private static let eg1: [Patch] = {
    let bar: Double = 1.0 / 7
    let (upper, castle, lower): (ClosedRange<Double>, ClosedRange<Double>, ClosedRange<Double>) = (0...2.0 / 3, 2.0 / 3...0.75, 0.75...1)
    var patches = row(of: 7, white: 0.75, high: 0.75, low: 0, columns: 0...1, rows: upper)
    for (place, color) in [(0, colors[5]), (2, colors[3]), (4, colors[1])] {
      let left: Double = Double(place) * bar
      patches.append(
        Patch(
          name: "\(color.name) of the castellations", columns: left...left + bar, rows: castle, red: color.red ? 0.75 : 0,
          green: color.green ? 0.75 : 0, blue: color.blue ? 0.75 : 0))
    }
    patches.append(gray("white of the castellations", 0.75, 6 * bar...1, castle))
    patches.append(gray("100 % white", 1, 1.25 * bar...2.5 * bar, lower))
    patches.append(gray("black", 0, 6 * bar...1, lower))
    return patches
  }()

  /// SMPTE RP 219-1: an eighth of the width on either side, seven bars between, in rows of seven, one, one and three twelfths of the height.
  private static let rp219: [Patch] = {
    let (side, bar): (Double, Double) = (0.125, 0.75 / 7)
    let (left, right): (ClosedRange<Double>, ClosedRange<Double>) = (0...side, 1 - side...1)
    let edges: [Double] = [0, 7.0 / 12, 8.0 / 12, 9.0 / 12, 1]
    let rows: [ClosedRange<Double>] = (0..<4).map { edges[$0]...edges[$0 + 1] }
    func columns(_ from: Double, _ to: Double) -> ClosedRange<Double> { side + from * bar...side + to * bar }
    var patches: [Patch] = [gray("left 40 % grey", 0.4, left, rows[0]), gray("right 40 % grey", 0.4, right, rows[0])]
    patches += row(of: 7, white: 0.75, high: 0.75, low: 0, columns: side...1 - side, rows: rows[0])
    patches.append(Patch(name: "100 % cyan", columns: left, rows: rows[1], red: 0, green: 1, blue: 1))
    patches.append(gray("75 % white row", 0.75, columns(1, 7), rows[1]))
    patches.append(Patch(name: "100 % blue", columns: right, rows: rows[1], red: 0, green: 0, blue: 1))
    patches.append(Patch(name: "100 % yellow", columns: left, rows: rows[2], red: 1, green: 1, blue: 0))
    patches.append(Patch(name: "100 % red", columns: right, rows: rows[2], red: 1, green: 0, blue: 0))
    patches.append(gray("left 15 % grey", 0.15, left, rows[3]))
    patches.append(gray("black", 0, columns(0, 1.5), rows[3]))
    patches.append(gray("100 % white", 1, columns(1.5, 3.5), rows[3]))
    patches.append(gray("right black", 0, columns(6, 7), rows[3]))
    patches.append(gray("right 15 % grey", 0.15, right, rows[3]))
    return patches
  }()
}
