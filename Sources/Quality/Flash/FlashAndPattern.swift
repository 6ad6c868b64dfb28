// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Flashes, red flashes, flashing that goes on, and regular patterns: the pre-check for photosensitive epilepsy, to ITU-R BT.1702-3 and Ofcom's guidance.
///
/// Interlaced pictures are looked at field by field, twice as often as there are pictures. Where the raster or its coding changes, the check starts anew and
/// says so. A picture that is missing counts as a repeat of the one before.
struct FlashAndPattern: PictureCheck {
  static var judgesByFacts: Bool { true }

  private let subject: PictureSubject
  private let limits: FlashLimits
  private let window: Int
  private var memory: FlashMemory
  private var form: PictureForm?
  private var frame = -1
  private var flashes = FlashRuns()
  private var reds = FlashRuns()
  private var extended = FlashRuns()
  private var patterns = FlashRuns()
  private var cuts = FlashRuns()
  private var changes: [Finding] = []
  /// Looks at pictures of this raster so far, and those of the last second that are cuts.
  private var (number, cutNumbers): (Int, [Int]) = (0, [])
  private var chart: FlashChart

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.flash else { return nil }
    self.subject = subject
    self.limits = limits
    // Two changes a whole second apart are not within one second.
    window = min(1000, max(2, subject.clock.frames(lasting: 1)))
    memory = FlashMemory(limits: limits, clock: subject.clock, window: window)
    chart = FlashChart(framesPerPoint: subject.clock.rate.nominal / 5)
  }

  mutating func examine(_ picture: InspectedPicture) {
    if let form, form.isLooked(atLike: picture.form) {
      for _ in 0..<min(window, max(0, picture.frame - frame - 1)) {
        memory.repeatLast()
        number += looksAtPicture
        chart.add(.zero)
        frame += 1
      }
    } else {
      if form != nil { noteChange(picture) }
      (number, cutNumbers) = (0, [])
    }
    form = picture.form
    frame = picture.frame
    var risks = SIMD4<Double>.zero
    for (field, look) in memory.looks(at: picture).enumerated() {
      number += 1
      note(look, field: field)
      let now = risksNow(look)
      risks.replace(with: now, where: now .> risks)
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

  private var looksAtPicture: Int { form?.isInterlaced == true ? 2 : 1 }

  private mutating func noteChange(_ picture: InspectedPicture) {
    guard changes.count < 100 else { return }
    changes.append(
      Finding(
        .flash, severity: .info, stream: subject.stream, place: subject.clock.span(picture.frame..<picture.frame + 1),
        text: .rasterChanges(picture.width, picture.height)))
  }

  private func risksNow(_ look: FlashLook) -> SIMD4<Double> {
    let pattern = limits.pattern.map {
      max(look.pattern.changing / max($0.changingArea, 1e-6), (look.pattern.still + look.pattern.changing) / max($0.stillArea, 1e-6))
    }
    let thousandths = SIMD4(
      look.luminance.risk, look.red.risk, FlashLook.thousandths(pattern ?? 0), max(look.luminance.extendedRisk, look.red.extendedRisk))
    return SIMD4<Double>(thousandths) / 1000
  }

  /// Adds what breaks a limit to the runs.
  private mutating func note(_ look: FlashLook, field: Int) {
    if look.luminance.fails, goesOn(look.luminance, flashes) { flashes.add(run(look.luminance, field: field), within: window) }
    if look.red.fails, goesOn(look.red, reds) { reds.add(run(look.red, field: field), within: window) }
    if let limit = limits.extended, look.luminance.goesOn || look.red.goesOn {
      let frames = max(0, frame + 1 - subject.clock.frames(lasting: max(0, limit.seconds)))..<frame + 1
      let changes = max(look.luminance.goesOn ? look.luminance.changes : 0, look.red.goesOn ? look.red.changes : 0)
      extended.add(FlashRun(frames: frames, changes: changes, area: 0, worst: frame), within: window)
    }
    if let limit = limits.pattern {
      let pattern = look.pattern
      let isChanging = pattern.changing > limit.changingArea
      if isChanging || pattern.still + pattern.changing > limit.stillArea {
        let lasting = StripePattern.interval(limit, perSecond: window * looksAtPicture) * 5 / looksAtPicture
        let area = isChanging ? pattern.changing : pattern.still + pattern.changing
        patterns.add(
          FlashRun(frames: max(0, frame - lasting)..<frame + 1, changes: 0, area: area, worst: frame, isChanging: isChanging), within: window)
      }
    }
    if let limit = limits.cutsPerSecond {
      if look.isCut { cutNumbers.append(number - 1) }
      let perSecond = looksAtPicture * window
      cutNumbers.removeAll { $0 <= number - 1 - perSecond }
      if cutNumbers.count > limit, cutNumbers.last == number - 1 {
        cuts.add(FlashRun(frames: max(0, frame + 1 - window)..<frame + 1, changes: cutNumbers.count, area: 0.8, worst: frame), within: window)
      }
    }
  }

  /// Whether a moment that fails belongs to the runs of its kind. Cells count as flashing for up to two seconds: so long what only glows after a run
  /// is no part of it.
  private func goesOn(_ moment: FlashLook.Changes, _ runs: FlashRuns) -> Bool {
    guard moment.isAfterglow, let last = runs.runs.last else { return true }
    return frame >= last.frames.upperBound + 2 * window
  }

  /// The run of a moment that fails: from the first picture of its second in which a quarter of the allowed area changed to the last one. What
  /// changes after
  /// that is the motion of pictures that no longer flash.
  private func run(_ moment: FlashLook.Changes, field: Int) -> FlashRun {
    let last = max(0, frame - (moment.rest + looksAtPicture - 1 - field) / looksAtPicture)
    let first = max(0, min(last, frame - moment.length / looksAtPicture))
    return FlashRun(frames: first..<last + 1, changes: moment.changes, area: moment.area, worst: last)
  }

  // MARK: - Findings

  private func finding(_ check: CheckIdentifier, _ run: FlashRun, _ severity: Severity, _ text: String) -> Finding {
    let isExtended = check == .flashExtended
    return Finding(
      check, severity: severity, stream: subject.stream, place: subject.clock.span(run.frames), worst: run.worst,
      value: isExtended ? subject.clock.seconds(run.frames.count) : Double(run.changes) / 2,
      limit: isExtended ? limits.extended?.seconds : Double(limits.flashesPerSecond), unit: isExtended ? "s" : "flashes/s", text: text)
  }

  private func patternFinding(_ run: FlashRun) -> Finding {
    let limit = (run.isChanging ? limits.pattern?.changingArea : limits.pattern?.stillArea) ?? 0
    return Finding(
      .pattern, severity: limits.pattern?.severity ?? limits.severity, stream: subject.stream, place: subject.clock.span(run.frames),
      worst: run.worst,
      value: run.area * 100, limit: limit * 100, unit: "%", text: .pattern(run, limit: limit, limits))
  }

  private func cutFinding(_ run: FlashRun) -> Finding {
    Finding(
      .flash, severity: limits.severity, stream: subject.stream, place: subject.clock.span(run.frames), worst: run.worst, value: Double(run.changes),
      limit: limits.cutsPerSecond.map(Double.init), unit: "cuts/s", text: .cuts(run, limits))
  }
}
