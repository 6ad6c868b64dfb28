// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// What the check for flashes keeps of the pictures of one raster and coding.
///
/// Every few seconds a stretch begins (`FlashMemory`). There, what is older than a stretch is forgotten, and what is left can be written down and read again.
struct FlashRaster: Sendable {
  private let grid: CellGrid
  private let form: PictureForm
  private let limits: FlashLimits
  /// Whether pictures are looked at field by field.
  let isInterlaced: Bool
  /// One for pictures; one for each kind of field, whose lines lie apart.
  private var motions: [BlockMotion]
  private var light: CellLight
  private var stripes: StripePattern?
  private var pattern = PatternMoment()
  private var luminance: FlashCounter
  private var red: FlashCounter?
  /// Pictures, or fields, seen.
  private var number = 0
  /// The share of the screen that changed in each picture of the last second, luminance and red, and of it what then had seen more changes than
  /// allowed.
  private var changing: [SIMD4<Double>]

  /// Memory for pictures of `form`; `window` is a second in pictures.
  init(_ form: PictureForm, limits: FlashLimits, clock: FrameClock, window: Int) {
    (self.form, self.limits) = (form, limits)
    isInterlaced = form.isInterlaced
    let fields = form.isInterlaced ? 2 : 1
    let (perSecond, rate) = (window * fields, clock.rate)
    grid = CellGrid(width: form.width, height: form.height / fields, isField: form.isInterlaced)
    light = CellLight(grid, coding: form.coding, height: form.height, limits: limits, window: perSecond)
    motions = []
    for _ in 0..<fields { motions.append(BlockMotion(grid)) }
    let seconds = rate.nominal % 25 == 0 ? limits.extended?.pacing50 : limits.extended?.pacing60
    let pacing = ((seconds ?? 0) * Double(rate.numerator) / Double(rate.denominator) * Double(fields)).rounded().whole
    luminance = FlashCounter(grid, limits: limits, window: perSecond, pacing: pacing)
    red = light.turns.red == nil ? nil : FlashCounter(grid, limits: limits, window: perSecond, pacing: pacing)
    stripes = limits.pattern.map { [light] in StripePattern(light, limits: $0, perSecond: perSecond) }
    changing = Array(repeating: .zero, count: perSecond)
  }

  /// Whether a picture is of this raster and coding.
  func fits(_ picture: InspectedPicture) -> Bool { form.isLooked(atLike: picture.form) }

  /// Looks at the next picture; at its fields in their order. Where a stretch `begins`, motion is sought anew.
  mutating func look(at picture: InspectedPicture, begins: Bool) -> [FlashLook] {
    let (planes, quads) = (picture.components, picture.tiles.quads)
    guard isInterlaced else { return [look(at: planes, quads, field: nil, begins)] }
    return picture.form.fields.map { field in look(at: planes.map { $0.field(field) }, quads, field: field, begins) }
  }

  /// Counts the picture before once more, in place of one that is missing.
  mutating func repeatLast() {
    for _ in 0..<(isInterlaced ? 2 : 1) { _ = countTurns(nil) }
  }

  // MARK: - Looking

  private mutating func look(at planes: [SamplePlane], _ quads: [QuadSums]?, field: Int?, _ begins: Bool) -> FlashLook {
    let index = field ?? 0
    motions[index].compare(guide(planes), number: number, begins: begins)
    let motion = motions[index]
    light.measure(planes, quads, field: field, withFine: stripes?.looks(at: number) ?? false) { motion.moved($0, $1) }
    let moments = countTurns(light.turns)
    if let moment = stripes?.look(light.fine, motion, number: number - 1, grid: grid) { pattern = moment }
    return FlashLook(
      luminance: changes(moments.luminance, lane: 0), red: changes(moments.red, lane: 1), pattern: pattern,
      isCut: light.turns.jumps * 5 >= grid.cells * 4)
  }

  /// The plane in which motion is sought.
  private func guide(_ planes: [SamplePlane]) -> SamplePlane { form.coding.model == .rgb ? planes[1] : planes[0] }

  /// Counts the changes of the next picture or field; `nil` for a repeat of the one before.
  private mutating func countTurns(_ turns: CellLight.Turns?) -> (luminance: FlashMoment, red: FlashMoment) {
    let ofRed = turns?.hasRed == true ? turns?.red : nil
    let moments = (luminance.count(turns?.luminance, again: turns?.again), red?.count(ofRed) ?? FlashMoment())
    changing[number % changing.count] = SIMD4(moments.0.changing, moments.1.changing, moments.0.over, moments.1.over)
    number += 1
    return moments
  }

  private func changes(_ moment: FlashMoment, lane: Int) -> FlashLook.Changes {
    let reach = moment.fails ? reach(lane) : (length: 0, rest: 0, isAfterglow: false)
    return FlashLook.Changes(
      changes: moment.changes, area: moment.area, fails: moment.fails, length: reach.length, rest: reach.rest, isAfterglow: reach.isAfterglow,
      goesOn: moment.goesOn, risk: FlashLook.thousandths(moment.risk), extendedRisk: FlashLook.thousandths(moment.extendedRisk))
  }

  /// Pictures or fields since the first, and since the last, of the last second in which a quarter of the allowed area changed. Where none did,
  /// small areas flash by
  /// turns and all of the second belongs to the sequence; or so little of them flashes that it is only what moves where something flashed before.
  private func reach(_ lane: Int) -> (length: Int, rest: Int, isAfterglow: Bool) {
    let seen = min(number, changing.count)
    func share(_ lane: Int, _ ago: Int) -> Double { changing[(number - 1 - ago) % changing.count][lane] }
    if let first = (0..<seen).last(where: { share(lane, $0) > limits.area / 4 }) {
      return (first, (0..<seen).first { share(lane, $0) > limits.area / 4 } ?? first, false)
    }
    // Where the allowed area keeps flashing too often, each part of it changes so many times a second; edges between fields change as often, and are little.
    let least = limits.area * Double(2 * min(500, max(0, limits.flashesPerSecond)) + 1)
    return (seen - 1, 0, (0..<seen).reduce(0) { $0 + share(lane + 2, $1) } < least)
  }

  // MARK: - Where a stretch begins

  /// Forgets what is older than a stretch.
  mutating func settle() {
    light.settle()
    luminance.settle()
    red?.settle()
  }

  /// What is remembered where a stretch begins, beside the picture before.
  mutating func state() -> [Int] {
    var tape = StateTape()
    pass(&tape)
    return tape.words
  }

  /// Remembers what `state` gave, after picture `before`; `false` for words that it never gives.
  mutating func remember(_ state: [Int], after before: InspectedPicture) -> Bool {
    let planes = before.components
    if isInterlaced {
      for field in before.form.fields {
        let planes = planes.map { $0.field(field) }
        motions[field].begin(guide(planes))
        light.begin(planes)
      }
    } else {
      motions[0].begin(guide(planes))
      light.begin(planes)
    }
    var tape = StateTape(reading: state)
    pass(&tape)
    return tape.isAtEnd
  }

  private mutating func pass(_ tape: inout StateTape) {
    tape.pass(&number, in: 0...1 << 32)
    light.pass(&tape)
    let memory = 4 * (stripes?.interval ?? 0) + 1
    for index in motions.indices { motions[index].pass(&tape, number: number, memory: memory) }
    stripes?.pass(&tape, number: number)
    tape.pass(&pattern.still)
    tape.pass(&pattern.changing)
    luminance.pass(&tape)
    red?.pass(&tape)
    for index in changing.indices {
      tape.pass(&changing[index].x)
      tape.pass(&changing[index].y)
      tape.pass(&changing[index].z)
      tape.pass(&changing[index].w)
    }
  }
}

extension PictureForm {
  /// Whether a picture is looked at field by field.
  var isInterlaced: Bool { scan?.isInterlaced == true && height > 1 }

  /// The fields in the order of time: 0 for the top lines, 1 for the bottom ones.
  fileprivate var fields: [Int] { scan == .interlacedBottomFirst ? [1, 0] : [0, 1] }

  /// Whether pictures of both forms can be looked at in one sequence.
  func isLooked(atLike other: PictureForm) -> Bool {
    coding == other.coding && width == other.width && height == other.height && isInterlaced == other.isInterlaced
  }
}
