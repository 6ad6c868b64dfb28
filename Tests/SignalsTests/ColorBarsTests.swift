// SPDX-License-Identifier: Apache-2.0

import Essence
import Signals
import Testing
import Timing

/// The code values at the middle of each of eight bars.
private func valuesAtBars(_ picture: Picture) -> [[Int]] {
  (0..<8).map { bar in
    picture.planes.map { plane in
      let row = plane.row(plane.height / 2)
      let column = plane.width * (2 * bar + 1) / 16
      return picture.format.bitDepth > 8
        ? Int(row.load(fromByteOffset: column * 2, as: UInt16.self)) : Int(row.load(fromByteOffset: column, as: UInt8.self))
    }
  }
}

/// White, then the 75 % colours of SMPTE RP 219-1:2014 at ten bits, then black.
private let tenBit = [
  [940, 512, 512], [674, 176, 543], [581, 589, 176], [534, 253, 207], [251, 771, 817], [204, 435, 848], [111, 848, 481], [64, 512, 512],
]
private let eightBit = [
  [235, 128, 128], [168, 44, 136], [145, 147, 44], [133, 63, 52], [63, 193, 204], [51, 109, 212], [28, 212, 120], [16, 128, 128],
]

@Test(arguments: [PixelFormat.yuv422p10, .yuv444p10, .planar(depth: 10, log2ChromaWidth: 1, log2ChromaHeight: 1)])
func `ten-bit bars have the code values of the standard`(format: PixelFormat) {
  #expect(valuesAtBars(TestPattern(.bars(.ebu75), format: format, width: 320, height: 180).picture(at: 0)) == tenBit)
}

@Test(arguments: [PixelFormat.yuv420p, .yuv422p])
func `eight-bit bars have the code values of the standard`(format: PixelFormat) {
  #expect(valuesAtBars(TestPattern(.bars(.ebu75), format: format, width: 320, height: 180).picture(at: 0)) == eightBit)
}

@Test func `bars of 100 percent reach the ends of the colour-difference range`() {
  let values = ColorBars.full100.codeValues(depth: 10)
  #expect(values.map(\.blueDifference).max() == 960)
  #expect(values.map(\.redDifference).min() == 64)
}
