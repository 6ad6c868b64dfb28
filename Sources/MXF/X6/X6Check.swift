// SPDX-License-Identifier: Apache-2.0

import Files

/// Holds a file against AS-11 X6, rule by rule. All essence is gone through once; no picture is decoded.
///
/// What X6 shares with AS-11 UK DPP HD is looked at there. Files with subtitles in containers of their own (OP1b, OP3b) are read as far as their pictures and
/// sound go.
public struct X6Check {
  private let file: MXFFile
  private let tracks: [EssenceTrack]
  private let material: [MetadataSet]
  private var common: AS11Check

  /// A check of this file.
  public init(_ file: MXFFile) {
    self.file = file
    tracks = file.tracks
    material = file.metadata.tracks(of: file.materialPackage)
    common = AS11Check(file)
  }

  /// Whether a file says that it is one of AS-11 X6.
  public static func isStated(by file: MXFFile) -> Bool {
    file.metadata.preface?.labels(.conformsToSpecifications).contains { $0.matches(.as11Blocks12) } == true
      || file.textDocuments.contains { $0.description == CommercialMetadata.namespace }
  }

  /// Looks at every rule, in the order of the specification.
  /// - Parameter goesOn: is told how many frames were looked at, and says whether to go on.
  /// - Returns: a verdict a rule; nothing where it was stopped.
  public mutating func run(goesOn: (Int64) -> Bool = { _ in true }) -> [RuleVerdict<X6Rule>]? {
    guard common.read(goesOn: goesOn) else { return nil }
    return X6Rule.allCases.map { RuleVerdict(rule: $0, state: state(of: $0)) }
  }

  private func state(of rule: X6Rule) -> RuleState {
    if let shared = rule.shared { return common.state(of: shared) }
    switch rule {
    case .operationalPattern: return operationalPattern
    case .filler: return filler
    case .internalEssence:
      let isOutside = file.metadata.sets.contains { $0[.locators] != nil }
      return .held(!isOutside && file.filePackage != nil, isOutside ? "a descriptor points to another file" : "there is no file package")
    case .fill:
      let free = common.fillAfterHeader
      return .held(free >= 4_000_000, "\(free) bytes are")
    case .pictureTrack:
      let count = tracks.count { $0.kind == .picture }
      return .held(count == 1, "there are \(count)")
    case .pictureMapping: return pictureMapping
    case .pictureSample:
      let coding = common.state(of: .pictureCoding)
      return coding == .held ? common.state(of: .pictureSample) : coding
    case .soundfield, .soundMapping, .soundLayout, .soundLabels, .defaultLayout: return sound(rule)
    case .document:
      let count = documents.count
      return .held(count == 1, "there are \(count)")
    case .documentContents: return documentContents
    default:
      let stated = file.metadata.preface?.labels(.conformsToSpecifications) ?? []
      let missing = [("Blocks_FF_14", UniversalLabel.as11Blocks14), ("Blocks_FF_12", .as11Blocks12)].filter { label in
        !stated.contains { $0.matches(label.1) }
      }
      return .held(missing.isEmpty, "it does not name \(missing.map(\.0).joined(separator: " and "))")
    }
  }

  // MARK: - Structure

  private var operationalPattern: RuleState {
    let stated = file.partitions.map(\.pack.pattern) + [file.metadata.preface?.label(.operationalPattern)].compactMap(\.self)
    // Item and package complexity; what follows are qualifiers (ST 377-1, annex on operational patterns).
    let patterns = Set(stated.map { [$0[12], $0[13]] })
    guard patterns.count == 1, let pattern = patterns.first else { return .broken("\(patterns.count) patterns are stated") }
    return .held([[1, 1], [1, 2], [3, 2]].contains(pattern), "it is of item complexity \(pattern[0]) and package complexity \(pattern[1])")
  }

  private var filler: RuleState {
    let odd = material.first { track in
      let components = file.metadata.components(of: track)
      let isFilled = components.contains { $0.key.matches(.filler) }
      let definition = file.metadata.sets(.trackSegment, of: track).first?.label(.componentDataDefinition)
      return isFilled && [UniversalLabel.pictureTrack, .soundTrack, .timecodeTrack].contains { definition?.matches($0) == true }
    }
    return .held(odd == nil, "track \(odd?.integer(.trackID, as: UInt32.self) ?? 0) has some")
  }

  private var pictureMapping: RuleState {
    guard let descriptor = tracks.first(where: { $0.kind == .picture })?.descriptor else { return .broken("there is no picture with a descriptor") }
    guard descriptor.label(.containerFormat)?.matches(.avcFrameWrapped) == true else {
      return .broken("its essence container is \(descriptor.label(.containerFormat).map { "\($0)" } ?? "not named")")
    }
    return .held(descriptor.key.matches(.cdciDescriptor), "its descriptor is of another kind")
  }

  // MARK: - Sound

  private func sound(_ rule: X6Rule) -> RuleState {
    let sounds = tracks.filter { $0.kind == .sound }.map { $0.descriptor ?? MetadataSet(.soundDescriptor, items: []) }
    let assignments = Set(sounds.map { $0.label(.channelAssignment) })
    switch rule {
    case .soundfield:
      let odd = sounds.firstIndex { labels($0, .soundfieldGroupLabel).count != 1 }
      return .held(odd == nil, "track \((odd ?? 0) + 1) has \(odd.map { labels(sounds[$0], .soundfieldGroupLabel).count } ?? 0)")
    case .soundMapping:
      if let odd = sounds.firstIndex(where: { !$0.key.matches(.wavePCMDescriptor) }) { return .broken("track \(odd + 1) is not so described") }
      if let odd = sounds.firstIndex(where: { $0[.electrospatialFormulation] != nil }) {
        return .broken("track \(odd + 1) has an electrospatial formulation")
      }
      return .held(assignments.count <= 1 && !assignments.contains(nil), "its tracks state \(assignments.count) assignments, or none")
    case .soundLayout:
      let known = assignments.allSatisfy { label in
        label.map { $0.matches(.labelledSound) || $0.matches(.labelledSoundLayoutA) } ?? false
      }
      return .held(known, "it is \(assignments.compactMap { $0.map { "\($0)" } ?? "not stated" }.sorted().joined(separator: ", "))")
    case .soundLabels:
      let faults = sounds.enumerated().flatMap { number, sound in labelFaults(sound).map { "track \(number + 1): \($0)" } }
      return .held(faults.isEmpty, faults.joined(separator: "; "))
    default:
      guard sounds.contains(where: { $0.label(.channelAssignment)?.matches(.labelledSoundLayoutA) == true }) else { return .held }
      for (number, wanted) in zip(0..., [Soundfield.stereo, .surround51]) where number < sounds.count {
        let symbols = channels(of: sounds[number]).map { $0.text(.mcaTagSymbol) ?? "" }
        let group = labels(sounds[number], .soundfieldGroupLabel).first?.text(.mcaTagSymbol)
        let program = labels(sounds[number], .groupOfSoundfieldGroupsLabel).contains {
          $0.label(.mcaLabelDictionaryID)?.matches(.mainProgram) == true
        }
        guard symbols == wanted.channels.map(\.symbol), group == wanted.group.symbol, program else {
          return .broken("track \(number + 1) is \(group ?? "no group") of \(symbols.joined(separator: ", "))")
        }
      }
      return .held
    }
  }

  private func labels(_ sound: MetadataSet, _ key: UniversalLabel) -> [MetadataSet] {
    file.metadata.sets(.subDescriptors, of: sound).filter { $0.key.matches(key) }
  }

  /// The labels of a track's channels, in the order of the channels.
  private func channels(of sound: MetadataSet) -> [MetadataSet] {
    labels(sound, .audioChannelLabel).sorted {
      ($0.integer(.mcaChannelID, as: UInt32.self) ?? 0) < ($1.integer(.mcaChannelID, as: UInt32.self) ?? 0)
    }
  }

  /// What of the labelling framework a track breaks, as X6 constrains it.
  private func labelFaults(_ sound: MetadataSet) -> [String] {
    let (channels, groups, programs) = (
      channels(of: sound), labels(sound, .soundfieldGroupLabel), labels(sound, .groupOfSoundfieldGroupsLabel)
    )
    var faults: [String] = []
    let count = Int(sound.integer(.channelCount, as: UInt32.self) ?? 0)
    if channels.count != count { faults.append("\(channels.count) channels are labelled of \(count)") }
    if channels.map({ $0.integer(.mcaChannelID, as: UInt32.self) ?? 0 }) != channels.indices.map({ UInt32($0 + 1) }) {
      faults.append("its channels are not numbered from 1 on")
    }
    for set in channels + groups + programs where set.text(.mcaTagName) == nil { faults.append("a label has no name") }
    if channels.contains(where: { $0[.spokenLanguage] != nil }) { faults.append("a channel states a language") }
    if groups.contains(where: { $0[.spokenLanguage] == nil }) { faults.append("its soundfield group states no language") }
    if programs.contains(where: { $0[.spokenLanguage] != nil || $0[.mcaChannelID] != nil }) {
      faults.append("a programme states a language or channel")
    }
    if groups.contains(where: { $0[.mcaChannelID] != nil }) { faults.append("its soundfield group states a channel") }
    if programs.isEmpty { faults.append("it belongs to no programme") }
    let links = Set(groups.compactMap { $0[.mcaLinkID] })
    if channels.contains(where: { $0[.soundfieldGroupLinkID].map { !links.contains($0) } ?? true }) {
      faults.append("a channel refers to no soundfield group of its track")
    }
    let wanted = Set(programs.compactMap { $0[.mcaLinkID] })
    if groups.contains(where: { Set($0.references(.groupOfSoundfieldGroupsLinkID)) != wanted }) {
      faults.append("its soundfield group does not refer to its programmes")
    }
    return faults
  }

  // MARK: - What is said of it

  private var documents: [TextDocument] { file.textDocuments.filter { $0.description == CommercialMetadata.namespace } }

  private var documentContents: RuleState {
    guard let document = documents.first else { return .undecided("there is none") }
    if document.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .broken("it begins with a byte-order mark") }
    do {
      let (metadata, faults) = try CommercialMetadata.read(document.bytes, subject: "the document")
      let all = faults + metadata.faults
      return .held(all.isEmpty, all.joined(separator: "; "))
    } catch { return .broken(error.remedy) }
  }
}
