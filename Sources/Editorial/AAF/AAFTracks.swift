// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Makes the slots of one cut.
struct AAFTracks {
  var writing: AAFWriting
  let timeline: Timeline
  private var rate: AAFRate
  private var trackRate: AAFRate
  private var essence = AAFKnown.picture
  private var isSound = false

  init(_ writing: AAFWriting, _ timeline: Timeline) {
    (self.writing, self.timeline) = (writing, timeline)
    rate = AAFRate(timeline.rate)
    trackRate = rate
  }

  /// All slots: the tracks, the labels, and the marks.
  mutating func slots() -> [AAFNode] {
    var nodes = [
      AAFNode.slot(1, .labels(timeline.start, length: max(1, timeline.frames.value)), rate: AAFRate(timeline.rate), track: 1)
    ]
    for kind in [Track.Kind.video, .audio] {
      let numbers = timeline.tracks.filter { $0.kind == kind }.map(\.number)
      if Set(numbers).count < numbers.count || numbers.contains(where: { $0 < 1 || $0 > Int(UInt32.max) }) {
        writing.lost.add(.tracks, "the numbers of the \(kind.rawValue) tracks, of which two are the same or one is none")
      }
    }
    var ids: [Int] = []
    for track in timeline.tracks {
      ids.append(nodes.count + 1)
      guard !writing.isForSound || track.kind == .audio else {
        writing.lost.add(.tracks, "the video track \(track.number), for Pro Tools takes sound alone")
        let passages = track.items.compactMap { if case .transition(let passage) = $0 { passage.kept } else { nil } }
        for kept in track.kept + track.markers.flatMap(\.kept) + passages.flatMap(\.self) {
          writing.lost.add(kept, of: "the video track \(track.number)")
        }
        ids[ids.count - 1] = 0
        continue
      }
      nodes.append(slot(track, id: nodes.count + 1))
    }
    nodes += markers(ids, firstID: nodes.count + 1)
    return nodes
  }

  /// The grade as tags.
  static func tags(of grade: ColorDecisionText, _ writing: inout AAFWriting) -> [AAFNode] {
    var nodes: [AAFNode] = []
    if !grade.slopeOffsetPower.isEmpty { nodes.append(writing.tag("ASC_SOP", grade.slopeOffsetPower)) }
    if !grade.saturation.isEmpty { nodes.append(writing.tag("ASC_SAT", grade.saturation)) }
    return nodes
  }

  /// The rate of the slot, and the kind of what is in it.
  var unitRate: AAFRate { rate }
  var essenceID: UniqueIdentifier { essence }

  // MARK: - Tracks

  private mutating func slot(_ track: Track, id: Int) -> AAFNode {
    isSound = track.kind == .audio
    essence = isSound ? AAFKnown.sound : AAFKnown.picture
    trackRate = track.rate.map { AAFRate($0) } ?? AAFRate(timeline.rate)
    rate = writing.isForSound ? writing.samples : trackRate
    let components = self.components(track)
    let total = components.length
    var segment = AAFNode(.sequence, essence, length: total)
    segment[AAFProperty.components] = .vector(components.nodes)
    for effect in AAFEffectText.effects(of: track.kept) {
      guard !writing.isForSound else {
        writing.lost.add(.kept, "the effect ‘\(effect.name)’ of the track \(track.number)")
        continue
      }
      segment = group(effect, around: segment, length: total)
    }
    for kept in track.kept where !AAFEffectText.isLine(kept) {
      writing.lost.add(kept, of: "the \(track.kind.rawValue) track \(track.number)")
    }
    if !track.isEnabled { segment = muted(segment, length: total) }
    return .slot(id, segment, rate: rate, track: track.number, name: writing.bounded(track.name, "the name of a track"))
  }

  /// A place of the track in units of the slot.
  private func unit(_ place: Int) -> Int { trackRate.converted(place, to: rate) }

  private mutating func components(_ track: Track) -> (nodes: [AAFNode], length: Int) {
    let placed = track.placedItems
    var nodes: [AAFNode] = []
    var total = 0
    var room: Int?
    for (index, (start, item)) in placed.enumerated() {
      let before = index > 0 ? placed[index - 1].item.transition : nil
      let after = index + 1 < placed.count ? placed[index + 1].item.transition : nil
      let (first, end) = (unit(start.value), unit((start + item.frames).value))
      let head = before.map { first - unit((start - $0.head).value) } ?? 0
      let tail = after.map { unit((start + item.frames + $0.tail).value) - end } ?? 0
      let length = end - first + head + tail
      switch item {
      case .transition(let transition):
        let isFirst = index == 0 || placed[index - 1].item.transition != nil
        if isFirst {
          nodes.append(
            AAFNode(.filler, essence, length: first - unit((start - transition.head).value) + unit((start + transition.tail).value) - first))
        }
        let whole = unit((start + transition.tail).value) - unit((start - transition.head).value)
        if whole > room ?? 0, !isFirst {
          lose(.acceptance, start, "that its transition begins before what goes out in it, which programs may refuse")
        }
        nodes.append(self.transition(transition, at: start, cut: first - unit((start - transition.head).value), length: whole))
        total += isFirst ? 0 : -whole
        if index == placed.count - 1 || placed[index + 1].item.transition != nil {
          nodes.append(AAFNode(.filler, essence, length: whole))
          total += whole
        }
        continue
      case .gap: nodes.append(AAFNode(.filler, essence, length: length))
      case .clip(let clip): nodes.append(self.clip(clip, at: start, head: head, tail: tail, length: length))
      }
      room = length
      total += length
    }
    return (nodes, total)
  }

  /// Says what of an item cannot be said.
  mutating func lose(_ aspect: TimelineLoss.Aspect, _ place: FrameCount, _ what: @autoclosure () -> String) {
    writing.lost.add(aspect, at: label(place), what())
  }

  /// The label of a place of the track.
  private func label(_ place: FrameCount) -> Timecode {
    timeline.start.advanced(wrapping: FrameCount(trackRate.converted(place.value, to: AAFRate(timeline.rate))))
  }

  private mutating func transition(_ transition: Transition, at place: FrameCount, cut: Int, length: Int) -> AAFNode {
    var node = AAFNode(.transition, essence, length: length)
    var id = isSound ? AAFKnown.monoDissolve : AAFKnown.videoDissolve
    var name = isSound ? "Mono Audio Dissolve" : "Video Dissolve"
    var parameters: [AAFNode] = []
    var kept = transition.kept
    switch transition.kind {
    case .dissolve: break
    case .wipe(let code):
      (id, name) = (AAFKnown.wipe, "SMPTE Video Wipe")
      parameters.append(constant(AAFKnown.wipeNumber, "SMPTEWipeNumber", AAFKnown.int32, String(Int32(clamping: code))))
    case .key: (id, name) = (AAFKnown.key, "Video Chroma Key")
    case .named(let given):
      (id, name) = (AAFEffectText.identifier(of: given), given)
      let stated = kept.first { $0.format == AAF.format && $0.text.hasPrefix("operation ") }
      if let stated, let known = stated.text.rest(of: "operation ").flatMap({ UniqueIdentifier($0) }) {
        id = known
        kept.removeAll { $0 == stated }
      }
    }
    for one in kept { writing.lost.add(one, of: "a transition", label(place)) }
    define(id, name, inputs: 2)
    var group = AAFNode(.operationGroup, essence, length: length)
    group[AAFProperty.operation] = .weak(.operations, id)
    if !parameters.isEmpty { group[AAFProperty.parameters] = .vector(parameters) }
    node[AAFProperty.transitionOperation] = .strong(group)
    node.set(AAFProperty.cutPoint, Int64(cut))
    return node
  }

  // MARK: - Clips

  private mutating func clip(_ clip: Clip, at place: FrameCount, head: Int, tail: Int, length: Int) -> AAFNode {
    var tags: [AAFNode] = []
    var supposed: Set<String> = []
    var node: AAFNode
    if !clip.media.generator.isEmpty {
      node = generated(clip, at: place, length: length)
      if clip.name != clip.media.generator { tags.append(writing.tag(AAFTags.clipName, clip.name)) }
      tags += clip.comments.map { writing.tag($0.key, $0.value) }
      if let grade = clip.grade { tags += Self.tags(of: grade, &writing) }
    } else if clip.sequence != nil {
      guard let nested = nested(clip, at: place, head: head, tail: tail, length: length, &supposed) else {
        return AAFNode(.filler, essence, length: length)
      }
      node = nested
      if clip.name != clip.sequence?.name { tags.append(writing.tag(AAFTags.clipName, clip.name)) }
      tags += clip.comments.map { writing.tag($0.key, $0.value) }
      if let grade = clip.grade { tags += Self.tags(of: grade, &writing) }
    } else {
      guard let source = writing.media.source(of: clip) else { return AAFNode(.filler, essence, length: length) }
      node = reference(clip, source, at: place, head: head, tail: tail, length: length, &supposed)
      if clip.name != source.reference.name { tags.append(writing.tag(AAFTags.clipName, clip.name)) }
      tags += clip.comments.dropFirst(source.comments.count).map { writing.tag($0.key, $0.value) }
      if let grade = clip.grade, grade != source.grade { tags += Self.tags(of: grade, &writing) }
    }
    if !supposed.isEmpty { tags.append(writing.tag(AAFTags.supposed, supposed.sorted().joined(separator: ","))) }
    if !tags.isEmpty { node[AAFProperty.userComments] = .vector(tags) }
    let kept = writing.tags(clip.kept, of: clip.name)
    if !kept.isEmpty { node[0xFFFE] = .vector(kept) }
    node = retimed(node, clip, at: place, taken: taken(clip, head, tail, length: length), length: length, into: head)
    for effect in clip.effects where !(clip.media.generator == effect.name) {
      guard !writing.isForSound || AAFKnown.names.values.contains(effect.name) else {
        lose(.effects, place, "the effect ‘\(effect.name)’ of ‘\(clip.name)’, which Pro Tools does not take")
        continue
      }
      node = group(effect, around: node, length: length)
    }
    guard !clip.isEnabled else { return node }
    guard !writing.isForSound else {
      lose(.clips, place, "‘\(clip.name)’, which is muted: silence was written")
      return AAFNode(.filler, essence, length: length)
    }
    return muted(node, length: length)
  }

  private func muted(_ segment: AAFNode, length: Int) -> AAFNode {
    var node = AAFNode(.selector, essence, length: length)
    node[AAFProperty.selected] = .strong(AAFNode(.filler, essence, length: length))
    node[AAFProperty.alternates] = .vector([segment])
    return node
  }

  private mutating func generated(_ clip: Clip, at place: FrameCount, length: Int) -> AAFNode {
    if clip.source != nil { lose(.sources, place, "the source labels of ‘\(clip.name)’, which \(clip.media.generator) makes") }
    var media = clip.media
    media.generator = ""
    writing.lost.add(media, of: clip.name, label(place), beside: "its generator")
    if clip.sourceTrack != 0 { lose(.channels, place, "which channel of ‘\(clip.name)’ is used") }
    return group(clip.effects.first { $0.name == clip.media.generator } ?? Clip.Effect(name: clip.media.generator), around: nil, length: length)
  }

  private mutating func reference(
    _ clip: Clip, _ source: AAFMediaPlan.Source, at place: FrameCount, head: Int, tail: Int, length: Int,
    _ supposed: inout Set<String>
  ) -> AAFNode {
    let slot = source.slots[.init(isSound: isSound, track: clip.sourceTrack)] ?? 1
    if writing.isForSound, clip.sourceTrack > 1 {
      lose(.acceptance, place, "‘\(clip.name)’ uses channel \(clip.sourceTrack): Pro Tools links to mono files alone")
    }
    if !isSound, clip.sourceTrack == 1 { lose(.channels, place, "that the first layer of ‘\(clip.name)’ is named, which pictures have one of") }
    var start = 0
    if let range = clip.source {
      let labelled = AAFRate(range.rate)
      var offset = labelled.converted(lying: range.start.frameCount.value, to: source.rate) - source.first
      if offset < 0, source.reference.available != nil { offset += labelled.converted(range.rate.framesPerDay, to: source.rate) }
      start = source.rate.converted(up: offset, to: rate)
      if rate.converted(start, to: source.rate) != offset {
        lose(.sources, place, "the exact source in-point of ‘\(clip.name)’, which lies between two units of the track")
      }
      if !writing.isForSound, labelled != source.rate || range.rate != source.labelRate && !labelled.isOfSamples {
        lose(.sources, place, "that ‘\(clip.name)’ is labelled at \(range.rate): its material is at \(source.labelRate)")
      }
    } else {
      supposed.insert("source")
    }
    let into = passed(clip, head, tail)
    if clip.source == nil { start = into }
    let taken = self.taken(clip, head, tail, length: length)
    if let range = clip.source, writing.isForSound || clip.speed == .one && trackRate.isOfSamples {
      // A sample more or less is lost where frames hold no whole number of them.
      let (given, used) = (AAFRate(range.rate).converted(range.duration.value, to: rate), trackRate.converted(clip.frames.value, to: rate))
      if abs(given - used) > 2 {
        lose(.sources, place, "that \(range.duration) units at \(range.rate) of ‘\(clip.name)’ are taken for \(clip.frames) of the track")
      }
    } else if clip.speed == .one, let range = clip.source {
      let frames = trackRate.converted(clip.frames.value, to: AAFRate(range.rate))
      if max(frames, clip.frames.value > 0 ? 1 : 0) != range.duration.value {
        lose(.sources, place, "that \(range.duration) frames of ‘\(clip.name)’ are taken for \(clip.frames)")
      }
    }
    if isRetimed(clip), let range = clip.source, AAFRate(range.rate) != rate {
      let used = AAFRate(range.rate).converted(up: range.duration.value, to: rate)
      if rate.converted(used, to: AAFRate(range.rate)) != range.duration.value {
        lose(.sources, place, "how many frames at \(range.rate) ‘\(clip.name)’ takes, which are no whole number at the rate of the track")
      }
    }
    if start - into < 0 { lose(.acceptance, place, "that ‘\(clip.name)’ is seen before its first frame, in its transition") }
    return .sourceClip(essence, length: taken, mob: source.master, slot: slot, start: start - into)
  }

  private mutating func nested(
    _ clip: Clip, at place: FrameCount, head: Int, tail: Int, length: Int, _ supposed: inout Set<String>
  ) -> AAFNode? {
    guard let sequence = clip.sequence else { return nil }
    guard !writing.isForSound else {
      lose(.clips, place, "the cut ‘\(clip.name)’, which lies within this one: Pro Tools takes none such, and silence was written")
      return nil
    }
    let kind: Track.Kind = isSound ? .audio : .video
    let same = sequence.tracks.enumerated().filter { $0.element.kind == kind }
    guard let used = same.first(where: { $0.element.number == clip.sourceTrack }) ?? same.first else {
      lose(.clips, place, "the cut ‘\(clip.name)’, which has no \(kind.rawValue): a gap was written")
      return nil
    }
    if used.element.number != clip.sourceTrack {
      lose(.channels, place, "that no track of ‘\(clip.name)’ is named: its track \(used.element.number) is")
    }
    writing.lost.add(clip.media, of: clip.name, label(place), beside: "the cut that it is of")
    let id = writing.composition(sequence, usage: AAFKnown.lowerLevel)
    var start = 0
    if let range = clip.source {
      let offset = AAFRate(range.rate).converted(
        range.start.frameCount.value - AAFRate(sequence.rate).converted(sequence.start.frameCount.value, to: AAFRate(range.rate)),
        to: AAFRate(sequence.rate))
      start = AAFRate(sequence.rate).converted(up: offset, to: rate)
      if range.rate != sequence.rate || rate.converted(start, to: AAFRate(sequence.rate)) != offset {
        lose(.sources, place, "the exact source in-point of ‘\(clip.name)’")
      }
      if clip.speed == .one, trackRate.converted(clip.frames.value, to: AAFRate(range.rate)) != range.duration.value {
        lose(.sources, place, "that \(range.duration) frames of ‘\(clip.name)’ are taken for \(clip.frames)")
      }
    } else {
      supposed.insert("source")
    }
    return .sourceClip(
      essence, length: taken(clip, head, tail, length: length), mob: id, slot: used.offset + 2, start: start - passed(clip, head, tail))
  }
}

extension TrackItem {
  /// The transition, where it is one.
  var transition: Transition? { if case .transition(let transition) = self { transition } else { nil } }
}

extension AAFRate {
  /// The unit of another rate in which the unit `position` of this one lies, or the last of several that it reaches into: one that was rounded down to samples
  /// is found again.
  func converted(lying position: Int, to other: AAFRate) -> Int {
    guard isOfSamples, !other.isOfSamples else { return converted(position, to: other) }
    return converted(up: position + 1, to: other) - 1
  }

  /// The first unit of another rate at which the unit `position` of this one has begun.
  func converted(up position: Int, to other: AAFRate) -> Int {
    guard self != other else { return position }
    return -converted(-position, to: other)
  }
}
