// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct ActivePictureTests {
  static let (width, height) = (200, 112)

  /// A picture that moves inside its margins; `light` 0 is a dark scene.
  private static func picture(_ index: Int, _ margins: PictureMargins, light: Double = 1, format: PixelFormat = .yuv422p) -> Picture {
    Programme.draw(at: index, format: format, width: width, height: height) { column, row in
      guard (margins.left..<width - margins.right).contains(column), (margins.top..<height - margins.bottom).contains(row) else { return 0 }
      let shade: Int = (column * 5 + row * 3 + index * 7) % 60
      return light * Double(30 + shade) / 100
    }
  }

  private static func report(_ pictures: [Picture], _ limits: ActivePictureLimits = ActivePictureLimits()) throws -> InspectionReport {
    try Drawn.inspect(Programme(pictures: pictures), InspectionProfile(name: "active", activePicture: limits))
  }

  private static let none = PictureMargins(top: 0, bottom: 0, left: 0, right: 0)

  @Test(arguments: [
    PictureMargins(top: 0, bottom: 0, left: 0, right: 0), PictureMargins(top: 14, bottom: 14, left: 0, right: 0),
    PictureMargins(top: 0, bottom: 0, left: 33, right: 31), PictureMargins(top: 1, bottom: 0, left: 0, right: 2),
    PictureMargins(top: 7, bottom: 9, left: 65, right: 64),
  ]) func `edges are measured to the line and column`(_ margins: PictureMargins) throws {
    for format in [PixelFormat.yuv422p, .yuv422p10] {
      let inspected = try #require(Drawn.inspected(Self.picture(3, margins, format: format)))
      #expect(inspected.margins(darkUpTo: inspected.coding.code(0.05)) == margins)
    }
  }

  @Test func `a picture that is dark all over has no edges`() throws {
    let inspected = try #require(Drawn.inspected(Self.picture(0, Self.none, light: 0)))
    #expect(inspected.margins(darkUpTo: inspected.coding.code(0.05)) == nil)
  }

  @Test func `dark columns are blanking only where no picture lights them`() throws {
    let narrow = PictureMargins(top: 0, bottom: 0, left: 2, right: 0)
    let found = try Self.report((0..<30).map { Self.picture($0, narrow) })
    #expect(found.findings.map(\.check) == [.activePicture])
    #expect(found.findings.first?.text.contains("2 columns left stay dark all through; the active picture is 198 × 112") == true)
    #expect(found.readings.activePicture == ActivePictureReading(left: 2, top: 0, width: 198, height: 112))
    #expect(try Self.report((0..<30).map { Self.picture($0, $0 == 20 ? Self.none : narrow) }).findings.isEmpty)
  }

  @Test func `bars that make a wanted shape are no blanking`() throws {
    let scope = PictureMargins(top: 14, bottom: 14, left: 0, right: 0)
    let pictures = (0..<10).map { Self.picture($0, scope) }
    #expect(try Self.report(pictures).findings.map(\.check) == [.activePicture])
    #expect(try Self.report(pictures, ActivePictureLimits(allowedAspects: [2.39])).findings.isEmpty)
    #expect(try Self.report(pictures, ActivePictureLimits(allowedAspects: [1.85])).findings.map(\.check) == [.activePicture])
  }

  @Test func `bars that come and go are found where they differ`() throws {
    let bars = PictureMargins(top: 14, bottom: 14, left: 0, right: 0)
    let pictures = (0..<300).map { Self.picture($0, (125..<225).contains($0) ? bars : Self.none) }
    let found = try Self.report(pictures).findings
    #expect(found.map(\.check) == [.letterboxChange])
    #expect(found.first?.drawnPlace == 125..<225)
    #expect(found.first?.text == "The bars change: here 14 lines above and 14 lines below are dark, elsewhere no edges.")
  }

  @Test func `a night scene with one lamp is no change of bars`() throws {
    let lamp = PictureMargins(top: 20, bottom: 80, left: 100, right: 60)
    let pictures = (0..<300).map { Self.picture($0, (125..<225).contains($0) ? lamp : Self.none, light: (225..<250).contains($0) ? 0 : 1) }
    #expect(try Self.report(pictures).findings.isEmpty)
  }
}
