// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Lays clips on tracks by their places: time that none fills becomes a gap, and of two that claim the same frames the later one goes to a track above.
struct ClipLaying {
  /// A kind of track and its number.
  struct Lane: Hashable {
    var kind: Track.Kind
    var number: Int
  }

  /// Tracks of one kind, which a list of nothing but overlaps would not end to ask for.
  static let mostTracks = 999

  private var lanes: [Lane: [(place: FrameCount, order: Int, clip: Clip)]] = [:]
  private var count = 0
  /// Clips for which a track above was needed.
  private(set) var lifted = 0
  /// Clips that were left out, since there would be too many tracks.
  private(set) var dropped = 0

  /// Adds a clip at a place, which is not below zero.
  mutating func add(_ clip: Clip, at place: FrameCount, on lane: Lane) {
    lanes[lane, default: []].append((place, count, clip))
    count += 1
  }

  /// The tracks, pictures first.
  mutating func tracks() -> [Track] {
    var tracks: [Track] = []
    for kind in [Track.Kind.video, .audio] {
      var open = lanes.filter { $0.key.kind == kind }
      while let number = open.keys.map(\.number).min() {
        let lane = Lane(kind: kind, number: number)
        let placed = (open.removeValue(forKey: lane) ?? []).sorted { ($0.place, $0.order) < ($1.place, $1.order) }
        var track = Track(kind, number: number)
        var left: [(place: FrameCount, order: Int, clip: Clip)] = []
        var end = FrameCount.zero
        for item in placed {
          guard item.place >= end else {
            left.append(item)
            continue
          }
          if item.place > end { track.items.append(.gap(item.place - end)) }
          track.items.append(.clip(item.clip))
          end = item.place + item.clip.frames
        }
        tracks.append(track)
        guard !left.isEmpty else { continue }
        guard number < Self.mostTracks else {
          dropped += left.count
          continue
        }
        lifted += left.count
        open[Lane(kind: kind, number: number + 1), default: []] += left
      }
    }
    return tracks
  }
}
