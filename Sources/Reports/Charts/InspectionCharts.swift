// SPDX-License-Identifier: Apache-2.0

import Quality
import Timing

extension TimeAxis {
  /// The time of an inspected file; `nil` where no frame rate is known or nothing was examined.
  init?(_ report: InspectionReport) {
    guard let rate = report.rate, report.frames > 0 else { return nil }
    // A start label that is no timecode at this rate leaves the axis counting from nought.
    self.init(length: FrameCount(report.frames), rate: rate, start: report.start.flatMap { try? Timecode($0, at: rate) })
  }
}

extension LineChart {
  /// What was measured over time, one chart below the other: sound first, then pictures.
  static func all(of report: InspectionReport, profile: InspectionProfile?) -> [LineChart] {
    guard let time = TimeAxis(report) else { return [] }
    let readings = report.readings
    return [
      LineChart(loudnessOf: readings, limits: profile?.loudness, time), LineChart(peaksOf: readings, profile, time),
      LineChart(phaseOf: readings, limits: profile?.sound.phase, time), LineChart(flashesOf: readings, time),
      LineChart(levelsOf: readings, limits: profile?.levels, time), LineChart(lumaOf: readings, limits: profile?.levels, time),
      LineChart(noiseOf: readings, limits: profile?.pictureFaults.noise, time),
    ].compactMap(\.self)
  }

  /// How a limit is drawn.
  private static let limitPen = SVGDrawing.Pen(color: Palette.bad, width: 1.3, dash: "6 3")

  /// Momentary and short-term loudness with the target and its tolerance; `nil` where there is no sound.
  private init?(loudnessOf readings: Readings, limits: LoudnessLimits?, _ time: TimeAxis) {
    guard let course = readings.loudnessOverTime else { return nil }
    let values = (course.momentary + course.shortTerm).compactMap(\.self)
    let bottom = -60.0
    var levels: [Level] = []
    if let limits {
      let pen = SVGDrawing.Pen(color: Palette.target, width: 1.4, dash: "8 4")
      levels.append(
        Level(
          name: "Target \(Figures.short(limits.target)) ± \(Figures.short(limits.tolerance))", value: limits.target, tolerance: limits.tolerance,
          pen: pen))
      if let most = limits.maxShortTerm { levels.append(Level(name: "Short-term \(Figures.short(most))", value: most, pen: Self.limitPen)) }
    }
    self.init(
      title: "Loudness",
      summary: values.isEmpty
        ? "Silent throughout." : "Integrated \(Figures.decimal(readings.loudness.integrated)) LUFS; lowest shown is \(Figures.short(bottom)) LUFS.",
      unit: "LUFS", range: bottom...max(0, ((values.max() ?? 0) / 20).rounded(.up) * 20), step: 20, time: time,
      series: [
        Series(name: "Momentary", samples: course.momentary, interval: course.interval, pen: .init(color: Palette.second, width: 0.9)),
        Series(name: "Short-term", samples: course.shortTerm, interval: course.interval, pen: .init(color: Palette.first, width: 1.7)),
      ], levels: levels)
  }

  /// The programme's peaks with the most that is allowed, and what counts as silence; `nil` where there is no sound.
  private init?(peaksOf readings: Readings, _ profile: InspectionProfile?, _ time: TimeAxis) {
    guard let course = readings.peakOverTime else { return nil }
    let highest = readings.loudness.maxTruePeak
    var levels: [Level] = []
    if let most = profile?.truePeak?.maximum { levels.append(Level(name: "Limit \(Figures.short(most))", value: most, pen: Self.limitPen)) }
    if let least = profile?.silence?.threshold {
      levels.append(Level(name: "Silence \(Figures.short(least))", value: least, pen: .init(color: Palette.note, width: 1, dash: "2 3")))
    }
    self.init(
      title: "Peak", summary: highest == nil ? "Silent throughout." : "The highest true peak is \(Figures.decimal(highest)) dBTP.", unit: "dBTP",
      range: -80...max(0, ((highest ?? 0) / 20).rounded(.up) * 20), step: 20, time: time,
      series: [Series(name: "Highest channel", samples: course.level, interval: course.interval, pen: .init(color: Palette.first, width: 1.3))],
      levels: levels)
  }

  /// The correlation of each pair of channels; `nil` where there is none.
  private init?(phaseOf readings: Readings, limits: PhaseLimits?, _ time: TimeAxis) {
    // Programme and tracks may have the same pairs; more than four lines are no chart.
    guard let pairs = readings.sound?.pairs.prefix(4), !pairs.isEmpty else { return nil }
    let pens: [SVGDrawing.Pen] = [
      .init(color: Palette.first, width: 1.6), .init(color: Palette.caution, width: 1.2, dash: "5 2"), .init(color: Palette.second, width: 1.6),
      .init(color: Palette.note, width: 1.2, dash: "2 2"),
    ]
    let lowest = pairs.flatMap(\.lowest).compactMap(\.self).min()
    let isAmbiguous = Set(pairs.map(\.pair)).count < pairs.count
    self.init(
      title: "Phase",
      summary: lowest == nil
        ? "No pair was loud enough to be measured." : "The lowest correlation of one second is \(Figures.decimal(lowest, places: 2)).",
      unit: "correlation", range: -1...1, step: 0.5, time: time,
      series: zip(pairs, pens).map { pair, pen in
        let name = isAmbiguous ? pair.stream.map { "\(pair.pair), stream \($0)" } ?? pair.pair : pair.pair
        return Series(name: name, samples: pair.lowest, interval: pair.interval, pen: pen)
      }, levels: limits.map { [Level(name: "Limit \(Figures.short($0.minimum))", value: $0.minimum, pen: Self.limitPen)] } ?? [])
  }

  /// Flashes and patterns as shares of the level at which they fail; `nil` where they were not judged.
  private init?(flashesOf readings: Readings, _ time: TimeAxis) {
    guard let course = readings.flashOverTime, let reading = readings.flash else { return nil }
    let worst = max(reading.luminance, reading.red, reading.pattern, reading.extended)
    let interval = time.seconds(course.framesPerPoint)
    self.init(
      title: "Flash and pattern",
      summary: "At worst \(Figures.decimal(worst, places: 2)) times the level at which it fails. A pre-check, no certificate.",
      unit: "× limit", range: 0...(worst > 2 ? 4 : 2), step: worst > 2 ? 1 : 0.5, time: time,
      series: [
        Series(name: "Luminance", samples: course.luminance, interval: interval, pen: .init(color: Palette.first, width: 1.7)),
        Series(name: "Red", samples: course.red, interval: interval, pen: .init(color: Palette.bad, width: 1.2, dash: "2 2")),
        Series(name: "Pattern", samples: course.pattern, interval: interval, pen: .init(color: Palette.caution, width: 1.2, dash: "7 2")),
        Series(name: "Extended", samples: course.extended, interval: interval, pen: .init(color: Palette.note, width: 1)),
      ], levels: [Level(name: "Limit 1", value: 1, pen: Self.limitPen)])
  }

  /// How much of the picture leaves the range of levels; `nil` where levels were not judged.
  private init?(levelsOf readings: Readings, limits: LevelLimits?, _ time: TimeAxis) {
    guard let course = readings.levelsOverTime, !course.outside.isEmpty else { return nil }
    let worst = course.outside.max() ?? 0
    let top: Double = worst > 40 ? 100 : worst > 8 ? 40 : 8
    self.init(
      title: "Illegal levels", summary: "At worst \(Figures.decimal(worst, places: 2)) % of the picture lie outside.", unit: "% of the picture",
      range: 0...top, step: top / 4, time: time,
      series: [
        Series(
          name: "R, G, B or luma", samples: course.outside, interval: time.seconds(course.framesPerPoint),
          pen: .init(color: Palette.first, width: 1.3))
      ], levels: limits.map { [Level(name: "Limit \(Figures.short($0.area * 100)) %", value: $0.area * 100, pen: Self.limitPen)] } ?? [])
  }

  /// The darkest, mean and brightest luma as shares of the range, with the range that is allowed; `nil` where there are no pictures.
  private init?(lumaOf readings: Readings, limits: LevelLimits?, _ time: TimeAxis) {
    guard let course = readings.lumaOverTime, !course.mean.isEmpty else { return nil }
    func percent(_ values: [Double]) -> [Double?] { values.map { $0 * 100 } }
    let lowest = (course.minimum.min() ?? 0) * 100, highest = (course.maximum.max() ?? 1) * 100
    let interval = time.seconds(course.framesPerPoint)
    var levels: [Level] = []
    if let range = limits?.luma {
      let (low, high) = (range.lowerBound * 100, range.upperBound * 100)
      levels.append(Level(name: "\(Figures.decimal(low)) to \(Figures.decimal(high))", value: low, pen: Self.limitPen))
      levels.append(Level(name: "", value: high, pen: Self.limitPen))
    }
    self.init(
      title: "Luma", summary: "From \(Figures.decimal(lowest)) % to \(Figures.decimal(highest)) % of the range from black to white.",
      unit: "% of black to white", range: -25...125, step: 25, time: time,
      series: [
        Series(
          name: "Darkest", samples: percent(course.minimum), interval: interval, pen: .init(color: Palette.note, width: 1.1, dash: "4 3")),
        Series(name: "Brightest", samples: percent(course.maximum), interval: interval, pen: .init(color: Palette.caution, width: 1.1)),
        Series(name: "Mean", samples: percent(course.mean), interval: interval, pen: .init(color: Palette.first, width: 1.7)),
      ], levels: levels)
  }

  /// Random noise; `nil` where none could be measured.
  private init?(noiseOf readings: Readings, limits: NoiseLimits?, _ time: TimeAxis) {
    guard let course = readings.noiseOverTime, course.level.contains(where: { $0 != nil }) else { return nil }
    self.init(
      title: "Noise", summary: "Mean of the calm parts of pictures: \(Figures.decimal(readings.noise?.level)) dB.", unit: "dB of black to white",
      range: -80...(-20), step: 20, time: time,
      series: [
        Series(name: "Calm parts", samples: course.level, interval: time.seconds(course.framesPerPoint), pen: .init(color: Palette.first, width: 1.3))
      ], levels: limits.map { [Level(name: "Limit \(Figures.short($0.maximum))", value: $0.maximum, pen: Self.limitPen)] } ?? [])
  }
}

extension FindingStrip {
  /// The findings that have a place; `nil` where none has.
  ///
  /// - Parameter links: where in the page more is told of a finding, by the finding's number.
  init?(_ report: InspectionReport, links: [Int: String] = [:]) {
    guard let time = TimeAxis(report) else { return nil }
    var bars: [String: [Bar]] = [:]
    var names: [String] = []
    for group in report.groupsByWeight {
      let finding = group.first
      guard let start = finding.startFrame, let end = finding.endFrame else { continue }
      let name = finding.check.rawValue
      if bars[name] == nil { names.append(name) }
      let tip = "\(finding.stands ? finding.severity.word : "Waived"): \(group.text)"
      bars[name, default: []].append(
        Bar(tone: finding.stands ? finding.severity.tone : .good, start: start, end: end, tip: tip, link: links[group.numbers[0]]))
    }
    guard !names.isEmpty else { return nil }
    let placed = bars.values.map(\.count).reduce(0, +)
    self.init(
      rows: names.map { ($0, bars[$0] ?? []) }, time: time,
      summary: "\(Figures.count(placed, "finding")) of \(Figures.count(names.count, "check")); the table below lists each with its timecodes.")
  }
}
