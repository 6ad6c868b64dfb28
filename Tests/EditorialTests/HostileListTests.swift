// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing

/// Lists that are cut, bent or forged end in an error or in a list; never in a crash.
struct `Hostile lists` {
  private func tryAll(_ bytes: [UInt8]) throws {
    guard let (list, notes) = try? AvidLogExchange.read(bytes, subject: "bent.ale") else { return }
    #expect(list.rows.allSatisfy { $0.count <= list.columns.count })
    #expect(notes.allSatisfy { !$0.description.isEmpty })
    for row in list.rows.indices {
      _ = (list.metadata(ofRow: row), list.frames(ofRow: row), list.names(ofRow: row))
    }
    let written = try list.text(requiring: [])
    guard written.notes.isEmpty, !list.rows.isEmpty else { return }
    // What was read once is read the same again.
    #expect(try AvidLogExchange.read(Array(written.text.utf8), subject: "again.ale").list.rows.count == list.rows.count)
  }

  @Test func `a list cut anywhere is survived`() throws {
    let bytes = Array(Lists.camera.utf8)
    for count in bytes.indices { try tryAll(Array(bytes[..<count])) }
  }

  @Test func `flipped bits are survived`() throws {
    var random = SeededRandom(7)
    for _ in 0..<2000 {
      var bytes = Array(Lists.camera.utf8)
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
      try tryAll(bytes)
    }
  }

  @Test func `noise, and a line of a hundred thousand tabs, are survived`() throws {
    var random = SeededRandom(8)
    for size in [0, 1, 2, 3, 100, 10_000] {
      try tryAll((0..<size).map { _ in UInt8.random(in: 0...255, using: &random) })
      try tryAll([0xFF, 0xFE] + (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
    let tabs = String(repeating: "\t", count: 100_000)
    try tryAll(Array(("Column\nName\tTracks\tStart\tEnd\(tabs)x\nData\nA\(tabs)b\n").utf8))
  }
}

/// The same for edit decision lists.
struct `Hostile edit decision lists` {
  private let list = Array(
    """
    TITLE: Episode 3
    FCM: DROP FRAME
    001  A001C003 V     C        01:00:04:05 01:00:05:12 10:00:00:00 10:00:01:07
    * FROM CLIP NAME:  take_1
    M2   A001C003       047.6                01:00:04:05
    002  A001C003 V     C        01:00:05:12 01:00:05:12 10:00:01:07 10:00:01:07
    002  A001C007 V     D    010 01:00:06:13 01:00:08:15 10:00:01:07 10:00:03:09
    * LOC: 10:00:01:12 RED     check
    """.utf8)

  private func tryAll(_ bytes: [UInt8]) throws {
    guard let (list, notes) = try? EditDecisionList.read(bytes, subject: "bent.edl") else { return }
    #expect(!list.edits.isEmpty && notes.allSatisfy { !$0.description.isEmpty })
    for edit in list.edits { _ = (edit.comments, edit.motions, edit.locators, edit.soundTracks, edit.pictureTrack, edit.speed(at: list.rate)) }
    for flavor in EditListFlavor.allCases {
      let text = try list.text(flavor: flavor).text
      #expect(try EditDecisionList.read(Array(text.utf8), rate: list.rate, subject: "again.edl").list.edits.count == list.edits.count)
    }
  }

  @Test func `a list cut anywhere is survived`() throws {
    for count in list.indices { try tryAll(Array(list[..<count])) }
  }

  @Test func `flipped bits are survived`() throws {
    var random = SeededRandom(9)
    for _ in 0..<1000 {
      var bytes = list
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
      try tryAll(bytes)
    }
  }

  @Test func `a line without end and a hundred thousand empty ones are survived`() throws {
    try tryAll(list + [10] + Array(repeating: UInt8(ascii: "1"), count: 1 << 20))
    try tryAll(list + [10] + Array(String(repeating: "1 ", count: 1 << 18).utf8))
    try tryAll(Array(repeating: 10, count: 100_000) + list)
    try tryAll((0..<200_000).flatMap { _ in [0xEF, 0xBB, 0xBF] as [UInt8] } + [0xFF] + list)
  }
}
