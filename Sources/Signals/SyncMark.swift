// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// What is seen at a sync point: a white picture, or a white square in the middle of a black one.
public final class SyncMark: Sendable {
  /// What is white.
  public enum Shape: String, Hashable, Sendable, CaseIterable {
    /// The whole picture.
    case full
    /// A square of half the height.
    case square
  }

  private let canvas: Canvas
  private let attributes: PictureAttributes

  /// A mark; white is 100 %.
  public init(_ shape: Shape, in form: PictureForm) {
    var canvas = Canvas(format: form.format, width: form.width, height: form.height)
    switch shape {
    case .full: canvas.fill(form.gray(1))
    case .square:
      canvas.fill(form.gray(0))
      let (side, wide) = (form.height / 4 & ~1, Int(Double(form.height) / 4 / form.aspect) & ~1)
      let (column, row) = (form.width / 2 & ~1, form.height / 2 & ~1)
      canvas.fill(form.gray(1), columns: column - wide..<column + wide, rows: row - side..<row + side)
    }
    attributes = form.attributes
    self.canvas = canvas
  }

  /// The picture, at `position`.
  public func picture(at position: FrameCount) -> Picture { canvas.sharedPicture(at: position, attributes: attributes) }
}
