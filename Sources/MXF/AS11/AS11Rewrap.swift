// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Files
public import Timing

/// Wraps the essence of an MXF file anew as AS-11 UK DPP HD, without coding anything: AVC-Intra of class 100 at 1080i25 and sound of 24 bits at 48 kHz, one
/// channel a track (AMWA AS-11 UK DPP HD).
public struct AS11Rewrap: Sendable {
  /// The file whose essence it is.
  public let source: MXFFile
  /// What the programme is; parts included.
  public var metadata: AS11Metadata
  /// The timecode of the first frame; nothing keeps the source's.
  public var start: Timecode?
  /// The active format.
  public var activeFormat: ActiveFormat
  /// Who writes.
  public var product: OP1aPlan.Product
  /// When.
  public var date: Timestamp

  /// The bytes of a frame of the class at this rate (RP 2027; AS-11 names the same figure).
  static let frameSize = 568_832
  /// The bytes of a frame's sound on one track: 1,920 samples of three.
  static let soundSize = 5760

  /// The essence of `source`, with nothing said of it yet.
  public init(_ source: MXFFile, activeFormat: ActiveFormat, product: OP1aPlan.Product, date: Timestamp) {
    (self.source, self.activeFormat, self.product, self.date) = (source, activeFormat, product, date)
    metadata = AS11Metadata()
  }

  /// What keeps the source from being wrapped so, in words; empty where nothing does. Lengths of frames are looked at while it is written.
  /// - Parameter frames: how many its essence has.
  public func obstacles(frames: Int64) -> [String] {
    let sounds = source.tracks.filter { $0.kind == .sound }
    var found = Self.pictureObstacles(source)
    if sounds.count != 4, sounds.count != 16 { found.append("it has \(sounds.count) tracks of sound, and 4 or 16 are wanted, one channel each") }
    for (number, sound) in sounds.enumerated() {
      guard let descriptor = sound.descriptor, let channels = descriptor.integer(.channelCount, as: UInt32.self),
        let bits = descriptor.integer(.quantizationBits, as: UInt32.self),
        let rate = descriptor.rational(.audioSampleRate).map({ Double($0.numerator) / Double($0.denominator) })
      else {
        found.append("nothing says what its sound track \(number + 1) is")
        continue
      }
      if channels != 1 { found.append("its sound track \(number + 1) has \(channels) channels, and one is wanted") }
      if bits != 24 || rate != 48_000 {
        found.append("its sound track \(number + 1) has \(bits) bits at \(Int(rate)) Hz, and 24 at 48000 are wanted")
      }
    }
    found += source.numberFaults + source.completenessFaults(frames: frames)
    if ![9, 10, 14].contains(activeFormat.code) { found.append("the active format is to be 9, 10 or 14, and not \(activeFormat.code)") }
    return found
  }

  /// What keeps the pictures of `source` from being those of AVC-Intra class 100 at 1080i25, in words.
  static func pictureObstacles(_ source: MXFFile) -> [String] {
    let pictures = source.tracks.filter { $0.kind == .picture }
    var found: [String] = []
    if pictures.count != 1 { found.append("it has \(pictures.count) tracks of picture, and one is wanted") }
    if let picture = pictures.first {
      if picture.rate != .init(25, 1) {
        found.append("its pictures come at \(picture.rate.numerator)/\(picture.rate.denominator) a second, and 25 are wanted")
      }
      let coding = picture.descriptor?.label(.pictureCompression)
      if coding?.matches(.avcIntra100At1080i50) != true {
        found.append(
          "its pictures are coded as \(coding.map { "\($0)" } ?? "nobody says what"), and AVC-Intra class 100 at 1080i25 (\(UniversalLabel.avcIntra100At1080i50)) is wanted"
        )
      }
    }
    return found
  }

  /// Writes the file.
  /// - Parameters:
  ///   - frames: how many the source has, as they were counted.
  ///   - goesOn: is told how many are written, and says whether to go on.
  /// - Returns: how many frames it has; nothing where it was stopped, and then nothing is left of it.
  /// - Throws: `FilesError`: an obstacle; a frame of another length; the disk refuses. Then nothing is left of it.
  public func write(to path: String, frames: Int64, goesOn: (Int64) -> Bool = { _ in true }) throws(FilesError) -> Int64? {
    if let obstacle = obstacles(frames: frames).first { throw FilesError(.malformed, subject: source.path, remedy: obstacle) }
    let tracks = source.tracks.filter { $0.kind == .picture } + source.tracks.filter { $0.kind == .sound }
    var plan = OP1aPlan(
      rate: .init(25, 1), duration: frames,
      elements: [
        .init(
          .picture, container: .avcFrameWrapped, elementType: 0x05, descriptor: EssenceDescriptor.avcIntra100At1080i25(activeFormat),
          byteCount: Self.frameSize)
      ]
        + tracks.dropFirst().map { _ in
          .init(
            .sound, container: .wavePCMFrameWrapped, elementType: 0x01, descriptor: EssenceDescriptor.wavePCM(bits: 24), byteCount: Self.soundSize)
        },
      timecode: start.map { StatedTimecode(start: Int64($0.frameCount.value), base: 25, isDropFrame: false) } ?? source.timecode
        ?? StatedTimecode(start: 0, base: 25, isDropFrame: false),
      product: product, date: date)
    plan.frameworks = metadata.placed(plan.newIdentifier)
    plan.name = metadata.core?.text("ProgrammeTitle")
    var writer = try OP1aWriter(path, plan)
    var (done, isStopped) = (Int64(0), false)
    try source.forEachContentPackage { (package) throws(FilesError) in
      var packets: [KLVPacket] = []
      for track in tracks { packets.append(try package.packet(of: track, frame: done, source)) }
      try writer.append(packets.map { Int($0.count) }) { (element, memory) throws(FilesError) in
        try source.source.read(into: memory, at: packets[element].value)
        // Coded pictures begin with delimiter and parameter sets (AMWA component PE1): what does not is no such picture.
        if element == 0, !PictureUnits(Array(memory.prefix(2048))).types.starts(with: [9, 7, 8]) {
          throw FilesError(.malformed, subject: source.path, remedy: "frame \(done) does not begin as a picture of AVC-Intra does")
        }
      }
      done += 1
      isStopped = !goesOn(done)
      return !isStopped
    }
    guard !isStopped else { return nil }
    let metadata = metadata
    try writer.finish { (path) throws(FilesError) in
      let again = try MXFFile(path)
      guard again.notes.isEmpty, AS11Metadata(again) == metadata, try again.frameCount() == done else {
        throw FilesError(.malformed, subject: path, remedy: "it does not read as it was written; check the disk")
      }
    }
    return done
  }
}
