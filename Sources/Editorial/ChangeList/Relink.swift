// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// A cut whose clips were given the media that an earlier cut has for them.
///
/// A clip is given media where their identity agrees and what is known of the media holds all frames that it takes. Where two media fit, none is taken: a wrong
/// picture is worse than none.
public struct Relink: Sendable {
  /// The cut with what was found.
  public var timeline: Timeline
  /// How many clips were given media.
  public var linked = 0
  /// How many had media already.
  public var untouched = 0
  /// The clips that were given none, each with its place and the reason.
  public var left: [String] = []

  private typealias Evidence = CutIdentity.Evidence
  private struct Key: Hashable {
    var evidence: Evidence
    var text: String
  }
  /// The media of the earlier cut, and which of their files is the same: a number each.
  private var references: [MediaReference] = []
  private var files: [Int] = []
  /// What of the media is there, by what they are known by and by the rate at which that is counted; media of which nothing is known have no range.
  private var known: [Key: [FrameRate: RangeTree]] = [:]

  /// Gives the clips of `cut` the media that `earlier` has.
  public init(_ cut: Timeline, from earlier: Timeline) {
    timeline = cut
    var places: [MediaReference: Int] = [:]
    var numbers: [String: Int] = [:]
    var seen: [Key: Set<Int>] = [:]
    for clip in earlier.tracks.flatMap(\.items).compactMap(\.clip) where !clip.media.path.isEmpty || !clip.media.identifier.isEmpty {
      var media = clip.media
      // Where the earlier cut does not tell how long its media are, what it takes of them is known to be there.
      if media.available == nil { media.available = clip.source }
      let place = places[media] ?? references.count
      if place == references.count {
        places[media] = place
        let file = media.path + "\n" + media.identifier
        numbers[file] = numbers[file] ?? numbers.count
        references.append(media)
        files.append(numbers[file] ?? 0)
      }
      // A medium may have several names in the cut, and is known by each.
      let identity = CutIdentity(clip)
      for evidence in Evidence.allCases {
        guard let text = identity[evidence] else { continue }
        let key = Key(evidence: evidence, text: text)
        guard let available = media.available else {
          known[key] = known[key] ?? [:]
          continue
        }
        guard seen[key, default: []].insert(place).inserted else { continue }
        known[key, default: [:]][available.rate, default: RangeTree()].add(available.frames, place)
      }
    }
    timeline.tracks = timeline.tracks.map { linked($0) }
  }

  private mutating func linked(_ track: Track) -> Track {
    var track = track
    var place = FrameCount.zero
    for position in track.items.indices {
      let item = track.items[position]
      defer { place += item.frames }
      guard case .clip(var clip) = item, clip.sequence == nil, clip.media.generator.isEmpty else { continue }
      guard clip.media.path.isEmpty else {
        untouched += 1
        continue
      }
      let start = track.rate.flatMap { try? place.convertedByRealTime(from: $0, to: timeline.rate, rounding: .down) } ?? place
      let label = "\(timeline.start.advanced(wrapping: start)) ‘\(clip.name)’"
      switch media(for: clip) {
      case .success(let media):
        clip.media.path = media.path
        if clip.media.identifier.isEmpty { clip.media.identifier = media.identifier }
        if clip.media.name.isEmpty { clip.media.name = media.name }
        if clip.media.reel.isEmpty { clip.media.reel = media.reel }
        clip.media.available = clip.media.available ?? media.available
        track.items[position] = .clip(clip)
        linked += 1
      case .failure(let reason): left.append("\(label): \(reason.text)")
      }
    }
    return track
  }

  private struct Reason: Error { var text: String }

  private mutating func media(for clip: Clip) -> Result<MediaReference, Reason> {
    let identity = CutIdentity(clip)
    var isKnown = false
    for evidence in Evidence.allCases {
      guard let text = identity[evidence], case let key = Key(evidence: evidence, text: text), known[key] != nil else { continue }
      isKnown = true
      let fitting = holding(clip.source, key)
      let count = Set(fitting.map { files[$0] }).count
      if count > 1 { return .failure(Reason(text: "\(count) media of the earlier cut fit it, so that none was taken")) }
      if let first = fitting.min() { return .success(references[first]) }
    }
    return .failure(
      Reason(text: isKnown ? "the earlier cut’s media of it do not hold all frames that it takes" : "the earlier cut has no media of it"))
  }

  /// The media under a key in which all of what is taken is there, label for label.
  private mutating func holding(_ source: TimecodeRange?, _ key: Key) -> [Int] {
    guard let source, let rates = known[key]?.keys else { return [] }
    return rates.flatMap { rate -> [Int] in
      let taken = source.withSameDigits(at: rate) ?? source
      return taken.rate.hasSameSpeed(as: rate) ? known[key]?[rate]?.holding(taken.frames) ?? [] : []
    }
  }
}

extension TimecodeRange {
  /// Its frames, counted from midnight; past the day where it runs on behind it.
  fileprivate var frames: Range<Int> { start.frameCount.value..<(start.frameCount + duration).value }
}
