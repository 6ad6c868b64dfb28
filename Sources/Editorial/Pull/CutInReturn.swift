// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// A cut with what came back from a pull in place of what was pulled.
///
/// A clip is told by its material and by the frames that it shows, never by its place: the cut may be a later one than that which was pulled from. A clip that
/// shows frames which did not come back keeps what it had.
public struct CutInReturn: Sendable {
  /// The cut with what came back.
  public var timeline: Timeline
  /// How many clips were given what came back.
  public var count = 0
  /// Clips that show more than what came back, and accepted shots that no clip shows, a sentence each.
  public var notes: [String] = []

  private struct Offer {
    var shot: PullList.Shot
    var media: ReturnedMedia
    var identity: CutIdentity
    /// Whether any clip has its material.
    var isShown = false
  }

  private var offers: [Offer] = []

  /// Gives the clips of `cut` the accepted shots of `result`. They keep lengths, places and labels of the source: what came back has the same labels.
  public init(_ result: PullReturn, _ cut: Timeline) {
    timeline = cut
    for item in result.items where item.state == .accepted {
      guard let media = item.media else { continue }
      let clip = Clip(
        name: item.shot.clip, frames: item.shot.cut.duration, source: item.shot.cut,
        media: MediaReference(reel: item.shot.reel, path: item.shot.path))
      offers.append(Offer(shot: item.shot, media: media, identity: CutIdentity(clip)))
    }
    var events = cut.events(in: [:]).makeIterator()
    for track in timeline.tracks.indices {
      for place in timeline.tracks[track].items.indices {
        guard case .clip(var clip) = timeline.tracks[track].items[place], let event = events.next() else { continue }
        guard let offer = offer(for: event) else { continue }
        clip.media = MediaReference(name: offer.media.name, reel: clip.media.reel, path: offer.media.path, available: offer.shot.source)
        timeline.tracks[track].items[place] = .clip(clip.countedAsItsMedia)
        count += 1
      }
    }
    notes += offers.filter { !$0.isShown }.map { "\($0.shot.name): no clip of the cut shows it any more" }
  }

  // MARK: -

  /// What came back for a clip; `nil` where nothing did, with a note where it shows other frames than those.
  private mutating func offer(for event: CutEvent) -> Offer? {
    let identity = CutIdentity(event.clip)
    var fitting: [Int] = []
    var nearest: (place: Int, head: Int, tail: Int)?
    for place in offers.indices {
      let shot = offers[place].shot
      guard shot.uses.contains(where: { $0.track.first == event.track.description.first }), identity.isSame(as: offers[place].identity),
        shot.uses.contains(where: { $0.clip == event.clip.name }), let need = event.need(handles: 0, at: shot.source.rate)
      else { continue }
      let first = shot.source.start.frameCount.value
      let (head, tail) = (max(0, first - need.lowerBound), max(0, need.upperBound - first - shot.source.duration.value))
      // What begins behind its end is another part of the same recording.
      guard head + tail < need.count else { continue }
      offers[place].isShown = true
      if head + tail == 0 {
        fitting.append(place)
      } else if head + tail < nearest.map({ $0.head + $0.tail }) ?? .max {
        nearest = (place, head, tail)
      }
    }
    let inPlace = fitting.filter { place in
      offers[place].shot.uses.contains { $0.track == event.track.description && $0.recordIn.frameCount == event.recordIn.frameCount }
    }
    let words = "\(event.track) \(event.recordIn) ‘\(event.clip.name)’"
    if let place = inPlace.first ?? (fitting.count == 1 ? fitting[0] : nil) { return offers[place] }
    if fitting.count > 1 {
      let names = fitting.map { offers[$0].shot.name }.joined(separator: ", ")
      notes.append("\(words) keeps what it had: several shots that came back hold its frames (\(names))")
    } else if let nearest {
      let ends = [(nearest.head, "head"), (nearest.tail, "tail")].filter { $0.0 > 0 }
      let lack = ends.map { "\($0.0) \($0.0 == 1 ? "frame" : "frames") at the \($0.1)" }.joined(separator: " and ")
      notes.append("\(words) keeps what it had: \(offers[nearest.place].shot.name) lacks \(lack) that the cut shows now; pull it again")
    }
    return nil
  }
}
