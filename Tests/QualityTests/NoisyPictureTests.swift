// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Testing
import Timing

@testable import Quality

struct NoisyPictureTests {
  static func report(_ scenes: [DrawnScene], format: PixelFormat = .yuv422p, faults: PictureFaultLimits = PictureFaultLimits(), count: Int = 30)
    throws
    -> InspectionReport
  {
    try Drawn.inspect((0..<count).map { scenes[$0 * scenes.count / count].picture(at: $0, $0 * 7 % 60, $0 * 5 % 30, format: format) }, faults)
  }

  @Test(arguments: [1.0, 2, 4, 8], [PixelFormat.yuv422p, .yuv422p10]) func `noise is measured to a decibel`(
    _ deviation: Double, _ format: PixelFormat
  )
    throws
  {
    let level = try #require(try Self.report([.noisy(deviation)], format: format).readings.noise?.level)
    let drawn: Double = 20 * log10(deviation / 219)
    #expect(abs(level - drawn) < 1)
  }

  @Test func `graphics have no noise`() throws {
    let scene = DrawnScene { column, row in 60 + (column / 90 + row / 40) % 3 * 50 }
    let noise = try #require(try Self.report([scene]).readings.noise)
    #expect(noise.level == nil)
    #expect(noise.repeatedRows == nil)
  }

  @Test func `noise above the limit is a finding where it lies`() throws {
    let faults = PictureFaultLimits(noise: NoiseLimits(maximum: -36, minimumSeconds: 0.5, severity: .info))
    let report = try Self.report([.noisy(1), .noisy(8), .noisy(1)], faults: faults, count: 90)
    #expect(report.findings.map(\.check) == [.noise])
    let place = try #require(report.findings.first?.drawnPlace)
    #expect((30..<35).contains(place.lowerBound) && (56...60).contains(place.upperBound))
    #expect(report.readings.noiseOverTime?.level.count == 18)
  }

  @Test func `samples that flash up alone are counted, a million at a time`() throws {
    let scene = DrawnScene.soft
    let pictures = (0..<30).map { index in scene.picture(at: index) { row, samples in if index % 5 == 0 { samples[100 + row % 3] = 235 } } }
    let outliers = try #require(try Drawn.inspect(pictures, PictureFaultLimits()).readings.noise?.outliers)
    let drawn: Double = 1_000_000 / 256
    #expect(abs(outliers - drawn) < 1)
    let clean = try Drawn.inspect((0..<30).map { scene.picture(at: $0) }, PictureFaultLimits())
    #expect(clean.readings.noise?.outliers == 0)
  }

  @Test func `captured rows that stand for others are told from drawn ones`() throws {
    let scene = DrawnScene.noisy(4)
    let doubled = (0..<30).map { index in
      scene.picture(at: index, fields: { field in (index, 20 - field) })
    }
    #expect(try Drawn.inspect(doubled, PictureFaultLimits()).readings.noise?.repeatedRows ?? 0 > 0.4)
    #expect(try Self.report([scene]).readings.noise?.repeatedRows == 0)
  }
}
