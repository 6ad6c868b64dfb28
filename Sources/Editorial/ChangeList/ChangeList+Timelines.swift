// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension ChangeList {
  /// The new cut with only those clips that changed or are new, each where it lies and with a comment that says what became of it.
  ///
  /// What is gone is not in it: there is nothing to be seen of it.
  public var changedEvents: Timeline {
    let told = changesByPlace
    var cut = new
    cut.markers = []
    for index in cut.tracks.indices {
      let track = cut.tracks[index]
      let name = CutEvent.TrackName(kind: track.kind, number: track.number)
      var items: [TrackItem] = []
      // Transitions stay with what they lead into.
      var opening: TrackItem?
      for (place, item) in track.placedItems {
        switch item {
        case .transition: opening = item
        case .gap(let frames):
          Self.add(gap: frames, to: &items)
          opening = nil
        case .clip(var clip):
          if let change = told[name]?[place.value] {
            if let opening { items.append(opening) }
            clip.comments.insert(Clip.Comment(key: "CHANGE", value: change.words), at: 0)
            items.append(.clip(clip))
          } else {
            Self.add(gap: clip.frames, to: &items)
          }
          opening = nil
        }
      }
      if case .gap? = items.last { items.removeLast() }
      cut.tracks[index].items = items
      cut.tracks[index].markers = []
    }
    cut.tracks.removeAll { $0.items.isEmpty }
    return cut
  }

  /// The new cut with a mark for each change: on the clip that changed, or in the whole cut where something is gone.
  public var marked: Timeline {
    let told = changesByPlace
    var cut = new
    for index in cut.tracks.indices {
      let name = CutEvent.TrackName(kind: cut.tracks[index].kind, number: cut.tracks[index].number)
      var place = FrameCount.zero
      for position in cut.tracks[index].items.indices {
        let item = cut.tracks[index].items[position]
        defer { place += item.frames }
        guard case .clip(var clip) = item, let change = told[name]?[place.value] else { continue }
        let isShort = change.reach.map { !$0.isWithin } ?? false
        clip.markers.append(Marker(place: .zero, color: isShort ? "red" : "yellow", text: change.words))
        cut.tracks[index].items[position] = .clip(clip)
      }
    }
    let byTrack = Dictionary(grouping: ripples, by: \.track)
    for change in changes where change.new == nil {
      guard let old = change.old else { continue }
      let text = "gone: \(change.name) (\(old.recordIn)-\(old.recordOut) before)"
      cut.markers.append(Marker(place: (try? cut.start.distance(to: goneLabel(old, byTrack[old.track] ?? []))) ?? .zero, color: "red", text: text))
    }
    return cut
  }

  /// Where in the new cut something that is gone would lie.
  private func goneLabel(_ event: CutEvent, _ ripples: [Ripple]) -> Timecode {
    let place = event.start + ChangeCheck.offset(at: event.start, in: ripples)
    let frames = (try? place.convertedByRealTime(from: event.rate, to: new.rate, rounding: .down)) ?? place
    return Timecode(wrapping: max(frames, new.start.frameCount), at: new.rate)
  }

  /// What became of the clips, by their track and their place on it.
  private var changesByPlace: [CutEvent.TrackName: [Int: Change]] {
    var told: [CutEvent.TrackName: [Int: Change]] = [:]
    let rates = Dictionary(
      new.tracks.map { (CutEvent.TrackName(kind: $0.kind, number: $0.number), $0.rate ?? new.rate) }, uniquingKeysWith: { one, _ in one })
    for change in changes {
      guard let event = change.new else { continue }
      for track in change.tracks {
        let rate = rates[track] ?? new.rate
        let start = (try? new.start.frameCount.convertedByRealTime(from: new.rate, to: event.rate, rounding: .nearest)) ?? .zero
        let place = (try? (event.start - start).convertedByRealTime(from: event.rate, to: rate, rounding: .nearest)) ?? .zero
        told[track, default: [:]][place.value] = change
      }
    }
    return told
  }

  private static func add(gap frames: FrameCount, to items: inout [TrackItem]) {
    if case .gap(let before)? = items.last { items[items.count - 1] = .gap(before + frames) } else { items.append(.gap(frames)) }
  }
}
