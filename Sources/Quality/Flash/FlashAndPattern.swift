// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Flashes, red flashes, flashing that goes on, and regular patterns: the pre-check for photosensitive epilepsy, to ITU-R BT.1702-3 and Ofcom's guidance.
///
/// Interlaced pictures are looked at field by field, twice as often as there are pictures. Where the raster or its coding changes, the check starts anew and
/// says so. A picture that is missing counts as a repeat of the one before.
struct FlashAndPattern: PictureCheck {
  private let subject: PictureSubject
  private let limits: FlashLimits
  private let window: Int
  private var raster: FlashRaster?
  private var frame = -1
  private var flashes = FlashRuns()
  private var reds = FlashRuns()
  private var extended = FlashRuns()
  private var patterns = FlashRuns()
  private var cuts = FlashRuns()
  private var changes: [Finding] = []
  private var pattern = PatternMoment()
  private var chart: FlashChart

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.flash else { return nil }
    self.subject = subject
    self.limits = limits
    // Two changes a whole second apart are not within one second.
    window = min(1000, max(2, subject.clock.frames(lasting: 1)))
    chart = FlashChart(framesPerPoint: subject.clock.rate.nominal / 5)
  }

  mutating func examine(_ picture: InspectedPicture) {
    let missing = min(window, max(0, picture.frame - frame - 1))
    let isFirst = raster == nil
    if isFirst || raster?.fits(picture) == false {
      if !isFirst { noteChange(picture) }
      raster = FlashRaster(picture, limits: limits, clock: subject.clock, window: window)
      pattern = PatternMoment()
    } else {
      for _ in 0..<missing { repeatLast() }
    }
    frame = picture.frame
    var risks = SIMD4<Double>.zero
    if FlashRaster.isInterlaced(picture) {
      let fields = picture.scan == .interlacedBottomFirst ? [1, 0] : [0, 1]
      for field in fields { look(picture.components.map { $0.field(field) }, motion: field, &risks) }
    } else {
      look(picture.components, motion: 0, &risks)
    }
    chart.add(risks)
  }

  mutating func finish() -> CheckOutcome {
    let findings =
      flashes.runs.map { finding(.flash, $0, limits.severity, .flashes($0, limits)) }
      + reds.runs.map { finding(.redFlash, $0, limits.severity, .redFlashes($0, limits)) }
      + extended.runs.map { finding(.flashExtended, $0, limits.extended?.severity ?? limits.severity, .flashingGoesOn($0, limits, subject.clock)) }
      + patterns.runs.map { patternFinding($0) } + cuts.runs.map { cutFinding($0) } + changes
    guard subject.isFirst else { return CheckOutcome(findings: findings) }
    var chart = chart
    let series = chart.finish()
    let worst = FlashReading(
      reading: limits.reading, luminance: series.luminance.max() ?? 0, red: series.red.max() ?? 0, pattern: series.pattern.max() ?? 0,
      extended: series.extended.max() ?? 0)
    return CheckOutcome(findings: findings, readings: [.flash(worst, overTime: series)])
  }

  // MARK: - Pictures and fields

  private mutating func noteChange(_ picture: InspectedPicture) {
    guard changes.count < 100 else { return }
    changes.append(
      Finding(
        .flash, severity: .info, stream: subject.stream, place: subject.clock.span(picture.frame..<picture.frame + 1),
        text: .rasterChanges(picture.width, picture.height)))
  }

  /// Counts the picture before once more, in place of one that is missing.
  private mutating func repeatLast() {
    guard raster != nil else { return }
    for _ in 0..<(raster?.isInterlaced == true ? 2 : 1) { _ = raster?.countTurns(nil, red: nil) }
    chart.add(.zero)
    frame += 1
  }

  private mutating func look(_ planes: [SamplePlane], motion index: Int, _ risks: inout SIMD4<Double>) {
    guard var raster else { return }
    self.raster = nil  // so that nothing is copied
    let guide = raster.coding.model == .rgb ? planes[1] : planes[0]
    raster.motions[index].compare(guide, number: raster.number)
    let motion = raster.motions[index]
    raster.light.measure(planes, withFine: raster.stripes?.looks(at: raster.number) ?? false) { motion.moved($0, $1) }
    let jumps = raster.light.turns.jumps
    let (luminance, red) = raster.countTurns(raster.light.turns.luminance, red: raster.light.turns.hasRed ? raster.light.turns.red : nil)
    if let moment = raster.stripes?.look(raster.light.fine, motion, number: raster.number - 1, grid: raster.grid) { pattern = moment }
    if limits.cutsPerSecond != nil, jumps * 5 >= raster.grid.cells * 4 { raster.cuts.append(raster.number - 1) }
    self.raster = raster
    note(luminance, red)
    risks.replace(with: risksNow(luminance, red), where: risksNow(luminance, red) .> risks)
  }

  private func risksNow(_ luminance: FlashMoment, _ red: FlashMoment) -> SIMD4<Double> {
    let pattern = limits.pattern.map {
      max(self.pattern.changing / max($0.changingArea, 1e-6), (self.pattern.still + self.pattern.changing) / max($0.stillArea, 1e-6))
    }
    return SIMD4(luminance.risk, red.risk, pattern ?? 0, max(luminance.extendedRisk, red.extendedRisk))
  }

  /// Adds what breaks a limit to the runs.
  private mutating func note(_ luminance: FlashMoment, _ red: FlashMoment) {
    guard var raster else { return }
    if luminance.fails { flashes.add(run(luminance, raster, lane: 0), within: window) }
    if red.fails { reds.add(run(red, raster, lane: 1), within: window) }
    if let limit = limits.extended, luminance.goesOn || red.goesOn {
      let frames = max(0, frame + 1 - subject.clock.frames(lasting: max(0, limit.seconds)))..<frame + 1
      let changes = max(luminance.goesOn ? luminance.changes : 0, red.goesOn ? red.changes : 0)
      extended.add(FlashRun(frames: frames, changes: changes, area: 0), within: window)
    }
    if let limit = limits.pattern, let stripes = raster.stripes {
      let isChanging = pattern.changing > limit.changingArea
      if isChanging || pattern.still + pattern.changing > limit.stillArea {
        let lasting = stripes.interval * 5 / (raster.isInterlaced ? 2 : 1)
        let area = isChanging ? pattern.changing : pattern.still + pattern.changing
        patterns.add(
          FlashRun(frames: max(0, frame - lasting)..<frame + 1, changes: 0, area: area, isChanging: isChanging), within: window)
      }
    }
    if let limit = limits.cutsPerSecond {
      let perSecond = raster.isInterlaced ? 2 * window : window
      raster.cuts.removeAll { $0 <= raster.number - 1 - perSecond }
      self.raster?.cuts = raster.cuts
      if raster.cuts.count > limit, raster.cuts.last == raster.number - 1 {
        cuts.add(FlashRun(frames: max(0, frame + 1 - window)..<frame + 1, changes: raster.cuts.count, area: 0.8), within: window)
      }
    }
  }

  /// The run of a moment that fails: from the first picture of its second in which a quarter of the allowed area changed.
  private func run(_ moment: FlashMoment, _ raster: FlashRaster, lane: Int) -> FlashRun {
    let seen = min(raster.number, raster.changing.count)
    let first = (0..<seen).first { raster.changing[(raster.number - seen + $0) % raster.changing.count][lane] > limits.area / 4 } ?? 0
    let back = (seen - 1 - first) / (raster.isInterlaced ? 2 : 1)
    return FlashRun(frames: max(0, frame - back)..<frame + 1, changes: moment.changes, area: moment.area)
  }

  // MARK: - Findings

  private func finding(_ check: CheckIdentifier, _ run: FlashRun, _ severity: Severity, _ text: String) -> Finding {
    let isExtended = check == .flashExtended
    return Finding(
      check, severity: severity, stream: subject.stream, place: subject.clock.span(run.frames),
      value: isExtended ? subject.clock.seconds(run.frames.count) : Double(run.changes) / 2,
      limit: isExtended ? limits.extended?.seconds : Double(limits.flashesPerSecond), unit: isExtended ? "s" : "flashes/s", text: text)
  }

  private func patternFinding(_ run: FlashRun) -> Finding {
    let limit = (run.isChanging ? limits.pattern?.changingArea : limits.pattern?.stillArea) ?? 0
    return Finding(
      .pattern, severity: limits.pattern?.severity ?? limits.severity, stream: subject.stream, place: subject.clock.span(run.frames),
      value: run.area * 100, limit: limit * 100, unit: "%", text: .pattern(run, limit: limit, limits))
  }

  private func cutFinding(_ run: FlashRun) -> Finding {
    Finding(
      .flash, severity: limits.severity, stream: subject.stream, place: subject.clock.span(run.frames), value: Double(run.changes),
      limit: limits.cutsPerSecond.map(Double.init), unit: "cuts/s", text: .cuts(run, limits))
  }
}
