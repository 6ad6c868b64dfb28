// SPDX-License-Identifier: Apache-2.0

public import Timing

/// One decoded picture, read-only, in the pixel format its decoder gave.
///
/// A picture holds pointers and an owner that frees them: passing it on copies no pixel, and any number of checks may read it at once.
/// Whoever makes one promises that nobody writes to its memory while the owner lives.
public struct Picture: @unchecked Sendable {  // the memory is immutable and kept alive by `owner`, which is itself Sendable
  /// One plane of samples.
  public struct Plane {
    /// The first byte of the first row.
    public let base: UnsafeRawPointer
    /// Bytes from one row to the next; negative where rows lie bottom up.
    public let stride: Int
    /// Samples in a row (for packed layouts: pixels).
    public let width: Int
    /// Rows.
    public let height: Int

    /// A plane at `base`.
    public init(base: UnsafeRawPointer, stride: Int, width: Int, height: Int) {
      self.base = base
      self.stride = stride
      self.width = width
      self.height = height
    }

    /// The start of row `index`.
    @inlinable
    public func row(_ index: Int) -> UnsafeRawPointer { base + index * stride }
  }

  /// How the samples lie.
  public let format: PixelFormat
  /// Columns of the picture.
  public let width: Int
  /// Rows of the picture; both fields of an interlaced one.
  public let height: Int
  /// The planes, as many as the format has.
  public let planes: [Plane]
  /// Zero-based position in its stream.
  public let position: FrameCount
  /// What else the bitstream said of this picture.
  public let attributes: PictureAttributes
  /// Keeps the memory alive.
  public let owner: any AnyObject & Sendable

  /// A picture over memory that `owner` keeps alive and nobody writes to.
  public init(
    format: PixelFormat, width: Int, height: Int, planes: [Plane], position: FrameCount, attributes: PictureAttributes = PictureAttributes(),
    owner: any AnyObject & Sendable
  ) {
    self.format = format
    self.width = width
    self.height = height
    self.planes = planes
    self.position = position
    self.attributes = attributes
    self.owner = owner
  }
}

/// What a bitstream says of one picture besides its pixels.
public struct PictureAttributes: Hashable, Sendable {
  /// Progressive, or which field comes first.
  public var scan: ScanType?
  /// Colour as coded.
  public var color: ColorDescription
  /// Width of a pixel over its height, where stated.
  public var pixelAspect: Ratio?
  /// Whether the picture was coded without reference to others.
  public var isKey: Bool
  /// Whether the decoder concealed damage in it.
  public var isDamaged: Bool
  /// The presentation time in the stream's own ticks, where it had one.
  public var timestamp: MediaTime?
  /// Quarter turns clockwise, 0 to 3, that bring the picture upright: the wrapper's word on a camera that was held sideways.
  public var quarterTurns: Int

  /// Attributes; all unknown unless given.
  public init(
    scan: ScanType? = nil, color: ColorDescription = ColorDescription(), pixelAspect: Ratio? = nil, isKey: Bool = false, isDamaged: Bool = false,
    timestamp: MediaTime? = nil, quarterTurns: Int = 0
  ) {
    self.scan = scan
    self.color = color
    self.pixelAspect = pixelAspect
    self.isKey = isKey
    self.isDamaged = isDamaged
    self.timestamp = timestamp
    self.quarterTurns = quarterTurns
  }
}
