// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import TestSupport
import Testing
import Timing

@testable import MXF

@Suite struct AS11CheckTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The beginning of a picture of AVC-Intra class 100 at 1080i25 as an encoder writes it: delimiter, sequence and picture parameter set, a slice.
  private static let head: [UInt8] =
    [0, 0, 1, 9, 0x10, 0, 0, 0, 1]
    + hex(
      "677a1029b6d420223319c6632321011198ce331918210224da444acf25224646cadd220c88191b1234ad10608180aa2417891a141808840a098230441210f01e0113f2e02d40404050000003000010000003032840"
    )
    + [0, 0, 0, 1] + hex("68ce3348d0") + [0, 0, 0, 1, 0x25, 0x88]

  private static func hex(_ digits: String) -> [UInt8] {
    stride(from: 0, to: digits.count - 1, by: 2).compactMap { place in
      let start = digits.index(digits.startIndex, offsetBy: place)
      return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
    }
  }

  /// Four frames of it with four silent tracks, and all that is to be said.
  private func drawn() throws -> DrawnMXF {
    var drawn = DrawnMXF(4, isConstant: true, tracks: 4, size: 1)
    drawn.pictures = (0..<4).map { _ in Self.head + [UInt8](repeating: 0x55, count: AS11Rewrap.frameSize - Self.head.count) }
    drawn.sounds = (0..<4).map { _ in (0..<4).map { _ in [UInt8](repeating: 0, count: AS11Rewrap.soundSize) } }
    return drawn
  }

  private static func metadata(_ core: String = AS11Tests.core, parts: Int64 = 4) throws -> AS11Metadata {
    let start = Timecode(wrapping: 900_000, at: .fps25)
    let ukDPP = AS11Tests.ukDPP.replacing("09:59:30:00", with: "0").replacing("09:59:50:00", with: "0").replacing("Parts: 2", with: "Parts: 1")
      .replacing("00:00:04:00", with: "\(parts)")
    return AS11Metadata(
      core: try AS11Framework(.core, parsing: core, subject: "c", timecode: start),
      ukDPP: try AS11Framework(.ukDPP, parsing: ukDPP, subject: "d", timecode: start),
      parts: [ProgrammePart(number: 1, total: 1, start: 4 - parts, duration: parts)])
  }

  /// Writes the file and gives the rules that are not kept, with why.
  private func broken(_ drawn: DrawnMXF, _ metadata: AS11Metadata?, _ change: (inout OP1aPlan) -> Void = { _ in }) throws -> [AS11Rule: String] {
    let path = folder.path("\(UUID().uuidString).mxf")
    var drawn = drawn
    drawn.frameworks = metadata?.placed { (0..<16).map { _ in UInt8.random(in: 0...255) } } ?? []
    try drawn.write(to: path, change)
    var check = AS11Check(try MXFFile(path))
    let all = check.run()
    let verdicts = try #require(all)
    #expect(verdicts.map(\.rule) == AS11Rule.allCases)
    return Dictionary(
      uniqueKeysWithValues: verdicts.compactMap { verdict in
        switch verdict.state {
        case .held: nil
        case .broken(let why): (verdict.rule, why)
        case .undecided(let why): (verdict.rule, "open: " + why)
        }
      })
  }

  @Test func `a file as it should be keeps every rule`() throws {
    #expect(try broken(try drawn(), try Self.metadata()) == [:])
  }

  @Test func `without metadata those rules are broken, and one stays open`() throws {
    #expect(Set(try broken(try drawn(), nil).keys) == [.core, .ukDPP, .segmentation, .metadataValues, .stereoCustom])
  }

  @Test func `what is amiss breaks its own rule and no other`() throws {
    var drawn = try drawn()
    #expect(try broken(drawn, try Self.metadata()) { $0.timecode.isDropFrame = true }.keys.map(\.self) == [.timecodeMode])
    #expect(try broken(drawn, try Self.metadata()) { $0.timecode.base = 24 }.keys.map(\.self) == [.timecodeTrack])
    #expect(try broken(drawn, try Self.metadata()) { $0.fill = 20 } == [.fill: "20 bytes are"])
    #expect(
      try broken(drawn, try Self.metadata()) {
        $0.elements[0].descriptor.put(.activeFormatDescriptor, ActiveFormat(code: 8, isWide: true)?.stored ?? 0)
      }
        == [.activeFormatCode: "it is 8"])
    #expect(try broken(drawn, try Self.metadata()) { $0.elements[1].descriptor.put(.channelCount, UInt32(2)) }.keys.map(\.self) == [.soundChannel])
    #expect(
      try broken(drawn, try Self.metadata()) { $0.elements[4].descriptor.put(.quantizationBits, UInt32(20)) }.keys.map(\.self) == [.soundSample])
    #expect(try broken(drawn, try Self.metadata()) { $0.elements[0].descriptor.put(.pictureCompression, .op1a) }.keys.map(\.self) == [.pictureCoding])
    #expect(try broken(drawn, try Self.metadata(AS11Tests.core.replacing("UK DPP HD", with: "UK DPP SD"))).keys.map(\.self) == [.metadataValues])
    drawn.pictures[2][3] = 0x0C
    #expect(try broken(drawn, try Self.metadata())[.pictureSample]?.hasPrefix("frame 2") == true)
  }

  @Test func `stereo is allowed where tracks 3 and 4 are silent`() throws {
    let core = AS11Tests.core.replacing("EBU R 123: 4b", with: "EBU R 48: 2a")
    var drawn = try drawn()
    drawn.sounds[0][1][5] = 1
    #expect(try broken(drawn, try Self.metadata(core)) == [:])
    drawn.sounds[3][3][5000] = 1
    #expect(try broken(drawn, try Self.metadata(core)) == [.stereoCustom: "there is sound on track 4"])
  }

  @Test func `frames that are missing, too short or too few are told`() throws {
    var drawn = try drawn()
    drawn.sounds.removeLast()
    #expect(Set(try broken(drawn, try Self.metadata()).keys) == [.soundCount, .stereoCustom])
    drawn = try self.drawn()
    drawn.pictures[3].removeLast()
    drawn.isConstant = false
    let found = try broken(drawn, try Self.metadata())
    #expect(found[.pictureCoding]?.hasPrefix("frame 3 has 568831") == true && found[.indexFirst] != nil && found[.indexWhole] == nil, "\(found)")
  }

  @Test func `a sequence parameter set that is cut or bent is none, or says what it says`() throws {
    let units = PictureUnits(Self.head)
    let set = try #require(units.parameters)
    #expect(units.types == [9, 7, 8] && set.profile == 122 && set.lumaBits == 10 && set.chromaFormat == 2 && !set.isFrameOnly)
    #expect(set.width == 1920 && set.height == 1088 && set.level == 41)
    var random = SeededRandom(3)
    for _ in 0..<3000 {
      var bytes = Array(Self.head.prefix(Int.random(in: 0...Self.head.count, using: &random)))
      for _ in 0..<3 where !bytes.isEmpty { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      _ = PictureUnits(bytes)
    }
  }
}
