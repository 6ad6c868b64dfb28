// SPDX-License-Identifier: Apache-2.0

extension InspectionLimits {
  /// Rules for pictures.
  func addPictureRules(to list: inout RuleList) {
    list.add("black: luma below", black?.luma, "A pixel counts as black up to this share of the range from black to white.")
    list.add("black: area", black?.area, "The share of black pixels that makes a picture black.")
    list.add("black: frames", black?.frames, "Black pictures in a row that are reported, where the layout does not ask for them.")
    list.add("freeze: change", freeze?.difference, unit: "dB", "The mean difference of luma from the first picture of a hold.")
    list.add("freeze: seconds", freeze?.seconds, "The shortest hold that is reported, where the layout does not ask for it.")
    list.add("levels", levels?.edition, "Luma, red, green and blue of every pixel, transients filtered out within each field.")
    list.add("levels: area", levels?.area, "The share of the picture from which pixels outside count.")
    list.add("edges: dark below", activePicture?.luma, "The highest luma of blanking, as a share of the range.")
    list.add("edges: at most", activePicture?.blanking, unit: "px", "Lines and columns that stay dark in every picture.")
    list.add("bars: aspects", activePicture?.aspects, "The shape of what is ever lit.") { $0.map { "\($0):1" }.joined(separator: ", ") }
    list.add("bars: change", activePicture?.changeSeconds, unit: "s", "The shortest part with other bars that is reported.")
    list.add(
      "field order: after", fieldOrderPictures, unit: "pictures", "What moves is compared field by field; this many have to speak against the flag.")
    list.add("repeats: single", repeats?.single, asked: "reported", "A picture that stands in the middle of motion.")
    list.add("repeats: cadence", repeats?.cadenceSeconds, unit: "s", "The shortest steady rhythm of repeats that is reported.")
    list.add("flash: reading", flash?.reading, "ITU-R BT.1702-3, field by field; a pre-check and no certificate.") { $0.rawValue }
    list.add("flash: area", flash?.area, "The share of the screen that may flash.")
    list.add("flash: patterns", flash?.patterns, asked: "looked for", "Stripes and other regular patterns.")
    pictureFaults?.addRules(to: &list)
    content?.addRules(to: &list)
  }

  /// Rules for sound.
  func addSoundRules(to list: inout RuleList) {
    list.add(
      "loudness", loudness?.target, unit: "LUFS", "Integrated, ITU-R BS.1770-5, over what the layout calls the programme, else over everything.")
    list.add("loudness ±", loudness?.tolerance, unit: "LU", "How far from the target it may lie.")
    list.add("loudness range", loudness?.maximumRange, unit: "LU", "EBU Tech 3342.") { "at most \($0)" }
    list.add("short-term", loudness?.maximumShortTerm, unit: "LUFS", "The loudest three seconds, taken every 10 ms.") { "at most \($0)" }
    list.add("momentary", loudness?.maximumMomentary, unit: "LUFS", "The loudest 400 ms, taken every 10 ms.") { "at most \($0)" }
    list.add(
      "loudness judged", loudness?.onlyWithoutDialogue, asked: "only without dialogue",
      "Where speech is too rare for dialogue loudness, the programme’s is judged instead.")
    list.add(
      "dialogue", dialogue?.target, unit: "LUFS",
      "Loudness while speech is recognised, by Lineup’s own detector, which is not Dolby’s Dialogue Intelligence.")
    list.add("dialogue ±", dialogue?.tolerance, unit: "LU", "How far from the target it may lie.")
    list.add("dialogue: speech", dialogue?.minimumSpeech, unit: "%", "The share of speech below which dialogue is not judged.") { "at least \($0)" }
    let withoutMarks = sync?.ifMarked?.value == true ? "judged in the line-up, where it has both" : "a file in which no flash has a pip is not passed"
    list.add("sound early", sync?.early, unit: "ms", "A pip before its flash; \(withoutMarks).") { "at most \($0)" }
    list.add("sound late", sync?.late, unit: "ms", "A pip after its flash.") { "at most \($0)" }
    list.add("true peak", maximumTruePeak, unit: "dBTP", "ITU-R BS.1770-5, annex 2, over the whole file.") { "at most \($0)" }
    list.add("silence: below", silence?.threshold, unit: "dBFS", "Every sample of every channel of the programme.")
    list.add("silence: seconds", silence?.seconds, "The shortest silence that is reported, where the layout does not ask for it.")
    let faults = soundFaults
    list.add("clipping: samples", faults?.clippingSamples, "Samples at full scale in a row; flat tops below it too.")
    list.add("clicks: stand out", faults?.clickProminence, unit: "dB", "Less than a millisecond of treble against the 25 ms around it.")
    list.add("dropouts: from", faults?.dropoutSeconds, unit: "s", "Holes of digital silence with sound right up to both edges.")
    list.add("dropouts: up to", faults?.longestDropoutSeconds, unit: "s", "Longer holes are silence and judged as such.")
    list.add("hum: from", faults?.humLevel, unit: "dBFS", "Three of the first six harmonics of 50 or 60 Hz, for five seconds in all.")
    list.add("DC offset", faults?.offset, unit: "%", "The middle of the sound, for three seconds to one side.") { "at most \($0)" }
    list.add("pairs: correlation", faults?.correlation, "One second at a time, for two seconds in a row.") { "at least \($0)" }
    list.add("loss in mono", faults?.monoLoss, unit: "LU", "Loudness folded down to one channel (ITU-R BS.775), against the programme’s.") {
      "at most \($0)"
    }
    list.add(
      "channels: places", faults?.assignment, asked: "looked at", "Channels that are the same, silent, or of the wrong spectrum for their place.")
    list.add("line-up tone", faults?.tone, asked: "reported", "Steady tones, EBU ident, GLITS and BLITS outside of the layout’s line-up.")
    list.add("data for sound", faults?.data, asked: "a fault", "Bursts of SMPTE ST 337, such as Dolby E.")
    list.add("above dialogue", faults?.aboveDialogue, unit: "LU", "Programme loudness less dialogue loudness.") { "at most \($0)" }
    list.add("speech stands out", faults?.speechAboveBackground, unit: "LU", "Each phrase against its background: by stems, else estimated.") {
      "at least \($0)"
    }
  }
}

extension InspectionLimits.PictureFaults {
  fileprivate func addRules(to list: inout RuleList) {
    list.add("blocks: area", blockArea, "The share of the picture in which edges of coded blocks, of 8 or 16, are seen.")
    list.add("dropouts: area", dropoutArea, "The share of the picture that is unlike the pictures before and after, or of a decoder’s own colour.")
    list.add("tearing", tearing, asked: "reported", "Pictures whose parts are of two moments, parted by a level line.")
    list.add("pixels: stand out", pixelContrast, "The share of the range by which a dot differs from its surroundings, through cuts and motion.")
    list.add("noise: at most", noise, unit: "dB", "Random noise in the calm parts of the picture, below the range from black to white.")
  }
}

extension InspectionLimits.Content {
  fileprivate func addRules(to list: inout RuleList) {
    list.add("colour bars", bars, asked: "where they belong", "Every picture is held against six patterns (EBU QC 0052B).")
    list.add("bars: levels within", barsTolerance, "How far the median of a patch may lie off its level, as a share of the range.")
    list.add("clock", clock, asked: "where it belongs", "A still picture of which a part changes every second, or with rows of text.")
    list.add("cuts: counted", cuts, asked: "yes", "Pictures unlike the one before in most of the screen; flashes are not counted.")
    list.add("cuts: at most", cutsPerSecond, unit: "a second", "Cuts of four fifths of the screen within any second.")
    list.add("safe area", safeArea, "Still, hard-edged graphics that come and go at once or stand over motion (EBU R95).") { $0.rawValue }
    list.add("light: measured", light, asked: "as declared", "The greatest of red, green and blue of every pixel of PQ (CTA-861.3).")
    list.add("light: pixel", maximumLight, unit: "cd/m²", "The brightest pixel of the file.") { "at most \($0)" }
    list.add("light: picture", maximumAverageLight, unit: "cd/m²", "The brightest picture’s mean.") { "at most \($0)" }
    list.add("light: metadata", lightMetadata, asked: "present", "Content light and mastering display, in the wrapper or the pictures.")
  }
}
