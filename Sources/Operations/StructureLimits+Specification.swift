// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Quality

extension StructureLimits {
  /// What a specification asks of a file's structure, as inspection takes it.
  init(_ asked: StructureRequirement) {
    self.init()
    operationalPatterns = Expectation(asked.operationalPatterns)
    closedAndComplete = Self.severity(asked.closedAndComplete)
    randomIndex = Self.severity(asked.randomIndex)
    indexTables = Self.severity(asked.indexTables)
    alignments = Expectation(asked.alignments)
    singleEssencePartition = Self.severity(asked.singleEssencePartition)
    frameworks = asked.frameworks.map { Expectation($0.value.map { Framework($0) }, severity: Severity($0.level)) }
    indexFirst = Self.severity(asked.indexFirst)
    largestGroup = Self.ceiling(asked.largestGroup)
    allIntra = Self.severity(asked.allIntra)
    closedGroups = Self.severity(asked.closedGroups)
    largestBidirectionalRun = Self.ceiling(asked.largestBidirectionalRun)
    smallestMeanBitRate = Self.ceiling(asked.smallestMeanBitRate)
    largestMeanBitRate = Self.ceiling(asked.largestMeanBitRate)
    largestPeakBitRate = Self.ceiling(asked.largestPeakBitRate)
    statedBitRate = Self.severity(asked.statedBitRate)
    timecodesAgree = Self.severity(asked.timecodesAgree)
    timecodesContinuous = Self.severity(asked.timecodesContinuous)
    if let required = asked.captions {
      captions = Captions(required: required.value, severity: Severity(required.level))
    } else if let forbidden = asked.noCaptions, forbidden.value {
      captions = Captions(areForbidden: true, severity: Severity(forbidden.level))
    }
    if let allowed = asked.activeFormats {
      activeFormats = ActiveFormats(allowed: allowed.value, severity: Severity(allowed.level))
    } else if let forbidden = asked.noActiveFormat, forbidden.value {
      activeFormats = ActiveFormats(allowed: [], severity: Severity(forbidden.level))
    }
    fileName = asked.fileName.map { Expectation(exactly: $0.value, severity: Severity($0.level)) }
    largestFile = Self.ceiling(asked.largestFile)
  }

  /// What missing a wish weighs; `nil` for one that is not there, or that says no.
  private static func severity(_ figure: Figure<Bool>?) -> Severity? { figure.flatMap { $0.value ? Severity($0.level) : nil } }

  private static func ceiling(_ figure: Figure<Int>?) -> Ceiling<Int>? { figure.map { Ceiling($0.value, severity: Severity($0.level)) } }
}

extension StructureLimits.Framework {
  /// The frameworks by AMWA's registers.
  fileprivate init(_ asked: StructureRequirement.Framework) {
    switch asked {
    case .as11Core: self.init("AS-11 core", key: "0d0107010b010100")
    case .as11Segmentation: self.init("AS-11 segmentation", key: "0d0107010b020100")
    case .ukDPP: self.init("UK DPP", key: "0d0c010101010000")
    }
  }
}

extension TrackRoles {
  /// The tracks that a specification counts to the programme and its stems.
  init(_ sound: SoundRequirement) {
    self.init(
      programme: sound.programmeTracks?.value ?? [], dialogue: sound.stems?.dialogue.value ?? [], music: sound.stems?.music?.value ?? [],
      effects: sound.stems?.effects?.value ?? [], severity: Severity(sound.stems?.dialogue.level ?? sound.programmeTracks?.level ?? .advisory))
  }
}

extension ProgrammeLayout {
  /// A specification's layout, as inspection takes it.
  init(_ asked: LayoutRequirement) {
    self.init(
      sections: asked.sections.map { figure in
        let section = figure.value
        return Section(
          section.name, from: section.from, section.to.map { .to($0) } ?? .length(section.length ?? .frames(0)),
          contents: section.holds, tone: section.tone.map { LineUpKind($0) }, isOptional: section.isOptional,
          severity: Severity(figure.level))
      }, tolerance: asked.tolerance?.value ?? 0)
  }
}

extension LineUpKind {
  /// The signal as inspection calls it.
  init(_ asked: LayoutRequirement.Tone) {
    self =
      switch asked {
      case .steady: .steady
      case .ebuStereo: .ebuStereo
      case .glits: .glits
      case .blits: .blits
      }
  }
}
