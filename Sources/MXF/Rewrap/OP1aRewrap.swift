// SPDX-License-Identifier: Apache-2.0

public import Files

/// Wraps the essence of an MXF file anew in operational pattern 1a, frame by frame, without coding anything: every element keeps its bytes.
///
///     let rewrap = OP1aRewrap(try MXFFile("card.mxf"), product: product, date: now)
///     if let survey = try rewrap.survey() { try rewrap.write(to: "A001.mxf", survey) }
public struct OP1aRewrap: Sendable {
  /// The file whose essence it is.
  public let source: MXFFile
  /// The timecode of the first frame; nothing keeps the source's.
  public var start: StatedTimecode?
  /// Who writes.
  public var product: OP1aPlan.Product
  /// When.
  public var date: Timestamp

  /// The essence of `source`.
  public init(_ source: MXFFile, product: OP1aPlan.Product, date: Timestamp) {
    (self.source, self.product, self.date) = (source, product, date)
  }

  /// The tracks in the order of wrapping: picture, sound, data.
  private var tracks: [EssenceTrack] {
    [EssenceTrack.Kind.picture, .sound, .data].flatMap { kind in source.tracks.filter { $0.kind == kind } }
  }

  /// How the pictures are coded; nothing where they are of no kind that is wrapped here.
  public var coding: PictureCoding? { source.tracks.first { $0.kind == .picture }?.descriptor.flatMap { PictureCoding($0) } }

  /// Edit units a second; nothing without a picture.
  public var rate: EssenceTrack.Fraction? { source.tracks.first { $0.kind == .picture }?.rate }

  /// What keeps the source from being wrapped so, as its header tells it, in words; empty where nothing does.
  public var obstacles: [String] {
    var found: [String] = []
    let pictures = tracks.filter { $0.kind == .picture }
    if pictures.count != 1 { found.append("it has \(pictures.count) tracks of picture, and one is wanted") }
    if let picture = pictures.first {
      if coding == nil { found.append(PictureCoding.refusal(picture.descriptor)) }
      if picture.rate.numerator <= 0 || picture.rate.denominator <= 0 { found.append("its pictures come at no rate") }
      for track in tracks where track.rate != picture.rate {
        found.append("its track \(track.identifier) counts at another rate than its pictures: it is not wrapped frame by frame")
      }
    }
    for (number, sound) in tracks.filter({ $0.kind == .sound }).enumerated() {
      guard let descriptor = sound.descriptor, SoundFacts(descriptor) != nil else {
        found.append("nothing says what its sound track \(number + 1) is")
        continue
      }
      if coding != .d10, !SoundFacts.isFrameWrapped(descriptor) {
        found.append("its sound track \(number + 1) is no PCM that is wrapped frame by frame: transcode its sound to PCM")
      }
    }
    if coding == .d10, let rate, rate != .init(25, 1), rate != .init(30_000, 1001) {
      found.append("D-10 has 25 or 29.97 frames a second, and it has others")
    }
    if coding == .d10, tracks.count != 2 || tracks[1].kind != .sound {
      found.append("D-10 has one track of sound beside its picture, and it has \(tracks.count - 1)")
    }
    for data in tracks where data.kind == .data && (data.number >> 24 != 0x17 || data.descriptor?.label(.containerFormat) == nil) {
      found.append("its data track \(data.identifier) is wrapped in a way that is not known here")
    }
    return found + source.numberFaults
  }

  /// Looks at every frame: what the header, the index and the descriptors of the new file have to say.
  /// - Parameter goesOn: is told how many frames were looked at, and says whether to go on.
  /// - Returns: nothing where it was stopped.
  /// - Throws: `FilesError`: an obstacle, all of them a line; a frame that is not like the others.
  public func survey(goesOn: (Int64) -> Bool = { _ in true }) throws(FilesError) -> EssenceSurvey? {
    let obstacles = obstacles
    guard obstacles.isEmpty, let coding else { throw FilesError(.malformed, subject: source.path, remedy: obstacles.joined(separator: "; ")) }
    guard let survey = try EssenceSurvey.of(source, tracks, coding, goesOn: goesOn) else { return nil }
    let faults = source.completenessFaults(frames: survey.frames)
    guard faults.isEmpty else { throw FilesError(.malformed, subject: source.path, remedy: faults.joined(separator: "; ")) }
    guard survey.pictures.facts != nil else { throw FilesError(.malformed, subject: source.path, remedy: "it has no pictures") }
    return survey
  }

  /// Where the descriptor of the source contradicts its pictures, in words. The new file says what the pictures say.
  public func contradictions(_ survey: EssenceSurvey) -> [String] {
    guard let facts = survey.pictures.facts, let descriptor = source.tracks.first(where: { $0.kind == .picture })?.descriptor else { return [] }
    var found: [String] = []
    let isFields = descriptor.integer(.frameLayout, as: UInt8.self).map { $0 == 1 || $0 == 2 } ?? facts.isInterlaced
    let width = descriptor.integer(.sampledWidth, as: UInt32.self) ?? descriptor.integer(.storedWidth)
    let height = (descriptor.integer(.sampledHeight, as: UInt32.self) ?? descriptor.integer(.storedHeight)).map { $0 * (isFields ? 2 : 1) }
    if let width, let height, width != facts.width || height != facts.height {
      found.append("its descriptor says \(width) × \(height), and its pictures are \(facts.width) × \(facts.height)")
    }
    if isFields != facts.isInterlaced {
      found.append("its descriptor says \(isFields ? "fields" : "frames"), and its pictures are \(facts.isInterlaced ? "fields" : "frames")")
    }
    if let said = descriptor.label(.pictureCompression), let coded = facts.compression, !said.matches(coded) {
      found.append("its descriptor says the coding \(said), and its pictures are \(coded)")
    }
    return found
  }

  /// Writes the file.
  /// - Parameters:
  ///   - survey: what was found of the source.
  ///   - goesOn: is told how many frames are written, and says whether to go on.
  /// - Returns: how many frames it has; nothing where it was stopped, and then nothing is left of it.
  /// - Throws: `FilesError`: the source changed; the disk refuses, or gives back other bytes than it was given. Then nothing is left of it.
  public func write(to path: String, _ survey: EssenceSurvey, goesOn: (Int64) -> Bool = { _ in true }) throws(FilesError) -> Int64? {
    guard let plan = plan(survey) else { throw FilesError(.malformed, subject: source.path, remedy: "its essence cannot be described") }
    let tracks = tracks
    var writer = try OP1aWriter(path, plan)
    var (done, isStopped) = (Int64(0), false)
    try source.forEachContentPackage { (package) throws(FilesError) in
      var packets: [KLVPacket] = []
      for track in tracks { packets.append(try package.packet(of: track, frame: done, source)) }
      let flags = survey.pictures.groups.flags
      try writer.append(packets.map { Int($0.count) }, flags: flags.indices.contains(Int(done)) ? flags[Int(done)] : .init()) {
        (element, memory) throws(FilesError) in try source.source.read(into: memory, at: packets[element].value)
      }
      done += 1
      isStopped = !goesOn(done)
      return !isStopped
    }
    guard !isStopped else { return nil }
    let isConstant = plan.isConstant
    try writer.finish { (path) throws(FilesError) in
      let again = try MXFFile(path)
      let covered = again.index.reduce(Int64(0)) { $0 + $1.duration }
      guard again.notes.isEmpty, again.tracks.count == tracks.count, covered == done || isConstant, try again.frameCount() == done else {
        throw FilesError(.malformed, subject: path, remedy: "it does not read as it was written; check the disk")
      }
    }
    return done
  }

  // MARK: - The plan

  private func plan(_ survey: EssenceSurvey) -> OP1aPlan? {
    guard let coding, let facts = survey.pictures.facts, let rate, let timecode = start ?? source.timecode else { return nil }
    var elements: [OP1aPlan.Element] = []
    for (number, track) in tracks.enumerated() {
      guard let descriptor = track.descriptor else { return nil }
      let size = survey.sizes[number].map(Int.init)
      switch track.kind {
      case .picture:
        var set = EssenceDescriptor.picture(coding, facts, source: descriptor)
        if let sequence = survey.pictures.sequence { EssenceDescriptor.putGroups(&set, sequence, survey.pictures.groups) }
        // An index of frames of one length has no flags, which pictures that need others must have.
        elements.append(
          .init(
            .picture, container: coding.container(facts.compression), elementType: coding.elementType, descriptor: set,
            byteCount: coding.isIntra ? size : nil))
      case .sound:
        guard let sound = SoundFacts(descriptor) else { return nil }
        let set = EssenceDescriptor.sound(sound, source: descriptor, coding)
        elements.append(.sound(set, coding, facts, byteCount: coding == .d10 ? Int(survey.largest[number]) : size))
      case .data:
        guard let container = descriptor.label(.containerFormat) else { return nil }
        var set = descriptor
        for property in [MetadataProperty.linkedGenerationID, .locators, .subDescriptors] { set.remove(property) }
        elements.append(
          .init(.data, container: container, elementType: UInt8(truncatingIfNeeded: track.number >> 8), descriptor: set, byteCount: size))
      }
    }
    var plan = OP1aPlan(rate: rate, duration: survey.frames, elements: elements, timecode: timecode, product: product, date: date)
    plan.name = source.materialPackage?.text(.packageName)
    if coding == .d10 { (plan.mapping, plan.alignment) = (.d10, 512) }
    return plan
  }
}
