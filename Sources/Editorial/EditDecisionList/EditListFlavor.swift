// SPDX-License-Identifier: Apache-2.0

/// The form of an edit decision list that one reader takes: they agree on the grammar, and differ in how long its words may be.
public enum EditListFlavor: String, Hashable, Sendable, CaseIterable {
  /// The CMX 3600's own: 999 events, reels of eight capitals and figures, ASCII alone.
  case cmx3600
  /// Avid's File_32: event numbers of six figures, reels of 32 characters.
  case file32
  /// Avid's File_129: event numbers of six figures, reels of 129 characters.
  case file129
  /// Resolve's: reels are names of files, however long.
  case resolve
  /// What Premiere takes without inventing media: as the CMX 3600's, with no comments that begin with FROM but the clip's name.
  case premiere

  /// The longest reel, in characters; `nil` without a limit.
  public var reelLength: Int? {
    switch self {
    case .cmx3600, .premiere: 8
    case .file32: 32
    case .file129: 129
    case .resolve: nil
    }
  }

  /// The most events of a list.
  public var eventLimit: Int {
    switch self {
    case .cmx3600, .premiere: 999
    case .file32, .file129, .resolve: 999_999
    }
  }

  /// Figures of an event number.
  var eventDigits: Int { eventLimit == 999 ? 3 : 6 }
  /// Whether nothing but ASCII may be in it.
  var isASCII: Bool { self == .cmx3600 }
}
