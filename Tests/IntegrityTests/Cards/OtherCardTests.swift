// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Integrity
import TestSupport
import Testing

@Suite struct CanonCardTests {
  private let classic = CardTree(
    """
    CONTENTS/CLIPS001/INDEX.MIF
    CONTENTS/CLIPS001/AA0001/AA000101.MXF
    CONTENTS/CLIPS001/AA0001/AA000102.MXF
    CONTENTS/CLIPS001/AA0001/AA000103.MXF
    CONTENTS/CLIPS001/AA0001/AA0001.CIF
    CONTENTS/CLIPS001/AA0002/AA000201.MXF
    CONTENTS/CLIPS001/AA0002/AA0002.CIF
    """)
  private let home = "CONTENTS/CLIPS001"

  @Test func `a good card of clip folders has nothing wrong, and is no P2 card`() throws {
    let report = try classic.report()
    #expect(report.format == .canonXF && report.clips.map(\.name) == ["AA0001", "AA0002"] && report.faults.isEmpty)
    #expect(report.clips[0].isSpanned && report.clips[0].files.count == 3)
  }

  @Test func `a part, a recording and an index that are missing are told`() throws {
    #expect(try classic.with { $0.remove("\(home)/AA0001/AA000102.MXF") }.report().shortFaults == ["gapInSpan \(home)/AA0001"])
    #expect(try classic.with { $0.remove("\(home)/AA0002/AA000201.MXF") }.report().shortFaults == ["clipMissing \(home)/AA0002"])
    #expect(try classic.with { $0.remove("\(home)/INDEX.MIF") }.report().shortFaults == ["indexMissing \(home)/INDEX.MIF"])
    #expect(try classic.with { $0.empty("\(home)/AA0002/AA000201.MXF") }.report().shortFaults == ["emptyEssence \(home)/AA0002/AA000201.MXF"])
  }

  @Test func `clips side by side are known with their reel, and a sidecar alone is told`() throws {
    let flat = CardTree("\(home)/A001C001_260502AB_CANON.CRM\n\(home)/A001C001_260502AB_CANON.CPF\n\(home)/A001C002_260502CD_CANON.MXF")
    let report = try flat.report()
    #expect(report.faults.isEmpty && report.reel == "A001" && report.camera == "A" && report.clips.count == 2)
    #expect(
      try flat.with { $0.remove("\(home)/A001C001_260502AB_CANON.CRM") }.report().shortFaults
        == ["sidecarWithoutClip \(home)/A001C001_260502AB_CANON.CPF"])
  }
}

@Suite struct AVCHDCardTests {
  /// A playlist of `clips`, laid out as MPLS version 0100.
  static func playlist(_ clips: [String]) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    let items = clips.flatMap { name in number(18, 2) + Array("\(name)M2TS".utf8) + [UInt8](repeating: 0, count: 9) }
    let body = number(0, 2) + number(clips.count, 2) + number(0, 2) + items
    return Array("MPLS0100".utf8) + number(40, 4) + [UInt8](repeating: 0, count: 28) + number(body.count, 4) + body
  }

  private let base = "PRIVATE/AVCHD/BDMV"
  private let card = CardTree(
    """
    PRIVATE/AVCHD/BDMV/INDEX.BDM
    PRIVATE/AVCHD/BDMV/MOVIEOBJ.BDM
    PRIVATE/AVCHD/BDMV/STREAM/00000.MTS
    PRIVATE/AVCHD/BDMV/STREAM/00001.MTS
    PRIVATE/AVCHD/BDMV/CLIPINF/00000.CPI
    PRIVATE/AVCHD/BDMV/CLIPINF/00001.CPI
    """
  ).with { $0.put("PRIVATE/AVCHD/BDMV/PLAYLIST/00000.MPL", .bytes(playlist(["00000", "00001"]))) }

  @Test func `a good card has nothing wrong`() throws {
    let report = try card.report()
    #expect(report.format == .avchd && report.clips.map(\.name) == ["00000", "00001"] && report.faults.isEmpty)
  }

  @Test func `what is missing is told once, by whoever knows of it`() throws {
    #expect(try card.with { $0.remove("\(base)/INDEX.BDM") }.report().shortFaults == ["indexMissing \(base)/INDEX.BDM"])
    #expect(try card.with { $0.remove("\(base)/STREAM/00001.MTS") }.report().shortFaults == ["sidecarWithoutClip \(base)/CLIPINF/00001.CPI"])
    let both = try card.with {
      $0.remove("\(base)/STREAM/00001.MTS")
      $0.remove("\(base)/CLIPINF/00001.CPI")
    }.report()
    #expect(both.shortFaults == ["clipMissing \(base)/STREAM/00001.MTS"] && !both.isWhole)
    #expect(try card.with { $0.remove("\(base)/CLIPINF/00001.CPI") }.report().shortFaults == ["sidecarMissing \(base)/CLIPINF/00001.CPI"])
    #expect(try card.with { $0.empty("\(base)/STREAM/00001.MTS") }.report().shortFaults == ["emptyEssence \(base)/STREAM/00001.MTS"])
  }

  @Test func `a stream that no playlist names is told, and a playlist cut short says that nobody can tell`() throws {
    let more = card.with {
      $0.put("\(base)/STREAM/00002.MTS")
      $0.put("\(base)/CLIPINF/00002.CPI")
    }
    #expect(try more.report().shortFaults == ["notListed \(base)/STREAM/00002.MTS"])
    #expect(try more.with { $0.cut("\(base)/PLAYLIST/00000.MPL", to: 60) }.report().shortFaults == ["truncatedIndex \(base)/PLAYLIST/00000.MPL"])
  }
}

@Suite struct OtherCardTests {
  @Test func `GoPro chapters are one clip, and a chapter that is missing is a gap`() throws {
    let card = CardTree(
      """
      DCIM/100GOPRO/GX010034.MP4
      DCIM/100GOPRO/GX020034.MP4
      DCIM/100GOPRO/GX030034.MP4
      DCIM/100GOPRO/GL010034.LRV
      DCIM/100GOPRO/GX010034.THM
      DCIM/100GOPRO/GOPR0007.MP4
      DCIM/100GOPRO/GP010007.MP4
      """)
    let report = try card.report()
    #expect(report.format == .goPro && report.clips.map(\.name) == ["GOPR0007", "GX0034"] && report.faults.isEmpty)
    #expect(report.clips[1].files.count == 3 && report.clips[1].sidecars.count == 2)
    #expect(try card.with { $0.remove("DCIM/100GOPRO/GX020034.MP4") }.report().shortFaults == ["gapInSpan DCIM/100GOPRO/GX010034.MP4"])
    #expect(try card.with { $0.remove("DCIM/100GOPRO/GOPR0007.MP4") }.report().shortFaults == ["gapInSpan DCIM/100GOPRO/GP010007.MP4"])
  }

  @Test func `Blackmagic clips are known by their names`() throws {
    let card = CardTree("A001_05021230_C001.braw\nA001_05021230_C001.sidecar\nA001_05021245_C002.mov")
    let report = try card.report()
    #expect(report.format == .blackmagic && report.reel == "A001" && report.clips.count == 2 && report.faults.isEmpty)
    #expect(try card.with { $0.remove("A001_05021230_C001.braw") }.report().shortFaults == ["sidecarWithoutClip A001_05021230_C001.sidecar"])
  }

  @Test func `a Panasonic group folder is known, and an empty clip told`() throws {
    let card = CardTree("PRIVATE/PANA_GRP/001RAQAM/100AB001.MOV\nPRIVATE/PANA_GRP/001RAQAM/100AB002.MOV")
    #expect(try card.report().format == .panasonicGroup)
    #expect(
      try card.with { $0.empty("PRIVATE/PANA_GRP/001RAQAM/100AB002.MOV") }.report().shortFaults
        == ["emptyEssence PRIVATE/PANA_GRP/001RAQAM/100AB002.MOV"])
  }

  @Test func `a sound roll joins the tracks of a take`() throws {
    let roll = CardTree(
      """
      FALSETAKES/S1-T001.WAV
      SOUND_REPORTS/report.csv
      S1-T002_1.WAV
      S1-T002_2.WAV
      S1-T003.WAV
      """, name: "SR012")
    let report = try roll.report()
    #expect(report.format == .soundRecorder && report.reel == "SR012" && report.clips.map(\.name) == ["S1-T001", "S1-T002", "S1-T003"])
    #expect(report.clips[1].files.count == 2 && report.faults.isEmpty)
    #expect(try roll.with { $0.empty("S1-T003.WAV") }.report().shortFaults == ["emptyEssence S1-T003.WAV"])
    #expect(try CardTree("FOLDER01/ZOOM0001/ZOOM0001_Tr1.WAV\nFOLDER01/ZOOM0001/ZOOM0001_LR.WAV").report().clips.map(\.files.count) == [2])
  }

  @Test(arguments: [
    "", "readme.txt", "music/track one.wav", "mixes/PRINT1.wav", "CONTENTS/readme.txt", "PRIVATE/x.txt", "Clip/holiday.mp4",
    "DCIM/100CANON/IMG_0001.JPG",
  ])
  func `what is no card is not taken for one`(path: String) throws {
    #expect(try CardTree(path).reports().isEmpty)
  }

  @Test func `clips of one name in two folders are told`() throws {
    let card = CardTree("CONTENTS/CLIPS001/A001C001_260502AB_CANON.MXF\nCONTENTS/CLIPS002/A001C001_260502AB_CANON.MXF")
    #expect(try card.report().shortFaults == ["duplicateClip CONTENTS/CLIPS002/A001C001_260502AB_CANON.MXF"])
  }

  @Test func `a drive of many cards has a report for each, however deep by day and camera`() throws {
    let red = CardTree("A001_C001_0502A6.RDC/A001_C001_0502A6_001.R3D").moved(into: "Day 01/A/A001_0502.RDM")
    let sound = CardTree("S1-T002.WAV\nS1-T003.WAV").moved(into: "Day 01/Sound/SR012")
    let reports = try red.merged(with: sound).merged(with: CardTree("notes.txt")).reports()
    #expect(reports.map(\.format) == [.red, .soundRecorder])
    #expect(reports.compactMap(\.root?.text) == ["Day 01/A/A001_0502.RDM", "Day 01/Sound/SR012"])
  }

  @Test func `a report survives being written down`() throws {
    let report = try CardTree("A001_C001_0502A6.RDC/A001_C001_0502A6_002.R3D").report()
    #expect(try JSONDecoder().decode(CardReport.self, from: JSONEncoder().encode(report)) == report)
    #expect(!report.isWhole)
  }

  @Test func `a folder on disk is looked through, and links in it are not followed`() throws {
    let folder = try TemporaryFolder()
    try TestCard.write([1], folder.path("card/A001_C001_0502A6.RDC/A001_C001_0502A6_001.R3D"))
    try FileManager.default.createSymbolicLink(atPath: folder.path("card/A001_C002_0502A6.RDC"), withDestinationPath: "/etc")
    let reports = try CardReport.reports(inFolder: folder.path("card"))
    #expect(reports.map(\.clips.count) == [1])
    #expect(throws: IntegrityError.self) { try CardReport.reports(inFolder: folder.path("nowhere")) }
  }

  @Test func `a card is known by its true name, however its path is written`() throws {
    let folder = try TemporaryFolder()
    try TestCard.write([1], folder.path("A001_0502.RDM/A001_C001_0502A6.RDC/A001_C001_0502A6_001.R3D"))
    try FileManager.default.createSymbolicLink(atPath: folder.path("card"), withDestinationPath: "A001_0502.RDM")
    for path in ["A001_0502.RDM/", "A001_0502.RDM/.", "A001_0502.RDM/A001_C001_0502A6.RDC/..", "card"] {
      #expect(try CardReport.reports(inFolder: folder.path(path)).map(\.clips.count) == [1], "\(path)")
    }
    try FileManager.default.removeItem(atPath: folder.path("A001_0502.RDM/A001_C001_0502A6.RDC"))
    #expect(try CardReport.reports(inFolder: folder.path("A001_0502.RDM/.")).map(\.format) == [.red])
  }

  #if os(Linux)
    @Test func `a name that is not UTF-8 is passed over with a note`() throws {
      let folder = try TemporaryFolder()
      try TestCard.write([1], folder.path("A001_C001_0502A6.RDC/A001_C001_0502A6_001.R3D"))
      let file = open(Array(folder.path("caf").utf8CString.dropLast()) + [-23, 0], O_CREAT | O_WRONLY, 0o600)
      #expect(file >= 0)
      close(file)
      let reports = try CardReport.reports(inFolder: folder.url.path)
      #expect(reports.map(\.faults.count) == [0])
      #expect(reports.first?.notes.first?.contains("not UTF-8") == true)
    }
  #endif
}
