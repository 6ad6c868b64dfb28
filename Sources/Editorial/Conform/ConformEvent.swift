// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A clip of a cut that needs media: on one track, or the same piece of the same material on several.
public struct ConformEvent: Hashable, Sendable {
  /// Its number, from 1, in the order of the programme.
  public var number: Int
  /// The clip.
  public var clip: Clip
  /// The tracks that it lies on: `V1`, `A2`; inside nested cuts with their names before: `Opening/V1`.
  public var tracks: [String]
  /// Where it lies in the programme, or in the cut that it is nested in.
  public var record: TimecodeRange?
  /// Which frames of its material it needs; `nil` where the list does not say.
  public var use: SourceUse?
  /// What was odd about it.
  public var notes: [String]
  /// Whether pictures of it are needed, and not only sound.
  public var needsPictures: Bool
  /// Its places: pairs of track and item from the outermost cut inwards.
  public internal(set) var places: [[Int]]
}

extension ConformEvent {
  /// More clips than any cut has: cuts within cuts can hold one another many times over.
  static let mostClips = 2_000_000

  /// The clips of `timeline`, in the order of the programme.
  ///
  /// - Parameter handles: frames of the programme to have besides, at both ends of each.
  public static func events(of timeline: Timeline, handles: Int = 0) -> (events: [ConformEvent], notes: [String]) {
    var collection = Collection(handles: max(0, min(handles, 1 << 20)))
    collection.add(timeline, prefix: "", path: [], depth: 0)
    return collection.finish()
  }

  /// Gathers clips, and takes those that are one piece of material on several tracks for one.
  private struct Collection {
    private struct Key: Hashable {
      var path: String
      var start: Int
      var frames: Int
      var name: String
      var source: TimecodeRange?
      var speed: Ratio
      var media: MediaReference
    }

    let handles: Int
    private var events: [(order: (Int, Int), event: ConformEvent)] = []
    private var places: [Key: Int] = [:]
    private var clips = 0
    private var isCut = false

    init(handles: Int) { self.handles = handles }

    mutating func add(_ timeline: Timeline, prefix: String, path: [Int], depth: Int) {
      for (trackIndex, track) in timeline.tracks.enumerated() {
        let rate = track.rate ?? timeline.rate
        let name = prefix + (track.kind == .video ? "V" : "A") + "\(track.number)"
        var place = FrameCount.zero
        for (itemIndex, item) in track.items.enumerated() {
          defer { place = FrameCount(place.value &+ item.frames.value) }
          guard let clip = item.clip else { continue }
          clips += 1
          guard clips <= ConformEvent.mostClips else {
            isCut = true
            return
          }
          if let inner = clip.sequence {
            guard depth < Timeline.deepestNesting else { continue }
            add(inner, prefix: "\(prefix)\(inner.name.isEmpty ? clip.name : inner.name)/", path: path + [trackIndex, itemIndex], depth: depth + 1)
            continue
          }
          add(clip, on: name, of: track, at: (trackIndex, itemIndex), place: place, rate: rate, timeline: timeline, prefix: prefix, path: path)
        }
      }
    }

    private mutating func add(
      _ clip: Clip, on name: String, of track: Track, at index: (track: Int, item: Int), place: FrameCount, rate: FrameRate, timeline: Timeline,
      prefix: String, path: [Int]
    ) {
      let start = (try? place.convertedByRealTime(from: rate, to: timeline.rate, rounding: .down)) ?? place
      let key = Key(
        path: "\(prefix) \(rate)", start: place.value, frames: clip.frames.value, name: clip.name, source: clip.source, speed: clip.speed,
        media: clip.media)
      let own = path + [index.track, index.item]
      func transition(_ offset: Int) -> Transition? {
        let neighbor = index.item + offset
        guard track.items.indices.contains(neighbor), case .transition(let transition) = track.items[neighbor] else { return nil }
        return transition
      }
      // A key lays a picture over another: neither is needed for longer.
      let (before, behind) = (transition(-1), transition(1))
      let head = before.flatMap { $0.kind == .key ? nil : $0.head.value } ?? 0
      let tail = behind.flatMap { $0.kind == .key ? nil : $0.tail.value } ?? 0
      let length = (try? clip.frames.convertedByRealTime(from: rate, to: timeline.rate, rounding: .up)) ?? clip.frames
      let extra = (try? FrameCount(handles).convertedByRealTime(from: timeline.rate, to: rate, rounding: .up)) ?? FrameCount(handles)
      let found = SourceUse.of(clip, rate: rate, head: max(0, head), tail: max(0, tail), handles: extra.value)
      let use = found?.use
      if let known = places[key], events[known].event.clip.isEnabled == clip.isEnabled {
        events[known].event.tracks.append(name)
        events[known].event.places.append(own)
        if track.kind == .video { events[known].event.needsPictures = true }
        // A crossfade may show more of its sound than a straight cut of its picture.
        if let use { events[known].event.use?.join(use) }
        return
      }
      let event = ConformEvent(
        number: 0, clip: clip, tracks: [name], record: try? TimecodeRange(in: timeline.start.advanced(wrapping: start), duration: length),
        use: use, notes: found?.notes ?? [], needsPictures: track.kind == .video, places: [own])
      places[key] = events.count
      events.append(((path.isEmpty ? start.value : .max, events.count), event))
    }

    func finish() -> (events: [ConformEvent], notes: [String]) {
      var sorted = events.sorted { $0.order < $1.order }.map(\.event)
      for index in sorted.indices { sorted[index].number = index + 1 }
      let note = "the cut holds more than \(ConformEvent.mostClips) clips, and no more were looked at"
      return (sorted, isCut ? [note] : [])
    }
  }
}
