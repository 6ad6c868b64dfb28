// SPDX-License-Identifier: Apache-2.0

import Files
import TestSupport
import Testing

@testable import MXF

@Suite struct PictureCodingTests {
  @Test func `a picture of MPEG-2 says what it is before its first slice`() throws {
    let picture = try #require(MPEG2Picture(DrawnPictures.mpeg2("I", 2, group: false)))
    #expect(picture.kind == .intra && picture.temporalReference == 2 && picture.beginsGroup && !picture.isGroupClosed && picture.isTopFieldFirst)
    let sequence = try #require(picture.sequence)
    #expect(sequence.width == 1920 && sequence.height == 1080 && sequence.bitRate == 50_000_000 && sequence.profileAndLevel == 0x82)
    #expect(!sequence.isProgressive && sequence.chromaFormat == 2 && sequence.color == .bt709)
    let facts = try #require(PictureFacts(picture, isIntra: false))
    #expect(facts.compression == UniversalLabel("060e2b34.04010103.04010202.01040300") && facts.storedHeight == 1088 && facts.aspect == .init(16, 9))
    let other = try #require(MPEG2Picture(DrawnPictures.mpeg2("B", 1023)))
    #expect(other.kind == .bidirectional && other.temporalReference == 1023 && other.sequence == nil && !other.beginsGroup)
  }

  @Test func `bytes that are no picture of MPEG-2 are none, wherever they end`() {
    let whole = DrawnPictures.mpeg2("I", 0, group: true)
    for bytes in [[], [0], [1, 2, 3, 4, 5], [0, 0, 1, 1, 0, 0], DrawnPictures.proRes()] as [[UInt8]] { #expect(MPEG2Picture(bytes) == nil) }
    for count in 0..<40 { #expect(MPEG2Picture(Array(whole.prefix(count))) == nil) }
    var random = SeededRandom(3)
    for _ in 0..<2000 {
      var broken = whole
      for _ in 0..<4 { broken[Int.random(in: 0..<90, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      if let picture = MPEG2Picture(broken), let sequence = picture.sequence { #expect(sequence.width > 0 && sequence.height > 0) }
    }
  }

  @Test func `frames of ProRes and VC-3 say their raster, fields and depth`() throws {
    let frame = try #require(ProResFrame(DrawnPictures.proRes(interlace: 1)).map(PictureFacts.init))
    #expect(
      frame.width == 1920 && frame.height == 1080 && frame.isInterlaced && frame.isTopFieldFirst && frame.depth == 10 && frame.aspect == .init(16, 9))
    let deep = try #require(ProResFrame(DrawnPictures.proRes(chroma: 3)).map(PictureFacts.init))
    #expect(deep.depth == 12 && deep.subsampling == (1, 1) && !deep.isInterlaced)
    #expect(ProResFrame(Array(DrawnPictures.proRes().prefix(27))) == nil && ProResFrame(DrawnPictures.vc3(1237)) == nil)
    let fields = try #require(VC3Frame(DrawnPictures.vc3(1242, lines: 540)))
    #expect(fields.height == 1080 && fields.isInterlaced && fields.label == UniversalLabel("060e2b34.0401010a.04010202.71080000"))
    #expect(VC3Frame(DrawnPictures.vc3(1271, depth: 2))?.depth == 10 && VC3Frame(DrawnPictures.vc3(1271))?.isInterlaced == false)
    #expect(VC3Frame(DrawnPictures.vc3(1300)) == nil && VC3Frame(DrawnPictures.mpeg2("I", 0, group: true)) == nil)
  }

  @Test(arguments: [(608, 50, 1), (512, 50, 2), (608, 40, 3), (512, 40, 4), (608, 30, 5), (512, 30, 6)])
  func `D-10 is known by its lines and its rate`(lines: Int, rate: Int, number: UInt8) throws {
    func facts(_ bitRate: Int) throws -> PictureFacts? {
      let sequence = DrawnPictures.sequence(720, lines, bitRate: bitRate, color: nil)
      return PictureFacts(d10: try #require(MPEG2Picture(DrawnPictures.mpeg2("I", 0, group: true, sequence: sequence))))
    }
    let known = try #require(try facts(rate * 1_000_000))
    #expect(known.compression == UniversalLabel("060e2b34.04010101.04010202.0102010\(number)") && known.storedHeight == lines)
    #expect(known.displayHeight == (lines == 608 ? 576 : 486) && known.color == nil)
    #expect(PictureCoding.d10.container(known.compression) == UniversalLabel("060e2b34.04010101.0d010301.02010\(number)01"))
    #expect(try facts(20_000_000) == nil)
  }

  @Test func `sound of several channels has samples of whole bytes each`() {
    var set = MetadataSet(.soundDescriptor, identifier: [])
    set.put(.channelCount, UInt32(4))
    set.put(.quantizationBits, UInt32(20))
    set.put(.audioSampleRate, 48_000, over: 1)
    #expect(SoundFacts(set)?.blockSize == 12)
    set.put(.blockAlign, UInt16(11))
    #expect(SoundFacts(set) == nil)
  }

  /// Pictures in coded order: the kind, its place in display order, and `|` or `:` before one that begins a closed or an open group.
  private static func groups(_ drawn: String) throws -> GroupsOfPictures {
    var groups = GroupsOfPictures(subject: "drawn")
    for word in drawn.split(separator: " ") {
      let group: Bool? = word.first == "|" ? true : word.first == ":" ? false : nil
      let word = group == nil ? word : word.dropFirst()
      let picture = try #require(MPEG2Picture(DrawnPictures.mpeg2(word.first ?? "I", Int(word.dropFirst()) ?? 0, group: group)))
      try groups.append(picture)
    }
    try groups.finish()
    return groups
  }

  @Test func `an index tells where a picture is shown, and from which it is entered`() throws {
    let groups = try Self.groups("|I0 P3 B1 B2 P4 :I2 B0 B1 P5 B3 B4")
    // Shown first is coded first; shown second is coded third, one after its place; and so on.
    #expect(groups.flags.map(\.temporalOffset) == [0, 1, 1, -2, 0, 1, 1, -2, 1, 1, -2])
    // What an open group shows before its own key picture is entered from the key picture before.
    #expect(groups.flags.map(\.keyFrameOffset) == [0, -1, -2, -3, -4, 0, -6, -7, -3, -4, -5])
    #expect(groups.flags.map(\.bits) == [0xC0, 0x22, 0x33, 0x33, 0x22, 0x40, 0x33, 0x33, 0x22, 0x33, 0x33])
    #expect(groups.longest == 6 && groups.mostBidirectional == 2 && !groups.areClosed)
    let closed = try Self.groups("|I1 B0 |I0 P1")
    #expect(closed.areClosed && closed.flags.map(\.bits) == [0xC0, 0x13, 0xC0, 0x22] && closed.flags[1].keyFrameOffset == -1)
  }

  @Test func `a group whose first pictures were cut away keeps the order of those that are there`() throws {
    #expect(try Self.groups(":I2 P5 B3 B4").flags.map(\.temporalOffset) == [0, 1, 1, -2])
  }

  @Test func `what an index cannot say is refused`() throws {
    #expect(throws: FilesError.self) { try Self.groups("|I0 P1 P1") }
    let long = (1...128).map { "P\($0)" }.joined(separator: " ")
    #expect(try Self.groups("|I0 " + long).longest == 129)
    #expect(throws: FilesError.self) { try Self.groups("|I0 " + long + " P129") }
  }

  @Test func `a group longer than the field counts goes on`() throws {
    let drawn = "|I0 " + (1..<1100).map { "I\($0 % 1024)" }.joined(separator: " ")
    #expect(try Self.groups(drawn).flags.allSatisfy { $0.temporalOffset == 0 && $0.keyFrameOffset == 0 })
  }

  @Test func `labels of colour are those of the register`() {
    #expect(CodedColor.bt709.primariesLabel == .primariesBT709 && CodedColor.bt709.transferLabel == .transferBT709)
    #expect(CodedColor.bt709.matrixLabel == .codingEquationsBT709)
    let hlg = CodedColor(primaries: 9, transfer: 18, matrix: 9)
    #expect(hlg.primariesLabel == UniversalLabel("060e2b34.0401010d.04010101.03040000"))
    #expect(hlg.transferLabel == UniversalLabel("060e2b34.0401010d.04010101.010b0000"))
    #expect(hlg.matrixLabel == UniversalLabel("060e2b34.0401010d.04010101.02060000"))
    #expect(CodedColor(primaries: 2, transfer: 2, matrix: 2).primariesLabel == nil)
  }
}
