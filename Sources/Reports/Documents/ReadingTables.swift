// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Timing

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

extension LoudnessReading {
  fileprivate var cells: [String] { [integrated, range, maxTruePeak, maxShortTerm, maxMomentary].map { Figures.decimal($0) } }
}

extension InspectionProfile {
  /// The limits that were applied and what each weighs.
  var limitTable: ReportDocument.Table {
    var rows: [ReportDocument.Row] = format.rows
    if let black {
      let area = "\(Figures.short(black.area * 100)) % of pixels in the darkest \(Figures.short(black.level * 100)) % of the range"
      rows.append(row(.black, "\(area), for \(Figures.count(black.minimumFrames.value, "frame")) or more", black.severity))
    }
    if let freeze {
      rows.append(
        row(.freeze, "difference below \(Figures.short(freeze.difference)) dB for \(Figures.short(freeze.minimumSeconds)) s or more", freeze.severity)
      )
    }
    if let silence {
      rows.append(
        row(.silence, "below \(Figures.short(silence.threshold)) dBFS for \(Figures.short(silence.minimumSeconds)) s or more", silence.severity))
    }
    if let loudness {
      rows.append(row(.loudness, "\(Figures.decimal(loudness.target)) LUFS ± \(Figures.short(loudness.tolerance)) LU", loudness.severity))
      if let range = loudness.maxRange { rows.append(row(.loudnessRange, "at most \(Figures.decimal(range)) LU", loudness.rangeSeverity)) }
      if let most = loudness.maxShortTerm { rows.append(row(.shortTerm, "at most \(Figures.decimal(most)) LUFS", loudness.shortTermSeverity)) }
    }
    if let truePeak { rows.append(row(.truePeak, "at most \(Figures.decimal(truePeak.maximum)) dBTP", truePeak.severity)) }
    if let duration {
      let whole = duration.expectedFrames.map { "\(Figures.count($0.value, "frame")) long; " } ?? ""
      rows.append(row(.duration, "\(whole)lengths agree to \(Figures.count(duration.tolerance.value, "frame"))", duration.severity))
    }
    if let crosscheck { rows.append(row(.crosscheck, "wrapper and essence agree", crosscheck)) }
    return ReportDocument.Table(
      caption: "The limits of ‘\(name)’ and what missing each weighs",
      columns: [.init("Check", .term), .init("Limit"), .init("Weighs")], rows: rows, emptyText: "This specification sets no limits.")
  }

  private func row(_ check: CheckIdentifier, _ limit: String, _ severity: Severity) -> ReportDocument.Row {
    ReportDocument.Row([check.rawValue, limit, severity.word])
  }
}

extension InspectionProfile {
  /// The part of the profile that there was something to hold against: no limits for pictures or sound that the file has none of.
  func applied(hasPictures: Bool, hasSound: Bool) -> InspectionProfile {
    var applied = self
    if !hasPictures {
      (applied.black, applied.freeze) = (nil, nil)
      applied.format = applied.format.withoutPictures
    }
    if !hasSound {
      (applied.silence, applied.loudness, applied.truePeak) = (nil, nil, nil)
      applied.format = applied.format.withoutSound
    }
    return applied
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

  fileprivate var rows: [ReportDocument.Row] {
    [
      row(.wrapper, "wrapper", wrappers) { $0 }, row(.codec, "picture coding", videoCodecs) { $0 },
      row(.raster, "raster", rasters) { $0.description },
      row(.rate, "frames a second", rates) { $0.description }, row(.raster, "scanning", scans) { $0.words },
      row(.raster, "bits a picture sample", videoBitDepths) { "\($0)" }, row(.raster, "chroma sampling", chromaSamplings) { $0 },
      row(.codec, "sound coding", audioCodecs) { $0 }, row(.layout, "samples a second", audioSampleRates) { Figures.count($0) },
      row(.layout, "bits a sound sample", audioBitDepths) { "\($0)" },
      row(.layout, "channels in each sound stream", audioChannelCounts) { $0.map(String.init).joined(separator: " + ") },
      row(.timecode, "start timecode", startTimecodes) { "\($0)" }, row(.timecode, "start timecode", startLabels) { $0 },
      row(.codec, "picture code", videoCodeTags) { $0 }, row(.metadata, "colour", colors) { $0.tags },
      row(.layout, "channels of sound in all", audioChannelTotals) { "\($0)" },
      largestRaster.map { .init([CheckIdentifier.raster.rawValue, "raster: at most \($0.most)", $0.severity.word]) },
      largestVideoBitRate.map { .init([CheckIdentifier.codec.rawValue, "picture bit rate: at most \(Figures.bitRate($0.most))", $0.severity.word]) },
      missingPicture.map { .init([CheckIdentifier.layout.rawValue, "pictures: at least one stream", $0.word]) },
      missingSound.map { .init([CheckIdentifier.layout.rawValue, "sound: at least one stream", $0.word]) },
    ].compactMap { $0 }
  }

  private func row<Value>(
    _ check: CheckIdentifier, _ name: String, _ expectation: Expectation<Value>?, _ words: (Value) -> String
  ) -> ReportDocument.Row? {
    expectation.map { .init([check.rawValue, "\(name): \($0.allowed.map(words).joined(separator: " or "))", $0.severity.word]) }
  }
}

extension ColorDescription {
  /// Primaries, transfer, matrix and range in the trade's words.
  fileprivate var tags: String {
    let names = [ColorNames.primaries(primaries), ColorNames.transfer(transfer), ColorNames.matrix(matrix), ColorNames.range(isFullRange)]
    return names.map { $0 ?? "untagged" }.joined(separator: " / ") + " range"
  }
}
