// SPDX-License-Identifier: Apache-2.0

import Foundation
import MediaIO
import TestSupport
import Testing
import Timing

/// `turnover`, as an operator runs it.
@Suite struct TurnoverCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url.appendingPathComponent("sound"), withIntermediateDirectories: true)
    var header = BroadcastWaveHeader(samples: 192_000, timeReference: 36_000 * 48_000, labels: .fps25)
    header.reel = "T01"
    let values = (0..<192_000).map { place -> Int32 in place % 24_000 < 12_000 ? Int32(place * 7919 % 4_000_000) : 0 }
    try Data(header.bytes() + BroadcastWaveHeader.packed(values)).write(to: folder.url.appendingPathComponent("sound/T01.wav"))
    try """
    TITLE: Reel 1
    FCM: NON-DROP FRAME
    001  T01      A     C        10:00:00:00 10:00:03:00 01:00:00:00 01:00:03:00
    002  T02      A2    C        10:00:00:00 10:00:01:00 01:00:03:00 01:00:04:00

    """.write(toFile: folder.path("cut.edl"), atomically: true, encoding: .utf8)
  }

  @Test func `sound is handed over with what is missing by name, and a mix is checked`() throws {
    let made = try program.run(
      "turnover", "cut.edl", "--rate", "25", "--media", "sound", "--to", "out", "--handles", "10", "--pop", "--mix", "--json")
    #expect(made.status == 3, "\(made.errors)")
    let record = try JSON(made.output)
    #expect(record["aaf"]?.text == "out/Reel_1.aaf" && record["clips.0.samples"]?.number == 144_000 && record["clips.0.head"]?.number == 0)
    #expect(record["clips.0.tail"]?.number == 19_200 && record["missing.0.state"]?.text == "offline" && record["tracks.2.name"]?.text == "POP")
    for path in ["out/Reel_1.aaf", "out/Reel_1_A1.edl", "out/Reel_1_guide.wav", "out/turnover.json", "out/audio/2-pop.wav"] {
      #expect(FileManager.default.fileExists(atPath: folder.path(path)), "\(path)")
    }
    let again = try program.run("turnover", "cut.edl", "--rate", "25", "--media", "sound", "--to", "out")
    #expect(again.status == 2 && again.errors.contains("was left as it is"), "\(again.errors)")

    let own = try program.run("turnover", "checkin", "out/Reel_1_guide.wav", "--cut", "cut.edl", "--rate", "25", "--json")
    let checked = try JSON(own.output)
    #expect(own.status == 0 && checked["verdict"]?.text == "accepted" && checked["pops.1.lateSamples"]?.number == 0, "\(own.output)")
    let refused = try program.run("turnover", "checkin", "sound/T01.wav", "--against", "out/turnover.json", "--channels", "2")
    #expect(refused.status == 1 && refused.output.contains("REFUSED: it has 1 channel"), "\(refused.output)")
    #expect(try program.run("turnover", "checkin", "sound/T01.wav").status == 64)
    #expect(try program.run("turnover", "checkin", "sound/T01.wav", "--against", "cut.edl").status == 2)
  }
}
