// SPDX-License-Identifier: Apache-2.0

public import Timing

/// Something about a cut that will not go well in grade or online.
public struct SequenceFault: Hashable, Sendable {
  /// What is wrong.
  public enum Check: String, Hashable, Sendable, CaseIterable, Codable {
    /// Source and programme differ in length, and no speed says why.
    case lengthMismatch
    /// Edits claim the same frames, labels do not exist, event numbers come twice: what a reader noted of the list.
    case listFault
    /// Nothing is seen between two clips.
    case gap
    /// A clip, or a gap, of one or two frames.
    case flashFrame
    /// A clip of no frames that no transition shows.
    case emptyClip
    /// A transition is longer than the clips on its sides, or runs into the next one.
    case transitionTooLong
    /// A transition with nothing on one of its sides where there should be something.
    case looseTransition
    /// A transition needs frames before the material's first.
    case negativeHandle
    /// The material's labels start again from zero within the clip.
    case midnight
    /// The clip names no reel, no file and no name.
    case noMaterial
    /// Two names of reels are the same once they are cut to eight characters.
    case collapsingReels
    /// Material of other rates than the programme's.
    case mixedRates
    /// The same frames of the same material are used more than once.
    case duplicateUse
    /// A clip is muted.
    case muted
    /// Sound goes on behind the pictures.
    case trackLengths
  }

  /// How much it matters.
  public enum Severity: String, Hashable, Sendable, Comparable, Codable {
    /// Somebody should look at it.
    case info
    /// It is most likely not meant.
    case warning
    /// It cannot be conformed so.
    case error

    /// Whether `left` matters less.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .info: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// What is wrong.
  public var check: Check
  /// How much it matters.
  public var severity: Severity
  /// The track, `V1`; empty for the cut as a whole.
  public var track: String
  /// Where it is in the programme; `nil` for the cut as a whole.
  public var record: TimecodeRange?
  /// What is wrong, in words.
  public var text: String
}
