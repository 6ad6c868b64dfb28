// SPDX-License-Identifier: Apache-2.0

import Essence

/// Which checks look at which stream, worked out before the first picture.
struct InspectionPlan {
  /// Counts and labels frames, where a rate is known.
  let clock: FrameClock?
  /// What should stand where, where the profile says and a rate is known.
  let places: PlacedLayout?
  /// Every programme and track.
  let sound: [SoundSubject]
  /// The assembler of each, in the same order.
  private(set) var assemblers: [SoundAssembler]
  /// Streams that the profile counts to the programme or its stems and that cannot be heard with it.
  let missing: [Int]
  /// The checks that need every picture, in words.
  let needingPictures: [String]
  private var benches: [Bench]

  /// A plan that spreads the checks of `description` under `profile` over at most `lanes` lanes.
  init(_ description: MediaDescription, profile: InspectionProfile, lanes: Int) {
    let clock = FrameClock(description, profile: profile)
    self.clock = clock
    let places = PlacedLayout(description, profile: profile, clock: clock)
    self.places = places
    let tracks = description.audio.compactMap(Track.init)
    let programme = Self.programme(of: tracks, profile.programme)
    missing = programme.missing + Self.missingStems(of: tracks, profile)
    var subjects: [SoundSubject] = []
    func add(_ members: [Track], layout: ChannelLayout, isProgramme: Bool) {
      guard let first = members.first else { return }
      subjects.append(
        SoundSubject(
          streams: members.map(\.stream), layout: layout, sampleRate: first.sampleRate, isProgramme: isProgramme,
          track: members.count == 1 ? first.stream : nil, clock: clock, profile: profile, places: places))
    }
    if programme.members.count > 1 { add(programme.members, layout: Self.layout(of: programme.members), isProgramme: true) }
    for track in tracks { add([track], layout: track.layout, isProgramme: programme.members.map(\.stream) == [track.stream]) }
    if let stems = Self.stems(of: tracks, profile) {
      subjects.append(
        SoundSubject(
          streams: stems.members.map(\.stream), layout: ChannelLayout(stems.members.flatMap(\.layout.positions)),
          sampleRate: stems.members[0].sampleRate,
          isProgramme: false, track: nil, dialogueChannels: stems.dialogueChannels, clock: clock, profile: profile))
    }
    sound = subjects
    assemblers = subjects.map { subject in
      SoundAssembler(
        streams: subject.streams, channelCounts: subject.streams.map { stream in tracks.first { $0.stream == stream }?.layout.positions.count ?? 0 })
    }

    var checks: [(Int, inout Bench) -> Void] = []
    var needing: [String] = []
    if let clock {
      for (index, stream) in description.video.enumerated() {
        let facts = stream.facts
        let subject = PictureSubject(
          stream: stream.index, isFirst: index == 0, clock: clock, profile: profile, light: facts.light, isWide: facts.isWide, places: places)
        for check in CheckRegistry.picture.compactMap({ $0.init(subject) }) {
          checks.append { $1.add(check, stream: stream.index, ordinal: $0) }
          if !type(of: check).judgesByFacts { needing.append(type(of: check).words) }
        }
      }
    }
    for (index, subject) in subjects.enumerated() {
      for check in CheckRegistry.sound(for: subject).compactMap({ $0.init(subject) }) { checks.append { $1.add(check, subject: index, ordinal: $0) } }
    }
    needingPictures = needing
    benches = Array(repeating: Bench(), count: max(1, min(lanes, checks.count)))
    for (ordinal, addTo) in checks.enumerated() { addTo(ordinal, &benches[ordinal % benches.count]) }
  }

  /// A running lane for each bench.
  func startLanes() -> [Lane] { benches.map(Lane.init) }

  // MARK: - Sound

  /// A sound stream that can be measured.
  private struct Track {
    let stream: Int
    let sampleRate: Int
    let layout: ChannelLayout

    init?(_ audio: AudioStream) {
      let facts = audio.facts
      guard let sampleRate = facts.sampleRate, (1...AudioFacts.highestSampleRate).contains(sampleRate), let channels = facts.channelCount,
        channels > 0
      else { return nil }
      stream = audio.index
      self.sampleRate = sampleRate
      layout = facts.layout.flatMap { $0.positions.count == channels ? $0 : nil } ?? Self.usualLayout(channels)
    }

    private static func usualLayout(_ channels: Int) -> ChannelLayout {
      switch channels {
      case 1: .mono
      case 2: .stereo
      case 6: .surround51
      default: ChannelLayout(Array(repeating: .unknown, count: channels))
      }
    }
  }

  private static func programme(of tracks: [Track], _ programme: ProgrammeSound) -> (members: [Track], missing: [Int]) {
    switch programme {
    case .automatic:
      let isPair = tracks.count > 1 && tracks.prefix(2).allSatisfy { $0.layout.positions.count == 1 } && tracks[0].sampleRate == tracks[1].sampleRate
      return (Array(tracks.prefix(isPair ? 2 : 1)), [])
    case .streams(let wanted):
      let found = wanted.compactMap { stream in tracks.first { $0.stream == stream } }
      let members = found.filter { $0.sampleRate == found.first?.sampleRate }
      return (members, wanted.filter { stream in !members.contains { $0.stream == stream } })
    }
  }

  /// The stems that the profile compares, dialogue first; `nil` where it compares none or not all can be heard together.
  private static func stems(of tracks: [Track], _ profile: InspectionProfile) -> (members: [Track], dialogueChannels: Int)? {
    guard let limits = profile.sound.intelligibility, !limits.dialogue.isEmpty, !limits.background.isEmpty else { return nil }
    let members = (limits.dialogue + limits.background).compactMap { stream in tracks.first { $0.stream == stream } }
    guard missingStems(of: tracks, profile).isEmpty else { return nil }
    return (members, members.prefix(limits.dialogue.count).reduce(0) { $0 + $1.layout.positions.count })
  }

  private static func missingStems(of tracks: [Track], _ profile: InspectionProfile) -> [Int] {
    let wanted = profile.sound.intelligibility.map { $0.dialogue + $0.background } ?? []
    let rate = tracks.first { $0.stream == wanted.first }?.sampleRate
    return wanted.filter { stream in !tracks.contains { $0.stream == stream && $0.sampleRate == rate } }
  }

  /// Mono tracks take the places of 5.1 in order; a track with several channels keeps its own.
  private static func layout(of members: [Track]) -> ChannelLayout {
    guard members.allSatisfy({ $0.layout.positions.count == 1 }) else { return ChannelLayout(members.flatMap(\.layout.positions)) }
    let places = ChannelLayout.surround51.positions
    return ChannelLayout(members.indices.map { places.indices.contains($0) ? places[$0] : .unknown })
  }

  /// Takes a block of `stream` and returns what each subject is to hear.
  mutating func assemble(_ block: AudioBlock<Float>, stream: Int) -> [BenchItem] {
    sound.indices.flatMap { index in assemblers[index].add(block, stream: stream).map { .sound($0, subject: index) } }
  }

  /// What is left to hear when the sound has ended.
  mutating func assembleRest() -> [BenchItem] {
    sound.indices.flatMap { index in assemblers[index].finish().map { .sound($0, subject: index) } }
  }
}

extension VideoFacts {
  /// Whether pictures are shown wider than 14:9, by their raster and the shape of their pixels.
  fileprivate var isWide: Bool? {
    guard let width, let height, height > 0, let aspect = pixelAspect, aspect.denominator > 0 else { return nil }
    return Double(width) * Double(aspect.numerator) / Double(aspect.denominator) / Double(height) > 14.0 / 9
  }
}
