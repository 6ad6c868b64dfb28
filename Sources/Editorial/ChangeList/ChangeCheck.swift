// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Makes the new cut of the old one and a list of changes, and compares: a list that forgets, doubles or mistakes a clip is found out.
struct ChangeCheck {
  private static let mostFaults = 20

  private let old: [CutEvent]
  private let new: [CutEvent]

  init(_ old: [CutEvent], _ new: [CutEvent]) { (self.old, self.new) = (old, new) }

  /// Where the two are not alike.
  func faults(of changes: [Change], _ ripples: [ChangeList.Ripple]) -> [String] {
    let made = made(changes, ripples).filter(\.isShown).sorted(by: Self.isBefore)
    let wanted = new.filter(\.isShown).sorted(by: Self.isBefore)
    var faults: [String] = []
    if made.count != wanted.count { faults.append("the changes make \(made.count) clips of the old cut, and the new cut has \(wanted.count)") }
    for (mine, theirs) in zip(made, wanted) where faults.count < Self.mostFaults {
      if let difference = Self.difference(mine, theirs) {
        faults.append("\(theirs.track) at \(theirs.recordIn), ‘\(theirs.clip.name)’: \(difference)")
      }
    }
    return faults
  }

  /// The old cut with the changes.
  private func made(_ changes: [Change], _ ripples: [ChangeList.Ripple]) -> [CutEvent] {
    var touched: [CutEvent: Int] = [:]
    var made: [CutEvent] = []
    for change in changes {
      if let old = change.old { touched[old, default: 0] += 1 }
      if let event = Self.applied(change) { made.append(event) }
    }
    let byTrack = Dictionary(grouping: ripples, by: \.track)
    for event in old {
      if let count = touched[event], count > 0 {
        touched[event] = count - 1
        continue
      }
      var event = event
      event.start += Self.offset(at: event.start, in: byTrack[event.track] ?? [])
      made.append(event)
    }
    return made
  }

  /// A clip of the old cut with what the kinds of a change let change, and nothing else.
  private static func applied(_ change: Change) -> CutEvent? {
    guard let new = change.new else { return nil }
    guard var event = change.old else { return change.kinds == [.insert] ? new : nil }
    event.start = new.start
    for kind in change.kinds {
      switch kind {
      case .insert, .delete: return nil
      case .replace: (event.clip.media, event.clip.name, event.clip.source) = (new.clip.media, new.clip.name, new.clip.source)
      case .retime:
        (event.clip.speed, event.clip.speedCurve, event.clip.source) = (new.clip.speed, new.clip.speedCurve, new.clip.source)
      case .move: break
      case .track: event.track = new.track
      case .slip, .trim:
        if kind == .trim { event.frames = new.frames }
        guard !change.kinds.contains(.replace), !change.kinds.contains(.retime), let source = event.clip.source else { break }
        let start = source.start.advanced(wrapping: change.head)
        event.clip.source = try? TimecodeRange(in: start, duration: source.duration + change.tail - change.head)
      case .transition:
        event.opening = new.opening
        if !new.isFollowed || !event.isFollowed { (event.following, event.isFollowed) = (new.following, new.isFollowed) }
      case .detail:
        (event.clip.isEnabled, event.clip.grade, event.clip.sequence) = (new.clip.isEnabled, new.clip.grade, new.clip.sequence)
        event.clip.effects = new.clip.effects
      }
    }
    return event
  }

  /// How far a clip that did not change has moved with the others.
  static func offset(at place: FrameCount, in ripples: [ChangeList.Ripple]) -> FrameCount {
    var (low, high) = (0, ripples.count)
    while low < high {
      let middle = (low + high) / 2
      if ripples[middle].last < place { low = middle + 1 } else { high = middle }
    }
    return low < ripples.count && ripples[low].first <= place ? ripples[low].offset : .zero
  }

  private static func isBefore(_ one: CutEvent, _ other: CutEvent) -> Bool {
    one.track != other.track ? one.track < other.track : (one.start, one.frames) < (other.start, other.frames)
  }

  /// In what a clip that was made is not the one that is there.
  private static func difference(_ made: CutEvent, _ wanted: CutEvent) -> String? {
    if made.track != wanted.track { return "it is made on \(made.track)" }
    if made.start != wanted.start { return "it is made at \(made.recordIn)" }
    if made.frames != wanted.frames { return "it is made \(made.frames) frames long, not \(wanted.frames)" }
    if made.clip.speed != wanted.clip.speed || made.clip.speedCurve != wanted.clip.speedCurve { return "it is made at another speed" }
    if let rate = wanted.clip.source?.rate, made.source(at: rate) != wanted.source(at: rate) { return "other frames of its material are taken" }
    if (made.clip.source == nil) != (wanted.clip.source == nil) { return "its material is told otherwise" }
    if !ChangeTelling.isAlike(made.opening, wanted.opening) || !ChangeTelling.isAlike(made.closing, wanted.closing) {
      return "its transition is another"
    }
    if made.clip.isEnabled != wanted.clip.isEnabled || made.clip.grade != wanted.clip.grade { return "its grade, or whether it is seen, is another" }
    if made.clip.sequence != wanted.clip.sequence { return "the cut within it is another" }
    if made.clip.effects.map(\.name) != wanted.clip.effects.map(\.name) { return "its effects are others" }
    if made.clip.media == wanted.clip.media, made.clip.name == wanted.clip.name { return nil }
    if !CutIdentity(made.clip).isSame(as: CutIdentity(wanted.clip)) { return "it is made of other material" }
    return nil
  }
}
