// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality

extension InspectionReport {
  /// What was measured: the programme first, then each track by itself.
  var readingTable: ReportDocument.Table {
    let tracks = readings.tracks.map { track in
      ReportDocument.Row(["Stream \(track.stream), \(Figures.count(track.channels, "channel"))"] + track.loudness.cells)
    }
    let hasSound = !readings.tracks.isEmpty || readings.loudness != LoudnessReading()
    return ReportDocument.Table(
      caption: "Loudness and peak by ITU-R BS.1770, EBU Tech 3341 and 3342. A dash stands for what does not exist, such as the loudness of silence.",
      columns: [
        .init("Sound", .name), .init("Integrated (LUFS)", .figures), .init("Range (LU)", .figures), .init("True peak (dBTP)", .figures),
        .init("Max short-term (LUFS)", .figures), .init("Max momentary (LUFS)", .figures),
      ],
      rows: hasSound ? [.init(["Programme"] + readings.loudness.cells)] + tracks : [], emptyText: "The file has no sound to measure.")
  }
}

extension InspectionReport {
  /// What was measured of pictures on the whole. Empty where there are none.
  var pictureTable: ReportDocument.Table {
    var rows: [[String]] = []
    if let flash = readings.flash {
      let shares = [("luminance", flash.luminance), ("red", flash.red), ("pattern", flash.pattern), ("extended", flash.extended)]
      let words = shares.map { "\($0) \(Figures.decimal($1, places: 2))" }.joined(separator: ", ")
      rows.append(["Flash and pattern, at worst", "\(words) of the limit. Pre-check, no certificate: \(flash.reading)"])
    }
    if let levels = readings.levelsOverTime, let worst = levels.outside.max() {
      rows.append(["Levels outside their range, at worst", "\(Figures.decimal(worst, places: 2)) % of the picture"])
    }
    if let noise = readings.noise {
      let parts = [
        noise.level.map { "\(Figures.decimal($0)) dB in calm parts" },
        noise.outliers.map { "\(Figures.decimal($0)) samples in a million flash up alone" },
        noise.repeatedRows.map { "\(Figures.decimal($0 * 100)) % of captured rows repeat others" },
      ].compactMap(\.self)
      rows.append(["Noise", parts.isEmpty ? "none could be measured" : parts.joined(separator: ", ")])
    }
    if let active = readings.activePicture {
      rows.append(["Active picture", "\(active.width)×\(active.height) pixels, from column \(active.left), row \(active.top)"])
    }
    if let order = readings.fieldOrder { rows.append(["Fields, by their pictures", order.words]) }
    if let cadence = readings.cadence, cadence.fresh + cadence.repeated > 0 {
      let rhythm = cadence.period.map { ", one in \($0)" } ?? ""
      rows.append([
        "Repeated pictures", "\(Figures.count(cadence.repeated)) of \(Figures.count(cadence.fresh + cadence.repeated)) that move\(rhythm)",
      ])
    }
    return ReportDocument.Table(
      caption: "Pictures of the first stream.", columns: [.init("Reading", .name), .init("Value")], rows: rows.map { .init($0) }, emptyText: "")
  }
}

extension FieldOrderReading {
  fileprivate var words: String {
    switch self {
    case .topFirst: "two moments, top field first"
    case .bottomFirst: "two moments, bottom field first"
    case .progressive: "one moment: progressive or segmented"
    case .undetermined: "undetermined"
    }
  }
}

extension InspectionReport {
  /// What stands where, section by section; `nil` where no layout was asked for.
  var layoutTable: ReportDocument.Table? {
    readings.layout.map { sections in
      ReportDocument.Table(
        caption: "What stands where, as the specification asks and as it was found.",
        columns: [.init("Section", .name), .init("From"), .init("To"), .init("Found")],
        rows: sections.map { section in
          let found = section.contents.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue): \($0.value.words)" }
          return ReportDocument.Row([section.name, section.start, section.end, found.joined(separator: "; ")])
        }, emptyText: "The layout could not be placed in this file.")
    }
  }
}

extension LayoutReading.State {
  fileprivate var words: String {
    switch self {
    case .asAsked: "as asked"
    case .missing: "not as asked"
    case .notExamined: "not examined"
    }
  }
}

extension LoudnessReading {
  fileprivate var cells: [String] { [integrated, range, maxTruePeak, maxShortTerm, maxMomentary].map { Figures.decimal($0) } }
}

extension InspectionProfile {
  /// The part of the profile that there was something to hold against: no limits for pictures or sound that the file has none of.
  func applied(hasPictures: Bool, hasSound: Bool) -> InspectionProfile {
    var applied = self
    if !hasPictures {
      (applied.black, applied.freeze, applied.levels, applied.activePicture) = (nil, nil, nil, nil)
      (applied.fieldOrder, applied.repeats, applied.flash) = (nil, nil, nil)
      applied.pictureFaults = PictureFaultLimits()
      applied.content = ContentLimits()
      applied.format = applied.format.withoutPictures
      applied.structure = applied.structure.withoutPictures
    }
    if !hasSound {
      (applied.silence, applied.loudness, applied.truePeak) = (nil, nil, nil)
      applied.sound = SoundLimits(invalidSamples: nil)
      applied.format = applied.format.withoutSound
    }
    return applied
  }
}

extension StructureLimits {
  fileprivate var withoutPictures: StructureLimits {
    var rest = self
    (rest.largestGroup, rest.allIntra, rest.closedGroups, rest.largestBidirectionalRun) = (nil, nil, nil, nil)
    (rest.smallestMeanBitRate, rest.largestMeanBitRate, rest.largestPeakBitRate, rest.statedBitRate) = (nil, nil, nil, nil)
    return rest
  }
}

extension FormatExpectations {
  fileprivate var withoutPictures: FormatExpectations {
    var rest = self
    (rest.videoCodecs, rest.videoCodeTags, rest.rasters, rest.largestRaster, rest.rates) = (nil, nil, nil, nil, nil)
    (rest.scans, rest.videoBitDepths, rest.chromaSamplings, rest.colors, rest.largestVideoBitRate) = (nil, nil, nil, nil, nil)
    return rest
  }

  fileprivate var withoutSound: FormatExpectations {
    var rest = self
    (rest.audioCodecs, rest.audioSampleRates, rest.audioBitDepths) = (nil, nil, nil)
    return rest
  }
}
