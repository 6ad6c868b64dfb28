// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A client-approved exception: the fault is there, and somebody with a name accepts it.
///
/// It is bound to the content's digest and a range, so that it can never cover a fault of another version.
public struct Waiver: Hashable, Sendable, Codable {
  /// Who approved it.
  public var by: String
  /// The day it was approved, `2026-11-27`.
  public var on: String
  /// Why.
  public var reason: String
  /// The value accepted instead of the specification's, in the finding's unit.
  public var limit: Double?
  /// The first frame it covers; `nil` covers from the start, and where no end is given either, only what has no place.
  public var startFrame: FrameCount?
  /// The frame after the last it covers; `nil` covers to the end, and where no start is given either, only what has no place.
  public var endFrame: FrameCount?
  /// The digest of the file it was given for.
  public var digest: String
  /// Whether the content has changed since: an expired waiver excuses nothing.
  public var expired: Bool

  /// An exception that `by` approved.
  public init(
    by: String, on: String, reason: String, limit: Double? = nil, startFrame: FrameCount? = nil, endFrame: FrameCount? = nil, digest: String,
    expired: Bool = false
  ) {
    self.by = by
    self.on = on
    self.reason = reason
    self.limit = limit
    self.startFrame = startFrame
    self.endFrame = endFrame
    self.digest = digest
    self.expired = expired
  }
}
