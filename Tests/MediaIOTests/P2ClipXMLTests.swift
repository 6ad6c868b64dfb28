// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import TestSupport
import Testing
import Timing

@testable import MediaIO

struct `The XML of a P2 clip` {
  /// A document with the elements that cameras write, as far as they are read.
  static func document(label: String = "10:00:00:12", rate: String = "<FrameRate>25p</FrameRate>") -> String {
    """
    <?xml version="1.0" encoding="UTF-8" standalone="no"?>
    <P2Main xmlns="urn:schemas-Professional-Plug-in:P2:ClipMetadata:v3.1">
      <ClipContent>
        <ClipName>0001AB</ClipName>
        <GlobalClipID>060A2B340101010501010D4313000000C20AA47F479805C59C50D1FFFEAC3B63</GlobalClipID>
        <Duration>250</Duration>
        <EditUnit>1/25</EditUnit>
        <EssenceList><Video><Codec Class="100">AVC-I_1080/50i</Codec>\(rate)<StartTimecode>\(label)</StartTimecode></Video></EssenceList>
        <ClipMetadata>
          <UserClipName>Harbour wide</UserClipName>
          <Access><CreationDate>2026-11-26T09:00:00+00:00</CreationDate></Access>
          <Device><Manufacturer>Panasonic</Manufacturer><SerialNo.>C8TAA0012</SerialNo.><ModelName>AJ-PX5000G</ModelName></Device>
          <Shoot><Shooter>Ada</Shooter><StartDate>2026-11-27T10:00:00+01:00</StartDate></Shoot>
          <Scenario><ProgramName>Harbour Lights</ProgramName><SceneNo.>12</SceneNo.><TakeNo.>3</TakeNo.></Scenario>
          <ShotMark>true</ShotMark>
        </ClipMetadata>
      </ClipContent>
    </P2Main>
    """
  }

  private func read(_ text: String) throws -> P2ClipXML { try P2ClipXML(Array(text.utf8), subject: "0001AB.XML") }

  @Test func `what camera and crew wrote is read`() throws {
    let clip = try read(Self.document())
    #expect(try clip.frames == 250 && clip.start == Timecode("10:00:00:12", at: .fps25))
    let said = clip.metadata
    #expect(said[.clip] == "Harbour wide" && said[.shootDate] == "2026-11-27" && said[.maker] == "Panasonic" && said[.model] == "AJ-PX5000G")
    #expect(said[.serialNumber] == "C8TAA0012" && said[.project] == "Harbour Lights" && said[.scene] == "12" && said[.take] == "3")
    #expect(said[.circled] == "yes" && said[.umid]?.hasPrefix("060A2B34") == true && said.entries.allSatisfy { $0.source == .p2XML })
  }

  @Test(arguments: [
    ("<FrameRate>50i</FrameRate>", "10:00:00:24", "10:00:00:24", "25"), ("<FrameRate>50p</FrameRate>", "10:00:00:24", "10:00:00:48", "50"),
    ("<FrameRate DropFrameFlag=\"true\">59.94i</FrameRate>", "10:00:00:29", "10:00:00;29", "29.97df"),
    ("<FrameRate DropFrameFlag=\"1\">59.94i</FrameRate>", "10:00:00:29", "10:00:00;29", "29.97df"),
    ("<FrameRate DropFrameFlag=\"false\">59.94p</FrameRate>", "10:00:00:29", "10:00:00:58", "59.94"),
    ("<FrameRate>23.98p</FrameRate>", "10:00:00:23", "10:00:00:23", "23.976"),
  ])
  func `a label is counted as the frame rate beside it says`(rate: String, label: String, text: String, at: String) throws {
    #expect(try read(Self.document(label: label, rate: rate)).start == Timecode(text, at: FrameRate(at)))
  }

  @Test(arguments: [
    ("<FrameRate>25p</FrameRate>", "10:00:00:25"), ("<FrameRate>99p</FrameRate>", "10:00:00:00"), ("", "10:00:00:00"),
    ("<FrameRate>25p</FrameRate>", "ten"), ("<FrameRate>50p</FrameRate>", "10:00:00:25"), ("<FrameRate>25p</FrameRate>", "-1:00:00:00"),
    ("<FrameRate>50p</FrameRate>", "10:00:00:9223372036854775807"),
  ])
  func `a label that the rate does not have is none`(rate: String, label: String) throws {
    #expect(try read(Self.document(label: label, rate: rate)).start == nil)
  }

  @Test func `another document, and a damaged one, are named`() {
    for text in ["<P2Main/>", "<NonRealTimeMeta/>", "<P2Main><ClipContent>", "", "{}"] {
      #expect(#expect(throws: FilesError.self) { try read(text) }?.code == .malformed)
    }
  }

  @Test func `a clip's document is found where the card has it, and what it says is the clip's`() throws {
    let folder = try TemporaryFolder()
    for name in ["CONTENTS/VIDEO", "CONTENTS/CLIP"] { try Folder.create(folder.path(name)) }
    try Data(Self.document().utf8).write(to: URL(filePath: folder.path("CONTENTS/CLIP/0001AB.XML")))
    var siblings = FolderContents()
    siblings.add("0001AB.XML", in: "CONTENTS/CLIP")
    let found = SidecarMetadata.of([try ContainedPath("CONTENTS/VIDEO/0001AB.MXF")], siblings: siblings, in: folder.url.path)
    #expect(found.metadata[.scene] == "12" && found.start?.description == "10:00:00:12" && found.notes.isEmpty)
    let other = SidecarMetadata.of([try ContainedPath("CONTENTS/AUDIO/0001AB00.MXF")], siblings: siblings, in: folder.url.path)
    #expect(other.metadata.entries.isEmpty)
  }
}
