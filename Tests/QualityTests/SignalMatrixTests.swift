// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing

@testable import Quality

struct SignalMatrixTests {
  /// Sixteen colour differences at a time, from the least to the greatest of twelve bits.
  private static let differences = stride(from: -2048, through: 2032, by: 16).map { first in
    Lanes(indices: { Int16(first + $0) })
  }

  @Test(arguments: [100_834.0, -12_276, -45_688, 118_895, 65_536, 32_768, -32_768, 98_304, 0, 1, -1])
  func `a product in lanes of sixteen bits is that of thirty-two`(_ factor: Double) {
    for lanes in Self.differences {
      let product = lanes.product(SignalMatrix.Factor(factor))
      #expect((0..<16).allSatisfy { Int(product[$0]) == (Int(lanes[$0]) * Int(factor) + 32_768) >> 16 })
    }
  }

  @Test(arguments: [(-12_276.0, -30_014.0), (-22_553, -45_688), (-32_768, 32_767), (-65_535, -1), (0, 0)])
  func `a sum of two products is rounded once`(_ first: Double, _ second: Double) {
    for (lanes, others) in zip(Self.differences, Self.differences.reversed()) {
      let sum = lanes.sum(SignalMatrix.Factor(first), others, SignalMatrix.Factor(second))
      #expect(
        (0..<16).allSatisfy { Int(sum[$0]) == (Int(lanes[$0]) * Int(first) + Int(others[$0]) * Int(second) + 32_768) >> 16 })
    }
  }

  @Test(arguments: [1, 5, 7, 9], [false, true]) func `every matrix keeps grey grey and white white`(_ matrix: Int, _ isFullRange: Bool) throws {
    let format = PixelFormat.planar(depth: 12, log2ChromaWidth: 0, log2ChromaHeight: 0)
    let coding = SampleCoding(format, picture: ColorDescription(matrix: matrix, isFullRange: isFullRange), stream: ColorDescription())
    let white = isFullRange ? 4095 : 3504
    let signals = SignalMatrix(coding, height: 1080, white: white)
    #expect(signals.black == (isFullRange ? 0 : 256))
    let none = Lanes.zero
    #expect(none.product(signals.red) == none && none.product(signals.blue) == none)
    #expect(none.sum(signals.greenByBlue, none, signals.greenByRed) == none)
    // The greatest blue difference takes black all the way to blue.
    let most = Lanes(repeating: isFullRange ? 2047 : 1792)
    let expected = (1 - (matrix == 9 ? 0.0593 : matrix == 1 ? 0.0722 : matrix == 7 ? 0.087 : 0.114)) * Double(white)
    #expect(abs(Double(most.product(signals.blue)[0]) - expected) < 3)
  }
}

extension Lanes {
  fileprivate init(indices value: (Int) -> Int16) {
    self = .zero
    for lane in 0..<16 { self[lane] = value(lane) }
  }
}
