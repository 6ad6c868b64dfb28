// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import MXF

@Suite struct OP1aRewrapTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Two groups of long GOP, the second open.
  private static let longGOP = [
    DrawnPictures.mpeg2("I", 0, group: true, size: 900), DrawnPictures.mpeg2("P", 3, size: 500), DrawnPictures.mpeg2("B", 1),
    DrawnPictures.mpeg2("B", 2),
    DrawnPictures.mpeg2("I", 2, group: false, size: 800), DrawnPictures.mpeg2("B", 0), DrawnPictures.mpeg2("B", 1),
  ]

  /// A file of these pictures, with two tracks of sound.
  private func source(_ pictures: [[UInt8]], _ coding: PictureCoding, _ change: (inout MetadataSet) -> Void = { _ in }) throws -> MXFFile {
    var drawn = DrawnMXF(pictures.count, isConstant: false)
    drawn.pictures = pictures
    var descriptor = MetadataSet(.cdciDescriptor, identifier: [UInt8](repeating: 0, count: 16))
    let codings: [PictureCoding: UniversalLabel?] = [
      .mpeg2: UniversalLabel("060e2b34.04010103.04010202.01040300"), .proRes: UniversalLabel("060e2b34.0401010d.04010202.03060400"),
      .vc3: UniversalLabel("060e2b34.0401010a.04010202.71030000"),
    ]
    if let label = codings[coding] ?? nil { descriptor.put(.pictureCompression, label) }
    descriptor.put(.imageAspectRatio, 16, over: 9)
    change(&descriptor)
    try? FileManager.default.removeItem(atPath: folder.path("source.mxf"))
    try drawn.write(to: folder.path("source.mxf")) { plan in
      plan.elements[0].descriptor = descriptor
      (plan.elements[0].container, plan.elements[0].elementType) = (coding.container(nil), coding.elementType)
    }
    return try MXFFile(folder.path("source.mxf"))
  }

  private func rewrap(_ file: MXFFile, as name: String = "out.mxf") throws -> MXFFile {
    let rewrap = OP1aRewrap(
      file, product: .init(company: "Test", name: "drawn", version: "1", identifier: [UInt8](repeating: 9, count: 16)),
      date: Timestamp(seconds: 1_795_000_000))
    let survey = try #require(try rewrap.survey())
    _ = try rewrap.write(to: folder.path(name), survey)
    return try MXFFile(folder.path(name))
  }

  private func elements(_ file: MXFFile) throws -> [[[UInt8]]] {
    var found: [[[UInt8]]] = []
    try file.forEachContentPackage { (package) throws(FilesError) in
      var frame: [[UInt8]] = []
      for packet in package.elements { frame.append(try file.source.bytes(at: packet.value, count: Int(packet.count))) }
      found.append(frame)
      return true
    }
    return found
  }

  @Test func `long groups of pictures get an index that tells display order, and descriptors that tell what they are`() throws {
    let source = try source(Self.longGOP, .mpeg2)
    let made = try rewrap(source)
    #expect(try elements(made) == elements(source))
    #expect(made.tracks.map(\.number) == [0x1501_0500, 0x1602_0300, 0x1602_0301] && made.timecode == source.timecode)
    let entries = made.index.flatMap(\.entries)
    #expect(entries.map(\.temporalOffset) == [0, 1, 1, -2, 1, 1, -2] && entries.map(\.keyFrameOffset) == [0, -1, -2, -3, 0, -5, -6])
    #expect(entries.map(\.flags) == [0xC0, 0x22, 0x33, 0x33, 0x40, 0x33, 0x33] && made.index.first?.elements.map(\.positionTable) == [-1, 0, 0])
    let picture = try #require(made.tracks.first?.descriptor)
    #expect(picture.key.matches(.mpegVideoDescriptor) && picture.label(.containerFormat) == .mpegFrameWrapped)
    #expect(picture.integer(.storedHeight, as: UInt32.self) == 544 && picture.integer(.displayHeight, as: UInt32.self) == 540)
    #expect(picture.integer(.frameLayout, as: UInt8.self) == 1 && picture.integer(.fieldDominance, as: UInt8.self) == 1)
    #expect(picture[.videoLineMap] == [0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 21, 0, 0, 2, 72])
    #expect(picture.integer(.bitRate, as: UInt32.self) == 50_000_000 && picture.integer(.profileAndLevel, as: UInt8.self) == 0x82)
    #expect(picture.integer(.maxGOP, as: UInt16.self) == 4 && picture.integer(.maxBPictureCount, as: UInt16.self) == 2)
    #expect(picture.integer(.closedGOP, as: UInt8.self) == 0 && picture.label(.colorPrimaries) == .primariesBT709)
    #expect(made.tracks[1].descriptor?.key.matches(.aes3PCMDescriptor) == true)
    #expect(made.metadata.preface?.labels(.essenceContainers) == [.genericContainers, .mpegFrameWrapped, .aes3FrameWrapped])
  }

  @Test func `pictures of one length that need no others have their index before them`() throws {
    let made = try rewrap(try source([DrawnPictures.vc3(1237), DrawnPictures.vc3(1237)], .vc3))
    #expect(made.partitions.map(\.pack.indexStream) == [0, 2, 0, 0] && made.index.first?.editUnitByteCount ?? 0 > 0)
    #expect(made.tracks.map(\.number) == [0x1501_0C00, 0x1602_0100, 0x1602_0101])
    #expect(made.tracks[0].descriptor?.integer(.componentDepth, as: UInt32.self) == 8)
    let proRes = try rewrap(try source([DrawnPictures.proRes(size: 300), DrawnPictures.proRes(size: 200)], .proRes), as: "p.mxf")
    let entries = proRes.index.flatMap(\.entries)
    #expect(entries.count == 2 && entries.allSatisfy { $0.flags == 0x80 && $0.temporalOffset == 0 })
    #expect(proRes.tracks[0].descriptor?.label(.pictureCompression) == UniversalLabel("060e2b34.0401010d.04010202.03060400"))
    #expect(proRes.tracks[0].descriptor?.integer(.whiteRefLevel, as: UInt32.self) == 940)
  }

  @Test func `edit units of D-10 stand on the grid, each with its system item and timecode`() throws {
    let picture = DrawnPictures.mpeg2("I", 0, group: true, sequence: DrawnPictures.sequence(720, 512, color: nil), size: 4000)
    var drawn = DrawnMXF(4, isConstant: true, tracks: 1)
    drawn.pictures = [picture, picture, picture, picture]
    // At 29.97 frames a second a frame has 1,601 or 1,602 samples.
    drawn.sounds = [[51_268, 51_236, 51_268, 51_236].map { [UInt8](repeating: 7, count: $0) }]
    drawn.start = 1798
    try drawn.write(to: folder.path("d10.mxf")) { plan in
      (plan.mapping, plan.alignment, plan.rate) = (.d10, 512, .init(30_000, 1001))
      plan.timecode = .init(start: 1798, base: 30, isDropFrame: true)
      plan.elements[0].container = .d10FrameWrapped.with(2, at: 14)
      (plan.elements[0].elementType, plan.elements[1].elementType) = (0x01, 0x10)
      plan.elements[1].container = plan.elements[0].container
      plan.elements[1].byteCount = 51_268
    }
    let source = try MXFFile(folder.path("d10.mxf"))
    let made = try rewrap(source)
    #expect(made.tracks.map(\.number) == [0x0501_0100, 0x0601_1000] && made.notes.isEmpty)
    #expect(try elements(made) == elements(source) && made.metadata.preface?.labels(.essenceContainers) == [.d10FrameWrapped.with(2, at: 14)])
    let index = try #require(made.index.first)
    #expect(
      made.partitions.allSatisfy { $0.pack.alignment == 512 && $0.packet.position % 512 == 0 } && index.elements.map(\.offset) == [0, 512, 4608])
    var labels: [[UInt8]] = []
    try made.forEachContentPackage { (package) throws(FilesError) in
      #expect(package.position % 512 == 0 && package.elements.allSatisfy { $0.position % 512 == 0 })
      labels.append(try made.source.bytes(at: package.position + 20 + 41, count: 4))
      return true
    }
    // After 00:00:59;29 comes 00:01:00;02.
    #expect(labels == [[0x68, 0x59, 0, 0], [0x69, 0x59, 0, 0], [0x42, 0, 1, 0], [0x43, 0, 1, 0]])
    #expect(made.tracks[0].descriptor?.integer(.displayHeight, as: UInt32.self) == 243)
    #expect(made.tracks[0].descriptor?.integer(.displayYOffset, as: Int32.self) == 13)
  }

  @Test func `what the source's descriptor says wrongly is put right, and told`() throws {
    let source = try source([DrawnPictures.proRes(interlace: 1)], .proRes) { set in
      set.put(.frameLayout, UInt8(0))
      set.put(.sampledWidth, UInt32(1440))
      set.put(.sampledHeight, UInt32(1080))
    }
    let rewrap = OP1aRewrap(source, product: .init(company: "", name: "", version: "", identifier: []), date: Timestamp(seconds: 0))
    let told = rewrap.contradictions(try #require(try rewrap.survey()))
    #expect(told.count == 2 && told[0].contains("1440 × 1080") && told[1].contains("fields"), "\(told)")
    let made = try self.rewrap(source)
    #expect(made.tracks[0].descriptor?.integer(.sampledWidth, as: UInt32.self) == 1920)
    #expect(made.tracks[0].descriptor?.integer(.sampledHeight, as: UInt32.self) == 540)
  }

  @Test(arguments: [
    ("pictures of another coding than the header names", [DrawnPictures.proRes()], "picture 0 is none of MPEG-2"),
    ("no place to enter", [DrawnPictures.mpeg2("P", 0)], "no sequence header"),
    (
      "another raster",
      [DrawnPictures.mpeg2("I", 0, group: true), DrawnPictures.mpeg2("I", 0, group: true, sequence: DrawnPictures.sequence(1280, 720))],
      "another raster"
    ),
    ("an order that is none", [DrawnPictures.mpeg2("I", 0, group: true), DrawnPictures.mpeg2("P", 0)], "same one in display order"),
  ]) func `essence that is not what it should be is refused`(name: String, pictures: [[UInt8]], why: String) throws {
    let file = try source(pictures, .mpeg2)
    let error = #expect(throws: FilesError.self, "\(name)") { try rewrap(file) }
    #expect(error?.remedy.contains(why) == true, "\(name): \(error?.remedy ?? "")")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.mxf")))
  }

  @Test func `a coding that is not wrapped here is refused by its name`() throws {
    let refusals: [(UInt64, UInt64, String)] = [
      (0x0d010301_02106001, 0x04010202_01323102, "--core and --dpp"), (0x0d010301_020c0100, 0x04010202_03010100, "JPEG 2000"),
      (0x0d010301_02024001, 0x04010202_02020100, "DV"), (0x0d010301_7f000000, 0x04010202_7e000000, "04010202.7e000000"),
    ]
    for (container, coding, word) in refusals {
      let file = try source([DrawnPictures.proRes()], .proRes) { set in
        set.put(.pictureCompression, UniversalLabel(0x060e2b34_04010101, coding))
        set.put(.containerFormat, UniversalLabel(0x060e2b34_04010101, container))
      }
      var descriptor = try #require(file.tracks[0].descriptor)
      descriptor.put(.containerFormat, UniversalLabel(0x060e2b34_04010101, container))
      #expect(PictureCoding(descriptor) == nil && PictureCoding.refusal(descriptor).contains(word), "\(word)")
    }
    #expect(PictureCoding.refusal(nil).contains("header is damaged"))
  }

  @Test func `a source that is cut anywhere, or has any byte changed, is refused or wrapped whole`() throws {
    let bytes = try Array(Data(contentsOf: URL(filePath: try source(Self.longGOP, .mpeg2).path)))
    var random = SeededRandom(11)
    for round in 0..<300 {
      var broken = bytes
      if round % 3 == 0 { broken.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
      for _ in 0..<2 { broken[Int.random(in: 0..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      try Data(broken).write(to: URL(filePath: folder.path("broken.mxf")))
      try? FileManager.default.removeItem(atPath: folder.path("out.mxf"))
      guard let file = try? MXFFile(folder.path("broken.mxf")), let made = try? rewrap(file) else { continue }
      #expect(try made.notes.isEmpty && made.frameCount() == file.frameCount())
    }
  }
}
