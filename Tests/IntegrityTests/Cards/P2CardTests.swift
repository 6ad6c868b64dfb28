// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity
import Testing

@Suite struct P2CardTests {
  /// A clip's description with two channels of sound.
  private static func xml(_ identifier: String, shot: String? = nil, top: String? = nil, previous: String? = nil, next: String? = nil) -> String {
    func link(_ name: String, _ identifier: String?) -> String {
      identifier.map { "<\(name)><GlobalClipID>\($0)</GlobalClipID></\(name)>" } ?? ""
    }
    let relation = shot.map {
      "<Relation><OffsetInShot>0</OffsetInShot><GlobalShotID>\($0)</GlobalShotID><Connection>"
        + link("Top", top) + link("Previous", previous) + link("Next", next) + "</Connection></Relation>"
    }
    return """
      <?xml version="1.0" encoding="UTF-8" standalone="no" ?>
      <P2Main xmlns="urn:schemas-Professional-Plug-in:P2:ClipMetadata:v3.1"><ClipContent>
      <GlobalClipID>\(identifier)</GlobalClipID>
      <EssenceList><Video/><Audio/><Audio/></EssenceList>
      <ClipMetadata><Device><ModelName>AJ-PX270</ModelName></Device></ClipMetadata>\(relation ?? "")
      </ClipContent></P2Main>
      """
  }

  private static func card(_ clips: [(String, String)]) -> CardTree {
    CardTree("LASTCLIP.TXT").with { tree in
      for folder in ["AUDIO", "CLIP", "ICON", "PROXY", "VIDEO", "VOICE"] { tree.putFolder("CONTENTS/\(folder)") }
      for (name, xml) in clips {
        tree.put("CONTENTS/CLIP/\(name).XML", text: xml)
        tree.put("CONTENTS/VIDEO/\(name).MXF")
        for channel in ["00", "01"] { tree.put("CONTENTS/AUDIO/\(name)\(channel).MXF", .essence(100)) }
        tree.put("CONTENTS/ICON/\(name).BMP")
      }
    }
  }

  private let good = card([("0001AB", xml("ID1")), ("0002CD", xml("ID2"))])

  @Test func `a good card has its clips, pictures before sound, and nothing wrong`() throws {
    let report = try good.report()
    #expect(report.format == .panasonicP2 && report.root == nil && report.camera == "AJ-PX270")
    #expect(report.clips.map(\.name) == ["0001AB", "0002CD"])
    #expect(report.clips[0].files.map(\.name) == ["0001AB.MXF", "0001AB00.MXF", "0001AB01.MXF"] && report.clips[0].byteCount == 1200)
    #expect(report.clips[0].sidecars.map(\.name) == ["0001AB.XML", "0001AB.BMP"])
    #expect(report.faults.isEmpty && report.notes.isEmpty)
  }

  @Test func `pictures, sound and description that are missing are each told`() throws {
    #expect(try good.with { $0.remove("CONTENTS/VIDEO/0002CD.MXF") }.report().shortFaults == ["clipMissing CONTENTS/VIDEO/0002CD.MXF"])
    let sound = try good.with { $0.remove("CONTENTS/AUDIO/0002CD01.MXF") }.report()
    #expect(sound.shortFaults == ["clipMissing CONTENTS/AUDIO/0002CD01.MXF"] && !sound.isWhole)
    let description = try good.with { $0.remove("CONTENTS/CLIP/0002CD.XML") }.report()
    #expect(description.shortFaults == ["sidecarMissing CONTENTS/CLIP/0002CD.XML"] && !description.isWhole)
    #expect(try good.with { $0.cut("CONTENTS/CLIP/0002CD.XML", to: 200) }.report().shortFaults == ["truncatedIndex CONTENTS/CLIP/0002CD.XML"])
    #expect(try good.with { $0.empty("CONTENTS/VIDEO/0001AB.MXF") }.report().shortFaults == ["emptyEssence CONTENTS/VIDEO/0001AB.MXF"])
    #expect(try good.with { $0.remove("LASTCLIP.TXT") }.report().faults.isEmpty)
  }

  @Test func `a clip whose pictures and sound are in one file needs no sound beside it`() throws {
    let card = good.with {
      $0.put("CONTENTS/CLIP/0003EF.XML", text: Self.xml("ID3"))
      $0.put("CONTENTS/AVCLIP/0003EF.MXF")
    }
    #expect(try card.report().faults.isEmpty)
  }

  @Test func `the parts of a shot on one card are whole together`() throws {
    let card = Self.card([
      ("0001AB", Self.xml("ID1", shot: "S", top: "ID1", next: "ID2")),
      ("0002CD", Self.xml("ID2", shot: "S", top: "ID1", previous: "ID1", next: "ID3")),
      ("0003EF", Self.xml("ID3", shot: "S", top: "ID1", previous: "ID2")),
    ])
    let report = try card.report()
    #expect(report.faults.isEmpty && report.notes.isEmpty && report.clips.allSatisfy { $0.isSpanned })
    let names = ["CLIP/0002CD.XML", "VIDEO/0002CD.MXF", "AUDIO/0002CD00.MXF", "AUDIO/0002CD01.MXF", "ICON/0002CD.BMP"]
    let gap = try card.with { tree in names.forEach { tree.remove("CONTENTS/\($0)") } }.report()
    #expect(gap.shortFaults == ["gapInSpan CONTENTS/CLIP/0003EF.XML"] && gap.notes.isEmpty)
  }

  @Test func `a shot that goes on on the next card is how full cards are`() throws {
    let first = try Self.card([("0001AB", Self.xml("ID1", shot: "S", top: "ID1", next: "ID2"))]).report()
    #expect(first.faults.isEmpty && first.notes == ["the shot of clip ‘0001AB’ goes on on another card: take that in too before either is erased"])
    let second = try Self.card([("0001XY", Self.xml("ID2", shot: "S", top: "ID1", previous: "ID1"))]).report()
    #expect(second.faults.isEmpty && second.notes == ["the shot of clip ‘0001XY’ begins on another card: keep them together"])
  }

  @Test func `two clips with one identifier are told`() throws {
    let report = try Self.card([("0001AB", Self.xml("ID1")), ("0002CD", Self.xml("ID1"))]).report()
    #expect(report.shortFaults == ["duplicateClip CONTENTS/CLIP/0002CD.XML"] && report.isWhole)
  }
}
