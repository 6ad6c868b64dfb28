// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

struct `Writing edit decision lists` {
  private func edit(_ event: String, _ reel: String, _ transition: EditDecisionList.Transition = .cut, at start: Int, frames: Int, _ rate: FrameRate)
    throws -> EditDecisionList.Edit
  {
    try EditDecisionList.Edit(
      event: event, reel: reel, channels: "V", transition: transition,
      source: TimecodeRange(in: Timecode(FrameCount(90_000 + start), at: rate), duration: FrameCount(frames)),
      record: TimecodeRange(in: Timecode(FrameCount(start), at: rate), duration: FrameCount(frames)))
  }

  private func again(_ text: String, _ rate: FrameRate) throws -> EditDecisionList {
    let (list, notes) = try EditDecisionList.read(Array(text.utf8), rate: rate, subject: "again.edl")
    #expect(notes.isEmpty)
    return list
  }

  @Test func `a second picture track is told where the flavour has one`() throws {
    var edit = try edit("001", "A", at: 0, frames: 10, .fps25)
    edit.channels = "V2"
    let list = EditDecisionList(title: "x", rate: .fps25, edits: [edit, edit])
    #expect(try list.text(flavor: .cmx3600).notes.map(\.line) == [3] && list.text(flavor: .file129).notes.isEmpty)
  }

  /// A list of everything that a list can say, drawn by chance.
  private func drawn(_ random: inout SeededRandom) throws -> EditDecisionList {
    let rates: [FrameRate] = [.fps23_976, .fps24, .fps25, .fps29_97, .fps29_97df, .fps30, .fps50, .fps59_94df, .fps60]
    let rate = rates.randomElement(using: &random) ?? .fps25
    let reels = ["BL", "AX", "A001C003", "tape one", "A001C001_140720_R2E4", "été 2", "V2 take"]
    let remarks = [
      "* FROM CLIP NAME: take 1", "M2   AX       -024.0                01:00:00:00", "AUD  3    4", "* LOC: 01:00:00:12 RED check", "* ASC_SAT 0.9",
      ">>> SOURCE x",
      "* *", "GPI   003", "* café",
    ]
    var edits: [EditDecisionList.Edit] = []
    var place = Int.random(in: 0..<rate.framesPerDay / 2, using: &random)
    for number in 1...Int.random(in: 1...40, using: &random) {
      let frames = Int.random(in: 1...200, using: &random)
      let transitions: [EditDecisionList.Transition] = [
        .cut, .cut, .dissolve(FrameCount(frames / 2)), .wipe(code: Int.random(in: 0...999, using: &random), FrameCount(frames)), .keyBackground,
        .key(0), .key(7), .keyOut(9),
      ]
      var edit = try edit(
        String(1000 + number).dropFirst().description, reels.randomElement(using: &random) ?? "AX", transitions.randomElement(using: &random) ?? .cut,
        at: place, frames: frames, rate)
      edit.channels = ["V", "A", "A2", "AA/V", "B", "NONE", "V2", "VA1A2"].randomElement(using: &random) ?? "V"
      if rate.isDropFrame, Bool.random(using: &random) {
        edit.source = try TimecodeRange(in: Timecode(edit.source.start.fields, at: rate.nonDropFrame), duration: edit.source.duration)
      }
      edit.statements = (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in remarks.randomElement(using: &random) }
      edits.append(edit)
      place += frames
    }
    return EditDecisionList(
      title: ["Episode 3", "été"].randomElement(using: &random) ?? "x", rate: rate, preamble: Bool.random(using: &random) ? ["* made by hand"] : [],
      edits: edits)
  }

  @Test func `what is read and written again is the same list`() throws {
    var random = SeededRandom(3)
    for _ in 0..<200 {
      let list = try drawn(&random)
      let (text, notes) = try list.text(flavor: .resolve)
      #expect(notes.isEmpty)
      #expect(try again(text, list.rate) == list)
    }
  }

  @Test func `the columns of the CMX 3600 are where they were`() throws {
    var dissolve = try edit("002", "A001C003", .dissolve(10), at: 48, frames: 24, .fps24)
    dissolve.statements = ["* TO CLIP NAME: take 2"]
    let list = try EditDecisionList(
      title: "Episode 3", rate: .fps24, edits: [edit("001", "AX", at: 0, frames: 48, .fps24), edit("002", "AX", at: 48, frames: 0, .fps24), dissolve])
    #expect(
      try list.text(flavor: .cmx3600).text.components(separatedBy: "\r\n") == [
        "TITLE: Episode 3", "FCM: NON-DROP FRAME",
        "001  AX       V     C        01:02:30:00 01:02:32:00 00:00:00:00 00:00:02:00",
        "002  AX       V     C        01:02:32:00 01:02:32:00 00:00:02:00 00:00:02:00",
        "002  A001C003 V     D    010 01:02:32:00 01:02:33:00 00:00:02:00 00:00:03:00", "* TO CLIP NAME: take 2", "",
      ])
  }

  @Test func `two long reels never come to one`() throws {
    let reels = ["A001C001_140720_R2E4", "A001C001_140720_R2E5", "a001c001_140720", "A001C001"]
    let list = try EditDecisionList(
      title: "x", rate: .fps25, edits: reels.enumerated().map { try edit("00\($0 + 1)", $1, at: $0 * 10, frames: 10, .fps25) })
    let (text, notes) = try list.text(flavor: .cmx3600)
    let written = try again(text, .fps25).edits.map(\.reel)
    #expect(Set(written).count == 4 && written.allSatisfy { $0.count <= 8 } && notes.count == 3)
    let long = try list.text(flavor: .file32)
    #expect(try again(long.text, .fps25).edits.map(\.reel) == reels && long.notes.isEmpty)
  }

  @Test func `a thousand events are too many for the CMX 3600`() throws {
    let list = try EditDecisionList(title: "x", rate: .fps25, edits: (1...1000).map { try edit("\($0)", "AX", at: $0 * 10, frames: 10, .fps25) })
    #expect(throws: EditorialError.self) { try list.text(flavor: .cmx3600) }
    #expect(try again(list.text(flavor: .file129).text, .fps25).edits.count == 1000)
  }

  @Test func `no number comes twice where one cannot be said`() throws {
    let list = try EditDecisionList(
      title: "x", rate: .fps25, edits: ["001", "001A", "002"].enumerated().map { try edit($1, "AX", at: $0 * 10, frames: 10, .fps25) })
    let (text, notes) = try list.text(flavor: .cmx3600)
    #expect(try again(text, .fps25).edits.map(\.event) == ["001", "002", "003"] && notes.count == 1)
  }

  @Test func `nothing in a name can end its line or its flavour`() throws {
    var bad = try edit("001", "AX\r\n002 BX", at: 0, frames: 10, .fps25)
    bad.statements = ["* COMMENT: one\ntwo", "* é\u{2028}x"]
    let list = EditDecisionList(title: "a\nb", rate: .fps25, edits: [bad])
    let (text, notes) = try list.text(flavor: .resolve)
    #expect(text.components(separatedBy: "\r\n").count == 6 && !text.replacingOccurrences(of: "\r\n", with: "").contains { $0.isNewline })
    #expect(!notes.isEmpty)
    #expect(try list.text(flavor: .cmx3600).text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `nothing in a name can turn a line around or drive a terminal`() throws {
    let list = EditDecisionList(title: "a\u{202E}b\u{9B}2J", rate: .fps25, edits: [try edit("001", "A\u{2066}X", at: 0, frames: 10, .fps25)])
    for flavor in EditListFlavor.allCases {
      let (text, notes) = try list.text(flavor: flavor)
      #expect(text.contains("TITLE: a?b?2J\r\n") && !notes.isEmpty)
      #expect(!text.unicodeScalars.contains { ["\u{202E}", "\u{9B}", "\u{2066}"].contains($0) })
    }
    // The joiners of Persian are letters.
    let joined = EditDecisionList(title: "می\u{200C}خواهم", rate: .fps25, edits: [try edit("001", "AX", at: 0, frames: 10, .fps25)])
    #expect(try joined.text(flavor: .resolve).text.contains("می\u{200C}خواهم"))
  }

  @Test func `Premiere is spared comments that it takes for media`() throws {
    var one = try edit("001", "AX", at: 0, frames: 10, .fps25)
    one.statements = ["* FROM CLIP NAME: a", "* FROM FILE: /a/b", "* COMMENT: c"]
    let (text, notes) = try EditDecisionList(title: "x", rate: .fps25, edits: [one]).text(flavor: .premiere)
    #expect(!text.contains("FROM FILE") && text.contains("FROM CLIP NAME") && text.contains("COMMENT") && notes.count == 1)
  }
}
