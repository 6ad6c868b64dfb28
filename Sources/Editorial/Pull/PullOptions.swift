// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// How media is pulled from a cut.
public struct PullOptions: Hashable, Sendable, Codable {
  /// What number the first frame of a pulled shot has.
  public enum Numbering: Hashable, Sendable, Codable {
    /// The first frame that is pulled, a handle, has this number: 1001 by the habit of visual effects.
    case handle(Int)
    /// The first frame that the cut shows has this number; handles before it count down: 1001 with eight of them begins at 0993.
    case cut(Int)
    /// Frames are numbered by their timecode, counted from midnight.
    case timecode
  }

  /// Where the name of a shot is found.
  public enum Naming: Hashable, Sendable, Codable {
    /// It is the clip's name without its ending.
    case clip
    /// It is the text of the first mark on the clip.
    case marker
    /// It is the comment of this key, whatever its case: `VFX`, `Shot`.
    case comment(String)
  }

  /// Frames of the programme before and behind what the cut shows. A clip that plays at twice its speed needs twice as many of its source.
  public var handles: Int
  /// Whether ranges of one piece of media that meet or overlap are pulled once.
  public var mergesRanges: Bool
  /// What number the first frame has.
  public var numbering: Numbering
  /// Where the name of a shot is found.
  public var naming: Naming
  /// The comment that names the vendor whom a shot goes to; without it all go to one.
  public var vendorKey: String?
  /// Whether sound is pulled too.
  public var takesSound: Bool
  /// Only clips that have a name by `naming` (`true`), or all, which are then called by their clips.
  public var onlyNamed: Bool

  /// Choices as given: eight frames of handles, the first of them number 1001, every clip by its own name.
  public init(
    handles: Int = 8, mergesRanges: Bool = false, numbering: Numbering = .handle(1001), naming: Naming = .clip, vendorKey: String? = nil,
    takesSound: Bool = false, onlyNamed: Bool = false
  ) {
    self.handles = min(max(handles, 0), 1 << 20)
    self.mergesRanges = mergesRanges
    self.numbering = numbering
    self.naming = naming
    self.vendorKey = vendorKey
    self.takesSound = takesSound
    self.onlyNamed = onlyNamed
  }
}
