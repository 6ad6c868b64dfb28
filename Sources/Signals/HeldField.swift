// SPDX-License-Identifier: Apache-2.0

public import Essence

extension Canvas {
  /// A picture that can stand still: where the two fields of `last` show different moments, the earlier field is made anew out of the later one.
  ///
  /// A frame of two fields that is held shows the motion between them for as long as it stands, to and fro. What did not move keeps both its fields: a sample is
  /// made anew only where it, or a neighbour above or below, differs from the picture before and the two fields disagree.
  ///
  /// - Precondition: both pictures are of one format and size, in which a canvas can be made.
  public static func still(of last: Picture, after previous: Picture?, scan: ScanType) -> Picture {
    guard scan.isInterlaced, let previous, previous.format == last.format, previous.width == last.width, previous.height == last.height,
      last.height >= 4
    else { return last }
    var canvas = Canvas(copying: last)
    for plane in 0..<3 {
      if last.format.bitDepth > 8 {
        canvas.settle(plane, last, previous, scan, as: UInt16.self)
      } else {
        canvas.settle(plane, last, previous, scan, as: UInt8.self)
      }
    }
    return canvas.picture(at: last.position, attributes: last.attributes)
  }

  private mutating func settle<Sample: FixedWidthInteger>(_ plane: Int, _ last: Picture, _ previous: Picture, _ scan: ScanType, as type: Sample.Type)
  {
    let earlier = scan == .interlacedTopFirst ? 0 : 1
    let (now, before) = (last.planes[plane], previous.planes[plane])
    let height = now.height
    // One and a half eight-bit steps of noise are no motion.
    let threshold = (3 << (last.format.bitDepth - 8)) / 2
    func row(_ plane: Picture.Plane, _ index: Int) -> UnsafePointer<Sample> {
      UnsafePointer(plane.row(index).assumingMemoryBound(to: type))
    }
    drawRows(of: plane, as: type) { line, samples in
      guard line & 1 == earlier else { return }
      let (above, below) = (line > 0 ? line - 1 : line + 1, line + 1 < height ? line + 1 : line - 1)
      let lines = [line, above, below].map { (row(now, $0), row(before, $0)) }
      for column in samples.indices {
        let moves = lines.contains { abs(Int($0.0[column]) - Int($0.1[column])) > threshold }
        let between = (Int(lines[1].0[column]) + Int(lines[2].0[column]) + 1) / 2
        if moves, abs(Int(samples[column]) - between) > threshold { samples[column] = Sample(truncatingIfNeeded: between) }
      }
    }
  }
}
