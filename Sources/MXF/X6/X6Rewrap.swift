// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Files
public import Timing

/// Wraps the essence of an MXF file anew as AS-11 X6, commercials and promotions for UK broadcasters: AVC-Intra of class 100 at 1080i25, and sound of 24 bits at
/// 48 kHz with a soundfield a track, stereo first and 5.1 second (AMWA AS-11 X6, default audio layout A). No picture is coded anew, and no sample changes its value.
public struct X6Rewrap: Sendable {
  /// The file whose essence it is.
  public let source: MXFFile
  /// What the piece is.
  public var metadata: CommercialMetadata
  /// Where the piece itself stands between clock, black and hold.
  public var parts: [ProgrammePart] = []
  /// What is spoken, by RFC 5646; `zxx` for nothing.
  public var language: String
  /// The timecode of the first frame; nothing keeps the source's.
  public var start: Timecode?
  /// The active format; X6 asks for none.
  public var activeFormat: ActiveFormat?
  /// Who writes.
  public var product: OP1aPlan.Product
  /// When.
  public var date: Timestamp

  /// A value of a set has a length of two bytes.
  private static let largestDocument = 65_535
  /// Bytes that X6 recommends to be free after the header metadata: four million.
  private static let fill = 4_000_000

  /// The essence of `source`.
  public init(_ source: MXFFile, _ metadata: CommercialMetadata, language: String, product: OP1aPlan.Product, date: Timestamp) {
    (self.source, self.metadata, self.language, self.product, self.date) = (source, metadata, language, product, date)
  }

  /// The soundfields that its channels make: 2 are stereo, 8 are stereo and 5.1, 4 are stereo with two channels that have to be silent, and none is none.
  static func soundfields(channels: Int) -> [Soundfield]? {
    switch channels {
    case 0: []
    case 2, 4: [.stereo]
    case 8: [.stereo, .surround51]
    default: nil
    }
  }

  /// What keeps the source from being wrapped so, in words; empty where nothing does.
  /// - Parameter frames: how many its essence has.
  public func obstacles(frames: Int64) -> [String] {
    let sounds = source.tracks.filter { $0.kind == .sound }
    var found = AS11Rewrap.pictureObstacles(source)
    var channels = 0
    for (number, sound) in sounds.enumerated() {
      guard let descriptor = sound.descriptor, let facts = SoundFacts(descriptor), SoundFacts.isFrameWrapped(descriptor) else {
        found.append("nothing says what its sound track \(number + 1) is")
        continue
      }
      channels += facts.channels
      if facts.bits != 24 || facts.sampleRate != 48_000 || facts.blockSize != 3 * facts.channels {
        found.append("its sound track \(number + 1) has \(facts.bits) bits at \(facts.sampleRate) Hz, and 24 at 48000 are wanted")
      }
    }
    if Self.soundfields(channels: channels) == nil {
      found.append("it has \(channels) channels of sound, and 2 (stereo), 4 (stereo, and two silent) or 8 (stereo and 5.1) are wanted")
    }
    if !CommercialMetadata.Kind.Item.isLanguage(language) {
      found.append("the language ‘\(language)’ is none of RFC 5646: write en-GB, or zxx where nothing is spoken")
    }
    found += source.numberFaults + source.completenessFaults(frames: frames) + metadata.faults
    if let bytes = try? metadata.document(), bytes.count > Self.largestDocument {
      found.append("what is said of it makes a document of \(bytes.count) bytes, and \(Self.largestDocument) are the most")
    }
    return found
  }

  /// Writes the file.
  /// - Parameters:
  ///   - frames: how many the source has, as they were counted.
  ///   - goesOn: is told how many are written, and says whether to go on.
  /// - Returns: how many frames it has; nothing where it was stopped, and then nothing is left of it.
  /// - Throws: `FilesError`: an obstacle; a frame of another length; sound where there should be none; the disk refuses. Then nothing is left of it.
  public func write(to path: String, frames: Int64, goesOn: (Int64) -> Bool = { _ in true }) throws(FilesError) -> Int64? {
    let obstacles = obstacles(frames: frames)
    guard obstacles.isEmpty else { throw FilesError(.malformed, subject: source.path, remedy: obstacles.joined(separator: "; ")) }
    precondition(!parts.isEmpty, "a file of X6 has a part at least")
    let picture = source.tracks.first { $0.kind == .picture }
    let sounds = source.tracks.filter { $0.kind == .sound }
    let counts = sounds.map { $0.descriptor.flatMap { SoundFacts($0) }?.channels ?? 0 }
    guard let picture, let soundfields = Self.soundfields(channels: counts.reduce(0, +)) else { return nil }
    var writer = try OP1aWriter(path, try plan(soundfields, frames: frames))
    var (done, isStopped) = (Int64(0), false)
    var mixer = ChannelRegrouping(counts: counts, soundfields: soundfields)
    try source.forEachContentPackage { (package) throws(FilesError) in
      let packet = try package.packet(of: picture, frame: done, source)
      for (number, sound) in sounds.enumerated() {
        let packet = try package.packet(of: sound, frame: done, source)
        guard packet.count == Int64(AS11Rewrap.soundSize * counts[number]) else {
          throw FilesError(.malformed, subject: source.path, remedy: "frame \(done) has \(packet.count) bytes of sound on track \(number + 1)")
        }
        mixer.take(try source.source.bytes(at: packet.value, count: Int(packet.count)), track: number)
      }
      if let channel = mixer.loudSurplus {
        throw FilesError(
          .malformed, subject: source.path,
          remedy: "there is sound on channel \(channel + 1) at frame \(done), and of four channels the last two have to be silent")
      }
      try writer.append([Int(packet.count)] + soundfields.map { AS11Rewrap.soundSize * $0.channelCount }) { (element, memory) throws(FilesError) in
        if element > 0 { return mixer.put(element - 1, into: memory) }
        try source.source.read(into: memory, at: packet.value)
        if !PictureUnits(Array(memory.prefix(2048))).types.starts(with: [9, 7, 8]) {
          throw FilesError(.malformed, subject: source.path, remedy: "frame \(done) does not begin as a picture of AVC-Intra does")
        }
      }
      done += 1
      isStopped = !goesOn(done)
      return !isStopped
    }
    guard !isStopped else { return nil }
    let (metadata, parts) = (metadata, parts)
    try writer.finish { (path) throws(FilesError) in
      let again = try MXFFile(path)
      let document = again.textDocuments.first { $0.description == CommercialMetadata.namespace }
      let read = try document.map { (document) throws(FilesError) in try CommercialMetadata.read(document.bytes, subject: path) }
      guard again.notes.isEmpty, read?.metadata == metadata, read?.faults.isEmpty == true, AS11Metadata(again)?.parts == parts,
        try again.frameCount() == done
      else { throw FilesError(.malformed, subject: path, remedy: "it does not read as it was written; check the disk") }
    }
    return done
  }

  // MARK: -

  private func plan(_ soundfields: [Soundfield], frames: Int64) throws(FilesError) -> OP1aPlan {
    let newIdentifier: @Sendable () -> [UInt8] = { (0..<16).map { _ in UInt8.random(in: 0...255) } }
    let picture = OP1aPlan.Element(
      .picture, container: .avcFrameWrapped, elementType: 0x05, descriptor: EssenceDescriptor.avcIntra100At1080i25AsCDCI(activeFormat),
      byteCount: AS11Rewrap.frameSize)
    let sounds = soundfields.map { soundfield in
      var descriptor = EssenceDescriptor.wavePCM(bits: 24, channels: UInt32(soundfield.channelCount))
      descriptor.put(.channelAssignment, .labelledSoundLayoutA)
      var element = OP1aPlan.Element(
        .sound, container: .wavePCMFrameWrapped, elementType: 0x01, descriptor: descriptor, byteCount: AS11Rewrap.soundSize * soundfield.channelCount)
      element.subDescriptors = soundfield.mainProgrammeLabels(language: language, newIdentifier: newIdentifier)
      return element
    }
    var plan = OP1aPlan(
      rate: .init(25, 1), duration: frames, elements: [picture] + sounds,
      timecode: start.map { StatedTimecode(start: Int64($0.frameCount.value), base: 25, isDropFrame: false) } ?? source.timecode
        ?? StatedTimecode(start: 0, base: 25, isDropFrame: false),
      product: product, date: date, newIdentifier: newIdentifier)
    let document: [UInt8]
    do { document = try metadata.document() } catch {
      throw FilesError(.malformed, subject: source.path, remedy: "what is said of it cannot be written as XML: \(error)")
    }
    plan.frameworks =
      AS11Metadata(parts: parts).placed(newIdentifier)
      + [TextDocument(description: CommercialMetadata.namespace, mediaType: "application/xml", bytes: document).placed(newIdentifier)]
    plan.specifications = [.as11Blocks14, .as11Blocks12]
    plan.name = metadata.items["Title"] ?? metadata.items["Music_Title"]
    plan.fill = Self.fill
    return plan
  }
}

/// Puts the channels of some tracks together into others: samples of three bytes, a frame at a time.
private struct ChannelRegrouping {
  private let soundfields: [Soundfield]
  /// Of each channel in the source, its track and its place there.
  private let places: [(track: Int, channel: Int, of: Int)]
  private var tracks: [[UInt8]]

  init(counts: [Int], soundfields: [Soundfield]) {
    self.soundfields = soundfields
    places = counts.enumerated().flatMap { track, count in (0..<count).map { (track, $0, count) } }
    tracks = counts.map { [UInt8](repeating: 0, count: AS11Rewrap.soundSize * $0) }
  }

  mutating func take(_ bytes: [UInt8], track: Int) { tracks[track] = bytes }

  /// The first channel that no soundfield takes and that is not silent, counted from nought.
  var loudSurplus: Int? {
    (soundfields.reduce(0) { $0 + $1.channelCount }..<places.count).first { number in
      let place = places[number]
      let bytes = tracks[place.track]
      return stride(from: place.channel * 3, to: bytes.count, by: place.of * 3).contains { bytes[$0] | bytes[$0 + 1] | bytes[$0 + 2] != 0 }
    }
  }

  /// Puts the samples of a soundfield where they belong.
  func put(_ number: Int, into memory: UnsafeMutableRawBufferPointer) {
    let first = soundfields[..<number].reduce(0) { $0 + $1.channelCount }
    let count = soundfields[number].channelCount
    for channel in 0..<count {
      let place = places[first + channel]
      let (bytes, step) = (tracks[place.track], place.of * 3)
      var (from, to) = (place.channel * 3, channel * 3)
      while to + 2 < memory.count {
        (memory[to], memory[to + 1], memory[to + 2]) = (bytes[from], bytes[from + 1], bytes[from + 2])
        (from, to) = (from + step, to + count * 3)
      }
    }
  }
}

extension UniversalLabel {
  /// What a file of AS-11 X6 says that it conforms to (AMWA, `Blocks_FF_12` and `Blocks_FF_14`).
  static let as11Blocks12 = UniversalLabel(0x060e2b34_04010101, 0x0d010801_05050000)
  static let as11Blocks14 = UniversalLabel(0x060e2b34_04010101, 0x0d010801_050e0000)
}
