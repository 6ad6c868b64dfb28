// SPDX-License-Identifier: Apache-2.0

internal import Files

/// What a file's essence is, frame by frame, as far as its packets and the heads of its pictures tell: what must be known before the first byte of
/// another wrapper is written.
public struct EssenceSurvey: Sendable {
  /// How many frames there are.
  public private(set) var frames: Int64 = 0
  /// Of each track in the order of wrapping, the length of its elements in bytes; nothing where they differ.
  private(set) var sizes: [Int64?] = []
  /// Of each, the length of the longest.
  private(set) var largest: [Int64] = []
  /// What the pictures are.
  private(set) var facts: PictureFacts?
  /// Of MPEG-2: the first sequence header, and what the index has to say.
  private(set) var sequence: MPEG2Picture.Sequence?
  private(set) var groups: GroupsOfPictures

  private let coding: PictureCoding
  private let subject: String

  /// Goes through all frames of `file`; nothing where it was stopped.
  /// - Throws: `FilesError`: a frame lacks an element, is not of the coding that the header names, or is not like the first.
  static func of(_ file: MXFFile, _ tracks: [EssenceTrack], _ coding: PictureCoding, goesOn: (Int64) -> Bool) throws(FilesError) -> Self? {
    var (survey, isStopped) = (Self(coding, subject: file.path), false)
    try file.forEachContentPackage { (package) throws(FilesError) in
      try survey.take(package, file, tracks)
      isStopped = !goesOn(survey.frames)
      return !isStopped
    }
    guard !isStopped else { return nil }
    try survey.groups.finish()
    if coding == .mpeg2, let first = survey.facts, let label = first.compression, survey.groups.longest == 1 {
      // The register has a label of its own for pictures that are all coded from themselves alone.
      survey.facts?.compression = label.with(2, at: 14)
    }
    return survey
  }

  private init(_ coding: PictureCoding, subject: String) {
    (self.coding, self.subject, groups) = (coding, subject, GroupsOfPictures(subject: subject))
  }

  private mutating func take(_ package: ContentPackage, _ file: MXFFile, _ tracks: [EssenceTrack]) throws(FilesError) {
    for (number, track) in tracks.enumerated() {
      let packet = try package.packet(of: track, frame: frames, file)
      if frames == 0 {
        sizes.append(packet.count)
        largest.append(packet.count)
      } else if sizes[number] != packet.count {
        sizes[number] = nil
        largest[number] = max(largest[number], packet.count)
      }
      if track.kind == .picture { try look(try file.source.bytes(at: packet.value, count: Int(min(packet.count, coding.head)))) }
    }
    guard package.elements.count == tracks.count else {
      throw FilesError(.malformed, subject: subject, remedy: "frame \(frames) has an element that is of no track: mend its wrapper, or transcode it")
    }
    frames += 1
  }

  private mutating func look(_ head: [UInt8]) throws(FilesError) {
    let found: PictureFacts?
    switch coding {
    case .mpeg2:
      guard let picture = MPEG2Picture(head) else { throw odd("is none of \(coding.rawValue)") }
      if frames == 0, picture.sequence == nil { throw odd("has no sequence header: the file does not begin where it can be entered") }
      if let sequence = picture.sequence {
        if self.sequence == nil { self.sequence = sequence }
        if let first = self.sequence, first.width != sequence.width || first.height != sequence.height {
          throw odd("has another raster than the first")
        }
      }
      try groups.append(picture)
      found = PictureFacts(picture, isIntra: false)
    case .d10:
      let picture = MPEG2Picture(head)
      if picture.map({ $0.kind != .intra }) == true { throw odd("needs another picture, and none of \(coding.rawValue) does") }
      found = picture.flatMap { PictureFacts(d10: $0) }
    case .proRes: found = ProResFrame(head).map(PictureFacts.init)
    case .vc3: found = VC3Frame(head).map(PictureFacts.init)
    }
    if coding.isIntra, found == nil { throw odd("is none of \(coding.rawValue)") }
    guard let found else { return }
    if let facts, facts.width != found.width || facts.height != found.height || facts.isInterlaced != found.isInterlaced || facts.depth != found.depth
    {
      throw odd("has another raster than the first")
    }
    facts = facts ?? found
  }

  private func odd(_ why: String) -> FilesError { FilesError(.malformed, subject: subject, remedy: "picture \(frames) \(why)") }
}

extension ContentPackage {
  /// The element of a track.
  /// - Throws: `FilesError` with code `malformed` where the frame lacks it.
  func packet(of track: EssenceTrack, frame: Int64, _ file: MXFFile) throws(FilesError) -> KLVPacket {
    guard let packet = element(track.number) else {
      throw FilesError(.malformed, subject: file.path, remedy: "frame \(frame) lacks the element of track \(track.identifier)")
    }
    return packet
  }
}
