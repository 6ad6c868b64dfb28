// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Markup
import TestSupport
import Testing

@testable import MXF

@Suite struct CommercialMetadataTests {
  private static var spot: CommercialMetadata {
    var spot = CommercialMetadata(
      .commercial,
      identifiers: [.init("ABC/WXYZ001/030", type: "Clock Number", authority: "Clearcast"), .init("NL-17", type: "House number")],
      items: [
        "Brand": "Señora & Sons", "Title": "Night <1>", "Version": "Pre-watershed", "Originator": "Northlight", "Supplier": "Northlight",
        "Advertiser": "Wexford", "Subtitle_Language": "cy",
      ], loudnessSpecification: "EBU R 128 s1")
    spot.openCaptions = .init(language: "en-GB", type: "Hard of hearing")
    spot.audioComments = "Stereo"
    spot.flashTests = [.init(device: "Harding FPA 3.5", isPassed: true)]
    spot.programmeLoudness = -23.1
    return spot
  }

  private static var musicVideo: CommercialMetadata {
    var video = CommercialMetadata(
      .musicVideo, identifiers: [.init("GB-ABC-26-00001", type: "ISRC")],
      items: [
        "Music_Title": "Tide", "Label": "Northlight", "Artist": "The Pilots", "Production_Year": "2026", "Release_Date": "2026-11-28",
        "Embargo_Date": "2026-11-28T18:00:00Z", "Explicit_Lyrics": "false",
      ], loudnessSpecification: "EBU R 128")
    video.signing = .init(language: "bfi", type: "Signer with programme")
    video.loudnessException = "Mastered for radio"
    return video
  }

  @Test(arguments: [spot, musicVideo]) func `a document says what was put in`(_ metadata: CommercialMetadata) throws {
    #expect(metadata.faults == [])
    let (read, faults) = try CommercialMetadata.read(try metadata.document(), subject: "x")
    #expect(read == metadata && faults == [])
  }

  @Test func `the same can be said in a text, a line an item`() throws {
    let text = """
      \u{FEFF}kind: commercial
      Identifier: ABC/WXYZ001/030; Clock Number; Clearcast
      Identifier: NL-17; House number
      Brand: Señora & Sons
      Title: Night <1>
      Version: Pre-watershed
      Originator: Northlight
      Supplier: Northlight
      Advertiser: Wexford
      SubtitleLanguage: cy
      OpenCaptions: en-GB; Hard of hearing
      AudioComments: Stereo
      PSETest: Harding FPA 3.5; passed
      LoudnessSpecification: EBU R 128 s1
      ProgrammeLoudness: -23.1
      """
    #expect(try CommercialMetadata(parsing: text, subject: "spot.txt") == Self.spot)
  }

  @Test(arguments: [
    ("Title: x", "it does not say what the piece is"), ("Kind: Trailer", "‘Trailer’ is no kind of piece"),
    ("Kind: Promotion\nAdvertiser: x", "a Promotion has no item ‘advertiser’"),
    ("Kind: Promotion\nTitle", "‘Title’ is not ‘Name: value’"),
    ("Kind: Promotion\nTitle: a\nTitle: b", "line 2 says it already"), ("Kind: Promotion\nPSETest: Harding", "leave the line out"),
    ("Kind: Promotion\nTitle: a", "it lacks LoudnessSpecification"), ("Kind: Promotion\nProgrammeLoudness: loud", "is no loudness"),
  ])
  func `a mistake in a text is told at its line`(_ text: String, _ complaint: String) throws {
    let error = try #require(throws: FilesError.self) { try CommercialMetadata(parsing: text, subject: "spot.txt") }
    #expect("\(error)".contains(complaint) && error.subject.hasPrefix("spot.txt"), "\(error)")
  }

  @Test func `what the schema forbids is told by name`() {
    var metadata = Self.spot
    metadata.identifiers = []
    metadata.items["Title"] = ""
    metadata.items["Advertiser"] = nil
    metadata.items["Artist"] = "x"
    metadata.items["Brand"] = String(repeating: "x", count: 128)
    metadata.items["Subtitle_Language"] = "english language"
    metadata.openCaptions = .init(language: "en", type: "Burnt")
    metadata.loudnessSpecification = "R128"
    let faults = metadata.faults.joined(separator: "\n")
    for wanted in [
      "there is no Identifier", "Title is empty", "lacks Advertiser", "a Commercial has no Artist", "Brand has 128 characters",
      "Subtitle_Language is no language tag", "the captions are ‘Burnt’", "the loudness specification is ‘R128’",
    ] {
      #expect(faults.contains(wanted), "\(wanted) is not in \(faults)")
    }
  }

  @Test(arguments: [
    ("<id:Identifiers", "<id:Other", "has no Other"), ("<cd:PSE_Test_Results>", "<cd:PSE_Test_Results><cd:Nothing/>", "has no Nothing"),
    ("<acs:Signing_Not_Present/>", "", "either Signing_Not_Present or Signing_Present is wanted"), (">-23.1<", ">loud<", "is no number"),
    ("<cd:Test_Passed>true", "<cd:Test_Passed>maybe", "neither true nor false"),
  ])
  func `a document that breaks the schema is read, and what breaks it is told`(_ old: String, _ new: String, _ complaint: String) throws {
    let text = String(decoding: try Self.spot.document(), as: UTF8.self)
    let broken = text.replacing(old, with: new).replacing("</id:Identifiers", with: new.contains("Other") ? "</id:Other" : "</id:Identifiers")
    #expect(broken != text)
    let faults = try CommercialMetadata.read(Array(broken.utf8), subject: "x").faults.joined(separator: "\n")
    #expect(faults.contains(complaint), "\(faults)")
  }

  @Test(arguments: ["", "<a/>", "not xml", "<Commercials_Promos_DM/>"]) func `what is no such document is refused`(_ text: String) {
    #expect(throws: FilesError.self) { try CommercialMetadata.read(Array(text.utf8), subject: "x") }
  }
}
