// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// A test picture of one kind, size and format, for any picture number.
///
/// What does not move is drawn once. Without a counter, all pictures of a still pattern share the same memory.
///
///     let bars = TestPattern(.bars(.ebu75), format: .yuv422p10, width: 1920, height: 1080)
///     let picture = bars.numberedPicture(at: 250, timecode: try Timecode("10:00:10:00", at: .fps25))
public final class TestPattern: Sendable {
  /// What the pattern shows.
  public enum Kind: Hashable, Sendable {
    /// Colour bars.
    case bars(ColorBars)
    /// Black.
    case black
    /// An even grey; the number is percent of white.
    case gray(Int)
    /// A picture in which everything moves.
    case moving
  }

  /// What the pattern shows.
  public let kind: Kind
  private let background: Canvas

  /// A pattern.
  ///
  /// - Precondition: a canvas can be made in `format` (`Canvas.supports`).
  public init(_ kind: Kind, format: PixelFormat = .yuv422p10, width: Int = 1920, height: Int = 1080) {
    self.kind = kind
    var canvas = Canvas(format: format, width: width, height: height)
    switch kind {
    case .bars(let bars): bars.draw(on: &canvas)
    case .black, .moving: canvas.fill(CodeValues(gray: 0, depth: format.bitDepth))
    case .gray(let percent): canvas.fill(CodeValues(gray: Double(percent) / 100, depth: format.bitDepth))
    }
    background = canvas
  }

  /// The canvas of one picture, to draw more on.
  public func canvas(at position: FrameCount) -> Canvas {
    var canvas = Canvas(copying: background)
    if kind == .moving { MovingPicture(number: position.value).draw(on: &canvas) }
    return canvas
  }

  /// One picture without a counter.
  public func picture(at position: FrameCount) -> Picture {
    kind == .moving ? canvas(at: position).picture(at: position) : background.sharedPicture(at: position)
  }

  /// One picture with its number burnt in, and a timecode beside it where one is given.
  public func numberedPicture(at position: FrameCount, timecode: Timecode? = nil) -> Picture {
    var canvas = canvas(at: position)
    FrameCounter.burn(position, timecode: timecode, on: &canvas)
    return canvas.picture(at: position)
  }
}
