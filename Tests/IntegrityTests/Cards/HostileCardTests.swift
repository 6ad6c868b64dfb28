// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity
import TestSupport
import Testing

/// Index files come from cards that fell into the sea: whatever is in them, there is a report.
@Suite struct HostileCardTests {
  private static let profile = """
    <?xml version="1.0" encoding="UTF-8"?>
    <MediaProfile xmlns="http://xmlns.sony.net/pro/metadata/mediaprofile"><Properties><System systemKind="FX6"/></Properties>
    <Contents><Material uri="./CLIP/C0001.MP4"><RelevantInfo uri="./CLIP/C0001M01.XML"/></Material></Contents></MediaProfile>
    """
  private static let clip = """
    <P2Main xmlns="urn:schemas-Professional-Plug-in:P2:ClipMetadata:v3.1"><ClipContent><GlobalClipID>A</GlobalClipID>
    <EssenceList><Audio/></EssenceList><Relation><GlobalShotID>S</GlobalShotID><Connection><Next><GlobalClipID>B</GlobalClipID></Next></Connection>
    </Relation></ClipContent></P2Main>
    """
  private static let ale = "Heading\nFIELD_DELIM\tTABS\n\nColumn\nName\tStart\n\nData\nA001C001_260502_R2EC\t10:00:00:00\n"

  /// A card of each format with an index, and the index.
  private static let cards: [(card: CardTree, index: String, bytes: [UInt8])] = [
    (CardTree("PRIVATE/M4ROOT/CLIP/C0001.MP4\nPRIVATE/M4ROOT/CLIP/C0001M01.XML"), "PRIVATE/M4ROOT/MEDIAPRO.XML", Array(profile.utf8)),
    (CardTree("CONTENTS/VIDEO/0001AB.MXF\nCONTENTS/AUDIO/0001AB00.MXF"), "CONTENTS/CLIP/0001AB.XML", Array(clip.utf8)),
    (CardTree("BDMV/STREAM/00000.MTS\nBDMV/CLIPINF/00000.CPI\nBDMV/INDEX.BDM"), "BDMV/PLAYLIST/00000.MPL", AVCHDCardTests.playlist(["00000"])),
    (CardTree("A001C001_260502_R2EC.mov", name: "A001R2EC"), "A001R2EC.ale", Array(ale.utf8)),
  ]

  @Test(arguments: 0..<4) func `an index cut at any byte, or with any byte changed, ends in a report`(number: Int) throws {
    let (card, index, bytes) = Self.cards[number]
    #expect(try card.with { $0.put(index, .bytes(bytes)) }.report().faults.isEmpty)
    for count in bytes.indices { #expect(try card.with { $0.put(index, .bytes(Array(bytes[..<count]))) }.reports().count == 1) }
    var random = SeededRandom(UInt64(number))
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0...Int.random(in: 0...4, using: &random) {
        damaged[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      }
      #expect(try card.with { $0.put(index, .bytes(damaged)) }.reports().count == 1)
    }
  }

  @Test func `an index larger than any card's is not read`() throws {
    let card = CardTree("PRIVATE/M4ROOT/CLIP/C0001.MP4").with {
      $0.put("PRIVATE/M4ROOT/MEDIAPRO.XML", .bytes([UInt8](repeating: 32, count: 17 << 20)))
    }
    #expect(try card.report().shortFaults == ["truncatedIndex PRIVATE/M4ROOT/MEDIAPRO.XML"])
  }

  @Test func `a playlist whose offsets lead outside is refused`() throws {
    var bytes = AVCHDCardTests.playlist(["00000"])
    bytes.replaceSubrange(8..<12, with: [0xFF, 0xFF, 0xFF, 0xFF])
    let card = CardTree("BDMV/STREAM/00000.MTS\nBDMV/CLIPINF/00000.CPI\nBDMV/INDEX.BDM").with { $0.put("BDMV/PLAYLIST/00000.MPL", .bytes(bytes)) }
    #expect(try card.report().shortFaults == ["truncatedIndex BDMV/PLAYLIST/00000.MPL"])
  }

  @Test func `names that are no names of clips, and numbers without end, are put up with`() throws {
    let card = CardTree(
      """
      A001_C001_0502A6.RDC/A001_C001_0502A6_999.R3D
      A001_C001_0502A6.RDC/\u{202E}_001.R3D
      A001_C001_0502A6.RDC/.R3D
      A001_C001_0502A6.RDC/_.R3D
      A001C001_260502_R2EC/A001C001_260502_R2EC.99999999999999999999.ari
      A001C001_260502_R2EC/A001C001_260502_R2EC.9223372036854775807.ari
      A001C001_260502_R2EC/A001C001_260502_R2EC.0.ari
      """)
    #expect(try card.reports().count == 2)
  }

  @Test func `a tree deeper than any card ends`() throws {
    let deep = (0..<400).map { "d\($0)" }.joined(separator: "/")
    #expect(try CardTree("\(deep)/A001_C001_0502A6.RDC/A001_C001_0502A6_001.R3D\nS1-T001.WAV").reports().count == 1)
  }
}
