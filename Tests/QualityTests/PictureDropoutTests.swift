// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct PictureDropoutTests {
  static let faulty = 6

  /// Thirteen pictures of a noisy scene that moves `speed` columns a picture, the seventh of them painted.
  static func pictures(
    _ scene: DrawnScene = .soft, speed: Int = 0, format: PixelFormat = .yuv422p, scan: ScanType = .progressive, also others: Set<Int> = [],
    paint: @escaping (_ row: Int, _ samples: inout [UInt16]) -> Void
  ) -> [Picture] {
    (0..<13).map { index in
      scene.picture(at: index, speed * index, format: format, scan: scan) { if index == faulty || others.contains(index) { paint($0, &$1) } }
    }
  }

  static func findings(_ pictures: [Picture]) throws -> [Finding] {
    try Drawn.inspect(pictures, PictureFaultLimits(dropouts: PictureDropoutLimits())).findings
  }

  static func fill(_ columns: Range<Int>, _ rows: Range<Int>, _ code: UInt16 = 230) -> (Int, inout [UInt16]) -> Void {
    { row, samples in if rows.contains(row) { for column in columns { samples[column] = code } } }
  }

  @Test(arguments: [0, 1], [PixelFormat.yuv422p, .yuv422p10]) func `lost blocks are found where they lie`(_ speed: Int, _ format: PixelFormat) throws
  {
    let found = try Self.findings(Self.pictures(speed: speed, format: format, paint: Self.fill(64..<128, 32..<48)))
    #expect(found.map(\.check) == [.pictureDropout])
    #expect(found.first?.drawnPlace == Self.faulty..<Self.faulty + 1)
    #expect(found.first?.ebuItem == "0039B" && found.first?.severity == .advisory)
    #expect(found.first?.text.contains("x 64 to 127, y 32 to 47") == true)
    // Four blocks of 128.
    #expect(found.first?.value == 3.125)
  }

  @Test func `a lost slice of one field is found`() throws {
    let found = try Self.findings(
      Self.pictures(scan: .interlacedTopFirst) { row, samples in
        if row % 2 == 0, (32..<64).contains(row) { for column in samples.indices { samples[column] = 20 } }
      })
    #expect(found.map(\.drawnPlace) == [Self.faulty..<Self.faulty + 1])
  }

  @Test func `what moves, flashes, cuts or stays is no dropout`() throws {
    // Something that flies past, not on the grid of blocks.
    #expect(try Self.findings(Self.pictures(paint: Self.fill(70..<130, 37..<57))).isEmpty)
    // A box that moves a block a picture.
    let moving = (0..<13).map { index in DrawnScene.soft.picture(at: index) { Self.fill(16 * index..<16 * index + 64, 32..<64)($0, &$1) } }
    #expect(try Self.findings(moving).isEmpty)
    // A camera's flash.
    #expect(try Self.findings(Self.pictures { _, samples in samples = samples.map { min(235, $0 + 60) } }).isEmpty)
    // A title that comes and stays.
    #expect(try Self.findings(Self.pictures(also: Set(7..<13), paint: Self.fill(64..<128, 32..<48))).isEmpty)
    // A cut there and back.
    let cut = (0..<12).map { index in index < 6 ? DrawnScene.soft.picture(at: index) : DrawnScene.hard.picture(at: index) }
    #expect(try Self.findings(cut).isEmpty)
    // A wipe.
    let wipe = (0..<13).map { index in DrawnScene.soft.picture(at: index) { Self.fill(0..<16 * index, 0..<128, 100)($0, &$1) } }
    #expect(try Self.findings(wipe).isEmpty)
    // A fast pan over hard edges.
    #expect(try Self.findings((0..<13).map { DrawnScene.hard.picture(at: $0, 16 * $0, 3 * $0) }).isEmpty)
  }

  @Test func `blocks of a decoder's green are found in moving pictures too`() throws {
    let pictures = (0..<13).map { index in
      index == Self.faulty
        ? DrawnScene.hard.picture(at: index, fields: { _ in (16 * index, 0) }, paint: Self.fill(0..<256, 0..<128, 16))
        : DrawnScene.hard.picture(at: index, 16 * index)
    }
    // Black is no fault; the green of zeros is.
    #expect(try Self.findings(pictures).isEmpty)
    var green = pictures
    green[Self.faulty] = DrawnScene.hard.picture(at: Self.faulty, chroma: (0, 0), fields: { _ in (0, 0) }, paint: Self.fill(0..<256, 0..<128, 0))
    let found = try Self.findings(green)
    #expect(found.map(\.drawnPlace) == [Self.faulty..<Self.faulty + 1])
    #expect(found.first?.value == 100)
  }

  @Test func `a streak along a line is found, a line that moves is not`() throws {
    let found = try Self.findings(Self.pictures(paint: Self.fill(41..<150, 51..<52)))
    #expect(found.map(\.drawnPlace) == [Self.faulty..<Self.faulty + 1])
    #expect(found.first?.text.contains("y 51 to 51") == true)
    let moving = (0..<13).map { index in DrawnScene.soft.picture(at: index) { Self.fill(41..<150, 5 + 9 * index..<6 + 9 * index)($0, &$1) } }
    #expect(try Self.findings(moving).isEmpty)
  }

  @Test func `pictures on either side of a hole are not compared`() throws {
    let pictures = Self.pictures(paint: Self.fill(64..<128, 32..<48)).enumerated().map { FlashDrawing.moved($1, to: $0 < 6 ? $0 : $0 + 5) }
    #expect(try Self.findings(pictures).isEmpty)
  }
}
