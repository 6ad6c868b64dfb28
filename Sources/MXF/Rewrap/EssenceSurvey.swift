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
  private(set) var pictures: PictureSurvey

  private let subject: String
  private let head: Int64

  /// Goes through all frames of `file`; nothing where it was stopped.
  /// - Throws: `FilesError`: a frame lacks an element, is not of the coding that the header names, or is not like the first.
  static func of(_ file: MXFFile, _ tracks: [EssenceTrack], _ coding: PictureCoding, goesOn: (Int64) -> Bool) throws(FilesError) -> Self? {
    let rate = tracks.first { $0.kind == .picture }?.rate ?? .init(0, 1)
    var (survey, isStopped) = (Self(coding, rate: rate, subject: file.path), false)
    try file.forEachContentPackage { (package) throws(FilesError) in
      try survey.take(package, file, tracks)
      isStopped = !goesOn(survey.frames)
      return !isStopped
    }
    guard !isStopped else { return nil }
    try survey.pictures.finish()
    return survey
  }

  private init(_ coding: PictureCoding, rate: EssenceTrack.Fraction, subject: String) {
    (self.subject, pictures) = (subject, PictureSurvey(coding, rate: rate, subject: subject))
    head = coding.head
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
      if track.kind == .picture {
        try pictures.take(try file.source.bytes(at: packet.value, count: Int(min(packet.count, head))), byteCount: packet.count)
      }
    }
    guard package.elements.count == tracks.count else {
      throw FilesError(.malformed, subject: subject, remedy: "frame \(frames) has an element that is of no track: mend its wrapper, or transcode it")
    }
    frames += 1
  }
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
