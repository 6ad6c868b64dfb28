// SPDX-License-Identifier: Apache-2.0

extension InspectionLimits {
  init?(_ value: StrictYAML.Value, sources: [String: SpecificationSource]) {
    let keys = [
      "black", "freeze", "levels", "activePicture", "fieldOrderPictures", "repeats", "flash", "pictureFaults", "soundFaults", "silence", "loudness",
      "dialogue",
      "maximumTruePeak",
      "durationTolerance",
      "crosscheck", "content", "sync",
    ]
    guard let section = SpecificationSection(value, "inspection", keys: keys, sources: sources) else { return nil }
    black = section.section("black", keys: ["luma", "area", "frames"]).flatMap { Black($0) }
    freeze = section.section("freeze", keys: ["difference", "seconds"]).flatMap { Freeze($0) }
    levels = section.section("levels", keys: ["edition", "area"]).flatMap { Levels($0) }
    activePicture = section.section("activePicture", keys: ["luma", "blanking", "aspects", "changeSeconds"]).flatMap { ActivePicture($0) }
    fieldOrderPictures = section.figure("fieldOrderPictures") { $0.integer($1, in: 2...10_000) }
    repeats = section.section("repeats", keys: ["single", "cadenceSeconds"]).flatMap { Repeats($0) }
    flash = section.section("flash", keys: ["reading", "area", "patterns"]).flatMap { Flash($0) }
    pictureFaults = section.section("pictureFaults", keys: PictureFaults.keys).map { PictureFaults($0) }
    soundFaults = section.section("soundFaults", keys: SoundFaults.keys).map { SoundFaults($0) }
    silence = section.section("silence", keys: ["threshold", "seconds"]).flatMap { Silence($0) }
    loudness = section.section("loudness", keys: Loudness.keys).flatMap { Loudness($0) }
    dialogue = section.section("dialogue", keys: ["target", "tolerance", "minimumSpeech"]).flatMap { Dialogue($0) }
    if loudness?.onlyWithoutDialogue?.value == true, dialogue == nil {
      section.mistake("‘onlyWithoutDialogue’ needs a ‘dialogue’ that is judged in its place")
    }
    maximumTruePeak = section.figure("maximumTruePeak") { $0.number($1, in: -20...6) }
    durationTolerance = section.figure("durationTolerance") { $0.integer($1, in: 0...1000) }
    crosscheck = section.figure("crosscheck") { $0.flag($1) }
    content = section.section("content", keys: Content.keys).map { Content($0) }
    sync = section.section("sync", keys: ["early", "late", "ifMarked"]).flatMap { Sync($0) }
  }
}

extension InspectionLimits.Black {
  init?(_ section: SpecificationSection) {
    let luma = section.requiredFigure("luma") { $0.number($1, in: 0...1) }
    let area = section.requiredFigure("area") { $0.number($1, in: 0...1) }
    let frames = section.requiredFigure("frames") { $0.integer($1, in: 1...100_000) }
    guard let luma, let area, let frames else { return nil }
    self.init(luma: luma, area: area, frames: frames)
  }
}

extension InspectionLimits.Freeze {
  init?(_ section: SpecificationSection) {
    let difference = section.requiredFigure("difference") { $0.number($1, in: -120...0) }
    let seconds = section.requiredFigure("seconds") { $0.number($1, in: 0.1...3600) }
    guard let difference, let seconds else { return nil }
    self.init(difference: difference, seconds: seconds)
  }
}

extension InspectionLimits.Levels {
  init?(_ section: SpecificationSection) {
    let edition = section.requiredFigure("edition") { $0.choice($1, of: InspectionLimits.LevelsEdition.self) }
    let area = section.requiredFigure("area") { $0.number($1, in: 0...1) }
    guard let edition, let area else { return nil }
    self.init(edition: edition, area: area)
  }
}

extension InspectionLimits.ActivePicture {
  init?(_ section: SpecificationSection) {
    let luma = section.requiredFigure("luma") { $0.number($1, in: 0...1) }
    let blanking = section.requiredFigure("blanking") { $0.integer($1, in: 0...10_000) }
    let aspects = section.figure("aspects") { value, what in value.list(what)?.compactMap { $0.number(what, in: 0.1...10) } }
    let changeSeconds = section.figure("changeSeconds") { $0.number($1, in: 1...3600) }
    guard let luma, let blanking else { return nil }
    self.init(luma: luma, blanking: blanking, aspects: aspects, changeSeconds: changeSeconds)
  }
}

extension InspectionLimits.Repeats {
  init?(_ section: SpecificationSection) {
    let single = section.requiredFigure("single") { $0.flag($1) }
    let cadenceSeconds = section.requiredFigure("cadenceSeconds") { $0.number($1, in: 0.5...3600) }
    guard let single, let cadenceSeconds else { return nil }
    self.init(single: single, cadenceSeconds: cadenceSeconds)
  }
}

extension InspectionLimits.Flash {
  init?(_ section: SpecificationSection) {
    let reading = section.requiredFigure("reading") { $0.choice($1, of: InspectionLimits.FlashReading.self) }
    let area = section.requiredFigure("area") { $0.number($1, in: 0.01...1) }
    let patterns = section.figure("patterns") { $0.flag($1) }
    guard let reading, let area else { return nil }
    self.init(reading: reading, area: area, patterns: patterns)
  }
}

extension InspectionLimits.PictureFaults {
  fileprivate static let keys = ["blockArea", "dropoutArea", "tearing", "pixelContrast", "noise"]

  init(_ section: SpecificationSection) {
    blockArea = section.figureForTheEye("blockArea") { $0.number($1, in: 0.01...1) }
    dropoutArea = section.figureForTheEye("dropoutArea") { $0.number($1, in: 0.0001...1) }
    tearing = section.figureForTheEye("tearing") { $0.flag($1) }
    pixelContrast = section.figureForTheEye("pixelContrast") { $0.number($1, in: 0.03...1) }
    noise = section.figure("noise") { $0.number($1, in: -100...0) }
  }
}

extension SpecificationSection {
  /// The figure under `key` of a check that no device is certain of (subjective, EBU QC data model B.2): it cannot be mandatory.
  fileprivate func figureForTheEye<Value>(_ key: String, _ read: (StrictYAML.Value, _ what: String) -> Value?) -> Figure<Value>? {
    let found = figure(key, read)
    if found?.level == .mandatory {
      self[key]?.mistake("‘\(name).\(key)’ is for a person to judge and cannot be mandatory: give it ‘level: advisory’ or ‘level: info’")
      return nil
    }
    return found
  }
}

extension InspectionLimits.SoundFaults {
  fileprivate static let keys = [
    "clippingSamples", "clickProminence", "dropoutSeconds", "longestDropoutSeconds", "humLevel", "offset", "correlation", "monoLoss", "assignment",
    "tone", "data", "aboveDialogue", "speechAboveBackground",
  ]

  init(_ section: SpecificationSection) {
    clippingSamples = section.figure("clippingSamples") { $0.integer($1, in: 1...10_000) }
    clickProminence = section.figure("clickProminence") { $0.number($1, in: 3...120) }
    dropoutSeconds = section.figure("dropoutSeconds") { $0.number($1, in: 0.0001...1) }
    longestDropoutSeconds = section.figure("longestDropoutSeconds") { $0.number($1, in: 0.001...60) }
    humLevel = section.figure("humLevel") { $0.number($1, in: -144...0) }
    offset = section.figure("offset") { $0.number($1, in: 0...100) }
    correlation = section.figure("correlation") { $0.number($1, in: -1...1) }
    monoLoss = section.figure("monoLoss") { $0.number($1, in: 0...60) }
    assignment = section.figure("assignment") { $0.flag($1) }
    tone = section.figure("tone") { $0.flag($1) }
    data = section.figure("data") { $0.flag($1) }
    aboveDialogue = section.figure("aboveDialogue") { $0.number($1, in: 0...60) }
    speechAboveBackground = section.figure("speechAboveBackground") { $0.number($1, in: -60...60) }
  }
}

extension InspectionLimits.Content {
  fileprivate static let keys = [
    "bars", "barsTolerance", "clock", "cuts", "cutsPerSecond", "safeArea", "light", "maximumLight", "maximumAverageLight", "lightMetadata",
  ]

  init(_ section: SpecificationSection) {
    bars = section.figure("bars") { $0.flag($1) }
    barsTolerance = section.figure("barsTolerance") { $0.number($1, in: 0.001...0.5) }
    clock = section.figure("clock") { $0.flag($1) }
    cuts = section.figure("cuts") { $0.flag($1) }
    cutsPerSecond = section.figure("cutsPerSecond") { $0.integer($1, in: 1...60) }
    safeArea = section.figure("safeArea") { $0.choice($1, of: InspectionLimits.SafeArea.self) }
    light = section.figure("light") { $0.flag($1) }
    maximumLight = section.figure("maximumLight") { $0.number($1, in: 1...10_000) }
    maximumAverageLight = section.figure("maximumAverageLight") { $0.number($1, in: 1...10_000) }
    lightMetadata = section.figure("lightMetadata") { $0.flag($1) }
  }
}

extension InspectionLimits.Silence {
  init?(_ section: SpecificationSection) {
    let threshold = section.requiredFigure("threshold") { $0.number($1, in: -144...0) }
    let seconds = section.requiredFigure("seconds") { $0.number($1, in: 0.01...3600) }
    guard let threshold, let seconds else { return nil }
    self.init(threshold: threshold, seconds: seconds)
  }
}

extension InspectionLimits.Sync {
  init?(_ section: SpecificationSection) {
    let early = section.requiredFigure("early") { $0.number($1, in: 0...500) }
    let late = section.requiredFigure("late") { $0.number($1, in: 0...500) }
    let ifMarked = section.figure("ifMarked") { $0.flag($1) }
    guard let early, let late else { return nil }
    self.init(early: early, late: late, ifMarked: ifMarked)
  }
}

extension InspectionLimits.Dialogue {
  init?(_ section: SpecificationSection) {
    let target = section.requiredFigure("target") { $0.number($1, in: -70...0) }
    let tolerance = section.requiredFigure("tolerance") { $0.number($1, in: 0...10) }
    let minimumSpeech = section.figure("minimumSpeech") { $0.number($1, in: 0...100) }
    guard let target, let tolerance else { return nil }
    self.init(target: target, tolerance: tolerance, minimumSpeech: minimumSpeech)
  }
}

extension InspectionLimits.Loudness {
  fileprivate static let keys = ["target", "tolerance", "maximumRange", "maximumShortTerm", "maximumMomentary", "onlyWithoutDialogue"]

  init?(_ section: SpecificationSection) {
    let target = section.requiredFigure("target") { $0.number($1, in: -70...0) }
    let tolerance = section.requiredFigure("tolerance") { $0.number($1, in: 0...10) }
    let maximumRange = section.figure("maximumRange") { $0.number($1, in: 0...60) }
    let maximumShortTerm = section.figure("maximumShortTerm") { $0.number($1, in: -70...0) }
    let maximumMomentary = section.figure("maximumMomentary") { $0.number($1, in: -70...0) }
    let onlyWithoutDialogue = section.figure("onlyWithoutDialogue") { $0.flag($1) }
    guard let target, let tolerance else { return nil }
    self.init(
      target: target, tolerance: tolerance, maximumRange: maximumRange, maximumShortTerm: maximumShortTerm, maximumMomentary: maximumMomentary,
      onlyWithoutDialogue: onlyWithoutDialogue)
  }
}
