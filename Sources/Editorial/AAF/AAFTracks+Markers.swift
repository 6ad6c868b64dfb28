// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension AAFTracks {
  /// The slots of marks: one for each track that has any, and one for the whole cut. A mark of a clip lies on its track, as Avid has them, and says where the
  /// clip begins: so it comes back to its clip here.
  ///
  /// - Parameter ids: the slot of each track; 0 where it has none.
  mutating func markers(_ ids: [Int], firstID: Int) -> [AAFNode] {
    var nodes: [AAFNode] = []
    for (track, id) in zip(timeline.tracks, ids) where id > 0 {
      var marks = track.markers.map { (marker: $0, clip: FrameCount?.none) }
      for (start, item) in track.placedItems {
        for marker in item.clip?.markers ?? [] {
          var mark = marker
          mark.place = start + marker.place
          marks.append((mark, start))
        }
      }
      if !marks.isEmpty {
        nodes.append(slot(marks, id: firstID + nodes.count, track: track.number, described: id, rate: track.rate ?? timeline.rate))
      }
    }
    if !timeline.markers.isEmpty {
      nodes.append(slot(timeline.markers.map { ($0, nil) }, id: firstID + nodes.count, track: 1, described: nil, rate: timeline.rate))
    }
    guard writing.isForSound else { return nodes }
    let isMarked = timeline.tracks.contains { !$0.markers.isEmpty || $0.items.contains { $0.clip?.markers.isEmpty == false } }
    guard isMarked || !timeline.markers.isEmpty else { return [] }
    writing.lost.add(.markers, "the markers, which Pro Tools does not take")
    return []
  }

  // MARK: -

  private mutating func slot(_ markers: [(marker: Marker, clip: FrameCount?)], id: Int, track: Int, described: Int?, rate: FrameRate) -> AAFNode {
    var sequence = AAFNode(.sequence, AAFKnown.descriptiveMetadata, length: nil)
    var events: [AAFNode] = []
    for (marker, clip) in markers { events.append(event(marker, of: clip, described: described)) }
    sequence[AAFProperty.components] = .vector(events)
    var node = AAFNode(.eventMobSlot)
    node.set(AAFProperty.slotID, UInt32(id))
    node[AAFProperty.slotSegment] = .strong(sequence)
    node.set(AAFProperty.physicalTrack, UInt32(clamping: track))
    node.set(AAFProperty.eventEditRate, AAFRate(rate))
    return node
  }

  private mutating func event(_ marker: Marker, of clip: FrameCount?, described: Int?) -> AAFNode {
    for kept in marker.kept { writing.lost.add(kept, of: "the marker ‘\(marker.text.prefix(40))’") }
    let text = writing.bounded(marker.text, "the text of a marker")
    var node = AAFNode(.descriptiveMarker, AAFKnown.descriptiveMetadata, length: marker.frames > .zero ? marker.frames.value : nil)
    node.set(AAFProperty.position, Int64(marker.place.value))
    node.set(AAFProperty.comment, text)
    if let described {
      var bytes: [UInt8] = []
      bytes.append(number: UInt32(described))
      node[AAFProperty.describedSlots] = .data(bytes)
    }
    var attributes = [writing.tag("_ATN_CRM_COM", text)]
    if !marker.color.isEmpty {
      node[0xFFFD] = .data(MarkerColor.bytes(of: marker.color))
      attributes.append(writing.tag("_ATN_CRM_COLOR", marker.color.prefix(1).uppercased() + marker.color.dropFirst()))
    }
    if !marker.name.isEmpty {
      node.set(0xFFFB, writing.bounded(marker.name, "the name of a marker"))
      attributes.append(writing.tag("_ATN_CRM_USER", marker.name))
    }
    if let clip { attributes.append(writing.tag(AAFMarkers.clipTag, "\(clip)")) }
    node[0xFFFC] = .vector(attributes)
    return node
  }
}
