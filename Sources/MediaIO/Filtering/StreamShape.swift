// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// What pictures that are to be filtered or encoded look like.
public struct PictureShape: Hashable, Sendable {
  /// How the samples lie.
  public var format: PixelFormat
  /// Columns.
  public var width: Int
  /// Rows of a whole picture.
  public var height: Int
  /// Pictures a second.
  public var rate: FrameRate
  /// Width of a pixel over its height.
  public var pixelAspect: Ratio
  /// Scanning.
  public var scan: ScanType
  /// Colour; parts that are `nil` stay unstated.
  public var color: ColorDescription
  /// Quarter turns clockwise, 0 to 3, that bring the pictures upright; an encoder makes them, a filter graph does not.
  public var quarterTurns: Int

  /// A shape; square pixels, progressive and of unstated colour unless given.
  public init(
    format: PixelFormat, width: Int, height: Int, rate: FrameRate, pixelAspect: Ratio = Ratio(1, 1), scan: ScanType = .progressive,
    color: ColorDescription = ColorDescription(), quarterTurns: Int = 0
  ) {
    self.format = format
    self.width = width
    self.height = height
    self.rate = rate
    self.pixelAspect = pixelAspect
    self.scan = scan
    self.color = color
    self.quarterTurns = quarterTurns
  }

  /// The shape of `picture` where nothing else is known of its stream but the rate.
  public init(of picture: Picture, rate: FrameRate) {
    self.init(
      format: picture.format, width: picture.width, height: picture.height, rate: rate, pixelAspect: picture.attributes.pixelAspect ?? Ratio(1, 1),
      scan: picture.attributes.scan ?? .progressive, color: picture.attributes.color, quarterTurns: picture.attributes.quarterTurns)
  }
}

/// What sound that is to be filtered or encoded looks like.
public struct SoundShape: Hashable, Sendable {
  /// Samples a second.
  public var sampleRate: Int
  /// Which channel is which loudspeaker, and so how many there are.
  public var layout: ChannelLayout

  /// A shape.
  public init(sampleRate: Int, layout: ChannelLayout) {
    self.sampleRate = sampleRate
    self.layout = layout
  }
}
