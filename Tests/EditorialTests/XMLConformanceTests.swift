// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

/// A kind of Final Cut's XML, as the suite below tries it.
struct FinalCutFormat: CustomTestStringConvertible, Sendable {
  let name: String
  let write: @Sendable (Timeline) throws -> (bytes: [UInt8], lost: [String])
  let read: @Sendable ([UInt8]) throws -> Timeline
  /// What the format is known to drop of a cut. Whatever it drops must be reported.
  let simplify: @Sendable (Timeline) -> Timeline

  var testDescription: String { name }

  init(_ format: TimelineFormat, simplify: @escaping @Sendable (Timeline) -> Timeline) {
    name = format.rawValue
    write = { try format.write($0) }
    read = { bytes in try #require(try format.read(bytes, subject: "drawn.\(format.rawValue)").timelines.first) }
    self.simplify = simplify
  }
}

extension FinalCutFormat {
  /// Both, with what each drops of a cut.
  static let all: [FinalCutFormat] = [
    FinalCutFormat(.xml) { $0.mapped { track in track.markers = [] } },
    FinalCutFormat(.fcpxml) { $0.withoutWhatFCPXMLCannotSay },
  ]
}

extension Timeline {
  /// The cut with each track and clip changed, in nested ones too.
  func mapped(_ track: (inout Track) -> Void = { _ in }, clip: (inout Clip) -> Void = { _ in }) -> Timeline {
    var timeline = self
    for index in timeline.tracks.indices {
      track(&timeline.tracks[index])
      for place in timeline.tracks[index].items.indices {
        guard var changed = timeline.tracks[index].items[place].clip else { continue }
        changed.sequence = changed.sequence?.mapped(track, clip: clip)
        clip(&changed)
        timeline.tracks[index].items[place] = .clip(changed)
      }
    }
    return timeline
  }
}

extension Timeline {
  /// FCPXML has no tracks, so that nothing of these comes back but what lies on them; its marks have no colours, and none is of the whole.
  fileprivate var withoutWhatFCPXMLCannotSay: Timeline {
    var timeline = mapped(
      { track in
        let isOn = track.isEnabled
        (track.name, track.markers, track.isEnabled) = ("", [], true)
        for place in track.items.indices {
          guard var clip = track.items[place].clip else { continue }
          clip.isEnabled = clip.isEnabled && isOn
          for index in clip.markers.indices { clip.markers[index].color = "" }
          track.items[place] = .clip(clip)
        }
      }, clip: { clip in clip.sequence = clip.sequence?.withoutWhatFCPXMLCannotSay })
    for index in timeline.markers.indices { timeline.markers[index].color = "" }
    // A mark of the whole is set on the clip of the primary storyline that lies there.
    timeline.markers.removeAll { marker in
      for (place, (start, item)) in (timeline.tracks.first?.placedItems ?? []).enumerated() {
        guard var clip = item.clip, start <= marker.place, marker.place < start + clip.frames else { continue }
        var marker = marker
        marker.place = marker.place - start
        clip.markers.append(marker)
        timeline.tracks[0].items[place] = .clip(clip)
        return true
      }
      return false
    }
    return timeline
  }
}

/// What is written is read again as the same cut, in both kinds.
struct `Cuts in Final Cut XML` {
  @Test(arguments: FinalCutFormat.all)
  func `reads what it wrote as the same cut, but for what it said would be lost`(format: FinalCutFormat) throws {
    for seed in UInt64(0)..<27 {
      let timeline = try DrawnFinalCut.timeline(seed: seed)
      let (bytes, lost) = try format.write(timeline)
      let simple = format.simplify(timeline)
      #expect(simple == timeline || !lost.isEmpty, "seed \(seed): it lost something in silence")
      let back = try format.read(bytes)
      try expectSame(back, simple, "seed \(seed), \(lost)")
    }
  }

  @Test(arguments: FinalCutFormat.all)
  func `loses nothing the second time`(format: FinalCutFormat) throws {
    for seed in UInt64(100)..<109 {
      let once = try format.read(format.write(DrawnFinalCut.timeline(seed: seed)).bytes)
      let (bytes, lost) = try format.write(once)
      #expect(lost.isEmpty, "seed \(seed)")
      try expectSame(format.read(bytes), once, "seed \(seed)")
    }
  }

  /// Says the first item that differs, for two whole cuts are too long to read.
  private func expectSame(_ one: Timeline, _ other: Timeline, _ comment: String) throws {
    if one == other { return }
    for (track, expected) in zip(one.tracks, other.tracks) {
      for (item, wanted) in zip(track.items, expected.items) where item != wanted {
        Issue.record("\(comment): \(track.kind) \(track.number): \(item)\n is not \(wanted)")
        return
      }
    }
    Issue.record(
      "\(comment): \(one.name) \(one.tracks.map(\.items.count)) \(one.markers)\n is not \(other.name) \(other.tracks.map(\.items.count)) \(other.markers)"
    )
  }
}
