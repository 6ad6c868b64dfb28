// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// What the check for flashes keeps of the pictures of one raster and coding.
struct FlashRaster: Sendable {
  let grid: CellGrid
  let coding: SampleCoding
  let isInterlaced: Bool
  private let size: SIMD2<Int>
  /// One for pictures; one for each kind of field, whose lines lie apart.
  var motions: [BlockMotion]
  var light: CellLight
  var stripes: StripePattern?
  private var luminance: FlashCounter
  private var red: FlashCounter?
  /// Pictures, or fields, seen.
  private(set) var number = 0
  /// The share of the screen that changed in each picture of the last second: luminance and red.
  private(set) var changing: [SIMD2<Double>]
  /// The last cuts.
  var cuts: [Int] = []

  /// Memory for pictures like `picture`; `window` is a second in pictures.
  init(_ picture: InspectedPicture, limits: FlashLimits, clock: FrameClock, window: Int) {
    isInterlaced = Self.isInterlaced(picture)
    size = SIMD2(picture.width, picture.height)
    coding = picture.coding
    let fields = isInterlaced ? 2 : 1
    let (perSecond, rate) = (window * fields, clock.rate)
    grid = CellGrid(width: picture.width, height: picture.height / fields, isField: isInterlaced)
    light = CellLight(grid, coding: picture.coding, height: picture.height, limits: limits, window: perSecond)
    motions = []
    for _ in 0..<fields { motions.append(BlockMotion(grid)) }
    let seconds = rate.nominal % 25 == 0 ? limits.extended?.pacing50 : limits.extended?.pacing60
    let pacing = ((seconds ?? 0) * Double(rate.numerator) / Double(rate.denominator) * Double(fields)).rounded().whole
    luminance = FlashCounter(grid, limits: limits, window: perSecond, pacing: pacing)
    red = light.turns.red == nil ? nil : FlashCounter(grid, limits: limits, window: perSecond, pacing: pacing)
    stripes = limits.pattern.map { [light] in StripePattern(light, limits: $0, perSecond: perSecond) }
    changing = Array(repeating: .zero, count: perSecond)
  }

  /// Whether a picture is looked at field by field.
  static func isInterlaced(_ picture: InspectedPicture) -> Bool { picture.scan?.isInterlaced == true && picture.height > 1 }

  /// Whether a picture is of this raster and coding.
  func fits(_ picture: InspectedPicture) -> Bool {
    coding == picture.coding && size == SIMD2(picture.width, picture.height) && isInterlaced == Self.isInterlaced(picture)
  }

  /// Counts the changes of the next picture or field; `nil` for a repeat of the one before.
  mutating func countTurns(_ luminance: CellStore<UInt16>?, red: CellStore<UInt16>?) -> (luminance: FlashMoment, red: FlashMoment) {
    let moments = (self.luminance.count(luminance), self.red?.count(red) ?? FlashMoment())
    changing[number % changing.count] = SIMD2(moments.0.changing, moments.1.changing)
    number += 1
    return moments
  }
}
