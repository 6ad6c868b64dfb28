// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import MediaIO
import TestSupport
import Testing
import Timing

struct `Sony's clip XML` {
  /// A document as an FX camera writes it.
  static func document(labels: String = "25", start: String = "17305719", format: String = "25p", capture: String = "25p", half: Bool = false)
    -> String
  {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.20" lastUpdate="2026-11-27T11:57:59+10:00">
      <TargetMaterial umidRef="060A2B340101010501010D4313000000C20AA47F479805C59C50D1FFFEAC3B63"/>
      <Duration value="250"/>
      <LtcChangeTable tcFps="\(labels)" halfStep="\(half)">
        <LtcChange frameCount="0" value="\(start)" status="increment"/>
        <LtcChange frameCount="249" value="21250020" status="end"/>
      </LtcChangeTable>
      <CreationDate value="2026-11-27T11:57:59+10:00"/>
      <VideoFormat><VideoFrame videoCodec="AVC_3840_2160_HP@L51" captureFps="\(capture)" formatFps="\(format)"/></VideoFormat>
      <Device manufacturer="Sony" modelName="ILME-FX3" serialNo="4712345"/>
      <Lens modelName="FE 50mm F1.2 GM"/>
      <AcquisitionRecord>
        <Group name="CameraUnitMetadataSet">
          <Item name="CaptureGammaEquation" value="s-log3-cine"/>
          <Item name="CaptureColorPrimaries" value="s-gamut3-cine"/>
        </Group>
      </AcquisitionRecord>
    </NonRealTimeMeta>
    """
  }

  private func read(_ text: String) throws -> SonyClipXML { try SonyClipXML(Array(text.utf8), subject: "C0001M01.XML") }

  @Test func `camera, lens, colour, day and UMID are read`() throws {
    let read = try read(Self.document())
    let expected: [ClipMetadata.Item: String] = [
      .maker: "Sony", .model: "ILME-FX3", .serialNumber: "4712345", .lens: "FE 50mm F1.2 GM", .transfer: "s-log3-cine", .colorSpace: "s-gamut3-cine",
      .shootDate: "2026-11-27", .umid: "060A2B340101010501010D4313000000C20AA47F479805C59C50D1FFFEAC3B63",
    ]
    #expect(Dictionary(uniqueKeysWithValues: read.metadata.entries.map { ($0.item, $0.value) }) == expected)
    #expect(read.frames == 250)
  }

  @Test(
    arguments: [
      ("25", "17305719", "25p", false, "19:57:30:17", FrameRate.fps25), ("24", "16162602", "23.98p", false, "02:26:16:16", .fps23_976),
      ("30", "67212901", "29.97p", false, "01:29:21;27", .fps29_97df), ("30", "54830000", "59.94p", true, "00:00:03;28", .fps59_94df),
      ("25", "00000010", "50p", true, "10:00:00:00", .fps50), ("25", "01000010", "50i", false, "10:00:00:01", .fps25),
    ])
  func `the first label is read from its decimals and flags`(
    labels: String, value: String, format: String, half: Bool, start: String, rate: FrameRate
  ) throws {
    #expect(try read(Self.document(labels: labels, start: value, format: format, half: half)).start == Timecode(start, at: rate))
  }

  @Test func `labels that cannot be are none`() throws {
    for value in ["", "1730571", "AA000000", "00FA0000", "29000010", "zzzzzzzz"] { #expect(try read(Self.document(start: value)).start == nil) }
    #expect(try read(Self.document(labels: "24", format: "59.94p")).start == nil)
    for labels in ["9223372036854775807", "-9223372036854775808", "0"] { #expect(try read(Self.document(labels: labels)).start == nil) }
  }

  @Test func `a sensor that ran at another speed is named`() throws {
    #expect(try read(Self.document(capture: "50p")).metadata[.sensorRate] == "50")
    #expect(try read(Self.document()).metadata[.sensorRate] == nil)
  }

  @Test func `another document is refused by its name`() {
    let error = #expect(throws: FilesError.self) { try SonyClipXML(Array("<MediaProfile/>".utf8), subject: "MEDIAPRO.XML") }
    #expect(error?.description.contains("MEDIAPRO.XML") == true)
  }

  @Test func `the document of a clip is found in whatever case`() {
    var names = FolderContents()
    for name in ["C0001.MP4", "C0002M01.XML", "C00010M01.XML", "C0001m01.xml"] { names.add(name, in: "CLIP") }
    #expect(names.name("C0001M01.XML", in: "CLIP") == "C0001m01.xml" && names.name("C0001M01.XML", in: "clip") == "C0001m01.xml")
    #expect(names.name("C0003M01.XML", in: "CLIP") == nil && names.name("C0001M01.XML", in: "") == nil)
  }

  @Test func `documents that are cut or bent are survived`() throws {
    let bytes = Array(Self.document().utf8)
    for count in stride(from: 0, to: bytes.count, by: 7) { _ = try? SonyClipXML(Array(bytes[..<count]), subject: "cut") }
    var random = SeededRandom(4)
    for _ in 0..<1000 {
      var bent = bytes
      for _ in 0..<4 { bent[Int.random(in: bent.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random) }
      _ = try? SonyClipXML(bent, subject: "bent")
    }
  }
}
