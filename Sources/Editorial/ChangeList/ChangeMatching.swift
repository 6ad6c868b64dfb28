// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Finds for each clip of the new cut the one of the old cut that it is.
///
/// Evidence is taken from the strongest to the weakest. Among clips of one material those that take the same frames belong together first, then those that
/// overlap most. Places decide only between clips that nothing else tells apart. The work grows with the number of clips, also where all are of one reel.
struct ChangeMatching {
  /// A clip, with what it is known by and what lies beside it on its track.
  struct Side {
    var event: CutEvent
    var identity: CutIdentity
    /// A number that all clips of one identity have.
    var token: Int
    var before: Int?
    var behind: Int?
    /// The clip of the other cut that it is.
    var match: Int?
    /// Whether that one is of another version of the material.
    var isReplaced = false
  }

  /// Clips of one material that are looked at on each side of one in the order of their sources: more overlap in no real cut.
  private static let window = 8

  private(set) var old: [Side]
  private(set) var new: [Side]

  init(_ old: [CutEvent], _ new: [CutEvent]) {
    var tokens: [CutIdentity: Int] = [:]
    (self.old, self.new) = (Self.sides(old, &tokens), Self.sides(new, &tokens))
  }

  private static func sides(_ events: [CutEvent], _ tokens: inout [CutIdentity: Int]) -> [Side] {
    var sides: [Side] = []
    sides.reserveCapacity(events.count)
    for event in events {
      let identity = CutIdentity(event.clip)
      let token = tokens[identity] ?? tokens.count
      tokens[identity] = token
      sides.append(Side(event: event, identity: identity, token: token))
    }
    for index in sides.indices.dropFirst() where sides[index].event.track == sides[index - 1].event.track {
      (sides[index].before, sides[index - 1].behind) = (index - 1, index)
    }
    return sides
  }

  mutating func run() {
    for evidence in CutIdentity.Evidence.allCases {
      for (olds, news) in groups({ $0[evidence] }) {
        let agree = { (old: CutIdentity, new: CutIdentity) in old.agrees(with: new, by: evidence) }
        pairSame(olds, news, agree)
        pairOverlapping(olds, news, agree)
      }
    }
    // What has neither file nor reel nor name is still the same where it takes the same frames.
    for (olds, news) in groups({ $0.isSilent ? "" : nil }) { pairSame(olds, news) { _, _ in true } }
    pairBesideMatched { $0.identity.isSame(as: $1.identity) }
    replaceVersions()
    // The same frames of the same tape under another file's name are the same shot, made anew.
    for (olds, news) in groups({ $0[.reel] }) { pairOverlapping(olds, news, isReplaced: true) { $0[.reel] == $1[.reel] } }
  }

  // MARK: - Steps

  /// What is left on both sides, by a key; in the order of the old cut.
  private func groups(_ key: (CutIdentity) -> String?) -> [(old: [Int], new: [Int])] {
    struct Key: Hashable {
      var text: String
      var kind: Track.Kind
    }
    var places: [Key: Int] = [:]
    var groups: [(old: [Int], new: [Int])] = []
    for (index, side) in old.enumerated() where side.match == nil {
      guard let text = key(side.identity) else { continue }
      let key = Key(text: text, kind: side.event.track.kind)
      let place = places[key] ?? groups.count
      if place == groups.count {
        places[key] = place
        groups.append(([], []))
      }
      groups[place].old.append(index)
    }
    for (index, side) in new.enumerated() where side.match == nil {
      guard let text = key(side.identity), let place = places[Key(text: text, kind: side.event.track.kind)] else { continue }
      groups[place].new.append(index)
    }
    return groups.filter { !$0.new.isEmpty }
  }

  /// What a clip takes, and what lies around it.
  private struct Take: Hashable {
    var source: TimecodeRange?
    var speed: Ratio
    var frames: FrameCount
    var track: CutEvent.TrackName?
    var before: Int?
    var behind: Int?
  }

  /// Joins clips that take the same frames: first those with the same neighbours, on the same track, then with fewer of these alike.
  private mutating func pairSame(_ olds: [Int], _ news: [Int], _ agree: (CutIdentity, CutIdentity) -> Bool) {
    for step in 0..<5 {
      func take(_ side: Side, _ all: [Side]) -> Take {
        let event = side.event
        return Take(
          source: event.clip.source, speed: event.clip.speed, frames: event.frames, track: step < 4 ? event.track : nil,
          before: step == 0 || step == 1 ? side.before.map { all[$0].token } : nil,
          behind: step == 0 || step == 2 ? side.behind.map { all[$0].token } : nil)
      }
      var waiting: [Take: [Int]] = [:]
      for index in olds.reversed() where old[index].match == nil { waiting[take(old[index], old), default: []].append(index) }
      guard !waiting.isEmpty else { return }
      for index in news where new[index].match == nil {
        let key = take(new[index], new)
        guard let candidate = waiting[key]?.last, agree(old[candidate].identity, new[index].identity) else { continue }
        waiting[key]?.removeLast()
        join(candidate, index)
      }
    }
  }

  /// Joins clips that take frames in common, those with most in common first.
  private mutating func pairOverlapping(
    _ olds: [Int], _ news: [Int], isReplaced: Bool = false, _ agree: (CutIdentity, CutIdentity) -> Bool
  ) {
    let left = olds.filter { old[$0].match == nil }
    guard let rate = left.compactMap({ old[$0].event.clip.source?.rate }).first else { return }
    let sorted = left.compactMap { index in old[index].event.source(at: rate).map { (index, $0) } }
      .sorted { ($0.1.lowerBound, $0.0) < ($1.1.lowerBound, $1.0) }
    guard !sorted.isEmpty else { return }
    struct Candidate {
      var old: Int
      var new: Int
      var likeness: Int
      var distance: Int
    }
    var candidates: [Candidate] = []
    for index in news where new[index].match == nil {
      guard let source = new[index].event.source(at: rate) else { continue }
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle].1.lowerBound < source.lowerBound { low = middle + 1 } else { high = middle }
      }
      for place in max(0, low - Self.window)..<min(sorted.count, low + Self.window) {
        let (candidate, range) = sorted[place]
        let common = min(range.upperBound, source.upperBound) - max(range.lowerBound, source.lowerBound)
        guard common > 0, agree(old[candidate].identity, new[index].identity) else { continue }
        let track = old[candidate].event.track == new[index].event.track ? 1 : 0
        let likeness = (common * 1000 / max(range.count, source.count, 1)) * 2 + track
        candidates.append(
          Candidate(old: candidate, new: index, likeness: likeness, distance: abs(old[candidate].event.start.value - new[index].event.start.value)))
      }
    }
    candidates.sort { ($1.likeness, $0.distance, $0.new, $0.old) < ($0.likeness, $1.distance, $1.new, $1.old) }
    for candidate in candidates where old[candidate.old].match == nil && new[candidate.new].match == nil {
      join(candidate.old, candidate.new, isReplaced: isReplaced)
    }
  }

  /// Joins clips of one material that have no frame in common, where they follow or precede the same clip in both cuts.
  private mutating func pairBesideMatched(isReplaced: Bool = false, _ agree: (Side, Side) -> Bool) {
    for index in new.indices where new[index].match == nil {
      let beside = [
        new[index].before.map { new[$0].match.flatMap { old[$0].behind } } ?? firstOfTrack(new[index].event.track),
        new[index].behind.flatMap { new[$0].match }.flatMap { old[$0].before },
      ]
      guard let candidate = beside.compactMap(\.self).first(where: { old[$0].match == nil && agree(old[$0], new[index]) }) else { continue }
      join(candidate, index, isReplaced: isReplaced)
    }
  }

  private func firstOfTrack(_ track: CutEvent.TrackName) -> Int? { old.firstIndex { $0.before == nil && $0.event.track == track } }

  /// Joins a clip with one that is another version of the same shot.
  private mutating func replaceVersions() {
    let isVersion = { (old: CutIdentity, new: CutIdentity) in
      guard let old = old.take, let new = new.take else { return false }
      return old.shot == new.shot && old.version != new.version
    }
    pairBesideMatched(isReplaced: true) { isVersion($0.identity, $1.identity) && $0.event.track.kind == $1.event.track.kind }
    for (olds, news) in groups({ $0.take?.shot }) {
      pairOverlapping(olds, news, isReplaced: true, isVersion)
      // A version may have labels of its own: what is left is joined in the order of the cuts.
      var rest = olds.filter { old[$0].match == nil }[...]
      for index in news where new[index].match == nil {
        guard let candidate = rest.first, isVersion(old[candidate].identity, new[index].identity) else { continue }
        rest.removeFirst()
        join(candidate, index, isReplaced: true)
      }
    }
  }

  private mutating func join(_ old: Int, _ new: Int, isReplaced: Bool = false) {
    (self.old[old].match, self.new[new].match) = (new, old)
    (self.old[old].isReplaced, self.new[new].isReplaced) = (isReplaced, isReplaced)
  }
}
