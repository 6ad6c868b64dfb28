// SPDX-License-Identifier: Apache-2.0

import Essence
import TestSupport
import Testing
import Timing

@testable import MediaIO

@Suite struct FramingTests {
  private static func shape(
    _ width: Int, _ height: Int, _ aspect: Ratio = Ratio(1, 1), rate: FrameRate = .fps25, scan: ScanType = .interlacedTopFirst
  ) throws -> PictureShape {
    PictureShape(format: try #require(PixelFormat.named("yuv422p10le")), width: width, height: height, rate: rate, pixelAspect: aspect, scan: scan)
  }

  /// A raster into another, what is cut out of it, what that becomes, and the active format.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var source: (width: Int, height: Int, aspect: Ratio)
    var target: PictureConversion.Raster
    var fit = PictureConversion.Fit.bars
    var crop: (Int, Int, Int, Int)
    var inner: (Int, Int)
    var code: UInt8?
    var testDescription: String { name }
  }

  private static let cases = [
    Case(
      name: "4:3 of 625 lines between pillars", source: (720, 576, Ratio(16, 15)), target: .init(1920, 1080), crop: (702, 576, 8, 0),
      inner: (1440, 1080),
      code: 9),
    Case(
      name: "16:9 of 625 lines", source: (720, 576, Ratio(64, 45)), target: .init(1920, 1080), crop: (702, 576, 8, 0), inner: (1920, 1080), code: 10),
    Case(
      name: "a tape's 608 lines", source: (720, 608, Ratio(118, 81)), target: .init(1920, 1080), crop: (702, 576, 8, 32), inner: (1920, 1080),
      code: 10),
    Case(
      name: "4:3 cut to 16:9", source: (720, 576, Ratio(59, 54)), target: .init(1920, 1080), fit: .cut, crop: (702, 432, 8, 72), inner: (1920, 1080),
      code: 10),
    Case(
      name: "4:3 to 14:9", source: (720, 576, Ratio(59, 54)), target: .init(1920, 1080), fit: .middle, crop: (702, 494, 8, 40), inner: (1680, 1080),
      code: 11),
    Case(
      name: "high definition to anamorphic 625", source: (1920, 1080, Ratio(1, 1)), target: .init(720, 576), crop: (1920, 1080, 0, 0),
      inner: (702, 576), code: 10),
    Case(
      name: "the same on 704 columns", source: (1920, 1080, Ratio(1, 1)), target: .init(720, 576, active: .macroblocks), crop: (1920, 1080, 0, 0),
      inner: (704, 576), code: 10),
    Case(
      name: "the same on 720", source: (1920, 1080, Ratio(1, 1)), target: .init(720, 576, active: .all), crop: (1920, 1080, 0, 0), inner: (720, 576),
      code: 10),
    Case(
      name: "high definition in a letterbox", source: (1920, 1080, Ratio(1, 1)), target: .init(720, 576, isWide: false), crop: (1920, 1080, 0, 0),
      inner: (702, 432), code: 10),
    Case(
      name: "its middle", source: (1920, 1080, Ratio(1, 1)), target: .init(720, 576, isWide: false), fit: .cut, crop: (1440, 1080, 240, 0),
      inner: (702, 576), code: 9),
    Case(
      name: "high definition to 525 lines", source: (1920, 1080, Ratio(1, 1)), target: .init(720, 486), crop: (1920, 1080, 0, 0), inner: (712, 486),
      code: 10),
    Case(
      name: "film of 2.39 in high definition", source: (2048, 858, Ratio(1, 1)), target: .init(1920, 1080), crop: (2048, 858, 0, 0),
      inner: (1920, 804),
      code: 4),
    Case(
      name: "stretched", source: (1920, 1080, Ratio(1, 1)), target: .init(720, 576, isWide: false), fit: .stretch, crop: (1920, 1080, 0, 0),
      inner: (702, 576), code: nil),
  ]

  @Test(arguments: cases) func `a picture comes into another frame with its shape, and the active format says so`(one: Case) throws {
    let plan = try FramingPlan(from: Self.shape(one.source.width, one.source.height, one.source.aspect), to: one.target, one.fit)
    #expect(plan.crop == one.crop && plan.inner == one.inner, "\(plan.crop) \(plan.inner)")
    #expect(plan.activeFormat?.code == one.code)
    #expect(plan.activeFormat == nil || plan.activeFormat?.isWide == (one.target.aspect > 1.5))
  }

  @Test func `fields, rates and rasters are what was asked for, and what cannot be is refused with what to do`() throws {
    let interlaced = try Self.shape(1920, 1080)
    let whole = try PictureConversion(deinterlacing: .fields, raster: .init(1280, 720)).outcome(of: interlaced)
    #expect(whole.shape.rate == .fps50 && whole.shape.scan == .progressive && whole.shape.width == 1280 && whole.shape.color.matrix == 1)
    let small = try PictureConversion(raster: .init(720, 486)).outcome(of: interlaced)
    #expect(small.shape.scan == .interlacedBottomFirst && small.shape.rate == .fps25 && small.shape.pixelAspect == Ratio(40, 33))
    let film = try Self.shape(1920, 1080, rate: .fps23_976, scan: .progressive)
    let fast = try PictureConversion(interlacing: .segments, speed: .fps25).outcome(of: film)
    #expect(fast.shape.rate == .fps25 && fast.shape.scan == .interlacedTopFirst && fast.filters.isEmpty)
    let faults: [(PictureConversion, PictureShape, String)] = [
      (.init(raster: .init(1280, 720)), interlaced, "--deinterlace fields"), (.init(deinterlacing: .frames), film, "leave --deinterlace out"),
      (.init(speed: .fps24), interlaced, "--deinterlace frames"), (.init(interlacing: .segments), interlaced, "leave --interlace out"),
      (.init(speed: .fps25), try Self.shape(1920, 1080, rate: .fps29_97, scan: .progressive), "not made up"),
    ]
    for (conversion, shape, words) in faults {
      let error = #expect(throws: MediaIOError.self) { _ = try conversion.outcome(of: shape) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
  }
}
