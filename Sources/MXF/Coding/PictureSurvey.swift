// SPDX-License-Identifier: Apache-2.0

import Files

/// What pictures of one coding are, as the heads of one after another tell it: what a descriptor and an index have to say of them.
struct PictureSurvey: Sendable {
  /// How many were looked at.
  private(set) var count: Int64 = 0
  /// What they are.
  private(set) var facts: PictureFacts?
  /// Of MPEG-2: the first sequence header, and what the index has to say.
  private(set) var sequence: MPEG2Picture.Sequence?
  private(set) var groups: GroupsOfPictures

  private let coding: PictureCoding
  private let subject: String
  private let rate: EssenceTrack.Fraction

  /// Pictures of a coding at a rate, none of which has been looked at.
  init(_ coding: PictureCoding, rate: EssenceTrack.Fraction, subject: String) {
    (self.coding, self.rate, self.subject, groups) = (coding, rate, subject, GroupsOfPictures(subject: subject))
  }

  /// Takes the first bytes of the next picture, in coded order.
  /// - Parameter byteCount: how many bytes the whole picture has.
  /// - Throws: `FilesError` with code `malformed`: it is not of the coding, or not like the first.
  mutating func take(_ head: [UInt8], byteCount: Int64) throws(FilesError) {
    let found: PictureFacts?
    switch coding {
    case .mpeg2:
      guard let picture = MPEG2Picture(head) else { throw odd("is none of \(coding.rawValue)") }
      if count == 0, picture.sequence == nil { throw odd("has no sequence header: the file does not begin where it can be entered") }
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
    case .avcIntra:
      let units = PictureUnits(head)
      // Coded pictures begin with delimiter and parameter sets (AMWA component PE1): what does not is no such picture.
      guard units.types.starts(with: [9, 7, 8]) else { throw odd("does not begin as a picture of AVC-Intra does") }
      found = units.parameters.flatMap { PictureFacts($0, rate: rate, byteCount: byteCount) }
    }
    if coding.isIntra, found == nil { throw odd("is none of \(coding.rawValue)") }
    if let found {
      if let facts, !facts.hasRaster(of: found) { throw odd("has another raster than the first") }
      facts = facts ?? found
    }
    count += 1
  }

  /// Ends the last group.
  mutating func finish() throws(FilesError) {
    try groups.finish()
    if coding == .mpeg2, let first = facts, let label = first.compression, groups.longest == 1 {
      // The register has a label of its own for pictures that are all coded from themselves alone.
      facts?.compression = label.with(2, at: 14)
    }
  }

  private func odd(_ why: String) -> FilesError { FilesError(.malformed, subject: subject, remedy: "picture \(count) \(why)") }
}
