// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension ConformResult {
  /// The cut with the media that its clips are linked to: path, identifier, and all that there is of it by its labels.
  ///
  /// - Parameter timeline: the cut that was conformed.
  /// - Returns: the cut, and the clips that name what they named before, a sentence each.
  public func linked(_ timeline: Timeline) -> (timeline: Timeline, unlinked: [String]) {
    var links: [[Int]: MediaItem] = [:]
    var unlinked: [String] = []
    for match in matches {
      if match.isLinked, let media = match.media {
        for place in match.event.places { links[place] = media }
      } else if match.state != .excluded {
        unlinked.append("event \(match.event.number) (\(match.event.words)) is \(match.state.words), and names what it named before")
      }
    }
    return (Self.link(timeline, links, path: [], depth: 0), unlinked)
  }

  private static func link(_ timeline: Timeline, _ links: [[Int]: MediaItem], path: [Int], depth: Int) -> Timeline {
    guard depth <= Timeline.deepestNesting else { return timeline }
    var timeline = timeline
    for (trackIndex, track) in timeline.tracks.enumerated() {
      for (itemIndex, item) in track.items.enumerated() {
        guard case .clip(var clip) = item else { continue }
        let place = path + [trackIndex, itemIndex]
        if let inner = clip.sequence {
          clip.sequence = link(inner, links, path: place, depth: depth + 1)
        } else if let media = links[place] {
          clip.media.path = media.path
          if let identifier = media.identifiers.first, MediaIdentifier.key(identifier) != MediaIdentifier.key(clip.media.identifier) {
            clip.media.identifier = MediaIdentifier.address(of: identifier)
          }
          // What a list says to the sample is not given up for labels that are whole frames.
          let isToTheSample = clip.media.available?.rate.isOfSamples ?? false
          clip.media.available = isToTheSample ? clip.media.available : media.labels ?? clip.media.available
          clip = clip.countedAsItsMedia
        } else {
          continue
        }
        timeline.tracks[trackIndex].items[itemIndex] = .clip(clip)
      }
    }
    return timeline
  }
}

extension MediaIdentifier {
  /// A UMID as the model has it, `urn:smpte:umid:` with digits in groups of eight; others as they are.
  static func address(of text: String) -> String {
    let digits = key(text)
    guard digits.count == 64 else { return text }
    let groups = stride(from: 0, to: 64, by: 8).map { String(decoding: digits[$0..<($0 + 8)], as: UTF8.self) }
    return "urn:smpte:umid:" + groups.joined(separator: ".")
  }
}

extension ConformState {
  /// The state in words.
  public var words: String {
    switch self {
    case .linked: "linked"
    case .ambiguous: "ambiguous"
    case .short: "short"
    case .partial: "partial"
    case .rateMismatch: "of another rate"
    case .offline: "offline"
    case .excluded: "excluded"
    }
  }
}

extension ConformEvent {
  /// What it is called: the clip's name, or else its reel or file.
  public var title: String {
    let media = clip.media
    return [clip.name, media.name, media.reel, MediaName.file(media.path)].first { !$0.isEmpty } ?? "no name"
  }

  /// The same in quotation marks.
  public var words: String { "‘\(title)’" }

  /// Whether its list says on which reel, tape or card its material is.
  public var namesTape: Bool { !ReelName.isNoTape(clip.media.reel) }
}
