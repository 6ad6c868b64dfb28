// SPDX-License-Identifier: Apache-2.0

extension PlaneSample {
  /// The sixteen samples at `start` as signed lanes, in which differences do not wrap. Of samples of more than fourteen bits (`isDeep`) the lowest
  /// two are left off.
  @inline(__always)
  static func lanes(_ start: UnsafePointer<Self>, _ isDeep: Bool) -> Lanes {
    let (samples, two) = (sixteen(start), SIMD16<UInt16>(repeating: 2))
    return unsafeBitCast(isDeep ? samples &>> two : samples, to: Lanes.self)
  }
}

extension SIMD16<Int16> {
  /// Lanes without their sign.
  @inline(__always)
  var magnitude: Self {
    let fifteen = Self(repeating: 15)
    let sign = self &>> fifteen
    return (self ^ sign) &- sign
  }

  /// Each two lanes beside each other summed, as 32-bit numbers; lanes are not below zero.
  @inline(__always)
  var pairSums: SIMD8<UInt32> { unsafeBitCast(self, to: SIMD16<UInt16>.self).pairSums }
}

extension SamplePlane {
  /// Whether lanes leave off the lowest two bits of these samples.
  var isDeep: Bool { depth > 14 }

  /// A share of the range from black to white, in the code values that lanes hold; at least one.
  func laneCodes(_ share: Double, _ coding: SampleCoding) -> Int {
    max(1, Int((share * Double((coding.white - coding.black) >> (isDeep ? 2 : 0))).rounded()))
  }
}
