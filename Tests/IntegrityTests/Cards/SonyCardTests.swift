// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity
import Testing

@Suite struct SonyCardTests {
  /// A media profile of clips, each with its pieces.
  private static func profile(_ materials: [(String, [String])]) -> String {
    let list = materials.map { clip, pieces in
      "<Material uri=\"./\(clip)\" type=\"MP4\" dur=\"250\" status=\"OK\">"
        + pieces.map { "<RelevantInfo uri=\"./\($0)\" type=\"XML\"/>" }.joined() + "</Material>"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <MediaProfile xmlns="http://xmlns.sony.net/pro/metadata/mediaprofile" version="2.10">
      <Properties><System systemId="1" systemKind="ILME-FX6V"/><Attached mediaId="2" mediaName=""/></Properties>
      <Contents>\(list.joined())</Contents></MediaProfile>
      """
  }

  private let xavc = CardTree(
    """
    PRIVATE/M4ROOT/CLIP/C0001.MP4
    PRIVATE/M4ROOT/CLIP/C0001M01.XML
    PRIVATE/M4ROOT/CLIP/C0002.MP4
    PRIVATE/M4ROOT/CLIP/C0002M01.XML
    PRIVATE/M4ROOT/SUB/C0001S03.MP4
    PRIVATE/M4ROOT/THMBNL/C0001T01.JPG
    PRIVATE/M4ROOT/THMBNL/C0002T01.JPG
    PRIVATE/M4ROOT/STATUS.BIN
    """
  ).with {
    $0.put(
      "PRIVATE/M4ROOT/MEDIAPRO.XML",
      text: profile([
        ("CLIP/C0001.MP4", ["CLIP/C0001M01.XML", "THMBNL/C0001T01.JPG"]), ("CLIP/C0002.MP4", ["CLIP/C0002M01.XML", "THMBNL/C0002T01.JPG"]),
      ]))
    $0.put("PRIVATE/M4ROOT/CLIP/._C0001.MP4", .essence(0))
  }
  private let root = "PRIVATE/M4ROOT"

  @Test func `a good XAVC card has its clips, its camera and nothing wrong`() throws {
    let report = try xavc.report()
    #expect(report.format == .sonyXAVC && report.root == nil && report.camera == "ILME-FX6V" && report.reel == nil)
    #expect(report.clips.map(\.name) == ["C0001", "C0002"])
    #expect(report.clips[0].sidecars.map(\.name).sorted() == ["C0001M01.XML", "C0001S03.MP4", "C0001T01.JPG"])
    #expect(report.faults.isEmpty && report.notes.isEmpty)
    #expect(!report.format.keepsFolderName)
  }

  @Test func `a card formatted in the camera and never used is whole`() throws {
    let card = CardTree("").with {
      $0.putFolder("PRIVATE/M4ROOT/CLIP")
      $0.put("PRIVATE/M4ROOT/MEDIAPRO.XML", text: Self.profile([]))
    }
    #expect(try card.report().faults.isEmpty)
    #expect(try card.report().notes == ["there are no clips on it"])
  }

  @Test func `a missing index, clip, sidecar and thumbnail are each told by name`() throws {
    #expect(try xavc.with { $0.remove("\(root)/MEDIAPRO.XML") }.report().shortFaults == ["indexMissing \(root)/MEDIAPRO.XML"])
    let noClip = try xavc.with { $0.remove("\(root)/CLIP/C0002.MP4") }.report()
    #expect(noClip.shortFaults == ["clipMissing \(root)/CLIP/C0002.MP4", "sidecarWithoutClip \(root)/CLIP/C0002M01.XML"])
    let noSidecar = try xavc.with { $0.remove("\(root)/CLIP/C0002M01.XML") }.report()
    #expect(noSidecar.shortFaults == ["sidecarMissing \(root)/CLIP/C0002M01.XML"] && !noSidecar.isWhole)
    let noThumbnail = try xavc.with { $0.remove("\(root)/THMBNL/C0002T01.JPG") }.report()
    #expect(noThumbnail.shortFaults == ["sidecarMissing \(root)/THMBNL/C0002T01.JPG"] && noThumbnail.isWhole)
  }

  @Test func `a clip that the index does not know is told, and is no reason to keep the card`() throws {
    let report = try xavc.with { $0.put("\(root)/CLIP/C0003.MP4") }.report()
    #expect(report.shortFaults == ["notListed \(root)/CLIP/C0003.MP4"] && report.isWhole)
  }

  @Test func `an index that ends too early says that nobody can tell`() throws {
    let report = try xavc.with { $0.cut("\(root)/MEDIAPRO.XML", to: 300) }.report()
    #expect(report.shortFaults == ["truncatedIndex \(root)/MEDIAPRO.XML"] && !report.isWhole)
    #expect(try xavc.with { $0.put("\(root)/MEDIAPRO.XML", text: "<html/>") }.report().shortFaults == ["truncatedIndex \(root)/MEDIAPRO.XML"])
  }

  @Test func `empty essence is told, and what a Mac leaves beside it is not`() throws {
    #expect(try xavc.with { $0.empty("\(root)/CLIP/C0001.MP4") }.report().shortFaults == ["emptyEssence \(root)/CLIP/C0001.MP4"])
  }

  @Test func `names are compared as the card's own file system does`() throws {
    var lower = CardTree("")
    for (path, content) in xavc.files { lower.put(path.lowercased(), content) }
    #expect(try lower.report().faults.isEmpty)
  }

  @Test func `an index cannot lead out of the card`() throws {
    let hostile = Self.profile([("../../../etc/passwd", ["/etc/shadow", "urn:smpte:umid:060A"]), ("CLIP/C0001.MP4", []), ("CLIP/C0002.MP4", [])])
    let report = try xavc.with { $0.put("\(root)/MEDIAPRO.XML", text: hostile) }.report()
    // What the profile writes before a path is taken off; nothing outside is looked at, and that a clip is listed there is told.
    #expect(report.shortFaults == ["clipMissing \(root)/MEDIAPRO.XML"] && report.faults[0].text.contains("no place on the card"), "\(report.faults)")
  }

  private let xdroot = CardTree(
    """
    XDROOT/Clip/A_0001C001.MXF
    XDROOT/Clip/A_0001C001M01.XML
    XDROOT/Clip/A_0001C001R01.BIM
    XDROOT/Sub/A_0001C001S03.MP4
    XDROOT/CUEUP.XML
    XDROOT/DISCMETA.XML
    """
  ).with { $0.put("XDROOT/MEDIAPRO.XML", text: profile([("Clip/A_0001C001.MXF", ["Clip/A_0001C001M01.XML", "Sub/A_0001C001S03.MP4"])])) }

  @Test func `a good XDROOT card has nothing wrong, and a proxy that is missing is told`() throws {
    let report = try xdroot.report()
    #expect(report.format == .sonyXDROOT && report.clips.map(\.sidecars.count) == [3] && report.faults.isEmpty)
    #expect(try xdroot.with { $0.remove("XDROOT/Sub/A_0001C001S03.MP4") }.report().shortFaults == ["sidecarMissing XDROOT/Sub/A_0001C001S03.MP4"])
    #expect(try xdroot.with { $0.remove("XDROOT/MEDIAPRO.XML") }.report().shortFaults == ["indexMissing XDROOT/MEDIAPRO.XML"])
  }

  @Test func `the folder inside PRIVATE is known by itself too, and is no disc`() throws {
    var inner = CardTree("", name: "M4ROOT")
    for (path, content) in xavc.files { inner.put(String(path.dropFirst(root.count + 1)), content) }
    #expect(try inner.report().format == .sonyXAVC)
    #expect(try inner.report().faults.isEmpty)
  }

  @Test func `a card with two formats has a report for each`() throws {
    #expect(try xavc.merged(with: xdroot).reports().map(\.format) == [.sonyXAVC, .sonyXDROOT])
  }

  private let disc = CardTree("Clip/C0001.MXF\nClip/C0001M01.XML\nSub/C0001S01.MXF\nDISCMETA.XML\nINDEX.XML").with {
    $0.putFolder("Edit")
    $0.putFolder("PROAV")
    $0.put("MEDIAPRO.XML", text: profile([("Clip/C0001.MXF", ["Clip/C0001M01.XML"])]))
  }

  @Test func `a good disc has nothing wrong, of either generation`() throws {
    #expect(try disc.report().format == .sonyXDCAM)
    #expect(try disc.report().faults.isEmpty)
    #expect(try disc.with { $0.remove("MEDIAPRO.XML") }.report().faults.isEmpty)
    let bare = try disc.with {
      $0.remove("MEDIAPRO.XML")
      $0.remove("INDEX.XML")
    }.report()
    #expect(bare.shortFaults == ["indexMissing MEDIAPRO.XML"])
  }

  private let ex = CardTree(
    """
    BPAV/CLPR/709_0001_01/709_0001_01.MP4
    BPAV/CLPR/709_0001_01/709_0001_01.SMI
    BPAV/CLPR/709_0001_01/709_0001_01M01.XML
    BPAV/CLPR/709_0001_01/709_0001_01R01.BIM
    BPAV/CLPR/709_0001_02/709_0001_02.MP4
    BPAV/CLPR/709_0001_02/709_0001_02.SMI
    BPAV/CLPR/709_0001_03/709_0001_03.MP4
    BPAV/CLPR/709_0001_03/709_0001_03.SMI
    BPAV/TAKR/709_0001/709_0001.SMI
    """
  ).with { tree in
    tree.put("BPAV/MEDIAPRO.XML", text: profile((1...3).map { ("CLPR/709_0001_0\($0)/709_0001_0\($0).MP4", []) }))
  }

  @Test func `a good EX card joins the parts of a take`() throws {
    let report = try ex.report()
    #expect(report.format == .sonyXDCAMEX && report.clips.map(\.name) == ["709_0001"] && report.clips[0].isSpanned)
    #expect(report.clips[0].files.count == 3 && report.faults.isEmpty && report.notes.isEmpty)
  }

  @Test func `an EX card tells of a part between, an empty folder and a missing SMI`() throws {
    let gap = try ex.with {
      $0.remove("BPAV/CLPR/709_0001_02/709_0001_02.MP4")
      $0.remove("BPAV/CLPR/709_0001_02/709_0001_02.SMI")
    }.report()
    #expect(gap.shortFaults == ["clipMissing BPAV/CLPR/709_0001_02/709_0001_02.MP4", "gapInSpan BPAV/CLPR/709_0001_01"])
    let empty = try ex.with { $0.remove("BPAV/CLPR/709_0001_02/709_0001_02.MP4") }.report()
    #expect(empty.shortFaults == ["clipMissing BPAV/CLPR/709_0001_02", "clipMissing BPAV/CLPR/709_0001_02/709_0001_02.MP4"])
    let noSMI = try ex.with { $0.remove("BPAV/CLPR/709_0001_02/709_0001_02.SMI") }.report()
    #expect(noSMI.shortFaults == ["sidecarMissing BPAV/CLPR/709_0001_02/709_0001_02.SMI"])
  }

  @Test func `a take that begins on the card before is no fault`() throws {
    let second = CardTree("BPAV/CLPR/709_0001_02/709_0001_02.MP4\nBPAV/CLPR/709_0001_02/709_0001_02.SMI")
      .with { $0.put("BPAV/MEDIAPRO.XML", text: Self.profile([("CLPR/709_0001_02/709_0001_02.MP4", [])])) }
    let report = try second.report()
    #expect(report.faults.isEmpty)
    #expect(report.notes == ["‘709_0001’ begins on another card: this one has it from part 2 on"])
  }
}
