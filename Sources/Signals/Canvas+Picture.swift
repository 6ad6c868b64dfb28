// SPDX-License-Identifier: Apache-2.0

public import Essence

extension Canvas {
  /// A canvas that starts as a copy of a picture.
  ///
  /// - Precondition: the picture's format is one that a canvas has (`supports`).
  public init(copying picture: Picture) {
    self.init(format: picture.format, width: picture.width, height: picture.height)
    take(picture, share: Self.whole)
  }

  /// What all of a picture is, where parts of it are mixed.
  public static let whole = 256

  /// Lays a picture over what is drawn, as a dissolve does.
  ///
  /// - Parameter share: how much of the result is the picture's, of `whole`.
  /// - Precondition: the picture is as large as the canvas and of the same format.
  public mutating func mix(_ picture: Picture, share: Int) {
    precondition(picture.format == format && picture.width == width && picture.height == height, "pictures that are mixed are of one shape")
    take(picture, share: share)
  }

  private mutating func take(_ picture: Picture, share: Int) {
    for plane in 0..<3 {
      if format.bitDepth > 8 {
        take(plane, of: picture, as: UInt16.self, share: share)
      } else {
        take(plane, of: picture, as: UInt8.self, share: share)
      }
    }
  }

  private mutating func take<Sample: FixedWidthInteger>(_ plane: Int, of picture: Picture, as type: Sample.Type, share: Int) {
    let source = picture.planes[plane]
    drawRows(of: plane, as: type) { row, samples in
      let other = source.row(row).assumingMemoryBound(to: type)
      for column in samples.indices {
        let mixed = Int(samples[column]) * (Self.whole - share) + Int(other[column]) * share
        samples[column] = Sample(truncatingIfNeeded: (mixed + Self.whole / 2) / Self.whole)
      }
    }
  }
}
