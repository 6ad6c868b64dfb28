// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Testing

@testable import Integrity

/// Cards without an index: `DCIM`, `SD_VIDEO`, folders of CinemaDNG, and rolls of sound in other wrappers.
@Suite struct PlainCardTests {
  private static let dcim = CardTree(
    """
    DCIM/100CANON/MVI_0001.MOV
    DCIM/100CANON/MVI_0001.THM
    DCIM/100CANON/MVI_0002.MOV
    DCIM/100CANON/IMG_0003.JPG
    DCIM/CANONMSC/M0100.CTG
    """)

  private static let dng = CardTree(
    """
    BMC01_1_2012-08-08_1631_C0002/BMC01_1_2012-08-08_1631_C0002_000000.dng
    BMC01_1_2012-08-08_1631_C0002/BMC01_1_2012-08-08_1631_C0002_000001.dng
    BMC01_1_2012-08-08_1631_C0002/BMC01_1_2012-08-08_1631_C0002_000002.dng
    BMC01_1_2012-08-08_1631_C0002/BMC01_1_2012-08-08_1631_C0002.wav
    """)

  @Test func `films in DCIM are clips with what has their name, and stills are counted`() throws {
    let report = try Self.dcim.report()
    #expect(report.format == .dcim && report.clips.map(\.name) == ["MVI_0001", "MVI_0002"] && report.faults.isEmpty)
    #expect(report.clips[0].sidecars.map(\.text) == ["DCIM/100CANON/MVI_0001.THM"])
    #expect(report.notes == ["there is 1 still picture beside"])
    let lost = try Self.dcim.with { $0.remove("DCIM/100CANON/MVI_0001.MOV") }.report()
    #expect(lost.shortFaults == ["sidecarWithoutClip DCIM/100CANON/MVI_0001.THM"] && !lost.isWhole)
    #expect(try Self.dcim.with { $0.empty("DCIM/100CANON/MVI_0002.MOV") }.report().shortFaults == ["emptyEssence DCIM/100CANON/MVI_0002.MOV"])
  }

  @Test func `DJI's cards are known by their names, with captions and small copies beside`() throws {
    let tree = CardTree(
      """
      DCIM/DJI_001/DJI_20260502101530_0001_D.MP4
      DCIM/DJI_001/DJI_20260502101530_0001_D.LRF
      DCIM/DJI_001/DJI_20260502101530_0001_D.SRT
      MISC/THM/x.scr
      """)
    let report = try tree.report()
    #expect(report.format == .dji && report.clips.count == 1 && report.clips[0].sidecars.count == 2 && report.faults.isEmpty)
    let lost = try tree.with { $0.remove("DCIM/DJI_001/DJI_20260502101530_0001_D.MP4") }.reports()
    #expect(lost.isEmpty, "nothing there is a film, a still or said to be one")
  }

  @Test func `GoPro's films stay GoPro's, and stills beside another structure make no card`() throws {
    #expect(try CardTree("DCIM/100GOPRO/GX010034.MP4").report().format == .goPro)
    let sony = CardTree("DCIM/100MSDCF/DSC00001.JPG\nPRIVATE/M4ROOT/CLIP/C0001.MP4")
    #expect(try sony.reports().map(\.format) == [.sonyXAVC])
  }

  @Test func `a film of SD-Video has its MOI, and an MOI has its film`() throws {
    let tree = CardTree(
      """
      SD_VIDEO/PRG001/MOV001.MOD
      SD_VIDEO/PRG001/MOV001.MOI
      SD_VIDEO/PRG001/PRG001.PGI
      SD_VIDEO/PRG002/MOV001.MOD
      SD_VIDEO/PRG002/MOV001.MOI
      """)
    let report = try tree.report()
    #expect(report.format == .sdVideo && report.clips.map(\.name) == ["PRG001/MOV001", "PRG002/MOV001"] && report.faults.isEmpty)
    #expect(try tree.with { $0.remove("SD_VIDEO/PRG001/MOV001.MOI") }.report().shortFaults == ["sidecarMissing SD_VIDEO/PRG001/MOV001.MOI"])
    #expect(try tree.with { $0.remove("SD_VIDEO/PRG002/MOV001.MOD") }.report().shortFaults == ["sidecarWithoutClip SD_VIDEO/PRG002/MOV001.MOI"])
  }

  @Test func `a folder of CinemaDNG is a clip of its frames and sound, and a frame that lacks is a gap`() throws {
    let report = try Self.dng.report()
    #expect(report.format == .cinemaDNG && report.camera == "BMC01" && report.reel == "1" && report.faults.isEmpty)
    #expect(report.clips.map(\.name) == ["BMC01_1_2012-08-08_1631_C0002"] && report.clips[0].files.count == 4)
    let gap = try Self.dng.with { $0.remove("BMC01_1_2012-08-08_1631_C0002/BMC01_1_2012-08-08_1631_C0002_000001.dng") }.report()
    #expect(gap.faults.map(\.code) == [.gapInSpan] && gap.faults[0].text.contains("lacks frames between its first and its last, 1:"))
  }

  @Test func `the folder of one clip is a card too, and pictures that have nothing to do with each other are none`() throws {
    let frames = (0..<30).map { "frame.\(1000 + $0).dng" }.joined(separator: "\n")
    #expect(try CardTree(frames, name: "anything").report().clips.first?.files.count == 30)
    #expect(try CardTree("a/one_0001.dng\na/two_0002.dng\nb/C001_0001.dng").reports().isEmpty)
    #expect(try CardTree("DCIM/100MEDIA/DJI_0001.DNG\nDCIM/100MEDIA/DJI_0002.DNG").reports().isEmpty)
  }

  @Test(arguments: ["flac", "rf64", "bwf", "wav", "w64"])
  func `a take is sound in whatever wrapper recorders use`(kind: String) throws {
    let report = try CardTree("S001T01.\(kind)\nS001T02.\(kind)", name: "S001").report()
    #expect(report.format == .soundRecorder && report.clips.map(\.name) == ["S001T01", "S001T02"] && report.reel == "S001")
  }

  @Test func `a media profile of twenty thousand clips of which all pieces lack is read in seconds`() throws {
    var tree = CardTree("")
    var materials = ""
    for number in 1...20_000 {
      tree.put("M4ROOT/CLIP/C\(number).MP4")
      materials += "<Material uri=\"./CLIP/C\(number).MP4\"><RelevantInfo uri=\"./CLIP/C\(number)M01.XML\"/></Material>"
    }
    tree.put(
      "M4ROOT/MEDIAPRO.XML",
      text: "<MediaProfile xmlns=\"http://xmlns.sony.net/pro/metadata/mediaprofile\"><Contents>\(materials)</Contents></MediaProfile>")
    let entries = try tree.entries
    let files = tree.files
    var reports: [CardReport] = []
    let time = ContinuousClock().measure {
      reports = CardReport.reports(in: entries, named: "CARD") { (path, _) throws(FilesError) in
        guard case .bytes(let bytes) = files[path.text] else { throw FilesError(.notFound, subject: path.text) }
        return bytes
      }
    }
    let report = try #require(reports.first)
    #expect(report.clips.count == 20_000 && report.faults.count == 20_000)
    #expect(time < .seconds(30), "\(time)")
  }
}

@Suite struct CardsAndRollsTests {
  @Test func `takes beside cards are a roll, and the cards are found, each file in one of them`() throws {
    let drive = CardTree(
      """
      S001T01.wav
      FOLDER01/S001T02.wav
      A001R2EC/A001C001_260502_R2EC.mxf
      A001R2EC/S001T09.wav
      P2/CONTENTS/CLIP/0001AB.XML
      P2/CONTENTS/VIDEO/0001AB.MXF
      """, name: "SHUTTLE")
    let reports = try drive.reports()
    #expect(reports.map(\.format) == [.soundRecorder, .arri, .panasonicP2])
    #expect(reports[0].root == nil && reports[0].clips.map(\.name) == ["S001T01", "S001T02"])
  }

  @Test func `a loose take beside rolls that have names leaves each of them a roll`() throws {
    let drive = CardTree("T05.wav\nS001/S001T01.wav\nS001/S001T02.wav\nDay 2/S002/T05.wav\nextra/T06.wav", name: "SHUTTLE")
    let reports = try drive.reports()
    #expect(reports.map(\.reel) == [nil, "S002", "S001"] && reports.compactMap(\.root?.text) == ["Day 2/S002", "S001"], "\(reports)")
    #expect(reports[0].clips.map(\.name) == ["T05", "T06"] && reports.allSatisfy { $0.faults.isEmpty })
    #expect(try CardTree("T05.wav\n001/T01.wav", name: "S001").reports().map(\.clips.count) == [2])
    #expect(try CardTree("FALSETAKES/T01.wav\nT05.wav\nS001/T01.wav", name: "SHUTTLE").reports().count == 1)
  }
}
