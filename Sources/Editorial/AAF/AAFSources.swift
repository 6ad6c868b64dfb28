// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// What the chain behind a clip says of its material, whatever the place in it.
struct AAFMediaKey: Hashable {
  var mob: MobIdentifier
  var slot: Int
}

/// Material, as its chain of mobs tells of it.
struct AAFMedia {
  var reference = MediaReference()
  /// The master clip's name.
  var name = ""
  var comments: [Clip.Comment] = []
  var grade: ColorDecisionText?
  var sourceTrack = 0
  /// What a writer of ours supposed of it, because nobody had said.
  var supposed: Set<String> = []
}

/// Finds the material of pieces on a track.
struct AAFSources {
  let reading: AAFReading
  /// The rate of the track.
  let rate: AAFRate
  let programme: FrameRate
  let depth: Int
  private let store: AAFStore
  private let tags: AAFTags

  init(_ reading: AAFReading, rate: AAFRate, programme: FrameRate, depth: Int) {
    (self.reading, self.rate, self.programme, self.depth) = (reading, rate, programme, depth)
    store = reading.store
    tags = AAFTags(store)
  }

  /// The item that a piece is.
  func item(_ piece: AAFPiece) -> TrackItem {
    var clip = Clip(name: piece.generator, frames: FrameCount(piece.length), source: nil, isEnabled: piece.isEnabled, effects: piece.effects)
    clip.media.generator = piece.generator
    var remarks = AAFTags.Remarks()
    for object in piece.remarked.reversed() { remarks.add(tags.remarks(of: object)) }
    if let source = piece.clip {
      let id = source.mob(AAFProperty.sourceID) ?? .zero
      guard id != .zero else { return .gap(FrameCount(piece.length)) }
      find(&clip, piece, source, id)
    }
    clip.comments += remarks.comments
    clip.grade = remarks.grade ?? clip.grade
    clip.kept += remarks.kept
    if let name = remarks.name { clip.name = name }
    if remarks.supposed.contains("source") { clip.source = nil }
    return .clip(clip)
  }

  // MARK: -

  private func find(_ clip: inout Clip, _ piece: AAFPiece, _ source: AAFObject, _ id: MobIdentifier) {
    let motion = piece.motion
    if let motion {
      clip.speed = motion.speed
      clip.speedCurve = motion.points.map { .init(place: $0.place - FrameCount(piece.into), source: $0.source) }
    }
    let start = source.integer(AAFProperty.startTime) ?? 0
    // What of the source had passed by the place where the piece begins.
    let isCurved = motion?.points.isEmpty == false
    let passed = isCurved ? 0 : scaled(piece.into, motion)
    var place = start.addingClamped((motion?.offset ?? 0).addingClamped(passed))
    let taken = taken(piece, source)
    if let motion, motion.speed.numerator < 0, !isCurved {
      // Backwards: the last frame comes first, and the range is still written from its lowest label up.
      place = motion.offset == 0 ? start.addingClamped(abs(scaled(piece.off, motion))) : place.addingClamped(-taken)
    }
    var hop = Hop(mob: id, slot: source.integer(AAFProperty.sourceMobSlotID) ?? 0, place: place, rate: rate)
    guard let mob = reading.mobs[id] else {
      store.note("the material \(id) is not described in the file")
      clip.media.identifier = id.description
      return
    }
    if mob.kind == .compositionMob, !isSubclip(mob, &hop) {
      nest(&clip, mob, hop, taken)
      return
    }
    if mob.kind == .compositionMob { clip.name = mob.text(AAFProperty.mobName) ?? "" }
    let media = reading.media(of: hop.mob, slot: hop.slot)
    clip.media = media.reference
    clip.comments = media.comments
    clip.grade = media.grade
    clip.sourceTrack = media.sourceTrack
    if clip.name.isEmpty { clip.name = media.name }
    guard let label = reading.label(hop, samples: rate.isOfSamples ? rate : nil) else { return }
    clip.source = range(label, taken)
  }

  /// Whole units of the source that pass in `units` of the track.
  private func scaled(_ units: Int, _ motion: AAFMotion?) -> Int {
    guard let motion else { return units }
    return motion.speed.multiplied(by: units, over: 1)?.floored ?? units
  }

  /// How much of the source is taken, in units of the track's rate.
  private func taken(_ piece: AAFPiece, _ source: AAFObject) -> Int {
    guard let motion = piece.motion else { return piece.length }
    let stated = min(max(0, source.integer(AAFProperty.length) ?? 0), Timeline.longestItem.value)
    // A curve is told from the beginning of its input, all of which it may use.
    guard motion.points.isEmpty else { return max(1, stated) }
    let cut = abs(scaled(piece.into, motion)) + abs(scaled(piece.off, motion))
    if stated - cut > 0 { return stated - cut }
    let exact = motion.speed.multiplied(by: piece.length, over: 1).map { abs($0.floored) } ?? piece.length
    return max(exact, piece.length > 0 ? 1 : 0)
  }

  private func range(_ label: Timecode, _ units: Int) -> TimecodeRange? {
    let count = rate.converted(units, to: AAFRate(label.rate))
    let length = max(0, min(units > 0 ? max(1, count) : count, label.rate.framesPerDay - 1))
    return try? TimecodeRange(in: label, duration: FrameCount(length))
  }

  /// Whether a composition is but a name for a part of one clip; `hop` then goes on to that.
  private func isSubclip(_ mob: AAFObject, _ hop: inout Hop) -> Bool {
    var (mob, steps) = (mob, 0)
    while mob.kind == .compositionMob {
      steps += 1
      guard steps < Timeline.deepestNesting, let slot = reading.slots(of: mob).first(where: { $0.id == hop.slot }), slot.segment.kind == .sourceClip,
        let id = slot.segment.mob(AAFProperty.sourceID), id != .zero, let next = reading.mobs[id]
      else { return false }
      let place = hop.rate.converted(hop.place, to: slot.rate).addingClamped(slot.origin)
      hop = Hop(
        mob: id, slot: slot.segment.integer(AAFProperty.sourceMobSlotID) ?? 0,
        place: place.addingClamped(slot.segment.integer(AAFProperty.startTime) ?? 0), rate: slot.rate)
      mob = next
    }
    return true
  }

  private func nest(_ clip: inout Clip, _ mob: AAFObject, _ hop: Hop, _ taken: Int) {
    clip.name = mob.text(AAFProperty.mobName) ?? ""
    guard let nested = reading.timeline(of: mob, depth: depth + 1) else { return }
    let slot = reading.slots(of: mob).first { $0.id == hop.slot }
    clip.sourceTrack = slot?.physicalTrack ?? 0
    let place = hop.rate.converted(hop.place, to: AAFRate(nested.timeline.rate))
    clip.source = range(nested.timeline.start.advanced(wrapping: FrameCount(place)), taken)
    // A cut that is used a hundred times is as much to walk through as a hundred cuts.
    guard reading.count(nested.items) else { return }
    clip.sequence = nested.timeline
  }
}

/// A place in a slot of a mob, counted at the rate of what refers to it.
struct Hop {
  var mob: MobIdentifier
  var slot: Int
  var place: Int
  var rate: AAFRate
}

extension Int {
  /// The sum, or the nearest that there is.
  func addingClamped(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    guard overflows else { return Swift.min(Swift.max(sum, -(1 << 60)), 1 << 60) }
    return other > 0 ? 1 << 60 : -(1 << 60)
  }

  /// The difference, or the nearest that there is.
  func subtractingClamped(_ other: Int) -> Int { addingClamped(other == .min ? .max : -other) }
}
