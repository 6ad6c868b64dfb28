// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Timing

/// One limit that a profile sets, in words, and what missing it weighs.
struct AskedLimit: Hashable {
  /// The check that looks at it.
  let check: CheckIdentifier
  /// The limit, as people read it.
  let words: String
  /// What missing it weighs.
  let severity: Severity

  init(_ check: CheckIdentifier, _ words: String, _ severity: Severity) {
    self.check = check
    self.words = words
    self.severity = severity
  }
}

extension InspectionProfile {
  /// The limits that were applied and what each weighs.
  var limitTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "The limits of ‘\(name)’ and what missing each weighs",
      columns: [.init("Check", .term), .init("Limit"), .init("Weighs")],
      rows: askedLimits.map { .init([$0.check.rawValue, $0.words, $0.severity.word]) }, emptyText: "This specification sets no limits.")
  }

  /// Every limit: of the file, its pictures, its sound.
  var askedLimits: [AskedLimit] {
    format.askedLimits + structure.askedLimits + (programmeLayout?.askedLimits ?? []) + pictureLimits + soundLimits + wholeLimits
  }

  private var pictureLimits: [AskedLimit] {
    var limits: [AskedLimit] = []
    if let black {
      let area = "\(Figures.short(black.area * 100)) % of pixels in the darkest \(Figures.short(black.level * 100)) % of the range"
      limits.append(.init(.black, "\(area), for \(Figures.count(black.minimumFrames.value, "frame")) or more", black.severity))
    }
    if let freeze {
      let words = "difference below \(Figures.short(freeze.difference)) dB for \(Figures.short(freeze.minimumSeconds)) s or more"
      limits.append(.init(.freeze, words, freeze.severity))
    }
    if let levels {
      let filter = levels.isFiltered ? ", transients filtered out" : ""
      limits.append(.init(.levels, "\(levels.edition) in all but \(Figures.short(levels.area * 100)) % of the picture\(filter)", levels.severity))
    }
    if let activePicture {
      let shapes = activePicture.allowedAspects.map { "\(Figures.short($0)):1" }
      let bars = shapes.isEmpty ? "" : "; bars that leave \(shapes.joined(separator: ", "))"
      let edges = Figures.count(activePicture.maximumBlanking, "dark line or column", "dark lines or columns")
      limits.append(.init(.activePicture, "at most \(edges) at an edge\(bars)", activePicture.severity))
      if let seconds = activePicture.minimumChange {
        limits.append(.init(.letterboxChange, "no other bars for \(Figures.short(seconds)) s or more", activePicture.changeSeverity))
      }
    }
    if let flash { limits += flash.askedLimits }
    if let fieldOrder {
      let words = "fields in the declared order, told from \(Figures.count(fieldOrder.minimumPictures, "picture")) or more"
      limits.append(.init(.fieldOrder, words, fieldOrder.severity))
    }
    if let repeats {
      if let severity = repeats.severity {
        limits += [.init(.repeated, "no picture repeated in motion", severity), .init(.dropped, "no jump in even motion", severity)]
      }
      let rhythm = "no steady rhythm of repeats for \(Figures.short(repeats.minimumCadence)) s or more"
      limits.append(.init(.cadence, rhythm, repeats.cadenceSeverity))
    }
    return limits + pictureFaults.askedLimits + content.askedLimits
  }

  private var soundLimits: [AskedLimit] {
    var limits: [AskedLimit] = []
    if let silence {
      let words = "below \(Figures.short(silence.threshold)) dBFS for \(Figures.short(silence.minimumSeconds)) s or more"
      limits.append(.init(.silence, words, silence.severity))
    }
    if let loudness {
      let instead = loudness.onlyWithoutDialogue ? ", where there is too little speech to judge dialogue" : ""
      let words = "\(Figures.decimal(loudness.target)) LUFS ± \(Figures.short(loudness.tolerance)) LU\(instead)"
      limits.append(.init(.loudness, words, loudness.severity))
      if let range = loudness.maxRange { limits.append(.init(.loudnessRange, "at most \(Figures.decimal(range)) LU", loudness.rangeSeverity)) }
      if let most = loudness.maxShortTerm { limits.append(.init(.shortTerm, "at most \(Figures.decimal(most)) LUFS", loudness.shortTermSeverity)) }
      if let most = loudness.maxMomentary { limits.append(.init(.momentary, "at most \(Figures.decimal(most)) LUFS", loudness.momentarySeverity)) }
    }
    if let truePeak { limits.append(.init(.truePeak, "at most \(Figures.decimal(truePeak.maximum)) dBTP", truePeak.severity)) }
    return limits + sound.askedLimits
  }

  private var wholeLimits: [AskedLimit] {
    var limits: [AskedLimit] = []
    if let duration {
      let whole = duration.expectedFrames.map { "\(Figures.count($0.value, "frame")) long; " } ?? ""
      limits.append(.init(.duration, "\(whole)lengths agree to \(Figures.count(duration.tolerance.value, "frame"))", duration.severity))
    }
    if let crosscheck { limits.append(.init(.crosscheck, "wrapper and essence agree", crosscheck)) }
    return limits
  }
}

extension FlashLimits {
  fileprivate var askedLimits: [AskedLimit] {
    let area = "\(Figures.short(area * 100)) % of the screen"
    let rate = "at most \(Figures.count(flashesPerSecond, "flash", "flashes")) a second on more than \(area)"
    var limits: [AskedLimit] = [.init(.flash, "\(rate) (ITU-R BT.1702-3; a pre-check)", severity)]
    if red != nil { limits.append(.init(.redFlash, "\(rate), of saturated red", severity)) }
    if let extended { limits.append(.init(.flashExtended, "no flashing near the limit for \(Figures.short(extended.seconds)) s", extended.severity)) }
    if let pattern {
      let words =
        "at most \(pattern.pairs) pairs of stripes on more than \(Figures.short(pattern.stillArea * 100)) % of the screen, "
        + "\(Figures.short(pattern.changingArea * 100)) % where they move"
      limits.append(.init(.pattern, words, pattern.severity))
    }
    return limits
  }
}

extension PictureFaultLimits {
  fileprivate var askedLimits: [AskedLimit] {
    [
      blocks.map { .init(.blocks, "no edges of coded blocks in \(Figures.short($0.area * 100)) % of the picture or more", $0.severity) },
      dropouts.map { .init(.pictureDropout, "nothing lost on \(Figures.short($0.area * 100)) % of a picture or more", $0.severity) },
      tearing.map { .init(.tearing, "no picture of two moments", $0) },
      pixels.map { .init(.pixels, "no pixel that stands out by \(Figures.short($0.contrast * 100)) % of the range all through", $0.severity) },
      noise.map {
        let most = "noise at most \(Figures.short($0.maximum)) dB of the range"
        return .init(.noise, "\(most), but for less than \(Figures.short($0.minimumSeconds)) s", $0.severity)
      },
    ].compactMap { $0 }
  }
}

extension SoundLimits {
  fileprivate var askedLimits: [AskedLimit] {
    [
      clipping.map {
        .init(
          .clipping, "fewer than \(Figures.count($0.fullScaleSamples, "sample")) at full scale in a row, \($0.plateauSamples) below it", $0.severity)
      },
      clicks.map { .init(.clicks, "nothing that stands \(Figures.short($0.prominence)) dB out of what is around it", $0.severity) },
      dropouts.map { .init(.dropouts, "no hole of \(Figures.short($0.minimumSeconds * 1000)) ms or more", $0.severity) },
      hum.map { .init(.hum, "no hum above \(Figures.short($0.level)) dBFS", $0.severity) },
      offset.map { .init(.offset, "DC offset at most \(Figures.short($0.maximum)) % of full scale", $0.severity) },
      phase.map { .init(.phase, "correlation of a pair at least \(Figures.short($0.minimum))", $0.severity) },
      mono.map { .init(.monoLoss, "at most \(Figures.short($0.maximumLoss)) LU lost in mono", $0.severity) },
      assignment.map { .init(.assignment, "channels where their places say", $0.severity) },
      assignment.map { .init(.dualMono, "no pair that carries one sound twice", $0.severity) },
      assignment.flatMap { limits in
        limits.maximumBalance.map { .init(.balance, "channels of a pair within \(Figures.short($0)) LU", limits.severity) }
      },
      tones.map { .init(.tone, "line-up tone only where it belongs", $0.unexpectedSeverity ?? $0.severity) },
      encoded.map { .init(.encoded, "PCM sound and no data", $0.severity) },
      dialogue.flatMap { limits in
        limits.maximumAboveDialogue.map { .init(.dialogue, "programme at most \(Figures.short($0)) LU above its dialogue", limits.severity) }
      },
      dialogue.flatMap { limits in
        limits.target.map {
          let speech = "where at least \(Figures.short(limits.minimumSpeech)) % is speech"
          return .init(.dialogue, "\(Figures.decimal($0)) LUFS ± \(Figures.short(limits.tolerance)) LU \(speech)", limits.severity)
        }
      },
      intelligibility.map { .init(.intelligibility, "phrases at least \(Figures.short($0.minimumRatio)) LU above their background", $0.severity) },
      invalidSamples.map { .init(.invalidSamples, "samples that are numbers", $0) },
    ].compactMap { $0 }
  }
}

extension FormatExpectations {
  fileprivate var askedLimits: [AskedLimit] {
    [
      limit(.wrapper, "wrapper", wrappers) { $0 }, limit(.codec, "picture coding", videoCodecs) { $0 },
      limit(.raster, "raster", rasters) { $0.description }, limit(.rate, "frames a second", rates) { $0.description },
      limit(.raster, "scanning", scans) { $0.words }, limit(.raster, "bits a picture sample", videoBitDepths) { "\($0)" },
      limit(.raster, "chroma sampling", chromaSamplings) { $0 }, limit(.codec, "sound coding", audioCodecs) { $0 },
      limit(.layout, "samples a second", audioSampleRates) { Figures.count($0) }, limit(.layout, "bits a sound sample", audioBitDepths) { "\($0)" },
      limit(.layout, "channels in each sound stream", audioChannelCounts) { $0.map(String.init).joined(separator: " + ") },
      limit(.timecode, "start timecode", startTimecodes) { "\($0)" }, limit(.timecode, "start timecode", startLabels) { $0 },
      limit(.codec, "picture code", videoCodeTags) { $0 }, limit(.metadata, "colour", colors) { $0.tags },
      limit(.layout, "channels of sound in all", audioChannelTotals) { "\($0)" },
      largestRaster.map { .init(.raster, "raster: at most \($0.most)", $0.severity) },
      largestVideoBitRate.map { .init(.codec, "picture bit rate: at most \(Figures.bitRate($0.most))", $0.severity) },
      missingPicture.map { .init(.layout, "pictures: at least one stream", $0) },
      missingSound.map { .init(.layout, "sound: at least one stream", $0) },
    ].compactMap { $0 }
  }

  private func limit<Value>(_ check: CheckIdentifier, _ name: String, _ expectation: Expectation<Value>?, _ words: (Value) -> String) -> AskedLimit? {
    expectation.map { .init(check, "\(name): \($0.allowed.map(words).joined(separator: " or "))", $0.severity) }
  }
}

extension ColorDescription {
  /// Primaries, transfer, matrix and range in the trade's words.
  fileprivate var tags: String {
    let names = [ColorNames.primaries(primaries), ColorNames.transfer(transfer), ColorNames.matrix(matrix), ColorNames.range(isFullRange)]
    return names.map { $0 ?? "untagged" }.joined(separator: " / ") + " range"
  }
}
