// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

/// Files of OpenTimelineIO that are cut, bent or forged end in an error or in a cut; never in a crash, and never without end.
struct `Hostile OpenTimelineIO files` {
  /// A bundle as Python packs it: forty clips, compressed.
  private static let packed = [UInt8](
    Data(
      base64Encoded:
        "UEsDBBQAAAAAAAAAIQA2YjsTBQAAAAUAAAALAAAAdmVyc2lvbi50eHQxLjAuMFBLAwQUAAAACAAAACEAYEKr4aUBAAAcJgAADAAAAGNvbnRlbnQub3Rpb8XZT0vDQBCH4a"
        + "9ScpbSmelfb1IEPUihLV5EytIsujRNyzb1Uvrd3bUiVAVFhJdcNpOZTX63h82hmMxvJ4vZ+Ob67qq4bBXzsPZVqH1biotWUbu1z9WtW658mStNTMtdqh0+T86a9OR87L05"
        + "VZbPoSqjr1P14cvkPH5MrkJd5tJ9KP3mx8FxFbZtPXujW/lWJ1d2m31c+kV09ZP/7nNz0Gl+eHrxrnGxWTRh/W3z1DVhU7sqD536o2typ/bS+sVV+3zTOaabch/fmv++jX"
        + "SOx7TTb9MKlFaQtAqlVSStQWkNSduF0naRtD0obQ9J24fS9pG0AyjtAEk7hNIOkbQjKO2I0QWFKYE0hXGK8ZRQoBJGVEKRShhTCYUqYVQlFKuEcZVQsBJGVkLRShhbCYUr"
        + "YXQlFK+E8ZVSvlLGV0r5SqHzKuzAivGVUr5SxldK+UoZXynlK2V8pZSvlPGVUr5SxldK+UoZXynlK2V8ZZSvjPGVUb4yxldG+cqgP4LYL0HGV0b5yhhfGeUrY3xllK+M8Z"
        + "VRvjLGV0b5yhhfGeUr+09fPabr+ApQSwECFAMUAAAAAAAAACEANmI7EwUAAAAFAAAACwAAAAAAAAAAAAAAgAEAAAAAdmVyc2lvbi50eHRQSwECFAMUAAAACAAAACEAYEKr"
        + "4aUBAAAcJgAADAAAAAAAAAAAAAAAgAEuAAAAY29udGVudC5vdGlvUEsFBgAAAAACAAIAcwAAAP0BAAAAAA==") ?? Data())

  private var text: [UInt8] {
    get throws {
      var drawing = DrawnTimelines(seed: 3, rate: .fps25)
      return try OpenTimelineIOFile.write(drawing.timeline()).bytes
    }
  }

  private func tryAll(_ bytes: [UInt8]) throws {
    guard let reading = try? OpenTimelineIOFile.read(bytes, subject: "bent.otio") else { return }
    for cut in reading.timelines {
      let written = try OpenTimelineIOFile.write(cut).bytes
      let again = try OpenTimelineIOFile.read(written, subject: "again.otio").timelines
      #expect(again.count == 1)
      _ = try ChangeList(from: cut, to: cut)
      _ = try EditDecisionList.list(of: cut).list.text(flavor: .file129)
    }
  }

  @Test func `a file cut anywhere is survived`() throws {
    let bytes = try text
    for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 150)) { try tryAll(Array(bytes[..<count])) }
  }

  @Test func `flipped bits and forged numbers are survived`() throws {
    var random = SeededRandom(11)
    let whole = try text
    let numbers = whole.indices.filter { (48...57).contains(whole[$0]) }
    for round in 0..<120 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        if round % 2 == 0 {
          bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
        } else if let place = numbers.randomElement(using: &random), place < bytes.count {
          let forged = ["1e308", "-1e30", "9223372036854775807", "0", "NaN", "-Infinity", "1e-300", "0.1"].randomElement(using: &random) ?? "0"
          bytes.replaceSubrange(place...place, with: forged.utf8)
        }
      }
      try tryAll(bytes)
    }
  }

  @Test func `values that lie a million deep in each other are survived`() throws {
    let head = #"{"OTIO_SCHEMA": "Timeline.1", "metadata": "#
    try tryAll(Array((head + String(repeating: "[", count: 1_000_000)).utf8))
    try tryAll(Array((head + String(repeating: #"{"a":"#, count: 300_000)).utf8))
    let stack = #"{"OTIO_SCHEMA": "Stack.1", "children": [{"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": ["#
    try tryAll(Array((#"{"OTIO_SCHEMA": "Timeline.1", "tracks": "# + String(repeating: stack, count: 5000)).utf8))
  }

  @Test func `a packed bundle is unpacked`() throws {
    let reading = try TimelineFormat.otioz.read(Self.packed, subject: "packed.otioz")
    #expect(reading.timelines.first?.name == "packed" && reading.timelines.first?.tracks.first?.items.count == 40)
  }

  @Test func `a bundle cut anywhere, or with flipped bits, is an error or a cut`() throws {
    for count in stride(from: 0, to: Self.packed.count, by: 3) {
      #expect(throws: EditorialError.self) { try TimelineFormat.otioz.read(Array(Self.packed[..<count]), subject: "cut.otioz") }
    }
    var random = SeededRandom(12)
    for _ in 0..<400 {
      var bytes = Self.packed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
      do {
        _ = try TimelineFormat.otioz.read(bytes, subject: "bent.otioz")
      } catch {
        #expect(error.description.contains("bent.otioz"))
      }
    }
  }

  @Test func `a bundle that unfolds a thousand times is refused before it does`() throws {
    // What such a bundle says of itself is all that is looked at: the packed bytes are those of another.
    var bytes = Self.packed
    let directory = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    bytes.replaceSubrange(directory + 24..<directory + 28, with: [0, 0, 0, 0x1D])
    let error = #expect(throws: EditorialError.self) { try TimelineFormat.otioz.read(bytes, subject: "tight.otioz") }
    #expect(error?.description.contains("no cut comes to so little") == true)
  }

  @Test func `a bundle that lies of its size makes no more than it says`() throws {
    // A megabyte of zeros packs into a kilobyte: here the directory says that it is one byte, and then that it is four gigabytes.
    for lie in [[1, 0, 0, 0], [255, 255, 255, 255], [255, 255, 255, 127]] as [[UInt8]] {
      var bytes = Self.packed
      let directory = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
      bytes.replaceSubrange(directory + 24..<directory + 28, with: lie)
      #expect(throws: EditorialError.self) { try TimelineFormat.otioz.read(bytes, subject: "lying.otioz") }
    }
  }
}
