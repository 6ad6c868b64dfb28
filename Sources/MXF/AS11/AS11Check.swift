// SPDX-License-Identifier: Apache-2.0

internal import Essence
internal import Files

/// Holds a file against AS-11 UK DPP HD, rule by rule. All essence is gone through once; no picture is decoded.
public struct AS11Check {
  private let file: MXFFile
  private let tracks: [EssenceTrack]
  private let material: [MetadataSet]
  private(set) var essence = EssenceFacts()

  /// A check of this file.
  public init(_ file: MXFFile) {
    self.file = file
    tracks = file.tracks
    material = file.metadata.tracks(of: file.materialPackage)
  }

  /// Looks at every rule, in the order of the specification.
  /// - Parameter goesOn: is told how many frames were looked at, and says whether to go on.
  /// - Returns: a verdict a rule; nothing where it was stopped.
  public mutating func run(goesOn: (Int64) -> Bool = { _ in true }) -> [RuleVerdict<AS11Rule>]? {
    guard read(goesOn: goesOn) else { return nil }
    return AS11Rule.allCases.map { RuleVerdict(rule: $0, state: state(of: $0)) }
  }

  /// Goes through the essence; nothing can be said before that.
  /// - Returns: whether it went to the end.
  mutating func read(goesOn: (Int64) -> Bool) -> Bool { essence.read(file, tracks, goesOn) }

  /// What is to be said of a rule.
  func state(of rule: AS11Rule) -> RuleState {
    switch rule {
    case .readable: held(file.notes.isEmpty && essence.fault == nil, (file.notes + [essence.fault].compactMap(\.self)).joined(separator: "; "))
    case .operationalPattern, .header, .randomIndex, .alignment, .genericContainer, .fill, .indexFirst, .indexWhole, .essencePartition:
      structure(rule)
    case .internalEssence, .frameWrapping, .trackMapping: wrapping(rule)
    case .pictureCoding, .pictureSample, .activeFormat, .activeFormatCode: picture(rule)
    case .soundChannel, .soundSample, .soundMapping, .soundNumber, .soundCount, .stereoCustom: sound(rule)
    case .core, .ukDPP, .segmentation, .captions, .metadataValues: descriptive(rule)
    case .timecodePresence, .timecodeTrack, .timecodeMode: timecode(rule)
    }
  }

  private func held(_ isSo: Bool, _ why: @autoclosure () -> String) -> RuleState { .held(isSo, why()) }

  // MARK: - Partitions and index

  private func structure(_ rule: AS11Rule) -> RuleState {
    let packs = file.partitions.map(\.pack)
    switch rule {
    case .operationalPattern:
      func isOP1a(_ label: UniversalLabel) -> Bool {
        label.with(0, at: 14).with(0, at: 15).matches(UniversalLabel.op1a.with(0, at: 14).with(0, at: 15))
      }
      let others =
        packs.map(\.pattern).filter { !isOP1a($0) } + [file.metadata.preface?.label(.operationalPattern)].compactMap(\.self).filter { !isOP1a($0) }
      return held(others.isEmpty, "there is also \(others[0])")
    case .header:
      guard let header = packs.first else { return .broken("there is none") }
      return held(
        header.isClosed && header.isComplete, "it is \(header.isClosed ? "closed" : "open") and \(header.isComplete ? "complete" : "incomplete")")
    case .randomIndex:
      guard let index = file.randomIndex else { return .broken("there is none") }
      let places = file.partitions.map { $0.packet.position - file.start }
      return held(
        index.entries.map(\.position) == places, "it names \(index.entries.count) partitions, and there are \(places.count) at other places")
    case .alignment:
      let grids = Set(packs.map(\.alignment)).subtracting([1]).sorted()
      return held(grids.isEmpty, "it is \(grids.map(String.init).joined(separator: ", ")) somewhere")
    case .genericContainer:
      let others = (packs.first?.containers ?? []).filter { $0.high >> 32 != 0x060e2b34 || $0.low >> 32 != 0x0d010301 || $0[12] != 2 }
      return held(packs.first?.containers.isEmpty == false && others.isEmpty, others.first.map { "\($0) is none" } ?? "the header names no container")
    case .fill:
      let free = fillAfterHeader
      return held(free >= 8192, "\(free) bytes are")
    case .indexFirst:
      let (index, body) = (packs.firstIndex { $0.indexStream != 0 }, packs.firstIndex { $0.bodyStream != 0 })
      guard let index, let body else { return .broken(index == nil ? "there is no index" : "there is no essence") }
      return held(index <= body, "it stands in partition \(index + 1), and the essence in \(body + 1)")
    case .indexWhole: return indexIsWhole
    default:
      let count = packs.count { $0.bodyStream != 0 }
      return held(count == 1, "it is in \(count)")
    }
  }

  /// Bytes of fill after the header metadata, its key and length counted.
  var fillAfterHeader: Int64 {
    guard let header = file.partitions.first else { return 0 }
    var place = MXFFile.contents(of: header, file.source)
    let end = place + header.pack.headerByteCount
    var free: Int64 = 0
    while place < end, let packet = try? file.source.packet(at: place), packet.end > place {
      free = packet.key.matches(.fill) ? free + packet.end - packet.position : 0
      place = packet.end
    }
    return free
  }

  private var indexIsWhole: RuleState {
    guard let first = file.index.first else { return .broken("there is none") }
    if first.editUnitByteCount > 0 {
      guard file.index.count == 1 || file.index.allSatisfy({ $0.editUnitByteCount == first.editUnitByteCount }) else {
        return .broken("its parts contradict one another")
      }
      if first.duration != 0, first.duration != essence.frames { return .broken("it covers \(first.duration) frames of \(essence.frames)") }
      if let size = essence.frameSize, size != Int64(first.editUnitByteCount) {
        return .broken("it says \(first.editUnitByteCount) bytes a frame, and they have \(size)")
      }
      if essence.frameSize == nil, essence.frames > 1 { return .broken("it says that frames have one length, and they differ") }
      // A system item may be an element too.
      return held(
        (tracks.count...tracks.count + 1).contains(first.elements.count), "it has \(first.elements.count) elements, and a frame has \(tracks.count)")
    }
    let count = file.index.reduce(0) { $0 + $1.entries.count }
    return held(Int64(count) == essence.frames, "it has \(count) frames of \(essence.frames)")
  }

  // MARK: - Wrapping

  private func wrapping(_ rule: AS11Rule) -> RuleState {
    switch rule {
    case .internalEssence:
      let links = file.metadata.all(.essenceData)
      let locators = file.metadata.sets.contains { $0[.locators] != nil }
      return held(
        links.count == 1 && file.filePackage != nil && !locators, locators ? "a descriptor points to another file" : "\(links.count) sets say so")
    case .frameWrapping:
      if tracks.isEmpty { return .broken("there are no tracks") }
      if let odd = essence.oddFrame { return .broken("frame \(odd) has other elements than there are tracks") }
      let rates = Set(tracks.map(\.rate))
      return held(rates.count == 1 && essence.frames > 0, essence.frames == 0 ? "there is no frame" : "tracks count at different rates")
    default:
      let sources = material.compactMap { track in
        file.metadata.components(of: track).first { $0.key.matches(.sourceClip) }
          .flatMap { $0.integer(.sourceTrackID, as: UInt32.self) }
      }
      return held(sources.sorted() == tracks.map(\.identifier).sorted(), "they play tracks \(sources), and there are \(tracks.map(\.identifier))")
    }
  }

  // MARK: - Picture

  private func picture(_ rule: AS11Rule) -> RuleState {
    let pictures = tracks.filter { $0.kind == .picture }
    guard pictures.count == 1, let descriptor = pictures[0].descriptor else {
      return .broken("there are \(pictures.count) picture tracks with a descriptor")
    }
    switch rule {
    case .pictureCoding:
      if pictures[0].rate != .init(25, 1) { return .broken("pictures come at \(pictures[0].rate.numerator)/\(pictures[0].rate.denominator)") }
      guard let coding = descriptor.label(.pictureCompression) else { return .broken("its descriptor names no coding") }
      guard coding.matches(.avcIntra100At1080i50) else { return .broken("its coding is \(coding)") }
      if let size = essence.oddSize { return .broken("frame \(size.frame) has \(size.bytes) bytes") }
      guard descriptor.label(.containerFormat)?.matches(.avcFrameWrapped) == true else { return .broken("it is not mapped as RP 2008 has it") }
      return held(descriptor.integer(.displayHeight, as: UInt32.self).map { $0 == 540 } ?? true, "its display height is not 540")
    case .pictureSample:
      if let frame = essence.oddUnits { return .broken("frame \(frame) does not begin with delimiter, sequence and picture parameter set") }
      guard let set = essence.parameters else { return .broken("no frame has a sequence parameter set that can be read") }
      return held(
        set.profile == 122 && set.chromaFormat == 2 && set.lumaBits == 10 && set.chromaBits == 10 && set.width == 1920 && set.height == 1088
          && !set.isFrameOnly,
        "profile \(set.profile), chroma format \(set.chromaFormat), \(set.lumaBits) bits, \(set.width)x\(set.height), \(set.isFrameOnly ? "progressive" : "interlaced")"
      )
    case .activeFormat: return held(descriptor.integer(.activeFormatDescriptor, as: UInt8.self) != nil, "it has none")
    default:
      guard let stored = descriptor.integer(.activeFormatDescriptor, as: UInt8.self) else { return .undecided("it has none") }
      let code = ActiveFormat(stored: stored).code
      return held([9, 10, 14].contains(code), "it is \(code)")
    }
  }

  // MARK: - Sound

  private func sound(_ rule: AS11Rule) -> RuleState {
    let sounds = tracks.filter { $0.kind == .sound }
    func odd(_ isRight: (MetadataSet) -> Bool) -> String? {
      sounds.enumerated().first { $0.element.descriptor.map { !isRight($0) } ?? true }.map { "track \($0.offset + 1) is not so" }
    }
    let fault: String?
    switch rule {
    case .soundCount: return held(sounds.count == 4 || sounds.count == 16, "there are \(sounds.count)")
    case .stereoCustom: return layout(sounds)
    case .soundChannel: fault = odd { $0.integer(.channelCount, as: UInt32.self) == 1 }
    case .soundSample:
      fault = odd { set in
        let rate = set.rational(.audioSampleRate)
        return set.integer(.quantizationBits, as: UInt32.self) == 24 && rate?.numerator == 48_000 && rate?.denominator == 1
          && [.wavePCMDescriptor, .aes3PCMDescriptor].contains { set.key.matches($0) }
      }
    case .soundMapping: fault = odd { set in set.label(.containerFormat).map { $0.low >> 16 == 0x0d010301_0206 } ?? false }
    default:
      let numbers = material.filter { isKind($0, .soundTrack) }.map { $0.integer(.essenceTrackNumber, as: UInt32.self) ?? 0 }
      return held(!numbers.isEmpty && numbers.sorted() == (1...UInt32(numbers.count)).map(\.self), "they are numbered \(numbers)")
    }
    return sounds.isEmpty ? .broken("there is none") : fault.map { .broken($0) } ?? .held
  }

  private func layout(_ sounds: [EssenceTrack]) -> RuleState {
    guard let name = AS11Metadata(file)?.core?.text("AudioTrackLayout"), let layout = TrackLayout(name) else {
      return .undecided("no track layout is named")
    }
    if layout.channelCount == sounds.count { return .held }
    guard layout == TrackLayout("EBU R 48: 2a"), sounds.count == 4 else { return .broken("‘\(name)’, and there are \(sounds.count) tracks") }
    return held(essence.loudBeyondTwo == nil, "there is sound on track \((essence.loudBeyondTwo ?? 0) + 1)")
  }

  private func isKind(_ track: MetadataSet, _ kind: UniversalLabel) -> Bool {
    file.metadata.sets(.trackSegment, of: track).contains { $0.label(.componentDataDefinition)?.matches(kind) == true }
  }

  // MARK: - Timecode

  private func timecode(_ rule: AS11Rule) -> RuleState {
    let all = material.filter { isKind($0, .timecodeTrack) }
    if rule == .timecodePresence { return held(all.count == 1, "there are \(all.count)") }
    guard all.count == 1 else { return .undecided("there are \(all.count) timecode tracks") }
    let components = file.metadata.components(of: all[0])
    guard components.count == 1, components[0].key.matches(.timecode) else { return .broken("it has \(components.count) components") }
    if rule == .timecodeMode { return held(components[0].integer(.dropFrame, as: UInt8.self) == 0, "it drops labels") }
    let rate = all[0].rational(.editRate)
    guard let picture = tracks.first(where: { $0.kind == .picture })?.rate, let rate else { return .undecided("there is no picture to compare with") }
    let base = components[0].integer(.framesPerSecond, as: UInt16.self) ?? 0
    let wanted = (Double(picture.numerator) / Double(picture.denominator)).rounded()
    return held(
      rate.numerator == picture.numerator && rate.denominator == picture.denominator && Double(base) == wanted, "it counts \(base) a second")
  }

  // MARK: - What is said of the programme

  private func descriptive(_ rule: AS11Rule) -> RuleState {
    func count(_ scheme: AS11Scheme) -> Int { file.metadata.sets.count { $0.key.matches(scheme.key) } }
    func isStatic(_ scheme: AS11Scheme) -> Bool {
      material.contains { track in
        guard track.key.matches(.staticTrack) else { return false }
        let markers = file.metadata.components(of: track)
        return markers.count == 1 && file.metadata.sets(.descriptiveFrameworkObject, of: markers[0]).contains { $0.key.matches(scheme.key) }
      }
    }
    let metadata = AS11Metadata(file)
    switch rule {
    case .core, .ukDPP:
      let scheme: AS11Scheme = rule == .core ? .core : .ukDPP
      if count(scheme) != 1 { return .broken("it is there \(count(scheme)) times") }
      if file.metadata.preface?.labels(.descriptiveSchemes).contains(where: { $0.matches(scheme.label) }) != true {
        return .broken("the preface does not name its scheme")
      }
      return held(isStatic(scheme), "it is not on a static track with one segment")
    case .segmentation: return segmentation
    case .captions:
      if tracks.contains(where: { $0.kind == .data }) { return .broken("there is a track of data") }
      return held(metadata?.core?.text("ClosedCaptionsPresent") != "true", "the core metadata say that there are")
    default:
      guard let metadata else { return .broken("there is none of it") }
      let faults = metadata.faults(channels: tracks.count { $0.kind == .sound }, frames: essence.frames)
      return held(faults.isEmpty, faults.joined(separator: "; "))
    }
  }

  private var segmentation: RuleState {
    let all = material.filter { track in
      track.key.matches(.timelineTrack)
        && file.metadata.components(of: track).contains { marker in
          file.metadata.sets(.descriptiveFrameworkObject, of: marker).contains { $0.key.matches(AS11Scheme.segmentation.key) }
        }
    }
    guard all.count == 1 else { return .broken("there are \(all.count)") }
    let components = file.metadata.components(of: all[0])
    let length = components.reduce(Int64(0)) { $0.addingReportingOverflow(max(0, $1.integer(.componentLength) ?? 0)).partialValue }
    return held(length == essence.frames, "it is \(length) frames long, and the file has \(essence.frames)")
  }
}
