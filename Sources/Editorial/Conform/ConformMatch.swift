// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What became of a clip's search for its media.
public enum ConformState: String, Hashable, Sendable, CaseIterable, Codable {
  /// Its media is there, with the handles.
  case linked
  /// Several items may be its media, and nothing tells which.
  case ambiguous
  /// Its media covers the cut and not the handles.
  case short
  /// Its media covers a part of the cut.
  case partial
  /// Its media is counted at another rate.
  case rateMismatch
  /// Its media is not there.
  case offline
  /// It needs none: bars, black, muted, or by a person's word.
  case excluded
}

/// A clip, and what was found for it.
public struct ConformMatch: Hashable, Sendable {
  /// The clip.
  public var event: ConformEvent
  /// What became of it.
  public var state: ConformState
  /// The media that it is linked to, or would be: `nil` where it is ambiguous, offline or excluded.
  public var media: MediaItem?
  /// Why, in words.
  public var evidence: String
  /// Frames of its material that are missing before what is there.
  public var missingHead: Int
  /// Frames of its material that are missing behind what is there.
  public var missingTail: Int
  /// All that it may be, the most likely first.
  public var candidates: [ConformCandidate]
  /// Media whose labels alone fit: worth a look, and never linked.
  public var hints: [MediaItem]
  /// What else is to be known: a later version, a list that contradicts itself.
  public var notes: [String]
  /// What is linked instead of what the list names, in a sentence; `nil` where nothing is.
  public var change: String?
  /// Whether a person chose it.
  public var isDecided: Bool

  /// Whether the timeline that is written names the media.
  public var isLinked: Bool {
    switch state {
    case .linked, .short, .partial: media != nil
    case .rateMismatch: isDecided && media != nil
    case .ambiguous, .offline, .excluded: false
    }
  }
}

/// What a person decided of a piece of material. It holds for later cuts, too.
public struct ConformDecision: Hashable, Sendable {
  /// The material, by `identity(of:)`.
  public var identity: String
  /// The rate of its labels; empty where the list states none.
  public var rate: String
  /// The first label, as a count.
  public var start: Int
  /// The label behind the last, as a count.
  public var end: Int
  /// The media's path; empty where it is to have none.
  public var path: String

  /// A decision as given.
  public init(identity: String, rate: String, start: Int, end: Int, path: String) {
    self.identity = identity
    self.rate = rate
    self.start = start
    self.end = end
    self.path = path
  }

  /// A decision on the material of `event`.
  public init(on event: ConformEvent, path: String) {
    self.init(
      identity: Self.identity(of: event.clip), rate: event.use?.rate.description ?? "", start: event.use?.cut.lowerBound ?? 0,
      end: event.use?.cut.upperBound ?? 0, path: path)
  }

  /// What the list says of a clip's material, as one line: clips that say the same are of one material.
  public static func identity(of clip: Clip) -> String {
    let media = clip.media
    let parts = [media.identifier, media.reel, media.path, media.name.isEmpty ? clip.name : media.name]
    return parts.map { $0.replacing("|", with: "||") }.joined(separator: " | ")
  }

  /// Whether it speaks of what `event` takes.
  func reaches(_ event: ConformEvent) -> Bool {
    guard let use = event.use else { return rate.isEmpty }
    return rate == use.rate.description && start < use.cut.upperBound && use.cut.lowerBound < end
  }
}

/// A cut held against media.
public struct ConformResult: Hashable, Sendable {
  /// The cut's name.
  public var name: String
  /// Its rate.
  public var rate: FrameRate
  /// Frames of handles that were asked for.
  public var handles: Int
  /// Its clips, in the order of the programme.
  public var matches: [ConformMatch]
  /// What was odd about the cut as a whole.
  public var notes: [String]

  /// How many clips are in a state.
  public func count(_ state: ConformState) -> Int { matches.count { $0.state == state } }
  /// Whether every clip that needs media has it, with its handles.
  public var isClean: Bool { matches.allSatisfy { $0.state == .linked || $0.state == .excluded } }
}
