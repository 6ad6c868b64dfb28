// SPDX-License-Identifier: Apache-2.0

import Files
import TestSupport
import Testing
import Timing

@testable import MXF

@Suite struct AS11Tests {
  static let core = """
    SeriesTitle: Harbour Lights
    ProgrammeTitle: Episode: the first
    EpisodeTitleNumber: 1
    ShimName: UK DPP HD
    AudioTrackLayout: EBU R 123: 4b
    PrimaryAudioLanguage: eng
    ClosedCaptionsPresent: false
    ShimVersion: 1.1

    """
  static let ukDPP = """
    ProductionNumber: HL/0001
    Synopsis: A harbour at night – naïve 🎬.
    Originator: Lineup
    CopyrightYear: 2026
    PictureRatio: 16:9
    3D: false
    PSEPass: Not tested
    SecondaryAudioLanguage: zxx
    TertiaryAudioLanguage: zxx
    AudioLoudnessStandard: EBU R 128
    LineUpStart: 09:59:30:00
    IdentClockStart: 09:59:50:00
    TotalNumberOfParts: 2
    TotalProgrammeDuration: 00:00:04:00
    AudioDescriptionPresent: false
    OpenCaptionsPresent: false
    SigningPresent: No
    CompletionDate: 2026-11-27
    ContactEmail: mcr@example.com
    ContactTelephoneNumber: +44 20 0000 0000

    """
  private static let start = Timecode(wrapping: FrameCount(899_250), at: .fps25)  // 09:59:30:00
  private static let frames: Int64 = 1000

  private static func metadata(_ core: String = core, _ ukDPP: String = ukDPP) throws -> AS11Metadata {
    AS11Metadata(
      core: try AS11Framework(.core, parsing: core, subject: "core.txt", timecode: start),
      ukDPP: try AS11Framework(.ukDPP, parsing: ukDPP, subject: "dpp.txt", timecode: start),
      parts: try ProgrammePart.parts(
        parsing: "1/2 10:00:00:00 00:00:02:00\n2/2 10:00:05:00 E 10:00:07:00\n", subject: "parts.txt", timecode: start, frames: frames))
  }

  @Test func `a text comes back as it was read, and so it does from a set`() throws {
    for (scheme, text) in [(AS11Scheme.core, Self.core), (.ukDPP, Self.ukDPP)] {
      let framework = try AS11Framework(scheme, parsing: text, subject: "x", timecode: Self.start)
      #expect(framework.text(timecode: Self.start).split(separator: "\n").sorted() == text.split(separator: "\n").sorted())
      let again = try #require(AS11Framework(framework.set(identifier: [UInt8](repeating: 1, count: 16))))
      #expect(again == framework && framework.missing.isEmpty)
    }
    #expect(try Self.metadata().faults(channels: 4, frames: Self.frames).isEmpty)
  }

  @Test func `times are places in the file, and numbers of frames are taken as well`() throws {
    var framework = try AS11Framework(.ukDPP, parsing: Self.ukDPP, subject: "x", timecode: Self.start)
    #expect(framework.text("IdentClockStart") == "500" && framework.text("TotalProgrammeDuration") == "100")
    try framework.set("IdentClockStart", "750", timecode: Self.start)
    #expect(framework.text("IdentClockStart", timecode: Self.start) == "10:00:00:00")
    #expect(throws: FilesError.self) { try framework.set("LineUpStart", "09:59:29:24", timecode: Self.start) }
  }

  @Test func `older names of items are understood`() throws {
    var framework = AS11Framework(.ukDPP)
    for (old, value) in [("FPAPass", "yes"), ("FPAManufacturer", "Harding"), ("FPAVersion", "3.1"), ("ContactTelephoneNo", "1")] {
      try framework.set(old, value)
    }
    #expect(framework.text("PSEPass") == "Yes" && framework.text("PSEManufacturer") == "Harding" && framework.text("ContactTelephoneNumber") == "1")
  }

  @Test(
    arguments: [
      ("Nonsense: 1", "no item"), ("SeriesTitle", "Name: value"), ("PrimaryAudioLanguage: english", "ISO 639-2"), ("ShimVersion: one", "as ‘1.1’"),
      ("AudioTrackLayout: EBU R 999", "EBU R 123"), ("SeriesTitle: \(String(repeating: "x", count: 128))", "127 characters"),
      ("ClosedCaptionsPresent: perhaps", "‘true’"), ("SeriesTitle:", "127 characters"),
    ])
  func `a line that is none is named with what is wanted`(line: String, says: String) {
    let error = #expect(throws: FilesError.self) { try AS11Framework(.core, parsing: "\n\(line)\n", subject: "core.txt") }
    #expect(error?.subject == "core.txt:2" && error?.remedy.contains(says) == true, "\(error?.remedy ?? "")")
  }

  @Test func `what lacks is asked for by name, and what depends on an answer with it`() throws {
    func without(_ name: String, _ text: String) -> String {
      text.split(separator: "\n").filter { !$0.hasPrefix(name + ":") }.joined(separator: "\n")
    }
    let lacking = try Self.metadata(without("SeriesTitle", Self.core), without("Originator", without("Synopsis", Self.ukDPP)))
    #expect(
      lacking.faults(channels: 4, frames: Self.frames) == ["the core metadata lacks SeriesTitle", "the UK DPP metadata lacks Synopsis, Originator"])
    let tested = try Self.metadata(
      Self.core, Self.ukDPP.replacing("Not tested", with: "Yes").replacing("SigningPresent: No", with: "SigningPresent: Yes"))
    #expect(tested.faults(channels: 4, frames: Self.frames) == ["the UK DPP metadata lacks PSEManufacturer, PSEVersion, SignLanguage"])
    #expect(AS11Metadata().faults(channels: 4, frames: 1).count == 3)
  }

  @Test(
    arguments: [
      ("EBU R 123: 4b", "EBU R 123: 16c", "AudioTrackLayout"), ("UK DPP HD", "UK DPP SD", "ShimName"),
      (
        "ClosedCaptionsPresent: false", "ClosedCaptionsPresent: true\nClosedCaptionsType: Translation\nClosedCaptionsLanguage: eng",
        "ClosedCaptionsPresent"
      ),
    ])
  func `what the specification does not allow is told before anything is written`(from: String, to: String, name: String) throws {
    let faults = try Self.metadata(Self.core.replacing(from, with: to)).faults(channels: 4, frames: Self.frames)
    #expect(faults.count == 1 && faults[0].hasPrefix(name), "\(faults)")
  }

  @Test(
    arguments: [
      ("TotalNumberOfParts: 2", "TotalNumberOfParts: 3", "TotalNumberOfParts"), ("00:00:04:00", "00:00:05:00", "TotalProgrammeDuration"),
      ("16:9", "2:1", "PictureRatio"), ("09:59:50:00", "10:59:50:00", "IdentClockStart"),
    ])
  func `so is what contradicts the parts or the file`(from: String, to: String, name: String) throws {
    let faults = try Self.metadata(Self.core, Self.ukDPP.replacing(from, with: to)).faults(channels: 4, frames: Self.frames)
    #expect(faults.count == 1 && faults[0].hasPrefix(name), "\(faults)")
  }

  @Test(
    arguments: [
      "1/1 10:00:00:00", "x 10:00:00:00 00:00:01:00", "2/1 10:00:00:00 00:00:01:00", "1/1 09:59:29:00 00:00:01:00", "1/1 10:00:00:00 00:01:00:00",
      "1/2 10:00:00:00 00:00:02:00\n2/2 10:00:01:00 00:00:01:00", "1/2 10:00:00:00 00:00:01:00\n1/2 10:00:02:00 00:00:01:00",
      "1/1 10:00:01:00 E 10:00:00:00",
    ])
  func `parts that are none are refused with their line`(text: String) {
    let error = #expect(throws: FilesError.self) { try ProgrammePart.parts(parsing: text, subject: "p", timecode: Self.start, frames: Self.frames) }
    #expect(error?.subject.hasPrefix("p:") == true)
  }

  @Test func `a file's metadata are those that were placed in it`() throws {
    let folder = try TemporaryFolder()
    let metadata = try Self.metadata()
    var drawn = DrawnMXF(Int(Self.frames), isConstant: true, tracks: 1, size: 20)
    drawn.start = 899_250
    drawn.frameworks = metadata.placed { (0..<16).map { _ in UInt8.random(in: 0...255) } }
    try drawn.write(to: folder.path("a.mxf"))
    let file = try MXFFile(folder.path("a.mxf"))
    #expect(AS11Metadata(file) == metadata)
    #expect(file.metadata.preface?.labels(.descriptiveSchemes) == [AS11Scheme.core.label, AS11Scheme.segmentation.label, AS11Scheme.ukDPP.label])
    #expect(ProgrammePart.text(metadata.parts, timecode: Self.start) == "1/2 10:00:00:00 00:00:02:00\n2/2 10:00:05:00 00:00:02:00\n")
  }

  @Test func `a text may come from any system, with or without a byte-order mark`() throws {
    let plain = try AS11Framework(.core, parsing: Self.core, subject: "c")
    let windows = "\u{FEFF}" + Self.core.replacing("\n", with: "\r\n")
    #expect(try AS11Framework(.core, parsing: windows, subject: "c") == plain)
    let start = Timecode(wrapping: 900_000, at: .fps25)
    let parts = "\u{FEFF}1/2 10:00:00:00 00:00:01:00\r\n2/2 10:00:02:00 00:00:01:00\r\n"
    #expect(try ProgrammePart.parts(parsing: parts, subject: "s", timecode: start, frames: 100).count == 2)
  }

  @Test(arguments: [
    ("PSEPass: Not tested\nPSEPass: Yes", "d:2"), ("PSEPass: Yes\nOriginator: x\nFPAPass: Not tested", "d:3"),
    ("Originator: a\noriginator: a", "d:2"),
  ])
  func `an item that is said twice, under whatever name, is refused`(_ text: String, _ place: String) throws {
    let error = try #require(throws: FilesError.self) { try AS11Framework(.ukDPP, parsing: text, subject: "d") }
    #expect(error.subject == place && error.remedy.contains("line 1 says it already"), "\(error)")
  }
}
