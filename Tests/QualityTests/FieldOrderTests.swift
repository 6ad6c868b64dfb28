// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct FieldOrderTests {
  /// How the moments of a picture's two fields follow each other.
  enum Motion { case topFirst, bottomFirst, oneMoment, still }

  /// A light that moves over detail that stands still, each field at its own moment.
  private static func pictures(_ motions: [Motion], declared: ScanType, format: PixelFormat = .yuv422p) -> [Picture] {
    motions.enumerated().map { index, motion in
      Programme.drawCodes(position: index, format: format, scan: declared, width: 96, height: 33) { component, column, row in
        let field = row % 2
        let moment: Int =
          switch motion {
          case .topFirst: 2 * index + field
          case .bottomFirst: 2 * index + 1 - field
          case .oneMoment: 2 * index
          case .still: 0
          }
        let place = (column + row + moment * 3) % 192
        let light = min(place, 192 - place)
        let detail = column < 20 ? (row * 37 % 50) : 0
        return component > 0 ? 1 << (format.bitDepth - 1) : (40 + light + detail) << (format.bitDepth - 8)
      }
    }
  }

  private static func report(_ motions: [Motion], declared: ScanType, format: PixelFormat = .yuv422p) throws -> InspectionReport {
    let profile = InspectionProfile(name: "fields", fieldOrder: FieldOrderLimits())
    return try Drawn.inspect(Programme(pictures: pictures(motions, declared: declared, format: format)), profile)
  }

  @Test(arguments: [
    (Motion.topFirst, ScanType.interlacedTopFirst, FieldOrderReading.topFirst, 0), (.bottomFirst, .interlacedBottomFirst, .bottomFirst, 0),
    (.topFirst, .interlacedBottomFirst, .topFirst, 1), (.bottomFirst, .interlacedTopFirst, .bottomFirst, 1), (.topFirst, .progressive, .topFirst, 1),
    (.oneMoment, .progressive, .progressive, 0), (.oneMoment, .interlacedTopFirst, .progressive, 0), (.still, .interlacedTopFirst, .undetermined, 0),
  ]) func `the order is read from what moves`(_ motion: Motion, _ declared: ScanType, _ reading: FieldOrderReading, _ findings: Int) throws {
    for format in [PixelFormat.yuv422p, .yuv422p10] {
      let report = try Self.report(Array(repeating: motion, count: 30), declared: declared, format: format)
      #expect(report.readings.fieldOrder == reading)
      #expect(report.findings.filter { $0.check == .fieldOrder }.count == findings)
    }
  }

  @Test func `a reversed piece in a clean programme is found where it is`() throws {
    let motions = Array(repeating: Motion.topFirst, count: 40) + Array(repeating: .bottomFirst, count: 20) + Array(repeating: .topFirst, count: 40)
    let report = try Self.report(motions, declared: .interlacedTopFirst)
    let found = report.findings.filter { $0.check == .fieldOrder }
    #expect(found.count == 1)
    #expect(found.first?.ebuItem == "0041B")
    let place = try #require(found.first?.drawnPlace)
    #expect(abs(place.lowerBound - 40) <= 1 && abs(place.upperBound - 60) <= 1)
    #expect(report.readings.fieldOrder == .undetermined || report.readings.fieldOrder == .topFirst)
  }

  @Test func `a few odd pictures say nothing`() throws {
    let motions = Array(repeating: Motion.topFirst, count: 20) + Array(repeating: .bottomFirst, count: 4) + Array(repeating: .topFirst, count: 20)
    #expect(try Self.report(motions, declared: .interlacedTopFirst).findings.isEmpty)
  }

  /// Where the camera stands at a moment; there are two moments a picture.
  private typealias Path = (_ moment: Int) -> (Int, Int)

  /// The report on hard edges along a path, of one moment a picture or of two.
  private static func report(_ shown: Motion, declared: ScanType, _ path: Path) throws -> InspectionReport {
    let pictures = (0..<24).map { index in
      DrawnScene.hard.picture(at: index, scan: declared, width: 96, height: 96) { field in
        path(shown == .topFirst ? 2 * index + field : shown == .bottomFirst ? 2 * index + 1 - field : 2 * index)
      }
    }
    return try Drawn.inspect(Programme(pictures: pictures), InspectionProfile(name: "fields", fieldOrder: FieldOrderLimits()))
  }

  @Test(arguments: [1, 2, 3, 4], [true, false]) func `hard edges of one moment that roll have no order`(_ rows: Int, _ isUp: Bool) throws {
    for declared in [ScanType.progressive, isUp ? .interlacedTopFirst : .interlacedBottomFirst] {
      let report = try Self.report(.oneMoment, declared: declared) { (10, isUp ? rows * $0 / 2 : 300 - rows * $0 / 2) }
      #expect(report.findings.isEmpty)
      #expect(report.readings.fieldOrder == .progressive || report.readings.fieldOrder == .undetermined)
    }
  }

  @Test(arguments: [Motion.topFirst, .bottomFirst], [(2, 0), (5, 1), (0, 3), (-3, -3)])
  func `hard edges of two moments show their order, whichever way they move`(_ shown: Motion, _ step: (Int, Int)) throws {
    let path: Path = { (150 + step.0 * $0, 150 + step.1 * $0) }
    let reading = shown == .topFirst ? FieldOrderReading.topFirst : .bottomFirst
    let reversed = shown == .topFirst ? ScanType.interlacedBottomFirst : .interlacedTopFirst
    for declared in [reversed, .progressive] {
      let report = try Self.report(shown, declared: declared, path)
      #expect(report.readings.fieldOrder == reading)
      #expect(report.findings.map(\.check) == [.fieldOrder])
    }
  }

  @Test func `odd pictures far apart among many of one moment are chance`() throws {
    let motions = (0..<480).map { $0 % 20 == 10 ? Motion.topFirst : .oneMoment }
    #expect(try Self.report(motions, declared: .progressive).findings.isEmpty)
  }
}
