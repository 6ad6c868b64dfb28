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
  /// Momentary and short-term loudness with the target and its tolerance; `nil` where there is no sound.
  init?(loudnessOf report: InspectionReport, limits: LoudnessLimits?) {
    guard let time = TimeAxis(report), let course = report.readings.loudnessOverTime else { return nil }
    let values = (course.momentary + course.shortTerm).compactMap { $0 }
    let integrated = report.readings.loudness.integrated
    let bottom = -60.0
    let top = max(0, ((values.max() ?? 0) / 10).rounded(.up) * 10)
    var levels: [Level] = []
    if let limits {
      let name = "Target \(Figures.short(limits.target)) ± \(Figures.short(limits.tolerance))"
      let pen = SVGDrawing.Pen(color: Palette.target, width: 1.4, dash: "8 4")
      levels.append(Level(name: name, value: limits.target, tolerance: limits.tolerance, pen: pen))
      if let most = limits.maxShortTerm {
        levels.append(Level(name: "Most short-term \(Figures.short(most))", value: most, pen: .init(color: Palette.bad, width: 1.2, dash: "2 3")))
      }
    }
    let said =
      values.isEmpty ? "Silent throughout." : "Integrated \(Figures.decimal(integrated)) LUFS; lowest shown is \(Figures.short(bottom)) LUFS."
    self.init(
      title: "Loudness over time", summary: said, unit: "LUFS", range: bottom...top, step: 10, time: time,
      series: [
        Series(name: "Momentary", samples: course.momentary, pen: .init(color: Palette.second, width: 0.9)),
        Series(name: "Short-term", samples: course.shortTerm, pen: .init(color: Palette.first, width: 1.7)),
      ], levels: levels)
  }

  /// The darkest, mean and brightest luma as shares of the range; `nil` where there are no pictures.
  init?(lumaOf report: InspectionReport) {
    guard let time = TimeAxis(report), let course = report.readings.lumaOverTime, !course.mean.isEmpty else { return nil }
    func percent(_ values: [Double]) -> [Double?] { values.map { $0 * 100 } }
    let least = percent(course.minimum), most = percent(course.maximum)
    let lowest = least.compactMap { $0 }.min() ?? 0, highest = most.compactMap { $0 }.max() ?? 100
    let edge = SVGDrawing.Pen(color: Palette.note, width: 1.1, dash: "4 3")
    self.init(
      title: "Luma over time", summary: "From \(Figures.decimal(lowest)) % to \(Figures.decimal(highest)) % of the range from black to white.",
      unit: "% of black to white", range: min(0, (lowest / 20).rounded(.down) * 20)...max(100, (highest / 20).rounded(.up) * 20), step: 20,
      time: time,
      series: [
        Series(name: "Darkest", samples: least, pen: edge), Series(name: "Brightest", samples: most, pen: .init(color: Palette.caution, width: 1.1)),
        Series(name: "Mean", samples: percent(course.mean), pen: .init(color: Palette.first, width: 1.7)),
      ])
  }
}

extension FindingStrip {
  /// The findings that have a place; `nil` where none has.
  init?(_ report: InspectionReport) {
    guard let time = TimeAxis(report) else { return nil }
    var bars: [String: [Bar]] = [:]
    var names: [String] = []
    for finding in report.findingsByWeight {
      guard let start = finding.startFrame, let end = finding.endFrame else { continue }
      let name = finding.check.rawValue
      if bars[name] == nil { names.append(name) }
      let tip = "\(finding.stands ? finding.severity.word : "Waived"): \(finding.text)"
      bars[name, default: []].append(Bar(tone: finding.stands ? finding.severity.tone : .good, start: start, end: end, tip: tip))
    }
    guard !names.isEmpty else { return nil }
    let placed = bars.values.map(\.count).reduce(0, +)
    self.init(
      rows: names.map { ($0, bars[$0] ?? []) }, time: time,
      summary: "\(Figures.count(placed, "finding")) of \(Figures.count(names.count, "check")); the table below lists each with its timecodes.")
  }
}
