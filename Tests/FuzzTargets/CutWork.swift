// SPDX-License-Identifier: Apache-2.0

import Editorial
import Timing

/// All that is done with a cut besides writing it: looked through, compared, conformed, pulled, and what came back cut in.
enum CutWork {
  /// What does not hold of it, in words; `nil` where all is well.
  static func fault(_ timeline: Timeline) -> String? {
    _ = SequenceCheck.faults(of: timeline)
    if let changes = try? ChangeList(from: timeline, to: timeline, handles: 8) {
      _ = (changes.marked, changes.changedEvents)
      if let fault = changes.faults.first { return "a cut held against itself does not add up: \(fault)" }
    }
    var other = timeline
    for track in other.tracks.indices where !other.tracks[track].items.isEmpty { other.tracks[track].items.removeFirst() }
    if let changes = try? ChangeList(from: timeline, to: other, handles: 8), let fault = changes.faults.first {
      return "a cut held against itself without its first clips does not add up: \(fault)"
    }
    _ = Relink(other, from: timeline)
    let result = Conform(MediaIndex(media(of: timeline)), handles: 8).run(timeline)
    _ = (result.linked(timeline), VisibleSegment.segments(of: timeline, result))
    for merges in [false, true] {
      let pull = PullList(of: result, timeline, options: PullOptions(handles: 8, mergesRanges: merges, numbering: .cut(1001), takesSound: true))
      let returned = pull.shots.prefix(8).map {
        ReturnedMedia(path: $0.name + ".mov", name: $0.name, frames: $0.source.duration, rate: $0.source.rate, start: $0.source.start)
      }
      _ = CutInReturn(PullReturn(of: pull, Array(returned)), timeline)
      for (_, shots) in pull.byVendor { _ = pull.timeline(shots, at: timeline.rate) }
    }
    return nil
  }

  /// The media that the cut itself names, as long as it says.
  private static func media(of timeline: Timeline) -> [MediaItem] {
    timeline.tracks.flatMap(\.items).compactMap(\.clip).prefix(64).map { clip in
      MediaItem(
        path: clip.media.path.isEmpty ? "/media/\(clip.name).mov" : clip.media.path, aliases: [.init(.reel, clip.media.reel, by: "the file itself")],
        identifiers: [clip.media.identifier], labels: clip.media.available ?? clip.source, rate: clip.source?.rate,
        frames: (clip.media.available ?? clip.source)?.duration)
    }
  }
}
