// SPDX-License-Identifier: Apache-2.0

import Essence
import TestSupport
import Timing

@testable import Quality

/// A scene larger than a picture, which pictures are cut out of as by a camera that moves over it. Luma in code values of eight bits.
struct DrawnScene {
  static let (width, height) = (256, 128)

  let columns: Int
  let rows: Int
  private let codes: [UInt16]

  init(columns: Int = 512, rows: Int = 512, _ code: (_ column: Int, _ row: Int) -> Int) {
    self.columns = columns
    self.rows = rows
    codes = (0..<columns * rows).map { UInt16(code($0 % columns, $0 / columns)) }
  }

  /// Soft hills of light, unlike themselves at any displacement within a picture.
  static let soft = DrawnScene { column, row in
    let (x, y) = (column * 7 + row * 2, row * 11 - column)
    let (a, b) = (abs(x % 613 - 306), abs((y % 977 + 977) % 977 - 488))
    return 40 + a * 60 / 306 + b * 90 / 488
  }

  /// Boxes with hard edges on calm ground, as graphics have.
  static let hard = DrawnScene { column, row in
    let (x, y) = (column / 19, row / 13)
    return 40 + 70 * ((x * 5 + y * 3 + x * y) % 3)
  }

  /// Normal noise of standard deviation `deviation` on the soft hills.
  static func noisy(_ deviation: Double, seed: UInt64 = 1) -> DrawnScene {
    var random = SeededRandom(seed)
    return DrawnScene(columns: 320, rows: 160) { column, row in
      // Sixteen bits in each quarter of a number; four uniform ones sum to a deviation of 1 ∕ √3.
      let bits = random.next()
      let sum = Double(bits & 0xFFFF) + Double(bits >> 16 & 0xFFFF) + Double(bits >> 32 & 0xFFFF) + Double(bits >> 48)
      let normal = (sum / 65_535 - 2) * 3.0.squareRoot()
      return Int((90 + Double(column + row) * 0.02 + deviation * normal).rounded())
    }
  }

  /// The luma at a place.
  func code(_ column: Int, _ row: Int) -> UInt16 { codes[row * columns + column] }

  /// The picture with its top left corner at `origin` of the scene, for each of its fields; `paint` may change each row of luma.
  func picture(
    at position: Int, format: PixelFormat = .yuv422p, scan: ScanType = .progressive, width: Int = width, height: Int = height,
    chroma: (UInt16, UInt16) = (128, 128), fields origin: (_ field: Int) -> (Int, Int),
    paint: (_ row: Int, _ samples: inout [UInt16]) -> Void = { _, _ in }
  ) -> Picture {
    let scale = UInt16(1 << (format.bitDepth - 8))
    return FlashDrawing.picture(
      format, width: width, height: height, at: position, scan: scan, color: ColorDescription(isFullRange: false)
    ) { component, row, samples in
      guard component == 0 else {
        samples = Array(repeating: (component == 1 ? chroma.0 : chroma.1) * scale, count: samples.count)
        return
      }
      let (x, y) = origin(row % 2)
      let start = (y + row) * columns + x
      samples = Array(codes[start..<start + width])
      paint(row, &samples)
      if scale > 1 { samples = samples.map { $0 * scale } }
    }
  }

  /// The picture with its top left corner at a place of the scene.
  func picture(
    at position: Int, _ column: Int = 0, _ row: Int = 0, format: PixelFormat = .yuv422p, scan: ScanType = .progressive,
    paint: (_ row: Int, _ samples: inout [UInt16]) -> Void = { _, _ in }
  ) -> Picture {
    picture(at: position, format: format, scan: scan, fields: { _ in (column, row) }, paint: paint)
  }
}

extension Drawn {
  /// The report on pictures judged by `faults`.
  static func inspect(_ pictures: [Picture], _ faults: PictureFaultLimits, threads: Int = 2) throws -> InspectionReport {
    let inspector = Inspector(
      description(video: [video()]), profile: InspectionProfile(name: "faults", pictureFaults: faults), tool: tool, threads: threads)
    for picture in pictures { try inspector.examine(picture, stream: 0) }
    return try inspector.finish()
  }
}
