// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Keys: pictures that lie above others, and are faded in (`K`) and taken away (`K O`).
extension EditDecisionList {
  /// The list with each key that is taken away as one edit, and how many frames at its end that takes, by the edit's index.
  ///
  /// `K O` is an event of its own, whose edit goes on with the key's material. Where that is what lies right before it, both are one clip.
  func joiningKeys() -> (list: EditDecisionList, closings: [Int: FrameCount]) {
    guard edits.contains(where: { if case .keyOut = $0.transition { true } else { false } }) else { return (self, [:]) }
    var joined = self
    joined.edits = []
    var closings: [Int: FrameCount] = [:]
    var ends: [Seam: Int] = [:]
    for edit in edits {
      guard case .keyOut(let frames) = edit.transition else {
        if edit.record.duration > .zero { ends[Seam(edit, at: edit.record.end)] = joined.edits.count }
        joined.edits.append(edit)
        continue
      }
      if let index = ends[Seam(edit, at: edit.record.start)], closings[index] == nil, let whole = joined.edits[index].going(on: edit, at: rate) {
        // Its background says nothing more.
        if index < joined.edits.count - 1, let last = joined.edits.last, last.isBackground(of: edit) { joined.edits.removeLast() }
        joined.edits[index] = whole
        closings[index] = frames
      } else {
        closings[joined.edits.count] = frames
        joined.edits.append(edit)
      }
    }
    return (joined, closings)
  }

  /// Where an edit ends or begins, on which tracks and of which reel.
  private struct Seam: Hashable {
    var picture: Int?
    var sound: [Int]
    var reel: String
    var label: Timecode

    init(_ edit: Edit, at label: Timecode) { (picture, sound, reel, self.label) = (edit.pictureLane, edit.soundTracks, edit.reel, label) }
  }
}

extension EditDecisionList.Edit {
  /// What a comment is about that names the track of a key, `V1`, where that is not the one above its channel.
  static let keyTrack = "KEY TRACK"

  /// The track of picture on which the edit lies: a key's is the one above its channel, which is that of its background.
  var pictureLane: Int? {
    guard transition.isKeyed, let channel = pictureTrack else { return pictureTrack }
    if let named = comment(Self.keyTrack), named.first == "V", let number = Int(named.dropFirst()), (1...999).contains(number) { return number }
    return channel + 1
  }

  /// Whether it is the line that names what the key of `edit` lies above, and no edit itself.
  fileprivate func isBackground(of edit: Self) -> Bool { event == edit.event && transition == .keyBackground && record.duration == .zero }

  /// The edit and the one behind it as one, where that goes on with its material in the direction in which it plays.
  fileprivate func going(on next: Self, at rate: FrameRate) -> Self? {
    guard source.rate == next.source.rate else { return nil }
    let speed = speed(at: rate)
    guard (speed.numerator < 0) == (next.speed(at: rate).numerator < 0) else { return nil }
    var whole = self
    if speed.numerator == 0, source == next.source {
      whole.source = source
    } else if speed.numerator > 0, source.end == next.source.start {
      guard let both = try? TimecodeRange(in: source.start, duration: source.duration + next.source.duration) else { return nil }
      whole.source = both
    } else if speed.numerator < 0, next.source.end == source.start {
      guard let both = try? TimecodeRange(in: next.source.start, duration: source.duration + next.source.duration) else { return nil }
      whole.source = both
    } else {
      return nil
    }
    guard let record = try? TimecodeRange(in: record.start, duration: record.duration + next.record.duration) else { return nil }
    whole.record = record
    let name = clipName
    whole.statements += next.statements.filter { statement in
      if Self.motion(statement) != nil || statement.uppercased().hasPrefix("AUD") { return false }
      guard let comment = Self.comment(statement) else { return !statements.contains(statement) }
      let isSaid = comment.key == "FROM CLIP NAME" || ["KEY CLIP NAME", "TO CLIP NAME"].contains(comment.key) && comment.value == name
      return !isSaid && comment.key != Self.keyTrack && !statements.contains(statement)
    }
    return whole
  }

  /// The edit of a key as two, the second of which takes the key away over its last `frames`; the whole where these are all of it.
  func takingKeyAway(over frames: FrameCount, speed: Ratio) -> (before: Self?, out: Self) {
    var (before, out) = (self, self)
    out.transition = .keyOut(frames)
    let rest = record.duration - frames
    guard rest > .zero, frames > .zero else { return (nil, out) }
    let taken = FrameCount(Int(Int128(source.duration.value) * Int128(rest.value) / Int128(record.duration.value)))
    func part(_ range: TimecodeRange, _ start: FrameCount, _ length: FrameCount) -> TimecodeRange {
      guard let part = try? TimecodeRange(in: range.start.advanced(wrapping: start), duration: length) else {
        preconditionFailure("a part of a range is no longer than that")
      }
      return part
    }
    (before.record, out.record) = (part(record, .zero, rest), part(record, rest, frames))
    if speed.numerator > 0 {
      (before.source, out.source) = (part(source, .zero, taken), part(source, taken, source.duration - taken))
    } else if speed.numerator < 0 {
      let left = source.duration - taken
      (before.source, out.source) = (part(source, left, taken), part(source, .zero, left))
    }
    return (before, out)
  }
}

extension EditDecisionList.Transition {
  /// Whether the edit lies above its background.
  var isKeyed: Bool {
    switch self {
    case .key, .keyOut: true
    case .cut, .dissolve, .wipe, .keyBackground: false
    }
  }
}
