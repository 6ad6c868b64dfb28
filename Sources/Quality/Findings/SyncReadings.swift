// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A short flash of light in the pictures, as sound is lined up with.
public struct SyncFlashReading: Hashable, Sendable, Codable {
  /// The first bright frame, zero-based.
  public var startFrame: FrameCount
  /// How many frames it is lit.
  public var frames: Int
  /// The share of the picture that flashes, 0 to 1.
  public var area: Double
}

/// A flash and the pip that belongs to it.
public struct SyncMarkReading: Hashable, Sendable, Codable {
  /// The flash's first frame, zero-based.
  public var frame: FrameCount
  /// The pip's first sample, at the rate of its stream.
  public var sample: Int
  /// How long after the picture the sound begins, in milliseconds; below 0 it comes first.
  public var offset: Double
  /// The same in frames.
  public var offsetFrames: Double
}
