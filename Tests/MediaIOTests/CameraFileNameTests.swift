// SPDX-License-Identifier: Apache-2.0

import Essence
import MediaIO
import TestSupport
import Testing

struct `Camera file names` {
  private typealias Facts = [ClipMetadata.Item: String]

  private func facts(_ name: String) -> [ClipMetadata.Item: String]? {
    CameraFileName(name).map { Dictionary($0.metadata.entries.map { ($0.item, $0.value) }) { first, _ in first } }
  }

  @Test(
    arguments: [
      (
        "A002C006_141024_R2EC.mov",
        [.reel: "A002R2EC", .cameraIndex: "A", .maker: "ARRI", .serialNumber: "3108", .shootDate: "2014-10-24"] as [ClipMetadata.Item: String]
      ),
      ("A004C010_20100610_R1JL.mov", [.reel: "A004R1JL", .cameraIndex: "A", .maker: "ARRI", .serialNumber: "2001", .shootDate: "2010-06-10"]),
      (
        "A_0001C001_260930_084650_c1BY9.mxf",
        [.reel: "A_0001_1BY9", .cameraIndex: "A", .maker: "ARRI", .serialNumber: "62145", .shootDate: "2026-09-30"]
      ),
      ("A005_C010_0501J0_001.R3D", [.reel: "A005", .cameraIndex: "A", .maker: "RED", .shootDate: "05-01"]),
      ("S001_L001_0503B6_002.R3D", [.reel: "S001", .cameraIndex: "S", .maker: "RED", .shootDate: "05-03"]),
      ("A009C233_260209D4_CANON.MXF", [.reel: "A009", .cameraIndex: "A", .maker: "Canon", .shootDate: "2026-02-09"]),
      ("A012C001H200529BY_CANON.MXF", [.reel: "A012", .cameraIndex: "A", .maker: "Canon", .shootDate: "2020-05-29"]),
      ("A001_08151512_C001.braw", [.reel: "A001", .cameraIndex: "A", .maker: "Blackmagic Design", .shootDate: "08-15"]),
      ("S001T01.wav", [.soundRoll: "S001", .take: "1"]),
      ("C0001.MP4", [:]),
    ])
  func `say what their maker put into them`(name: String, expected: [ClipMetadata.Item: String]) {
    #expect(facts(name) == expected)
  }

  @Test func `the parts of a RED clip are one clip`() {
    let parts = ["A005_C010_0501J0_001.R3D", "A005_C010_0501J0_002.R3D"].map { CameraFileName($0) }
    #expect(parts.map { $0?.clip } == ["A005_C010_0501J0", "A005_C010_0501J0"])
    #expect(parts.map { $0?.part } == [1, 2])
    #expect(CameraFileName("A002C006_141024_R2EC.mov")?.part == nil)
  }

  @Test(
    arguments: [
      "A002C006_141324_R2EC.mov", "A002C006_140230_R2EC.mov", "A002C006_141024_X2EC.mov", "a002C006_141024_R2EC.mov", "A002C006_141024_R2EC.txt",
      "A002C006_141024_R2EC", "A002C006_141024_R2EC_graded.mov", "XA002C006_141024_R2EC.mov", "A000C006_141024_R2EC.mov", "A002C000_141024_R2EC.mov",
      "A002X006_141024_R2EC.mov", "A005_C010_1301J0_001.R3D", "A005_C010_0001J0_001.R3D", "A005_C010_0501J0_001.mov",
      "A001_08152412_C001.braw", "A001_08151260_C001.braw", "A_0001C001_260930_246000_c1BY9.mxf", "S001T00.wav", "S000T01.wav",
      "A009C233_260209D4_NIKON.MXF", "", ".", ".mov", "Ä002C006_141024_R2EC.mov", "Ａ002C006_141024_R2EC.mov",
    ])
  func `a name that fits no pattern, or has no such day, says nothing`(name: String) {
    #expect(CameraFileName(name) == nil)
  }

  @Test func `any name at all is survived`() {
    var random = SeededRandom(3)
    let names = ["A002C006_141024_R2EC.mov", "A005_C010_0501J0_001.R3D", "A_0001C001_260930_084650_c1BY9.mxf"]
    for _ in 0..<3000 {
      var bytes = Array(names.randomElement(using: &random)?.utf8 ?? "".utf8)
      bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      let found = CameraFileName(String(decoding: bytes, as: UTF8.self))
      #expect(found.map { $0.metadata.entries.allSatisfy { $0.source == .fileName } } ?? true)
    }
  }
}
