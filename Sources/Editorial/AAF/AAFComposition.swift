// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Makes a cut of one composition.
struct AAFComposition {
  /// A slot's segment that becomes a track.
  private struct Layer {
    var slot: AAFReading.Slot
    var segment: AAFObject
    /// Which of the layers within the slot it is, from 1; a slot of Avid's holds all tracks of its kind.
    var within: Int
    var isEnabled = true
    var kept: [Kept] = []
    /// What the layers below it hold, for references to them.
    var scope: [[AAFItem]] = []
  }

  let reading: AAFReading
  let mob: AAFObject
  let name: String
  let depth: Int
  private let store: AAFStore
  private let slots: [AAFReading.Slot]

  init(_ reading: AAFReading, _ mob: AAFObject, name: String, depth: Int) {
    (self.reading, self.mob, self.name, self.depth) = (reading, mob, name, depth)
    store = reading.store
    slots = reading.slots(of: mob)
  }

  func timeline() -> Timeline {
    let rate = programmeRate()
    var timeline = Timeline(name: name, start: start(at: rate))
    var layers: [Layer] = []
    for slot in slots where slot.essence == .picture || slot.essence == .sound { layers += self.layers(of: slot) }
    for kind in [AAFKnown.Essence.picture, .sound] {
      let same = layers.filter { $0.slot.essence == kind }
      // Numbers as the file has them where each has its own; otherwise counted from the bottom.
      let stated = same.map { $0.slot.physicalTrack.map { Int($0) } ?? 0 }
      let isNumbered = same.allSatisfy { $0.within == 1 } && stated.allSatisfy { $0 > 0 } && Set(stated).count == stated.count
      let ordered = isNumbered ? zip(stated, same).sorted { $0.0 < $1.0 } : Array(zip(1...max(1, same.count), same))
      for (number, layer) in ordered { timeline.tracks.append(track(layer, number: number, rate: rate)) }
    }
    addMarkers(&timeline, layers: layers)
    addRemarks(&timeline)
    return timeline
  }

  // MARK: - Rate and start

  /// The rate of the pictures; without any, that of the labels, or of sound that is cut to the frame.
  private func programmeRate() -> FrameRate {
    let label = labels().first
    let rates = slots.filter { $0.essence == .picture }.map(\.rate) + [label?.slotRate].compactMap { $0 } + slots.map(\.rate)
    for rate in rates where !rate.isOfSamples && rate != .none {
      let isDrop = label?.start.rate.isDropFrame ?? false
      if let rate = rate.frameRate(isDrop: isDrop) { return rate }
    }
    if let label { return label.start.rate }
    store.note("the composition ‘\(name)’ does not say at which frame rate it is: 25 was taken")
    return .fps25
  }

  private func labels() -> [AAFLabels] { reading.labels(of: mob) }

  private func start(at rate: FrameRate) -> Timecode {
    guard let label = labels().first else { return Timecode(wrapping: .zero, at: rate) }
    if label.start.rate.nominal == rate.nominal { return Timecode(wrapping: label.start.frameCount, at: rate) }
    return (try? Timecode(label.start.fields, at: rate)) ?? Timecode(wrapping: .zero, at: rate)
  }

  // MARK: - Tracks

  /// The tracks that a slot is: one, or all layers of a scope that takes the whole slot.
  private func layers(of slot: AAFReading.Slot) -> [Layer] {
    var layer = Layer(slot: slot, segment: slot.segment, within: 1)
    var isOpen = true
    while isOpen {
      isOpen = false
      let segment = layer.segment
      switch segment.kind {
      case .selector:
        guard let muted = mutedSegment(segment), muted.kind == .sequence || muted.kind == .nestedScope else { break }
        (layer.segment, layer.isEnabled, isOpen) = (muted, false, true)
      case .operationGroup where slot.essence == .sound:
        // Level and pan of a whole track lie around its sequence.
        let inputs = store.vector(segment, AAFProperty.inputSegments)
        guard inputs.count == 1, inputs[0].kind == .sequence, !AAFEffects(store).isMotion(segment), layer.kept.count < 10_000 else { break }
        layer.kept += AAFEffects(store).effect(segment).map { AAFEffectText.lines($0) } ?? []
        (layer.segment, isOpen) = (inputs[0], true)
      default: break
      }
    }
    guard layer.segment.kind == .nestedScope else { return [layer] }
    var scope: [[AAFItem]] = []
    return store.vector(layer.segment, AAFProperty.scopeSlots).enumerated().map { number, segment in
      var one = layer
      (one.segment, one.within, one.scope) = (segment, number + 1, scope)
      scope.append([])  // seen through, not repeated: what lies below is a track of its own
      return one
    }
  }

  private func mutedSegment(_ selector: AAFObject) -> AAFObject? { AAFLaying.mutedSegment(selector, store) }

  private func track(_ layer: Layer, number: Int, rate: FrameRate) -> Track {
    let slot = layer.slot
    var laying = AAFLaying(reading, essence: slot.essence)
    var items = laying.items(of: layer.segment, scopes: layer.scope.isEmpty ? [] : [layer.scope], position: 0, depth: 0)
    while items.count > 1, case .gap(0) = items[0] { items.removeFirst() }
    while items.count > 1, case .gap(0)? = items.last { items.removeLast() }
    let slotRate = slot.rate == .none ? AAFRate(rate) : slot.rate
    let ownRate = slotRate == AAFRate(rate) ? nil : slotRate.frameRate()
    var track = Track(
      slot.essence == .picture ? .video : .audio, number: number, name: slot.object.text(AAFProperty.slotName) ?? "", rate: ownRate,
      isEnabled: layer.isEnabled, kept: layer.kept)
    let finding = AAFSources(reading, rate: slotRate, programme: rate, depth: depth)
    track.items.reserveCapacity(items.count)
    for item in items {
      guard reading.count(1) else { break }
      switch item {
      case .gap(let length): track.items.append(.gap(FrameCount(length)))
      case .transition(let transition): track.items.append(.transition(transition))
      case .piece(let piece): track.items.append(finding.item(piece))
      }
    }
    return track
  }

  // MARK: - Marks and remarks

  private func addMarkers(_ timeline: inout Timeline, layers: [Layer]) {
    let markers = AAFMarkers(store)
    // Where the clips of a track begin, once a mark says that it is of one.
    var starts: [Int: [FrameCount: (item: Int, start: FrameCount)]] = [:]
    for slot in slots where slot.object.kind == .eventMobSlot {
      let rate = slot.rate == .none ? AAFRate(timeline.rate) : slot.rate
      for (marker, described, clip) in markers.markers(of: slot) {
        guard let described, !described.isEmpty else {
          timeline.markers.append(marker.counted(at: timeline.rate, from: rate))
          continue
        }
        // Avid names the slot, and by the physical number of its own which of the layers in it.
        let kind = slots.first { $0.id == described[0] }?.essence
        let sameSlot = layers.filter { described.contains($0.slot.id) }
        let isLayered = sameSlot.contains { $0.within > 1 }
        let number = slot.physicalTrack ?? 1
        let place = timeline.tracks.firstIndex { track in
          let same = layers.filter { $0.slot.essence == (track.kind == .video ? .picture : .sound) }
          guard let kind, (kind == .picture) == (track.kind == .video), !sameSlot.isEmpty else { return false }
          if isLayered { return track.number == number }
          let stated = same.map { $0.slot.physicalTrack ?? 0 }
          let isNumbered = same.allSatisfy { $0.within == 1 } && stated.allSatisfy { $0 > 0 } && Set(stated).count == stated.count
          guard let index = same.firstIndex(where: { described.contains($0.slot.id) }) else { return false }
          return track.number == (isNumbered ? stated[index] : index + 1)
        }
        guard let place else {
          store.note("the marker ‘\(marker.text.prefix(60))’ is on a track that is not there: it was put on the whole cut")
          timeline.markers.append(marker.counted(at: timeline.rate, from: rate))
          continue
        }
        let own = timeline.tracks[place].rate ?? timeline.rate
        let start = clip.map { FrameCount(rate.converted($0, to: AAFRate(own))) }
        if start != nil, starts[place] == nil { starts[place] = timeline.tracks[place].clipStarts }
        timeline.tracks[place].add(marker.counted(at: own, from: rate), to: start.flatMap { starts[place]?[$0] })
      }
    }
  }

  private func addRemarks(_ timeline: inout Timeline) {
    let tags = AAFTags(store)
    for comment in tags.remarks(ofMob: mob) { timeline.kept.append(Kept(AAF.format, "comment \(comment.key)=\(comment.value)")) }
  }
}

extension Track {
  /// The clips by where they begin.
  fileprivate var clipStarts: [FrameCount: (item: Int, start: FrameCount)] {
    var starts: [FrameCount: (item: Int, start: FrameCount)] = [:]
    for (index, placed) in placedItems.enumerated() where placed.item.clip != nil && starts[placed.start] == nil {
      starts[placed.start] = (index, placed.start)
    }
    return starts
  }

  /// Adds a mark, to a clip where it is of one.
  fileprivate mutating func add(_ marker: Marker, to place: (item: Int, start: FrameCount)?) {
    guard let place, case .clip(var clip) = items[place.item] else { return markers.append(marker) }
    var marker = marker
    marker.place = marker.place - place.start
    clip.markers.append(marker)
    items[place.item] = .clip(clip)
  }
}

extension Marker {
  /// The mark with its place and length at another rate.
  fileprivate func counted(at rate: FrameRate, from own: AAFRate) -> Marker {
    var marker = self
    marker.place = FrameCount(own.converted(place.value, to: AAFRate(rate)))
    marker.frames = FrameCount(own.converted(frames.value, to: AAFRate(rate)))
    return marker
  }
}
