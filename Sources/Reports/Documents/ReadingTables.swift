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
