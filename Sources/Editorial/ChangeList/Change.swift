// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What became of one clip.
public struct Change: Hashable, Sendable {
  /// A way in which a clip changes, the weightiest first.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// It is new.
    case insert
    /// It is gone.
    case delete
    /// Its material is another version of the same shot.
    case replace
    /// It plays at another speed.
    case retime
    /// It lies elsewhere among the others.
    case move
    /// It lies on another track.
    case track
    /// It shows other frames of its material at the same length.
    case slip
    /// It begins or ends elsewhere in its material.
    case trim
    /// The way into or out of it is another.
    case transition
    /// What is done to it is another: its grade, whether it is seen, its effects, what the cut within it holds.
    case detail
  }

  /// In which ways it changed; the first is what a list is sorted by.
  public var kinds: [Kind]
  /// The tracks on which it happens alike: those of the new cut, or of the old one for what is gone.
  public var tracks: [CutEvent.TrackName]
  /// The clip in the old cut.
  public var old: CutEvent?
  /// The clip in the new cut.
  public var new: CutEvent?
  /// By how many frames of the material it begins later; earlier where it is negative.
  public var head = FrameCount.zero
  /// By how many frames of the material it ends later; earlier where it is negative.
  public var tail = FrameCount.zero
  /// How what it takes lies to what was pulled; `nil` for what is gone, and for material without labels.
  public var reach: Reach?

  /// How what a clip takes of its material lies to what was pulled of it.
  public struct Reach: Hashable, Sendable {
    /// Frames of the material that are missing before what was pulled.
    public var shortHead: FrameCount
    /// Frames of the material that are missing behind it.
    public var shortTail: FrameCount
    /// Whether nothing of the material that it takes was pulled.
    public var isUnpulled: Bool

    /// Whether all of it was pulled.
    public var isWithin: Bool { shortHead == .zero && shortTail == .zero }
    /// Frames that are missing.
    public var short: FrameCount { shortHead + shortTail }
  }

  /// The way in which it changed most.
  public var kind: Kind { kinds.first ?? .detail }
  /// What it is called: the clip, or its material where the clip has no name.
  public var name: String {
    guard let clip = (new ?? old)?.clip else { return "" }
    if !clip.name.isEmpty { return clip.name }
    if !clip.media.name.isEmpty { return clip.media.name }
    return clip.media.reel.isEmpty ? clip.media.path : clip.media.reel
  }

  /// What happened, in a line.
  public var words: String {
    var words = kinds.compactMap(words(for:))
    if let reach, kind != .delete {
      if reach.isUnpulled {
        words.append("rescan, nothing of it was pulled: \(Self.count(reach.short))")
      } else if !reach.isWithin {
        let ends = [(reach.shortHead, "head"), (reach.shortTail, "tail")].filter { $0.0 > .zero }
        words.append("rescan, " + ends.map { "\(Self.count($0.0)) short at the \($0.1)" }.joined(separator: " and "))
      } else if !Self.reaching.isDisjoint(with: kinds) {
        words.append("within handles")
      }
    }
    return words.joined(separator: "; ")
  }

  /// The kinds by which other frames of the material may be taken.
  private static let reaching: Set<Kind> = [.trim, .slip, .retime, .insert, .transition]

  private func words(for kind: Kind) -> String? {
    guard let old, let new else { return kind == .insert ? "new" : "gone" }
    switch kind {
    case .insert: return "new"
    case .delete: return "gone"
    case .replace: return "replaced: \(Self.material(old.clip)) by \(Self.material(new.clip))"
    case .retime:
      return "speed \(old.clip.speed)× before, \(new.clip.speed)× now" + (old.clip.speedCurve != new.clip.speedCurve ? ", on another curve" : "")
    case .move: return "moved from \(old.recordIn) to \(new.recordIn)"
    case .track: return "from \(old.track) to \(new.track)"
    case .slip: return "slipped \(Self.count(FrameCount(abs(head.value)))) \(head > .zero ? "later" : "earlier") in its material"
    case .trim:
      var ends: [String] = []
      if head != .zero { ends.append("head \(Self.count(FrameCount(abs(head.value)))) \(head < .zero ? "longer" : "shorter")") }
      if tail != .zero { ends.append("tail \(Self.count(FrameCount(abs(tail.value)))) \(tail > .zero ? "longer" : "shorter")") }
      let length = new.frames - old.frames
      if ends.isEmpty { ends.append("\(Self.count(FrameCount(abs(length.value)))) \(length > .zero ? "longer" : "shorter") in the programme") }
      return ends.joined(separator: ", ")
    case .transition:
      return "passed into by \(Self.words(new.opening ?? new.closing)), before by \(Self.words(old.opening ?? old.closing))"
    case .detail: return details(old.clip, new.clip).joined(separator: ", ")
    }
  }

  private func details(_ old: Clip, _ new: Clip) -> [String] {
    var details: [String] = []
    if old.isEnabled != new.isEnabled { details.append(new.isEnabled ? "switched on" : "switched off") }
    if old.grade != new.grade { details.append("another grade") }
    if old.effects.map(\.name) != new.effects.map(\.name) { details.append("other effects") }
    if old.sequence != new.sequence { details.append("another cut within it") }
    return details
  }

  private static func material(_ clip: Clip) -> String {
    let media = clip.media
    let file = media.path.split(separator: "/").last.map(String.init) ?? ""
    return [file, media.name, ReelName.isNoTape(media.reel) ? "" : media.reel, clip.name].first { !$0.isEmpty } ?? "its material"
  }

  private static func words(_ transition: Transition?) -> String {
    guard let transition else { return "a cut" }
    let name =
      switch transition.kind {
      case .dissolve: "a dissolve"
      case .wipe(let code): "wipe \(code)"
      case .key: "a key"
      case .named(let name): "‘\(name)’"
      }
    return "\(name) of \(count(transition.frames))"
  }

  private static func count(_ frames: FrameCount) -> String { frames == 1 ? "1 frame" : "\(frames) frames" }
}
