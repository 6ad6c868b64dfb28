// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Quality

struct SampleVectorTests {
  /// Checks each operation on sixteen samples against plain arithmetic.
  private static func check<Sample: PlaneSample>(_ one: [Sample], _ other: [Sample], limit: Int) {
    one.withUnsafeBufferPointer { first in
      other.withUnsafeBufferPointer { second in
        guard let a = first.baseAddress, let b = second.baseAddress else { return }
        let (x, y) = (Sample.vector(a, false), Sample.vector(b, false))
        func sum(_ vector: Sample.Vector) -> Int {
          var sum = Sample.Vector.noSum
          vector.add(to: &sum)
          return Sample.Vector.total(sum)
        }
        func expected(_ operation: (Int, Int) -> Int) -> Int { zip(one, other).reduce(0) { $0 + operation(Int($1.0), Int($1.1)) } }
        #expect(sum(x.lesser(y)) == expected(min))
        #expect(sum(x.greater(y)) == expected(max))
        #expect(sum(x.gap(y)) == expected { abs($0 - $1) })
        #expect(sum(x.mean(y)) == expected { ($0 + $1) / 2 })
        #expect(sum(x.kept(above: .init(each: limit))) == expected { own, _ in own > limit ? own : 0 })
        let edges = Sample.Vector(each: limit)
        #expect(sum(x.outside(edges, y)) == expected { max(0, $0 - max(limit, $1), min(limit, $1) - $0) })
        #expect(x.least == one.min().map { UInt16($0) } && x.greatest == one.max().map { UInt16($0) })
        #expect(x.hasAny && !x.gap(x).hasAny)
      }
    }
  }

  @Test(arguments: 1...8) func `operations on sixteen bytes are those of plain arithmetic`(_ seed: Int) {
    func samples(_ step: Int) -> [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: $0 * step * 37 + seed * 101) } }
    Self.check(samples(1), samples(3), limit: seed * 30)
    Self.check(Array(repeating: 255, count: 16), samples(5), limit: 254)
  }

  @Test(arguments: 1...8) func `operations on sixteen words are those of plain arithmetic`(_ seed: Int) {
    func samples(_ step: Int) -> [UInt16] { (0..<16).map { UInt16(truncatingIfNeeded: $0 * step * 2477 + seed * 5003) & 0x3FFF } }
    Self.check(samples(1), samples(3), limit: seed * 1900)
    Self.check(Array(repeating: 16_383, count: 16), samples(5), limit: 16_382)
  }

  @Test func `a sum of bytes holds as many samples as it says`() {
    var sum = SixteenBytes.noSum
    for _ in 0..<samplesOfSum / 16 { SixteenBytes(each: 255).add(to: &sum) }
    #expect(SixteenBytes.total(sum) == samplesOfSum * 255)
  }
}
