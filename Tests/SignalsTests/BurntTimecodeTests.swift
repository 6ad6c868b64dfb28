// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Signals

@Suite struct BurntTimecodeTests {
  /// The figures that stand in the box, read dot by dot; a mark that the font does not have is a question mark.
  private func figures(_ picture: Picture, count: Int) -> String {
    let scale = max(1, picture.width / (3 * count * DigitFont.advance))
    let left = (picture.width - (count * DigitFont.advance + 3) * scale) / 2 + 2 * scale
    let top = picture.height * 6 / 100 + 2 * scale
    func isWhite(_ column: Int, _ row: Int) -> Bool {
      picture.planes[0].row(top + row * scale + scale / 2).assumingMemoryBound(to: UInt16.self)[left + column * scale + scale / 2] > 800
    }
    return String(
      (0..<count).map { place -> Character in
        let dots = (0..<DigitFont.height).map { row in
          (0..<5).reduce(UInt8(0)) { $0 << 1 | (isWhite(place * DigitFont.advance + $1, row) ? 1 : 0) }
        }
        return "0123456789:;".first { DigitFont.rows(of: $0) == dots } ?? "?"
      })
  }

  @Test(arguments: [(1920, 1080), (320, 180), (64, 36)])
  func `the figures can be read, whatever the picture's size`(width: Int, height: Int) throws {
    for label in [try Timecode("01:23:45:06", at: .fps25), try Timecode("10:59:37;28", at: .fps29_97df)] {
      var canvas = Canvas(format: .yuv422p10, width: width, height: height)
      canvas.fill(CodeValues(gray: 0.7, depth: 10))
      BurntTimecode.burn(label, on: &canvas)
      let picture = canvas.picture(at: 0)
      if width >= 3 * 11 * DigitFont.advance { #expect(figures(picture, count: 11) == label.description) }
      // Nothing but the box is touched.
      let last = picture.planes[0].row(height - 1).assumingMemoryBound(to: UInt16.self)
      #expect((0..<width).allSatisfy { last[$0] == UInt16(CodeValues(gray: 0.7, depth: 10).luma) })
    }
  }

  @Test func `a picture is mixed over another by its share`() throws {
    func plain(_ gray: Double) -> Picture {
      var canvas = Canvas(format: .yuv420p, width: 16, height: 8)
      canvas.fill(CodeValues(gray: gray, depth: 8))
      return canvas.picture(at: 0)
    }
    let (dark, light) = (CodeValues(gray: 0, depth: 8).luma, CodeValues(gray: 1, depth: 8).luma)
    for (share, luma) in [(0, dark), (Canvas.whole, light), (Canvas.whole / 2, (dark + light + 1) / 2)] {
      var canvas = Canvas(copying: plain(0))
      canvas.mix(plain(1), share: share)
      let picture = canvas.picture(at: 0)
      #expect((0..<8).allSatisfy { row in (0..<16).allSatisfy { picture.planes[0].row(row).assumingMemoryBound(to: UInt8.self)[$0] == UInt8(luma) } })
      #expect(picture.planes[1].row(3).assumingMemoryBound(to: UInt8.self)[7] == 128)
    }
  }
}
