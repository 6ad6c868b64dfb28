// SPDX-License-Identifier: Apache-2.0

import Essence

/// A picture in which everything moves: three drifting waves of light, two of colour, and a hand that turns once in 100 pictures.
///
/// Two neighbouring pictures never look alike, no colour leaves the gamut and no part of the picture flashes, so that a checked
/// programme made of it is clean. The same number always gives the same picture.
struct MovingPicture {
  /// The picture's number.
  let number: Int

  func draw(on canvas: inout Canvas) {
    if canvas.format.bitDepth > 8 { drawWaves(on: &canvas, as: UInt16.self) } else { drawWaves(on: &canvas, as: UInt8.self) }
    drawHand(on: &canvas)
  }

  // MARK: -

  /// A wave's values at `count` places. Amplitudes are in ten-bit code values; all waves of a sample together stay positive.
  private func wave<Sample: FixedWidthInteger>(
    _ type: Sample.Type, count: Int, cycles: Double, amplitude: Double, picturesPerCycle: Int, offset: Double = 0, depth: Int
  ) -> [Sample] {
    let drift = Double(number % picturesPerCycle) / Double(picturesPerCycle)
    let scale = Double(1 << depth) / 1024
    return (0..<count).map { place in
      let level = offset + amplitude * sine(turns: cycles * Double(place) / Double(count) - drift)
      return Sample(truncatingIfNeeded: Int((level * scale).rounded()))
    }
  }

  private func drawWaves<Sample: FixedWidthInteger>(on canvas: inout Canvas, as type: Sample.Type) {
    let (width, height, depth) = (canvas.width, canvas.height, canvas.format.bitDepth)
    let across = wave(type, count: width, cycles: 2, amplitude: 110, picturesPerCycle: 96, offset: 502, depth: depth)
    let down = wave(type, count: height, cycles: 1.5, amplitude: 90, picturesPerCycle: 80, depth: depth)
    let diagonal = wave(type, count: width + height, cycles: 3, amplitude: 100, picturesPerCycle: 64, depth: depth)
    canvas.drawRows(of: 0, as: type) { row, samples in
      sum(across, diagonal[row...], plus: down[row], into: samples)
    }
    for plane in 1...2 {
      let columns = (width + (1 << canvas.format.log2ChromaWidth) - 1) >> canvas.format.log2ChromaWidth
      let across = wave(type, count: columns, cycles: Double(plane), amplitude: 30, picturesPerCycle: 120, offset: 512, depth: depth)
      let down = wave(type, count: height, cycles: Double(3 - plane), amplitude: 30, picturesPerCycle: 90, depth: depth)
      let none = [Sample](repeating: 0, count: columns)
      canvas.drawRows(of: plane, as: type) { row, samples in sum(across, none[...], plus: down[row], into: samples) }
    }
  }

  /// A row of sums; the terms wrap below zero, the sums never do.
  private func sum<Sample: FixedWidthInteger>(
    _ first: [Sample], _ second: ArraySlice<Sample>, plus level: Sample, into samples: UnsafeMutableBufferPointer<Sample>
  ) {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        for column in samples.indices { samples[column] = first[column] &+ second[column] &+ level }
      }
    }
  }

  /// Draws the hand, row by row: the columns that lie both within its thickness and between its ends.
  private func drawHand(on canvas: inout Canvas) {
    let turn = Double(number % 100) / 100
    let (along, across) = (sine(turns: turn), cosine(turns: turn))
    let (centerX, centerY) = (Double(canvas.width) / 2, Double(canvas.height) * 0.4)
    let (length, halfWidth) = (Double(canvas.height) * 0.36, max(1, Double(canvas.height) / 60))
    let luma = (800 << 6) >> (16 - canvas.format.bitDepth)
    for row in 0..<canvas.height {
      let y = Double(row) - centerY
      let thickness = span(slope: across, offset: y * along, within: -halfWidth...halfWidth)
      let reach = span(slope: along, offset: -y * across, within: 0...length)
      let (left, right) = (max(thickness.lowerBound, reach.lowerBound), min(thickness.upperBound, reach.upperBound))
      guard left < right else { continue }
      canvas.fill(luma: luma, columns: Int((centerX + left).rounded())..<Int((centerX + right).rounded()), rows: row..<row + 1)
    }
  }

  /// The `x` for which `slope * x + offset` lies in `limits`; a far empty range where there is none.
  private func span(slope: Double, offset: Double, within limits: ClosedRange<Double>) -> ClosedRange<Double> {
    let far = 1e6
    guard abs(slope) > 1e-9 else { return limits.contains(offset) ? -far...far : far...far }
    let ends = ((limits.lowerBound - offset) / slope, (limits.upperBound - offset) / slope)
    return max(-far, min(ends.0, ends.1))...min(far, max(ends.0, ends.1))
  }
}
