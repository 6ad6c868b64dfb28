// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension AAFReading {
  /// A mob on the way from a clip to its tape, with the slot of it that is used and the place there.
  private struct Link {
    var mob: AAFObject
    var id: MobIdentifier
    var slot: Slot
    var place: Int
  }

  /// Hops that are followed; a chain has four or five.
  private static let longestChain = 32

  /// What is behind a slot of a master clip.
  func media(of mob: MobIdentifier, slot: Int) -> AAFMedia {
    let key = AAFMediaKey(mob: mob, slot: slot)
    if let known = media[key] { return known }
    let made = makeMedia(Hop(mob: mob, slot: slot, place: 0, rate: slots(of: mob, slot)?.rate ?? .none))
    media[key] = made
    return made
  }

  /// The label of a place, by the last mob of the chain that has labels; by the first frame as zero where none has.
  ///
  /// - Parameter samples: the sample rate, where the place is to be told to the sample.
  func label(_ hop: Hop, samples: AAFRate?) -> Timecode? {
    let links = chain(hop)
    guard let last = links.last else { return nil }
    let labelled = links.reversed().lazy.compactMap { link in
      self.labels(of: link.mob, at: link.place, rate: link.slot.rate).map { (link, $0) }
    }.first
    if let (link, labels) = labelled {
      guard let samples, let rate = samples.frameRate() else { return labels.label(at: link.place, rate: link.slot.rate) }
      let start = labels.rate.converted(labels.start.frameCount.value, to: samples)
      let passed = link.slot.rate.converted(link.place, to: samples).addingClamped(-labels.slotRate.converted(labels.place, to: samples))
      return Timecode(wrapping: FrameCount(start.addingClamped(passed)), at: rate)
    }
    guard let rate = (samples ?? last.slot.rate).frameRate() else { return nil }
    return Timecode(wrapping: FrameCount(last.slot.rate.converted(last.place, to: AAFRate(rate))), at: rate)
  }

  // MARK: -

  private func slots(of mob: MobIdentifier, _ id: Int) -> Slot? { mobs[mob].flatMap { mob in slots(of: mob).first { $0.id == id } } }

  /// The way from a place to the last mob that there is.
  private func chain(_ hop: Hop) -> [Link] {
    var links: [Link] = []
    var hop = hop
    while links.count < Self.longestChain, hop.mob != .zero, let mob = mobs[hop.mob] {
      guard let slot = slots(of: mob).first(where: { $0.id == hop.slot }) else {
        store.note(once: "slot \(hop.mob) \(hop.slot)", "‘\(mob.text(AAFProperty.mobName) ?? "")’ has no slot \(hop.slot), to which a clip refers")
        break
      }
      let place = hop.rate.converted(hop.place, to: slot.rate).addingClamped(slot.origin)
      links.append(Link(mob: mob, id: hop.mob, slot: slot, place: place))
      guard let (clip, start) = sourceClip(in: slot.segment, at: place), let next = clip.mob(AAFProperty.sourceID) else { break }
      hop = Hop(
        mob: next, slot: clip.integer(AAFProperty.sourceMobSlotID) ?? 0,
        place: (clip.integer(AAFProperty.startTime) ?? 0).addingClamped(place - start), rate: slot.rate)
    }
    return links
  }

  /// The clip at a place of a segment, and where in it that begins.
  private func sourceClip(in segment: AAFObject, at place: Int) -> (clip: AAFObject, start: Int)? {
    var (segment, start) = (segment, 0)
    for _ in 0..<Self.longestChain {
      switch segment.kind {
      case .sourceClip: return (segment, start)
      case .sequence:
        let parts = parts(of: segment)
        guard let part = parts.last(where: { start + $0.start <= place }) ?? parts.first else { return nil }
        (segment, start) = (part.component, start + part.start)
      case .essenceGroup:
        let choices = store.vector(segment, AAFProperty.choices)
        guard let one = choices.first(where: { $0.mob(AAFProperty.sourceID).map { mobs[$0] != nil } ?? false }) ?? choices.first else { return nil }
        segment = one
      case .selector:
        guard let one = store.strong(segment, AAFProperty.selected) else { return nil }
        segment = one
      case .operationGroup:
        guard let one = store.vector(segment, AAFProperty.inputSegments).first else { return nil }
        segment = one
      case .pulldown:
        guard let one = store.strong(segment, AAFProperty.pulldownInput) else { return nil }
        segment = one
      default: return nil
      }
    }
    return nil
  }

  /// The components of a sequence with their places, made once.
  private func parts(of sequence: AAFObject) -> [(start: Int, component: AAFObject)] {
    if let known = sequences[sequence.entry] { return known }
    var place = 0
    var parts: [(start: Int, component: AAFObject)] = []
    for component in store.vector(sequence, AAFProperty.components) {
      let length = min(max(0, component.integer(AAFProperty.length) ?? 0), Timeline.longestItem.value)
      if component.kind == .transition {
        place -= length
        continue
      }
      parts.append((place, component))
      place = min(place + length, Timeline.longestItem.value)
    }
    sequences[sequence.entry] = parts
    return parts
  }

  private func makeMedia(_ hop: Hop) -> AAFMedia {
    var made = AAFMedia()
    let links = chain(hop)
    let tags = AAFTags(store)
    let master = links.first { $0.mob.kind == .masterMob }
    let files = links.filter { $0.mob.kind == .sourceMob }
    let described = files.map { ($0, store.strong($0.mob, AAFProperty.essenceDescription)) }
    let file = described.first { $0.1.map { $0.field(AAFProperty.descriptorLength) != nil } ?? false } ?? described.first
    made.name = (master ?? links.first)?.mob.text(AAFProperty.mobName) ?? ""
    made.reference.name = made.name
    made.reference.identifier = (file?.0.id ?? links.first?.id ?? hop.mob).description
    made.reference.reel = described.last { $0.1?.kind == .tapeDescriptor }?.0.mob.text(AAFProperty.mobName) ?? ""
    made.reference.path = described.lazy.compactMap { $0.1.flatMap(self.locator) }.first ?? ""
    if let file = file?.0 {
      let first = Hop(mob: file.id, slot: file.slot.id, place: 0.subtractingClamped(file.slot.origin), rate: file.slot.rate)
      made.reference.available = label(first, samples: file.slot.rate.isOfSamples ? file.slot.rate : nil).flatMap { extent(file.slot, from: $0) }
    }
    if let master {
      // Pictures have one layer, which nobody needs to name.
      let track = master.slot.physicalTrack ?? 0
      made.sourceTrack = master.slot.essence == .sound || track > 1 ? track : 0
      let remarks = tags.remarks(ofMaster: master.mob)
      (made.comments, made.grade, made.supposed) = (remarks.comments, remarks.grade, remarks.supposed)
      if !made.supposed.contains("master") { made.reference.kept.append(Kept(AAF.format, "master \(master.id)")) }
      made.reference.kept += remarks.kept
    }
    if let id = file?.0.id, let bytes = embedded[id] { made.reference.kept.append(Kept(AAF.format, "embedded \(bytes) bytes")) }
    if made.supposed.contains("identifier") { made.reference.identifier = "" }
    if made.supposed.contains("extent") { made.reference.available = nil }
    if made.supposed.contains("name") { made.reference.name = "" }
    if made.supposed.contains("url") { made.reference.path = AAFMediaPlan.path(ofURL: made.reference.path) ?? made.reference.path }
    return made
  }

  private func locator(_ descriptor: AAFObject) -> String? {
    store.vector(descriptor, AAFProperty.locators).lazy.compactMap { $0.text(AAFProperty.url) }.first { !$0.isEmpty }
  }

  /// All of a file, by its slot's length, or by its descriptor's where the slot has none.
  private func extent(_ slot: Slot, from start: Timecode) -> TimecodeRange? {
    let length = min(max(0, slot.segment.integer(AAFProperty.length) ?? 0), Timeline.longestItem.value)
    let frames = slot.rate.converted(length, to: AAFRate(start.rate))
    return try? TimecodeRange(in: start, duration: FrameCount(min(frames, start.rate.framesPerDay - 1)))
  }
}
