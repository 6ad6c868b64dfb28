// SPDX-License-Identifier: Apache-2.0

import Essence
import Signals
import Testing
import Timing

private let formats: [PixelFormat] = [8, 9, 10, 12, 14, 16].flatMap { depth in
  [(0, 0), (1, 0), (1, 1)].map { .planar(depth: depth, log2ChromaWidth: $0.0, log2ChromaHeight: $0.1) }
}

@Test(arguments: formats)
func `a burnt-in number is read back in every planar format`(format: PixelFormat) {
  let pattern = TestPattern(.bars(.ebu75), format: format, width: 320, height: 180)
  for number in [0, 1, 99, 123_456, 99_999_999] {
    #expect(FrameCounter.read(pattern.numberedPicture(at: FrameCount(number))) == FrameCount(number))
  }
}

@Test func `numbers over the whole range are read back`() {
  let pattern = TestPattern(.gray(50), format: .yuv420p, width: 160, height: 90)
  for number in stride(from: 0, to: 100_000_000, by: 987_654) {
    #expect(FrameCounter.read(pattern.numberedPicture(at: FrameCount(number))) == FrameCount(number))
  }
}

@Test(arguments: [(1920, 1080), (1280, 720), (720, 576), (640, 360), (427, 240)])
func `a number is read at every usual size, with a timecode beside it`(width: Int, height: Int) throws {
  let timecode = try Timecode(215_999, at: .fps59_94df)
  let picture = TestPattern(.bars(.full100), format: .yuv420p, width: width, height: height).numberedPicture(at: 31_415, timecode: timecode)
  #expect(FrameCounter.read(picture) == 31_415)
}

@Test func `a number is read after scaling to half and smearing`() {
  let picture = TestPattern(.moving, format: .yuv420p, width: 640, height: 360).numberedPicture(at: 271_828)
  #expect(FrameCounter.read(blurredHalf(picture)) == 271_828)
}

@Test(arguments: [TestPattern.Kind.moving, .bars(.ebu75), .black, .gray(60)])
func `a picture without a counter reads as none`(kind: TestPattern.Kind) {
  let pattern = TestPattern(kind, format: .yuv420p, width: 320, height: 180)
  for position in 0..<50 { #expect(FrameCounter.read(pattern.picture(at: FrameCount(position))) == nil) }
}

/// The luma of `picture` at half its size, each pixel the mean of the 5 by 5 around it and 30 % grey mixed in.
private func blurredHalf(_ picture: Picture) -> Picture {
  var canvas = Canvas(format: .yuv420p, width: picture.width / 2, height: picture.height / 2)
  for row in 0..<canvas.height {
    for column in 0..<canvas.width {
      var (sum, count) = (0, 0)
      for y in max(0, row * 2 - 2)...min(picture.height - 1, row * 2 + 2) {
        for x in max(0, column * 2 - 2)...min(picture.width - 1, column * 2 + 2) {
          sum += Int(picture.planes[0].row(y).load(fromByteOffset: x, as: UInt8.self))
          count += 1
        }
      }
      canvas.fill(luma: (sum / count * 7 + 128 * 3) / 10, columns: column..<column + 1, rows: row..<row + 1)
    }
  }
  return canvas.picture(at: picture.position)
}
