// SPDX-License-Identifier: Apache-2.0

import Essence

/// Reads brightness from a picture in any integer format: luma, or green where there is none.
struct LumaSampler {
  private let plane: Picture.Plane
  private let component: PixelFormat.Component
  private let isBigEndian: Bool

  /// A sampler of `picture`; `nil` where its samples cannot be read as brightness.
  init?(_ picture: Picture) {
    let format = picture.format
    let index = format.model == .rgb ? 1 : 0
    guard format.model != .other, !format.isFloat, format.components.indices.contains(index) else { return nil }
    component = format.components[index]
    guard picture.planes.indices.contains(component.plane), (1...16).contains(component.depth) else { return nil }
    plane = picture.planes[component.plane]
    isBigEndian = format.isBigEndian
  }

  /// The number of code values.
  var fullScale: Int { 1 << component.depth }

  /// The mean code value of a rectangle that lies within the picture.
  func mean(columns: Range<Int>, rows: Range<Int>) -> Int {
    var (sum, count) = (0, 0)
    for row in rows where row < plane.height {
      let start = plane.row(row) + component.offset
      for column in columns where column < plane.width {
        sum += sample(start + column * component.step)
        count += 1
      }
    }
    return count == 0 ? 0 : sum / count
  }

  private func sample(_ address: UnsafeRawPointer) -> Int {
    let word: Int
    if component.depth + component.shift > 8 {
      let stored = address.loadUnaligned(as: UInt16.self)
      word = Int(isBigEndian ? UInt16(bigEndian: stored) : UInt16(littleEndian: stored))
    } else {
      word = Int(address.load(as: UInt8.self))
    }
    return word >> component.shift & (fullScale - 1)
  }
}
