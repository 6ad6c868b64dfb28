// SPDX-License-Identifier: Apache-2.0

import Editorial
import Timing

/// The document that `timeline diff --json` prints, by the contract's keys.
struct ChangeDocument: Encodable {
  struct Side: Encodable {
    var track: String
    var recordIn: String
    var recordOut: String
    @Null var sourceIn: String?
    @Null var sourceOut: String?
    var frames: Int
    var speed: String

    init?(_ event: CutEvent?) {
      guard let event else { return nil }
      track = event.track.description
      (recordIn, recordOut, frames) = (event.recordIn.description, event.recordOut.description, event.frames.value)
      (sourceIn, sourceOut) = (event.clip.source?.start.description, event.clip.source?.end.description)
      speed = event.clip.speed.description
    }
  }

  struct Row: Encodable {
    var kind: String
    var kinds: [String]
    var clip: String
    var tracks: [String]
    @Null var old: Side?
    @Null var new: Side?
    /// Frames of the material by which it begins and ends later.
    var head: Int
    var tail: Int
    @Null var withinHandles: Bool?
    @Null var short: Short?
    var text: String
  }

  struct Short: Encodable {
    var head: Int
    var tail: Int
    var isUnpulled: Bool
  }

  struct Shift: Encodable {
    var track: String
    var from: String
    var clips: Int
    var frames: Int
  }

  var changes: [Row]
  var unchanged: Int
  var ripples: [Shift]
  var handles: Int
  var faults: [String]

  init(_ list: ChangeList) {
    changes = list.changes.map { change in
      Row(
        kind: change.kind.rawValue, kinds: change.kinds.map(\.rawValue), clip: change.name, tracks: change.tracks.map(\.description),
        old: Side(change.old), new: Side(change.new), head: change.head.value, tail: change.tail.value, withinHandles: change.reach?.isWithin,
        short: change.reach.flatMap { reach in
          reach.isWithin ? nil : Short(head: reach.shortHead.value, tail: reach.shortTail.value, isUnpulled: reach.isUnpulled)
        }, text: change.words)
    }
    unchanged = list.unchanged
    ripples = list.ripples.filter { $0.offset != .zero }.map {
      Shift(track: $0.track.description, from: $0.from.description, clips: $0.count, frames: $0.offset.value)
    }
    (handles, faults) = (list.handles, list.faults)
  }
}
