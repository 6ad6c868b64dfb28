// SPDX-License-Identifier: Apache-2.0

public import Delivery
import Essence
public import Quality
import Timing

/// A specification's limits, as inspection takes them. Engines do not know each other: this is the one place where the two vocabularies meet.
extension InspectionProfile {
  /// The profile that `specification` asks for.
  ///
  /// What a specification asks of a delivered file "as the source" cannot be judged on a file alone and is left to delivery's own check.
  public init(_ specification: DeliverySpec) {
    let limits = specification.inspection
    self.init(
      name: specification.name,
      black: limits.black.map {
        BlackLimits(level: $0.luma.value, area: $0.area.value, minimumFrames: FrameCount($0.frames.value), severity: Severity($0.frames.level))
      },
      freeze: limits.freeze.map {
        FreezeLimits(difference: $0.difference.value, minimumSeconds: $0.seconds.value, severity: Severity($0.seconds.level))
      },
      levels: limits.levels.map { LevelLimits($0) },
      activePicture: limits.activePicture.map { ActivePictureLimits($0) },
      fieldOrder: limits.fieldOrderPictures.map { FieldOrderLimits(minimumPictures: $0.value, severity: Severity($0.level)) },
      repeats: limits.repeats.map { RepeatLimits($0) },
      flash: limits.flash.map { FlashLimits($0) },
      pictureFaults: limits.pictureFaults.map { PictureFaultLimits($0) } ?? PictureFaultLimits(),
      silence: limits.silence.map {
        SilenceLimits(threshold: $0.threshold.value, minimumSeconds: $0.seconds.value, severity: Severity($0.seconds.level))
      },
      loudness: limits.loudness.map {
        LoudnessLimits(
          target: $0.target.value, tolerance: $0.tolerance.value, severity: Severity($0.target.level), maxRange: $0.maximumRange?.value,
          rangeSeverity: Severity($0.maximumRange?.level ?? .advisory), maxShortTerm: $0.maximumShortTerm?.value,
          shortTermSeverity: Severity($0.maximumShortTerm?.level ?? .mandatory), maxMomentary: $0.maximumMomentary?.value,
          momentarySeverity: Severity($0.maximumMomentary?.level ?? .mandatory), onlyWithoutDialogue: $0.onlyWithoutDialogue?.value ?? false)
      },
      truePeak: limits.maximumTruePeak.map { TruePeakLimits(maximum: $0.value, severity: Severity($0.level)) },
      sound: limits.soundFaults.map { SoundLimits($0) } ?? SoundLimits(),
      duration: limits.durationTolerance.map { DurationLimits(tolerance: FrameCount($0.value), severity: Severity($0.level)) },
      format: FormatExpectations(specification),
      crosscheck: limits.crosscheck.flatMap { $0.value ? Severity($0.level) : nil },
      content: limits.content.map { ContentLimits($0) } ?? ContentLimits(), programmeLayout: specification.layout.map { ProgrammeLayout($0) },
      structure: specification.structure.map { StructureLimits($0) } ?? StructureLimits(),
      tracks: specification.sound.map { TrackRoles($0) } ?? TrackRoles())
    if let sync = limits.sync {
      content.sync = SyncLimits(early: sync.early.value, late: sync.late.value, severity: Severity(sync.early.level))
      content.sync?.isOptional = sync.ifMarked?.value ?? false
      sound.pips = sound.pips ?? PipLimits()
    }
    if let dialogue = limits.dialogue {
      var asked = sound.dialogue ?? DialogueLimits()
      (asked.target, asked.tolerance, asked.severity) = (dialogue.target.value, dialogue.tolerance.value, Severity(dialogue.target.level))
      if let least = dialogue.minimumSpeech?.value { asked.minimumSpeech = least }
      sound.dialogue = asked
    }
  }
}

extension LevelLimits {
  fileprivate init(_ asked: InspectionLimits.Levels) {
    self =
      switch asked.edition.value {
      case .version1: .r103v1
      case .version3: .r103v3
      }
    area = asked.area.value
    severity = Severity(asked.edition.level)
  }
}

extension ActivePictureLimits {
  fileprivate init(_ asked: InspectionLimits.ActivePicture) {
    self.init(
      level: asked.luma.value, maximumBlanking: asked.blanking.value, severity: Severity(asked.blanking.level),
      allowedAspects: asked.aspects?.value ?? [], minimumChange: asked.changeSeconds?.value,
      changeSeverity: asked.changeSeconds.map { Severity($0.level) } ?? .info)
  }
}

extension RepeatLimits {
  fileprivate init(_ asked: InspectionLimits.Repeats) {
    self.init(
      severity: asked.single.value ? Severity(asked.single.level) : nil, cadenceSeverity: Severity(asked.cadenceSeconds.level),
      minimumCadence: asked.cadenceSeconds.value)
  }
}

extension FlashLimits {
  fileprivate init(_ asked: InspectionLimits.Flash) {
    self = asked.reading.value == .strict ? .strict : FlashLimits()
    area = asked.area.value
    severity = Severity(asked.reading.level)
    extended?.severity = severity
    pattern?.severity = Severity(asked.patterns?.level ?? asked.reading.level)
    if asked.patterns?.value == false { pattern = nil }
  }
}

extension PictureFaultLimits {
  fileprivate init(_ asked: InspectionLimits.PictureFaults) {
    self.init(
      blocks: asked.blockArea.map { BlockinessLimits(area: $0.value, severity: Severity($0.level)) },
      dropouts: asked.dropoutArea.map { PictureDropoutLimits(area: $0.value, severity: Severity($0.level)) },
      tearing: asked.tearing.flatMap { $0.value ? Severity($0.level) : nil },
      pixels: asked.pixelContrast.map { StuckPixelLimits(contrast: $0.value, severity: Severity($0.level)) },
      noise: asked.noise.map { NoiseLimits(maximum: $0.value, severity: Severity($0.level)) })
  }
}

extension ContentLimits {
  fileprivate init(_ asked: InspectionLimits.Content) {
    self.init()
    if let figure = asked.bars, figure.value {
      bars = BarsLimits(severity: Severity(figure.level), unexpectedSeverity: Severity(figure.level))
      if let tolerance = asked.barsTolerance?.value { bars?.tolerance = tolerance }
    }
    clock = asked.clock.flatMap { $0.value ? ClockLimits(severity: Severity($0.level), unexpectedSeverity: Severity($0.level)) : nil }
    cuts = asked.cutsPerSecond.map { CutLimits(perSecond: $0.value, severity: Severity($0.level)) }
    if cuts == nil, asked.cuts?.value == true { cuts = CutLimits() }
    safeArea = asked.safeArea.map { SafeAreaLimits($0) }
    guard asked.light?.value == true || asked.maximumLight != nil || asked.maximumAverageLight != nil || asked.lightMetadata?.value == true else {
      return
    }
    let weight = [asked.light?.level, asked.maximumLight?.level, asked.maximumAverageLight?.level].compactMap { $0 }.first ?? .advisory
    light = LightLimits(
      maximumContent: asked.maximumLight?.value, maximumAverage: asked.maximumAverageLight?.value,
      missingMetadata: asked.lightMetadata.flatMap { $0.value ? Severity($0.level) : nil }, severity: Severity(weight))
  }
}

extension SafeAreaLimits {
  fileprivate init(_ asked: Figure<InspectionLimits.SafeArea>) {
    self =
      switch asked.value {
      case .graphics: .graphics
      case .protected14x9: .protected14x9
      case .action: .action
      }
    severity = Severity(asked.level)
  }
}

extension SoundLimits {
  fileprivate init(_ asked: InspectionLimits.SoundFaults) {
    self.init(
      clipping: asked.clippingSamples.map { ClippingLimits(fullScaleSamples: $0.value, severity: Severity($0.level)) },
      clicks: asked.clickProminence.map { ClickLimits(prominence: $0.value, severity: Severity($0.level)) },
      dropouts: asked.dropoutSeconds.map { DropoutLimits($0, longest: asked.longestDropoutSeconds) },
      hum: asked.humLevel.map { HumLimits(level: $0.value, severity: Severity($0.level)) },
      offset: asked.offset.map { OffsetLimits(maximum: $0.value, severity: Severity($0.level)) },
      phase: asked.correlation.map { PhaseLimits(minimum: $0.value, severity: Severity($0.level)) },
      mono: asked.monoLoss.map { MonoLimits(maximumLoss: $0.value, severity: Severity($0.level)) },
      assignment: asked.assignment.flatMap { $0.value ? AssignmentLimits(severity: Severity($0.level)) : nil },
      tones: asked.tone.flatMap { $0.value ? ToneLimits(unexpectedSeverity: Severity($0.level)) : nil },
      encoded: asked.data.flatMap { $0.value ? EncodedLimits(severity: Severity($0.level)) : nil },
      dialogue: asked.aboveDialogue.map { DialogueLimits(maximumAboveDialogue: $0.value, severity: Severity($0.level)) },
      intelligibility: asked.speechAboveBackground.map { IntelligibilityLimits(minimumRatio: $0.value, severity: Severity($0.level)) },
      pips: PipLimits())
  }
}

extension DropoutLimits {
  fileprivate init(_ shortest: Figure<Double>, longest: Figure<Double>?) {
    self.init(minimumSeconds: shortest.value, severity: Severity(shortest.level))
    if let longest { maximumSeconds = longest.value }
  }
}

extension FormatExpectations {
  fileprivate init(_ specification: DeliverySpec) {
    let (picture, sound) = (specification.picture, specification.sound)
    self.init(
      wrappers: Expectation(specification.file.wrappers), videoCodecs: Expectation(specification.picture?.codecs),
      rasters: Expectation(specification.picture?.rasters) { Raster($0.width, $0.height) }, rates: Expectation(specification.picture?.rates),
      scans: Expectation(specification.picture?.scans), videoBitDepths: Expectation(specification.picture?.bitDepths),
      chromaSamplings: Expectation(specification.picture?.chroma), audioCodecs: Expectation(specification.sound?.codecs),
      audioSampleRates: Expectation(specification.sound?.sampleRates), audioBitDepths: Expectation(specification.sound?.bitDepths),
      audioChannelCounts: Expectation(specification.sound?.tracks),
      videoCodeTags: Expectation(picture?.codeTags),
      largestRaster: picture?.maximumRaster.map { Ceiling(Raster($0.value.width, $0.value.height), severity: Severity($0.level)) },
      colors: picture?.color.map { Expectation(exactly: $0.value.color, severity: Severity($0.level)) } ?? Expectation(picture?.colors) { $0.color },
      largestVideoBitRate: picture?.maximumBitRate.map { Ceiling($0.value, severity: Severity($0.level)) },
      missingPicture: picture.map { _ in .mandatory },
      missingSound: sound.flatMap { $0.isRequired.value ? Severity($0.isRequired.level) : nil },
      audioChannelTotals: Expectation(sound?.channels), startLabels: Expectation(start: specification.file.timecode))
  }
}

extension Expectation<String> {
  /// A start that is fixed; one that follows a source says nothing about a file alone.
  fileprivate init?(start policy: Figure<TimecodePolicy>?) {
    guard let policy, case .fixed(let label) = policy.value else { return nil }
    self.init(exactly: label, severity: Severity(policy.level))
  }
}

extension Expectation {
  init?(_ figure: Figure<Requirement<Value>>?) { self.init(figure) { $0 } }

  init?<Other: Hashable & Sendable>(_ figure: Figure<Requirement<Other>>?, _ convert: (Other) -> Value) {
    guard let figure, case .anyOf(let values) = figure.value else { return nil }
    self.init(values.map(convert), severity: Severity(figure.level))
  }
}

extension Severity {
  /// The severity of a finding against a requirement of this level.
  init(_ level: RequirementLevel) {
    self =
      switch level {
      case .mandatory: .mandatory
      case .advisory: .advisory
      case .info: .info
      }
  }
}
