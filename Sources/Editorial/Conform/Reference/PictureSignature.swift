// SPDX-License-Identifier: Apache-2.0

public import Essence

/// A picture in small: the means of its luma over 48 × 27 fields. Two of one scene are near to each other however they were scaled, compressed or graded.
public struct PictureSignature: Sendable {
  static let columns = 48
  static let rows = 27
  /// Means in parts of full scale, row by row.
  let fields: [Float]

  /// A part of a picture, in parts of its width and height.
  public struct Area: Hashable, Sendable {
    var left = 0.0
    var top = 0.0
    var width = 1.0
    var height = 1.0

    /// All of it.
    public static let whole = Area()

    /// Where in a frame of one shape a picture of another lies that was fitted into it whole, with bars.
    ///
    /// - Parameters:
    ///   - shape: width over height of the picture.
    ///   - frame: width over height of the frame.
    public static func fitting(_ shape: Double, into frame: Double) -> Area {
      guard shape.isFinite, frame.isFinite, shape > 0, frame > 0, abs(shape / frame - 1) > 0.015 else { return whole }
      let (width, height) = (min(1, shape / frame), min(1, frame / shape))
      return Area(left: (1 - width) / 2, top: (1 - height) / 2, width: width, height: height)
    }
  }

  init(fields: [Float]) { self.fields = fields }

  /// The signature of `picture`; `nil` where its samples cannot be read as brightness.
  public init?(_ picture: Picture, area: Area = .whole) {
    let format = picture.format
    let index = format.model == .rgb ? 1 : 0
    guard format.model != .other, !format.isFloat, format.components.indices.contains(index) else { return nil }
    let component = format.components[index]
    guard picture.planes.indices.contains(component.plane), (1...16).contains(component.depth) else { return nil }
    let plane = picture.planes[component.plane]
    let x = Self.edges(Self.columns, plane.width, area.left, area.width)
    let y = Self.edges(Self.rows, plane.height, area.top, area.height)
    let isWide = component.depth + component.shift > 8
    let scale = 1 / Float(1 << component.depth)
    var fields: [Float] = []
    fields.reserveCapacity(Self.columns * Self.rows)
    for row in 0..<Self.rows {
      let lines = Self.samples(y[row], y[row + 1])
      for column in 0..<Self.columns {
        let places = Self.samples(x[column], x[column + 1])
        var sum = 0
        for line in lines {
          let start = plane.row(line) + component.offset
          for place in places {
            let address = start + place * component.step
            let word: Int
            if isWide {
              let stored = address.loadUnaligned(as: UInt16.self)
              word = Int(format.isBigEndian ? UInt16(bigEndian: stored) : UInt16(littleEndian: stored))
            } else {
              word = Int(address.load(as: UInt8.self))
            }
            sum += word >> component.shift & (1 << component.depth - 1)
          }
        }
        fields.append(Float(sum) * scale / Float(max(1, lines.count * places.count)))
      }
    }
    self.fields = fields
  }

  /// The picture that `weight` of this one and the rest of another make.
  func mixed(_ weight: Float, with other: PictureSignature) -> PictureSignature {
    PictureSignature(fields: zip(fields, other.fields).map { $0 * weight + $1 * (1 - weight) })
  }

  /// How far two pictures are from each other, in thousandths of full scale: what is left of the mean difference once brightness and contrast of the other were
  /// fitted to this one, without the worst sixth of the fields, where burnt-in figures lie.
  func distance(to other: PictureSignature) -> Float {
    fields.withUnsafeBufferPointer { own in
      other.fields.withUnsafeBufferPointer { other in
        let first = Line(own, other, within: .infinity, of: nil)
        let limit = first.limit(own, other)
        return Line(own, other, within: limit, of: first).meanRest(own, other, within: limit, of: first) * 1000
      }
    }
  }

  /// The mean difference of two pictures as they are, in parts of full scale: nothing is fitted, so that a fade is a difference.
  public func meanDifference(from other: PictureSignature) -> Float {
    zip(fields, other.fields).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(max(1, fields.count))
  }

  // MARK: -

  /// The straight line that makes one picture's values of another's, no steeper than a grade is.
  private struct Line {
    var slope: Float
    var offset: Float
    private static let steps = 1024

    /// Fitted by least squares over the fields that lie no farther than `limit` from an earlier line.
    init(_ own: UnsafeBufferPointer<Float>, _ other: UnsafeBufferPointer<Float>, within limit: Float, of earlier: Line?) {
      var (count, x, y, xx, xy) = (Float(0), Float(0), Float(0), Float(0), Float(0))
      var index = 0
      while index < own.count {
        let (a, b) = (other[index], own[index])
        index += 1
        if let earlier, earlier.rest(b, a) > limit { continue }
        count += 1
        x += a
        y += b
        xx += a * a
        xy += a * b
      }
      let spread = count * xx - x * x
      let raw = spread > 1e-6 * count * count ? (count * xy - x * y) / spread : 1
      slope = min(max(raw, 0.4), 2.5)
      offset = count > 0 ? (y - slope * x) / count : 0
    }

    /// How far a field lies from the line.
    func rest(_ own: Float, _ other: Float) -> Float { abs(own - slope * other - offset) }

    /// The rest that five sixths of the fields do not exceed, to a thousandth of full scale.
    func limit(_ own: UnsafeBufferPointer<Float>, _ other: UnsafeBufferPointer<Float>) -> Float {
      var counts = [Int](repeating: 0, count: Self.steps + 1)
      var index = 0
      while index < own.count {
        counts[min(Self.steps, Int(rest(own[index], other[index]) * Float(Self.steps)))] += 1
        index += 1
      }
      var (seen, step) = (counts[0], 0)
      while seen * 6 < own.count * 5, step < Self.steps {
        step += 1
        seen += counts[step]
      }
      return Float(step + 1) / Float(Self.steps)
    }

    /// The mean rest of the fields that lie no farther than `limit` from an earlier line.
    func meanRest(_ own: UnsafeBufferPointer<Float>, _ other: UnsafeBufferPointer<Float>, within limit: Float, of earlier: Line) -> Float {
      var (sum, count, index) = (Float(0), Float(0), 0)
      while index < own.count {
        if earlier.rest(own[index], other[index]) <= limit {
          sum += rest(own[index], other[index])
          count += 1
        }
        index += 1
      }
      return count > 0 ? sum / count : 0
    }
  }

  private static func edges(_ count: Int, _ length: Int, _ start: Double, _ share: Double) -> [Int] {
    (0...count).map { min(length, max(0, Int((Double(length) * (start + share * Double($0) / Double(count))).rounded()))) }
  }

  /// Up to twelve samples of a field, evenly spaced; of a picture smaller than the fields, the nearest.
  private static func samples(_ start: Int, _ end: Int) -> [Int] {
    let count = max(1, end - start)
    let step = max(1, count / 12)
    let first = end > start ? start : max(0, start - 1)
    return Array(stride(from: first, to: first + count, by: step))
  }
}
