// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// All material of a cut, gathered before anything is written: how much of it is used, for which tracks, and what is said of all its clips alike.
struct AAFMediaPlan {
  /// A channel or layer of material.
  struct Use: Hashable, Comparable {
    var isSound: Bool
    var track: Int

    static func < (left: Use, right: Use) -> Bool { left.isSound == right.isSound ? left.track < right.track : !left.isSound }
  }

  /// Material with what is written of it.
  struct Source {
    var reference: MediaReference
    /// The rate at which it is counted, and that of its labels.
    var rate: AAFRate
    var labelRate: FrameRate
    /// The first unit since midnight, and the one behind the last.
    var first = Int.max
    var end = Int.min
    var uses: Set<Use> = []
    /// Where the slot of each use is, in the master clip.
    var slots: [Use: Int] = [:]
    var comments: [Clip.Comment]
    var grade: ColorDecisionText?
    /// What nobody said.
    var supposed: Set<String> = []
    var sound: AAFSound?
    var master = MobIdentifier.zero
    var file = MobIdentifier.zero
    var tape = 0
    /// Whether another source has written the file already.
    var isShared = false
    var tags: [AAFNode] = []
  }

  /// A reel, or what stands for one.
  struct Tape {
    var id: MobIdentifier
    var name: String
    var labelRate: FrameRate
    var slots: [(essence: UniqueIdentifier, rate: AAFRate)] = []
  }

  private(set) var sources: [Source] = []
  private(set) var lost = LossList()
  private var places: [MediaReference: Int] = [:]
  private var reels: [Tape] = []
  private var seen: Set<Timeline> = []
  private var taken: Set<MobIdentifier> = []

  /// The material of a clip.
  func source(of clip: Clip) -> Source? { places[Self.key(clip)].map { sources[$0] } }

  // MARK: - Gathering

  /// Gathers a cut and those in it, then decides identifiers, slots and tapes.
  mutating func gather(_ timeline: Timeline, _ writing: AAFWriting) {
    take(timeline, writing)
    var tapes: [String: Int] = [:]
    for place in sources.indices { settle(place, &tapes, writing) }
  }

  private mutating func take(_ timeline: Timeline, _ writing: AAFWriting) {
    guard seen.insert(timeline).inserted else { return }
    for track in timeline.tracks where !writing.isForSound || track.kind == .audio {
      for (index, item) in track.items.enumerated() {
        guard let clip = item.clip, clip.media.generator.isEmpty else { continue }
        if let nested = clip.sequence {
          if !writing.isForSound { take(nested, writing) }
          continue
        }
        // What is seen of it in its transitions is used as well.
        let head = index > 0 ? track.items[index - 1].transition?.head ?? .zero : .zero
        let tail = index + 1 < track.items.count ? track.items[index + 1].transition?.tail ?? .zero : .zero
        take(clip, on: track, of: timeline, around: (head, tail), writing)
      }
    }
  }

  private mutating func take(
    _ clip: Clip, on track: Track, of timeline: Timeline, around: (head: FrameCount, tail: FrameCount), _ writing: AAFWriting
  ) {
    let key = Self.key(clip)
    let labelled = clip.source?.rate ?? clip.media.available?.rate ?? track.rate ?? timeline.rate
    let place: Int
    if let known = places[key] {
      place = known
      let common = zip(sources[known].comments, clip.comments).prefix { $0 == $1 }.count
      sources[known].comments = Array(sources[known].comments.prefix(common))
      if sources[known].grade != clip.grade { sources[known].grade = nil }
    } else {
      place = sources.count
      places[key] = place
      let sound = writing.writer.sounds[clip.media]
      let rate = writing.isForSound ? sound.flatMap { try? FrameRate($0.sampleRate) }.map { AAFRate($0) } ?? writing.samples : AAFRate(labelled)
      var reference = key
      if reference.name.isEmpty { reference.name = clip.name }
      var source = Source(
        reference: reference, rate: rate, labelRate: AAFRate(labelled).isOfSamples ? timeline.rate : labelled, comments: clip.comments,
        grade: clip.grade)
      source.sound = sound
      if clip.media.name.isEmpty { source.supposed.insert("name") }
      sources.append(source)
    }
    sources[place].uses.insert(Use(isSound: track.kind == .audio, track: clip.sourceTrack))
    guard let range = clip.source else { return }
    let first = AAFRate(range.rate).converted(lying: range.start.frameCount.value, to: sources[place].rate)
    let length = AAFRate(range.rate).converted(range.duration.value, to: sources[place].rate)
    func units(_ frames: FrameCount) -> Int {
      guard frames > .zero, clip.speedCurve.isEmpty, let exact = clip.speed.multiplied(by: frames.value, over: 1) else { return 0 }
      let count = min(exact.floored.magnitude, UInt(Timeline.longestItem.value))
      return min(AAFRate(track.rate ?? timeline.rate).converted(Int(count) + 1, to: sources[place].rate), Timeline.longestItem.value) + 1
    }
    let (before, behind) = clip.speed.numerator < 0 ? (around.tail, around.head) : (around.head, around.tail)
    sources[place].first = min(sources[place].first, first.subtractingClamped(units(before)))
    sources[place].end = max(sources[place].end, first.addingClamped(max(1, length)).addingClamped(units(behind)))
  }

  private static func key(_ clip: Clip) -> MediaReference {
    // Clips of one file are of one master clip, whatever they are called: it has the name of the first.
    guard clip.media.name.isEmpty, clip.media.path.isEmpty, clip.media.identifier.isEmpty else { return clip.media }
    var key = clip.media
    key.name = clip.name
    return key
  }

  // MARK: - Deciding

  private mutating func settle(_ place: Int, _ tapes: inout [String: Int], _ writing: AAFWriting) {
    var source = sources[place]
    if let available = source.reference.available {
      source.first = AAFRate(available.rate).converted(available.start.frameCount.value, to: source.rate)
      source.end = source.first + AAFRate(available.rate).converted(available.duration.value, to: source.rate)
      if !AAFRate(available.rate).isOfSamples, !AAFRate(available.rate).hasSpeed(of: source.labelRate) {
        lost.add(.extents, "that all of ‘\(source.reference.name)’ is counted at \(available.rate), for its clips are at \(source.labelRate)")
      }
    } else {
      source.supposed.insert("extent")
      if source.first == Int.max { (source.first, source.end) = (0, 1) }
    }
    if let sound = source.sound, let rate = try? FrameRate(sound.sampleRate) {
      source.end = source.first + AAFRate(rate).converted(sound.length.value, to: source.rate)
    }
    let words =
      "\(source.reference.name)|\(source.reference.reel)|\(source.reference.path)|\(source.reference.generator)|\(source.reference.identifier)"
    if let id = MobIdentifier(source.reference.identifier), id != .zero {
      source.file = id
      source.isShared = !taken.insert(id).inserted
      if source.isShared {
        lost.add(.mediaNames, "that the material \(id) is called ‘\(source.reference.name)’ too, with another file or reel than the first time")
      }
    } else {
      if !source.reference.identifier.isEmpty {
        lost.add(.identifiers, "the identifier ‘\(source.reference.identifier)’ of ‘\(source.reference.name)’, which is no UMID")
      }
      source.supposed.insert("identifier")
      source.file = unique("file " + words)
    }
    let kept = source.reference.kept.lazy.compactMap { $0.format == AAF.format ? $0.text.rest(of: "master ") : nil }.first
    if let id = kept.flatMap({ MobIdentifier($0) }), taken.insert(id).inserted {
      source.master = id
    } else {
      if let kept {
        lost.add(.kept, "the master clip of ‘\(source.reference.name)’, \(kept), which other material has too: this got one of its own")
      }
      source.supposed.insert("master")
      source.master = unique("master " + words)
    }
    for (number, use) in source.uses.sorted().enumerated() { source.slots[use] = number + 1 }
    source.tape = tape(of: source, words, &tapes)
    sources[place] = source
  }

  private mutating func unique(_ words: String) -> MobIdentifier {
    var number = 0
    while true {
      let id = MobIdentifier(material: AAFEffectText.made(number == 0 ? words : "\(words)|\(number)"))
      if taken.insert(id).inserted { return id }
      number += 1
    }
  }

  private mutating func tape(of source: Source, _ words: String, _ tapes: inout [String: Int]) -> Int {
    let key = source.reference.reel.isEmpty ? "of \(words)" : "reel \(source.reference.reel)"
    let name = "tape \(key) \(source.labelRate)"
    let place = tapes[name] ?? reels.count
    if place == reels.count {
      tapes[name] = place
      reels.append(Tape(id: unique(name), name: source.reference.reel, labelRate: source.labelRate))
    }
    for isSound in Set(source.uses.map(\.isSound)).sorted(by: { !$0 && $1 }) where reels[place].slot(isSound, source.rate) == nil {
      reels[place].slots.append((isSound ? AAFKnown.sound : AAFKnown.picture, source.rate))
    }
    return place
  }

  /// The reel of a source.
  func reel(of source: Source) -> Tape { reels[source.tape] }

  /// The mobs of all reels.
  func tapes(_ writing: inout AAFWriting) -> [AAFNode] {
    reels.map { $0.mob(named: writing.bounded($0.name, "the reel ‘\($0.name.prefix(40))’")) }
  }
}

extension AAFRate {
  /// Whether labels at `rate` advance at this speed.
  func hasSpeed(of rate: FrameRate) -> Bool { numerator == rate.numerator && denominator == rate.denominator }
}

extension AAFMediaPlan.Tape {
  /// The slot for a kind of essence at a rate; the first one has the labels.
  func slot(_ isSound: Bool, _ rate: AAFRate) -> Int? {
    slots.firstIndex { $0.essence == (isSound ? AAFKnown.sound : AAFKnown.picture) && $0.rate == rate }.map { $0 + 2 }
  }

  /// The mob: a day of labels, and a slot for each kind of essence.
  func mob(named name: String) -> AAFNode {
    let day = FrameCount(labelRate.framesPerDay)
    let labels = AAFNode.labels(Timecode(wrapping: .zero, at: labelRate), length: day.value)
    var nodes = [AAFNode.slot(1, labels, rate: AAFRate(labelRate), track: 1)]
    for (number, slot) in slots.enumerated() {
      let length = AAFRate(labelRate).converted(day.value, to: slot.rate)
      let source = AAFNode.sourceClip(slot.essence, length: length, mob: .zero, slot: 0, start: 0)
      nodes.append(.slot(number + 2, source, rate: slot.rate, track: 1))
    }
    var node = AAFNode(.sourceMob)
    node.set(AAFProperty.mobID, id)
    if !name.isEmpty { node.set(AAFProperty.mobName, name) }
    node[AAFProperty.mobSlots] = .vector(nodes)
    node[AAFProperty.mobModified] = .data(AAFNode.date)
    node[AAFProperty.mobCreated] = .data(AAFNode.date)
    node[AAFProperty.essenceDescription] = .strong(AAFNode(.tapeDescriptor))
    return node
  }
}
