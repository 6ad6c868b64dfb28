// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality

extension StructureLimits {
  /// Every limit of the file's structure.
  var askedLimits: [AskedLimit] {
    [
      expectation(.partitions, "operational pattern", operationalPatterns) { $0 },
      flag(.partitions, "closed and complete, with a footer", closedAndComplete),
      flag(.partitions, "a random index pack that agrees with the partitions", randomIndex),
      expectation(.partitions, "alignment (KAG) in bytes", alignments) { "\($0)" },
      flag(.partitions, "essence in one partition", singleEssencePartition),
      frameworks.map { .init(.frameworks, $0.allowed.map(\.name).joined(separator: ", "), $0.severity) },
      flag(.partitions, "the index before the essence", indexFirst), flag(.groups, "every picture coded by itself", allIntra),
      ceiling(.groups, "pictures in a group", largestGroup) { "\($0)" }, flag(.groups, "closed groups", closedGroups),
      ceiling(.groups, "pictures predicted both ways in a row", largestBidirectionalRun) { "\($0)" },
      smallestMeanBitRate.map { .init(.bitRate, "picture, on average: at least \(Figures.bitRate($0.most))", $0.severity) },
      ceiling(.bitRate, "picture, on average", largestMeanBitRate) { Figures.bitRate($0) },
      ceiling(.bitRate, "picture, in the densest second", largestPeakBitRate) { Figures.bitRate($0) },
      flag(.bitRate, "as the file states it, within 5 %", statedBitRate), flag(.timecodeTracks, "every timecode starts alike", timecodesAgree),
      flag(.timecodeTracks, "no timecode jumps", timecodesContinuous), captions.map { .init(.captions, $0.words, $0.severity) },
      activeFormats.map { .init(.activeFormat, $0.words, $0.severity) },
      expectation(.naming, "name of the form", fileName) { $0 }, ceiling(.naming, "bytes", largestFile) { Figures.count($0) },
    ].compactMap { $0 }
  }

  private func flag(_ check: CheckIdentifier, _ words: String, _ severity: Severity?) -> AskedLimit? { severity.map { .init(check, words, $0) } }

  private func ceiling(_ check: CheckIdentifier, _ name: String, _ ceiling: Ceiling<Int>?, _ words: (Int) -> String) -> AskedLimit? {
    ceiling.map { .init(check, "\(name): at most \(words($0.most))", $0.severity) }
  }

  private func expectation<Value>(
    _ check: CheckIdentifier, _ name: String, _ expectation: Expectation<Value>?, _ words: (Value) -> String
  ) -> AskedLimit? {
    expectation.map { .init(check, "\(name): \($0.allowed.map(words).joined(separator: " or "))", $0.severity) }
  }
}

extension StructureLimits.ActiveFormats {
  fileprivate var words: String { allowed.isEmpty ? "none in the file" : allowed.map(String.init).joined(separator: " or ") }
}

extension StructureLimits.Captions {
  fileprivate var words: String {
    if areForbidden { return "none in the file" }
    return "at least one of \(required.map(\.rawValue).joined(separator: ", ")), undamaged"
  }
}

extension ProgrammeLayout {
  /// Every section with its place and what it holds.
  var askedLimits: [AskedLimit] {
    sections.map { section in
      let may = section.isOptional ? " (may be missing)" : ""
      let holds = section.contents.map(\.rawValue).joined(separator: ", ")
      return AskedLimit(.programmeLayout, "\(section.name), \(section.from.words) \(section.extent.words): \(holds)\(may)", section.severity)
    }
  }
}

extension LayoutDistance {
  fileprivate var words: String {
    switch self {
    case .frames(let count): Figures.count(count, "frame")
    case .seconds(let seconds): "\(Figures.short(seconds)) s"
    }
  }
}

extension LayoutPosition {
  fileprivate var words: String {
    switch self {
    case .label(let label): label
    case .start(.frames(0)): "the start"
    case .start(let distance): "\(distance.words) after the start"
    case .end(.frames(0)): "the end"
    case .end(let distance): "\(distance.words) before the end"
    }
  }
}

extension ProgrammeLayout.Extent {
  fileprivate var words: String {
    switch self {
    case .to(let position): "to \(position.words)"
    case .length(let distance): "for \(distance.words)"
    }
  }
}
