// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Puts into changes what a matching found.
struct ChangeTelling {
  private let old: [ChangeMatching.Side]
  private let new: [ChangeMatching.Side]
  private let material: PulledMaterial
  /// Where in the new cut each clip that is gone would lie, by its track and place: behind the last before it that is still there.
  private let gone: [CutEvent.TrackName: [Int: Int]]

  init(_ matching: ChangeMatching, _ material: PulledMaterial) {
    (old, new, self.material) = (matching.old, matching.new, material)
    var gone: [CutEvent.TrackName: [Int: Int]] = [:]
    var end: [CutEvent.TrackName: Int] = [:]
    for side in old {
      if let match = side.match {
        end[side.event.track] = (matching.new[match].event.start + matching.new[match].event.frames).value
      } else {
        gone[side.event.track, default: [:]][side.event.start.value] = end[side.event.track]
      }
    }
    self.gone = gone
  }

  func run() -> (changes: [Change], ripples: [ChangeList.Ripple], unchanged: Int) {
    let moved = self.moved()
    var changes: [Change] = []
    var kept: [Int] = []
    for (index, side) in new.enumerated() {
      guard let match = side.match else {
        changes.append(Change(kinds: [.insert], tracks: [side.event.track], new: side.event, reach: material.reach(of: side.event)))
        continue
      }
      if let change = self.change(old[match].event, side.event, isReplaced: side.isReplaced, isMoved: moved.contains(index)) {
        changes.append(change)
      } else {
        kept.append(index)
      }
    }
    for side in old where side.match == nil { changes.append(Change(kinds: [.delete], tracks: [side.event.track], old: side.event)) }
    let order = changes.map { place(of: $0) }
    let sorted = changes.indices.sorted { (order[$0].place, order[$0].track, $0) < (order[$1].place, order[$1].track, $1) }
    return (sorted.map { changes[$0] }, ripples(kept), kept.count)
  }

  // MARK: -

  private func change(_ old: CutEvent, _ new: CutEvent, isReplaced: Bool, isMoved: Bool) -> Change? {
    var change = Change(kinds: [], tracks: [new.track], old: old, new: new)
    let (before, after) = (old.clip, new.clip)
    let isRetimed = before.speed != after.speed || before.speedCurve != after.speedCurve
    if isReplaced { change.kinds.append(.replace) }
    if isRetimed { change.kinds.append(.retime) }
    if isMoved { change.kinds.append(.move) }
    if old.track != new.track { change.kinds.append(.track) }
    let isSame = takeEnds(old, new, isReplaced: isReplaced, into: &change)
    if !isSame {
      let isSlip = change.head == change.tail && change.head != .zero && old.frames == new.frames && !isRetimed
      change.kinds.append(isSlip ? .slip : .trim)
    }
    if !Self.isAlike(old.opening, new.opening) || !Self.isAlike(old.closing, new.closing) { change.kinds.append(.transition) }
    let isDetail =
      before.isEnabled != after.isEnabled || before.grade != after.grade || before.sequence != after.sequence
      || before.effects.map(\.name) != after.effects.map(\.name)
    if isDetail { change.kinds.append(.detail) }
    guard !change.kinds.isEmpty else { return nil }
    change.reach = material.reach(of: new)
    return change
  }

  /// By how much the ends moved in the material.
  ///
  /// - Returns: whether they and the length in the programme stayed. What a new speed or another version of other labels changes is no trim.
  private func takeEnds(_ old: CutEvent, _ new: CutEvent, isReplaced: Bool, into change: inout Change) -> Bool {
    guard let rate = old.clip.source?.rate, let before = old.source(at: rate), let after = new.source(at: rate) else {
      return (old.clip.source == nil) == (new.clip.source == nil) && old.frames == new.frames
    }
    if isReplaced, !before.overlaps(after) { return old.frames == new.frames }
    (change.head, change.tail) = (FrameCount(after.lowerBound - before.lowerBound), FrameCount(after.upperBound - before.upperBound))
    if change.kinds.contains(.retime), change.head == .zero, old.frames == new.frames { return true }
    return change.head == .zero && change.tail == .zero && old.frames == new.frames
  }

  static func isAlike(_ one: Transition?, _ other: Transition?) -> Bool {
    one?.kind == other?.kind && one?.head == other?.head && one?.tail == other?.tail
  }

  /// The clips of the new cut that were moved among the others: those that are not in the longest run that both cuts have in one order.
  private func moved() -> Set<Int> {
    var tracks: [CutEvent.TrackName: [Int]] = [:]
    for (index, side) in new.enumerated() {
      if let match = side.match, old[match].event.track == side.event.track { tracks[side.event.track, default: []].append(index) }
    }
    var moved: Set<Int> = []
    for indices in tracks.values {
      let order = indices.map { new[$0].match ?? 0 }
      // The run with most clips; among such, the one that is longest in frames, so that the shorter clip is told as moved.
      let weights = indices.map { 1 << 41 + min(new[$0].event.frames.value, 1 << 30) }
      let stays = LongestRun.members(of: order, weights: weights)
      for (place, index) in indices.enumerated() where !stays[place] { moved.insert(index) }
    }
    return moved
  }

  /// Clips that did not change, by how far they lie from where they were.
  private func ripples(_ kept: [Int]) -> [ChangeList.Ripple] {
    var ripples: [ChangeList.Ripple] = []
    let ordered = kept.sorted {
      (old[new[$0].match ?? 0].event.track, new[$0].match ?? 0) < (old[new[$1].match ?? 0].event.track, new[$1].match ?? 0)
    }
    for index in ordered where new[index].event.isShown {
      guard let match = new[index].match else { continue }
      let (before, after) = (old[match].event, new[index].event)
      let offset = after.start - before.start
      if let last = ripples.last, last.track == before.track, last.offset == offset {
        ripples[ripples.count - 1].count += 1
        ripples[ripples.count - 1].last = before.start
      } else {
        ripples.append(
          .init(track: before.track, from: before.recordIn, count: 1, offset: offset, first: before.start, last: before.start))
      }
    }
    return ripples
  }

  /// Where a change stands in the list.
  private func place(of change: Change) -> (place: Int, track: CutEvent.TrackName) {
    if let event = change.new { return (event.start.value, event.track) }
    guard let event = change.old else { return (0, change.tracks[0]) }
    return (gone[event.track, default: [:]][event.start.value] ?? event.start.value, event.track)
  }
}
