// SPDX-License-Identifier: Apache-2.0

/// Why an item may be the material of a clip.
public struct Evidence: Hashable, Sendable {
  /// The rungs of the ladder, from the weakest up.
  public enum Rung: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// The clip's name is a part of the item's, or the other way about, and the labels reach the cut.
    case partialName
    /// The clip's name is the item's, and the labels reach the cut.
    case clipName
    /// A log gives the item that name, and the labels reach the cut.
    case alias
    /// The file's name without extension, version and padding is the same, and the labels reach the cut.
    case fileHead
    /// The file has that name.
    case fileName
    /// The file is the one that the list names, with all its folders.
    case fullPath
    /// The item is of that reel, and its labels reach the cut.
    case reel
    /// The item has that identifier, which no other has.
    case identifier

    /// Whether `left` is weaker.
    public static func < (left: Rung, right: Rung) -> Bool { left.rawValue < right.rawValue }
  }

  /// The rung.
  public var rung: Rung
  /// Whether something of it is not as it should be: a reel that was cut short, labels that reach a part of the cut.
  public var isWeakened: Bool
  /// The evidence in words.
  public var words: String
}

/// How far the labels of an item reach what a clip needs of it.
public enum Coverage: Hashable, Sendable {
  /// Over the cut and its handles.
  case whole
  /// Over the cut, with so many frames of the handles missing.
  case cut(missingHead: Int, missingTail: Int)
  /// Over a part of the cut, with so many frames of the cut and its handles missing.
  case part(missingHead: Int, missingTail: Int)
  /// The frames are counted at another rate; which readings the item is long enough for, in words.
  case otherRate(String)
  /// It has other labels.
  case none
  /// The list or the item does not say.
  case unknown

  /// Whether all that the cut shows is there.
  var isSufficient: Bool {
    switch self {
    case .whole, .cut: true
    case .part, .otherRate, .none, .unknown: false
    }
  }
}

/// An item that may be the material of a clip.
public struct ConformCandidate: Hashable, Sendable {
  /// The item.
  public var media: MediaItem
  /// What speaks for it, the strongest first.
  public var evidence: [Evidence]
  /// How far it reaches.
  public var coverage: Coverage
  /// Files that are copies of it.
  public var copies: [String] = []

  /// Its weight, two binary digits a rung: rungs are compared from the strongest, and no number of weak ones adds up to a strong one.
  public var score: Int { evidence.reduce(0) { $0 | ($1.isWeakened ? 1 : 2) << (2 * $1.rung.rawValue) } }
  /// What speaks for it, in a sentence.
  public var words: String {
    let reasons = evidence.map(\.words).filter { !$0.isEmpty }.joined(separator: "; ")
    return copies.isEmpty ? reasons : "\(reasons); \(copies.count == 1 ? "a copy" : "\(copies.count) copies") of it, the first was taken"
  }
}
