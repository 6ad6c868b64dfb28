// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity
import Testing

@Suite struct REDCardTests {
  private let card = CardTree(
    """
    A001_C001_0502A6.RDC/A001_C001_0502A6_001.R3D
    A001_C001_0502A6.RDC/A001_C001_0502A6_002.R3D
    A001_C001_0502A6.RDC/A001_C001_0502A6_003.R3D
    A001_C001_0502A6.RDC/A001_C001_0502A6.RMD
    A001_C002_0502QX.RDC/A001_C002_0502QX_001.R3D
    digital_magazine.bin
    """, name: "A001_0502.RDM")
  private let folder = "A001_C001_0502A6.RDC"

  @Test func `a good magazine has its clips and nothing wrong`() throws {
    let report = try card.report()
    #expect(report.format == .red && report.root == nil && report.reel == "A001" && report.camera == "A")
    #expect(report.clips.map(\.name) == ["A001_C001_0502A6", "A001_C002_0502QX"])
    #expect(report.clips[0].files.map(\.name) == ["A001_C001_0502A6_001.R3D", "A001_C001_0502A6_002.R3D", "A001_C001_0502A6_003.R3D"])
    #expect(report.clips[0].isSpanned && report.clips[0].byteCount == 3000 && report.clips[0].sidecars.map(\.name) == ["A001_C001_0502A6.RMD"])
    #expect(!report.clips[1].isSpanned)
    #expect(report.faults.isEmpty && report.notes.isEmpty && report.isWhole && report.reservations.isEmpty)
  }

  @Test func `a volume with magazines has a report for each`() throws {
    let reports = try card.moved(into: "A001_0502.RDM").merged(with: card.moved(into: "A001_0503.RDM")).reports()
    #expect(reports.compactMap(\.root?.text) == ["A001_0502.RDM", "A001_0503.RDM"])
    #expect(reports.allSatisfy { $0.notes.first?.contains("has this reel name too") == true })
    #expect(reports.allSatisfy { $0.isWhole })
  }

  @Test func `a part between others that is not there is a gap`() throws {
    let report = try card.with { $0.remove("\(folder)/A001_C001_0502A6_002.R3D") }.report()
    #expect(report.shortFaults == ["gapInSpan \(folder)"])
    #expect(report.faults[0].text.contains("goes to part 003 and lacks 002"))
    #expect(!report.isWhole && report.reservations.count == 1)
  }

  @Test func `a first part that is not there is a gap`() throws {
    #expect(try card.with { $0.remove("\(folder)/A001_C001_0502A6_001.R3D") }.report().shortFaults == ["gapInSpan \(folder)"])
  }

  @Test func `a last part as long as a full one raises a question, and no objection`() throws {
    let full = CardTree.Content.essence(4_290_000_000)
    let cut = card.with { tree in
      for number in 1...3 { tree.put("\(folder)/A001_C001_0502A6_00\(number).R3D", full) }
    }
    let report = try cut.report()
    #expect(report.shortFaults == ["spanIncomplete \(folder)/A001_C001_0502A6_003.R3D"] && report.isWhole)
    #expect(try cut.with { $0.put("\(folder)/A001_C001_0502A6_003.R3D", .essence(4_200_000_000)) }.report().faults.isEmpty)
  }

  @Test func `essence that holds nothing and a clip folder without any are told`() throws {
    let report = try card.with {
      $0.empty("A001_C002_0502QX.RDC/A001_C002_0502QX_001.R3D")
      $0.putFolder("A001_C003_0502ZZ.RDC")
    }.report()
    #expect(report.shortFaults == ["clipMissing A001_C003_0502ZZ.RDC", "emptyEssence A001_C002_0502QX.RDC/A001_C002_0502QX_001.R3D"])
  }

  @Test func `a number that no clip has is worth a note`() throws {
    let report = try card.with { $0.put("A001_C005_0502BB.RDC/A001_C005_0502BB_001.R3D") }.report()
    #expect(report.notes == ["clips C003, C004 are not here: ask whether they were left out"] && report.faults.isEmpty)
  }

  @Test func `a clip of another codec than R3D is a clip, and a movie beside R3D a sidecar`() throws {
    let report = try card.with {
      $0.put("A001_C003_0502CC.RDC/A001_C003_0502CC_001.mov")
      $0.put("A001_C002_0502QX.RDC/A001_C002_0502QX_001.mov")
    }.report()
    #expect(report.faults.isEmpty)
    #expect(report.clips[1].sidecars.count == 1 && report.clips[2].files.map(\.name) == ["A001_C003_0502CC_001.mov"])
  }

  @Test func `a clip's folder by itself is known, and so are parts that were put into one folder`() throws {
    let report = try CardTree("A001_C001_0502A6_001.R3D\nA001_C001_0502A6_003.R3D\nA001_C002_0502QX_001.R3D", name: "selects").report()
    #expect(report.clips.map(\.name) == ["A001_C001_0502A6", "A001_C002_0502QX"])
    #expect(report.shortFaults == ["gapInSpan -"])
    #expect(try CardTree("A001_C001_0502A6_001.R3D", name: "A001_C001_0502A6.RDC").report().clips.map(\.name) == ["A001_C001_0502A6"])
  }

  @Test func `one clip that was put into a folder of another name keeps its own, with what lies beside it`() throws {
    let report = try CardTree("A001_C001_0502A6_001.R3D\nA001_C001_0502A6.RMD\nA001_C001_0502A6_001.mov\nnotes.txt", name: "selects").report()
    #expect(report.clips.map(\.name) == ["A001_C001_0502A6"] && report.reel == "A001")
    #expect(report.clips[0].sidecars.map(\.name).sorted() == ["A001_C001_0502A6.RMD", "A001_C001_0502A6_001.mov"])
  }

  @Test func `the folder of a magazine keeps its name, and only where it is the source itself`() throws {
    #expect(CardReport.folderNameToKeep(try card.reports(), source: "A001_0502.RDM") == "A001_0502.RDM")
    #expect(CardReport.folderNameToKeep(try card.moved(into: "A001_0502.RDM").reports(), source: "SHUTTLE") == nil)
  }
}

@Suite struct ARRICardTests {
  private static let ale = """
    Heading\r
    FIELD_DELIM\tTABS\r
    \r
    Column\r
    Name\tTracks\tStart\tTape\r
    \r
    Data\r
    A001C001_260502_R2EC\tVA1A2\t10:00:00:00\tA001R2EC\r
    A001C002_260502_R2EC.mov\tVA1A2\t10:05:00:00\tA001R2EC\r

    """
  private let card = CardTree("A001C001_260502_R2EC.mov\nA001C002_260502_R2EC.mov\nA001R2EC_FCP.xml", name: "A001R2EC")
    .with { $0.put("A001R2EC.ale", text: ale) }

  @Test func `a good reel has its clips and nothing wrong`() throws {
    let report = try card.report()
    #expect(report.format == .arri && report.reel == "A001R2EC" && report.camera == "A")
    #expect(report.clips.map(\.name) == ["A001C001_260502_R2EC", "A001C002_260502_R2EC"])
    #expect(report.faults.isEmpty && report.notes.isEmpty)
  }

  @Test func `a reel on its volume is found below it`() throws {
    let report = try card.moved(into: "A001R2EC").report()
    #expect(report.root?.text == "A001R2EC" && report.faults.isEmpty)
  }

  @Test func `a clip that the ALE lists and nobody copied is missing`() throws {
    let report = try card.with { $0.remove("A001C002_260502_R2EC.mov") }.report()
    #expect(report.shortFaults == ["clipMissing A001C002_260502_R2EC"] && !report.isWhole)
  }

  @Test func `a clip that the ALE does not know is told, and is here`() throws {
    let report = try card.with { $0.put("A001C003_260502_R2EC.mov") }.report()
    #expect(report.shortFaults == ["notListed A001C003_260502_R2EC.mov"] && report.isWhole)
    #expect(report.faults[0].text.contains("is not in the camera's list ‘A001R2EC.ale’"))
  }

  @Test func `somebody's own list, and one that cannot be read, miss no clip`() throws {
    let own = Self.ale.replacing("A001C00", with: "Take ")
    #expect(try card.with { $0.put("A001R2EC.ale", text: own) }.report().faults.isEmpty)
    let two = try card.with {
      $0.put("A001C003_260502_R2EC.mov"); $0.put("more.ale", text: "Heading")
    }.report()
    #expect(two.shortFaults == ["truncatedIndex more.ale"])
  }

  @Test func `a reel of movies without its ALE is told of, and one of frames is not`() throws {
    let movies = try card.with { $0.remove("A001R2EC.ale") }.report()
    #expect(movies.shortFaults == ["indexMissing -"] && movies.isWhole)
    let frames = CardTree("", name: "A001R2EC").with { tree in
      for number in 100...104 { tree.put("A001C001_260502_R2EC/A001C001_260502_R2EC.0000\(number).ari") }
    }
    #expect(try frames.report().faults.isEmpty)
    #expect(try frames.report().clips.map(\.files.count) == [5])
  }

  @Test func `a frame that is missing in a clip is a gap`() throws {
    let frames = CardTree("", name: "A001R2EC").with { tree in
      for number in [100, 101, 103, 104] { tree.put("A001C001_260502_R2EC/A001C001_260502_R2EC.0000\(number).ari") }
    }
    let report = try frames.report()
    #expect(report.shortFaults == ["gapInSpan A001C001_260502_R2EC"])
    #expect(report.faults[0].text.contains("its last, 102:"))
  }

  @Test func `a line of the ALE that names no clip of the camera is no clip that is missing`() throws {
    let more = Self.ale + "Interview take 2\tV\t10:00:00:00\tX\r\n\tV\t\t\r\n"
    #expect(try card.with { $0.put("A001R2EC.ale", text: more) }.report().faults.isEmpty)
  }

  @Test func `an ALE that ends too early says that nobody can tell`() throws {
    #expect(try card.with { $0.cut("A001R2EC.ale", to: 40) }.report().shortFaults == ["truncatedIndex A001R2EC.ale"])
  }

  @Test func `names of newer cameras are known`() throws {
    let report = try CardTree("B_0003C001_260502_101530_h1ABC.mxf\nB_0003C003_260502_103000_h1ABC.mxf", name: "B_0003_1ABC").report()
    #expect(report.format == .arri && report.reel == "B_0003_1ABC" && report.camera == "B")
    #expect(report.notes == ["clips C002 are not here: ask whether they were left out"])
  }

  @Test func `empty essence is told`() throws {
    #expect(try card.with { $0.empty("A001C001_260502_R2EC.mov") }.report().shortFaults == ["emptyEssence A001C001_260502_R2EC.mov"])
  }
}
