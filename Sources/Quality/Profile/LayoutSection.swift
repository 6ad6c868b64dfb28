// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A part of the file where something that is otherwise a fault belongs: the black before a programme, the hold after it.
public struct LayoutSection: Hashable, Sendable, Codable {
  /// What belongs there.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Black pictures; they may stand still.
    case black
    /// A picture that stands still: a slate, line-up, the hold at the end.
    case hold
    /// Silence.
    case silence
    /// Colour bars; they stand still.
    case bars
    /// A clock or a slate; it may stand still.
    case clock
  }

  /// What belongs there.
  public var kind: Kind
  /// The first frame, zero-based.
  public var startFrame: FrameCount
  /// The frame after the last.
  public var endFrame: FrameCount

  /// A section from `startFrame` up to `endFrame`.
  public init(_ kind: Kind, startFrame: FrameCount, endFrame: FrameCount) {
    self.kind = kind
    self.startFrame = startFrame
    self.endFrame = endFrame
  }
}
