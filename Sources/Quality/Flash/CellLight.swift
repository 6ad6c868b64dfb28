// SPDX-License-Identifier: Apache-2.0

import Essence

/// From the code values of a picture's cells to their light, and on to the changes of luminance and of red in each.
struct CellLight: Sendable {
  /// The changes of one picture: a bit for each cell, sixteen a group.
  struct Turns: Sendable {
    let luminance: CellStore<UInt16>
    /// Changes of luminance that take the place of the last one.
    let again: CellStore<UInt16>
    let red: CellStore<UInt16>?
    /// Cells that jumped by the size of a flash, up or down.
    var jumps = 0
    /// Whether any cell is kept in mind for having been red.
    var hasRed = false
  }

  let grid: CellGrid
  private(set) var turns: Turns
  private let light: DisplayLight
  private let components: Int
  private var means: [CellMeans]
  private var meansBefore: [CellMeans]
  private let luminance: LightTurns
  private let reds: [RedTurns]
  private let redShare: Int
  private let floor: Int
  /// The signals of one group: sixteen of red, of green and of blue.
  private let groupSignals = CellStore<Int16>(48, 0)
  /// The luminances of one group.
  private let luminances = CellStore<Int32>(16, 0)
  private var isFirst = true

  /// Cells of `grid`; `window` is a second in pictures.
  init(_ grid: CellGrid, coding: SampleCoding, height: Int, limits: FlashLimits, window: Int) {
    self.grid = grid
    light = DisplayLight(coding, height: height, limits: limits)
    components = coding.model == .gray ? 1 : 3
    let luma = coding.model == .rgb ? 1 : 0
    means = (0..<components).map { CellMeans(grid, withFine: $0 == luma, isDifference: coding.model == .yCbCr && $0 > 0) }
    meansBefore = (0..<components).map { CellMeans(grid, withFine: $0 == luma, isDifference: coding.model == .yCbCr && $0 > 0) }
    luminance = LightTurns(grid, limits: limits)
    let readings: [Bool] =
      switch limits.red {
      case nil: []
      case .chromaticity: [true]
      case .difference: [false]
      case .either: [true, false]
      }
    reds = components == 1 ? [] : readings.map { RedTurns(grid, isChromaticity: $0, limits: limits, window: window) }
    redShare = (limits.redSaturation * 65_536).rounded().whole
    floor = (max(0.001, limits.redFloor) * Double(DisplayLight.unit)).rounded().whole
    let groups = grid.groups * grid.rows
    turns = Turns(luminance: CellStore(groups, 0), again: CellStore(groups, 0), red: reds.isEmpty ? nil : CellStore(groups, 0))
  }

  /// Code values of luma, or of green, for the search for stripes.
  var fine: CellMeans { means[components == 3 && light.matrix == nil ? 1 : 0] }

  /// The luminance of a grey of 12-bit code value `code`, in cd/m².
  func luminance(ofGray code: Int) -> Double {
    let signal = code - Int(light.matrix?.black ?? light.greyBlack)
    return Double(light.linear[min(max(signal, 0), 4095)]) / Double(DisplayLight.unit)
  }

  /// Measures the next picture or field. `quads` are the sums of its components, where its tiles have them, and of which `field`; `moved` has a bit
  /// for each cell of a group that lies in a part which has only moved.
  mutating func measure(
    _ planes: [SamplePlane], _ quads: [QuadSums]? = nil, field: Int? = nil, withFine: Bool, moved: (_ row: Int, _ group: Int) -> UInt16
  ) {
    swap(&means, &meansBefore)
    for index in 0..<components {
      if let quads, means[index].measure(quads[index], field: field, of: planes[index], withFine: withFine) { continue }
      means[index].measure(planes[index], withFine: withFine)
    }
    turns.jumps = 0
    turns.hasRed = false
    light.linear.withUnsafeBufferPointer { linear in
      light.flashScale.withUnsafeBufferPointer { scale in
        for row in 0..<grid.rows {
          for group in 0..<grid.groups { take(row * grid.groups + group, linear: linear, scale: scale, moved: moved(row, group)) }
        }
      }
    }
    isFirst = false
  }

  // MARK: - Where a stretch ends

  /// Ends a stretch.
  func settle() { luminance.settle() }

  /// Takes up the picture before, where reading begins in the middle of a programme.
  mutating func begin(_ planes: [SamplePlane]) {
    isFirst = true
    measure(planes, withFine: false) { _, _ in 0 }
  }

  /// Passes what is kept where a stretch ends, beside the picture before.
  func pass(_ tape: inout StateTape) {
    luminance.pass(&tape)
    for red in reds { red.pass(&tape) }
  }

  // MARK: - One group of sixteen cells

  @inline(__always)
  private mutating func take(_ group: Int, linear: UnsafeBufferPointer<Int32>, scale: UnsafeBufferPointer<Int32>, moved: UInt16) {
    turns.luminance.start[group] = 0
    turns.again.start[group] = 0
    turns.red?.start[group] = 0
    var isLive = false
    for red in reds {
      let live = UnsafeRawPointer(red.isLive.start + group * 16).loadUnaligned(as: SIMD2<UInt64>.self)
      if live != .zero { isLive = true }
    }
    if isLive { turns.hasRed = true }
    if !isFirst, !isLive, isUnchanged(group) { return }
    let (red, green, blue) = signals(means, group)
    groupSignals.start.setGroup(0, red)
    groupSignals.start.setGroup(1, green)
    groupSignals.start.setGroup(2, blue)
    let flash = flash(groupSignals.start, linear, scale)
    var redBits: UInt16 = 0
    if !reds.isEmpty, isLive || mayBeRed(red, green, blue) { redBits = takeReds(group, isLive, linear) }
    if redBits != 0 { turns.hasRed = true }
    if redBits & ~moved != 0 { turns.red?.start[group] = redBits & ~moved }
    if isFirst {
      luminance.begin(group, flash)
    } else {
      let bits = luminance.turns(group, flash, moved: moved)
      turns.luminance.start[group] = bits.turned
      turns.again.start[group] = bits.again
      turns.jumps += bits.jumped.nonzeroBitCount
    }
  }

  /// The flash scale of sixteen cells.
  @inline(__always)
  private func flash(_ signals: UnsafeMutablePointer<Int16>, _ linear: UnsafeBufferPointer<Int32>, _ scale: UnsafeBufferPointer<Int32>) -> Lanes {
    guard let linear = linear.baseAddress else { return .zero }
    let weights = light.weights.y
    let (ofRed, ofGreen, ofBlue) = (weights.x, weights.y, weights.z)
    let luminances = luminances.start
    for lane in 0..<16 {
      let weighted =
        Int(linear[Int(signals[lane])]) &* ofRed &+ Int(linear[Int(signals[lane &+ 16])]) &* ofGreen &+ Int(linear[Int(signals[lane &+ 32])])
        &* ofBlue
      luminances[lane] = Int32(truncatingIfNeeded: weighted &>> 16)
    }
    let all = luminances.group(0)
    let (four, three) = (SIMD16<Int32>(repeating: 4), SIMD16<Int32>(repeating: 3))
    let isBright = unsafeBitCast(all .>= SIMD16(repeating: light.knee), to: SIMD16<Int32>.self)
    var result = Lanes(truncatingIfNeeded: (all &+ four) &>> three)
    if isBright.hasAny {
      for lane in 0..<16 {
        // Limits that make no sense may give light below zero.
        let luminance = max(0, Int(luminances[lane]))
        let step = min(luminance &>> 8, scale.count &- 2)
        let part = min(luminance &- step &<< 8, 256)
        result[lane] = Int16(truncatingIfNeeded: (Int(scale[step]) &* (256 &- part) &+ Int(scale[step &+ 1]) &* part &+ 128) &>> 8)
      }
    }
    return result
  }

  @inline(__always)
  private func isUnchanged(_ group: Int) -> Bool {
    for index in 0..<components where (means[index].values.start.group(group) ^ meansBefore[index].values.start.group(group)).hasAny { return false }
    return true
  }

  /// Whether the red signal of any cell lies above the other two by an eighth: nothing else is saturated red, whatever the transfer function.
  @inline(__always)
  private func mayBeRed(_ red: Lanes, _ green: Lanes, _ blue: Lanes) -> Bool {
    let (three, end) = (Lanes(repeating: 3), Lanes(repeating: 15))
    let aboveGreen = (green &+ (green &>> three) &- red) &>> end
    let aboveBlue = (blue &+ (blue &>> three) &- red) &>> end
    return (aboveGreen & aboveBlue).hasAny
  }

  /// The signals of red, green and blue, as indices of `DisplayLight.linear`.
  @inline(__always)
  private func signals(_ means: [CellMeans], _ group: Int) -> (red: Lanes, green: Lanes, blue: Lanes) {
    guard components == 3 else {
      let grey = (means[0].values.start.group(group) &- Lanes(repeating: light.greyBlack)).held(4095)
      return (grey, grey, grey)
    }
    let first = means[0].values.start.group(group)
    let (second, third) = (means[1].values.start.group(group), means[2].values.start.group(group))
    guard let matrix = light.matrix else { return (first.held(4095), second.held(4095), third.held(4095)) }
    let luma = first &- Lanes(repeating: matrix.black)
    let (cb, cr) = (second &- Lanes(repeating: 2048), third &- Lanes(repeating: 2048))
    let red = luma &+ cr.product(matrix.red)
    let green = luma &+ cb.sum(matrix.greenByBlue, cr, matrix.greenByRed)
    let blue = luma &+ cb.product(matrix.blue)
    return (red.held(4095), green.held(4095), blue.held(4095))
  }

  // MARK: - Red

  /// Shows the cells of a group that are red, or were lately, to each reading; a bit for each that changes.
  @inline(never)
  private func takeReds(_ group: Int, _ isLive: Bool, _ linear: UnsafeBufferPointer<Int32>) -> UInt16 {
    var bits: UInt16 = 0
    for lane in 0..<16 {
      let red = Int(linear[Int(groupSignals.start[lane])])
      let green = Int(linear[Int(groupSignals.start[lane + 16])])
      let blue = Int(linear[Int(groupSignals.start[lane + 32])])
      let luminance = (red * light.weights.y.x + green * light.weights.y.y + blue * light.weights.y.z) >> 16
      let isRed = red << 16 >= (red + green + blue) * redShare && luminance >= floor
      guard isRed || isLive else { continue }
      if takeRed(group * 16 + lane, isRed: isRed, SIMD4(red, green, blue, luminance), linear: linear) { bits |= 1 << UInt16(lane) }
    }
    return bits
  }

  /// Shows one cell to each reading of red; `true` where any of them changes.
  private func takeRed(_ cell: Int, isRed: Bool, _ light: SIMD4<Int>, linear: UnsafeBufferPointer<Int32>) -> Bool {
    var turned = false
    for red in reds {
      let state = state(light, red.isChromaticity)
      if red.isLive.start[cell] == 0 {
        guard isRed else { continue }
        red.begin(cell, red: state, before: isFirst ? nil : self.state(lightBefore(cell, linear), red.isChromaticity))
      }
      if red.turns(cell, isRed: isRed, state) { turned = true }
    }
    return turned
  }

  /// What a reading compares: u′ and v′ in 65,536ths, or red less green and blue in the steps of `DisplayLight`.
  private func state(_ light: SIMD4<Int>, _ isChromaticity: Bool) -> SIMD2<Int32> {
    guard isChromaticity else { return SIMD2(Int32(truncatingIfNeeded: max(0, light.x - light.y - light.z)), 0) }
    let white = SIMD2(Int32(truncatingIfNeeded: self.light.whitePoint.u), Int32(truncatingIfNeeded: self.light.whitePoint.v))
    guard light.w >= floor else { return white }
    let (x, y, z) = ((light &* self.light.weights.x).wrappedSumOfThree, light.w << 16, (light &* self.light.weights.z).wrappedSumOfThree)
    let sum = x + 15 * y + 3 * z
    guard sum > 0 else { return white }
    return SIMD2(Int32(truncatingIfNeeded: (x << 18) / sum), Int32(truncatingIfNeeded: 9 * (y << 16) / sum))
  }

  /// Red, green, blue and luminance of a cell in the picture before.
  private func lightBefore(_ cell: Int, _ linear: UnsafeBufferPointer<Int32>) -> SIMD4<Int> {
    let signals = signals(meansBefore, cell / 16)
    let (red, green, blue) = (
      Int(linear[Int(signals.red[cell % 16])]), Int(linear[Int(signals.green[cell % 16])]), Int(linear[Int(signals.blue[cell % 16])])
    )
    return SIMD4(red, green, blue, (red * light.weights.y.x + green * light.weights.y.y + blue * light.weights.y.z) >> 16)
  }
}

extension SIMD4<Int> {
  /// The sum without the last lane.
  fileprivate var wrappedSumOfThree: Int { x &+ y &+ z }
}
